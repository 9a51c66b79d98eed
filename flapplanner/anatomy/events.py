"""What has happened to the vessels: each event gives a new graph and is remembered by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import networkx as nx

from flapplanner.anatomy.names import SIDES, venous
from flapplanner.anatomy.vessels import Layout
from flapplanner.case import VesselEvent
from flapplanner.errors import CaseError
from vascular_models import Atlas, Side, vein_name

Way = tuple[str, str]

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
    events: Sequence[VesselEvent],
    atlas: Atlas,
    variants: Sequence[Layout] = (),
) -> tuple[nx.DiGraph[str], tuple[Interruption, ...]]:
    """A new graph after the events, and the vessels they interrupted; the old one is not touched.

    Ligated and occluded vessels leave the graph, resected ones together with the veins that run
    with them, and so do the arteries that a variant lacks (`absent`). A stenosis of k % narrows
    the diameter to (1 - k/100) of itself; what is stenosed or irradiated says so in its `state`.
    Raises CaseError for an unknown vessel, and for one that only a variant has which is not there.
    """
    lost = interruptions_of(graph, events, atlas, variants)
    changed, ways_of = graph.copy(), _ways_of(graph)
    changed.remove_edges_from((one.start, one.end) for one in lost)
    for event in events:
        if event.event not in INTERRUPTING:
            for side in SIDES if event.side == "both" else (event.side,):
                _mark(changed, graph, event, ways_of[event.vessel, side])
    return changed, lost


def interruptions_of(
    graph: nx.DiGraph[str],
    events: Sequence[VesselEvent],
    atlas: Atlas,
    variants: Sequence[Layout] = (),
) -> tuple[Interruption, ...]:
    """The vessels that the variants lack and that the events interrupt, each once.

    Raises CaseError as `with_events` does.
    """
    ways_of = _ways_of(graph)
    found: dict[Way, Interruption] = {}

    def interrupt(way: Way, event: str) -> None:
        if way not in found and graph.has_edge(*way):
            found[way] = Interruption(graph.edges[way]["label"], event, *way)

    for layout in variants:
        for absent in atlas.variants[layout.variant].without:
            for way in ways_of.get((absent, layout.side), ()):
                interrupt(way, "absent")
    for number, event in enumerate(events, start=1):
        for side in _sides(event, number, ways_of, atlas):
            for way in ways_of[event.vessel, side] if event.event in INTERRUPTING else ():
                interrupt(way, event.event)
                if event.event == "resected" and graph.edges[way]["kind"] == "axial":
                    interrupt((venous(way[1]), venous(way[0])), event.event)
    return tuple(found.values())


def _mark(
    changed: nx.DiGraph[str], graph: nx.DiGraph[str], event: VesselEvent, ways: Sequence[Way]
) -> None:
    for start, end in ways:
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


def _sides(
    event: VesselEvent, number: int, ways_of: Mapping[tuple[str, str], list[Way]], atlas: Atlas
) -> tuple[Side, ...]:
    place = f"vessels.{number}"
    own = atlas.named_vessels.get(event.vessel)
    if own is None:
        near = get_close_matches(event.vessel, atlas.named_vessels, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]}?" if near else "`flapplanner atlas list` prints the names."
        raise CaseError(f"{place}.vessel is {event.vessel}, which is not known; {hint}")
    if (event.side == "midline") != (own == "midline"):
        allowed = "midline" if own == "midline" else "left, right or both"
        raise CaseError(f"{place}.side is {event.side}; for {event.vessel} allowed is {allowed}.")
    sides: tuple[Side, ...] = SIDES if event.side == "both" else (event.side,)
    for side in sides:
        if (event.vessel, side) not in ways_of:
            with_it = " or ".join(_variants_with(event.vessel, atlas))
            raise CaseError(
                f"{place}.vessel is {event.vessel}, which only some people have; allowed together "
                f"with {with_it} under variants, on the {side}."
            )
    return sides


def _variants_with(vessel: str, atlas: Atlas) -> list[str]:
    return [
        name
        for name, variant in atlas.variants.items()
        if any(vessel in (own, vein_name(own, one)) for own, one in variant.vessels.items())
    ]


def _ways_of(graph: nx.DiGraph[str]) -> dict[tuple[str, str], list[Way]]:
    """Where a vessel of a side runs in the graph; veins of one name may drain several segments."""
    found: dict[tuple[str, str], list[Way]] = {}
    for start, end, vessel in graph.edges(data=True):
        found.setdefault((vessel["vessel"], vessel["side"]), []).append((start, end))
    return found
