"""What one vessel carries: Poiseuille's law, and the vessels of the graph as conductances.

    G = n π d⁴ / (128 μ L)

with calibre d, length L, n vessels side by side and viscosity μ.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import ArrayLike

from flapplanner.anatomy import length_mm, venous
from flapplanner.perfusion.network import Floats, Network, PerfusionError
from flapplanner.perfusion.supply import Way

# mm⁴ / (mPa s mm) = mm³ / (s mPa); 1 mmHg = 133,322 mPa; 1 mm³/s = 0.06 ml/min.
ML_PER_MIN_PER_MMHG = 133322.387415 * 0.06

# The atlas lets a muscle begin at its hilum, with a vessel of no length between. It is taken as
# this long: at the calibre of a muscular branch that costs less than 0.01 mmHg, and both of its
# ends keep a pressure of their own.
SHORTEST_MM = 0.1


def conductance_ml_per_min_per_mmhg(
    length_mm: ArrayLike,
    diameter_mm: ArrayLike,
    viscosity_mpa_s: float,
    distal_diameter_mm: ArrayLike | None = None,
) -> Floats:
    """The flow that 1 mmHg drives through a vessel [ml/min/mmHg], of any one shape.

    G = π d⁴ / (128 μ L). A vessel that tapers evenly from radius a to radius b has the resistance

        R = (8 μ / π) ∫ dx / r(x)⁴ = (8 μ L / π) (a² + a b + b²) / (3 a³ b³)

    Lengths below 0.1 mm count as 0.1 mm. Raises PerfusionError for a negative length, a calibre or
    a viscosity that is not above 0.

    >>> round(float(conductance_ml_per_min_per_mmhg(50.0, 2.0, 4.0)), 2)
    15.71
    >>> round(float(conductance_ml_per_min_per_mmhg(50.0, 2.0, 4.0, distal_diameter_mm=1.0)), 2)
    3.37
    """
    length, wide = np.asarray(length_mm, float), np.asarray(diameter_mm, float)
    narrow = wide if distal_diameter_mm is None else np.asarray(distal_diameter_mm, float)
    if not (np.isfinite(length).all() and (length >= 0).all()):
        raise PerfusionError("A vessel has a negative length; allowed is 0 mm or more.")
    if not (np.minimum(wide, narrow) > 0).all():
        raise PerfusionError("A vessel has no calibre; a diameter above 0 mm is needed.")
    if not viscosity_mpa_s > 0:
        raise PerfusionError(f"A viscosity of {viscosity_mpa_s} mPa s lets nothing be computed.")
    a, b = wide / 2, narrow / 2
    fourth = 3 * (a * b) ** 3 / (a * a + a * b + b * b)  # a⁴ where a = b
    long = np.maximum(length, SHORTEST_MM)
    return np.asarray(np.pi * fourth / (8 * viscosity_mpa_s * long) * ML_PER_MIN_PER_MMHG)


def conductances_ml_per_min_per_mmhg(
    graph: nx.DiGraph[str], ways: Iterable[tuple[str, str]], viscosity_mpa_s: float
) -> Floats:
    """The conductances of vessels of the graph [ml/min/mmHg], shape (vessels,).

    Veins that run side by side (`number`) add up. Raises AnatomyError for a vessel without a
    length, PerfusionError for one without a calibre.

    >>> from flapplanner.anatomy import vascular_graph
    >>> from vascular_models import load_atlas
    >>> aorta = [("infrarenal_aorta", "aortic_bifurcation")]
    >>> bool(conductances_ml_per_min_per_mmhg(vascular_graph(load_atlas()), aorta, 4.0) > 10_000)
    True
    """
    found = [_figures(graph, start, end, graph.edges[start, end]) for start, end in ways]
    return _conductances(found, viscosity_mpa_s)


def network_of(
    graph: nx.DiGraph[str],
    fixed_mmhg: Mapping[str, float],
    viscosity_mpa_s: float,
    beds: Mapping[str, float],
) -> tuple[Network, Mapping[Way, int]]:
    """The graph as a network with these beds, and the edge that each of its ways has become.

    Raises PerfusionError for a bed without a conductance, and as the vessels do.
    """
    of_beds: dict[Way, float] = {}
    of_vessels: dict[Way, tuple[float, float, float]] = {}
    for start, ends in graph.adjacency():
        for end, vessel in ends.items():
            if vessel["kind"] != "bed":
                of_vessels[start, end] = _figures(graph, start, end, vessel)
            elif start in beds:
                of_beds[start, end] = beds[start]
            else:
                raise PerfusionError(f"The bed of {start} is not one of the intact circulation.")
    each = _conductances(of_vessels.values(), viscosity_mpa_s)
    ways = (*of_vessels, *of_beds)
    nodes = tuple(graph.nodes)
    index = {node: place for place, node in enumerate(nodes)}
    network = Network(
        nodes=nodes,
        start=np.array([index[start] for start, _ in ways], dtype=np.intp),
        end=np.array([index[end] for _, end in ways], dtype=np.intp),
        conductance_ml_per_min_per_mmhg=np.concatenate([each, list(of_beds.values())]),
        fixed_mmhg=fixed_mmhg,
    )
    return network, MappingProxyType({way: edge for edge, way in enumerate(ways)})


def _figures(
    graph: nx.DiGraph[str], start: str, end: str, vessel: dict[str, Any]
) -> tuple[float, float, float]:
    """Length, calibre and number of a vessel."""
    length, diameter = vessel.get("length_mm"), vessel.get("diameter_mm")
    number = vessel.get("number", 1.0)
    if length is None:
        length = length_mm(graph, start, end)  # which says that there is none
    if diameter is None or not diameter > 0 or not number > 0:
        name = vessel.get("label", f"{start} to {end}")
        raise PerfusionError(f"{name} has no calibre in the graph; one above 0 mm is needed.")
    return length, diameter, number


def _conductances(
    figures: Collection[tuple[float, float, float]], viscosity_mpa_s: float
) -> Floats:
    lengths, diameters, numbers = np.array(list(figures), float).reshape(-1, 3).T
    return numbers * conductance_ml_per_min_per_mmhg(lengths, diameters, viscosity_mpa_s)


@dataclass(frozen=True)
class Leg:
    """Vessels in a row, such as the arteries of a pedicle or the veins beside them."""

    conductance_ml_per_min_per_mmhg: float

    def drop_mmhg(self, flow_ml_per_min: float) -> float:
        """The pressure that a flow loses on the way [mmHg]."""
        return flow_ml_per_min / self.conductance_ml_per_min_per_mmhg

    def capacity_ml_per_min(self, drop_mmhg: float) -> float:
        """The flow that a loss of pressure on the way allows [ml/min]."""
        return drop_mmhg * self.conductance_ml_per_min_per_mmhg


def arterial_leg(graph: nx.DiGraph[str], nodes: Iterable[str], viscosity_mpa_s: float) -> Leg:
    """The arteries along the nodes of a pedicle, from its start to its hilum: 1/G = Σ 1/Gᵢ.

    Raises PerfusionError where the graph has no such vessel.

    >>> from flapplanner.anatomy import pedicle, vascular_graph
    >>> from vascular_models import load_atlas
    >>> graph = vascular_graph(load_atlas())
    >>> epigastric = pedicle(graph, "inguinal_ligament_right", "rectus_hilum_right")
    >>> leg = arterial_leg(graph, epigastric.nodes, 4.0)
    >>> leg.capacity_ml_per_min(leg.drop_mmhg(30.0))
    30.0
    """
    return _leg(graph, pairwise(nodes), viscosity_mpa_s)


def venous_leg(graph: nx.DiGraph[str], nodes: Iterable[str], viscosity_mpa_s: float) -> Leg:
    """The veins that run back along the nodes of a pedicle: what its venous outflow has to pass.

    Raises PerfusionError where the graph has no such veins.

    >>> from flapplanner.anatomy import pedicle, vascular_graph
    >>> from vascular_models import load_atlas
    >>> graph = vascular_graph(load_atlas())
    >>> nodes = pedicle(graph, "inguinal_ligament_right", "rectus_hilum_right").nodes
    >>> artery, veins = arterial_leg(graph, nodes, 4.0), venous_leg(graph, nodes, 4.0)
    >>> veins.drop_mmhg(30.0) < artery.drop_mmhg(30.0)
    True
    """
    back = [venous(node) for node in reversed(tuple(nodes))]
    return _leg(graph, pairwise(back), viscosity_mpa_s)


def _leg(graph: nx.DiGraph[str], ways: Iterable[tuple[str, str]], viscosity_mpa_s: float) -> Leg:
    row = tuple(ways)
    for start, end in row:
        if not graph.has_edge(start, end):
            raise PerfusionError(f"No vessel leads from {start} to {end}.")
    if not row:
        raise PerfusionError("A way through fewer than two nodes has no vessels.")
    each = conductances_ml_per_min_per_mmhg(graph, row, viscosity_mpa_s)
    return Leg(float(1 / (1 / each).sum()))
