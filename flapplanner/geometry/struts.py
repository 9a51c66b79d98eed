"""Struts in space: how long, cut and folded at which angle, under which load.

Points and directions are three numbers, lengths in mm, z up; angles in degrees. A strut is a
straight line between two faces; forces are those of pin-jointed frames.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, isfinite, radians, tan

import numpy as np
from numpy.typing import ArrayLike

from flapplanner.errors import GeometryError
from flapplanner.geometry.plane import Vector

# A strut this near to level would bear a thousand times the load; it is a tie, not a column.
LEVEL_DEG = 89.94


@dataclass(frozen=True)
class Wedge:
    """A closing wedge: its angle, the mitre of both cuts [degrees], its base on the bar [mm]."""

    angle_deg: float
    mitre_deg: float
    base_mm: float


@dataclass(frozen=True)
class AFrame:
    """Two legs from one apex: lengths [mm], the angle between them and the tilts from z [degrees].

    Tilts are 0 for an upright leg that stands below the apex, 90 for a level one, and more for
    one that rises from the apex.
    """

    left_mm: float
    right_mm: float
    apex_deg: float
    left_tilt_deg: float
    right_tilt_deg: float


def strut_length_mm(
    start: ArrayLike, end: ArrayLike, start_docking_mm: float = 0.0, end_docking_mm: float = 0.0
) -> float:
    """Return the length of a strut: the gap between two faces and its docking beyond both [mm].

    L = |end − start| + docking at the start + docking at the end; start and end are the middles
    of the faces, shape (3,) [mm].

    Raises
    ------
    GeometryError
        A point is not three finite numbers, or a docking is negative or not finite.

    >>> strut_length_mm((0, 0, 0), (30, 40, 0), 9, 9)
    68.0
    """
    _require_not_negative(start_docking_mm, "the docking at the start", "mm")
    _require_not_negative(end_docking_mm, "the docking at the end", "mm")
    gap_mm = float(np.linalg.norm(_point(end, "the end") - _point(start, "the start")))
    return gap_mm + start_docking_mm + end_docking_mm


def cut_angle_deg(towards: ArrayLike, outward: ArrayLike) -> float:
    """Return the mitre at which a strut meets a face [degrees]: 0 is a square cut.

    The angle between the axis of the strut, `towards` its other end, and the `outward` normal of
    the face it stands on, both of shape (3,) and any length. At 90 the strut runs along the face;
    above that it would run through what lies behind it, and no cut makes it stand.

    Raises
    ------
    GeometryError
        A direction is not three finite numbers, or has no length.

    >>> round(cut_angle_deg((0, 1, 1), (0, 0, 2)), 6)
    45.0
    """
    return _between_deg(
        _direction(towards, "the strut", "its ends coincide"),
        _direction(outward, "the normal of the face", "it points nowhere"),
    )


def fold_deg(a: ArrayLike, b: ArrayLike, c: ArrayLike) -> float:
    """Return by how much a bar folds at b where it runs a→b→c [degrees].

    0 where it runs on straight, 180 where it is folded back on itself; 180 less the angle between
    the two pieces. Points of shape (3,) [mm].

    Raises
    ------
    GeometryError
        A point is not three finite numbers, or two neighbours coincide.

    >>> fold_deg((0, 0, 0), (100, 0, 0), (100, 0, -100))
    90.0
    """
    first, middle, last = _point(a, "a"), _point(b, "b"), _point(c, "c")
    return _between_deg(
        _direction(middle - first, "the first piece", "its ends coincide"),
        _direction(last - middle, "the second piece", "its ends coincide"),
    )


def closing_wedge(diameter_mm: float, fold: float) -> Wedge:
    """Return the wedge taken out of a round bar so that it folds by an angle.

    Two cuts meet at the cortex that stays, each tilted by fold/2 from a square cut, one to either
    side of it. Over the diameter d each runs d tan(fold/2) along the bar, so that

        angle = fold,   mitre = fold / 2,   base = 2 d tan(fold / 2)

    and half that base on the axis. As the wedge closes its base vanishes: the base lies on the
    cortex that will be inside the fold (concave), the one that stays and hinges is outside
    (convex) and keeps its length. Both mitred faces are then the same ellipse, d by
    d / cos(fold/2), so the cortices meet all round.

    Raises
    ------
    GeometryError
        The diameter d [mm] is negative or not finite, or the fold is not 0 or more and below 180.

    >>> wedge = closing_wedge(12, 60)
    >>> wedge.angle_deg, wedge.mitre_deg, round(wedge.base_mm, 2)
    (60, 30.0, 13.86)
    """
    _require_not_negative(diameter_mm, "the diameter of the bar", "mm")
    if not 0 <= fold < 180:
        raise GeometryError(
            f"a fold of {fold:g} degrees has no closing wedge; allowed is 0 or more, below 180."
        )
    return Wedge(fold, fold / 2, 2 * diameter_mm * tan(radians(fold / 2)))


def a_frame(apex: ArrayLike, left_foot: ArrayLike, right_foot: ArrayLike) -> AFrame:
    """Return the legs of a frame: lengths [mm], apex angle and tilts from the vertical [degrees].

    Points of shape (3,) [mm]. A bar that runs foot→apex→foot folds by 180 less the apex angle.

    Raises
    ------
    GeometryError
        A point is not three finite numbers, or a foot coincides with the apex.

    >>> frame = a_frame((0, 0, 80), (-60, 0, 0), (60, 0, 0))
    >>> frame.left_mm, round(frame.apex_deg, 2), round(frame.right_tilt_deg, 2)
    (100.0, 73.74, 36.87)
    """
    top = _point(apex, "the apex")
    left = _point(left_foot, "the left foot") - top
    right = _point(right_foot, "the right foot") - top
    down = np.array([0.0, 0.0, -1.0])
    for leg, name in ((left, "the left leg"), (right, "the right leg")):
        _direction(leg, name, "its ends coincide")
    return AFrame(
        left_mm=float(np.linalg.norm(left)),
        right_mm=float(np.linalg.norm(right)),
        apex_deg=_between_deg(left, right),
        left_tilt_deg=_between_deg(left, down),
        right_tilt_deg=_between_deg(right, down),
    )


def leaning_load_n(weight_n: float, along: ArrayLike, count: int) -> float:
    """Return the axial force in one of n struts that share a vertical load at their top [N].

        N = W / (n cos φ),   φ the tilt of the strut from the vertical

    Each strut bears an equal share W/n of the vertical load. Pins at both ends leave it no other
    force than that along its axis; what this pushes sideways, N sin φ, is borne by what holds its
    foot and, where the legs are not alike, its top. `along` is the axis, shape (3,), either way.

    Raises
    ------
    GeometryError
        The load is negative or not finite, there is no strut, the axis is not three finite
        numbers, or it is level: no axial force of it bears a vertical load.

    >>> round(leaning_load_n(700, (60, 0, 80), 2), 1)
    437.5
    """
    _require_not_negative(weight_n, "the load", "N")
    if count < 1:
        raise GeometryError(f"the load is shared by {count} struts; allowed is 1 or more.")
    x, y, z = _direction(along, "the strut", "its ends coincide")
    tilt_deg = degrees(atan2(hypot(x, y), abs(z)))
    if tilt_deg > LEVEL_DEG:
        raise GeometryError(
            "a level strut bears no vertical load along its axis; allowed is a tilt of up to "
            f"{LEVEL_DEG:g} degrees from the vertical."
        )
    return weight_n / (count * cos(radians(tilt_deg)))


def _between_deg(one: Vector, other: Vector) -> float:
    """Return the angle between two directions [degrees], as exact near 0 and 180 as at 90."""
    across = float(np.linalg.norm(np.cross(one, other)))
    return degrees(atan2(across, float(one @ other)))


def _direction(value: ArrayLike, name: str, without_length: str) -> Vector:
    """Return a direction at length 1."""
    vector = _point(value, name)
    length = float(np.linalg.norm(vector))
    if length == 0:
        raise GeometryError(f"{name} has no direction: {without_length}.")
    return vector / length


def _point(value: ArrayLike, name: str) -> Vector:
    point = np.asarray(value, dtype=np.float64)
    if point.shape != (3,) or not np.isfinite(point).all():
        raise GeometryError(f"{name} is {point.tolist()}; allowed are three finite numbers.")
    return point


def _require_not_negative(value: float, name: str, unit: str) -> None:
    if not (isfinite(value) and value >= 0):
        raise GeometryError(f"{name} is {value:g} {unit}; allowed is a finite value of 0 or more.")
