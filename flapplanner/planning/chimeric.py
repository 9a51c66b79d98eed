"""Chimeric flaps of a reconstruction: options that one artery feeds, raised and joined as one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import networkx as nx

from flapplanner.anatomy import AnatomyError, downstream, node_label, node_name
from flapplanner.options import Option, Setting
from flapplanner.perfusion import Harvest, chimera, harvest, joined
from flapplanner.planning.units import Unit
from vascular_models import Side


def same_stalk(one: Unit, other: Unit) -> bool:
    """Whether two units on pedicles of their own body hang from one place."""
    if one.free or other.free:
        return False
    starts = [{h.pedicle.nodes[0] for h in unit.harvests} for unit in (one, other)]
    return bool(starts[0] & starts[1])


def as_one(unit: Unit, option: Option, setting: Setting) -> Unit | None:
    """One chimeric flap of a unit and a further option; None where no artery feeds them so.

    It hangs from the higher of their starts, or where their arteries part. Free parts are joined to
    one recipient vessel.
    """
    options = (*unit.options, option)
    found = raised_as_one(options, setting)
    if found is None:
        return None
    if option.recipient is not None:
        if len({one.recipient.at for one in options if one.recipient}) != 1:
            return None
        to = option.recipient
        try:
            found = joined(found, to.at, to.graft_mm + to.loop_mm, to.joining).harvest
        except AnatomyError:
            return None  # the recipient goes with the flap, or is fed through what it divides
    side: Side = option.sides[0]
    return Unit(options, (found,), shared_at=node_label(_start(options, side, setting)))


def raised_as_one(options: Sequence[Option], setting: Setting) -> Harvest | None:
    """Options raised from one artery, not joined yet; None where that cannot be.

    They come from one side and are all free or none. Tissue that two of them name is taken once,
    and only where it is what a bone flap takes along: two flaps for the same part of the defect are
    not made one by it. Nothing vital may lose its blood.
    """
    sides = {side for one in options for side in one.sides}
    free = {one.mechanism == "free" for one in options}
    if len(sides) != 1 or len(free) != 1 or not _share_rightly(options, setting):
        return None
    key = ("as one", *sorted({option.flap for option in options}), *sides)
    if key not in setting.found:
        setting.found[key] = _raised(options, sides.pop(), free.pop(), setting)
    made: Harvest | None = setting.found[key]
    return made


def _raised(options: Sequence[Option], side: Side, free: bool, setting: Setting) -> Harvest | None:
    start = _start(options, side, setting)
    hilum, *also = _hila(options, side, setting)
    if not start or (free and not _one_stump(start, (hilum, *also), setting)):
        return None
    try:
        found = harvest(setting.vessels, start, hilum, frozenset(also), free)
    except AnatomyError:
        return None  # no vessels lead to one of them any more
    return None if any(_is_kept(node, setting) for node in found.vital_lost) else found


def _share_rightly(options: Sequence[Option], setting: Setting) -> bool:
    flaps = setting.atlas.flaps
    for one, other in combinations(options, 2):
        mine, its = flaps[one.flap], flaps[other.flap]
        shared = {mine.hilum, *mine.also} & {its.hilum, *its.also}
        along = {node for flap in (mine, its) if flap.bone is not None for node in flap.also}
        if not shared <= along:
            return False
    return True


def _one_stump(start: str, hila: Sequence[str], setting: Setting) -> bool:
    """Whether the parts can be cut with one stump: by one branch, or with the artery itself.

    Two branches that leave an artery next to each other come on one stump only where the artery
    between them may be taken, so that nothing vital hangs on it.
    """
    vessels = setting.vessels
    branches = {
        nx.shortest_path(vessels.arteries, start, hilum)[1] for hilum in hila if hilum != start
    }
    if len(branches) == 1:
        return True
    cut = [*vessels.arteries.in_edges(start), *vessels.arteries.out_edges(start)]
    left = vessels.without(cut)
    return not any(
        left.supplies[node] != vessels.supplies[node]
        for node in vessels.territories
        if vessels.is_vital(node) and _is_kept(node, setting)
    )


def _is_kept(node: str, setting: Setting) -> bool:
    return not node.endswith(f"_{setting.lost_limb}")


def _start(options: Sequence[Option], side: Side, setting: Setting) -> str:
    """The highest of the starts, or where the arteries to all hila part; "" where none does."""
    tree, flaps = setting.vessels.arteries, [setting.atlas.flaps[one.flap] for one in options]
    starts = {node_name(setting.atlas, flap.start, side) for flap in flaps}
    hila = set(_hila(options, side, setting))
    for start in sorted(starts):
        if start in tree and starts | hila <= downstream(tree, [start]) | {start}:
            return start
    try:
        return chimera(setting.vessels, sorted(hila)).anastomosis
    except AnatomyError:
        return ""


def _hila(options: Sequence[Option], side: Side, setting: Setting) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_named(options, side, setting)))


def _named(options: Sequence[Option], side: Side, setting: Setting) -> Iterator[str]:
    for option in options:
        flap = setting.atlas.flaps[option.flap]
        for node in (flap.hilum, *flap.also):
            yield node_name(setting.atlas, node, side)
