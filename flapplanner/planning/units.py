"""Units: what is raised as one flap, and why two of them cannot both be had."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flapplanner.anatomy import listed
from flapplanner.options import Option, Setting
from flapplanner.perfusion import Harvest, conflict


@dataclass(frozen=True)
class Unit:
    """Options that are raised as one flap, which may be one alone; how they hang together.

    `shared_at` is the vessel from which a chimeric flap hangs, `carried_by` the name of the option
    on whose distal end it hangs.
    """

    options: tuple[Option, ...]
    harvests: tuple[Harvest, ...]
    shared_at: str | None = None
    carried_by: str | None = None

    @property
    def free(self) -> bool:
        """Whether it takes an anastomosis."""
        return any(option.recipient is not None for option in self.options)

    @property
    def name(self) -> str:
        """The names of its options."""
        return listed([option.name for option in self.options])


@dataclass(frozen=True)
class Clash:
    """Why options cannot be had together, in sentences."""

    one: str
    other: str
    reasons: tuple[str, ...]
    without_recipient: bool = False


def clash_of(one: Unit, other: Unit, setting: Setting) -> Clash | None:
    """What stands between two units; None where both can be had."""
    reasons = reasons_between(one.harvests, other.harvests, setting)
    return Clash(one.name, other.name, reasons) if reasons else None


def reasons_between(
    ones: Sequence[Harvest], others: Sequence[Harvest], setting: Setting
) -> tuple[str, ...]:
    """Why flaps cannot all be had, in sentences, each once."""
    pairs = ((one, other) for one in ones for other in others)
    return tuple(dict.fromkeys(s for one, other in pairs for s in clashes(one, other, setting)))


def clashes(first: Harvest, second: Harvest, setting: Setting) -> tuple[str, ...]:
    """Why two flaps cannot both be had, in sentences; the answer is kept with the setting."""
    key = ("clash", id(first), id(second))
    if key not in setting.found:
        # The harvests are kept with the answer, so that their identity stays theirs.
        found = tuple(one.sentence for one in conflict(first, second))
        setting.found[key] = (found, first, second)
    sentences: tuple[str, ...] = setting.found[key][0]
    return sentences
