"""Ways along the arteries of the graph: pedicles, their lengths and what is tied for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count, pairwise

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
    vessel = graph.get_edge_data(start, end)
    found = vessel.get("length_mm")
    if found is None:
        name = vessel.get("label", f"{start} to {end}")
        raise AnatomyError(f"{name} has no length in the graph.")
    return float(found)


def of_kinds(graph: nx.DiGraph[str], *kinds: str) -> nx.DiGraph[str]:
    """All nodes of the graph with only the edges of some kinds."""
    part: nx.DiGraph[str] = nx.DiGraph()
    part.add_nodes_from(graph.nodes(data=True))
    part.add_edges_from(way for way in graph.edges(data=True) if way[2]["kind"] in kinds)
    return part


def downstream(graph: nx.DiGraph[str], nodes: Iterable[str]) -> set[str]:
    """Some nodes of a graph and all that it leads to from there.

    >>> sorted(downstream(nx.DiGraph([("a", "b"), ("b", "c"), ("d", "c")]), ["b"]))
    ['b', 'c']
    """
    return _reached(graph.successors, (node for node in nodes if node in graph))


def upstream(graph: nx.DiGraph[str], nodes: Iterable[str]) -> set[str]:
    """Some nodes of a graph and all that leads there.

    >>> sorted(upstream(nx.DiGraph([("a", "b"), ("b", "c"), ("d", "c")]), ["b"]))
    ['a', 'b']
    """
    return _reached(graph.predecessors, (node for node in nodes if node in graph))


def _reached(steps: Callable[[str], Iterable[str]], nodes: Iterable[str]) -> set[str]:
    waiting = list(nodes)
    found = set(waiting)
    while waiting:
        for node in steps(waiting.pop()):
            if node not in found:
                found.add(node)
                waiting.append(node)
    return found


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
    nodes = _shortest_way(tree, start, hilum)
    return _along(tree, nodes, upstream(tree, kept))


def _shortest_way(tree: nx.DiGraph[str], start: str, hilum: str) -> list[str]:
    """The nodes of the shortest way, after Dijkstra.

    It is searched for from the hilum up: few arteries lead to a hilum, all others away from it.
    Of two ways equally long the one that comes first in the graph is taken.
    """
    next_: dict[str, str] = {}
    order = count()
    waiting = [(0.0, next(order), hilum, hilum)]
    while waiting:
        away, _, node, after = heappop(waiting)
        if node in next_:
            continue
        next_[node] = after
        if node == start:
            break
        for before in tree.predecessors(node):
            further = away + length_mm(tree, before, node)
            heappush(waiting, (further, next(order), before, node))
    if start not in next_:
        raise AnatomyError(f"No vessels lead from {start} to {hilum}.")
    nodes = [start]
    while nodes[-1] != hilum:
        nodes.append(next_[nodes[-1]])
    return nodes


def _along(tree: nx.DiGraph[str], nodes: list[str], keeps: AbstractSet[str]) -> Pedicle:
    """The pedicle along some nodes; `keeps` are what is kept and all that leads there."""
    ways = list(pairwise(nodes))
    arteries = [tree.get_edge_data(*way) for way in ways]
    divided = (
        tree.get_edge_data(node, child)["label"]
        for node in nodes[1:-1]
        for child in tree.successors(node)
        if child not in keeps and child not in nodes
    )
    return Pedicle(
        nodes=tuple(nodes),
        vessels=tuple(artery["label"] for artery in arteries),
        length_mm=sum(length_mm(tree, *way) for way in ways),
        start_diameter_mm=float(arteries[0]["diameter_mm"]),
        branches_divided=tuple(sorted(divided)),
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
    return pedicles_by_pivot_in(axial(graph), hilum, kept)


def pedicles_by_pivot_in(
    tree: nx.DiGraph[str], hilum: str, kept: frozenset[str] = frozenset()
) -> Mapping[str, Pedicle]:
    """The same in a graph that holds named arteries only (`axial`)."""
    nodes = list(pedicle_in(tree, HEART, hilum, kept).nodes)
    keeps = upstream(tree, kept)
    # The end of a shortest way is a shortest way itself.
    return {nodes[i]: _along(tree, nodes[i:], keeps) for i in range(len(nodes) - 2, 0, -1)}
