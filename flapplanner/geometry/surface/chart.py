"""Charts: a part of a surface drawn in the plane, u to the right and v up, seen from outside.

Depth is counted below the surface. Both charts have the same face: `seen` takes points in space to
the plane, `lifted` takes places in the plane back to the surface, `area_stretch` says how far
drawn areas can be trusted.
"""

from dataclasses import dataclass
from math import pi

import numpy as np
from numpy.typing import NDArray
from shapely.geometry import Polygon

from flapplanner.errors import GeometryError
from flapplanner.geometry.surface.distances import front
from flapplanner.geometry.surface.flattening import flattened
from flapplanner.geometry.surface.mesh import Faces, Mesh, Points
from flapplanner.geometry.surface.nearest import nearest
from flapplanner.geometry.surface.patch import grown_disc, neighbours
from flapplanner.geometry.surface.points import SurfacePoint, surface_point
from flapplanner.geometry.surface.sheet import AreaStretch, Sheet

RADIUS_MM = 300.0
_FAITHFUL = 0.15  # share of the radius within which the map is kept truest
_LEAST_SLOPE = 0.05
_TORN = 2.0  # a face drawn this many times as long as it is lies across a slit


@dataclass(frozen=True, eq=False)
class SurfaceChart:
    """A geodesic disc of a surface laid flat about its centre.

    mesh   the whole surface
    sheet  the disc and where it is drawn
    faces  (l,) the numbers of the disc's faces in the whole
    uv_mm  (n, 2) where every vertex of the whole surface is drawn [mm]: on the disc by the flat
           map, beyond it straight on from the border, in the direction in which the shortest way
           from the centre leaves the disc and as far as it is longer than the way to the border
    """

    mesh: Mesh
    sheet: Sheet
    faces: Faces
    uv_mm: Points

    def seen(self, points_mm: Points) -> tuple[Points, Points]:
        """Return the places (n, 2) [mm] and depths (n,) [mm] of points in space (n, 3) [mm].

        A point is drawn where the surface point nearest to it is drawn. On the disc this is the
        inverse of `lifted`, but where a strongly curved surface makes the map fold, which happens
        near the border. Beyond the disc distances from the centre stay true and others do not; the
        map jumps where shortest ways round two sides of the surface meet.

        Raises
        ------
        GeometryError
            The points are not finite, or the surface near one does not hang together with the
            chart's centre.
        """
        found = nearest(self.mesh, points_mm)
        corners = self.mesh.faces[found.faces]
        drawn = self.uv_mm[corners]
        torn = _torn(self.mesh.vertices_mm[corners], drawn) & ~np.isin(found.faces, self.faces)
        shares = np.where(
            torn[:, None],
            np.eye(3)[found.barycentric.argmax(axis=1)],
            found.barycentric,
        )
        places = np.einsum("ij,ijk->ik", shares, drawn)
        if not np.isfinite(places).all():
            raise GeometryError(
                "chart: a point lies by a part of the surface that does not hang together with "
                "the chart's centre"
            )
        return places, found.depth_mm

    def lifted(self, uv_mm: Points) -> Points:
        """Return the points of the surface (n, 3) [mm] drawn at the places (n, 2) [mm].

        Raises
        ------
        GeometryError
            A place lies outside the disc.
        """
        return self.sheet.lifted(uv_mm)

    def area_stretch(self, outline: Polygon) -> AreaStretch:
        """Return how the true areas compare with the drawn ones under an outline.

        Raises
        ------
        GeometryError
            The outline has no area, or reaches beyond the disc.
        """
        return self.sheet.area_stretch(outline)


