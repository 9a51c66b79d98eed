"""Simple solids for a picture in space: tubes, discs and a skin with fewer faces."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from flapplanner.geometry.surface.mesh import Mesh
from flapplanner.report.bone.view import Array, disc

Faces = NDArray[np.int64]
Solid = tuple[Array, Faces]

CELL_MM = 24.0


def tube(start: ArrayLike, end: ArrayLike, radius_mm: float) -> Solid:
    """A closed round tube between two points, as vertices (50, 3) [mm] and faces (96, 3).

    >>> vertices, faces = tube((0, 0, 0), (0, 0, 100), 5)
    >>> len(vertices), len(faces)
    (50, 96)
    """
    along = np.subtract(end, start)
    rims = [disc(at, along, radius_mm) for at in (start, end)]
    vertices = np.vstack([*rims, np.asarray(start, dtype=float), np.asarray(end, dtype=float)])
    count = len(rims[0])
    here = np.arange(count)
    following = (here + 1) % count
    first, last = np.full(count, 2 * count), np.full(count, 2 * count + 1)
    faces = np.vstack([
        np.column_stack((here, following, following + count)),
        np.column_stack((here, following + count, here + count)),
        np.column_stack((first, following, here)),
        np.column_stack((last, here + count, following + count)),
    ])  # fmt: skip
    return vertices, faces


def plate(rim: ArrayLike) -> Solid:
    """The flat face inside a closed, convex line in space."""
    points = np.asarray(rim, dtype=float)
    vertices = np.vstack([points, points.mean(axis=0)])
    here = np.arange(len(points))
    return vertices, np.column_stack((here, np.roll(here, -1), np.full(len(points), len(points))))


def coarse(mesh: Mesh, low_mm: float, high_mm: float, cell_mm: float = CELL_MM) -> Solid:
    """The part of a mesh between two levels with fewer faces: one vertex to each cell of a grid.

    The vertices of a cell become their mean, and faces that lose a corner are left out. The grid
    is even about the midline, so that a mesh that is its own mirror image stays so.
    """
    levels = mesh.vertices_mm[:, 2]
    inside = ((levels > low_mm) & (levels < high_mm))[mesh.faces].all(axis=1)
    used, faces = np.unique(mesh.faces[inside], return_inverse=True)
    points = mesh.vertices_mm[used]
    cells = np.rint(points / cell_mm).astype(np.int64)
    _, of_cell = np.unique(cells, axis=0, return_inverse=True)
    counts = np.bincount(of_cell)
    vertices = np.column_stack(
        [np.bincount(of_cell, points[:, axis]) / counts for axis in range(3)]
    )
    corners = of_cell[faces.reshape(-1, 3)]
    a, b, c = corners.T
    corners = corners[(a != b) & (b != c) & (c != a)]
    _, first = np.unique(np.sort(corners, axis=1), axis=0, return_index=True)
    return vertices, corners[np.sort(first)]
