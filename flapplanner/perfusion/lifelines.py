"""What a flap hangs on: all vessels between it and the heart, and those that have no substitute."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from flapplanner.anatomy import HEART, venous
from flapplanner.perfusion.dominators import without_substitute
from flapplanner.perfusion.supply import Way, reached
from flapplanner.perfusion.vasculature import Vasculature


@dataclass(frozen=True)
class Lifeline:
    """The vessels between a flap and the heart, or the place where a free flap is cut.

    `root` is that place, `ends` are the parts of the flap that need it, its `hilum` among them.
    `vessels` are all between them: from the end nearer the root to the other, and in words.
    `veins`: blood runs towards the root.

    >>> from flapplanner.anatomy import vascular_graph
    >>> from flapplanner.perfusion.harvest import harvest
    >>> from vascular_models import load_atlas
    >>> body = Vasculature(vascular_graph(load_atlas()))
    >>> flap = harvest(body, "superior_gluteal_exit_left", "upper_buttock_skin_left")
    >>> flap.feeding.holds({("internal_iliac_division_left", "superior_gluteal_exit_left")})
    False
    >>> "left superior gluteal vein" in flap.draining.alone
    True
    """

    root: str
    hilum: str
    ends: frozenset[str]
    vessels: tuple[tuple[str, str, str], ...]
    veins: bool

    @cached_property
    def ways(self) -> frozenset[Way]:
        """Its vessels as edges of the graph."""
        return frozenset(
            (far, near) if self.veins else (near, far) for near, far, _ in self.vessels
        )

    def holds(self, lost: AbstractSet[Way] = frozenset()) -> bool:
        """Whether every end is still joined to the root once some vessels are lost."""
        beyond: dict[str, list[str]] = {}
        for near, far, _ in self.vessels:
            if ((far, near) if self.veins else (near, far)) not in lost:
                beyond.setdefault(near, []).append(far)
        return self.root in beyond and self.ends <= reached(beyond, [self.root])

    @cached_property
    def alone(self) -> tuple[str, ...]:
        """The vessels whose loss alone parts the hilum from the root, from the root outward."""
        found = without_substitute(self.root, self.vessels)
        return tuple(dict.fromkeys(found.get(self.hilum, ())))


@dataclass(frozen=True)
class Raised:
    """What is raised: the nodes that move, and the parts of it that need arteries.

    `entries` are the nodes that stay from which its arteries come; it hangs on `root`: the heart
    or, for a flap that is cut free, its one entry.
    """

    entries: frozenset[str]
    root: str
    hilum: str
    parts: frozenset[str]
    nodes: frozenset[str]


def feeding(vessels: Vasculature, flap: Raised) -> Lifeline:
    """The arteries of a flap: from its root to its entries, and on to all that moves with it."""
    above = reached(vessels.passages.against, flap.entries) if flap.root == HEART else set()
    inner = flap.nodes | flap.entries
    found = tuple(
        (near, far, label)
        for near, far, label in vessels.named_arteries
        if far in above or (far in flap.nodes and near in inner)
    )
    return Lifeline(flap.root, flap.hilum, flap.parts, found, veins=False)


def draining(vessels: Vasculature, flap: Raised) -> Lifeline:
    """The veins of a flap: from all that moves with it out at its entries, and on to its root."""
    nodes = {venous(node) for node in flap.nodes}
    exits = {venous(entry) for entry in flap.entries}
    below = reached(vessels.passages.onward, exits) if flap.root == HEART else set()
    inner = nodes | exits
    found = tuple(
        (near, far, label)
        for far, near, label in vessels.named_veins
        if far in below or (far in nodes and near in inner)
    )
    ends = frozenset(venous(part) for part in flap.parts)
    return Lifeline(venous(flap.root), venous(flap.hilum), ends, found, veins=True)
