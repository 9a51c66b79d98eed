"""Lays the skin about a defect flat: how far, which way up, and even on both sides."""

from __future__ import annotations

from functools import lru_cache
from math import ceil, pi, sqrt

import numpy as np
import shapely
from scipy.spatial import cKDTree
from shapely import affinity
from shapely.geometry import Polygon

from flapplanner.anatomy.skin_chart import SkinChart
from flapplanner.errors import GeometryError
from flapplanner.geometry.surface.chart import SurfaceChart, surface_chart
from flapplanner.geometry.surface.mesh import Mesh, Points
from flapplanner.geometry.surface.nearest import nearest
from flapplanner.geometry.surface.sheet import Sheet

# How far over the skin charts reach: the widest, the usual, and those made where a wide one folds.
RADII_MM = (300.0, 200.0, 150.0, 120.0)
_STEP_MM = 50.0  # radii are made in these steps, so that charts can be used again
_BEYOND_MM = 90.0  # about as far as a paddle may reach beyond the missing skin
_MARGIN_MM = 20.0  # about the missing skin; the chart must not fold there
_TWICE = 1e-3  # share of an outline that may be drawn twice
_ANGLES = 24
_SHARES = (1.0, 0.5)


def skin_chart(
    mesh: Mesh,
    centre_mm: Points,
    up: Points,
    outline: Polygon,
    along_skin_mm: tuple[float, float],
) -> SkinChart:
    """The chart of a body's surface, its own mirror image, about a point of it (3,) [mm].

    It reaches as far beyond the outline as a paddle may. Between the thighs the skin bends two
    ways, so that a wide chart folds over itself; then a smaller one is made. Deep points keep
    their distance to the skin in a disc of the area of the outline. The last few surfaces laid
    flat are kept in memory.

    Raises
    ------
    GeometryError
        The centre is not on the surface, the direction `up` stands across it, or every chart that
        holds the outline folds.
    """
    side = int(np.sign(centre_mm[0]))
    mirror = np.array([-1.0 if side < 0 else 1.0, 1.0, 1.0])
    x, y, z = (float(value) for value in centre_mm * mirror)
    direction = up * mirror if side else _along_midline(mesh, centre_mm, up)
    a, b, c = (float(value) for value in direction)
    shown = outline.buffer(_MARGIN_MM)
    reach = float(np.hypot(*shapely.get_coordinates(outline).T).max())
    wide = min(max(RADII_MM[1], _STEP_MM * ceil((reach + _BEYOND_MM) / _STEP_MM)), RADII_MM[0])
    for radius in (wide, *RADII_MM[2:]):
        surface = _surface(mesh, (x, y, z), (a, b, c), radius)
        if not _folds(surface, affinity.scale(shown, mirror[0], 1.0, origin=(0, 0))):
            break
    else:
        raise GeometryError("chart: the skin about the centre folds when it is laid flat")
    angles = np.arange(_ANGLES) * 2 * pi / _ANGLES
    circle = sqrt(outline.area / pi) * np.column_stack((np.cos(angles), np.sin(angles)))
    sound = np.vstack((np.zeros((1, 2)), *(share * circle for share in _SHARES)))
    return SkinChart(surface, side, sound, surface.lifted(sound), along_skin_mm)


def _along_midline(mesh: Mesh, centre_mm: Points, up: Points) -> Points:
    """The direction up along the midline of the skin at a point of it.

    In a cleft the faces stand steep, and `up` laid into one of them would lead out of the midline.
    """
    corners = mesh.vertices_mm[mesh.faces[nearest(mesh, centre_mm[None]).faces[0]]]
    on_midline = corners[corners[:, 0] == 0]
    if len(on_midline) != 2:
        return up
    along: Points = on_midline[1] - on_midline[0]
    return along if along @ up > 0 else -along


def _folds(surface: SurfaceChart, outline: Polygon) -> bool:
    """Whether faces are drawn over one another under an outline."""
    sheet = surface.sheet
    drawn = np.asarray(shapely.polygons(sheet.uv_mm[sheet.mesh.faces]), dtype=np.object_)
    under = drawn[shapely.intersects(drawn, shapely.box(*outline.bounds))]
    areas = shapely.area(shapely.intersection(under, outline))
    return bool(areas.sum() > (1 + _TWICE) * outline.area)


@lru_cache(maxsize=8)
def _surface(
    mesh: Mesh,
    centre: tuple[float, float, float],
    up: tuple[float, float, float],
    radius_mm: float,
) -> SurfaceChart:
    made = surface_chart(mesh, np.array(centre), np.array(up), radius_mm)
    return made if centre[0] else _even(made)


def _even(made: SurfaceChart) -> SurfaceChart:
    """A chart in the midline, made its own mirror image: the mean of itself and its mirror image.

    The two differ by a millimetre or two, as a flat map is only nearly the best there is.
    """
    mesh, uv = made.mesh, made.uv_mm.copy()
    mirror = np.array([-1.0, 1.0, 1.0])
    found = cKDTree(mesh.vertices_mm).query(mesh.vertices_mm * mirror)
    away, other = np.asarray(found[0]), np.asarray(found[1])
    own = np.unique(mesh.faces[made.faces])
    both = own[np.isin(other[own], own) & (away[own] == 0)]
    uv[both] = (made.uv_mm[both] + made.uv_mm[other[both]] * mirror[:2]) / 2
    uv.setflags(write=False)
    return SurfaceChart(mesh, Sheet(made.sheet.mesh, uv[own]), made.faces, uv)
