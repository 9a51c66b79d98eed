"""A vascular graph with what is asked of it again and again."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property

import networkx as nx

from flapplanner.anatomy import HEART, of_kinds
from flapplanner.perfusion.dominators import without_substitute
from flapplanner.perfusion.supply import (
    Passages,
    Supply,
    Way,
    passages,
    reached,
)

LINKS = ("choke", "anastomosis")

Vessel = tuple[str, str, str]  # where it begins and ends, and its name in words


@dataclass(frozen=True, eq=False)
class Vasculature:
    """A graph, perhaps without some of its vessels, and what follows from it.

    Everything is worked out when it is first asked for, and then kept; much of it from what is
    known of the vessels `before` the last of them were lost.
    """

    whole: nx.DiGraph[str]
    lost: frozenset[Way] = frozenset()
    before: Vasculature | None = field(default=None, repr=False)

    @cached_property
    def graph(self) -> nx.DiGraph[str]:
        """The vessels that are there."""
        if not self.lost:
            return self.whole
        left = self.whole.copy()
        left.remove_edges_from(self.lost)
        return left

    @cached_property
    def arteries(self) -> nx.DiGraph[str]:
        """The named arteries, on which flaps are planned."""
        return self._of_kind("axial")

    @cached_property
    def veins(self) -> nx.DiGraph[str]:
        """The veins, from the tissue to the heart."""
        return self._of_kind("vein")

    @cached_property
    def links(self) -> tuple[Way, ...]:
        """The choke links and anastomoses between territories."""
        vessels = self.passages.vessels.items()
        return tuple(way for way, (kind, _) in vessels if kind in LINKS and way not in self.lost)

    @cached_property
    def at_node(self) -> Mapping[str, Sequence[tuple[int, Way]]]:
        """All vessels at each node, lost ones too, with their place in the order of the graph."""
        if self.before is not None:
            return self.before.at_node
        found: dict[str, list[tuple[int, Way]]] = {}
        for place, way in enumerate(self.passages.vessels):
            for node in way:
                found.setdefault(node, []).append((place, way))
        return found

    def _of_kind(self, kind: str) -> nx.DiGraph[str]:
        part = of_kinds(self.whole, kind)
        part.remove_edges_from(self.lost)
        return part

    @cached_property
    def named_arteries(self) -> tuple[Vessel, ...]:
        """The named arteries one by one, in the order of the graph."""
        return self._named("axial")

    @cached_property
    def named_veins(self) -> tuple[Vessel, ...]:
        """The veins one by one, in the order of the graph."""
        return self._named("vein")

    def _named(self, kind: str) -> tuple[Vessel, ...]:
        return tuple(
            (*way, label)
            for way, (found, label) in self.passages.vessels.items()
            if found == kind and way not in self.lost
        )

    @cached_property
    def territories(self) -> tuple[str, ...]:
        """The nodes that are tissue, in the order of the graph."""
        if self.before is not None:
            return self.before.territories
        return tuple(node for node, found in self.whole.nodes(data=True) if "territory" in found)

    @cached_property
    def passages(self) -> Passages:
        """Where blood can pass."""
        if self.before is not None:
            return self.before.passages.without(self.lost - self.before.lost)
        every = passages(self.whole)
        return every.without(self.lost) if self.lost else every

    @property
    def supplies(self) -> dict[str, Supply]:
        """How the heart reaches each node."""
        return self.passages.supplies

    @property
    def drained(self) -> AbstractSet[str]:
        """The nodes whose blood finds its way back."""
        return self.passages.drained

    @cached_property
    def lifelines(self) -> dict[str, tuple[str, ...]]:
        """The arteries whose loss alone takes each node's axial supply, from the heart outward."""
        return without_substitute(HEART, self.named_arteries)

    @cached_property
    def ways_to_vital(self) -> dict[str, frozenset[Way]]:
        """All arteries on the way to each territory that may not be left without supply."""
        against = self.passages.against
        vital = [node for node in self.territories if self.is_vital(node)]
        return {
            node: frozenset(
                (one, end) for end in reached(against, [node]) for one in against.get(end, ())
            )
            for node in vital
        }

    def without(self, ways: Collection[Way]) -> Vasculature:
        """The same vessels without some; those that are missing already do not matter."""
        return Vasculature(self.whole, self.lost.union(ways), self)

    def is_vital(self, node: str) -> bool:
        """Whether a territory may not be left without axial supply."""
        return bool(self.whole.nodes[node].get("vital", False))
