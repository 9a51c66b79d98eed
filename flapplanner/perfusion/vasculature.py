"""A vascular graph with what is asked of it again and again, and what the loss of vessels costs."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

import networkx as nx

from flapplanner.anatomy import axial, of_kinds
from flapplanner.perfusion.supply import (
    WORST_FIRST,
    Supply,
    Way,
    drained,
    single_points_of_failure,
    supplies,
)


@dataclass(frozen=True, eq=False)
class Vasculature:
    """A graph, perhaps without some of its vessels, and what follows from it.

    Everything is worked out when it is first asked for, and then kept.
    """

    whole: nx.DiGraph[str]
    lost: frozenset[Way] = frozenset()

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
        return axial(self.graph)

    @cached_property
    def veins(self) -> nx.DiGraph[str]:
        """The veins, from the tissue to the heart."""
        return of_kinds(self.graph, "vein")

    @cached_property
    def links(self) -> nx.DiGraph[str]:
        """The choke links and anastomoses between territories."""
        return of_kinds(self.graph, "choke", "anastomosis")

    @cached_property
    def territories(self) -> tuple[str, ...]:
        """The nodes that are tissue, in the order of the graph."""
        return tuple(node for node, found in self.whole.nodes(data=True) if "territory" in found)

    @cached_property
    def supplies(self) -> dict[str, Supply]:
        """How the heart reaches each node."""
        return supplies(self.whole, self.lost)

    @cached_property
    def drained(self) -> frozenset[str]:
        """The nodes whose blood finds its way back."""
        return drained(self.whole, self.lost)

    @cached_property
    def lifelines(self) -> dict[str, tuple[str, ...]]:
        """The arteries whose loss alone takes each node's axial supply, from the heart outward."""
        return single_points_of_failure(self.graph)

    @cached_property
    def ways_to_vital(self) -> dict[str, frozenset[Way]]:
        """All arteries on the way to each territory that may not be left without supply."""
        vital = [node for node in self.territories if self.is_vital(node)]
        upstream = {node: nx.ancestors(self.arteries, node) | {node} for node in vital}
        return {node: frozenset(self.arteries.in_edges(upstream[node])) for node in vital}

    def without(self, ways: Collection[Way]) -> Vasculature:
        """The same vessels without some; those that are missing already do not matter."""
        return Vasculature(self.whole, self.lost.union(ways))

    def is_vital(self, node: str) -> bool:
        """Whether a territory may not be left without axial supply."""
        return bool(self.whole.nodes[node].get("vital", False))


@dataclass(frozen=True)
class Loss:
    """A territory that is worse off than before: how it is fed now, and whether it is drained."""

    territory: str
    supply: Supply
    drained: bool
    vital: bool


@dataclass(frozen=True)
class Exposure:
    """A vital territory and the arteries whose loss alone would take it now, and not before."""

    territory: str
    vessels: tuple[str, ...]


def losses(
    before: Vasculature, after: Vasculature, taken: AbstractSet[str] = frozenset()
) -> tuple[Loss, ...]:
    """The territories that are fed or drained worse than before, but for those taken along.

    >>> from flapplanner.anatomy import vascular_graph
    >>> from vascular_models import load_atlas
    >>> body = Vasculature(vascular_graph(load_atlas()))
    >>> after = body.without([("internal_iliac_division_left", "superior_gluteal_exit_left")])
    >>> "upper_buttock_skin_left" in {loss.territory for loss in losses(body, after)}
    True
    """

    def worse(node: str) -> bool:
        fed, left = (WORST_FIRST.index(vessels.supplies[node]) for vessels in (before, after))
        return left < fed or (node in before.drained and node not in after.drained)

    return tuple(
        Loss(node, after.supplies[node], node in after.drained, before.is_vital(node))
        for node in before.territories
        if node not in taken and worse(node)
    )


def exposures(
    before: Vasculature, after: Vasculature, taken: AbstractSet[str] = frozenset()
) -> tuple[Exposure, ...]:
    """The vital territories that have lost a second way, and the arteries they now hang on.

    >>> from flapplanner.anatomy import vascular_graph
    >>> from vascular_models import load_atlas
    >>> body = Vasculature(vascular_graph(load_atlas()))
    >>> exposures(body, body.without([("inguinal_ligament_left", "rectus_hilum_left")]))
    ()
    """
    spared = (node for node in before.territories if before.is_vital(node) and node not in taken)
    found = ((node, _newly_alone(node, before, after)) for node in spared)
    return tuple(Exposure(node, vessels) for node, vessels in found if vessels)


def _newly_alone(node: str, before: Vasculature, after: Vasculature) -> tuple[str, ...]:
    if after.lost.isdisjoint(before.ways_to_vital[node]):
        return ()
    had = before.lifelines.get(node, ())
    return tuple(vessel for vessel in after.lifelines.get(node, ()) if vessel not in had)
