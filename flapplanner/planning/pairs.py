"""Pairs: two flaps that only together cover a defect, laid on it together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import shapely
from shapely.geometry import Polygon

from flapplanner.geometry import Leash, Paddle, place_several, placed
from flapplanner.options import Laying, Option, Ring, Setting
from flapplanner.options.moves import FREE_TURN_DEG, ring
from flapplanner.planning.together import together
from flapplanner.planning.units import Clash

# A flap that covers less than this of the defect is no half of a pair.
LEAST_SHARE = 0.3
# As many of the flaps that cover most are paired, and as many pairs are laid anew.
PAIRED = 12
LAID = 8


@dataclass(frozen=True)
class Pair:
    """Two options, the share of the target that they cover together, and their paddles there."""

    options: tuple[Option, Option]
    coverage_fraction: float
    laid: tuple[Ring, ...]


def pairs(options: Sequence[Option], setting: Setting) -> Iterator[Pair]:
    """The pairs of flaps that alone do not cover enough, and together do.

    Where they leave too much bare between them as each lies alone, those that promise most are laid
    anew: each on its own leash, one after the other, then both polished (`place_several`). A flap
    that slides or turns where it is stays where it lies best alone.
    """
    target = setting.target
    assert target is not None, "only asked for where skin is missing"
    partial = [one for one in options if _covers_a_part(one)]
    partial.sort(key=lambda one: (-_share(one), one.key))
    promising = (
        pair
        for pair in sorted(
            combinations(partial[:PAIRED], 2), key=lambda pair: -sum(map(_share, pair))
        )
        if sum(map(_share, pair)) >= setting.target_coverage and _can_be_had(pair, setting)
    )
    laid = 0
    for pair in promising:
        hung = [_hung(laying, option, setting) for option in pair for laying in option.layings]
        outlines = [paddle.outline for paddle, _ in hung]
        if _covered(outlines, target) < setting.target_coverage and laid < LAID:
            laid += 1
            poses = [at.pose for at in place_several(target, hung)]
            outlines = [placed(paddle, at) for (paddle, _), at in zip(hung, poses, strict=True)]
        if (covered := _covered(outlines, target)) >= setting.target_coverage:
            yield Pair(pair, covered, tuple(map(ring, outlines)))


def _covered(outlines: Sequence[Polygon], target: Polygon) -> float:
    """The share of the target that outlines cover together."""
    return 1.0 - float(shapely.difference(target, shapely.union_all(outlines)).area) / target.area


def _share(option: Option) -> float:
    return option.coverage_fraction or 0.0


def _covers_a_part(option: Option) -> bool:
    return (
        option.kind == "soft_tissue"
        and not option.feasible
        and _share(option) >= LEAST_SHARE
        and all(gate.kind in ("reach", "size") for gate in option.gates)
    )


def _can_be_had(pair: tuple[Option, Option], setting: Setting) -> bool:
    return not isinstance(together(pair, setting), Clash)


def _hung(laying: Laying, option: Option, setting: Setting) -> tuple[Paddle, Leash]:
    """A paddle as it lies, on its leash; it may turn from there as far as it might at first."""
    paddle = Paddle(Polygon(laying.paddle), laying.hilum_mm)
    if not laying.arc:
        return paddle, Leash(laying.hilum_mm, 0.0, 0.0, 0.0)
    flap = setting.atlas.flaps[option.flap]
    limit = flap.turn_limit_deg.central if flap.turn_limit_deg else FREE_TURN_DEG
    turns = (-limit - laying.turn_deg, limit - laying.turn_deg)
    return paddle, Leash(laying.pivot_mm, laying.slack_mm, *turns)
