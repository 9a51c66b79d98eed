"""Transposition: a strip beside the defect that swings over about a corner of its base."""

from __future__ import annotations

from math import asin, atan2, degrees, pi

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry import Polygon

from flapplanner.errors import GeometryError
from flapplanner.geometry.donor import Design, Donor, line, side_to_side_donor
from flapplanner.geometry.plane import Point, turned


def transposition_design(
    defect: Polygon, pivot_mm: Point, clockwise: bool, max_length_mm: float, max_width_mm: float
) -> Design:
    """Return the strip that swings about a corner of its base onto the defect [mm].

    Where it comes to lie, one of its long sides runs from the pivot past the defect, touching it.
    Along this side the strip is as long as the defect reaches, L; across it as wide as the defect,
    W, both within their limits. It is cut beside the defect, swung back about the pivot by

        turn = arcsin(W / x), at most 90°

    where x is how far along the side the defect begins: then none of it lies on the defect. A turn
    about the pivot changes no length, so that the diagonal from the pivot to the far corner is the
    same before and after: sqrt(L² + W²). Cut are both long sides and the tip.

    Raises
    ------
    GeometryError
        The pivot touches the defect.

    >>> from flapplanner.geometry import rectangle
    >>> defect = rectangle(60, 40, centre_mm=(20.0, 100.0))
    >>> design = transposition_design(defect, (0.0, 0.0), True, 200.0, 100.0)
    >>> round(design.turn_deg, 2), round(design.outline.area)  # -arcsin(40 / 70); 130 by 40
    (-34.85, 5200)
    """
    points = shapely.get_coordinates(defect.exterior) - np.asarray(pivot_mm)
    if defect.distance(shapely.Point(pivot_mm)) <= 0:
        raise GeometryError(
            f"pivot_mm: found {pivot_mm}, which touches the defect; it has to lie outside"
        )
    angles = np.unwrap(np.arctan2(points[:, 1], points[:, 0]))
    side = float(angles.max() if clockwise else angles.min())
    sense = -1.0 if clockwise else 1.0
    seen = turned(points, -side) * (1.0, sense)  # the side is +x, the defect lies at y ≥ 0
    width = min(float(seen[:, 1].max()), max_width_mm)
    length = min(float(seen[:, 0].max()), max_length_mm)
    start = float(seen[:, 0].min())
    turn = asin(width / start) if start > width else pi / 2
    strip = np.array([[0.0, 0.0], [length, 0.0], [length, width], [0.0, width]]) * (1.0, sense)
    corners = turned(strip, side - sense * turn) + np.asarray(pivot_mm)
    return Design(Polygon(corners), line(corners), turn_deg=sense * degrees(turn))


def transposition_donor(design: Design, pivot_mm: Point, turn_deg: float) -> Donor:
    """Return what a strip leaves that swung by `turn_deg` about the pivot [mm].

    What it still covers of its own place near the base needs no closing. The rest is closed side
    to side along the strip.

    >>> from flapplanner.geometry import rectangle
    >>> defect = rectangle(60, 40, centre_mm=(20.0, 100.0))
    >>> design = transposition_design(defect, (0.0, 0.0), True, 200.0, 100.0)
    >>> donor = transposition_donor(design, (0.0, 0.0), design.turn_deg)
    >>> donor.shape, round(donor.width_mm)
    ('line', 40)
    """
    swung = affinity.rotate(design.outline, turn_deg, origin=pivot_mm)
    first, second = design.incision[:2]
    axis = atan2(second[1] - first[1], second[0] - first[0])
    return side_to_side_donor(left_open(design.outline, swung), degrees(axis))


def left_open(outline: Polygon, moved: Polygon) -> Polygon:
    """Return the largest part of a donor site that the moved strip does not cover itself.

    >>> from flapplanner.geometry import rectangle
    >>> left_open(rectangle(100, 40), rectangle(100, 40, centre_mm=(30, 0))).area
    3000.0
    """
    parts = [part for part in shapely.get_parts(outline.difference(moved)) if part.area > 0]
    return max(parts, key=shapely.area, default=outline)
