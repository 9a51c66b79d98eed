"""The area that a placed paddle shares with a region, and how it changes with the pose."""

from collections.abc import Sequence

import numpy as np
import shapely
from shapely.geometry.polygon import orient

from flapplanner.geometry.leash import Paddle
from flapplanner.geometry.plane import Region, Vector, turned


class Overlap:
    """The shared area of a region and a paddle as a function of (u [mm], v [mm], turn [rad])."""

    def __init__(self, region: Region, paddle: Paddle) -> None:
        ring = shapely.get_coordinates(orient(paddle.outline).exterior)
        self.region = region
        self.local = ring - np.asarray(paddle.hilum_mm)
        self.paddle_area_mm2 = float(paddle.outline.area)

    def area_mm2(self, pose: Vector) -> float:
        """Return area(region ∩ paddle at the pose) [mm²]."""
        outline = shapely.polygons(self._ring(pose))
        return float(shapely.area(shapely.intersection(outline, self.region)))

    def areas_mm2(self, poses: Sequence[Vector]) -> Vector:
        """Return the shared areas at several poses [mm²]."""
        outlines = shapely.polygons([self._ring(pose) for pose in poses])
        return np.asarray(shapely.area(shapely.intersection(outlines, self.region)))

    def area_and_gradient(self, pose: Vector) -> tuple[float, Vector]:
        """Return the shared area [mm²] and its gradient ([mm²/mm], [mm²/mm], [mm²/rad]).

        The gradient is the integral of velocity · outward normal over the part of the paddle's
        border inside the region. Over a piece from a to b of a counter-clockwise border, with the
        hilum h, it depends on the ends alone:

            ∫ n ds = (b_v − a_v, a_u − b_u),    ∫ J(x − h) · n ds = (|a − h|² − |b − h|²) / 2
        """
        ring = self._ring(pose)
        shapes = np.array([shapely.polygons(ring), shapely.linestrings(ring)])
        shared, inside = shapely.intersection(shapes, self.region)
        points, piece = shapely.get_coordinates(shapely.get_parts(inside), return_index=True)
        gradient = np.zeros(3)
        if len(points):
            points -= pose[:2]
            ends = np.flatnonzero(piece[1:] != piece[:-1])
            starts = points[np.concatenate(([0], ends + 1))]
            stops = points[np.concatenate((ends, [len(points) - 1]))]
            du, dv = (stops - starts).sum(axis=0)
            gradient[:] = dv, -du, 0.5 * (np.sum(starts**2) - np.sum(stops**2))
        return float(shapely.area(shared)), gradient

    def _ring(self, pose: Vector) -> Vector:
        return turned(self.local, pose[2]) + pose[:2]
