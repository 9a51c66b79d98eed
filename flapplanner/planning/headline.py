"""The headline of a plan: what it comes to, in one sentence."""

from __future__ import annotations

from flapplanner.options import Option
from flapplanner.planning.need import Need
from flapplanner.planning.ranking import Ranked
from flapplanner.planning.reconstruction import Reconstruction


def headline(
    need: Need, soft: tuple[Ranked, ...], reconstructions: tuple[Reconstruction, ...]
) -> str:
    """The plan in words: what covers, how much is to spare, what comes second.

    It speaks of whole reconstructions; where none can be had, of the soft tissue alone.
    """
    if reconstructions and (need.needed or reconstructions[0].built):
        first, *others = reconstructions
        words = [f"{first.name}{_covers(first)}"]
        words += [f"{others[0].name} second"] if others else []
        words += [] if need.needed else [need.sentence.rstrip(".")]
    elif not need.needed:
        words = [need.sentence.rstrip(".")]
    elif not soft:
        words = ["No single flap of the atlas passes all gates; the reasons are listed below"]
    else:
        words = [_first_in_words(soft[0].option)]
        if len(soft) > 1:
            words.append(f"{soft[1].option.name} second")
        free = [choice.option.microsurgery for choice in soft]
        if all(free):
            words.append("every option is a free flap")
        elif any(free) and not free[0]:
            words.append("no free flap needed for the soft tissue")
    return "; ".join(words) + "."


def _covers(one: Reconstruction) -> str:
    margins = [share.reach.margin_mm for share in one.shares if share.reach]
    parts = [
        f"covers {100 * one.coverage_fraction:.0f} %" if one.coverage_fraction is not None else "",
        f"{min(margins):.0f} mm to spare" if margins else "",
    ]
    said = ", ".join(part for part in parts if part)
    return f": {said}" if said else ""


def _first_in_words(option: Option) -> str:
    assert option.reach is not None
    spare = f"{option.reach.margin_mm:.0f} mm to spare"
    if option.coverage_fraction is not None:
        return f"{option.name} covers {100 * option.coverage_fraction:.0f} %, {spare}"
    if option.fill_fraction is not None:
        return f"{option.name} fills {100 * option.fill_fraction:.0f} % of the cavity, {spare}"
    return f"{option.name} reaches, {spare}"
