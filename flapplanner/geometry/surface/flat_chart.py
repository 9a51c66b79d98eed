"""The flat chart: the surface seen straight along one direction, as on a photograph."""

from dataclasses import dataclass

import numpy as np
from shapely.geometry import Polygon

from flapplanner.errors import GeometryError
from flapplanner.geometry.surface.distances import front
from flapplanner.geometry.surface.mesh import Mesh, Points
from flapplanner.geometry.surface.nearest import nearest
from flapplanner.geometry.surface.patch import grown_disc
from flapplanner.geometry.surface.points import SurfacePoint
from flapplanner.geometry.surface.sheet import AreaStretch, Sheet

_UNIT = 1e-9


@dataclass(frozen=True, eq=False)
class FlatChart:
    """A plane through `centre_mm`, spanned by the unit vectors `right` and `up`.

    sheet  the part of the surface that faces the viewer, as the plane shows it
    """

    centre_mm: Points
    right: Points
    up: Points
    sheet: Sheet

    @property
    def normal(self) -> Points:
        """The unit vector towards the viewer, right × up."""
        return np.cross(self.right, self.up)

    def seen(self, points_mm: Points) -> tuple[Points, Points]:
        """Return the places (n, 2) and depths below the plane (n,) of points (n, 3) [mm]."""
        offsets = np.asarray(points_mm, dtype=np.float64) - self.centre_mm
        return offsets @ np.column_stack((self.right, self.up)), -offsets @ self.normal

    def lifted(self, uv_mm: Points) -> Points:
        """Return the points of the surface (n, 3) [mm] seen at the places (n, 2) [mm].

        Raises
        ------
        GeometryError
            Nothing of the surface is seen at a place.
        """
        return self.sheet.lifted(uv_mm)

    def area_stretch(self, outline: Polygon) -> AreaStretch:
        """Return how the true areas compare with those seen under an outline.

        Raises
        ------
        GeometryError
            The outline has no area, or reaches beyond the part of the surface that is seen.
        """
        return self.sheet.area_stretch(outline)


def flat_chart(
    mesh: Mesh, centre_mm: Points, right: Points, up: Points, radius_mm: float
) -> FlatChart:
    """Return the flat chart of the surface about the point of it nearest to the centre (3,) [mm].

    It takes in the faces within `radius_mm` over the surface that look towards the viewer.

    Raises
    ------
    GeometryError
        The vectors are not of length 1 and square to each other, or the surface at the centre
        looks away from the viewer.

    >>> sheet = Mesh(
    ...     np.array([[0.0, 0, 0], [30, 0, 30], [30, 40, 30], [0, 40, 0]]),
    ...     np.array([[0, 1, 2], [0, 2, 3]]),
    ... )
    >>> chart = flat_chart(sheet, np.array([15.0, 20, 15]), np.eye(3)[0], np.eye(3)[1], 100.0)
    >>> chart.lifted(np.array([[5.0, 0.0]])).round(6)
    array([[20., 20., 20.]])
    """
    frame = np.stack((right, up))
    if frame.shape != (2, 3) or np.abs(frame @ frame.T - np.eye(2)).max() > _UNIT:
        raise GeometryError(
            f"flat chart: found right {frame[0].tolist()}, up {frame[1].tolist()}; two unit "
            "vectors square to each other are needed"
        )
    middle = np.asarray(centre_mm, dtype=np.float64)
    found = nearest(mesh, middle[None])
    face = int(found.faces[0])
    a, b, c = (float(share) for share in found.barycentric[0])
    ways = front(mesh, SurfacePoint(face, (a, b, c)), radius_mm).distances_mm
    corners = (mesh.vertices_mm - middle) @ frame.T
    sides = corners[mesh.faces[:, 1:]] - corners[mesh.faces[:, :1]]
    towards = np.linalg.det(sides) > 0
    if not towards[face]:
        raise GeometryError("flat chart: the surface at the centre looks away from the viewer")
    disc = grown_disc(mesh, face, ways, radius_mm, towards)
    return FlatChart(middle, frame[0], frame[1], Sheet(disc.mesh, corners[disc.vertices]))
