"""A coarse look at all poses that a leash permits: the region as points, the paddle as a raster."""

from dataclasses import dataclass
from math import acos, ceil, hypot, pi, radians, sqrt

import numpy as np
import shapely
from numpy.typing import NDArray

from flapplanner.geometry.leash import Leash
from flapplanner.geometry.overlap import Overlap
from flapplanner.geometry.plane import Region, Vector, turned

SAMPLES = 200  # points that stand for the region
POSITIONS = 500  # hilum positions at most
FINENESS = 0.2  # lattice spacing, in radii of a disc of the smaller of the two areas
TURN_STEP = pi / 18
RASTER_CELLS = 20  # raster cells along the radius of a disc of the smaller area
RASTER_SPAN = 300  # raster cells at most from the middle of the table to its edge
NOISE = 0.02  # error of an estimated share
CANDIDATES = 600  # poses among which peaks are sought


@dataclass(frozen=True)
class Scan:
    """Poses under a leash and an estimate of what each covers.

    `poses` (n, 3) are (u [mm], v [mm], turn [rad]), `shares` the covered share of the region,
    `radii_mm` the distance of each hilum from the pivot; the steps are those of the lattice.
    """

    poses: Vector
    shares: Vector
    radii_mm: Vector
    spacing_mm: float
    turn_step_rad: float


def scan(overlap: Overlap, leash: Leash, samples: Vector, detail: float = 1.0) -> Scan:
    """Estimate what a lattice of poses under the leash covers; `detail` shrinks its steps."""
    centre, region_radius = _centre_and_radius(overlap.region)
    paddle_radius = float(np.hypot(*overlap.local.T).max())
    reach = region_radius + paddle_radius
    unit = sqrt(min(float(overlap.region.area), overlap.paddle_area_mm2) / pi)
    spacing = detail * max(FINENESS * unit, min(leash.slack_mm, reach) * sqrt(pi / POSITIONS))
    hila = _hila(leash, centre, reach, spacing)
    turns = _turns(leash, TURN_STEP * detail)
    cell = detail * max(unit / RASTER_CELLS, (reach + region_radius) / RASTER_SPAN)
    raster = _Raster(overlap, reach + region_radius, paddle_radius, cell)
    shares = np.concatenate([raster.shares(samples - centre, hila - centre, t) for t in turns])
    poses = np.column_stack((np.tile(hila, (len(turns), 1)), np.repeat(turns, len(hila))))
    radii = np.hypot(*(hila - np.asarray(leash.pivot_mm)).T)
    step = turns[1] - turns[0] if len(turns) > 1 else TURN_STEP * detail
    return Scan(poses, shares, np.tile(radii, len(turns)), spacing, float(step))


def interior_points(region: Region) -> Vector:
    """Return some SAMPLES points that stand for the region [mm].

    They form a square grid inside it; where it is too thin for one they lie along its border.
    """
    left, low, right, high = region.bounds
    step = sqrt(max(region.area / SAMPLES, (right - left) * (high - low) / (100 * SAMPLES)))
    u = np.arange(left + step / 2, right, step)
    v = np.arange(low + step / 2, high, step)
    grid = np.column_stack([axis.ravel() for axis in np.meshgrid(u, v)])
    inside = grid[shapely.contains_xy(region, grid)] if len(grid) else grid
    if len(inside) >= SAMPLES // 8:
        return inside
    border = region.boundary
    return shapely.get_coordinates(
        shapely.line_interpolate_point(border, np.linspace(0, 1, SAMPLES), normalized=True)
    )


def peaks(found: Scan, count: int, enough: float) -> list[Vector]:
    """Return the best poses of a scan, each the best of its neighbourhood.

    Shares beyond what is enough, with some room for the scan's noise, are worth nothing more;
    among equals the least slack comes first, then the least turn.
    """
    worth = np.minimum(found.shares, enough + NOISE)
    order = np.lexsort((np.abs(found.poses[:, 2]), found.radii_mm, -worth))[:CANDIDATES]
    poses = found.poses[order[worth[order] > 0]]
    best: list[Vector] = []
    while len(poses) and len(best) < count:
        best.append(poses[0])
        away = poses - poses[0]
        turn_apart = np.abs((away[:, 2] + pi) % (2 * pi) - pi) > 1.5 * found.turn_step_rad
        poses = poses[turn_apart | (np.hypot(away[:, 0], away[:, 1]) > 1.5 * found.spacing_mm)]
    return best


