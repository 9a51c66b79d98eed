"""Two flaps of one body: what stands between them, and which one is left when the other fails."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from flapplanner.anatomy import node_label, venous
from flapplanner.perfusion.harvest import Harvest
from flapplanner.perfusion.lifelines import Lifeline

Kind = Literal["territory", "recipient", "artery", "vein"]


@dataclass(frozen=True)
class Conflict:
    """Why two flaps cannot both be had: the territory, vessel or recipient, in words."""

    kind: Kind
    name: str

    @property
    def sentence(self) -> str:
        """The conflict as a surgeon would say it."""
        return SENTENCES[self.kind].format(self.name)


SENTENCES = {
    "territory": "Both take the {}.",
    "recipient": "Both are joined to the {}.",
    "artery": "Raising one divides the {}, on which the other hangs.",
    "vein": "Raising one divides the {}, by which the other drains.",
}


def conflict(one: Harvest, other: Harvest) -> tuple[Conflict, ...]:
    """What stands between two flaps, whichever is named first; nothing where both can be had.

    Both take the same tissue, both are joined to the same recipient, or one divides what the other
    depends on. A vessel with a substitute stands in no one's way, and two flaps that hang from one
    place and share no tissue are raised as one. Veins are named where the arteries would not
    already forbid it.

    >>> from flapplanner.anatomy import vascular_graph
    >>> from flapplanner.perfusion.harvest import harvest
    >>> from flapplanner.perfusion.vasculature import Vasculature
    >>> from vascular_models import load_atlas
    >>> body = Vasculature(vascular_graph(load_atlas()))
    >>> leg = harvest(body, "inguinal_ligament_left", "fillet_soft_tissue_left")
    >>> thigh = harvest(body, "lcfa_descending_origin_left", "anterolateral_thigh_skin_left")
    >>> [found.sentence for found in conflict(leg, thigh)]
    ['Raising one divides the left deep femoral artery, on which the other hangs.']
    """
    if _are_one(one, other):
        return ()
    for kind, names in _reasons(one, other):
        if names:
            return tuple(Conflict(kind, name) for name in sorted(names))
    return ()


def _are_one(one: Harvest, other: Harvest) -> bool:
    """Whether the two are parts of one chimera: one pedicle to begin with, and other tissue."""
    if one.recipient or other.recipient:
        return False  # each has an anastomosis of its own
    first, second = ((flap.pedicle.nodes[0], flap.feeding.root) for flap in (one, other))
    return first == second and not set(one.takes).intersection(other.takes)


def _reasons(one: Harvest, other: Harvest) -> Iterator[tuple[Kind, set[str]]]:
    both = ((one, other), (other, one))
    yield "territory", {node_label(node) for node in set(one.takes).intersection(other.takes)}
    if one.joined_to and one.recipient == other.recipient:
        yield "recipient", {one.joined_to}
    yield "artery", {name for first, second in both for name in _lost(first, second.feeding)}
    yield "vein", {name for first, second in both for name in _lost(first, second.draining)}
    yield "territory", {node_label(node) for node in one.nodes & other.nodes}


def _lost(one: Harvest, lifeline: Lifeline) -> Iterator[str]:
    """The vessels divided for one flap by which a lifeline no longer holds."""
    if one.cuts & lifeline.ways and not lifeline.holds(one.cuts):
        for cut in (*one.divided, *one.veins_divided):
            if (cut.start, cut.end) in lifeline.ways:
                yield cut.label


def lifeboats(first: Harvest, others: Mapping[str, Harvest]) -> tuple[str, ...]:
    """Which other flaps would still live once the first is lost with all its vessels.

    None of them conflicts with it, hangs on it, or is joined where it was.

    >>> from flapplanner.anatomy import vascular_graph
    >>> from flapplanner.perfusion.harvest import harvest
    >>> from flapplanner.perfusion.vasculature import Vasculature
    >>> from vascular_models import load_atlas
    >>> body = Vasculature(vascular_graph(load_atlas()))
    >>> leg = harvest(body, "inguinal_ligament_left", "fillet_soft_tissue_left")
    >>> thigh = harvest(body, "lcfa_descending_origin_left", "anterolateral_thigh_skin_left")
    >>> buttock = harvest(body, "superior_gluteal_exit_left", "upper_buttock_skin_left")
    >>> lifeboats(leg, {"thigh": thigh, "buttock": buttock})
    ('buttock',)
    """
    return tuple(
        name
        for name, other in others.items()
        if not conflict(first, other) and outlives(other, first)
    )


def outlives(flap: Harvest, spent: Harvest) -> bool:
    """Whether a flap still has blood, in and out, once another is gone with all its vessels."""
    return _outlives(flap.feeding, spent) and _outlives(flap.draining, spent)


def _outlives(lifeline: Lifeline, spent: Harvest) -> bool:
    dead = spent.nodes | {venous(node) for node in spent.nodes}
    within = {way for way in lifeline.ways if not dead.isdisjoint(way)}
    return lifeline.holds(spent.cuts | within)
