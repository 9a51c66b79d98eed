"""Outlines in the plane: made from a few lengths, read from points, widened by a margin."""

import re
from collections.abc import Sequence
from math import ceil, isfinite, pi

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.polygon import orient

from flapplanner.errors import GeometryError
from flapplanner.geometry.plane import (
    CHORD_TOLERANCE_MM,
    Point,
    Region,
    Vector,
    arc_step_rad,
)

MOST_VERTICES = 5000
MANY_VERTICES = 1000
FARTHEST_MM = 1e6


def ellipse(
    length_mm: float,
    width_mm: float,
    turn_deg: float = 0.0,
    centre_mm: Point = (0.0, 0.0),
) -> Polygon:
    """Return an ellipse with its length along v before the turn [mm].

    The vertices lie on the ellipse, at equal steps 2π/n of its parameter. A chord then departs
    from the curve by at most a (1 − cos(π/n)), with a the longer semi-axis; n is the least
    multiple of 4 that keeps this within 0.1 mm.

    Raises
    ------
    GeometryError
        A length is not positive and finite, or the turn or the centre is not finite.

    >>> [round(side, 6) for side in ellipse(120, 90).bounds]
    [-45.0, -60.0, 45.0, 60.0]
    """
    _require_lengths(length_mm, width_mm)
    count = 4 * _chords_per_quadrant(max(length_mm, width_mm) / 2, CHORD_TOLERANCE_MM)
    angle = 2 * pi * np.arange(count) / count
    points = np.column_stack((width_mm / 2 * np.cos(angle), length_mm / 2 * np.sin(angle)))
    return _laid(Polygon(points), turn_deg, centre_mm)


def rectangle(
    length_mm: float,
    width_mm: float,
    turn_deg: float = 0.0,
    centre_mm: Point = (0.0, 0.0),
) -> Polygon:
    """Return a rectangle with its length along v before the turn [mm].

    Raises
    ------
    GeometryError
        A length is not positive and finite, or the turn or the centre is not finite.

    >>> rectangle(120, 90).area
    10800.0
    """
    _require_lengths(length_mm, width_mm)
    box = shapely.box(-width_mm / 2, -length_mm / 2, width_mm / 2, length_mm / 2)
    return _laid(box, turn_deg, centre_mm)


def polygon(points_mm: Sequence[Point]) -> Polygon:
    """Return the outline through the points [mm], counter-clockwise, refused if it is not simple.

    A repeated closing point is accepted. Nothing is repaired.

    Raises
    ------
    GeometryError
        The points are not pairs of finite numbers, are fewer than 3 or more than 5000, enclose no
        area, or the outline crosses or touches itself; the message names the place.

    >>> polygon([(0, 0), (10, 0), (10, 10), (0, 10)]).area
    100.0
    >>> polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
    Traceback (most recent call last):
    ...
    flapplanner.errors.GeometryError: outline crosses or touches itself at (5, 5); it must be simple
    """
    points = _finite_pairs(points_mm)
    if len(points) > 1 and np.array_equal(points[0], points[-1]):
        points = points[:-1]
    distinct = len(np.unique(points, axis=0))
    if distinct < 3:
        raise GeometryError(f"outline: found {distinct} distinct points; at least 3 are needed")
    spread = points - points.mean(axis=0)
    if np.linalg.matrix_rank(spread, tol=1e-9 * float(np.abs(spread).max())) < 2:
        raise GeometryError("outline: all points lie on one line; an outline with area is needed")
    outline = Polygon(points)
    if not outline.is_valid:
        place = _place_of_crossing(outline)
        raise GeometryError(f"outline crosses or touches itself at {place}; it must be simple")
    return orient(outline)


def dilated(
    outline: Polygon, margin_mm: float, tolerance_mm: float = CHORD_TOLERANCE_MM
) -> Polygon:
    """Return the outline widened by a margin all round [mm].

    Rounded corners are arcs of radius r = margin. A chord over the angle α departs from its arc by
    r (1 − cos(α / 2)), so α = 2 arccos(1 − tolerance / r) is the widest one allowed. GEOS rounds
    the number of chords at a corner, which widens them by up to a half: it is asked for
    q = ⌈1.5 (π / 2) / α⌉ chords per quadrant. It also bridges concave corners that are shallower
    than a hundredth of the margin.

    Raises
    ------
    GeometryError
        The margin is negative or not finite, or the tolerance is not positive.

    >>> round(dilated(rectangle(10, 10), 150.0).bounds[2], 3)
    155.0
    """
    if not isfinite(margin_mm) or margin_mm < 0:
        raise GeometryError(f"margin_mm: found {margin_mm}; a finite length of 0 or more is needed")
    if not isfinite(tolerance_mm) or tolerance_mm <= 0:
        raise GeometryError(f"tolerance_mm: found {tolerance_mm}; a positive length is needed")
    if margin_mm == 0:
        return outline
    widened = outline.buffer(
        margin_mm, quad_segs=_chords_per_quadrant(margin_mm, tolerance_mm, 1.5)
    )
    assert isinstance(widened, Polygon)
    return widened


