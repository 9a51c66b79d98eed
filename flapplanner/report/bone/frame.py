"""The frame of a bone drawing: two pictures side by side at one scale."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor

from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from flapplanner.report.bone.view import Flat, View
from flapplanner.report.drawing_window import number, number_pair

WIDTH = 760.0
BETWEEN = 12.0
HEAD = 30.0
FOOT = 46.0
AIR_MM = 14.0
STEP_MM = 5.0


@dataclass(frozen=True)
class Panel:
    """One picture: where it stands, and how the millimetres of its view become units."""

    view: View
    left: float
    width: float
    height: float
    middle_mm: float
    top_mm: float
    units_per_mm: float

    def xy(self, point: Flat) -> Flat:
        """The place of a point of the view [mm] in the picture."""
        u, v = point
        return (
            self.left + self.width / 2 + (u - self.middle_mm) * self.units_per_mm,
            HEAD + (self.top_mm - v) * self.units_per_mm,
        )

    def path(self, shape: BaseGeometry) -> str:
        """The outlines of a shape [mm] as the data of an SVG path."""
        rings = (
            ring
            for part in getattr(shape, "geoms", (shape,))
            if isinstance(part, Polygon) and not part.is_empty
            for ring in (part.exterior, *part.interiors)
        )
        return " ".join(f"M{self.line(ring.coords[:-1])} Z" for ring in rings)

    def line(self, points: Iterable[Flat]) -> str:
        """Points [mm] joined by straight lines, without the first M."""
        return " L".join(number_pair(self.xy((u, v))) for u, v in points)

    @property
    def frame(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the picture."""
        return (self.left, 0.0, self.left + self.width, self.height)

    @property
    def clip(self) -> str:
        """The name of its clipping path; pictures of one size may share it on a page."""
        return f"{self.view.name}-{self.left:.0f}-{self.width:.0f}-{self.height:.0f}"

    @property
    def rect(self) -> str:
        """The picture as the attributes of an SVG rectangle."""
        return (
            f'x="{number(self.left)}" width="{number(self.width)}" height="{number(self.height)}"'
        )

    @property
    def upper_rect(self) -> str:
        """The same without its foot, which is left to the scale."""
        return (
            f'x="{number(self.left)}" width="{number(self.width)}" '
            f'height="{number(self.height - FOOT + 6)}"'
        )


def panels(
    views: tuple[View, View],
    extents: tuple[tuple[float, float, float, float], tuple[float, float, float, float]],
) -> tuple[Panel, Panel]:
    """Two pictures of one height that show the extents (left, low, right, high [mm]).

    The window moves in steps, so that it rests while the patient's stature is changed a little.
    """
    low = min(extent[1] for extent in extents)
    high = _up(max(extent[3] for extent in extents) + AIR_MM)
    spans = [(_down(e[0] - AIR_MM), _up(e[2] + AIR_MM)) for e in extents]
    total_mm = sum(right - left for left, right in spans)
    scale = (WIDTH - BETWEEN) / total_mm
    height = HEAD + (high - _down(low)) * scale + FOOT
    made, x = [], 0.0
    for view, (left, right) in zip(views, spans, strict=True):
        width = (right - left) * scale
        made.append(Panel(view, x, width, height, (left + right) / 2, high, scale))
        x += width + BETWEEN
    return made[0], made[1]


def _down(value: float) -> float:
    return floor(value / STEP_MM) * STEP_MM


def _up(value: float) -> float:
    return ceil(value / STEP_MM) * STEP_MM
