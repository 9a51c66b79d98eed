"""Shapes as functions: negative inside, zero on the surface, about the distance near it [mm].

A shape takes points (n, 3) and returns n values. Shapes are joined by a smooth union, so that a
body can be put together from a few of them.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from flapplanner.errors import GeometryError
from flapplanner.geometry.surface.mesh import Points

Values = NDArray[np.float64]
Shape = Callable[[Points], Values]


def ellipsoid(centre_mm: ArrayLike, semi_axes_mm: ArrayLike) -> Shape:
    """Return an axis-parallel ellipsoid: |p| (1 − 1/r), with r the norm of p over the semi-axes.

    The value is the distance to the surface along the ray from the centre.

    Raises
    ------
    GeometryError
        A semi-axis is not positive and finite.

    >>> ellipsoid((0, 0, 0), (30, 20, 10))(np.array([[40.0, 0, 0], [0, 15, 0]])).tolist()
    [10.0, -5.0]
    """
    centre, semi = np.asarray(centre_mm, float), np.asarray(semi_axes_mm, float)
    require_positive(semi, "ellipsoid semi_axes_mm")

    def distance(points: Points) -> Values:
        x, y, z = np.ascontiguousarray((points - centre).T)
        a, b, c = x / semi[0], y / semi[1], z / semi[2]
        length = np.sqrt(x * x + y * y + z * z)
        return radial(np.sqrt(a * a + b * b + c * c), length, -float(semi.min()))

    return distance


def capsule(
    start_mm: ArrayLike, end_mm: ArrayLike, start_radius_mm: float, end_radius_mm: float
) -> Shape:
    """Return a rod with round ends, its radius changing evenly from start to end.

    The value is |p − q| − radius(q), with q the point of the axis nearest to p.

    Raises
    ------
    GeometryError
        A radius is not positive and finite, or start and end are the same point.

    >>> rod = capsule((0, 0, 0), (0, 0, 100), 10, 20)
    >>> rod(np.array([[25.0, 0, 50], [0, 0, 130]])).tolist()
    [10.0, 10.0]
    """
    start, axis = np.asarray(start_mm, float), np.subtract(end_mm, start_mm).astype(float)
    require_positive(np.array([start_radius_mm, end_radius_mm]), "capsule radius")
    require_positive(np.array([np.linalg.norm(axis)]), "capsule length")

    def distance(points: Points) -> Values:
        x, y, z = np.ascontiguousarray((points - start).T)
        along = np.clip((x * axis[0] + y * axis[1] + z * axis[2]) / (axis @ axis), 0.0, 1.0)
        x, y, z = x - along * axis[0], y - along * axis[1], z - along * axis[2]
        radius = start_radius_mm + along * (end_radius_mm - start_radius_mm)
        away: Values = np.sqrt(x * x + y * y + z * z) - radius
        return away

    return distance


def smooth_min(a: Values, b: Values, width_mm: float | Values) -> Values:
    """Return min(a, b) − w h²/4 with h = max(0, 1 − |a − b| / w): smooth where the two are near.

    >>> smooth_min(np.array([0.0, 0.0]), np.array([0.0, 10.0]), 8.0).tolist()
    [-2.0, 0.0]
    """
    near = np.maximum(0.0, 1.0 - np.abs(a - b) / width_mm)
    joined: Values = np.minimum(a, b) - width_mm * near * near / 4
    return joined


def smooth_max(a: Values, b: Values, width_mm: float | Values) -> Values:
    """Return the smooth maximum, −`smooth_min`(−a, −b).

    >>> smooth_max(np.array([0.0]), np.array([0.0]), 8.0).tolist()
    [2.0]
    """
    return -smooth_min(-a, -b, width_mm)


def folded(points: Points, rounding_mm: float) -> Points:
    """Return the points with x turned into √(x² + w²), w the rounding [mm].

    A shape of these points is its own mirror image about x = 0, and as smooth there as elsewhere.

    >>> folded(np.array([[-4.0, 2.0, 3.0]]), 3.0).tolist()
    [[5.0, 2.0, 3.0]]
    """
    return np.column_stack((np.hypot(points[:, 0], rounding_mm), points[:, 1:]))


def radial(gauge: Values, length: Values, at_centre: Values | float) -> Values:
    """Return |p| (1 − 1/r) with r the gauge; at the centre, where no ray leads, a given value.

    >>> radial(np.array([2.0, 0.0]), np.array([40.0, 0.0]), -20.0).tolist()
    [20.0, -20.0]
    """
    away = gauge > 1e-9
    return np.where(away, length - length / np.where(away, gauge, 1.0), at_centre)


def require_positive(values: Values, name: str) -> None:
    """Raise GeometryError, naming the place, unless all values are positive and finite."""
    if not np.all(np.isfinite(values) & (values > 0)):
        raise GeometryError(f"{name}: found {values.tolist()}; positive finite values are needed")
