"""Outlines of paddles cut for a defect: fitted to it or turned into it."""

from math import degrees, isfinite, pi, radians
from typing import Literal, get_args

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry import Polygon
from shapely.geometry.polygon import orient

from flapplanner.errors import GeometryError
from flapplanner.geometry.outlines import ellipse, rectangle
from flapplanner.geometry.plane import Point, Region, Vector, tangents_outside, turned

Kind = Literal["ellipse", "rectangle"]


def fitted_outline(
    defect: Region,
    kind: Kind,
    max_length_mm: float,
    max_width_mm: float,
    min_length_mm: float = 0.0,
    min_width_mm: float = 0.0,
) -> Polygon:
    """Return the smallest outline of a kind that covers the defect when aligned with it [mm].

    Its proportions are those of a rectangle about the defect, its centre that rectangle's centre;
    of all directions of the rectangle it takes the one with the smallest outline. For the kind
    "rectangle" that is the least bounding rectangle itself. Length and width are then brought
    within the limits. The outline is returned about the origin, its long axis along v.

    For a convex outline with edges n · x = c about the origin the least scaling that covers the
    defect's points x is max n · x / c. It is 1 for an ellipse over an equal one, √2 for an ellipse
    over a rectangle.

    Raises
    ------
    GeometryError
        The kind is unknown, or a limit is not finite, not positive or below its minimum.

    >>> outline = fitted_outline(rectangle(100, 60), "ellipse", 200, 80)
    >>> [round(side, 1) for side in outline.bounds]  # √2 × 100 long, width clipped
    [-40.0, -70.8, 40.0, 70.8]
    """
    if kind not in get_args(Kind):
        raise GeometryError(f"kind: found {kind!r}; ellipse or rectangle is allowed")
    _require_limits("length", min_length_mm, max_length_mm)
    _require_limits("width", min_width_mm, max_width_mm)
    points, length, width = _aligned(defect, kind)
    base = ellipse(length, width) if kind == "ellipse" else rectangle(length, width)
    scaling = _least_scaling(base, points)
    wanted_length = min(max(scaling * length, min_length_mm), max_length_mm)
    wanted_width = min(max(scaling * width, min_width_mm), max_width_mm)
    return affinity.scale(base, wanted_width / width, wanted_length / length, origin=(0, 0))


def _aligned(defect: Region, kind: Kind) -> tuple[Vector, float, float]:
    """Return the corners of the defect's hull, upright about the origin, and length and width.

    Directions tried are those of the hull's edges and, as a smooth outline is best met at the tip
    of a corner, half-way between neighbouring edges.
    """
    hull = defect.convex_hull
    assert isinstance(hull, Polygon)
    ring = shapely.get_coordinates(orient(hull).exterior)
    edges = np.diff(ring, axis=0)
    edge_angles = np.unwrap(np.arctan2(edges[:, 1], edges[:, 0]))
    between = (edge_angles + np.append(edge_angles[1:], edge_angles[0] + 2 * pi)) / 2
    angles = np.concatenate((edge_angles, between))[:, np.newaxis]
    along = ring[:, 0] * np.cos(angles) + ring[:, 1] * np.sin(angles)
    across = ring[:, 1] * np.cos(angles) - ring[:, 0] * np.sin(angles)
    along -= (along.max(axis=1, keepdims=True) + along.min(axis=1, keepdims=True)) / 2
    across -= (across.max(axis=1, keepdims=True) + across.min(axis=1, keepdims=True)) / 2
    halves = along.max(axis=1), across.max(axis=1)
    areas = halves[0] * halves[1]
    if kind == "ellipse":
        shares = (along / halves[0][:, np.newaxis]) ** 2 + (across / halves[1][:, np.newaxis]) ** 2
        areas = areas * shares.max(axis=1)
    best = int(np.argmin(areas))
    sides = 2 * float(halves[0][best]), 2 * float(halves[1][best])
    if sides[0] >= sides[1]:
        return np.column_stack((-across[best], along[best])), *sides
    return np.column_stack((along[best], across[best])), sides[1], sides[0]


def _least_scaling(convex: Polygon, points: Vector) -> float:
    ring = shapely.get_coordinates(orient(convex).exterior)
    edges = np.diff(ring, axis=0)
    normals = np.column_stack((edges[:, 1], -edges[:, 0]))
    distances = np.sum(normals * ring[:-1], axis=1)
    return float((points @ normals.T / distances).max())


def rotation_outline(
    defect: Polygon, pivot_mm: Point, clockwise: bool, sector_deg: float = 120.0
) -> Polygon:
    """Return the sector about a pivot that turns into the defect, in the defect's coordinates [mm].

    Its radius is the distance of the defect's farthest point. It starts at the edge of the angle
    under which the pivot sees the defect and extends away from it, against the sense of turning:
    clockwise of the defect for a counter-clockwise turn. Turned by the angular width of the
    defect, a sector at least as wide covers it.

    Raises
    ------
    GeometryError
        The pivot touches the defect, or the sector is not positive or would meet the defect from
        behind.

    >>> outline = rotation_outline(rectangle(60, 60), (0.0, -80.0), clockwise=False, sector_deg=90)
    >>> [round(side) for side in outline.bounds]  # 114 mm about the pivot, from −31° to 59°
    [0, -139, 114, 18]
    """
    points = shapely.get_coordinates(defect.exterior) - np.asarray(pivot_mm)
    if defect.distance(shapely.Point(pivot_mm)) <= 0:
        raise GeometryError(
            f"pivot_mm: found {pivot_mm}, which touches the defect; it has to lie outside"
        )
    angles = np.unwrap(np.arctan2(points[:, 1], points[:, 0]))
    low, high = float(angles.min()), float(angles.max())
    room_deg = 360 - degrees(high - low)
    if not 0 < sector_deg <= room_deg:
        raise GeometryError(
            f"sector_deg: found {sector_deg:g}; above 0 and at most {room_deg:.1f} is allowed here"
        )
    start = high if clockwise else low - radians(sector_deg)
    stop = start + radians(sector_deg)
    spoke = np.array([float(np.hypot(*points.T).max()), 0.0])
    ends = [turned(spoke, start), turned(spoke, stop)]
    sector = np.vstack(([0.0, 0.0], ends[0], tangents_outside(spoke, start, stop), ends[1]))
    return Polygon(sector + np.asarray(pivot_mm))


def _require_limits(name: str, least: float, most: float) -> None:
    if not (isfinite(least) and isfinite(most) and 0 <= least <= most and most > 0):
        raise GeometryError(
            f"{name} limits: found {least:g} to {most:g} mm; 0 ≤ least ≤ most, most > 0 is needed"
        )
