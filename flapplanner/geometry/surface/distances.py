"""Distances over a surface from one point of it, and the directions they set out in.

A front runs over the mesh. Each vertex is reached through the edge of a face whose two ends are
reached already: the face is laid in the plane of the source (unfolded), and the way to the vertex
is the straight line there (Melvær & Reimers, Geodesic Polar Coordinates on Polygonal Meshes,
Computer Graphics Forum). Where the surface unfolds into a plane this is exact; elsewhere the error
is a few tenths of a percent.
"""

import heapq
from dataclasses import dataclass
from functools import lru_cache
from math import pi

import numpy as np

from flapplanner.geometry.kernel.compiling import compiled
from flapplanner.geometry.surface.mesh import Faces, Mesh, Points
from flapplanner.geometry.surface.points import SurfacePoint, surface_point

_INNER = 1e-3  # the least share of a corner in a source: no direction is lost at an edge
_SLACK = 1e-9


def geodesic_distances(mesh: Mesh, source_mm: Points, limit_mm: float = np.inf) -> Points:
    """Return the length of the shortest way over the surface to every vertex, (n,) [mm].

    Infinite beyond the limit and on parts of the mesh that do not hang together with the source.
    Error against the exact way over the mesh: 0.01 % rms on cylinder and cone, 0.15 % on a sphere
    of 10 000 vertices, 0.3 % on a trunk with legs of 15 000, where it is within 1.7 % everywhere.

    Raises
    ------
    GeometryError
        The source (3,) [mm] is not on the surface.

    >>> sheet = Mesh(
    ...     np.array([[0.0, 0, 0], [3, 0, 0], [3, 4, 0], [0, 4, 0]]),
    ...     np.array([[0, 1, 2], [0, 2, 3]]),
    ... )
    >>> geodesic_distances(sheet, np.array([1.0, 4.0, 0.0])).round(2)
    array([4.12, 4.47, 2.  , 1.  ])
    """
    return front(mesh, surface_point(mesh, source_mm), limit_mm).distances_mm


@dataclass(frozen=True, eq=False)
class Front:
    """How a front that sets out from a point of a mesh reaches its vertices.

    distances_mm  (n,) the length of the shortest way; infinite beyond the limit
    angles_rad    (n,) the direction in which that way leaves the source, counter-clockwise, seen
                  from outside, from the first edge of the source's face; NaN beyond the limit.
                  Distance and direction are the logarithmic map at the source
    parents       (n,) the vertex before, nearer to the source, near that way; −1 at the corners of
                  the source's face and beyond the limit
    """

    distances_mm: Points
    angles_rad: Points
    parents: Faces


def front(mesh: Mesh, source: SurfacePoint, limit_mm: float = np.inf) -> Front:
    """Return the front that sets out from a point of the mesh, as far as the limit [mm]."""
    count = len(mesh.vertices_mm)
    centre = source.inside(_INNER)
    corners = mesh.faces[centre.face]
    offsets = mesh.vertices_mm[corners] - centre.place(mesh)
    along, across = _face_axes(mesh, centre.face)
    distances, angles = np.full(count, np.inf), np.full(count, np.nan)
    parents = np.full(count, -1, dtype=np.int64)
    distances[corners] = np.linalg.norm(offsets, axis=1)
    angles[corners] = np.arctan2(offsets @ across, offsets @ along)
    starts, owners = _faces_by_vertex(mesh)
    _spread(mesh.vertices_mm, mesh.faces, starts, owners, distances, angles, parents, limit_mm)
    beyond = distances > limit_mm
    distances[beyond], angles[beyond], parents[beyond] = np.inf, np.nan, -1
    return Front(distances, angles, parents)


def _face_axes(mesh: Mesh, face: int) -> tuple[Points, Points]:
    """Unit vectors in the plane of a face: along its first edge, and a quarter turn from there."""
    a, b, c = mesh.vertices_mm[mesh.faces[face]]
    normal = np.cross(b - a, c - a)
    along = (b - a) / np.linalg.norm(b - a)
    return along, np.cross(normal / np.linalg.norm(normal), along)


