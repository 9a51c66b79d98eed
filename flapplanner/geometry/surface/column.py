"""Upright columns: shapes through level sections that change smoothly from level to level."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from flapplanner.errors import GeometryError
from flapplanner.geometry.surface.implicit import (
    Shape,
    Values,
    radial,
    require_positive,
    smooth_max,
)
from flapplanner.geometry.surface.mesh import Points

_TABLE_STEP_MM = 1.0


@dataclass(frozen=True)
class Section:
    """One horizontal section of a column: |dx/a|ⁿ + |dy/b|ⁿ = 1 about a centre.

    a is `right` where dx > 0 and `left` where dx < 0; b is `front` where dy > 0 and `back` where
    dy < 0 [mm].

    >>> Section(0.0, (0.0, 0.0), right=30.0, left=30.0, front=20.0, back=10.0).exponent
    2.0
    """

    level_mm: float
    centre_mm: tuple[float, float]
    right: float
    left: float
    front: float
    back: float
    exponent: float = 2.0


def column(sections: Sequence[Section], rounding_mm: float) -> Shape:
    """Return an upright column through sections, from the lowest level to the highest.

    Between two levels the figures of the sections run smoothly and without overshoot (monotone
    cubic). The ends are flat, with their rim rounded over `rounding_mm`.

    Raises
    ------
    GeometryError
        There are fewer than two sections, levels do not rise, a half-width is not positive and
        finite, an exponent is below 1, or the rounding is not positive.

    >>> pipe = column([Section(z, (0.0, 0.0), 30, 30, 20, 20) for z in (0.0, 100.0)], 5)
    >>> pipe(np.array([[40.0, 0, 50], [0, 15, 50]])).round(6).tolist()
    [10.0, -5.0]
    """
    figures = np.array(
        [
            (s.level_mm, *s.centre_mm, s.right, s.left, s.front, s.back, s.exponent)
            for s in sections
        ],
        dtype=float,
    )
    if len(figures) < 2 or not np.all(np.diff(figures[:, 0]) > 0):
        raise GeometryError("column: two sections or more are needed, at rising levels")
    require_positive(figures[:, 3:], "column section")
    require_positive(np.array([rounding_mm]), "column rounding_mm")
    if figures[:, 7].min() < 1:
        raise GeometryError(f"column exponent: found {figures[:, 7].min()}; at least 1 is needed")
    low, high = figures[0, 0], figures[-1, 0]
    grid = np.linspace(low, high, 2 + int((high - low) / _TABLE_STEP_MM))
    table = np.ascontiguousarray(_monotone(figures[:, 0], figures[:, 1:], grid).T)

    def distance(points: Points) -> Values:
        dx, dy, z = np.ascontiguousarray(points.T)
        place = np.clip((z - low) / (high - low), 0.0, 1.0) * (len(grid) - 1)
        below = np.minimum(place.astype(np.int64), len(grid) - 2)
        share = place - below
        x, y, right, left, front, back, exponent = (
            row[below] + share * (row[below + 1] - row[below]) for row in table
        )
        dx, dy = dx - x, dy - y
        across = np.abs(dx) / np.where(dx > 0, right, left)
        along = np.abs(dy) / np.where(dy > 0, front, back)
        gauge = (across**exponent + along**exponent) ** (1 / exponent)
        wall = radial(gauge, np.hypot(dx, dy), -np.minimum(right, front))
        return smooth_max(wall, np.maximum(z - high, low - z), rounding_mm)

    return distance


def superellipse_rim_mm(a_mm: float, b_mm: float, exponent: float) -> float:
    """Return the perimeter of |x/a|ⁿ + |y/b|ⁿ = 1 [mm], as a polygon of 800 corners on it.

    >>> round(superellipse_rim_mm(30, 30, 2), 1)  # 2 π 30 = 188.5
    188.5
    """
    angle = np.linspace(0, np.pi / 2, 201)
    x, y = np.cos(angle), np.sin(angle)
    gauge = (x**exponent + y**exponent) ** (-1 / exponent)
    return 4 * float(np.hypot(np.diff(a_mm * x * gauge), np.diff(b_mm * y * gauge)).sum())


def _monotone(x: Values, y: Values, at: Values) -> Values:
    """Monotone cubic interpolation of the columns of y (Fritsch and Butland's slopes)."""
    step = np.diff(x)[:, np.newaxis]
    rise = np.diff(y, axis=0) / step
    slope = np.zeros_like(y)
    same = rise[:-1] * rise[1:] > 0
    w1, w2 = 2 * step[1:] + step[:-1], step[1:] + 2 * step[:-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = (w1 + w2) / (w1 / rise[:-1] + w2 / rise[1:])
    slope[1:-1] = np.where(same, mean, 0.0)
    slope[0], slope[-1] = rise[0], rise[-1]
    cell = np.clip(np.searchsorted(x, at, side="right") - 1, 0, len(x) - 2)
    h = step[cell]
    t = ((at - x[cell]) / h[:, 0])[:, np.newaxis]
    found: Values = (
        y[cell] * (1 + 2 * t) * (1 - t) ** 2
        + slope[cell] * h * t * (1 - t) ** 2
        + y[cell + 1] * t**2 * (3 - 2 * t)
        + slope[cell + 1] * h * t**2 * (t - 1)
    )
    return found
