"""Free transfer: a flap cut loose and joined to other vessels, directly or by a graft.

    recipient -> (anastomosis) -> stump of the flap -> ... -> hilum

In the graph that this gives, blood reaches and leaves the flap by its recipient alone. Everything
that can be asked of a vascular graph can be asked of it, and a further flap can be joined to the
end of the first (flow-through).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

import networkx as nx

from flapplanner.anatomy import (
    HEART,
    AnatomyError,
    Interruption,
    Pedicle,
    node_label,
    pedicle,
    venous,
)
from flapplanner.perfusion.harvest import Harvest
from flapplanner.perfusion.lifelines import Raised, draining, feeding
from flapplanner.perfusion.vasculature import Vasculature

How = Literal["end_to_end", "end_to_side", "arteriovenous_loop"]


@dataclass(frozen=True)
class Transfer:
    """A free flap on its recipient vessels.

    `harvest` is the flap as it then hangs, with what its joining divides. The ratios are recipient
    over flap, for artery and vein. An arteriovenous loop takes an operation of its own before.
    """

    harvest: Harvest
    calibre_ratio: float
    vein_calibre_ratio: float
    graft_mm: float
    extra_stages: int


def graft_needed_mm(way_mm: float, *pedicles: Pedicle) -> float:
    """The vein graft [mm] that a way [mm] takes beyond the pedicles laid along it.

        graft = max(0, way − Σ pedicle lengths)

    The recipient's own vessels, turned towards the defect, count as one of them.

    >>> peroneal = Pedicle(("peroneal_origin", "fibula_hilum"), ("peroneal artery",), 40, 2.5, ())
    >>> graft_needed_mm(100.0, peroneal), graft_needed_mm(30.0, peroneal)
    (60.0, 0.0)
    """
    return max(0.0, way_mm - sum(one.length_mm for one in pedicles))


def joined(
    flap: Harvest, recipient: str, graft_mm: float = 0.0, how: How = "end_to_end"
) -> Transfer:
    """A flap cut free, joined to the artery and vein that end at the node `recipient`.

    The anastomosis is as long as its graft [mm], 0 mm where there is none, and as wide as the
    narrower of the two vessels. End to end, whatever the recipient led to is divided; a loop is
    joined to its side. Raises AnatomyError for a flap that is not cut free, a recipient without
    artery or vein or one that moves with the flap, and a graft of negative or loop of no length.

    >>> from flapplanner.anatomy import vascular_graph
    >>> from flapplanner.perfusion.harvest import harvest
    >>> from vascular_models import load_atlas
    >>> body = Vasculature(vascular_graph(load_atlas()))
    >>> fibula = harvest(body, "peroneal_origin_left", "fibula_shaft_left", free=True)
    >>> done = joined(fibula, "superior_gluteal_exit_right", graft_mm=40.0)
    >>> done.harvest.pedicle.vessels[0]
    'anastomosis to the right superior gluteal artery'
    >>> done.harvest.after.supplies["fibula_shaft_left"]
    'axial'
    """
    if flap.feeding.root == HEART:
        raise AnatomyError(f"The flap on the {flap.pedicle.vessels[0]} is not cut free.")
    if recipient not in flap.before.graph or recipient in flap.nodes:
        raise AnatomyError(f"There is no {recipient} to join the flap to.")
    if graft_mm < 0 or (how == "arteriovenous_loop" and graft_mm == 0):
        raise AnatomyError(f"A graft or loop of {graft_mm:g} mm joins nothing.")
    stump = f"stump_of_{flap.pedicle.nodes[-1]}"
    graph = _cut_loose(flap, stump)
    to = _widest(graph.in_edges(recipient, data=True), "axial", recipient)
    to_vein = _widest(graph.out_edges(venous(recipient), data=True), "vein", recipient)
    own = _widest(graph.out_edges(stump, data=True), "axial", stump)
    own_vein = _widest(graph.in_edges(venous(stump), data=True), "vein", stump)
    arteries, veins = _beyond(graph, recipient) if how == "end_to_end" else ((), ())
    graph.remove_edges_from((cut.start, cut.end) for cut in (*arteries, *veins))
    graph.add_edge(recipient, stump, **_anastomosis(to, own, graft_mm, how))
    graph.add_edge(
        venous(stump), venous(recipient), **_anastomosis(to_vein, own_vein, graft_mm, how)
    )
    cut = replace(
        flap,
        nodes=flap.nodes | {stump},
        divided=flap.divided + arteries,
        veins_divided=flap.veins_divided + veins,
        recipient=recipient,
        joined_to=to["label"],
    )
    return Transfer(
        harvest=_hung(cut, Vasculature(graph)),
        calibre_ratio=_diameter_mm(to) / _diameter_mm(own),
        vein_calibre_ratio=_diameter_mm(to_vein) / _diameter_mm(own_vein),
        graft_mm=graft_mm,
        extra_stages=1 if how == "arteriovenous_loop" else 0,
    )


def _cut_loose(flap: Harvest, stump: str) -> nx.DiGraph[str]:
    """A new graph in which the flap's own vessels begin and end at its stump, joined to nothing."""
    start, before = flap.feeding.root, flap.before.graph
    graph = before.copy()
    graph.remove_edges_from(flap.cuts)
    for cut in (*flap.divided, *flap.veins_divided):
        if cut.start == start:
            graph.add_edge(stump, cut.end, **before.edges[cut.start, cut.end])
        elif cut.end == venous(start):
            graph.add_edge(cut.start, venous(stump), **before.edges[cut.start, cut.end])
    return graph


