"""Ways along the arteries of the graph: pedicles, their lengths and what is tied for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import networkx as nx

from flapplanner.anatomy.names import HEART
from flapplanner.errors import FlapPlannerError


class AnatomyError(FlapPlannerError):
    """The vascular graph cannot answer: a name it does not know, or a length it does not have."""


@dataclass(frozen=True)
class Pedicle:
    """The vessels a flap hangs on, from where they are followed to where they enter it.

    `nodes` lead along it. `branches_divided` are the side branches that must be tied to free
    that length.
    """

    nodes: tuple[str, ...]
    vessels: tuple[str, ...]
    length_mm: float
    start_diameter_mm: float
    branches_divided: tuple[str, ...]


def length_mm(graph: nx.DiGraph[str], start: str, end: str) -> float:
    """The length [mm] of one vessel; raises AnatomyError where it has none.

    networkx takes a missing weight for 1, which would make an unmeasured vessel 1 mm long.
    """
    found = graph.edges[start, end].get("length_mm")
    if found is None:
        name = graph.edges[start, end].get("label", f"{start} to {end}")
        raise AnatomyError(f"{name} has no length in the graph.")
    return float(found)


def of_kinds(graph: nx.DiGraph[str], *kinds: str) -> nx.DiGraph[str]:
    """All nodes of the graph with only the edges of some kinds."""
    part: nx.DiGraph[str] = nx.DiGraph()
    part.add_nodes_from(graph.nodes(data=True))
    part.add_edges_from(way for way in graph.edges(data=True) if way[2]["kind"] in kinds)
    return part


def axial(graph: nx.DiGraph[str]) -> nx.DiGraph[str]:
    """The arteries without choke links and anastomoses, on which no flap is planned alone."""
    return of_kinds(graph, "axial")


def pedicle(
    graph: nx.DiGraph[str], start: str, hilum: str, kept: frozenset[str] = frozenset()
) -> Pedicle:
    """The shortest axial way from `start` to `hilum`, its length [mm] and branches divided.

    A side branch that feeds one of the `kept` nodes is taken along, not divided. Raises
    AnatomyError when no vessels lead to the hilum.

    >>> from flapplanner.anatomy import vascular_graph
    >>> from vascular_models import load_atlas
    >>> graph = vascular_graph(load_atlas())
    >>> pedicle(graph, "inguinal_ligament_left", "rectus_hilum_left").vessels
    ('left deep inferior epigastric artery',)
    """
    return pedicle_in(axial(graph), start, hilum, kept)


def pedicle_in(
    tree: nx.DiGraph[str], start: str, hilum: str, kept: frozenset[str] = frozenset()
) -> Pedicle:
    """The same in a graph that holds named arteries only (`axial`)."""
    for node in (start, hilum):
        if node not in tree:
            raise AnatomyError(f"{node} is not in the graph.")
    if start == hilum:
        raise AnatomyError(f"A pedicle from {start} to itself has no vessels.")
    try:
        nodes = nx.shortest_path(tree, start, hilum, weight=_weight(tree))
    except nx.NetworkXNoPath:
        raise AnatomyError(f"No vessels lead from {start} to {hilum}.") from None
    return _along(tree, nodes, kept)


def _along(tree: nx.DiGraph[str], nodes: list[str], kept: frozenset[str]) -> Pedicle:
    ways = list(pairwise(nodes))
    divided = divided_ways(tree, nodes, kept)
    return Pedicle(
        nodes=tuple(nodes),
        vessels=tuple(tree.edges[way]["label"] for way in ways),
        length_mm=sum(length_mm(tree, *way) for way in ways),
        start_diameter_mm=float(tree.edges[ways[0]]["diameter_mm"]),
        branches_divided=tuple(sorted(tree.edges[way]["label"] for way in divided)),
    )


def divided_ways(
    tree: nx.DiGraph[str], nodes: list[str] | tuple[str, ...], kept: frozenset[str]
) -> tuple[tuple[str, str], ...]:
    """The side branches of a way that feed nothing that is kept, nearest the heart first."""
    return tuple(
        (node, child)
        for node in nodes[1:-1]
        for child in tree.successors(node)
        if child not in nodes and not kept & (nx.descendants(tree, child) | {child})
    )


def pedicles_by_pivot(
    graph: nx.DiGraph[str], hilum: str, kept: frozenset[str] = frozenset()
) -> Mapping[str, Pedicle]:
    """The pedicle to a hilum from every pivot on its way, the nearest first [mm].

    Each step towards the heart frees more length and ties more branches.

    >>> from flapplanner.anatomy import vascular_graph
    >>> from vascular_models import load_atlas
    >>> found = pedicles_by_pivot(vascular_graph(load_atlas()), "upper_buttock_skin_right")
    >>> [pivot for pivot in found][:2]
    ['superior_gluteal_branching_right', 'superior_gluteal_exit_right']
    """
    tree = axial(graph)
    nodes = list(pedicle_in(tree, HEART, hilum, kept).nodes)
    # The end of a shortest way is a shortest way itself.
    return {nodes[i]: _along(tree, nodes[i:], kept) for i in range(len(nodes) - 2, 0, -1)}


def _weight(graph: nx.DiGraph[str]) -> Any:
    return lambda start, end, _: length_mm(graph, start, end)
