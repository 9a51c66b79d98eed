"""Options put together: as separate flaps, as one chimeric flap, or one carried by another.

All is read off the graph. Two options that would take each other's blood or tissue when raised
one by one may still be had as parts of one flap, where an artery feeds both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flapplanner.anatomy import listed, node_label, node_name
from flapplanner.options import Option, Setting
from flapplanner.planning.chimeric import as_one, raised_as_one, same_stalk
from flapplanner.planning.lifeboat import raised_of
from flapplanner.planning.units import Clash, Unit, clash_of, reasons_between
from vascular_models import Side

BOTH: tuple[Side, Side] = ("right", "left")


def together(options: Sequence[Option], setting: Setting) -> tuple[Unit, ...] | Clash:
    """The options as units that can all be had, or the first reason why they cannot.

    A free flap that could be joined to several vessels takes the first with which all of them can
    be had. One that would hang on a flap which is not among the options takes another vessel.
    """
    return _with_rest((), tuple(options), options, setting)


def _with_rest(
    units: Sequence[Unit], rest: Sequence[Option], options: Sequence[Option], setting: Setting
) -> tuple[Unit, ...] | Clash:
    """The units with the rest of the options, whichever vessels these are joined to."""
    if not rest:
        return lacking(units, setting) or tuple(units)
    option, *later = rest
    if blocked := _blocked(units, option, setting):
        return blocked
    first: Clash | None = None
    for variant in _ways(option, options):
        found: Sequence[Unit] | Clash = _with(units, variant, setting)
        if not isinstance(found, Clash):
            found = _with_rest(found, later, options, setting)
        if not isinstance(found, Clash):
            return tuple(found)
        first = first or found
    return first or _without_recipient(option, options)


def _without_recipient(option: Option, options: Sequence[Option]) -> Clash:
    others = [other.name for other in options if other is not option] or ["no other"]
    return Clash(option.name, listed(others), ("No recipient vessel is left for it.",), True)


def _blocked(units: Sequence[Unit], option: Option, setting: Setting) -> Clash | None:
    """What stands in the way of a free flap to whatever vessel it were joined."""
    if option.recipient is None:
        return None
    flap = setting.atlas.flaps[option.flap]
    raised = [setting.raised(flap, side) for side in option.sides]
    for unit in units:
        reasons = reasons_between(unit.harvests, raised, setting)
        if reasons and raised_as_one((*unit.options, option), setting) is None:
            return Clash(unit.name, option.name, reasons)
    return None


def _ways(option: Option, options: Sequence[Option]) -> Iterator[Option]:
    """The option joined to each vessel it could be joined to here, the preferred first."""
    if option.recipient is None:
        yield option
        return
    had = {(other.flap, side) for other in options for side in other.sides if other is not option}
    for way in option.ways or ():
        carrier = way.recipient.carried_by
        if carrier is None or (carrier, way.recipient.side) in had:
            yield option.model_copy(update={"recipient": way.recipient, "reach": way.reach})
    carrier = option.recipient.carried_by
    if not option.ways and (carrier is None or (carrier, option.recipient.side) in had):
        yield option


def _with(units: Sequence[Unit], option: Option, setting: Setting) -> list[Unit] | Clash:
    """The units with one more option: beside them, or as a part of one of them."""
    new = Unit((option,), raised_of(option, setting), carried_by=_carrier(units, option))
    for place, unit in enumerate(units):
        clash = clash_of(unit, new, setting)
        if clash is None and not same_stalk(unit, new):
            continue
        joint = as_one(unit, option, setting)
        if joint is not None:
            others = [*units[:place], *units[place + 1 :]]
            return next(
                (found for other in others if (found := clash_of(other, joint, setting))),
                [*units[:place], joint, *units[place + 1 :]],
            )
        if clash is not None:
            return clash
    return [*units, new]


def _carrier(units: Sequence[Unit], option: Option) -> str | None:
    if option.recipient is None or option.recipient.carried_by is None:
        return None
    to = option.recipient
    names = (
        other.name
        for unit in units
        for other in unit.options
        if other.flap == to.carried_by and to.side in other.sides
    )
    return next(names, None)


def lacking(units: Sequence[Unit], setting: Setting) -> Clash | None:
    """What all units together would take from the patient though each alone would not."""
    return _without_stoma(units, setting) or _without_blood(units, setting)


def _without_blood(units: Sequence[Unit], setting: Setting) -> Clash | None:
    """What each would spare, both together might not: a foot that loses one artery to each."""
    if len(units) < 2:
        return None
    body, harvests = setting.vessels, [h for unit in units for h in unit.harvests]
    moved = {node for one in harvests for node in one.nodes}
    spared = [
        node
        for node in body.territories
        if body.is_vital(node)
        and node not in moved
        and body.supplies[node] == "axial"
        and not node.endswith(f"_{setting.lost_limb}")
        # Only what lies on a way to it can take its blood.
        and sum(not one.cuts.isdisjoint(body.ways_to_vital[node]) for one in harvests) > 1
    ]
    if not spared:
        return None
    left = body.without([cut for one in harvests for cut in one.cuts])
    for node in spared:
        if left.supplies[node] != "axial" or (node in body.drained and node not in left.drained):
            reason = f"Raising both would leave the {node_label(node)} without blood."
            return Clash(units[0].name, " and ".join(unit.name for unit in units[1:]), (reason,))
    return None


def _without_stoma(units: Sequence[Unit], setting: Setting) -> Clash | None:
    """A stoma is led through a muscle of either side; one of the two has to be left for it."""
    if not setting.case.history.stoma:
        return None
    taken = {node for unit in units for harvest in unit.harvests for node in harvest.takes}
    for name, node in setting.atlas.nodes.items():
        both = {node_name(setting.atlas, name, side) for side in BOTH}
        if node.carries_stoma and both <= taken:
            takers = [
                option.name
                for unit in units
                for option in unit.options
                if any(both & set(h.takes) for h in raised_of(option, setting))
            ]
            muscle = node_label(min(both)).removeprefix("left ")
            reason = f"Both take a {muscle}, of which one has to be left for the stoma."
            return Clash(takers[0], listed(takers[1:] or ["its other side"]), (reason,))
    return None
