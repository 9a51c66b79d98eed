"""A patch: the part of a surface about a point, cut so that it can be laid flat."""

import heapq
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from flapplanner.errors import GeometryError
from flapplanner.geometry.kernel.compiling import compiled
from flapplanner.geometry.surface.distances import front
from flapplanner.geometry.surface.mesh import Faces, Mesh, Points
from flapplanner.geometry.surface.points import SurfacePoint


@dataclass(frozen=True, eq=False)
class Patch:
    """A part of a mesh, as a mesh of its own, and the numbers its pieces have in the whole.

    vertices  (k,) the number in the whole mesh of every vertex of the patch
    faces     (l,) the same for every face; corners keep their order
    """

    mesh: Mesh
    vertices: Faces
    faces: Faces


def geodesic_disc(mesh: Mesh, centre: SurfacePoint, radius_mm: float) -> Patch:
    """Return the faces within a way over the surface of the centre [mm], as a topological disc.

    Where the ways round two sides of a limb or a hill meet again, the disc is slit along the
    meeting, one row of faces wide: it has no hole, and no vertex at which two borders touch.

    Raises
    ------
    GeometryError
        The radius is not positive, or an edge of the mesh has more than two faces.

    >>> sheet = Mesh(
    ...     np.array([[0.0, 0, 0], [3, 0, 0], [3, 4, 0], [0, 4, 0]]),
    ...     np.array([[0, 1, 2], [0, 2, 3]]),
    ... )
    >>> geodesic_disc(sheet, SurfacePoint(0, (0.2, 0.6, 0.2)), 3.9).faces
    array([0])
    """
    if not radius_mm > 0:
        raise GeometryError(f"patch radius_mm: found {radius_mm}; a length above 0 is needed")
    return grown_disc(mesh, centre.face, front(mesh, centre, radius_mm).distances_mm, radius_mm)


def grown_disc(
    mesh: Mesh, seed: int, levels: Points, limit: float, allowed: NDArray[np.bool_] | None = None
) -> Patch:
    """Return the disc that grows from a face over the vertices with a level (n,) up to the limit.

    Only `allowed` faces (m,) are taken, all when none are named. They join by the highest level of
    their corners. One joins when it shares one edge with the disc and its third corner is new, or
    when it shares two edges: then what was a disc stays one.
    """
    across = neighbours(mesh)
    if allowed is not None:
        across = np.where((across >= 0) & allowed[across], across, -1)
    return _part(mesh, _grow(mesh.faces, across, levels, limit, seed))


def manifold_patch(mesh: Mesh, levels: Points, limit: float) -> Patch:
    """Return the faces whose corners have a level (n,) up to the limit, less what hangs by a point.

    Where two borders would touch at a vertex, all faces about it are left out.
    """
    inside = levels[mesh.faces].max(axis=1) <= limit
    across = neighbours(mesh)
    while True:
        faces, corners = np.nonzero(inside[:, None] & ((across < 0) | ~inside[across]))
        ends = [mesh.faces[faces, (corners + step) % 3] for step in (1, 2)]
        shared = np.bincount(np.concatenate(ends), minlength=len(levels)) > 2
        if not shared.any():
            return _part(mesh, inside)
        inside &= ~shared[mesh.faces].any(axis=1)


def _part(mesh: Mesh, inside: NDArray[np.bool_]) -> Patch:
    faces = np.flatnonzero(inside)
    used = np.zeros(len(mesh.vertices_mm), dtype=bool)
    used[mesh.faces[faces]] = True
    numbers = np.cumsum(used) - 1
    part = Mesh(mesh.vertices_mm[used], numbers[mesh.faces[faces]])
    return Patch(part, np.flatnonzero(used), faces)


@lru_cache(maxsize=8)
def neighbours(mesh: Mesh) -> Faces:
    """The face across the edge opposite every corner, (m, 3); −1 where there is none.

    Raises
    ------
    GeometryError
        An edge has more than two faces.
    """
    count = len(mesh.faces)
    edges = np.concatenate([mesh.faces[:, [(c + 1) % 3, (c + 2) % 3]] for c in range(3)])
    keys = edges.min(axis=1) * len(mesh.vertices_mm) + edges.max(axis=1)
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    if np.any(ordered[2:] == ordered[:-2]):
        raise GeometryError("mesh: an edge has more than two faces; at most two are needed")
    pairs = np.flatnonzero(ordered[1:] == ordered[:-1])
    across = np.full(3 * count, -1, dtype=np.int64)
    across[order[pairs]] = order[pairs + 1] % count
    across[order[pairs + 1]] = order[pairs] % count
    return np.ascontiguousarray(across.reshape(3, count).T)


@compiled
def _grow(
    faces: Faces, across: Faces, levels: Points, limit: float, seed: int
) -> NDArray[np.bool_]:
    inside = np.zeros(len(faces), np.bool_)
    taken = np.zeros(len(levels), np.bool_)
    waiting = [(0.0, seed)]
    first = True
    while len(waiting) > 0:
        _, face = heapq.heappop(waiting)
        if inside[face]:
            continue
        shared, apex = 0, -1
        for corner in range(3):
            other = across[face, corner]
            if other >= 0 and inside[other]:
                shared += 1
                apex = faces[face, corner]
        if not (first or shared == 2 or (shared == 1 and not taken[apex])):
            continue  # a later neighbour asks again
        first = False
        inside[face] = True
        taken[faces[face]] = True
        for corner in range(3):
            other = across[face, corner]
            if other >= 0 and not inside[other]:
                level = levels[faces[other]].max()
                if level <= limit:
                    heapq.heappush(waiting, (level, other))
    return inside
