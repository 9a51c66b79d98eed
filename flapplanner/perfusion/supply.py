"""Is there still blood: reachability from the heart, and what it hangs on.

This edition answers yes, no, or only through choke anastomoses; pressures come later.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
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


def interruptions_of(
    intact: nx.DiGraph[str],
    node: str,
    interruptions: Sequence[Interruption],
    alone: Collection[str],
) -> tuple[Interruption, ...]:
    """The interruptions that took a node's supply.

    Those that would each do it alone (its single points of failure in the intact graph), or else
    all that lie on any way from the heart to it.
    """
    decisive = [cut for cut in interruptions if cut.label in alone]
    if decisive:
        return tuple(decisive)
    upstream = nx.ancestors(axial(intact), node) | {node}
    return tuple(cut for cut in interruptions if cut.end in upstream)
