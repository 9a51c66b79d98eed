"""The skin about a defect laid flat, the left the mirror image of the right.

The body is its own mirror image. So a chart left of the midline is the mirror image of the one on
the right, and one in the midline is read on its right half alone: a mirrored case gives mirrored
results to the last digit.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

import numpy as np
from shapely import affinity
from shapely.geometry import Polygon

from flapplanner.geometry.surface.chart import SurfaceChart
from flapplanner.geometry.surface.mesh import Points
from flapplanner.geometry.surface.nearest import nearest
from flapplanner.geometry.surface.sheet import AreaStretch


@dataclass(frozen=True, eq=False)
class SkinChart:
    """A surface chart, and how points off the skin are drawn on it.

    surface       the chart, its centre in the right half of the body
    side          −1 where the chart is the mirror image of `surface`, 0 in the midline, else 1
    sound_uv_mm   (n, 2) places about the centre to which deep points keep their distance
    sound_mm      (n, 3) the same places on `surface`
    along_skin_mm to which depth ways run along the skin, and from which they run straight
    """

    surface: SurfaceChart
    side: int
    sound_uv_mm: Points
    sound_mm: Points
    along_skin_mm: tuple[float, float]

    def seen(self, point_mm: Points) -> tuple[float, float, float]:
        """The place u, v and the depth of a point in space (3,) [mm]; none has a negative depth.

        A shallow point under the skin of the chart is drawn where the skin nearest to it is drawn.
        A way from a deep point, or from one whose skin lies beyond the chart, runs straight
        through the body: its place and depth are those by which

            hypot(distance on the chart, depth) = straight distance

        to the places about the centre, by least squares. Between the two depths of `along_skin_mm`
        the one passes into the other. On flat skin both are the same.
        """
        x, y, z = (float(value) for value in point_mm)
        turned = float(self._turned(np.array([x]))[0])
        folded = (x * turned, y, z)
        shallow, deep = self.along_skin_mm
        under = _under_skin(self.surface, folded, deep)
        u, v, depth = under or self._straight(np.array(folded))
        if under and depth > shallow:
            share = (depth - shallow) / (deep - shallow)
            straight = self._straight(np.array(folded))
            u, v, depth = (
                (1 - share) * a + share * b for a, b in zip(under, straight, strict=True)
            )
        if self.side == 0:
            u = max(u, 0.0) if x else 0.0
        return u * turned, v, max(depth, 0.0)

    def lifted(self, uv_mm: Points) -> Points:
        """The points of the body's surface (n, 3) [mm] drawn at the places (n, 2) [mm].

        Raises
        ------
        GeometryError
            A place lies outside the chart.
        """
        places = np.asarray(uv_mm, dtype=np.float64)
        turned = self._turned(places[:, 0])
        lifted = self.surface.lifted(places * np.column_stack((turned, np.ones(len(places)))))
        lifted[:, 0] *= turned
        return lifted

    def area_stretch(self, outline: Polygon) -> AreaStretch:
        """How the true areas compare with the drawn ones under an outline.

        Raises
        ------
        GeometryError
            The outline has no area, or reaches beyond the chart.
        """
        mirrored = affinity.scale(outline, -1.0, 1.0, origin=(0, 0))
        return self.surface.area_stretch(mirrored if self.side < 0 else outline)

    def _turned(self, across: Points) -> Points:
        """−1 for what is read in the mirror, by its place across the body or the chart; else 1."""
        if self.side == 0:
            return np.where(across < 0, -1.0, 1.0)
        return np.full(len(across), float(self.side))

    def _straight(self, point: Points) -> tuple[float, float, float]:
        """The place q and depth d with |uv|² − 2 uv · q + (|q|² + d²) = straight distance²."""
        uv = self.sound_uv_mm
        terms = np.column_stack((-2 * uv, np.ones(len(uv))))
        squares = ((self.sound_mm - point) ** 2).sum(axis=1)
        u, v, rest = np.linalg.lstsq(terms, squares - (uv**2).sum(axis=1))[0]
        return float(u), float(v), sqrt(max(rest - u * u - v * v, 0.0))


@lru_cache(maxsize=2048)
def _under_skin(
    surface: SurfaceChart, point: tuple[float, float, float], deepest_mm: float
) -> tuple[float, float, float] | None:
    """Where a point under the skin of the chart is drawn; None where it lies deeper or beyond."""
    found = nearest(surface.mesh, [point])
    if found.depth_mm[0] > deepest_mm or not np.isin(found.faces[0], surface.faces):
        return None
    places, depths = surface.seen(np.array([point]))
    return float(places[0, 0]), float(places[0, 1]), float(depths[0])
