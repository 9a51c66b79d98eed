"""Outlines as the kernel takes them, whole and with few corners."""

from typing import Any

import numpy as np
import shapely
from shapely.geometry import Polygon

from flapplanner.geometry.kernel.overlap import Table, overlap, table
from flapplanner.geometry.leash import Paddle
from flapplanner.geometry.plane import Region, Vector, corners_of, edges_of

COLUMNS = 4  # of a region's table
FEW_CORNERS_MM = 1.5  # outlines are scanned with this much off


def ring_of(outline: Polygon, paddle: Paddle) -> Vector:
    """The corners about the hilum, counter-clockwise, without the closing one."""
    return np.asarray(corners_of(outline.exterior) - paddle.hilum_mm)


def with_few_corners(region: Any, unit_mm: float) -> Any:
    """A region without the corners that hardly matter at its size; itself where none are left."""
    few = region.simplify(min(FEW_CORNERS_MM, 0.03 * unit_mm))
    return few if few.geom_type == region.geom_type and few.area > 0 else region


def between_mm2(few: Region, region: Region, edges: Table) -> float:
    """The area that belongs to one of a region and its simpler form, but not to both [mm²]."""
    if few is region:
        return 0.0
    shared = 0.0
    for part in shapely.get_parts(few):
        rings = (part.exterior, *part.interiors)
        own = [overlap(edges, corners_of(ring), 0.0, 0.0, 0.0)[0] for ring in rings]
        shared += own[0] - sum(own[1:])
    return max(0.0, float(few.area + region.area - 2 * shared))


def table_of(region: Region) -> Table:
    """A region's edges as the kernel looks them up."""
    return table(*edges_of(region), COLUMNS)
