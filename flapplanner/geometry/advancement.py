"""The outline of a V-Y advancement: a base along the defect, sides that run, a taper."""

from math import isfinite, radians, tan

import numpy as np
import shapely
from shapely.geometry import MultiPoint, Polygon
from shapely.geometry.polygon import orient

from flapplanner.errors import GeometryError
from flapplanner.geometry.donor import Design, line
from flapplanner.geometry.plane import Vector, turned


def advancement_outline(
    defect: Polygon, towards_deg: float, apex_angle_deg: float, max_length_mm: float
) -> Polygon:
    """Return the outline of a V-Y advancement beside the defect [mm]; see `advancement_design`.

    >>> from flapplanner.geometry import rectangle
    >>> outline = advancement_outline(rectangle(100, 60), 0.0, 40.0, 150.0)
    >>> [round(side, 1) for side in outline.bounds]  # apex at 30 + 50 / tan(20°)
    [30.0, -50.0, 167.4, 50.0]
    """
    return advancement_design(defect, towards_deg, apex_angle_deg, max_length_mm).outline


def advancement_design(
    defect: Polygon, towards_deg: float, apex_angle_deg: float, max_length_mm: float
) -> Design:
    """Return a V-Y advancement beside the defect, in the defect's coordinates [mm].

    `towards_deg` points from the defect to the donor side (0 is +u, 90 is +v). The base follows
    the defect's own border on that side, between its two extreme points across the direction. The
    apex lies over the middle of the chord between these, at

        base / (2 tan(apex angle / 2))

    from the chord, farther if the outline could not hold its own travel otherwise, and at most at
    `max_length_mm`. The apex angle is thus that of the V from the ends of the base.

    The travel is half the defect's extent along the direction: from there a pair meets in the
    middle. From the base the sides run straight for the travel, then taper to the apex, so that
    the outline, shifted by d ≤ travel against the direction, covers exactly the strip of the
    defect that the base sweeps. A short `max_length_mm` shortens the travel.

        extreme point  +--------.
                        \\        `--.
        defect           )           > apex      towards_deg = 0 →
                        /        .--'
        extreme point  +--------'

    Raises
    ------
    GeometryError
        The direction is not finite, the apex angle is not within 0 to 180 degrees, or
        `max_length_mm` ends within the defect's own border.

    >>> from flapplanner.geometry import rectangle
    >>> from flapplanner.geometry.donor import tip_angle_deg
    >>> round(tip_angle_deg(advancement_design(rectangle(100, 60), 0.0, 60.0, 150.0)), 6)
    60.0
    """
    if not 0 < apex_angle_deg < 180:
        raise GeometryError(
            f"apex_angle_deg: found {apex_angle_deg}; an angle between 0 and 180 is needed"
        )
    base, half_extent = facing_border(defect, towards_deg)
    chord_u, chord_v = (base[0] + base[-1]) / 2
    bulge = float(base[:, 0].max() - chord_u)
    height = (base[-1, 1] - base[0, 1]) / (2 * tan(radians(apex_angle_deg) / 2))
    length = min(max(float(height), bulge + half_extent), max_length_mm)
    if not length > bulge:
        raise GeometryError(
            f"max_length_mm: found {max_length_mm:g}; the defect's border reaches {bulge:g} mm "
            "beyond the chord of the base, and more than that is needed"
        )
    travel = min(half_extent, length - bulge)
    apex = np.array([chord_u + length, chord_v])
    front, edge, tips = (
        line(turned(points, radians(towards_deg)))
        for points in (_front(base, travel, apex), base[-2:0:-1], apex[np.newaxis])
    )
    return Design(Polygon(front + edge), front, tips)


def facing_border(defect: Polygon, towards_deg: float) -> tuple[Vector, float]:
    """Return the border that faces a direction, and half the extent along it [mm].

    The border runs counter-clockwise between the two extreme points across the direction, in
    coordinates turned so that the direction is +u.

    Raises
    ------
    GeometryError
        The direction is not finite.

    >>> from flapplanner.geometry import rectangle
    >>> border, half = facing_border(rectangle(100, 60), 0.0)
    >>> border.tolist(), half
    ([[30.0, -50.0], [30.0, 50.0]], 30.0)
    """
    if not isfinite(towards_deg):
        raise GeometryError(f"towards_deg: found {towards_deg}; finite degrees are needed")
    ring = turned(shapely.get_coordinates(orient(defect).exterior)[:-1], -radians(towards_deg))
    return _facing_border(ring), float(np.ptp(ring[:, 0])) / 2


def _facing_border(ring: Vector) -> Vector:
    """Return the part of a counter-clockwise ring that faces +u, lowest to highest point.

    Of several lowest or highest points it takes the one farthest to +u.
    """
    level = 1e-9 * float(np.ptp(ring, axis=0).max())
    lowest = np.flatnonzero(ring[:, 1] <= ring[:, 1].min() + level)
    highest = np.flatnonzero(ring[:, 1] >= ring[:, 1].max() - level)
    start = int(lowest[np.argmax(ring[lowest, 0])])
    stop = int(highest[np.argmax(ring[highest, 0])])
    count = (stop - start) % len(ring)
    return ring[(start + np.arange(count + 1)) % len(ring)]


def _front(base: Vector, travel: float, apex: Vector) -> Vector:
    """Return the far side of the hull of base, travelled base and apex, end to end of the base."""
    travelled = base + np.array([travel, 0.0])
    hull = MultiPoint(np.vstack((base, travelled, apex))).convex_hull
    assert isinstance(hull, Polygon)
    return border_between(hull, base[0], base[-1])


def border_between(outline: Polygon, first: Vector, last: Vector) -> Vector:
    """Return the border of an outline between two of its corners, counter-clockwise [mm].

    >>> from flapplanner.geometry import rectangle
    >>> border_between(rectangle(2, 2), np.array([1, -1]), np.array([-1, 1])).tolist()
    [[1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]]
    """
    corners = shapely.get_coordinates(orient(outline).exterior)[:-1]
    start, stop = (int(np.argmin(np.hypot(*(corners - end).T))) for end in (first, last))
    count = (stop - start) % len(corners)
    return corners[(start + np.arange(count + 1)) % len(corners)]
