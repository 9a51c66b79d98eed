"""What is left of a reconstruction when its soft tissue has failed with all its vessels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flapplanner.options import Option, Setting
from flapplanner.perfusion import Harvest, lifeboats
from flapplanner.planning.lifeboat import raised_of
from flapplanner.planning.ranking import OTHER, Ranked
from flapplanner.planning.reconstruction import Fallback
from flapplanner.planning.together import lacking
from flapplanner.planning.units import Unit, clashes


def fallback_of(
    units: Sequence[Unit],
    choices: Sequence[Ranked],
    options: Sequence[Option],
    setting: Setting,
) -> Fallback | None:
    """The best soft-tissue option left once all that covers is lost, and what goes with it.

    `choices` in their order, `options` all of them, so that a choice from either side is tried on
    both. A lifeboat is none of the flaps that were used, shares no tissue, vessel or recipient with
    any part of the reconstruction, and still has blood when the lost flap's vessels are gone. None
    where no flap covers.
    """
    covers = [unit for unit in units if _covers(unit)]
    if not covers:
        return None
    lost = [h for unit in covers for h in unit.harvests]
    every = [h for unit in units for h in unit.harvests]
    used = {option.flap for unit in units for option in unit.options}
    left = [
        option
        for choice in choices
        if choice.option.flap not in used
        and (option := _left(choice.option, units, lost, options, setting))
    ]
    parts = sum(len(unit.options) for unit in units)
    return Fallback(
        lifeboat=left[0].name if left else None,
        lifeboats=len({option.flap for option in left}),
        lost_with_it=tuple(_lost_with(units, covers)),
        hangs_on=_shared(every) if parts > 1 else (),
    )


def _covers(unit: Unit) -> bool:
    return any(o.kind == "soft_tissue" and not o.buried for o in unit.options)


def _left(
    option: Option,
    units: Sequence[Unit],
    lost: Sequence[Harvest],
    options: Sequence[Option],
    setting: Setting,
) -> Option | None:
    """The option on the sides on which it is left; None where it is left on none."""
    if not option.either_side:
        return option if _is_left(option, units, lost, setting) else None
    twin = option.key.removesuffix(option.side) + OTHER[option.side]
    sides = [option.model_copy(update={"either_side": False})]
    sides += [one for one in options if one.key == twin]
    left = [one for one in sides if _is_left(one, units, lost, setting)]
    if len(left) == len(sides):
        return option
    return left[0] if left else None


def _is_left(
    option: Option, units: Sequence[Unit], lost: Sequence[Harvest], setting: Setting
) -> bool:
    parts = dict(enumerate(_raised_with_carrier(option, setting)))
    named = {str(number): part for number, part in parts.items()}
    if any(len(lifeboats(one, named)) < len(named) for one in lost):
        return False
    kept = [h for unit in units for h in unit.harvests if h not in lost]
    if any(
        _one_stalk(part, one) or clashes(part, one, setting)
        for part in parts.values()
        for one in kept
    ):
        return False
    return lacking([*units, Unit((option,), tuple(parts.values()))], setting) is None


def _raised_with_carrier(option: Option, setting: Setting) -> tuple[Harvest, ...]:
    """The option as raised, with the flap on whose end it would hang."""
    raised = raised_of(option, setting)
    if option.recipient is None or option.recipient.carried_by is None:
        return raised
    carrier = setting.atlas.flaps[option.recipient.carried_by]
    return (*raised, setting.raised(carrier, option.recipient.side))


def _one_stalk(one: Harvest, other: Harvest) -> bool:
    """Whether both hang from one place of the body: raised later, one would move the other."""
    if one.recipient or other.recipient:
        return False
    return one.pedicle.nodes[0] == other.pedicle.nodes[0]


def _lost_with(units: Sequence[Unit], covers: Sequence[Unit]) -> Iterator[str]:
    """The other options that hang on what covers, or are parts of it."""
    for unit in units:
        others = [one for one in unit.options if one.kind != "soft_tissue" or one.buried]
        if unit in covers or any(
            not lifeboats(gone, {"": one}) and _hangs_on(one, gone)
            for one in unit.harvests
            for cover in covers
            for gone in cover.harvests
        ):
            yield from (option.name for option in others)


def _hangs_on(one: Harvest, gone: Harvest) -> bool:
    """Whether a flap's blood comes through another."""
    return not gone.nodes.isdisjoint(node for way in one.feeding.ways for node in way)


def _shared(harvests: Sequence[Harvest]) -> tuple[str, ...]:
    """The vessels of the sides without substitute that every part hangs on."""
    first, *others = harvests
    return tuple(
        vessel
        for vessel in first.feeding.alone
        if vessel.startswith(("right ", "left "))  # no one plans for the loss of the trunk
        and all(vessel in other.feeding.alone for other in others)
    )
