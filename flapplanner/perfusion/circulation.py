"""The circulation: how much blood each territory has, before the events and after them.

    heart ═ arteries ═ territory ─ bed ─ territory.vein ═ veins ═ heart.vein
    (mean aortic pressure)                                (central venous pressure)

The vessels resist after Poiseuille. A bed resists so that in the intact body its territory takes
what its tissue asks for, mass × specific flow; it keeps that resistance afterwards. Nothing dilates
or narrows in answer to an event, and nothing grows: it is the first hour, not the third week.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import networkx as nx
import numpy as np

from flapplanner.anatomy import HEART, venous
from flapplanner.perfusion.network import (
    Factorised,
    Floats,
    Network,
    PerfusionError,
    solved,
)
from flapplanner.perfusion.poiseuille import network_of
from flapplanner.perfusion.supply import Way
from vascular_models import Measure

# What a kind of territory is made of, where the two differ in name: skin is raised with its fat.
TISSUE = {"omentum": "fat", "skin": "skin_with_fat"}

# Pressures that differ by less are those of twins on two sides, told apart by rounding.
SAME_MMHG = 1e-6


@dataclass(frozen=True, eq=False)
class Circulation:
    """What of a body's circulation stays the same whatever happens to its vessels.

    By territory: `demand_ml_per_min`, what its tissue asks for at rest; `bed_conductance_...`; and
    `normal_ml_per_min`, what it has in the intact body, which is the demand except in the
    `underfed` territories. Those map to the pressure [mmHg] that would be left at their bed if
    they were to have their demand: too little to drive it (nan where no vessels lead there).
    """

    fixed_mmhg: Mapping[str, float]
    viscosity_mpa_s: float
    demand_ml_per_min: Mapping[str, float]
    bed_conductance_ml_per_min_per_mmhg: Mapping[str, float]
    normal_ml_per_min: Mapping[str, float]
    underfed: Mapping[str, float]


def circulation(intact: nx.DiGraph[str], body: Mapping[str, Measure]) -> Circulation:
    """The circulation of an intact body: the conductance of every bed [ml/min/mmHg].

    The demands, mass × specific flow, are first drawn from the arteries and given to the veins as
    if the beds were pumps; with the pressures P that this leaves,

        G_bed = demand / (P_artery − P_vein)

    A demand the vessels cannot carry leaves an artery at its bed with no more pressure than the
    venules have (`venous_pressure_mmhg`). Such a territory is listed as `underfed`. It gets the
    least bed that could be right, demand / (aortic − central venous pressure), and its normal flow
    is what then reaches it. The worst is settled first, together with those as badly off (its twin
    on the other side), since that may relieve their neighbours.

    Raises PerfusionError for a figure the body lacks, and AnatomyError for a vessel without length.

    >>> from flapplanner.anatomy import vascular_graph
    >>> from vascular_models import load_atlas
    >>> intact = circulation(vascular_graph(load_atlas()), load_atlas().body)
    >>> min(intact.bed_conductance_ml_per_min_per_mmhg.values()) > 0
    True
    """
    aortic = _figure(body, "mean_aortic_pressure_mmhg")
    central = _figure(body, "central_venous_pressure_mmhg")
    fixed = MappingProxyType({HEART: aortic, venous(HEART): central})
    viscosity = _figure(body, "blood_viscosity_mpa_s")
    demand = _demands(intact, body)
    network, ways = network_of(intact, fixed, viscosity, dict.fromkeys(demand, 0.0))
    least = {place: flow / (aortic - central) for place, flow in demand.items()}
    beds, underfed = _beds(network, ways, demand, least, _figure(body, "venous_pressure_mmhg"))
    solution = solved(_with_beds(network, ways, beds))
    return Circulation(
        fixed_mmhg=fixed,
        viscosity_mpa_s=viscosity,
        demand_ml_per_min=MappingProxyType(demand),
        bed_conductance_ml_per_min_per_mmhg=MappingProxyType(beds),
        normal_ml_per_min=MappingProxyType(through_beds(solution.flow_ml_per_min, ways, beds)),
        underfed=MappingProxyType(underfed),
    )


def through_beds(
    flow: Floats, ways: Mapping[Way, int], places: Collection[str]
) -> dict[str, float]:
    """The flow in the bed of each place [ml/min]; 0 where the bed is gone."""
    beds = {place: ways.get((place, venous(place))) for place in places}
    return {place: 0.0 if edge is None else float(flow[edge]) for place, edge in beds.items()}


def _beds(
    network: Network,
    ways: Mapping[Way, int],
    demand: Mapping[str, float],
    least: Mapping[str, float],
    venules_mmhg: float,
) -> tuple[dict[str, float], dict[str, float]]:
    """The conductances of the beds [ml/min/mmHg], and the underfed with what they would have."""
    reached = Factorised(network).reached
    underfed = {
        place: np.nan
        for place in demand
        if not reached[[network.index[place], network.index[venous(place)]]].all()
    }
    while True:
        pumped = {place: flow for place, flow in demand.items() if place not in underfed}
        pressure = solved(_with_beds(network, ways, least, pumped)).pressures
        left = {place: (pressure[place], pressure[venous(place)]) for place in pumped}
        short = {
            place: artery
            for place, (artery, vein) in left.items()
            if artery <= max(venules_mmhg, vein)
        }
        if not short:
            beds = {
                place: demand[place] / (artery - vein) for place, (artery, vein) in left.items()
            }
            return {place: beds.get(place, least[place]) for place in demand}, underfed
        worst = min(short.values()) + SAME_MMHG
        underfed |= {place: artery for place, artery in short.items() if artery <= worst}


def _with_beds(
    network: Network,
    ways: Mapping[Way, int],
    beds: Mapping[str, float],
    pumped: Mapping[str, float] | None = None,
) -> Network:
    """The network with these beds; those that are pumped draw and give their flow instead."""
    pumps = pumped or {}
    conductance = network.conductance_ml_per_min_per_mmhg.copy()
    for place, bed in beds.items():
        conductance[ways[place, venous(place)]] = 0.0 if place in pumps else bed
    drawn = {place: -flow for place, flow in pumps.items()}
    given = {venous(place): flow for place, flow in pumps.items()}
    return replace(
        network, conductance_ml_per_min_per_mmhg=conductance, inflow_ml_per_min=drawn | given
    )


def _demands(graph: nx.DiGraph[str], body: Mapping[str, Measure]) -> dict[str, float]:
    """What each territory asks for at rest [ml/min]: mass × specific flow of its tissue."""
    specific: dict[str, float] = {}
    demands: dict[str, float] = {}
    for start, _, bed in graph.edges(data=True):
        if bed["kind"] == "bed":
            tissue = TISSUE.get(bed["territory"], bed["territory"])
            if tissue not in specific:
                name = f"{tissue}_specific_flow_ml_per_min_per_100g"
                specific[tissue] = _figure(body, name) / 100
            demands[start] = bed["mass_g"] * specific[tissue]
    return demands


def _figure(body: Mapping[str, Measure], name: str) -> float:
    if name not in body:
        raise PerfusionError(f"The body has no {name}, without which no circulation is computed.")
    return body[name].central