class _Raster:
    """The paddle as a table of zeros and ones, wide enough that no look-up falls outside."""

    def __init__(self, overlap: Overlap, span: float, paddle_radius: float, cell: float) -> None:
        self.cell = cell
        self.half = ceil(span / self.cell) + 2
        self.width = 2 * self.half + 1
        axis = self.cell * np.arange(-self.half, self.half + 1)
        near = np.flatnonzero(np.abs(axis) <= paddle_radius)
        u, v = np.meshgrid(axis[near], axis[near])
        table = np.zeros((self.width, self.width), dtype=np.float32)
        inside = shapely.contains_xy(shapely.polygons(overlap.local), u.ravel(), v.ravel())
        table[np.ix_(near, near)] = inside.reshape(u.shape)
        self.table = table.ravel()

    def shares(self, samples: Vector, hila: Vector, turn: float) -> Vector:
        """Return, for each hilum, the share of the samples inside the paddle at one turn."""
        first = self._cells(samples, turn) + self.half * (self.width + 1)
        index = first[np.newaxis, :] - self._cells(hila, turn)[:, np.newaxis]
        weights = np.full(len(samples), 1 / len(samples), dtype=np.float32)
        return np.asarray(self.table.take(index) @ weights, dtype=np.float64)

    def _cells(self, points: Vector, turn: float) -> NDArray[np.intp]:
        column, row = np.rint(turned(points, -turn) / self.cell).astype(np.intp).T
        return np.asarray(row * self.width + column, dtype=np.intp)


def _centre_and_radius(region: Region) -> tuple[Vector, float]:
    left, low, right, high = region.bounds
    centre = np.array([(left + right) / 2, (low + high) / 2])
    return centre, float(np.hypot(*(shapely.get_coordinates(region) - centre).T).max())


def _hila(leash: Leash, centre: Vector, reach: float, spacing: float) -> Vector:
    """Return a hexagonal lattice about the pivot, and the rim, where the paddle can touch."""
    pivot, slack = np.asarray(leash.pivot_mm), leash.slack_mm
    focus, radius = (pivot, slack) if slack < reach else (centre, reach)
    row_height = spacing * sqrt(3) / 2
    middle = np.rint((focus - pivot) / (spacing, row_height))
    steps = np.arange(-ceil(radius / row_height) - 1, ceil(radius / row_height) + 2)
    column, row = (axis.ravel() for axis in np.meshgrid(steps + middle[0], steps + middle[1]))
    inner = pivot + np.column_stack((spacing * (column + row % 2 / 2), row_height * row))
    points = np.concatenate((inner, _rim(pivot, slack, centre, reach, spacing)))
    from_pivot, from_centre = np.hypot(*(points - pivot).T), np.hypot(*(points - centre).T)
    within = (from_pivot <= slack * (1 + 1e-12)) & (from_centre <= reach)
    return np.asarray(points[within], dtype=np.float64)


def _rim(pivot: Vector, slack: float, centre: Vector, reach: float, spacing: float) -> Vector:
    """Return points on the circle of the slack, along the arc within reach of the centre."""
    if slack <= 0:
        return np.empty((0, 2))
    toward = centre - pivot
    distance = hypot(*toward)
    half_arc = pi
    product = 2 * slack * distance  # 0 at the centre, and for lengths too small to multiply
    if product > 0:
        cosine = (slack**2 + distance**2 - reach**2) / product
        half_arc = acos(min(1.0, max(-1.0, cosine)))
    count = max(6, ceil(2 * half_arc * slack / spacing))
    angles = np.arctan2(toward[1], toward[0]) + half_arc * np.linspace(-1, 1, count, endpoint=False)
    return pivot + slack * np.column_stack((np.cos(angles), np.sin(angles)))


def _turns(leash: Leash, step: float) -> Vector:
    low, high = radians(leash.turn_min_deg), radians(leash.turn_max_deg)
    if high - low >= 2 * pi:
        return low + step * np.arange(ceil(2 * pi / step - 1e-9), dtype=np.float64)
    count = ceil((high - low) / step - 1e-9)
    return np.asarray(low + (high - low) * np.arange(count + 1) / max(count, 1), dtype=np.float64)
