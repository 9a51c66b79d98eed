"""The plane in which a region's skin is looked at: where it lies, and a point seen on it.

u  to the patient's right, v  up, depth  below the plane; all [mm].
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
class Plane:
    """A plane through `centre` [mm], spanned by the unit vectors `right` and `up`."""

    view: str
    centre: tuple[float, float, float]
    right: tuple[float, float, float]
    up: tuple[float, float, float]

    @property
    def mirrored(self) -> Plane:
        """The same plane in the other half of the body; its right is the patient's right."""
        centre, right, up = self.centre, self.right, self.up
        return Plane(
            self.view,
            (-centre[0], *centre[1:]),
            (right[0], -right[1], -right[2]),
            (-up[0], *up[1:]),
        )

    def seen(self, point: Point3) -> ChartPoint:
        """A point of the body frame [mm]; its depth is counted below the plane."""
        offset = point - np.array(self.centre)
        outward = np.cross(self.right, self.up)
        return ChartPoint(
            float(offset @ self.right), float(offset @ self.up), -float(offset @ outward)
        )


def plane_of(
    region: Region, side: Side, length_ratio: float, offset_mm: tuple[float, float] = (0.0, 0.0)
) -> Plane:
    """The plane of a region: its centre scaled and, for a defect on the left, mirrored.

    `offset_mm` moves the origin on the plane, to the patient's right and up.
    """
    mirror = np.array([-1.0 if side == "left" else 1.0, 1.0, 1.0])
    up = np.array(region.up)
    right = np.cross(up, np.array(region.normal) * mirror)
    centre = np.array(region.centre_mm) * mirror * length_ratio
    centre += offset_mm[0] * right + offset_mm[1] * up
    return Plane(region.view, _triple(centre), _triple(right), _triple(up))


def _triple(vector: Point3) -> tuple[float, float, float]:
    x, y, z = (float(value) for value in vector)
    return (x, y, z)
