"""From a shape to a mesh: marching cubes, then relaxed until its triangles are well formed."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from skimage.measure import marching_cubes

from flapplanner.errors import GeometryError
from flapplanner.geometry.surface.implicit import Shape
from flapplanner.geometry.surface.mesh import Faces, Mesh, Points

_PROBE_MM = 0.05  # step of the difference that tells the slope of a shape along a normal


def mirrored_mesh(
    shape: Shape, low_mm: Points, high_mm: Points, step_mm: float, rounds: int = 12
) -> Mesh:
    """Return the surface of a shape that is its own mirror image about x = 0.

    Marching cubes on the half x ≥ 0 of a grid of `step_mm`; then `rounds` of smoothing along the
    surface, each followed by one Newton step onto the zero set along the vertex normal; then the
    half and its mirror image, sewn together at x = 0. So the mesh is symmetric to the last bit.

    Raises
    ------
    GeometryError
        The shape reaches the border of the box, or none of it lies inside.
    """
    half, faces = _marched(shape, low_mm, high_mm, step_mm)
    half = _relaxed(shape, half, faces, rounds, step_mm)
    return _sewn(half, faces)


def _marched(shape: Shape, low_mm: Points, high_mm: Points, step_mm: float) -> tuple[Points, Faces]:
    """Marching cubes from x = 0 on; vertices on the mirror plane have x = 0 exactly."""
    start = np.array([0.0, low_mm[1], low_mm[2]])
    counts = 2 + np.ceil((np.asarray(high_mm) - start) / step_mm).astype(int)
    axes = [start[i] + step_mm * np.arange(counts[i]) for i in range(3)]
    grid = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 3)
    values = shape(grid).reshape(counts)
    border = [values[-1], values[:, 0], values[:, -1], values[:, :, 0], values[:, :, -1]]
    if values.min() >= 0 or min(side.min() for side in border) <= 0:
        raise GeometryError("shape: it has to lie inside the box, and to have an inside")
    # A value near zero would put several vertices on one grid point.
    values[np.abs(values) < 0.05 * step_mm] = 0.05 * step_mm
    found, faces, _, _ = marching_cubes(values, 0.0)  # type: ignore[no-untyped-call]
    return start + step_mm * found.astype(np.float64), faces.astype(np.int64)


def _relaxed(shape: Shape, points: Points, faces: Faces, rounds: int, step_mm: float) -> Points:
    on_plane = points[:, 0] == 0.0
    average = _average_of_neighbours(faces, on_plane)
    for _ in range(rounds):
        normals = _normals(points, faces, on_plane)
        move = average @ points - points
        move -= np.sum(move * normals, axis=1, keepdims=True) * normals
        move[on_plane, 0] = 0.0
        points = points + move
        value = shape(points)
        slope = (shape(points + _PROBE_MM * normals) - value) / _PROBE_MM
        # Where a normal runs along the surface, the step is kept short.
        step = np.clip(value / np.maximum(slope, 0.5), -step_mm / 2, step_mm / 2)
        points = points - step[:, np.newaxis] * normals
    return points


def _average_of_neighbours(faces: Faces, on_plane: NDArray[np.bool_]) -> csr_array:
    """The mean of a vertex's neighbours; on the plane those of the other half count as well."""
    count = len(on_plane)
    start = np.concatenate([faces[:, i] for i in (0, 1, 2, 1, 2, 0)])
    end = np.concatenate([faces[:, i] for i in (1, 2, 0, 0, 1, 2)])
    links = csr_array((np.ones(len(start)), (start, end)), shape=(count, count))
    links.data[:] = 1.0  # an inner edge was met in two faces
    across = np.where(on_plane, 1.0, 2.0)
    rows = np.repeat(np.arange(count), np.diff(links.indptr))
    links.data = np.where(on_plane[rows], across[links.indices], 1.0)
    links.data /= np.repeat(links.sum(axis=1), np.diff(links.indptr))
    return links


def _normals(points: Points, faces: Faces, on_plane: NDArray[np.bool_]) -> Points:
    a, b, c = (points[faces[:, i]] for i in range(3))
    across = np.cross(b - a, c - a)
    sums = np.zeros_like(points)
    for column in range(3):
        for axis in range(3):
            sums[:, axis] += np.bincount(faces[:, column], across[:, axis], len(points))
    sums[on_plane, 0] = 0.0
    normals: Points = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12)
    return normals


def _sewn(half: Points, faces: Faces) -> Mesh:
    inner = np.flatnonzero(half[:, 0] != 0.0)
    other = np.arange(len(half))
    other[inner] = len(half) + np.arange(len(inner))
    vertices = np.concatenate([half, half[inner] * np.array([-1.0, 1.0, 1.0])])
    return Mesh(vertices, np.concatenate([faces, other[faces][:, ::-1]]))
