"""Is there still blood, and does it flow off: reachability, and what it hangs on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any, Literal

import networkx as nx

from flapplanner.anatomy import HEART, axial, venous

Supply = Literal["axial", "choke_only", "none"]
Way = tuple[str, str]  # a vessel by the two nodes it joins, in the direction of its flow
Step = tuple[str, Way]  # the next node, and the vessel that leads to it
Closed = AbstractSet[Way]

WORST_FIRST: tuple[Supply, ...] = ("none", "choke_only", "axial")
ARTERIAL = ("axial", "choke", "anastomosis")


def supplies(graph: nx.DiGraph[str], closed: Closed = frozenset()) -> dict[str, Supply]:
    """How the heart still reaches each node: along named vessels, only by links, or not.

    A choke link or an anastomosis carries blood either way, and what it feeds runs backwards in
    the arteries behind it. The vessels in `closed` are taken as tied.

    >>> from flapplanner.anatomy import vascular_graph
    >>> from vascular_models import load_atlas
    >>> supplies(vascular_graph(load_atlas()))["upper_buttock_skin_right"]
    'axial'
    """
    ahead = graph.adj
    by_name = _reached(HEART, closed, lambda node: _along(ahead[node], "axial", node))
    by_any = _reached(HEART, closed, lambda node: _either_way(graph, node))
    return {
        node: "axial" if node in by_name else "choke_only" if node in by_any else "none"
        for node in graph
    }


def drained(graph: nx.DiGraph[str], closed: Closed = frozenset()) -> frozenset[str]:
    """The nodes whose blood still finds its way back to the heart through the veins.

    >>> from flapplanner.anatomy import vascular_graph
    >>> from vascular_models import load_atlas
    >>> "upper_buttock_skin_right" in drained(vascular_graph(load_atlas()))
    True
    """
    behind = graph.pred

    def back(node: str) -> Iterator[tuple[str, Way]]:
        for before, vessel in behind[node].items():
            if vessel["kind"] in ("vein", "bed"):
                yield before, (before, node)

    return frozenset(_reached(venous(HEART), closed, back))


def _along(ahead: Mapping[str, dict[str, Any]], kind: str, node: str) -> Iterator[Step]:
    for next_, vessel in ahead.items():
        if vessel["kind"] == kind:
            yield next_, (node, next_)


def _either_way(graph: nx.DiGraph[str], node: str) -> Iterator[Step]:
    for next_, vessel in graph.adj[node].items():
        if vessel["kind"] in ARTERIAL:
            yield next_, (node, next_)
    for before, vessel in graph.pred[node].items():
        if vessel["kind"] in ARTERIAL:
            yield before, (before, node)


def _reached(root: str, closed: Closed, steps: Callable[[str], Iterable[Step]]) -> set[str]:
    """Everything a search from the root comes to without a closed vessel.

    A search of its own, because views and copies of a graph cost a plan more than its geometry.
    """
    found, waiting = {root}, [root]
    while waiting:
        for node, way in steps(waiting.pop()):
            if node not in found and way not in closed:
                found.add(node)
                waiting.append(node)
    return found


def single_points_of_failure(graph: nx.DiGraph[str]) -> dict[str, tuple[str, ...]]:
    """For each node, the vessels whose loss alone takes its axial supply, from the heart outward.

    They are its dominators in the graph in which each vessel is a node of its own. A node that has
    no axial supply is left out.

    >>> from flapplanner.anatomy import vascular_graph
    >>> from vascular_models import load_atlas
    >>> single_points_of_failure(vascular_graph(load_atlas()))["infrarenal_aorta"]
    ('aortic arch', 'thoracic aorta', 'upper abdominal aorta')
    """
    tree = axial(graph)
    split: nx.DiGraph[object] = nx.DiGraph()
    for start, end in tree.edges:
        nx.add_path(split, (start, (start, end), end))
    dominator = nx.immediate_dominators(split, HEART)
    found: dict[object, tuple[str, ...]] = {HEART: ()}
    for node in nx.topological_sort(split):  # a dominator comes before what it dominates
        if node in dominator and node != HEART:
            own = (str(tree.edges[node]["label"]),) if isinstance(node, tuple) else ()
            found[node] = found[dominator[node]] + own
    return {node: vessels for node, vessels in found.items() if isinstance(node, str)}
