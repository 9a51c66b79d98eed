"""The keystone: an arc-shaped island beside the defect that slides into it."""

from __future__ import annotations

from math import atan2, inf, pi, radians

import numpy as np
import shapely
from shapely.geometry import LineString, Polygon

from flapplanner.errors import GeometryError
from flapplanner.geometry.advancement import border_between, facing_border
from flapplanner.geometry.donor import Design, line
from flapplanner.geometry.plane import Vector, turned

QUADRANT = 32  # chords of a rounded corner: within 0.05 mm of one of 150 mm
STEP_RAD = 1e-3  # to which limbs are inclined for an island of a given length


def keystone_design(
    defect: Polygon, towards_deg: float, width_mm: float, max_length_mm: float = inf
) -> Design:
    """Return a keystone beside the defect, in the defect's coordinates [mm].

    `towards_deg` points from the defect to the donor side (0 is +u, 90 is +v). The inner border is
    the defect's own on that side, between its two extreme points across the direction; the outer
    one runs parallel to it, `width_mm` away. Two straight limbs join them, at right angles to the
    circle through the extreme points whose sagitta s over their distance c is the border's, and
    thus inclined to the direction by

        φ = 2 arctan(2 s / c), at most 90°

    or by as much less as lets the island be no longer than `max_length_mm` from tip to tip.
    Over a straight border it is a rectangle. Shifted by d ≤ width against the direction it covers
    the strip that the inner border sweeps. The far ends of the limbs are the tips, each of which
    closes as a V-Y.

    Raises
    ------
    GeometryError
        The direction is not finite, the width is not positive, or the length less than the
        border's.

    >>> from flapplanner.geometry import rectangle
    >>> keystone_design(rectangle(100, 60), 0.0, 60.0).outline.bounds
    (30.0, -50.0, 90.0, 50.0)
    """
    if not width_mm > 0:
        raise GeometryError(f"width_mm: found {width_mm}; a length above 0 is needed")
    base, _ = facing_border(defect, towards_deg)
    least = float(np.hypot(*(base[-1] - base[0])))
    if not max_length_mm >= least:
        raise GeometryError(
            f"max_length_mm: found {max_length_mm:g}; at least the {least:g} mm of the defect's "
            "border are needed"
        )
    within = LineString(base).buffer(width_mm, quad_segs=QUADRANT)
    island = _island(within, base, width_mm, pi / 2)
    if _length_mm(island) > max_length_mm:
        least_rad, most_rad = 0.0, pi / 2
        while most_rad - least_rad > STEP_RAD:
            middle = (least_rad + most_rad) / 2
            if _length_mm(_island(within, base, width_mm, middle)) > max_length_mm:
                most_rad = middle
            else:
                least_rad = middle
        island = _island(within, base, width_mm, least_rad)
    incision = line(turned(island, radians(towards_deg)))
    edge = line(turned(base[-2:0:-1], radians(towards_deg)))
    return Design(Polygon(incision + edge), incision, tips=(incision[1], incision[-2]))


def _length_mm(incision: Vector) -> float:
    return float(np.hypot(*(incision[1] - incision[-2])))


def _island(within: Polygon, base: Vector, width_mm: float, most_rad: float) -> Vector:
    """Return the incision round an island whose limbs are inclined by no more than an angle."""
    parts = shapely.get_parts(_room(base, width_mm, most_rad).intersection(within))
    return border_between(max(parts, key=shapely.area), base[0], base[-1])


def _room(base: Vector, width_mm: float, most_rad: float) -> Polygon:
    """Return the far side of the border between the lines of the two limbs."""
    chord = base[-1] - base[0]
    length = float(np.hypot(*chord))
    outward = np.array([chord[1], -chord[0]]) / length
    sagitta = max(0.0, float(((base - base[0]) @ outward).max()))
    flare = min(most_rad, 2 * atan2(2 * sagitta, length))
    tilt = atan2(outward[1], outward[0])
    ray = np.array([[4 * (length + sagitta + width_mm), 0.0]])
    low, high = min(0.0, tilt - flare), max(0.0, tilt + flare)  # clear of the defect itself
    first, middle, last = (turned(ray, angle)[0] for angle in (low, (low + high) / 2, high))
    corners = [base[0] + first, (base[0] + base[-1]) / 2 + 2 * middle, base[-1] + last]
    return Polygon([base[0], *corners, *base[:0:-1]])
