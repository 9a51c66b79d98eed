"""The patient's arterial graph: built from the atlas, scaled, mirrored; and its pedicles.

Nodes and vessels that exist on both sides carry their side as a suffix (`sided`). Every edge has
`vessel` (its key), `label` (its name in words), `length_mm`, `diameter_mm`, `kind` and `course`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import networkx as nx

from flapplanner.errors import FlapPlannerError
from vascular_models import Atlas, Side, Vessel

HEART = "heart"
SIDES: tuple[Side, Side] = ("right", "left")


class AnatomyError(FlapPlannerError):
    """The vascular graph cannot answer: a name it does not know, or a length it does not have."""


@dataclass(frozen=True)
class Pedicle:
    """The vessels a flap hangs on, from where they are followed to where they enter it.

    `branches_divided` are the side branches that must be tied to free that length.
    """

    vessels: tuple[str, ...]
    length_mm: float
    start_diameter_mm: float
    branches_divided: tuple[str, ...]


def sided(name: str, side: Side, paired: bool) -> str:
    """The name of a node or vessel on one side; midline names stay as they are.

    >>> sided("superior_gluteal_exit", "left", paired=True)
    'superior_gluteal_exit_left'
    """
    return f"{name}_{side}" if paired else name


def label(vessel: str, side: Side) -> str:
    """A vessel's name in words.

    >>> label("internal_iliac_artery", "right")
    'right internal iliac artery'
    """
    words = vessel.replace("_", " ")
    return words if side == "midline" else f"{side} {words}"


def node_name(atlas: Atlas, node: str, side: Side) -> str:
    """The name in the graph of a node of the atlas on one side."""
    return sided(node, side, atlas.nodes[node].side == "paired")


def vascular_graph(atlas: Atlas, length_ratio: float = 1.0) -> nx.DiGraph[str]:
    """The arteries of both sides, lengths [mm] times `length_ratio`, diameters as published.

    >>> from vascular_models import load_atlas
    >>> graph = vascular_graph(load_atlas())
    >>> graph.edges["common_iliac_bifurcation_left", "internal_iliac_division_left"]["label"]
    'left internal iliac artery'
    """
    graph: nx.DiGraph[str] = nx.DiGraph()
    for name, vessel in atlas.vessels.items():
        for side in _sides_of(vessel):
            graph.add_edge(
                node_name(atlas, vessel.start, side),
                node_name(atlas, vessel.end, side),
                **_attributes(name, vessel, side, length_ratio),
            )
    return graph


def _sides_of(vessel: Vessel) -> tuple[Side, ...]:
    return SIDES if vessel.side == "paired" else ("midline",)


def _attributes(name: str, vessel: Vessel, side: Side, length_ratio: float) -> dict[str, Any]:
    return {
        "vessel": name,
        "side": side,
        "label": label(name, side),
        "length_mm": vessel.length_mm.central * length_ratio,
        "diameter_mm": vessel.diameter_mm.central,
        "kind": vessel.kind,
        "course": vessel.course,
    }


def length_mm(graph: nx.DiGraph[str], start: str, end: str) -> float:
    """The length [mm] of one vessel; raises AnatomyError where it has none.

    networkx takes a missing weight for 1, which would make an unmeasured vessel 1 mm long.
    """
    found = graph.edges[start, end].get("length_mm")
    if found is None:
        name = graph.edges[start, end].get("label", f"{start} to {end}")
        raise AnatomyError(f"{name} has no length in the graph.")
    return float(found)


def axial(graph: nx.DiGraph[str]) -> nx.DiGraph[str]:
    """The graph without choke anastomoses, on which no flap is planned alone."""
    tree: nx.DiGraph[str] = nx.DiGraph()
    tree.add_nodes_from(graph)
    tree.add_edges_from(way for way in graph.edges(data=True) if way[2]["kind"] == "axial")
    return tree


def pedicle(
    graph: nx.DiGraph[str], start: str, hilum: str, kept: frozenset[str] = frozenset()
) -> Pedicle:
    """The shortest axial way from `start` to `hilum`, its length [mm] and branches divided.

    A side branch that feeds one of the `kept` nodes is taken along, not divided. Raises
    AnatomyError when no vessels lead to the hilum.
    """
    tree = axial(graph)
    if start not in tree or hilum not in tree:
        raise AnatomyError(f"{start if start not in tree else hilum} is not in the graph.")
    try:
        nodes = nx.shortest_path(tree, start, hilum, weight=_weight(graph))
    except nx.NetworkXNoPath:
        raise AnatomyError(f"No vessels lead from {start} to {hilum}.") from None
    ways = list(pairwise(nodes))
    divided = [
        tree.edges[node, child]["label"]
        for node in nodes[1:-1]
        for child in tree.successors(node)
        if child not in nodes and not kept & (nx.descendants(tree, child) | {child})
    ]
    return Pedicle(
        vessels=tuple(tree.edges[way]["label"] for way in ways),
        length_mm=sum(length_mm(graph, *way) for way in ways),
        start_diameter_mm=float(tree.edges[ways[0]]["diameter_mm"]),
        branches_divided=tuple(sorted(divided)),
    )


def _weight(graph: nx.DiGraph[str]) -> Any:
    return lambda start, end, _: length_mm(graph, start, end)
