"""What has happened to the vessels: each event gives a new graph and is remembered by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import networkx as nx

from flapplanner.anatomy.names import SIDES, label
from flapplanner.anatomy.vessels import Layout
from flapplanner.case import VesselEvent
from flapplanner.errors import CaseError
from vascular_models import Atlas, Side, vein_name

INTERRUPTING = ("ligated", "occluded", "resected")


@dataclass(frozen=True)
class Interruption:
    """A vessel that does not carry blood, why (`event`), and the two nodes it joins."""

    label: str
    event: str
    start: str
    end: str


def with_events(
    graph: nx.DiGraph[str],
    events: Iterable[VesselEvent],
    atlas: Atlas,
    variants: Iterable[Layout] = (),
) -> tuple[nx.DiGraph[str], tuple[Interruption, ...]]:
    """A new graph after the events, and the vessels they interrupted; the old one is not touched.

    Ligated and occluded vessels leave the graph, resected ones together with the veins that run
    with them, and so does what a variant lacks (`absent`). A stenosis of k % narrows the diameter
    to (1 - k/100) of itself; what is stenosed or irradiated says so in its `state`. Raises
    CaseError for an unknown vessel.
    """
    changed = graph.copy()
    interruptions: list[Interruption] = []

    def interrupt(vessel: str, side: Side, event: str) -> None:
        for start, end in _edges(graph, vessel, side):
            if changed.has_edge(start, end):  # else an earlier event has interrupted it
                changed.remove_edge(start, end)
                interruptions.append(Interruption(label(vessel, side), event, start, end))

    for layout in variants:
        for absent in atlas.variants[layout.variant].without:
            interrupt(absent, layout.side, "absent")
            interrupt(_veins_with(absent, atlas), layout.side, "absent")
    for number, event in enumerate(events, start=1):
        for side in _sides(event, number, atlas):
            if event.event in INTERRUPTING:
                interrupt(event.vessel, side, event.event)
                if event.event == "resected":
                    interrupt(_veins_with(event.vessel, atlas), side, event.event)
            else:
                _mark(changed, graph, event, side)
    return changed, tuple(interruptions)


def _veins_with(vessel: str, atlas: Atlas) -> str:
    artery = atlas.vessels.get(vessel)
    return vein_name(vessel, artery) if artery and artery.kind == "axial" else vessel


def _mark(changed: nx.DiGraph[str], graph: nx.DiGraph[str], event: VesselEvent, side: Side) -> None:
    for start, end in _edges(graph, event.vessel, side):
        if not changed.has_edge(start, end):
            continue
        vessel: dict[str, Any] = changed.edges[start, end]
        state: str = event.event
        if event.stenosis_percent is not None:
            open_share = 1 - event.stenosis_percent / 100
            narrowed = graph.edges[start, end]["diameter_mm"] * open_share
            vessel["diameter_mm"] = min(vessel["diameter_mm"], narrowed)
            state = f"stenosed by {event.stenosis_percent:g} %"
        vessel["state"] = f"{vessel['state']} and {state}" if "state" in vessel else state


def _sides(event: VesselEvent, number: int, atlas: Atlas) -> tuple[Side, ...]:
    own = atlas.named_vessels.get(event.vessel)
    if own is None:
        near = get_close_matches(event.vessel, atlas.named_vessels, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]}?" if near else "`flapplanner atlas list` prints the names."
        raise CaseError(f"vessels.{number}.vessel is {event.vessel}, which is not known; {hint}")
    if (event.side == "midline") != (own == "midline"):
        allowed = "midline" if own == "midline" else "left, right or both"
        raise CaseError(
            f"vessels.{number}.side is {event.side}; for {event.vessel} allowed is {allowed}."
        )
    if event.side == "both":
        return SIDES
    return (event.side,)


def _edges(graph: nx.DiGraph[str], vessel: str, side: Side) -> list[tuple[str, str]]:
    """Where a vessel runs in the graph; veins of one name may drain several segments."""
    return [
        (start, end)
        for start, end, data in graph.edges(data=True)
        if data["vessel"] == vessel and data["side"] == side
    ]
