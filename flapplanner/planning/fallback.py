"""What is left of a reconstruction when its soft tissue has failed with all its vessels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flapplanner.options import Option, Setting
from flapplanner.perfusion import Harvest, lifeboats
from flapplanner.perfusion.conflicts import outlives
from flapplanner.planning.lifeboat import raised_of
from flapplanner.planning.ranking import Ranked
from flapplanner.planning.reconstruction import Fallback
from flapplanner.planning.units import Unit, clashes


def fallback_of(units: Sequence[Unit], choices: Sequence[Ranked], setting: Setting) -> Fallback:
    """The best soft-tissue option left once the flap that covers is lost, and what goes with it.

    The flap that covers stands in the first unit. A lifeboat is none of the flaps that were used,
    shares no tissue, vessel or recipient with any part of the reconstruction, and still has blood
    when the lost flap's vessels are gone.
    """
    lost = units[0].harvests
    every = [h for unit in units for h in unit.harvests]
    used = {option.flap for unit in units for option in unit.options}
    left = [
        choice.option
        for choice in choices
        if choice.option.flap not in used and _is_left(choice.option, every, lost, setting)
    ]
    parts = sum(len(unit.options) for unit in units)
    return Fallback(
        lifeboat=left[0].name if left else None,
        lifeboats=len({option.flap for option in left}),
        lost_with_it=tuple(_lost_with(units, lost)),
        hangs_on=_shared(every) if parts > 1 else (),
    )


def _is_left(
    option: Option, every: Sequence[Harvest], lost: Sequence[Harvest], setting: Setting
) -> bool:
    parts = {str(n): part for n, part in enumerate(raised_of(option, setting))}
    if any(len(lifeboats(one, parts)) < len(parts) for one in lost):
        return False
    kept = [one for one in every if one not in lost]
    return not any(clashes(part, one, setting) for part in parts.values() for one in kept)


def _lost_with(units: Sequence[Unit], lost: Sequence[Harvest]) -> Iterator[str]:
    """The other options that hang on the flap that covers, or are parts of it."""
    for place, unit in enumerate(units):
        if place == 0:
            yield from (option.name for option in unit.options[1:])
        elif not all(outlives(one, gone) for one in unit.harvests for gone in lost):
            yield from (option.name for option in unit.options)


def _shared(harvests: Sequence[Harvest]) -> tuple[str, ...]:
    """The vessels of the sides without substitute that every part hangs on."""
    first, *others = harvests
    return tuple(
        vessel
        for vessel in first.feeding.alone
        if vessel.startswith(("right ", "left "))  # no one plans for the loss of the trunk
        and all(vessel in other.feeding.alone for other in others)
    )