def surface_chart(
    mesh: Mesh, centre_mm: Points, up: Points, radius_mm: float = RADIUS_MM
) -> SurfaceChart:
    """Return the chart of a surface about a point of it (3,) [mm], with a direction (3,) upward.

    Faces weigh 1 / (1 + (distance / 0.15 radius)²)³ in the flat map: the middle stays truest, and
    the stretch that curvature forces is moved outward.

    Raises
    ------
    GeometryError
        The centre is not on the surface, the direction stands across it, or the radius is not
        positive.

    >>> wall = Mesh(
    ...     np.array([[-9.0, 0, 0], [9, 0, 0], [9, 0, 30], [-9, 0, 30]]),
    ...     np.array([[0, 1, 2], [0, 2, 3]]),
    ... )
    >>> chart = surface_chart(wall, np.array([3.0, 0, 10]), up=np.array([0.0, 0, 1]))
    >>> places, depths = chart.seen(np.array([[7.0, 5.0, 15.0]]))
    >>> places.round(6), depths.round(6)
    (array([[4., 5.]]), array([5.]))
    >>> chart.lifted(places).round(6)
    array([[ 7.,  0., 15.]])
    """
    if not 0 < radius_mm < np.inf:
        raise GeometryError(f"chart radius_mm: found {radius_mm}; a length above 0 is needed")
    centre = surface_point(mesh, centre_mm)
    reached = front(mesh, centre)
    distances = reached.distances_mm
    disc = grown_disc(mesh, centre.face, distances, radius_mm)
    ways = distances[disc.vertices]
    ratios = ways[disc.mesh.faces].mean(axis=1) / (_FAITHFUL * radius_mm)
    pins = (int(ways.argmin()), int(ways.argmax()))
    flat = flattened(disc.mesh, pins, (1 + ratios**2) ** -3)
    middle = SurfacePoint(int(np.searchsorted(disc.faces, centre.face)), centre.shares)
    flat = _righted(disc.mesh, flat, middle, np.asarray(up, dtype=np.float64))
    border = np.unique(_border(disc.mesh))
    uv = _beyond(distances, reached.angles_rad, disc.vertices[border], flat[border])
    uv[disc.vertices] = flat
    uv.setflags(write=False)
    return SurfaceChart(mesh, Sheet(disc.mesh, uv[disc.vertices]), disc.faces, uv)


def _righted(disc: Mesh, flat: Points, centre: SurfacePoint, up: Points) -> Points:
    """The flat map with the centre at the origin and the direction up along v."""
    corners = disc.vertices_mm[disc.faces[centre.face]]
    drawn = flat[disc.faces[centre.face]]
    sides = np.stack((corners[1] - corners[0], corners[2] - corners[0]))
    length = float(np.linalg.norm(up)) if up.shape == (3,) else 0.0
    # The part of `up` in the plane of the face, as shares of its two sides.
    shares = np.linalg.solve(sides @ sides.T, sides @ up) if length > 0 else np.zeros(2)
    if not np.linalg.norm(shares @ sides) > _LEAST_SLOPE * length > 0:
        raise GeometryError(
            f"chart up: found {up.tolist()}; a direction along the surface at the centre is needed"
        )
    u, v = shares @ np.stack((drawn[1] - drawn[0], drawn[2] - drawn[0]))
    turn = np.array([[v, -u], [u, v]]) / np.hypot(u, v)
    righted: Points = (flat - np.asarray(centre.shares) @ drawn) @ turn.T
    return righted


def _border(disc: Mesh) -> Faces:
    faces, corners = np.nonzero(neighbours(disc) < 0)
    return disc.faces[np.tile(faces, 2), (np.concatenate((corners + 1, corners + 2))) % 3]


def _beyond(distances: Points, angles: Points, border: Faces, drawn: Points) -> Points:
    """Where vertices beyond the border lie, by their distance and direction at the centre.

    The border is read at a vertex's direction; from there the way goes on, away from the centre.
    """
    order = np.argsort(angles[border])
    at = [
        np.interp(angles, angles[border][order], values[order], period=2 * pi)
        for values in (drawn[:, 0], drawn[:, 1], distances[border])
    ]
    place, way = np.column_stack(at[:2]), at[2]
    outward = place / np.linalg.norm(place, axis=1, keepdims=True)
    beyond: Points = place + np.maximum(distances - way, 0.0)[:, None] * outward
    return beyond


def _torn(corners: Points, drawn: Points) -> NDArray[np.bool_]:
    """Whether faces (n, 3, 3) are drawn (n, 3, 2) across a slit of the disc."""
    true, flat = (
        np.linalg.norm(points - np.roll(points, 1, axis=1), axis=2).max(axis=1)
        for points in (corners, drawn)
    )
    torn: NDArray[np.bool_] = flat > _TORN * true
    return torn
