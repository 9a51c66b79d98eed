"""The window of a drawing: which part of the chart it shows, and how millimetres become units."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor

Point = tuple[float, float]

WIDTH = 480.0
HEIGHT = 440.0
# Air around what is drawn; the window moves in steps, so that it rests while a size is dragged.
AIR_MM = 36.0
STEP_MM = 20.0


@dataclass(frozen=True)
class Window:
    """A part of the chart [mm], shown in a picture of `WIDTH` by `HEIGHT` units.

    >>> Window(-100.0, -90.0, 2.0).xy((0.0, 0.0))
    (200.0, 260.0)
    """

    left_mm: float
    low_mm: float
    units_per_mm: float

    def xy(self, point: Point) -> Point:
        """The place of a chart point in the picture; up on the chart is up in the picture."""
        u, v = point
        return (
            (u - self.left_mm) * self.units_per_mm,
            HEIGHT - (v - self.low_mm) * self.units_per_mm,
        )

    def shows(self, point: Point) -> bool:
        """Whether a chart point lies in the picture."""
        x, y = self.xy(point)
        return 0 <= x <= WIDTH and 0 <= y <= HEIGHT

    def path(self, points: Iterable[Point], closed: bool = True) -> str:
        """The points as the data of an SVG path."""
        steps = " L".join(number_pair(self.xy(point)) for point in points)
        return f"M{steps}{' Z' if closed else ''}"


def window_round(points: Iterable[Point]) -> Window:
    """The window of fixed proportions around chart points, with air on all sides.

    >>> window = window_round([(-100.0, -50.0), (100.0, 50.0)])
    >>> window.left_mm, round(window.units_per_mm, 2)
    (-140.0, 1.71)
    """
    us, vs = zip(*points, strict=True)
    left, right = _stepped(min(us), max(us))
    low, high = _stepped(min(vs), max(vs))
    scale = min(WIDTH / (right - left), HEIGHT / (high - low))
    return Window((left + right - WIDTH / scale) / 2, (low + high - HEIGHT / scale) / 2, scale)


def number(value: float) -> str:
    """A picture coordinate with one decimal and no minus zero.

    >>> number(-0.04), number(12.345)
    ('0.0', '12.3')
    """
    return f"{round(value, 1) + 0.0:.1f}"


def number_pair(point: Point) -> str:
    """A picture point as SVG writes it."""
    return f"{number(point[0])},{number(point[1])}"


def _stepped(least: float, most: float) -> tuple[float, float]:
    return (
        floor((least - AIR_MM) / STEP_MM) * STEP_MM,
        ceil((most + AIR_MM) / STEP_MM) * STEP_MM,
    )
