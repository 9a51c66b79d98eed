"""What each territory has left of its blood after vessels are lost, narrowed or joined."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import networkx as nx
import numpy as np

from flapplanner.anatomy import venous
from flapplanner.perfusion.circulation import Circulation, through_beds
from flapplanner.perfusion.ligations import ligated
from flapplanner.perfusion.network import Floats, Network, PerfusionError, Solution, solved
from flapplanner.perfusion.poiseuille import network_of
from flapplanner.perfusion.supply import Way


@dataclass(frozen=True, eq=False)
class Flows:
    """The steady state of a graph under a circulation."""

    circulation: Circulation
    ways: Mapping[Way, int]
    solution: Solution

    @property
    def pressure_mmhg(self) -> Mapping[str, float]:
        """The pressure at each node of the graph [mmHg]; nan where it is cut off altogether."""
        return self.solution.pressures

    @cached_property
    def vessel_flow_ml_per_min(self) -> Mapping[Way, float]:
        """The flow in each edge of the graph [ml/min], negative where it runs backwards."""
        flows = self.solution.flow_ml_per_min.tolist()
        return MappingProxyType({way: flows[place] for way, place in self.ways.items()})

    @cached_property
    def flow_ml_per_min(self) -> Mapping[str, float]:
        """What runs through the bed of each territory [ml/min]; 0 where the bed is gone.

        It is negative where the arteries are cut off and the veins of neighbours feed them.
        """
        places = self.circulation.normal_ml_per_min.keys()
        return MappingProxyType(through_beds(self.solution.flow_ml_per_min, self.ways, places))

    @cached_property
    def fraction(self) -> Mapping[str, float]:
        """The flow of each territory over its normal flow, 0 or more.

        What runs backwards counts as 0, and so does all in a territory that had none. Where the
        heart reaches a territory by no artery (`supplies`), what little is left is venous blood.
        """
        normal = self.circulation.normal_ml_per_min
        flow = self.flow_ml_per_min
        return MappingProxyType(
            {
                place: max(flow[place] / usual, 0.0) if usual > 0 else 0.0
                for place, usual in normal.items()
            }
        )


def flows(circulation: Circulation, graph: nx.DiGraph[str]) -> Flows:
    """The pressures [mmHg] and flows [ml/min] of a graph, intact or after events.

    Chokes, anastomoses and whatever an operation joins carry blood either way. A stenosis narrows
    the calibre in the graph, a lost vessel is not in it. Raises PerfusionError for a bed that the
    intact body did not have or a vessel without a calibre, AnatomyError for one without a length.

    >>> from flapplanner.anatomy import vascular_graph
    >>> from flapplanner.perfusion.circulation import circulation
    >>> from vascular_models import load_atlas
    >>> graph = vascular_graph(load_atlas())
    >>> normal = circulation(graph, load_atlas().body)
    >>> tied = nx.restricted_view(graph, [], [("infrarenal_aorta", "aortic_bifurcation")])
    >>> 0 <= flows(normal, tied).fraction["gluteus_maximus_right"] < 0.9
    True
    """
    network, ways = network_under(circulation, graph)
    return Flows(circulation, ways, solved(network))


def ligated_fractions(
    circulation: Circulation, graph: nx.DiGraph[str], scenarios: Sequence[Collection[Way]]
) -> Floats:
    """What each set of ligated edges leaves of each territory's normal flow, 0 or more.

    Shape (scenarios, territories), the territories in the order of `normal_ml_per_min`. All
    scenarios share one factorisation. Raises PerfusionError for an edge the graph does not have.
    """
    network, ways = network_under(circulation, graph)
    for way in {way for scenario in scenarios for way in scenario} - ways.keys():
        raise PerfusionError(f"No vessel leads from {way[0]} to {way[1]}.")
    after = ligated(network, [[ways[way] for way in scenario] for scenario in scenarios])
    fractions = np.zeros((len(scenarios), len(circulation.normal_ml_per_min)))
    for column, (place, normal) in enumerate(circulation.normal_ml_per_min.items()):
        bed = ways.get((place, venous(place)))
        if bed is not None and normal > 0:
            fractions[:, column] = np.maximum(after.flow_ml_per_min[:, bed] / normal, 0.0)
    return fractions


def network_under(
    circulation: Circulation, graph: nx.DiGraph[str]
) -> tuple[Network, Mapping[Way, int]]:
    """The graph as a network with the beds of the circulation, and the edge of each way.

    Raises as `flows` does.
    """
    return network_of(
        graph,
        circulation.fixed_mmhg,
        circulation.viscosity_mpa_s,
        circulation.bed_conductance_ml_per_min_per_mmhg,
    )
