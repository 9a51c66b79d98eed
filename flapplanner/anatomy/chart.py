"""The chart: the plane in which a patient's defect and paddles are drawn.

u  to the patient's right, v  up on the chart, depth  below the skin; all [mm].
The origin is the defect's centre. A flat chart is the plane of the skin as one looks at it; a
surface chart is the skin itself laid flat. The flat one serves where the skin is nearly flat.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from math import inf
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from shapely.geometry import Polygon

from flapplanner.anatomy.chart_plane import ChartPoint, Plane, Point3
from flapplanner.anatomy.skin_chart import SkinChart
from flapplanner.anatomy.skin_flattening import skin_chart
from flapplanner.errors import GeometryError
from flapplanner.geometry.surface.flat_chart import FlatChart
from flapplanner.geometry.surface.flat_chart import flat_chart as flat_sheet
from flapplanner.geometry.surface.mesh import Mesh
from flapplanner.geometry.surface.nearest import nearest
from flapplanner.geometry.surface.sheet import AreaStretch
from vascular_models import Atlas

_RADIUS_MM = 250.0  # how far over the skin a flat chart is made
_STEP_MM = 3.0  # between the points of a line that is drawn on the skin
_KEPT = 8


@dataclass(frozen=True, eq=False)
class Chart:
    """The chart of one patient's defect.

    flat          the body's surface as the plane shows it; None where it looks away
    skin          the skin laid flat; None on a flat chart
    stretch       true against drawn areas under the missing skin, `flat_stretch` the same on the
                  flat chart; None where a part of it does not lie on the surface shown
    """

    plane: Plane
    flat: FlatChart | None
    skin: SkinChart | None
    stretch: AreaStretch | None
    flat_stretch: AreaStretch | None

    @property
    def view(self) -> str:
        """From where the body is seen."""
        return self.plane.view

    @property
    def kind(self) -> Literal["flat", "surface"]:
        """Whether it is a plane, or the skin laid flat."""
        return "surface" if self.skin else "flat"

    def seen(self, point: Point3) -> ChartPoint:
        """A point of the body frame [mm] as the chart shows it.

        On the flat chart depth is counted below the plane and is negative before it. On the
        surface chart it is never negative: what the atlas puts outside a lean body lies on its
        skin.
        """
        return ChartPoint(*self.skin.seen(point)) if self.skin else self.plane.seen(point)

    def over(self, point: Point3) -> tuple[float, float]:
        """The place [mm] of the skin through which a point of the body is seen.

        A landmark is drawn there. What lies beyond the skin shown is drawn as it is `seen`.
        """
        skin = _skin_at(self.flat, self.plane.seen(point).uv) if self.skin and self.flat else None
        if skin is not None:
            return self.seen(np.array(skin)).uv
        return self.seen(point).uv

    def lifted(self, ring: NDArray[np.float64] | Sequence[tuple[float, float]]) -> Point3:
        """A line on the chart (n, 2) [mm] as points of the body's surface (k, 3) [mm].

        Points are added along it, so that the line follows the skin.

        Raises
        ------
        GeometryError
            A part of the line does not lie on the surface shown.
        """
        shown = self.skin or self.flat
        if shown is None:
            raise GeometryError("chart: the surface at the defect looks away from the viewer")
        line = np.asarray(ring, dtype=np.float64)
        steps = np.linalg.norm(np.diff(line, axis=0), axis=1)
        between = [
            np.linspace(start, end, int(np.ceil(step / _STEP_MM)), endpoint=False)
            for start, end, step in zip(line, line[1:], steps, strict=False)
        ]
        return shown.lifted(np.vstack((*between, line[-1:])))


def chart_on(mesh: Mesh, plane: Plane, outline: Polygon, atlas: Atlas) -> Chart:
    """The chart of a plane's part of the body's surface, the one that is truer to area.

    The flat chart, where its areas under the outline are wrong by less than the atlas allows (root
    mean square), or by less than those of the surface chart. The surface chart is centred on the
    skin that is seen at the plane's origin; where none is seen, on the nearest.
    """
    body = atlas.body
    allowed = body["flat_chart_area_error_ratio"].central
    depth = body["along_skin_depth_mm"]
    assert depth.low is not None
    assert depth.high is not None
    return _chart(mesh, plane, outline, allowed, (depth.low, depth.high))


@lru_cache(maxsize=_KEPT)
def _chart(
    mesh: Mesh, plane: Plane, outline: Polygon, allowed: float, along_skin_mm: tuple[float, float]
) -> Chart:
    flat = _flat(mesh, plane)
    flat_stretch = _stretch(flat, outline)
    if _wrong(flat_stretch) < allowed:
        return Chart(plane, flat, None, flat_stretch, flat_stretch)
    skin = _skin(mesh, plane, outline, along_skin_mm)
    stretch = _stretch(skin, outline)
    if _wrong(flat_stretch) <= _wrong(stretch):
        return Chart(plane, flat, None, flat_stretch, flat_stretch)
    return Chart(plane, flat, skin, stretch, flat_stretch)


@lru_cache(maxsize=_KEPT)
def _flat(mesh: Mesh, plane: Plane) -> FlatChart | None:
    centre, right, up = (np.array(vector) for vector in (plane.centre, plane.right, plane.up))
    try:
        return flat_sheet(mesh, centre, right, up, _RADIUS_MM)
    except GeometryError:
        return None


def _skin(
    mesh: Mesh, plane: Plane, outline: Polygon, along_skin_mm: tuple[float, float]
) -> SkinChart | None:
    # Looked for in the right half, so that right and left are the same to the last digit.
    mirrored = plane.centre[0] < 0
    right_half = plane.mirrored if mirrored else plane
    found = nearest(mesh, [right_half.centre]).points_mm[0]
    flat = _flat(mesh, right_half)
    if flat is not None:
        with suppress(GeometryError):
            found = flat.lifted(np.zeros((1, 2)))[0]
    # A region in the midline keeps its centre there.
    across = 0.0 if plane.centre[0] == 0 else -1.0 if mirrored else 1.0
    centre = found * np.array([across, 1.0, 1.0])
    try:
        return skin_chart(mesh, centre, np.array(plane.up), outline, along_skin_mm)
    except GeometryError:
        return None


@lru_cache(maxsize=1024)
def _skin_at(flat: FlatChart, uv: tuple[float, float]) -> tuple[float, float, float] | None:
    """The skin that a flat chart shows at a place [mm]; None where it shows none."""
    try:
        x, y, z = (float(value) for value in flat.lifted(np.array([uv]))[0])
    except GeometryError:
        return None
    return (x, y, z)


def _stretch(skin: FlatChart | SkinChart | None, outline: Polygon) -> AreaStretch | None:
    try:
        return skin.area_stretch(outline) if skin else None
    except GeometryError:
        return None


def _wrong(stretch: AreaStretch | None) -> float:
    return inf if stretch is None else stretch.rms
