"""Is there still blood: reachability from the heart, and what it hangs on.

This edition answers yes, no, or only through choke anastomoses; pressures come later.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import networkx as nx

from flapplanner.anatomy import HEART, Interruption, axial

Supply = Literal["axial", "choke_only", "none"]


def supplies(graph: nx.DiGraph[str]) -> dict[str, Supply]:
    """How the heart still reaches each node: along named vessels, only by choke links, or not.

    >>> from flapplanner.anatomy import vascular_graph
    >>> from vascular_models import load_atlas
    >>> supplies(vascular_graph(load_atlas()))["upper_buttock_skin_right"]
    'axial'
    """
    by_name = nx.descendants(axial(graph), HEART)
    by_any = nx.descendants(graph, HEART)
    return {
        node: "axial" if node in by_name else "choke_only" if node in by_any else "none"
        for node in graph
    }


def single_points_of_failure(graph: nx.DiGraph[str], node: str) -> tuple[str, ...]:
    """The vessels whose loss alone takes the node's axial supply, from the heart outward.

    They are its dominators in the graph in which each vessel is a node of its own.
    """
    return tuple(_label(graph, vessel) for vessel in _dominating_vessels(axial(graph), node))


def interruptions_of(
    intact: nx.DiGraph[str], node: str, interruptions: Sequence[Interruption]
) -> tuple[Interruption, ...]:
    """The interruptions that took a node's supply.

    Those that would each do it alone, or else all that lie on any way from the heart to it.
    """
    tree = axial(intact)
    alone = set(_dominating_vessels(tree, node))
    decisive = [cut for cut in interruptions if (cut.start, cut.end) in alone]
    if decisive:
        return tuple(decisive)
    upstream = nx.ancestors(tree, node) | {node}
    return tuple(cut for cut in interruptions if cut.end in upstream)


def _dominating_vessels(tree: nx.DiGraph[str], node: str) -> list[tuple[str, str]]:
    split: nx.DiGraph[object] = nx.DiGraph()
    for start, end in tree.edges:
        nx.add_path(split, (start, (start, end), end))
    dominator = nx.immediate_dominators(split, HEART)
    found: list[tuple[str, str]] = []
    current: object = node
    while current is not None and current != HEART:
        if isinstance(current, tuple):
            found.append(current)
        current = dominator.get(current)
    return found[::-1]


def _label(graph: nx.DiGraph[str], vessel: tuple[str, str]) -> str:
    return str(graph.edges[vessel]["label"])
