"""Rotation: the sector's arc, the defect it leaves, a back-cut into its base, its standing cone."""

from __future__ import annotations

from math import atan2, ceil, degrees, dist, pi, radians, sin

import numpy as np
import shapely
from shapely.geometry import Polygon

from flapplanner.errors import GeometryError
from flapplanner.geometry.donor import Design, Donor, line
from flapplanner.geometry.paddles import rotation_outline
from flapplanner.geometry.plane import CHORD_TOLERANCE_MM, Point, arc_step_rad, turned


def rotation_design(
    defect: Polygon, pivot_mm: Point, clockwise: bool, sector_deg: float = 120.0
) -> Design:
    """Return the sector that turns about a pivot into the defect [mm]; see `rotation_outline`.

    Cut are the edge that leads into the defect and the arc, R × sector long; the other edge is the
    base. The turn is the angle under which the pivot sees the defect, negative if clockwise.

    >>> from flapplanner.geometry import rectangle
    >>> design = rotation_design(rectangle(60, 60), (0.0, -80.0), clockwise=False, sector_deg=90)
    >>> round(design.turn_deg), len(design.tips)  # 2 arctan(30 / 50)
    (62, 0)
    """
    outline = rotation_outline(defect, pivot_mm, clockwise, sector_deg)
    pivot, *rim = line(shapely.get_coordinates(outline.exterior)[:-1])
    low, high = _seen_rad(defect, pivot_mm)
    turn = degrees(high - low)
    arc = rim if clockwise else rim[::-1]
    return Design(outline, (pivot, *arc), turn_deg=-turn if clockwise else turn)


def rotation_donor(design: Design, pivot_mm: Point, turn_deg: float) -> Donor:
    """Return what a sector leaves that turned by `turn_deg` about its pivot [mm].

    The secondary defect is as wide at the rim, of radius R, as the chord of the turn:

        width = 2 R sin(turn / 2)

    It closes along the arc. The scar is the edge that led into the defect, where it now lies, and
    the arc from its end to the base.

    >>> from flapplanner.geometry import rectangle
    >>> design = rotation_design(rectangle(60, 60), (0.0, -80.0), clockwise=False)
    >>> donor = rotation_donor(design, (0.0, -80.0), 60.0)
    >>> donor.shape, round(donor.width_mm)  # 2 × 114 × sin 30°
    ('curve', 114)
    """
    lead, base = (np.asarray(design.incision[at]) - pivot_mm for at in (1, -1))
    radius = float(np.hypot(*base))
    start, stop = atan2(lead[1], lead[0]) + radians(turn_deg), atan2(base[1], base[0])
    if turn_deg > 0:
        stop -= 2 * pi * ceil((stop - start) / (2 * pi))  # the arc runs against the turn
    else:
        stop += 2 * pi * ceil((start - stop) / (2 * pi))
    count = max(1, ceil(abs(stop - start) / arc_step_rad(radius, CHORD_TOLERANCE_MM)))
    angles = np.linspace(start, stop, count + 1)
    arc = np.asarray(pivot_mm) + radius * np.column_stack((np.cos(angles), np.sin(angles)))
    scar = (line(np.vstack((pivot_mm, arc))),)
    return Donor(2 * radius * sin(radians(abs(turn_deg)) / 2), "curve", scar)


def back_cut_mm(radius_mm: float, turn_deg: float, wanted_deg: float) -> float:
    """Return how deep a back-cut into the base gives a wanted turn where `turn_deg` was had [mm].

    A back-cut of c moves the pivot in along the base. What the ground yields lets the rim travel
    R × turn; about the nearer pivot, R - c away, the same way is a wider turn. So

        wanted = turn R / (R - c),   c = R (1 - turn / wanted)

    Raises
    ------
    GeometryError
        The radius or a turn is not positive.

    >>> back_cut_mm(150.0, 40.0, 60.0)
    50.0
    """
    for name, value in (("radius_mm", radius_mm), ("turn_deg", turn_deg), ("wanted", wanted_deg)):
        if not value > 0:
            raise GeometryError(f"{name}: found {value}; a value above 0 is needed")
    return max(0.0, round(radius_mm * (1 - turn_deg / wanted_deg), 9))


def standing_cone(defect: Polygon, pivot_mm: Point, clockwise: bool, turn_deg: float) -> Polygon:
    """Return the triangle that bunches up between pivot and defect [mm].

    Its angle at the pivot is the turn, its sides reach as far as the defect is away: over it the
    paddle comes to lie on sound ground. Taken out, it closes in the line of the leading edge. Its
    area is r² sin(turn) / 2.

    Raises
    ------
    GeometryError
        The turn is not above 0 and below 180 degrees, or the pivot touches the defect.

    >>> from flapplanner.geometry import rectangle
    >>> round(standing_cone(rectangle(60, 60), (0.0, -80.0), False, 30.0).area)  # 50² sin 30° / 2
    625
    """
    if not 0 < turn_deg < 180:
        raise GeometryError(f"turn_deg: found {turn_deg}; above 0 and below 180 is needed")
    reach = defect.distance(shapely.Point(pivot_mm))
    if reach <= 0:
        raise GeometryError(f"pivot_mm: found {pivot_mm}, which touches the defect")
    low, high = _seen_rad(defect, pivot_mm)
    edge = high if clockwise else low
    sides = (edge, edge - radians(turn_deg) if clockwise else edge + radians(turn_deg))
    spoke = np.array([[reach, 0.0]])
    ends = [turned(spoke, side)[0] + pivot_mm for side in sides]
    return Polygon([pivot_mm, *ends])


def farthest_mm(defect: Polygon, pivot_mm: Point) -> float:
    """Return how far from the pivot the defect's farthest point lies [mm].

    >>> from flapplanner.geometry import rectangle
    >>> farthest_mm(rectangle(60, 80), (0.0, 0.0))
    50.0
    """
    return max(dist(pivot_mm, point) for point in defect.exterior.coords)


def _seen_rad(defect: Polygon, pivot_mm: Point) -> tuple[float, float]:
    points = shapely.get_coordinates(defect.exterior) - np.asarray(pivot_mm)
    angles = np.unwrap(np.arctan2(points[:, 1], points[:, 0]))
    return float(angles.min()), float(angles.max())
