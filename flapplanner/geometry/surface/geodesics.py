"""The shortest way over a surface between two points of it."""

from dataclasses import dataclass

import numpy as np

from flapplanner.errors import GeometryError
from flapplanner.geometry.surface.distances import Front, front
from flapplanner.geometry.surface.mesh import Faces, Mesh, Points
from flapplanner.geometry.surface.patch import Patch, manifold_patch
from flapplanner.geometry.surface.points import SurfacePoint, surface_point

# The patch about both ends: distances carry an error, and the way needs some faces on either side.
_SPARE = 1.05
_SPARE_EDGES = 4.0
_INNER = 1e-4  # ends are kept this share of a face off its border, about a micrometre


@dataclass(frozen=True, eq=False)
class GeodesicPath:
    """A way over a surface: its points (n, 3) [mm], from start to end, and its length [mm]."""

    points_mm: Points
    length_mm: float


def geodesic_path(mesh: Mesh, start_mm: Points, end_mm: Points) -> GeodesicPath:
    """Return the shortest way over the mesh between two points (3,) [mm] of its surface.

    The patch over which a way is at most 5 % longer is cut out, and both ends become vertices of
    it. There two paths along edges are made straight by flipping edges (Sharp & Crane, You Can Find
    Geodesic Paths in Triangle Meshes by Just Flipping Edges, ACM Transactions on Graphics 2020):
    the one that a front from the start passes, and the shortest of all. No small change shortens
    what they become; the shorter of the two is taken. The mesh departs from a smooth surface by
    about (edge / radius of curvature)² / 24.

    Raises
    ------
    GeometryError
        A point is not on the surface, or no way joins the two.

    >>> sheet = Mesh(
    ...     np.array([[0.0, 0, 0], [30, 0, 0], [30, 40, 0], [0, 40, 0]]),
    ...     np.array([[0, 1, 2], [0, 2, 3]]),
    ... )
    >>> geodesic_path(sheet, np.array([29.0, 1, 0]), np.array([5.0, 33, 0])).length_mm
    40.0
    """
    start, end = surface_point(mesh, start_mm), surface_point(mesh, end_mm)
    first, last = start.place(mesh), end.place(mesh)
    inner = np.empty((0, 3))
    if start.face != end.face:
        patch, chain = _between(mesh, start, end)
        inner = _straightened(patch, chain, start, end)[1:-1]
    points = np.vstack((first, inner, last))
    points.setflags(write=False)
    return GeodesicPath(points, _length_mm(points))


def _between(mesh: Mesh, start: SurfacePoint, end: SurfacePoint) -> tuple[Patch, list[int]]:
    """The faces near the shortest way, and the vertices along it, numbered as in the mesh."""
    corners = mesh.vertices_mm[mesh.faces[[start.face, end.face]]]
    edge = float(np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=2).max())
    chord = float(np.linalg.norm(end.place(mesh) - start.place(mesh)))
    for limit in (2 * chord + 10 * edge, np.inf):  # mostly the near part of the mesh is enough
        reached = front(mesh, start, limit)
        ways = reached.distances_mm[mesh.faces[end.face]]
        longest = _SPARE * float(ways.min()) + _SPARE_EDGES * edge
        if longest <= limit:
            break
    if not np.isfinite(longest):
        raise GeometryError("surface path: its two ends lie on parts that do not hang together")
    rest = np.linalg.norm(corners[1] - end.place(mesh), axis=1)
    chain = _chain(reached, int(mesh.faces[end.face][np.argmin(ways + rest)]))
    levels = reached.distances_mm + front(mesh, end, longest).distances_mm
    return manifold_patch(mesh, levels, longest), chain


def _chain(reached: Front, last: int) -> list[int]:
    chain = [last]
    while (parent := int(reached.parents[chain[-1]])) >= 0:
        chain.append(parent)
    return chain[::-1]


def _straightened(patch: Patch, chain: list[int], start: SurfacePoint, end: SurfacePoint) -> Points:
    import potpourri3d  # type: ignore[import-untyped]  # loads for 0.2 s: only when it is asked

    vertices, faces = patch.mesh.vertices_mm, patch.mesh.faces
    here = np.searchsorted(patch.vertices, chain)
    if not np.array_equal(patch.vertices[np.minimum(here, len(patch.vertices) - 1)], chain):
        raise GeometryError("surface path: the surface is too ragged between its two ends")
    for point in (start, end):
        vertices, faces = _with_vertex(vertices, faces, patch, point)
    first, last = len(vertices) - 2, len(vertices) - 1
    solver = potpourri3d.EdgeFlipGeodesicSolver(vertices, faces)
    paths: list[Points] = [
        solver.find_geodesic_path_poly([first, *here.tolist(), last]),
        solver.find_geodesic_path(first, last),
    ]
    return min(paths, key=_length_mm)


def _length_mm(path: Points) -> float:
    return float(np.linalg.norm(np.diff(path, axis=0), axis=1).sum())


def _with_vertex(
    vertices: Points, faces: Faces, patch: Patch, point: SurfacePoint
) -> tuple[Points, Faces]:
    """The patch with one more vertex, at a point of it whose face is cut into three."""
    face, new = int(np.searchsorted(patch.faces, point.face)), len(vertices)
    a, b, c = patch.mesh.faces[face]
    place = SurfacePoint(face, point.shares).inside(_INNER).place(patch.mesh)
    faces = np.vstack((faces, [[b, c, new], [c, a, new]]))
    faces[face] = a, b, new
    return np.vstack((vertices, place)), faces
