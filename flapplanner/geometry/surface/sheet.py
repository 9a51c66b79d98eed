"""A sheet: a piece of surface with a place in the plane for each of its vertices."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Polygon

from flapplanner.errors import GeometryError
from flapplanner.geometry.surface.mesh import Mesh, Points

_TOUCH_MM = 1e-6
_LEAST_COVER = 1 - 1e-6


@dataclass(frozen=True)
class AreaStretch:
    """How true areas compare with the areas drawn, under an outline; 1 is true to area.

    mean   true area / drawn area
    rms    root mean square of (true / drawn) − 1, weighted by the area drawn
    least, most  the range of true / drawn over the faces under the outline

    >>> AreaStretch(mean=1.02, rms=0.03, least=0.97, most=1.08).mean
    1.02
    """

    mean: float
    rms: float
    least: float
    most: float


@dataclass(frozen=True, eq=False)
class Sheet:
    """A mesh and where each of its vertices lies in the plane: uv_mm (n, 2).

    >>> mesh = Mesh(np.array([[0.0, 0, 0], [3, 0, 3], [0, 4, 0]]), np.array([[0, 1, 2]]))
    >>> sheet = Sheet(mesh, mesh.vertices_mm[:, :2])
    >>> sheet.lifted(np.array([[1.0, 1.0]])).round(6)
    array([[1., 1., 1.]])
    >>> round(sheet.area_stretch(shapely.box(0, 0, 1, 1)).mean, 6)  # a slope of 45°
    1.414214
    """

    mesh: Mesh
    uv_mm: Points

    def lifted(self, uv_mm: Points) -> Points:
        """Return the points of the surface (n, 3) [mm] drawn at the places uv (n, 2) [mm].

        Raises
        ------
        GeometryError
            A place lies outside the sheet.
        """
        places = _pairs(uv_mm)
        found, faces = self._tree.query(
            shapely.points(places), predicate="dwithin", distance=_TOUCH_MM
        )
        hit, first = np.unique(found, return_index=True)
        if len(hit) < len(places):
            lost = places[np.setdiff1d(np.arange(len(places)), hit)[0]]
            raise GeometryError(
                f"chart: nothing of the surface is drawn at ({lost[0]:.1f}, {lost[1]:.1f}) mm; "
                f"places within {np.abs(self.uv_mm).max():.0f} mm of the centre and off its "
                "slits are needed"
            )
        corners = self.mesh.faces[faces[first]]
        shares = _shares(self.uv_mm[corners], places)
        lifted: Points = np.einsum("ij,ijk->ik", shares, self.mesh.vertices_mm[corners])
        return lifted

    def area_stretch(self, outline: Polygon) -> AreaStretch:
        """Return how the true areas compare with the drawn ones under an outline.

        Raises
        ------
        GeometryError
            The outline has no area, or reaches beyond the sheet.
        """
        if not outline.area > 0:
            raise GeometryError("chart: the outline has no area; one with an area is needed")
        faces = self._tree.query(outline, predicate="intersects")
        drawn = shapely.area(shapely.intersection(self._triangles[faces], outline))
        if drawn.sum() < _LEAST_COVER * outline.area:
            raise GeometryError(
                f"chart: only {100 * drawn.sum() / outline.area:.1f} % of the outline lies on the "
                "surface drawn; all of it is needed"
            )
        ratios = self.mesh.face_areas_mm2[faces] / shapely.area(self._triangles[faces])
        under = drawn > 0
        shares, ratios = drawn[under] / drawn.sum(), ratios[under]
        return AreaStretch(
            mean=float(shares @ ratios),
            rms=float(np.sqrt(shares @ (ratios - 1) ** 2)),
            least=float(ratios.min()),
            most=float(ratios.max()),
        )

    @cached_property
    def _triangles(self) -> NDArray[np.object_]:
        return np.asarray(shapely.polygons(self.uv_mm[self.mesh.faces]), dtype=np.object_)

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self._triangles)


def _pairs(uv_mm: Points) -> Points:
    places = np.asarray(uv_mm, dtype=np.float64)
    if places.ndim != 2 or places.shape[1] != 2 or not np.isfinite(places).all():
        raise GeometryError(f"chart: found places of shape {places.shape}; finite (n, 2) is needed")
    return places


def _shares(corners: Points, places: Points) -> Points:
    """Barycentric coordinates (n, 3) of places (n, 2) in triangles (n, 3, 2)."""
    first, second = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    offset = places - corners[:, 0]
    area = _cross(first, second)
    b, c = _cross(offset, second) / area, _cross(first, offset) / area
    return np.column_stack((1 - b - c, b, c))


def _cross(a: Points, b: Points) -> Points:
    product: Points = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
    return product
