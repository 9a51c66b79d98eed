"""How bone is looked at: from behind and from one side, in millimetres of a flat picture."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from shapely import MultiPoint, Polygon, union_all
from shapely.geometry.base import BaseGeometry

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = Mapping[str, Array]
Flat = tuple[float, float]

_TURNS = np.linspace(0.0, 2 * np.pi, 25)[:-1]


@dataclass(frozen=True)
class View:
    """One direction of sight: u runs to the right of the picture, v upward [mm].

    >>> POSTERIOR.flat((10.0, 20.0, 30.0)), FROM_LEFT.flat((10.0, 20.0, 30.0))
    ((10.0, 30.0), (-20.0, 30.0))
    """

    name: Literal["posterior", "lateral"]
    words: str
    left: str
    right: str
    across: tuple[float, float, float]

    def flat(self, point: ArrayLike) -> Flat:
        """Where a point of the body frame lies in this view."""
        at = np.asarray(point, dtype=float)
        return float(at @ self.across) + 0.0, float(at[2])


POSTERIOR = View("posterior", "from behind", "Left", "Right", (1.0, 0.0, 0.0))
FROM_RIGHT = View("lateral", "from the right", "back", "front", (0.0, 1.0, 0.0))
FROM_LEFT = View("lateral", "from the left", "front", "back", (0.0, -1.0, 0.0))


def disc(centre: ArrayLike, normal: ArrayLike, radius_mm: float) -> Array:
    """The rim of a disc in space, 24 points, (24, 3) [mm]."""
    along = np.asarray(normal, dtype=float)
    away = np.eye(3)[np.argmin(np.abs(along))]
    one = np.cross(along, away)
    one /= np.linalg.norm(one)
    other = np.cross(along / float(np.linalg.norm(along)), one)
    rim: Array = np.asarray(centre) + radius_mm * (
        np.cos(_TURNS)[:, None] * one + np.sin(_TURNS)[:, None] * other
    )
    return rim


def rod(start: ArrayLike, end: ArrayLike, radius_mm: float, view: View) -> BaseGeometry:
    """The outline of a round rod between two points, as the view shows it."""
    along = np.subtract(end, start)
    return _hull([*disc(start, along, radius_mm), *disc(end, along, radius_mm)], view)


def limb(points: Iterable[tuple[ArrayLike, float]], view: View) -> BaseGeometry:
    """The outline of a rounded bone: balls about points with their radii, joined one by one."""
    balls = [np.array([view.flat(at)]) + radius * _CIRCLE for at, radius in points]
    pairs = zip(balls, balls[1:] or balls, strict=False)
    return union_all([MultiPoint(np.vstack(pair)).convex_hull for pair in pairs])


def smooth(points: Iterable[ArrayLike], steps: int = 6) -> Array:
    """A closed curve through points in space: centripetal Catmull-Rom, `steps` to each span."""
    knots = np.array([np.asarray(point, dtype=float) for point in points])
    curve = []
    for i in range(len(knots)):
        a, b, c, d = (knots[(i + k) % len(knots)] for k in (-1, 0, 1, 2))
        roots = [float(np.linalg.norm(q - p)) ** 0.5 for p, q in ((a, b), (b, c), (c, d))]
        t0, t1, t2, t3 = (sum(roots[:k]) for k in range(4))
        t = np.linspace(t1, t2, steps, endpoint=False)[:, None]
        ab = (t1 - t) / (t1 - t0) * a + (t - t0) / (t1 - t0) * b
        bc = (t2 - t) / (t2 - t1) * b + (t - t1) / (t2 - t1) * c
        cd = (t3 - t) / (t3 - t2) * c + (t - t2) / (t3 - t2) * d
        near = (t2 - t) / (t2 - t0) * ab + (t - t0) / (t2 - t0) * bc
        far = (t3 - t) / (t3 - t1) * bc + (t - t1) / (t3 - t1) * cd
        curve.append((t2 - t) / (t2 - t1) * near + (t - t1) / (t2 - t1) * far)
    return np.vstack(curve)


def area(points: Iterable[ArrayLike], view: View) -> BaseGeometry:
    """What a closed line in space encloses in this view."""
    return Polygon([view.flat(point) for point in points]).buffer(0)


_CIRCLE = np.column_stack((np.cos(_TURNS), np.sin(_TURNS)))


def _hull(points: Iterable[ArrayLike], view: View) -> BaseGeometry:
    return MultiPoint([view.flat(point) for point in points]).convex_hull
