"""Laying one paddle on the target: the best placement and the slack that covering takes.

Both are searched once: a free flap finds the same from either side of the body, and in a case that
is the same on the right and the left, what hangs on the left is the mirror image of the right.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon

from flapplanner.geometry import Fit, Leash, Paddle, Placement, Pose
from flapplanner.options.setting import Setting


@dataclass(frozen=True)
class Laid:
    """A placement, and the least slack [mm] that reaches the target coverage, if any does."""

    placement: Placement
    needed_slack_mm: float | None


def laid(paddle: Paddle, leash: Leash, setting: Setting) -> Laid:
    """The best placement of an upright paddle, which is its own mirror image about its hilum."""
    assert setting.target is not None
    mirrored = setting.is_symmetric and leash.pivot_mm[0] < 0
    asked = _mirrored_leash(leash) if mirrored else leash
    key = ("laid", paddle.outline.wkb, paddle.hilum_mm, asked)
    if key not in setting.found:
        fit = fit_of(paddle, asked, setting)
        setting.found[key] = Laid(
            fit.placement(asked), fit.critical_slack_mm(asked, setting.target_coverage)
        )
    found: Laid = setting.found[key]
    return replace(found, placement=_mirrored(found.placement)) if mirrored else found


def fit_of(paddle: Paddle, leash: Leash, setting: Setting) -> Fit:
    """The paddle over the target; flaps that are cut alike, and all their pivots, share it."""
    turns = (leash.turn_min_deg, leash.turn_max_deg)
    key = ("fit", paddle.outline.wkb, paddle.hilum_mm, *turns)
    if key not in setting.found:
        assert setting.target is not None
        setting.found[key] = Fit(setting.target, paddle, leash)
    found: Fit = setting.found[key]
    return found


def _mirrored_leash(leash: Leash) -> Leash:
    u, v = leash.pivot_mm
    return Leash((-u, v), leash.slack_mm, -leash.turn_max_deg, -leash.turn_min_deg)


def _mirrored(placement: Placement) -> Placement:
    u, v = placement.pose.hilum_mm
    outline, residual = (
        shapely.transform(shape, _flipped) for shape in (placement.outline, placement.residual)
    )
    assert isinstance(outline, Polygon) and isinstance(residual, Polygon | MultiPolygon)
    pose = Pose((-u, v), -placement.pose.turn_deg)
    return replace(placement, pose=pose, outline=outline, residual=residual)


def _flipped(points: NDArray[np.float64]) -> NDArray[np.float64]:
    return points * (-1.0, 1.0)
