"""What a paddle leaves behind: the incision it takes, the width that has to close, the scar."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import atan2, cos, degrees, dist, pi, radians, sin, tan
from typing import Literal

import numpy as np
import shapely
from shapely.geometry import Polygon

from flapplanner.errors import GeometryError
from flapplanner.geometry.plane import Point, Vector, turned

Line = tuple[Point, ...]
Shape = Literal["line", "Y", "double V-Y", "curve", "outline"]


@dataclass(frozen=True)
class Design:
    """A paddle as it is drawn before it is cut, in the defect's coordinates [mm].

    `outline` is what it takes, `incision` what is cut of its border: neither the defect's own
    edge nor the base it stays attached by. `tips` are the ends that close as a V-Y. Turned by
    `turn_deg` about its pivot it lies on the defect.
    """

    outline: Polygon
    incision: Line
    tips: tuple[Point, ...] = ()
    turn_deg: float = 0.0


@dataclass(frozen=True)
class Donor:
    """What has to close: its width across the line of closure [mm], and the scar [mm]."""

    width_mm: float
    shape: Shape
    scar: tuple[Line, ...]

    @property
    def scar_length_mm(self) -> float:
        """The length of all lines of the scar [mm]."""
        return sum(dist(*ends) for line in self.scar for ends in pairwise(line))

    def grafted(self, left_open: Polygon) -> Donor:
        """The same donor site where it does not close: its scar is the border of the graft."""
        return Donor(self.width_mm, "outline", (line(shapely.get_coordinates(left_open.exterior)),))


def slid_donor(design: Design, distance_mm: float, towards_deg: float) -> Donor:
    """Return what an island leaves that slid by `distance_mm` away from `towards_deg` [mm].

    Its border comes to lie as much nearer to the defect. From each tip to where the tip has come
    the edges are sewn to each other: the stem of a Y, as long as the advancement d. A V of the
    angle α, moved along its middle, leaves across its middle

        width = 2 d tan(α / 2)

    An island with a tip at each end (keystone) leaves a gap of the width d behind it.

    >>> triangle = Polygon([(0, -50), (100, 0), (0, 50)])
    >>> design = Design(triangle, ((0, -50), (100, 0), (0, 50)), tips=((100, 0),))
    >>> donor = slid_donor(design, 40.0, 0.0)
    >>> donor.shape, donor.width_mm, donor.scar[1]  # 2 × 40 × 50 / 100; the stem
    ('Y', 40.0, ((100, 0), (60.0, 0.0)))
    """
    back = radians(towards_deg)
    shift = (-distance_mm * cos(back), -distance_mm * sin(back))
    moved = line(np.asarray(design.incision) + shift)
    stems = tuple((tip, (tip[0] + shift[0], tip[1] + shift[1])) for tip in design.tips)
    if len(design.tips) == 1:
        half = radians(tip_angle_deg(design)) / 2
        return Donor(round(2 * distance_mm * tan(half), 9), "Y", (moved, *stems))
    return Donor(distance_mm, "double V-Y", (moved, *stems))


def tip_angle_deg(design: Design) -> float:
    """Return the angle of the V from the ends of the incision to the design's first tip [degrees].

    Raises
    ------
    GeometryError
        The design has no tip.

    >>> triangle = Polygon([(0, -50), (50, 0), (0, 50)])
    >>> tip_angle_deg(Design(triangle, ((0, -50), (50, 0), (0, 50)), tips=((50, 0),)))
    90.0
    """
    if not design.tips:
        raise GeometryError("tip: found none; a design that closes as a V-Y is needed")
    (u, v), ends = design.tips[0], (design.incision[0], design.incision[-1])
    one, other = (atan2(end[1] - v, end[0] - u) for end in ends)
    between = abs(one - other) % (2 * pi)
    return degrees(min(between, 2 * pi - between))


def side_to_side_donor(left_open: Polygon, axis_deg: float | None = None) -> Donor:
    """Return what is left when a donor site is closed side to side along its axis [mm].

    The axis is the long side of the least rectangle about it, unless `axis_deg` says otherwise
    (0 is +u, 90 is +v). The width is that across the axis, the scar runs midway from end to end.

    >>> from flapplanner.geometry import ellipse
    >>> donor = side_to_side_donor(ellipse(200, 80))
    >>> round(donor.width_mm), round(donor.scar_length_mm)
    (80, 200)
    """
    ring = shapely.get_coordinates(left_open.exterior)[:-1]
    axis = _long_axis_rad(left_open) if axis_deg is None else radians(axis_deg)
    along = turned(ring, -axis)
    (first, low), (last, high) = along.min(axis=0), along.max(axis=0)
    middle = (low + high) / 2
    scar = line(turned(np.array([[first, middle], [last, middle]]), axis))
    return Donor(float(high - low), "line", (scar,))


def line(points: Vector) -> Line:
    """Return points as a polyline of plain numbers [mm]."""
    return tuple((float(u), float(v)) for u, v in points)


def _long_axis_rad(outline: Polygon) -> float:
    box = shapely.get_coordinates(shapely.oriented_envelope(outline))
    one, other = box[1] - box[0], box[2] - box[1]
    side = one if np.hypot(*one) >= np.hypot(*other) else other
    return float(np.arctan2(side[1], side[0]))
