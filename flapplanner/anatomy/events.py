"""What has happened to the vessels: each event gives a new graph and is remembered by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import networkx as nx

from flapplanner.anatomy.vessels import SIDES, label
from flapplanner.case import VesselEvent
from flapplanner.errors import CaseError
from vascular_models import Atlas, Side

INTERRUPTING = ("ligated", "occluded", "resected")


@dataclass(frozen=True)
class Interruption:
    """A vessel that no longer carries blood, and the two nodes it joined."""

    label: str
    event: str
    start: str
    end: str


def with_events(
    graph: nx.DiGraph[str], events: Iterable[VesselEvent], atlas: Atlas
) -> tuple[nx.DiGraph[str], tuple[Interruption, ...]]:
    """A new graph after the events, and the vessels they interrupted; the old one is not touched.

    Ligated, occluded and resected vessels leave the graph; a stenosis of k % narrows the diameter
    to (1 - k/100) of itself; what is stenosed or irradiated says so in its `state`. Raises
    CaseError for an unknown vessel.
    """
    changed = graph.copy()
    interruptions: list[Interruption] = []
    for number, event in enumerate(events, start=1):
        for side in _sides(event, number, atlas):
            start, end = _edge(graph, event.vessel, side)
            if not changed.has_edge(start, end):
                continue  # an earlier event has interrupted it already
            if event.event in INTERRUPTING:
                changed.remove_edge(start, end)
                name = label(event.vessel, side)
                interruptions.append(Interruption(name, event.event, start, end))
            elif event.stenosis_percent is not None:
                vessel = changed.edges[start, end]
                narrowed = graph.edges[start, end]["diameter_mm"] * (
                    1 - event.stenosis_percent / 100
                )
                vessel["diameter_mm"] = min(vessel["diameter_mm"], narrowed)
                _mark(vessel, f"stenosed by {event.stenosis_percent:g} %")
            else:
                _mark(changed.edges[start, end], event.event)
    return changed, tuple(interruptions)


def _mark(vessel: dict[str, Any], state: str) -> None:
    vessel["state"] = f"{vessel['state']} and {state}" if "state" in vessel else state


def _sides(event: VesselEvent, number: int, atlas: Atlas) -> tuple[Side, ...]:
    vessel = atlas.vessels.get(event.vessel)
    if vessel is None:
        near = get_close_matches(event.vessel, atlas.vessels, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]}?" if near else "`flapplanner atlas list` prints the names."
        raise CaseError(f"vessels.{number}.vessel is {event.vessel}, which is not known; {hint}")
    if (event.side == "midline") != (vessel.side == "midline"):
        allowed = "midline" if vessel.side == "midline" else "left, right or both"
        raise CaseError(
            f"vessels.{number}.side is {event.side}; for {event.vessel} allowed is {allowed}."
        )
    if event.side == "both":
        return SIDES
    return (event.side,)


def _edge(graph: nx.DiGraph[str], vessel: str, side: Side) -> tuple[str, str]:
    for start, end, data in graph.edges(data=True):
        if data["vessel"] == vessel and data["side"] == side:
            return start, end
    raise AssertionError(f"{vessel} of the atlas is missing on the {side}")