@lru_cache(maxsize=8)
def _faces_by_vertex(mesh: Mesh) -> tuple[Faces, Faces]:
    """The faces about vertex i are `owners[starts[i] : starts[i + 1]]`."""
    corners = mesh.faces.ravel()
    counts = np.bincount(corners, minlength=len(mesh.vertices_mm))
    starts = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    return starts, (np.argsort(corners, kind="stable") // 3).astype(np.int64)


@compiled
def _dot(vertices: Points, i: int, k: int, j: int) -> float:
    """The inner product of the ways from vertex j to i and from j to k."""
    product = 0.0
    for axis in range(3):
        product += (vertices[i, axis] - vertices[j, axis]) * (vertices[k, axis] - vertices[j, axis])
    return product


@compiled
def _over_edge(
    vertices: Points,
    distances: Points,
    angles: Points,
    i: int,
    j: int,
    k: int,
) -> tuple[float, float, int]:
    """The way to vertex i that crosses the edge from j to k, else the one along the edge from j.

    With it its direction at the source, and the end of the edge it passes nearer.

      i          x along the edge from j, y across it: j is (0, 0), k is (edge, 0),
     / \\         the unfolded source is (sx, −sy).
    j---k
     \\ /
      s
    """
    side_length = np.sqrt(_dot(vertices, i, i, j))
    along = distances[j] + side_length, angles[j], j
    if distances[k] == np.inf:
        return along
    edge = np.sqrt(_dot(vertices, k, k, j))
    sx = (distances[j] ** 2 - distances[k] ** 2 + edge**2) / (2 * edge)
    square = distances[j] ** 2 - sx**2
    if square < -_SLACK * edge**2:
        return along
    sy = np.sqrt(max(square, 0.0))
    ix = _dot(vertices, i, k, j) / edge
    iy = np.sqrt(max(side_length**2 - ix**2, 0.0))
    crossing = sx + (ix - sx) * sy / (sy + iy)
    if crossing < -_SLACK * edge or crossing > edge * (1 + _SLACK):
        return along
    # Two ends reached round different sides of a hill have no source in common.
    turn = (angles[k] - angles[j] + pi) % (2 * pi) - pi
    first = np.arctan2(-sx, sy)
    span = np.arctan2(edge - sx, sy) - first
    if abs(abs(turn) - span) > 1.0:
        return along
    share = (np.arctan2(crossing - sx, sy) - first) / span if span > 0 else 0.0
    way = np.sqrt((ix - sx) ** 2 + (iy + sy) ** 2)
    parent = k if 2 * crossing > edge and distances[k] < way else j
    return way, angles[j] + share * turn, parent


@compiled
def _spread(
    vertices: Points,
    faces: Faces,
    starts: Faces,
    owners: Faces,
    distances: Points,
    angles: Points,
    parents: Faces,
    limit: float,
) -> None:
    """Run the front; the arrays hold the corners of the source's face and are filled in.

    A vertex whose distance falls again later is taken up again, so obtuse faces do no harm.
    """
    front = [(distances[i], i) for i in range(len(distances)) if distances[i] < np.inf]
    heapq.heapify(front)
    while len(front) > 0:
        reached, j = heapq.heappop(front)
        if reached > limit:
            break
        if reached > distances[j]:
            continue
        for owner in owners[starts[j] : starts[j + 1]]:
            face = faces[owner]
            for i in face:
                if i == j:
                    continue
                k = face[0] + face[1] + face[2] - i - j
                way, angle, parent = _over_edge(vertices, distances, angles, i, j, k)
                if way < distances[i] * (1 - _SLACK):
                    distances[i], angles[i], parents[i] = way, angle, parent
                    heapq.heappush(front, (way, i))
