"""Networks for the tests: drawn at random, and small bodies with every figure given."""

from typing import Any

import networkx as nx
import numpy as np
from hypothesis import strategies as st

from flapplanner.anatomy import HEART, venous
from flapplanner.perfusion.network import Network
from vascular_models import Measure

# From a capillary bed to an aorta.
CONDUCTANCES = st.floats(-2, 6).map(lambda power: float(10**power))


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Any network of up to a dozen nodes, with loops, closed vessels and parts cut off."""
    count = draw(st.integers(2, 12))
    nodes = tuple(f"n{place}" for place in range(count))
    place = st.integers(0, count - 1)
    edges = draw(st.lists(st.tuples(place, place, CONDUCTANCES | st.just(0.0)), max_size=25))
    fixed = draw(st.dictionaries(st.sampled_from(nodes), st.floats(0, 120), min_size=1, max_size=3))
    wide = nx.Graph([(start, end) for start, end, each in edges if each])
    wide.add_nodes_from(range(count))
    reached = [
        nodes[inside]
        for part in nx.connected_components(wide)
        if any(nodes[inside] in fixed for inside in part)
        for inside in part
        if nodes[inside] not in fixed
    ]
    inflow: dict[str, float] = {}
    if reached:
        inflow = draw(st.dictionaries(st.sampled_from(reached), st.floats(-50, 50), max_size=3))
    return Network(
        nodes=nodes,
        start=np.array([edge[0] for edge in edges], dtype=np.intp),
        end=np.array([edge[1] for edge in edges], dtype=np.intp),
        conductance_ml_per_min_per_mmhg=np.array([edge[2] for edge in edges]),
        fixed_mmhg=fixed,
        inflow_ml_per_min=inflow,
    )


def measure(value: float, unit: Any) -> Measure:
    return Measure(value=value, unit=unit, gap="made up for a test")


# 104 - 4 = 100 mmHg drive the blood, and 100 g of muscle ask for 10 ml/min.
BODY = {
    "mean_aortic_pressure_mmhg": measure(104, "mmhg"),
    "central_venous_pressure_mmhg": measure(4, "mmhg"),
    "venous_pressure_mmhg": measure(15, "mmhg"),
    "blood_viscosity_mpa_s": measure(4, "mpa_s"),
    "muscle_specific_flow_ml_per_min_per_100g": measure(10, "ml_per_min_per_100g"),
    "fat_specific_flow_ml_per_min_per_100g": measure(2, "ml_per_min_per_100g"),
}


class Body:
    """A graph as `vascular_graph` makes it, vessel by vessel."""

    def __init__(self) -> None:
        self.graph: nx.DiGraph[str] = nx.DiGraph()

    def artery(
        self, start: str, end: str, diameter_mm: float = 3.0, vein_mm: float = 6.0
    ) -> "Body":
        vessel: dict[str, Any] = {"length_mm": 100.0, "number": 1.0, "label": f"artery to {end}"}
        self.graph.add_edge(start, end, kind="axial", diameter_mm=diameter_mm, **vessel)
        back, towards = venous(end), venous(start)
        self.graph.add_edge(back, towards, kind="vein", diameter_mm=vein_mm, **vessel)
        return self

    def link(self, start: str, end: str, diameter_mm: float = 1.0) -> "Body":
        self.graph.add_edge(
            start, end, kind="choke", length_mm=50.0, diameter_mm=diameter_mm, number=1.0
        )
        return self

    def bed(self, place: str, mass_g: float, territory: str = "muscle") -> "Body":
        self.graph.add_edge(place, venous(place), kind="bed", territory=territory, mass_g=mass_g)
        return self


@st.composite
def trees(draw: st.DrawFn) -> "nx.DiGraph[str]":
    """A body whose arteries are a tree, with veins beside them and beds at some nodes."""
    body, nodes = Body(), [HEART]
    calibre = st.floats(1.0, 8.0)
    for number in range(draw(st.integers(1, 10))):
        node = f"n{number}"
        wide = draw(calibre)
        body.artery(draw(st.sampled_from(nodes)), node, wide, 2 * wide)
        nodes.append(node)
    for node in nodes[1:]:
        if draw(st.booleans()) or node == nodes[-1]:
            body.bed(node, draw(st.floats(10, 500)))
    return body.graph
