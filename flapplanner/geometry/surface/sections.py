"""Level sections of a surface, and what a tape laid round them would read."""

import numpy as np
import shapely
from shapely.geometry import LineString, Polygon

from flapplanner.errors import GeometryError
from flapplanner.geometry.surface.implicit import Shape, Values
from flapplanner.geometry.surface.mesh import Mesh, Points


def level_section(mesh: Mesh, level_mm: float) -> tuple[Polygon, ...]:
    """Return the outlines in which a closed mesh is cut at z = level, in x and y, by falling area.

    A vertex exactly on the level counts as above it, so every outline is closed.

    Raises
    ------
    GeometryError
        The level is not finite.

    >>> points = np.array([[0.0, 0, 0], [6, 0, 0], [0, 6, 0], [0, 0, 6]])
    >>> corner = Mesh(points, np.array([[0, 2, 1], [0, 1, 3], [0, 3, 2], [1, 2, 3]]))
    >>> [outline.area for outline in level_section(corner, 3.0)]  # 3² / 2
    [4.5]
    """
    if not np.isfinite(level_mm):
        raise GeometryError(f"section level_mm: found {level_mm}; a finite height is needed")
    above = mesh.vertices_mm[:, 2] >= level_mm
    cut = mesh.faces[above[mesh.faces].any(axis=1) & ~above[mesh.faces].all(axis=1)]
    if len(cut) == 0:
        return ()
    # Each cut face is turned until its lone corner, above or below, comes first.
    lone = above[cut] == (above[cut].sum(axis=1) == 1)[:, np.newaxis]
    turn = (np.argmax(lone, axis=1)[:, np.newaxis] + np.arange(3)) % 3
    cut = np.take_along_axis(cut, turn, axis=1)
    ends = [_crossings(mesh.vertices_mm, cut[:, [0, i]], level_mm) for i in (1, 2)]
    segments = [LineString(pair) for pair in np.stack(ends, axis=1)]
    rings = shapely.get_parts(shapely.polygonize(segments))
    return tuple(sorted(rings, key=lambda ring: -ring.area))


def tape_mm(outline: Polygon) -> float:
    """Return what a tape pulled tight round an outline reads: the rim of its convex hull [mm].

    >>> tape_mm(Polygon([(0, 0), (10, 0), (5, 2), (10, 10), (0, 10)]))
    40.0
    """
    return float(outline.convex_hull.length)


def shape_section(
    shape: Shape, level_mm: float, centre_mm: tuple[float, float], reach_mm: float
) -> Polygon:
    """Return the outermost outline of a shape at z = level, seen from a point inside it [mm].

    128 rays from the centre; on each the outermost change of sign, by linear interpolation
    between 97 samples out to `reach_mm`. Of a section that a ray crosses several times the
    outline shows what a tape would touch. Its rim is short of the true one by less than 0.1 %.

    Raises
    ------
    GeometryError
        The shape has no inside along a ray, or lies beyond its reach.

    >>> from flapplanner.geometry.surface.implicit import ellipsoid
    >>> ball = ellipsoid((0, 0, 0), (50, 50, 50))
    >>> round(shape_section(ball, 30.0, (0.0, 0.0), 100.0).length)  # 2 π 40 = 251.3
    251
    """
    angle = 2 * np.pi * np.arange(128) / 128
    radius = reach_mm * np.arange(97) / 96
    ways = np.stack((np.cos(angle), np.sin(angle)), axis=1)
    flat = np.asarray(centre_mm) + ways[:, np.newaxis] * radius[np.newaxis, :, np.newaxis]
    points = np.concatenate((flat, np.full((*flat.shape[:2], 1), level_mm)), axis=2)
    values = shape(points.reshape(-1, 3)).reshape(flat.shape[:2])
    inside = values < 0
    if not inside.any(axis=1).all() or inside[:, -1].any():
        raise GeometryError(
            f"section at {level_mm:g} mm: a ray from {centre_mm} found no inside within reach"
        )
    last = len(radius) - 1 - np.argmax(inside[:, ::-1], axis=1)
    rows = np.arange(len(angle))
    inner, outer = values[rows, last], values[rows, last + 1]
    hit: Values = radius[last] + (radius[1] - radius[0]) * inner / (inner - outer)
    return Polygon(np.asarray(centre_mm) + ways * hit[:, np.newaxis])


def _crossings(vertices: Points, edges: np.ndarray, level_mm: float) -> Points:
    """Where edges cross the level; the same to the last bit for the two faces of an edge."""
    edges = np.sort(edges, axis=1)
    start, end = vertices[edges[:, 0]], vertices[edges[:, 1]]
    share = (level_mm - start[:, 2]) / (end[:, 2] - start[:, 2])
    crossing: Points = start[:, :2] + share[:, np.newaxis] * (end - start)[:, :2]
    return crossing
