"""What a node hangs on: the vessels that every way to it takes, its dominators in the graph."""

from __future__ import annotations

from collections.abc import Iterable
from graphlib import TopologicalSorter

import networkx as nx

from flapplanner.anatomy import HEART


def single_points_of_failure(graph: nx.DiGraph[str]) -> dict[str, tuple[str, ...]]:
    """For each node, the vessels whose loss alone takes its axial supply, from the heart outward.

    A node that has no axial supply is left out.

    >>> from flapplanner.anatomy import vascular_graph
    >>> from vascular_models import load_atlas
    >>> single_points_of_failure(vascular_graph(load_atlas()))["infrarenal_aorta"]
    ('aortic arch', 'thoracic aorta', 'upper abdominal aorta')
    """
    ways = graph.edges(data=True)
    return without_substitute(
        HEART, ((start, end, str(v["label"])) for start, end, v in ways if v["kind"] == "axial")
    )


def without_substitute(
    root: str, vessels: Iterable[tuple[str, str, str]]
) -> dict[str, tuple[str, ...]]:
    """For each node, the vessels that every way from the root to it takes, from the root outward.

    They are its dominators among the vessels, each given by where it begins and ends and its name:
    those that all vessels leading to the node have in common, where each counts as one of its own.
    Raises ValueError where vessels lead in a circle.

    >>> loop = [("a", "b", "stem"), ("b", "d", "short way"), ("b", "c", "up"), ("c", "d", "down")]
    >>> without_substitute("a", [*loop, ("d", "e", "end")])["e"]
    ('stem', 'end')
    """
    into: dict[str, list[tuple[str, str, str]]] = {}
    for vessel in vessels:
        into.setdefault(vessel[1], []).append(vessel)
    order = TopologicalSorter({end: [start for start, *_ in ways] for end, ways in into.items()})
    found: dict[str, tuple[tuple[str, str, str], ...]] = {root: ()}
    for node in order.static_order():
        ways = [(*found[one[0]], one) for one in into.get(node, ()) if one[0] in found]
        if ways and node != root:
            common = set(ways[0]).intersection(*ways[1:])
            found[node] = tuple(vessel for vessel in ways[0] if vessel in common)
    return {node: tuple(label for *_, label in way) for node, way in found.items()}
