"""Gates of blood: none comes to a flap, none leaves it, or a vital part would be left without."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from flapplanner.anatomy import Interruption, downstream, listed, node_label, node_name, venous
from flapplanner.options.option import Gate
from flapplanner.options.setting import Setting
from flapplanner.perfusion import Harvest, Supply
from flapplanner.perfusion.lifelines import Lifeline
from vascular_models import Flap, Side

PLURAL = re.compile(r"\b(branches|perforators|arteries|veins)\b")


def blood_gates(flap: Flap, sides: Sequence[Side], setting: Setting) -> list[Gate]:
    """The gates a flap meets for its blood: no artery leads to it, or no vein from it."""
    if gate := _artery_gate(flap, sides, setting):
        return [gate]
    return [gate for side in sides for gate in _vein_gate(flap, side, setting)]


def vital_gates(flap: Flap, sides: Sequence[Side], setting: Setting) -> Iterator[Gate]:
    """Raising it would leave a vital part (a foot) without axial supply; a limb lost is exempt."""
    for side in sides:
        lost = [
            loss
            for loss in setting.raised(flap, side).loses
            if loss.vital and not loss.territory.endswith(f"_{setting.lost_limb}")
        ]
        if lost:
            parts = listed([node_label(loss.territory) for loss in lost])
            kind = "axial blood supply" if any(x.supply == "choke_only" for x in lost) else "blood"
            yield Gate(kind="donor", sentence=f"Raising it would leave the {parts} without {kind}.")


def supply_of(flap: Flap, side: Side, setting: Setting) -> Supply:
    """How the flap is fed.

    What slides or turns is fed by whatever reaches it; an island hangs on the pedicle that leads
    from its start; a free flap needs only that pedicle whole.
    """
    start, hilum = _ends(flap, side, setting)
    supply = setting.vessels.supplies.get(hilum, "none")
    whole = hilum in downstream(setting.vessels.arteries, [start])
    if flap.mechanism in ("advancement", "rotation"):
        # Other arteries that reach it are those of its neighbours, not what it is cut upon.
        return supply if whole or supply == "none" else "choke_only"
    if flap.mechanism == "free":
        return "axial" if whole else "none"
    reached = whole and setting.vessels.supplies[start] == "axial"
    return supply if reached or supply == "none" else "choke_only"


def _ends(flap: Flap, side: Side, setting: Setting) -> tuple[str, str]:
    return (
        node_name(setting.atlas, flap.start, side),
        node_name(setting.atlas, flap.hilum, side),
    )


def _artery_gate(flap: Flap, sides: Sequence[Side], setting: Setting) -> Gate | None:
    """No blood, or only by links: names the vessels that are lost."""
    found = {side: supply_of(flap, side, setting) for side in sides}
    without = [side for side in sides if found[side] != "axial"]
    if not without:
        return None
    lost = [cut for side in without for cut in _lost(flap, side, setting, "feeding")]
    why = "; ".join(_in_words(dict.fromkeys(lost)))
    choke = all(found[side] == "choke_only" for side in without)
    only = "; only anastomoses still feed it" if choke else ""
    return Gate(kind="vessel", sentence=f"No axial blood supply: {why}{only}.")


def _vein_gate(flap: Flap, side: Side, setting: Setting) -> Iterator[Gate]:
    """Its blood cannot leave by the veins it hangs on."""
    if flap.mechanism == "free":
        open_ = setting.raised(flap, side).draining.holds()
    else:
        open_ = venous(_ends(flap, side, setting)[1]) in setting.vessels.drained
    if not open_:
        why = "; ".join(_in_words(_lost(flap, side, setting, "draining")))
        yield Gate(kind="vessel", sentence=f"No venous outflow: {why}.")


def _lost(flap: Flap, side: Side, setting: Setting, way: str) -> Sequence[Interruption]:
    """The vessels whose loss parts the flap from the heart: alone, or else together."""
    usual: Harvest = setting.raised(flap, side, before_events=True)
    lifeline: Lifeline = getattr(usual, way)
    cuts = [c for c in setting.anatomy.interruptions if (c.start, c.end) in lifeline.ways]
    return [cut for cut in cuts if cut.label in lifeline.alone] or cuts


def _in_words(lost: Iterable[Interruption]) -> Iterator[str]:
    """What was interrupted, by how: 'the right A and the left B are ligated'."""
    for event, cuts in groupby(sorted(lost, key=lambda cut: cut.event), lambda cut: cut.event):
        names = [f"the {cut.label}" for cut in cuts]
        many = len(names) > 1 or bool(PLURAL.search(names[0]))
        yield f"{listed(names)} {'are' if many else 'is'} {event}"
