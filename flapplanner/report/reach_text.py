"""A reach under anatomical variation in words: of bodies, never of this patient's prospects."""

from __future__ import annotations

from collections.abc import Iterator

from flapplanner.options import Option
from flapplanner.options.reach_chance import ReachChance
from flapplanner.options.reach_map import NoReachMap, ReachMap
from flapplanner.options.variation import Variation


def share_words(share: float) -> str:
    """A share of bodies as it is said; never none and never all.

    >>> share_words(0.934), share_words(0.999), share_words(0.0)
    ('93 %', 'more than 99 %', 'less than 1 %')
    """
    if share > 0.99:
        return "more than 99 %"
    return "less than 1 %" if share < 0.01 else f"{100 * share:.0f} %"


def reach_text(option: Option, reach: ReachMap | NoReachMap, chance: ReachChance | None) -> str:
    """How far an option comes over the skin, in how many bodies, and what is not known of them."""
    lines = [reach.reason] if isinstance(reach, NoReachMap) else list(_how_far(option, reach))
    if chance is not None:
        lines += [_in_how_many(option, chance), *variation_words(chance.variation)]
    return "\n".join(lines) + "\n"


def _how_far(option: Option, reach: ReachMap) -> Iterator[str]:
    held = f"{option.name} hangs {reach.depth_mm:.0f} mm below the skin"
    length = f"{reach.length_mm:.0f} mm of it are free there"
    if reach.farthest_mm is None:
        yield f"{held}; {length}, which does not bring it to the surface."
    else:
        tip = f" and its paddle adds {reach.beyond_mm:.0f} mm" if reach.beyond_mm else ""
        yield f"{held}; {length}{tip}, so it comes {reach.farthest_mm:.0f} mm over the skin."
    away = f"The defect's centre lies {reach.distance_mm[reach.centre]:.0f} mm away over the skin"
    if reach.variation.varies:
        there = share_words(float(reach.chance[reach.centre]))
        yield f"{away}; its tip comes there in {there} of bodies that vary as published."
    else:
        spare = float(reach.spare_mm[reach.centre])
        yield f"{away}; its tip " + (
            f"comes there with {spare:.0f} mm to spare."
            if spare >= 0
            else f"falls {-spare:.0f} mm short of it."
        )


def _in_how_many(option: Option, chance: ReachChance) -> str:
    if chance.share is None:
        return "Nothing it hangs on has a published spread, so no share of bodies can be given."
    does = "covers the whole defect with its inset margin"
    if option.kind == "bone":
        does = "comes to the gap in the bone"
    elif option.coverage_fraction is None:
        does = "comes to the middle of the cavity"
    return f"It {does} in {share_words(chance.share)} of bodies that vary as published."


def variation_words(variation: Variation) -> Iterator[str]:
    """Which figures are held fixed for want of a published spread, and which spreads are guessed.

    >>> list(variation_words(Variation(length_sd_mm=9, unknown=("place of the gluteal fold",))))
    ['1 figure has no published spread and is held fixed: place of the gluteal fold.']
    """
    if count := len(variation.unknown):
        have = "figure has" if count == 1 else "figures have"
        fixed = "is held fixed" if count == 1 else "are held fixed"
        yield f"{count} {have} no published spread and {fixed}: {', '.join(variation.unknown)}."
    if variation.estimated:
        yield f"Estimated, not published, is the spread of: {', '.join(variation.estimated)}."
