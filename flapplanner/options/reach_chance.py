"""In how many bodies an option reaches, if they vary as published: a share, never a prognosis.

10,000 bodies are drawn: the free length L from a normal distribution, the pivot from one about its
place on the chart. A body is reached in when the slack sqrt(L^2 - depth^2) comes up to the nearest
foothold, a place of the hilum from which the paddle covers the target.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from math import copysign, dist

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from flapplanner.geometry import Leash
from flapplanner.options.laying import fit_of
from flapplanner.options.moves import FREE_TURN_DEG, target_of
from flapplanner.options.option import Option, Reach, Value
from flapplanner.options.paddles import cut_paddle
from flapplanner.options.setting import Setting
from flapplanner.options.variation import Variation, variation_of
from vascular_models import Flap

Array = NDArray[np.float64]

BODIES = 10_000
_SEED = 20_260_101
_AROUND = 2.0  # footholds are sought as many standard deviations round the pivot


class ReachChance(Value):
    """The share of bodies, varying as published, in which an option reaches and covers.

    `share` is None where no spread was published at all: then there is nothing to draw from.
    """

    share: float | None
    variation: Variation


def reach_chances(options: Iterable[Option], setting: Setting) -> dict[str, ReachChance]:
    """The share of bodies in which each option reaches, by its key; none where no reach was found.

    Every option is held against the same bodies, so that two of them compare without noise. The
    error of a share is half a percentage point (one standard error) at most.
    """
    found = ((option.key, reach_chance(option, setting)) for option in options)
    return {key: chance for key, chance in found if chance is not None}


def reach_chance(option: Option, setting: Setting) -> ReachChance | None:
    """The share of bodies in which one option reaches; None where no reach was found for it.

    >>> from flapplanner.case import Case, complete
    >>> from flapplanner.options import assess, setting_for
    >>> from vascular_models import load_atlas
    >>> case = complete(Case.load("examples/low_sacrectomy.yaml")).case
    >>> setting = setting_for(case, load_atlas())
    >>> found = reach_chance(assess("gluteal_vy", "both", setting), setting)
    >>> found.variation.length_sd_mm, found.share > 0.9
    (10.0, True)
    """
    reach = option.reach
    if reach is None:
        return None
    variation = variation_of(option, setting)
    if not variation.varies:
        return ReachChance(share=None, variation=variation)
    draws = _draws()
    lengths = reach.free_length_mm + variation.length_sd_mm * draws[:, 0]
    needed: Array | float = reach.needed_length_mm
    if variation.pivot_sd_mm > 0:
        needed = _needed_mm(option, reach, variation.pivot_sd_mm, setting)
    return ReachChance(share=float(np.mean(lengths >= needed)), variation=variation)


@cache
def _draws() -> Array:
    """Standard normal numbers of every body: for the length, and for the pivot's u and v."""
    drawn: Array = np.random.default_rng(_SEED).standard_normal((BODIES, 3))
    drawn.setflags(write=False)
    return drawn


def _needed_mm(option: Option, reach: Reach, pivot_sd_mm: float, setting: Setting) -> Array:
    """The length each body needs [mm], (n,), with the pivot where that body has it."""
    flap = setting.atlas.flaps[option.flap]
    at = _pivot_mm(option, reach, setting)
    # In a case that is its own mirror image, left and right share footholds and bodies.
    across = copysign(1.0, at[0])
    if setting.is_symmetric:
        at, across = (abs(at[0]), at[1]), 1.0
    pivots = at + pivot_sd_mm * _draws()[:, 1:] * (across, 1.0)
    if flap.paddle is not None and option.layings:
        around = _AROUND * pivot_sd_mm
        footholds = _footholds(option, flap, at, around, setting)
        slack: Array = cdist(pivots, footholds).min(axis=1)
        return np.hypot(slack, reach.depth_mm)
    centre = (0.0, 0.0)
    if setting.target is not None:
        centre = (setting.target.centroid.x, setting.target.centroid.y)
    away: Array = np.hypot(*(pivots - centre).T)
    if not option.layings:  # it only has to come to the middle of the cavity
        return np.hypot(away, reach.depth_mm)
    # The blade of a propeller is as much longer as the defect lies farther from its perforator.
    longer: Array = away - dist(centre, at)
    return reach.needed_length_mm + longer


def _pivot_mm(option: Option, reach: Reach, setting: Setting) -> tuple[float, float]:
    if option.layings:
        return option.layings[0].pivot_mm
    return setting.anatomy.chart.seen(setting.anatomy.places[reach.route[-1]]).uv


def _footholds(
    option: Option, flap: Flap, at: tuple[float, float], around_mm: float, setting: Setting
) -> Array:
    assert flap.paddle is not None
    paddle = cut_paddle(flap.paddle, target_of(setting), setting.anatomy.length_ratio).paddle
    limit = flap.turn_limit_deg.central if flap.turn_limit_deg else FREE_TURN_DEG
    leash = Leash(at, option.layings[0].slack_mm, -limit, limit)
    fit = fit_of(paddle, leash, setting)
    return fit.footholds(leash, around_mm, setting.target_coverage)
