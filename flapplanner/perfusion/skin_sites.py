"""Where the perforators of a paddle lie when nobody has seen them: on a lattice from its hilum."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, sqrt

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Polygon

from flapplanner.geometry import Paddle
from flapplanner.geometry.plane import Point
from flapplanner.perfusion.network import Floats

# Lengths that differ by less [mm] are equal: a site on the border of the paddle is in it.
SAME_MM = 1e-6

# A perforator as near the midline as this lies on it, and feeds both sides alike.
ON_MIDLINE_MM = 1.0


@dataclass(frozen=True)
class Site:
    """Where a perforator enters the skin [mm, paddle coordinates], and its calibre [mm].

    `carried` is how much of it the pedicle feeds: 0 when it was divided with the harvest, 1 when it
    hangs on the pedicle, and 2 when it stands for two that do.
    """

    point_mm: Point
    diameter_mm: float
    carried: float


def laid_sites(
    paddle: Paddle,
    perforasome_mm2: float,
    diameter_mm: float,
    carried_count: float,
    midline_u_mm: float | None = None,
) -> tuple[Site, ...]:
    """The perforators of a paddle as a triangular lattice with one where its pedicle enters.

    That is at the hilum, or at the point of the paddle nearest to a hilum outside. On the border
    a perforator would have half of its perforasome cut off, and no paddle is drawn so: one that
    lies less than half a step of the lattice deep is taken that much nearer the middle.

    One perforator has the area A of its perforasome, so neighbours in a column along v (the axis
    of the pedicle) are √(2 A / √3) apart. All are laid whose cells reach into the paddle: the part
    of a perforasome within it is skin to feed, whether or not its own perforator comes along.

    The carried ones are the `carried_count` within the paddle that are nearest the pedicle's axis,
    and on it nearest to where it enters. Those equally near share alike, so that a paddle and its
    mirror image have the same. More than the paddle has room for add to those there are.

    Beyond the body's midline (`midline_u_mm`) lie the mirror images of the sites, and none of them
    is carried. A pedicle on the midline is its own image, and so is its lattice.

    >>> from flapplanner.geometry import ellipse
    >>> sites = laid_sites(Paddle(ellipse(200, 90), (0.0, 0.0)), 5000.0, 1.0, 2.0)
    >>> [(round(s.point_mm[1]), s.carried) for s in sites if s.carried]
    [(-76, 0.5), (0, 1.0), (76, 0.5)]
    """
    side = sqrt(2 * perforasome_mm2 / sqrt(3))
    entry = _entry(paddle, side / 2)
    points = _lattice(paddle.outline, entry, side)
    own = np.full(len(points), True)
    reach = side / sqrt(3)
    if midline_u_mm is not None:
        points, own = _mirrored(points, entry[0], midline_u_mm)
        reach = 2 * side  # the halves do not fit each other at the midline
    away = np.asarray(shapely.distance(shapely.points(points), paddle.outline), dtype=np.float64)
    near = away <= reach + SAME_MM
    points, own, away = points[near], own[near], away[near]
    inside = own & (away <= max(SAME_MM, away[own].min()))
    carried = np.zeros(len(points))
    carried[inside] = _shares(np.abs(points[inside] - entry), carried_count)
    return tuple(
        Site((u, v), diameter_mm, share)
        for (u, v), share in zip(points.tolist(), carried.tolist(), strict=True)
    )


def _entry(paddle: Paddle, depth_mm: float) -> Floats:
    """Where the pedicle enters the skin [mm], moved towards the middle until it is deep enough."""
    outline = paddle.outline
    line = shapely.shortest_line(outline, shapely.Point(paddle.hilum_mm))
    entry = shapely.get_coordinates(line)[0]
    inward = shapely.get_coordinates(outline.centroid)[0] - entry
    missing = max(0.0, depth_mm - outline.exterior.distance(shapely.Point(entry)))
    return np.asarray(entry + inward * min(1.0, missing / max(float(np.hypot(*inward)), SAME_MM)))


def _lattice(outline: Polygon, entry: Floats, side: float) -> Floats:
    """The lattice over the outline and some way around it, columns along v."""
    left, low, right, high = outline.bounds
    step = sqrt(0.75) * side
    columns = np.arange(floor((left - entry[0]) / step) - 2, ceil((right - entry[0]) / step) + 3)
    rows = np.arange(floor((low - entry[1]) / side) - 2, ceil((high - entry[1]) / side) + 3)
    column, row = (each.ravel() for each in np.meshgrid(columns, rows, indexing="ij"))
    return entry + np.column_stack([step * column, side * (row + column % 2 / 2)])


def side_of_midline(u_mm: Floats, midline_u_mm: float) -> Floats:
    """On which side of the midline places lie: -1, 1, or 0 on it.

    >>> side_of_midline(np.array([-30.0, 0.4, 30.0]), 0.0).tolist()
    [-1.0, 0.0, 1.0]
    """
    beyond = u_mm - midline_u_mm
    return np.where(np.abs(beyond) <= ON_MIDLINE_MM, 0.0, np.sign(beyond))


def _mirrored(points: Floats, entry_u: float, midline_u: float) -> tuple[Floats, NDArray[np.bool_]]:
    """The points on the pedicle's side of the midline and their images; which are its own."""
    outward = side_of_midline(np.array([entry_u]), midline_u)[0]
    if outward == 0:
        return points, np.full(len(points), True)
    side = outward * side_of_midline(points[:, 0], midline_u)
    own, pairs = points[side >= 0], points[side > 0]
    images = np.column_stack([2 * midline_u - pairs[:, 0], pairs[:, 1]])
    return np.vstack([own, images]), np.arange(len(own) + len(images)) < len(own)


def _shares(offset: Floats, count: float) -> Floats:
    """How much of each of some sites is carried, by their distances along u and v."""
    rounded = np.round(offset / SAME_MM)
    _, rank, alike = np.unique(rounded, axis=0, return_inverse=True, return_counts=True)
    before = np.cumsum(alike) - alike
    share = np.clip((count - before) / alike, 0.0, 1.0)[rank]
    return share * max(1.0, count / len(offset))
