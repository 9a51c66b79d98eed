"""The point of a surface nearest to a point in space, and how deep that point lies below it."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike
from scipy.spatial import cKDTree

from flapplanner.errors import GeometryError
from flapplanner.geometry.surface.mesh import Faces, Mesh, Points


@dataclass(frozen=True, eq=False)
class Nearest:
    """Points of a mesh: where they lie [mm], on which face, and how deep the asked points are.

    `barycentric` are the shares of the three corners of the face; `depth_mm` is the distance from
    the asked point, positive where that point lies inside the mesh.
    """

    points_mm: Points
    faces: Faces
    barycentric: Points
    depth_mm: Points


def nearest(mesh: Mesh, points_mm: ArrayLike) -> Nearest:
    """Return the nearest point of the mesh to each of n points (n, 3) [mm].

    Exact: every face that could hold the nearest point is tried. The sign of the depth is that of
    the angle-weighted normal at the nearest point, which is right on faces, edges and corners of
    a closed mesh (Baerentzen and Aanaes 2005, doi 10.1109/TVCG.2005.49).

    Raises
    ------
    GeometryError
        The points are not (n, 3) finite numbers.

    >>> corners = np.array([[0.0, 0, 0], [6, 0, 0], [0, 6, 0], [0, 0, 6]])
    >>> corner = Mesh(corners, np.array([[0, 2, 1], [0, 1, 3], [0, 3, 2], [1, 2, 3]]))
    >>> found = nearest(corner, [[1.0, 2, -5], [1, 1, 0.5]])
    >>> found.points_mm.tolist(), found.depth_mm.tolist()
    ([[1.0, 2.0, 0.0], [1.0, 1.0, 0.0]], [-5.0, 0.5])
    """
    asked = np.asarray(points_mm, dtype=float)
    if asked.ndim != 2 or asked.shape[1:] != (3,) or not np.isfinite(asked).all():
        raise GeometryError(f"points: found shape {asked.shape}; (n, 3) finite numbers are needed")
    finder = _finder(mesh)
    # A face that holds the nearest point has its middle no farther than the nearest middle does
    # plus the reach of a face from its middle.
    within, _ = finder.tree.query(asked)
    balls = finder.tree.query_ball_point(asked, within + finder.reach_mm + 1e-9)
    lists = [np.asarray(ball, dtype=np.int64) for ball in balls]
    counts = np.array([len(ball) for ball in lists], dtype=np.int64)
    rows = np.repeat(np.arange(len(asked)), counts)
    faces = np.concatenate([np.empty(0, np.int64), *lists])
    shares = _closest_shares(asked[rows], mesh.vertices_mm[mesh.faces[faces]])
    places = np.einsum("ij,ijk->ik", shares, mesh.vertices_mm[mesh.faces[faces]])
    distance = np.linalg.norm(asked[rows] - places, axis=1)
    # Sorted by row, then by distance: the first of each row is the nearest.
    best = np.lexsort((faces, distance, rows))[np.cumsum(counts) - counts]
    faces, shares, places = faces[best], shares[best], places[best]
    outward = np.sum((asked - places) * _pseudonormals(mesh, finder, faces, shares), axis=1)
    return Nearest(places, faces, shares, np.where(outward > 0, -1.0, 1.0) * distance[best])


@dataclass(frozen=True, eq=False)
class _Finder:
    tree: cKDTree
    reach_mm: float  # of any corner from the middle of its face
    face_normals: Points
    vertex_normals: Points
    across: Faces  # the face beyond each edge of a face; itself at a border


@lru_cache(maxsize=4)
def _finder(mesh: Mesh) -> _Finder:
    corners = mesh.vertices_mm[mesh.faces]
    middles = corners.mean(axis=1)
    reach = float(np.linalg.norm(corners - middles[:, np.newaxis], axis=2).max())
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    sums = np.zeros_like(mesh.vertices_mm)
    for i in range(3):
        a, b = (corners[:, (i + k) % 3] - corners[:, i] for k in (1, 2))
        angle = np.arctan2(np.linalg.norm(np.cross(a, b), axis=1), np.sum(a * b, axis=1))
        np.add.at(sums, mesh.faces[:, i], angle[:, np.newaxis] * normals)
    return _Finder(cKDTree(middles), reach, normals, sums, _across(mesh.faces))


def _across(faces: Faces) -> Faces:
    start, end = faces, np.roll(faces, -1, axis=1)
    count = int(faces.max()) + 1
    keys, wanted = (start * count + end).ravel(), (end * count + start).ravel()
    order = np.argsort(keys)
    found = order[np.minimum(np.searchsorted(keys[order], wanted), len(keys) - 1)]
    own = np.repeat(np.arange(len(faces)), 3)
    return np.where(keys[found] == wanted, found // 3, own).reshape(-1, 3)


def _pseudonormals(mesh: Mesh, finder: _Finder, faces: Faces, shares: Points) -> Points:
    """The normal at points of faces: of the face, the sum of two at an edge, or of the vertex."""
    zero = shares <= 1e-12
    normals = finder.face_normals[faces].copy()
    on_edge = np.flatnonzero(zero.sum(axis=1) == 1)
    # The edge lies opposite the corner that has no share: it begins at the next corner.
    edge = (np.argmax(zero[on_edge], axis=1) + 1) % 3
    normals[on_edge] += finder.face_normals[finder.across[faces[on_edge], edge]]
    on_corner = np.flatnonzero(zero.sum(axis=1) == 2)
    corner = np.argmin(zero[on_corner], axis=1)
    normals[on_corner] = finder.vertex_normals[mesh.faces[faces[on_corner], corner]]
    return normals


def _closest_shares(points: Points, corners: Points) -> Points:
    """Barycentric shares of the point of each triangle (k, 3, 3) nearest to a point (k, 3)."""
    a, b, c = corners[:, 0], corners[:, 1], corners[:, 2]
    ab, ac, ap = b - a, c - a, points - a
    d00, d01, d11 = (np.sum(u * v, axis=1) for u, v in ((ab, ab), (ab, ac), (ac, ac)))
    d20, d21 = np.sum(ap * ab, axis=1), np.sum(ap * ac, axis=1)
    area = d00 * d11 - d01 * d01
    v, w = (d11 * d20 - d01 * d21) / area, (d00 * d21 - d01 * d20) / area
    shares = np.stack((1 - v - w, v, w), axis=1)
    # Outside the triangle the nearest point lies on one of the three edges.
    least = np.full(len(points), np.inf)
    outside = (shares < 0).any(axis=1)
    for i in range(3):
        j = (i + 1) % 3
        start, edge = corners[:, i], corners[:, j] - corners[:, i]
        along = np.sum((points - start) * edge, axis=1) / np.sum(edge * edge, axis=1)
        along = np.clip(along, 0.0, 1.0)
        gap = np.linalg.norm(points - start - along[:, np.newaxis] * edge, axis=1)
        nearer = outside & (gap < least)
        least = np.where(nearer, gap, least)
        on_edge = np.zeros_like(shares)
        on_edge[:, i], on_edge[:, j] = 1 - along, along
        shares = np.where(nearer[:, np.newaxis], on_edge, shares)
    return shares
