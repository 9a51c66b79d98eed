"""Is there still blood, and does it flow off: what a search through the vessels comes to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import networkx as nx

from flapplanner.anatomy import HEART, venous

Supply = Literal["axial", "choke_only", "none"]
Way = tuple[str, str]  # a vessel by the two nodes it joins, in the direction of its flow
Steps = Mapping[str, Sequence[str]]  # where a search may go from each node

WORST_FIRST: tuple[Supply, ...] = ("none", "choke_only", "axial")
ARTERIAL = ("axial", "choke", "anastomosis")
VENOUS = ("bed", "vein")


@dataclass(frozen=True, eq=False)
class Passages:
    """Where blood can pass in a graph, as plain tables by node.

    A plan searches them a hundred times and more; views and copies of a graph would cost it more
    than its geometry does. `along` and `against` are the named arteries, in the direction of their
    flow and back; `either` all arteries and links, both ways; `onward` and `back` the beds and
    veins. `vessels` are all by kind and name, in the order of the graph, also those that are tied:
    the last of them are `tied`, and `before` is how it was until then.
    """

    nodes: tuple[str, ...]
    vessels: Mapping[Way, tuple[str, str]]
    along: Steps
    against: Steps
    either: Steps
    onward: Steps
    back: Steps
    tied: AbstractSet[Way] = frozenset()
    before: Passages | None = None

    def without(self, ways: AbstractSet[Way]) -> Passages:
        """The same with some vessels tied; those that are not there do not matter."""
        along, against, either = dict(self.along), dict(self.against), dict(self.either)
        onward, back = dict(self.onward), dict(self.back)
        for start, end in ways:
            kind, _ = self.vessels.get((start, end), (None, None))
            if kind == "axial":
                _tie(along, start, end)
                _tie(against, end, start)
            if kind in ARTERIAL:
                _tie(either, start, end)
                _tie(either, end, start)
            if kind in VENOUS:
                _tie(onward, start, end)
                _tie(back, end, start)
        return Passages(self.nodes, self.vessels, along, against, either, onward, back, ways, self)

    @cached_property
    def fed(self) -> AbstractSet[str]:
        """The nodes that named arteries lead to from the heart."""
        if self.before is None:
            return reached(self.along, [HEART])
        doubtful = reached(self.along, [end for _, end in self.tied])
        return _still_reached(self.along, self.against, HEART, self.before.fed, doubtful)

    @cached_property
    def drained(self) -> AbstractSet[str]:
        """The nodes from which beds and veins lead to the heart."""
        if self.before is None:
            return reached(self.back, [venous(HEART)])
        doubtful = reached(self.back, [start for start, _ in self.tied])
        return _still_reached(self.back, self.onward, venous(HEART), self.before.drained, doubtful)

    @cached_property
    def supplies(self) -> dict[str, Supply]:
        """How the heart reaches each node; see `supplies`."""
        fed = self.fed
        beside = [
            node
            for node, nexts in self.either.items()
            if node not in fed and not fed.isdisjoint(nexts)
        ]
        linked = reached(self.either, beside, fed)
        return {
            node: "axial" if node in fed else "choke_only" if node in linked else "none"
            for node in self.nodes
        }


def passages(graph: nx.DiGraph[str]) -> Passages:
    """Where blood can pass in a graph."""
    vessels: dict[Way, tuple[str, str]] = {}
    along: dict[str, list[str]] = {}
    against: dict[str, list[str]] = {}
    either: dict[str, list[str]] = {}
    onward: dict[str, list[str]] = {}
    back: dict[str, list[str]] = {}
    for start, end, vessel in graph.edges(data=True):
        kind = vessel["kind"]
        vessels[start, end] = kind, str(vessel["label"])
        if kind == "axial":
            along.setdefault(start, []).append(end)
            against.setdefault(end, []).append(start)
        if kind in ARTERIAL:
            either.setdefault(start, []).append(end)
            either.setdefault(end, []).append(start)
        if kind in VENOUS:
            onward.setdefault(start, []).append(end)
            back.setdefault(end, []).append(start)
    return Passages(tuple(graph), vessels, along, against, either, onward, back)


def _tie(steps: dict[str, Sequence[str]], node: str, next_: str) -> None:
    """Takes one way out of a table; the list may be another table's too, and is not touched.

    A node may stand in it twice, by an artery and by a link. What was tied before stays tied.
    """
    left = list(steps[node])
    if next_ in left:
        left.remove(next_)
        steps[node] = left


def reached(
    steps: Steps, roots: Iterable[str], already: AbstractSet[str] = frozenset()
) -> set[str]:
    """Everything a search from the roots comes to, and what was reached already."""
    waiting = list(roots)
    found = {*already, *waiting}
    while waiting:
        for node in steps.get(waiting.pop(), ()):
            if node not in found:
                found.add(node)
                waiting.append(node)
    return found


def _still_reached(
    steps: Steps,
    behind: Steps,
    root: str,
    before: AbstractSet[str],
    doubtful: AbstractSet[str],
) -> AbstractSet[str]:
    """What is reached yet of what was before; in doubt is only what lies beyond a tied vessel."""
    sure = (before - doubtful) | {root}
    again = [node for node in doubtful if not sure.isdisjoint(behind.get(node, ()))]
    return reached(steps, again, sure)


def supplies(graph: nx.DiGraph[str], closed: AbstractSet[Way] = frozenset()) -> dict[str, Supply]:
    """How the heart still reaches each node: along named vessels, only by links, or not.

    A choke link or an anastomosis carries blood either way, and what it feeds runs backwards in
    the arteries behind it. The vessels in `closed` are taken as tied.

    >>> from flapplanner.anatomy import vascular_graph
    >>> from vascular_models import load_atlas
    >>> supplies(vascular_graph(load_atlas()))["upper_buttock_skin_right"]
    'axial'
    """
    return passages(graph).without(closed).supplies


def drained(graph: nx.DiGraph[str], closed: AbstractSet[Way] = frozenset()) -> frozenset[str]:
    """The nodes whose blood still finds its way back to the heart through the veins.

    >>> from flapplanner.anatomy import vascular_graph
    >>> from vascular_models import load_atlas
    >>> "upper_buttock_skin_right" in drained(vascular_graph(load_atlas()))
    True
    """
    return frozenset(passages(graph).without(closed).drained)
