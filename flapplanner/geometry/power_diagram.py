"""Power diagrams: a region shared out among weighted sites, and the borders between the shares.

A site p of weight w has the power |x − p|² − w at the point x; its cell is where its power is the
least. Equal weights give the Voronoi diagram. The bisector of two sites a distance d apart is
straight, square to the line between them, and lies (w₁ − w₂) / 2d beyond their midpoint.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import ConvexHull
from shapely.geometry import MultiPoint, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from flapplanner.errors import GeometryError
from flapplanner.geometry.plane import Region, Vector

# Three sites that far out in spans close every cell, and keep off any point within two spans.
FAR = 10.0
FAR_SITES = FAR * np.array([(0.0, 1.0), (-np.sqrt(0.75), -0.5), (np.sqrt(0.75), -0.5)])


@dataclass(frozen=True, eq=False)
class PowerDiagram:
    """The cells of the sites within a region, and which of them meet along how much border.

    `cells` has one entry per site, empty where the site has no share. `pairs` has shape
    (borders, 2): the indices of two sites, the lower first; `border_mm` has shape (borders,).
    """

    cells: tuple[Region, ...]
    area_mm2: NDArray[np.float64]
    pairs: NDArray[np.intp]
    border_mm: NDArray[np.float64]


def power_diagram(region: Region, sites_mm: ArrayLike, weights_mm2: ArrayLike) -> PowerDiagram:
    """Return the power diagram of sites within a region [mm, mm²].

    The sites are lifted to z = u² + v² − w; the lower faces of their convex hull are the triangles
    of the diagram's dual. The plane z = 2 c · x + k of such a face has its corner of the diagram at
    c (Aurenhammer 1987, SIAM J Comput 16:78-96), so neighbours share their corners to the last
    digit. Shapes: sites (sites, 2), weights (sites,).

    Raises
    ------
    GeometryError
        There is no site, a number is not finite, or two sites lie in one place.

    >>> from flapplanner.geometry import rectangle
    >>> halves = power_diagram(rectangle(60, 100), [(-30, 0), (30, 0)], [0, 1200])
    >>> halves.area_mm2.round(6).tolist(), halves.border_mm.round(6).tolist()
    ([2400.0, 3600.0], [60.0])
    """
    sites, weights = _sound(sites_mm, weights_mm2)
    count = len(sites)
    left, low, right, high = region.bounds
    centre = np.array([left + right, low + high]) / 2
    reach = float(np.hypot(*(sites - centre).T).max())
    span = max(float(np.hypot(right - left, high - low)), reach)
    flat = np.vstack([(sites - centre) / span, FAR_SITES])
    lift = (flat**2).sum(axis=1)
    lift[:count] -= (weights - weights.min()) / span**2
    hull = ConvexHull(np.column_stack([flat, lift]))
    normal = hull.equations[:, :3]
    is_lower = normal[:, 2] < -1e-12
    slope = np.where(is_lower, normal[:, 2], -1.0)[:, np.newaxis]
    corners = centre - span * normal[:, :2] / (2 * slope)
    cells = _cells(region, count, hull.simplices, corners, is_lower)
    area = shapely.area(cells)
    pairs, border = _borders(region, hull, corners, is_lower, area)
    return PowerDiagram(tuple(cells), area, pairs, border)


def _sound(
    sites_mm: ArrayLike, weights_mm2: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    sites = np.asarray(sites_mm, dtype=np.float64).reshape(-1, 2)
    weights = np.asarray(weights_mm2, dtype=np.float64)
    if weights.shape != (len(sites),) or not len(sites):
        raise GeometryError(
            f"sites: found {len(sites)} with {weights.size} weights; "
            "at least one site and a weight for each are needed"
        )
    if not (np.isfinite(sites).all() and np.isfinite(weights).all()):
        raise GeometryError("sites: found a place or a weight that is no finite number")
    if len(np.unique(sites, axis=0)) < len(sites):
        raise GeometryError("sites: two lie in one place; each needs a place of its own")
    return sites, weights


def _cells(
    region: Region,
    count: int,
    faces: NDArray[np.int32],
    corners: Vector,
    is_lower: NDArray[np.bool_],
) -> NDArray[np.object_]:
    """The cells within the region: the hulls of the corners of the faces about each site."""
    face, site = np.repeat(np.arange(len(faces)), 3), faces.ravel()
    of_cells = np.flatnonzero(is_lower[face] & (site < count))
    of_cells = of_cells[np.argsort(site[of_cells], kind="stable")]
    clouds = np.full(count, MultiPoint(), dtype=object)
    shapely.multipoints(corners[face[of_cells]], indices=site[of_cells], out=clouds)
    within = shapely.intersection(shapely.convex_hull(clouds), region)
    return np.array([_areal(cell) for cell in within], dtype=object)


def _areal(shape: BaseGeometry) -> Region:
    """What of a shape has an area: a cell may also touch the region in a point or along a line."""
    if isinstance(shape, Polygon | MultiPolygon):
        return shape
    parts: Sequence[BaseGeometry] = getattr(shape, "geoms", ())
    areal = shapely.union_all([part for part in parts if part.area > 0])
    return areal if isinstance(areal, Polygon | MultiPolygon) else Polygon()


def _borders(
    region: Region,
    hull: ConvexHull,
    corners: Vector,
    is_lower: NDArray[np.bool_],
    area: NDArray[np.float64],
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """The pairs of cells that meet, and the length of their border within the region.

    Two faces of the hull that share an edge give the ends of the border of that edge's two sites.
    """
    count = len(area)
    face, other = np.repeat(np.arange(len(hull.simplices)), 3), hull.neighbors.ravel()
    turned = [np.roll(hull.simplices, -turn, axis=1).ravel() for turn in (1, 2)]
    edges: NDArray[np.intp] = np.sort(np.column_stack(turned), axis=1).astype(np.intp)
    known = (face < other) & is_lower[face] & is_lower[other] & (edges[:, 1] < count)
    known[known] = (area[edges[known]] > 0).all(axis=1)
    lines = shapely.linestrings(np.stack([corners[face[known]], corners[other[known]]], axis=1))
    border = np.asarray(shapely.length(shapely.intersection(lines, region)), dtype=np.float64)
    met = border > 0
    return edges[known][met], border[met]
