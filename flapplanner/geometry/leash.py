"""The leash: a paddle that hangs by its hilum on a fixed pivot, with some slack and some turn."""

from dataclasses import dataclass
from math import isfinite, radians

import numpy as np
import shapely
from shapely.geometry import Polygon

from flapplanner.errors import GeometryError
from flapplanner.geometry.outlines import require_region
from flapplanner.geometry.plane import Point, turned


@dataclass(frozen=True)
class Paddle:
    """An outline and the hilum it hangs by, both in the paddle's own coordinates [mm].

    The hilum may lie inside the outline, on it or outside.

    Raises
    ------
    GeometryError
        The outline is empty, crosses itself, has no area or has a hole; the hilum is not finite.

    >>> from flapplanner.geometry import ellipse
    >>> Paddle(ellipse(100, 60), hilum_mm=(0.0, -50.0)).hilum_mm
    (0.0, -50.0)
    """

    outline: Polygon
    hilum_mm: Point

    def __post_init__(self) -> None:
        require_region(self.outline, "paddle outline")
        if len(self.outline.interiors) > 0:
            raise GeometryError("paddle outline: it has a hole; an outline without holes is needed")
        _require_finite(self.hilum_mm, "paddle hilum_mm")


@dataclass(frozen=True)
class Leash:
    """What holds a paddle: |hilum − pivot| ≤ slack [mm], turn_min ≤ turn ≤ turn_max [degrees].

    Turns are counter-clockwise from the paddle's own coordinates; an interval of 360° or more
    leaves the turn free.

    Raises
    ------
    GeometryError
        A value is not finite, the slack is negative, or turn_min exceeds turn_max.

    >>> Leash(pivot_mm=(0.0, 0.0), slack_mm=40.0, turn_min_deg=-90.0, turn_max_deg=90.0).slack_mm
    40.0
    """

    pivot_mm: Point
    slack_mm: float
    turn_min_deg: float = -180.0
    turn_max_deg: float = 180.0

    def __post_init__(self) -> None:
        _require_finite(self.pivot_mm, "leash pivot_mm")
        if not isfinite(self.slack_mm) or self.slack_mm < 0:
            raise GeometryError(
                f"leash slack_mm: found {self.slack_mm}; a finite length of 0 or more is needed"
            )
        if not (isfinite(self.turn_min_deg) and isfinite(self.turn_max_deg)):
            raise GeometryError(
                f"leash turn: found {self.turn_min_deg} to {self.turn_max_deg}; "
                "finite degrees are needed"
            )
        if self.turn_min_deg > self.turn_max_deg:
            raise GeometryError(
                f"leash turn: turn_min_deg {self.turn_min_deg} exceeds "
                f"turn_max_deg {self.turn_max_deg}"
            )

    @property
    def least_turn_deg(self) -> float:
        """The permitted turn nearest to none [degrees]."""
        return min(max(0.0, self.turn_min_deg), self.turn_max_deg)


@dataclass(frozen=True)
class Pose:
    """Where the hilum lies [mm] and how far the paddle is turned about it [degrees]."""

    hilum_mm: Point
    turn_deg: float


def placed(paddle: Paddle, pose: Pose) -> Polygon:
    """Return the paddle's outline at a pose [mm]: x ↦ pose.hilum + R(turn) (x − paddle.hilum).

    >>> from flapplanner.geometry import rectangle
    >>> moved = placed(Paddle(rectangle(20, 10), (0.0, -10.0)), Pose((100.0, 0.0), 90.0))
    >>> [round(side) for side in moved.bounds]
    [80, -5, 100, 5]
    """
    local = shapely.get_coordinates(paddle.outline.exterior) - np.asarray(paddle.hilum_mm)
    return Polygon(turned(local, radians(pose.turn_deg)) + np.asarray(pose.hilum_mm))


def _require_finite(point: Point, name: str) -> None:
    if not all(isfinite(value) for value in point):
        raise GeometryError(f"{name}: found {point}; two finite numbers are needed")