def _widest(
    ways: Iterable[tuple[str, str, dict[str, Any]]], kind: str, node: str
) -> dict[str, Any]:
    """The widest vessel of a kind among those at a node."""
    found = [vessel for *_, vessel in ways if vessel["kind"] == kind]
    if not found:
        what = "artery" if kind == "axial" else "vein"
        raise AnatomyError(f"The {node_label(node)} has no {what} to join.")
    return max(found, key=_diameter_mm)


def _diameter_mm(vessel: dict[str, Any]) -> float:
    if vessel.get("diameter_mm") is None:
        raise AnatomyError(f"{vessel['label']} has no diameter in the graph.")
    return float(vessel["diameter_mm"])


def _anastomosis(
    to: dict[str, Any], own: dict[str, Any], graft_mm: float, how: How
) -> dict[str, Any]:
    """The anastomosis of a flap's own vessel to a recipient vessel, as an edge of the graph."""
    loop = how == "arteriovenous_loop"
    return {
        "vessel": "arteriovenous_loop" if loop else "anastomosis",
        "side": to["side"],
        "label": f"{'arteriovenous loop from' if loop else 'anastomosis to'} the {to['label']}",
        "kind": to["kind"],
        "course": to["course"],
        "length_mm": graft_mm,
        "diameter_mm": min(_diameter_mm(to), _diameter_mm(own)),
        "number": min(to["number"], own["number"]),
    }


def _beyond(graph: nx.DiGraph[str], recipient: str) -> tuple[tuple[Interruption, ...], ...]:
    """The arteries a recipient leads to and the veins it receives, which end to end divides."""
    ways = (
        (graph.out_edges(recipient, data=True), "axial"),
        (graph.in_edges(venous(recipient), data=True), "vein"),
    )
    return tuple(
        tuple(
            Interruption(vessel["label"], "divided", one, next_)
            for one, next_, vessel in edges
            if vessel["kind"] == kind
        )
        for edges, kind in ways
    )


def _hung(flap: Harvest, after: Vasculature) -> Harvest:
    """The flap as it hangs on its recipient."""
    assert flap.recipient is not None
    hilum = flap.pedicle.nodes[-1]
    own = after.graph.subgraph(flap.nodes | {flap.recipient})
    found = pedicle(own, flap.recipient, hilum)
    raised = Raised(frozenset({flap.recipient}), HEART, hilum, flap.feeding.ends, flap.nodes)
    return replace(
        flap,
        pedicle=replace(found, branches_divided=flap.pedicle.branches_divided),
        feeding=feeding(after, raised),
        draining=draining(after, raised),
        after=after,
    )