def thinned(outline: Polygon) -> Polygon:
    """Return an outline; one of over 1000 points without those that a tenth of a mm makes up for.

    >>> len(thinned(rectangle(10, 10)).exterior.coords)
    5
    """
    if shapely.get_num_coordinates(outline) <= MANY_VERTICES:
        return outline
    few = outline.simplify(CHORD_TOLERANCE_MM)
    return few if isinstance(few, Polygon) and few.area > 0 else outline


def require_region(region: Region, name: str) -> Region:
    """Return an area that can be worked with; nothing is repaired.

    Raises
    ------
    GeometryError
        It is no polygon, empty, has over 5000 vertices, a vertex that is not finite or beyond
        1e6 mm, no area, a hole outside, or it crosses itself; the message names the place.

    >>> require_region(rectangle(10, 10), "defect").area
    100.0
    """
    if not isinstance(region, Polygon | MultiPolygon):
        raise GeometryError(f"{name}: found a {type(region).__name__}; a polygon is needed")
    count = int(shapely.get_num_coordinates(region))
    if count > MOST_VERTICES:
        raise GeometryError(f"{name}: found {count} points; at most {MOST_VERTICES} are accepted")
    points = shapely.get_coordinates(region)
    unsound = np.flatnonzero(~(np.abs(points) <= FARTHEST_MM).all(axis=1))
    if len(unsound):
        u, v = points[unsound[0]]
        raise GeometryError(
            f"{name}: point {unsound[0]} is ({u:g}, {v:g}); "
            f"finite numbers within ±{FARTHEST_MM:g} mm are needed"
        )
    if region.is_empty or not region.is_valid or not region.area > 0:
        reason = shapely.is_valid_reason(region) if not region.is_empty else "empty"
        raise GeometryError(
            f"{name}: {reason}, area {region.area:g} mm²; a simple outline with an area is needed"
        )
    return region


def disc(radius_mm: float) -> Polygon:
    """Return a disc about the origin whose border departs from the circle by at most 0.1 mm."""
    return ellipse(2 * radius_mm, 2 * radius_mm)


def _chords_per_quadrant(radius_mm: float, tolerance_mm: float, spare: float = 1.0) -> int:
    return max(2, ceil(spare * pi / 2 / arc_step_rad(radius_mm, tolerance_mm)))


def _laid(outline: Polygon, turn_deg: float, centre_mm: Point) -> Polygon:
    if not all(isfinite(value) for value in (turn_deg, *centre_mm)):
        raise GeometryError(
            f"outline: found turn_deg {turn_deg}, centre_mm {centre_mm}; finite numbers are needed"
        )
    turned = affinity.rotate(outline, turn_deg, origin=(0, 0))
    return affinity.translate(turned, *centre_mm)


def _require_lengths(length_mm: float, width_mm: float) -> None:
    for name, value in (("length_mm", length_mm), ("width_mm", width_mm)):
        if not 0 < value <= FARTHEST_MM:
            raise GeometryError(
                f"{name}: found {value}; a length above 0 and up to {FARTHEST_MM:g} mm is needed"
            )


def _finite_pairs(points_mm: Sequence[Point]) -> Vector:
    if len(points_mm) > MOST_VERTICES:
        raise GeometryError(
            f"outline: found {len(points_mm)} points; at most {MOST_VERTICES} are accepted"
        )
    for index, point in enumerate(points_mm):
        if not _is_sound(point):
            raise GeometryError(
                f"outline: point {index} is {point}; "
                f"a pair of finite numbers within ±{FARTHEST_MM:g} mm is needed"
            )
    return np.asarray(points_mm, dtype=np.float64).reshape(-1, 2)


def _is_sound(point: Sequence[float]) -> bool:
    try:
        u, v = point
        return bool(abs(u) <= FARTHEST_MM and abs(v) <= FARTHEST_MM)
    except (TypeError, ValueError):
        return False


def _place_of_crossing(outline: Polygon) -> str:
    reason = shapely.is_valid_reason(outline)
    u, v = (float(value) for value in re.findall(r"[-+.\deE]+", reason.split("[")[-1]))
    return f"({u:g}, {v:g})"
