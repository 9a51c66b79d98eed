"""Two flaps of one plan: which cannot both be had, and which is left when the first has failed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from flapplanner.options import Option, Setting, Value
from flapplanner.perfusion import Harvest, conflict, lifeboats
from flapplanner.planning.ranking import Ranked

# The soft-tissue choices that are held against each other and against all bone.
CHOICES = 5


class OptionConflict(Value):
    """Two options that cannot both be had, and why."""

    one: str
    other: str
    reasons: tuple[str, ...]


def lifeboat(choices: Sequence[Ranked], setting: Setting) -> str | None:
    """The name of the best-ranked option that still has blood without the first one's pedicle.

    The same flap on another side, one joined to the same recipient vessel, and one that the first
    would have carried are no lifeboats. None when nothing is left.
    """
    if not choices:
        return None
    first = choices[0].option
    spent = raised_of(first, setting)
    for choice in choices[1:]:
        option = choice.option
        if option.flap == first.flap:
            continue
        parts = {str(n): part for n, part in enumerate(raised_of(option, setting))}
        if all(len(lifeboats(one, parts)) == len(parts) for one in spent):
            return option.name
    return None


def conflicts(
    soft: Sequence[Ranked], bone: Sequence[Ranked], setting: Setting
) -> tuple[OptionConflict, ...]:
    """The pairs among the first choices and all bone that cannot both be had.

    Options of one flap are not held against each other, nor an option that may come from either
    side: the other side is free.
    """
    every = [choice.option for choice in (*soft[:CHOICES], *bone)]
    # What a bone is built into makes no difference to its vessels.
    flaps = {(one.flap, one.sides): one for one in reversed(every) if not one.either_side}
    options = list(reversed(flaps.values()))
    found = []
    for one, other in combinations(options, 2):
        if one.flap != other.flap:
            reasons = tuple(dict.fromkeys(_reasons(one, other, setting)))
            if reasons:
                found.append(OptionConflict(one=one.name, other=other.name, reasons=reasons))
    return tuple(found)


def _reasons(one: Option, other: Option, setting: Setting) -> Iterator[str]:
    for first in raised_of(one, setting):
        for second in raised_of(other, setting):
            yield from (found.sentence for found in conflict(first, second))


def raised_of(option: Option, setting: Setting) -> tuple[Harvest, ...]:
    """The flap or pair of flaps of an option as raised, a free one as it hangs when joined."""
    flap = setting.atlas.flaps[option.flap]
    if option.recipient is None:
        return tuple(setting.raised(flap, side) for side in option.sides)
    return tuple(setting.transferred(flap, side, option.recipient).harvest for side in option.sides)
