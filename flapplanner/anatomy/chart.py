"""The flat chart: the plane of the skin in which defects and paddles are drawn.

u  to the patient's right, v  up on the chart, depth  below the skin; all [mm].
The origin is the defect's centre.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vascular_models import Region, Side

Point3 = NDArray[np.float64]


@dataclass(frozen=True)
class ChartPoint:
    """A point of the body seen on a chart [mm]."""

    u_mm: float
    v_mm: float
    depth_mm: float

    @property
    def uv(self) -> tuple[float, float]:
        """Its place in the plane [mm]."""
        return (self.u_mm, self.v_mm)


@dataclass(frozen=True)
class Chart:
    """A plane through `centre` with outward `normal`; `right` and `up` span it (unit vectors)."""

    view: str
    centre: Point3
    right: Point3
    up: Point3
    normal: Point3

    def seen(self, point: Point3) -> ChartPoint:
        """A point of the body frame [mm] as the chart shows it."""
        offset = point - self.centre
        return ChartPoint(
            float(offset @ self.right), float(offset @ self.up), float(-offset @ self.normal)
        )


def flat_chart(
    region: Region, side: Side, length_ratio: float, offset_mm: tuple[float, float] = (0.0, 0.0)
) -> Chart:
    """The chart of a region: its centre scaled and, for a defect on the left, mirrored.

    `offset_mm` moves the origin on the chart, to the patient's right and up.
    """
    mirror = np.array([-1.0 if side == "left" else 1.0, 1.0, 1.0])
    normal = np.array(region.normal) * mirror
    up = np.array(region.up)
    right = np.cross(up, normal)
    centre = np.array(region.centre_mm) * mirror * length_ratio
    return Chart(
        view=region.view,
        centre=centre + offset_mm[0] * right + offset_mm[1] * up,
        right=right,
        up=up,
        normal=normal,
    )
