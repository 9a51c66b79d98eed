"""Points of a surface, named by their face and the shares of its corners."""

from dataclasses import dataclass

import numpy as np

from flapplanner.errors import GeometryError
from flapplanner.geometry.surface.mesh import Mesh, Points
from flapplanner.geometry.surface.nearest import nearest

ON_SURFACE_MM = 0.5


@dataclass(frozen=True)
class SurfacePoint:
    """A point of a mesh: its face and the shares of the face's corners in it, which add up to 1."""

    face: int
    shares: tuple[float, float, float]

    def place(self, mesh: Mesh) -> Points:
        """Where it lies, (3,) [mm]."""
        placed: Points = np.asarray(self.shares) @ mesh.vertices_mm[mesh.faces[self.face]]
        return placed

    def inside(self, least: float) -> "SurfacePoint":
        """The same point, with no corner's share below `least`: off the border of its face."""
        raised = np.maximum(self.shares, least)
        a, b, c = (float(share) for share in raised / raised.sum())
        return SurfacePoint(self.face, (a, b, c))


def surface_point(mesh: Mesh, point_mm: Points) -> SurfacePoint:
    """Return the point of the mesh that a point (3,) [mm] within 0.5 mm of it stands for.

    Raises
    ------
    GeometryError
        The point is not three finite numbers, or lies farther from the surface.
    """
    point = np.asarray(point_mm, dtype=np.float64)
    if point.shape != (3,) or not np.isfinite(point).all():
        raise GeometryError(f"surface point: found {point_mm}; three finite numbers are needed")
    found = nearest(mesh, point[None])
    away = float(np.linalg.norm(point - found.points_mm[0]))
    if away > ON_SURFACE_MM:
        raise GeometryError(
            f"surface point {np.round(point, 1).tolist()} lies {away:.1f} mm off the surface; "
            f"at most {ON_SURFACE_MM} mm is allowed"
        )
    a, b, c = (float(share) for share in found.barycentric[0])
    return SurfacePoint(int(found.faces[0]), (a, b, c))
