"""The propeller: two blades on one perforator, the long one for the defect."""

from __future__ import annotations

from math import atan2, degrees, radians

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry import MultiPoint, Polygon

from flapplanner.errors import GeometryError
from flapplanner.geometry.donor import Design, Donor, line, side_to_side_donor
from flapplanner.geometry.outlines import disc
from flapplanner.geometry.plane import Point, turned
from flapplanner.geometry.transposition import left_open


def propeller_design(
    defect: Polygon,
    perforator_mm: Point,
    donor_axis_deg: float,
    max_length_mm: float,
    max_width_mm: float,
) -> Design:
    """Return a propeller on a perforator outside the defect, where it is cut [mm].

    Turned, its axis runs from the perforator through the middle of the defect. The long blade
    reaches to the defect's far end, the short blade as far behind the perforator as the defect's
    near end lies before it, so that turned by 180° it fills the donor site up to the defect:

        long = farthest, short = nearest distance along the axis

    It is as wide as the defect on both sides of the axis and tapers to the short blade, which is
    rounded about the perforator, no wider than the long one. It is cut with the long blade along
    `donor_axis_deg`; the turn is the shorter way from there to the defect. A blade or a width
    beyond its limit is cut short.

    Raises
    ------
    GeometryError
        The perforator lies within the defect or in its hollow, or a limit is not above the length
        of the short blade.

    >>> from flapplanner.geometry import rectangle
    >>> defect = rectangle(60, 40, centre_mm=(0.0, 60.0))
    >>> design = propeller_design(defect, (0.0, 0.0), -90.0, 300.0, 100.0)
    >>> design.turn_deg, [round(side) for side in design.outline.bounds]
    (180.0, [-20, -90, 20, 30])
    """
    hull = defect.convex_hull
    assert isinstance(hull, Polygon)
    if hull.distance(shapely.Point(perforator_mm)) <= 0:
        raise GeometryError(
            f"perforator_mm: found {perforator_mm}, which lies within the defect; outside is needed"
        )
    points = shapely.get_coordinates(hull.exterior) - np.asarray(perforator_mm)
    middle = np.asarray(hull.centroid.coords[0]) - perforator_mm
    axis = atan2(middle[1], middle[0])
    seen = turned(points, -axis)
    short = float(seen[:, 0].min())
    if not (short > 0 and max_length_mm > 2 * short and max_width_mm > 0):
        raise GeometryError(
            f"max_length_mm: found {max_length_mm:g}; more than two blades of {short:.0f} mm, the "
            "way to the defect, is needed"
        )
    radius = min(short, float(np.abs(seen[:, 1]).max()))
    end = shapely.get_coordinates(disc(radius)) + np.array([radius - short, 0.0])
    teardrop = MultiPoint(np.vstack((seen, seen * (1.0, -1.0), end))).convex_hull
    limits = shapely.box(-short, -max_width_mm / 2, max_length_mm - short, max_width_mm / 2)
    blades = teardrop.intersection(limits)
    turn = (degrees(axis) - donor_axis_deg + 180.0) % 360.0 - 180.0
    turn = 180.0 if turn == -180.0 else turn
    ring = turned(shapely.get_coordinates(blades)[:-1], radians(donor_axis_deg))
    outline = Polygon(ring + np.asarray(perforator_mm))
    return Design(outline, line(shapely.get_coordinates(outline)), turn_deg=turn)


def blades_mm(design: Design, perforator_mm: Point, donor_axis_deg: float) -> tuple[float, float]:
    """Return the lengths of the long and the short blade, from the perforator along the axis [mm].

    >>> from flapplanner.geometry import rectangle
    >>> defect = rectangle(60, 40, centre_mm=(0.0, 60.0))
    >>> design = propeller_design(defect, (0.0, 0.0), 0.0, 300.0, 100.0)
    >>> [round(blade) for blade in blades_mm(design, (0.0, 0.0), 0.0)]
    [90, 30]
    """
    ring = shapely.get_coordinates(design.outline.exterior) - np.asarray(perforator_mm)
    along = turned(ring, -radians(donor_axis_deg))[:, 0]
    return float(along.max()), float(-along.min())


def propeller_donor(
    design: Design, perforator_mm: Point, donor_axis_deg: float, turn_deg: float
) -> Donor:
    """Return what a propeller leaves that turned by `turn_deg`, closed along its axis [mm].

    What the blades cover of the donor site themselves does not have to close.

    >>> from flapplanner.geometry import rectangle
    >>> defect = rectangle(60, 40, centre_mm=(0.0, 60.0))
    >>> design = propeller_design(defect, (0.0, 0.0), -90.0, 300.0, 100.0)
    >>> donor = propeller_donor(design, (0.0, 0.0), -90.0, 180.0)
    >>> round(donor.width_mm), round(donor.scar_length_mm)
    (40, 80)
    """
    swung = affinity.rotate(design.outline, turn_deg, origin=perforator_mm)
    return side_to_side_donor(left_open(design.outline, swung), donor_axis_deg)
