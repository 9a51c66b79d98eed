"""The circulation of a body: its beds, what happens to its territories, and the laws of both."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flapplanner.anatomy import HEART, of_kinds, vascular_graph, venous
from flapplanner.perfusion.circulation import Circulation, circulation
from flapplanner.perfusion.flows import Flows, flows, ligated_fractions
from flapplanner.perfusion.network import PerfusionError
from flapplanner.perfusion.poiseuille import conductance_ml_per_min_per_mmhg
from flapplanner.perfusion.supply import Way
from tests.case.strategies import UNHURRIED
from tests.perfusion.networks import BODY, Body, trees
from vascular_models import load_atlas

ATLAS = load_atlas()
GRAPH = vascular_graph(ATLAS)
NORMAL = circulation(GRAPH, ATLAS.body)
WAYS = sorted(GRAPH.edges)
CUTS = st.lists(st.sampled_from(WAYS), max_size=5)


def without(graph: "nx.DiGraph[str]", ways: list[Way]) -> "nx.DiGraph[str]":
    left = graph.copy()
    left.remove_edges_from(ways)
    return left


def widened(graph: "nx.DiGraph[str]", way: Way, factor: float) -> "nx.DiGraph[str]":
    wider = graph.copy()
    wider.edges[way]["diameter_mm"] *= factor
    return wider


def mirrored(node: str) -> str:
    stem, dot, vein = node.partition(".")
    for side, other in (("_right", "_left"), ("_left", "_right")):
        if stem.endswith(side):
            return stem.removesuffix(side) + other + dot + vein
    return node


def resistance(diameter_mm: float, length_mm: float = 100.0) -> float:
    return 1 / float(conductance_ml_per_min_per_mmhg(length_mm, diameter_mm, 4.0))


def total(state: Flows) -> float:
    """What leaves the heart [ml/min]."""
    return sum(flow for way, flow in state.vessel_flow_ml_per_min.items() if way[0] == HEART)


def test_each_territory_of_an_intact_body_has_its_demand() -> None:
    state = flows(NORMAL, GRAPH)
    fed = NORMAL.demand_ml_per_min.keys() - NORMAL.underfed.keys()
    assert fed
    for place in fed:
        demand = NORMAL.demand_ml_per_min[place]
        assert state.flow_ml_per_min[place] == pytest.approx(demand, rel=1e-9)
    assert state.flow_ml_per_min == pytest.approx(dict(NORMAL.normal_ml_per_min), rel=1e-9)
    assert list(state.fraction.values()) == pytest.approx([1.0] * len(state.fraction))
    assert total(state) == pytest.approx(sum(state.flow_ml_per_min.values()), rel=1e-9)
    assert state.solution.residual_ml_per_min <= 1e-9 * total(state)


def test_the_demand_is_mass_times_specific_flow() -> None:
    muscle = ATLAS.body["muscle_specific_flow_ml_per_min_per_100g"].central
    bed = GRAPH.edges["gluteus_maximus_left", "gluteus_maximus_left.vein"]
    found = NORMAL.demand_ml_per_min["gluteus_maximus_left"]
    assert found == pytest.approx(bed["mass_g"] / 100 * muscle)
    # The omentum is fat.
    body = Body().artery(HEART, "omentum").bed("omentum", 300, "omentum")
    assert circulation(body.graph, BODY).demand_ml_per_min == {"omentum": pytest.approx(6.0)}


def test_one_territory_by_hand() -> None:
    """Row of artery, bed and vein: G = q / (100 − q (R_artery + R_vein)), 100 mmHg in all."""
    graph = Body().artery(HEART, "muscle", 2.0, 3.0).bed("muscle", 100).graph
    made = circulation(graph, BODY)
    vessels = resistance(2.0) + resistance(3.0)
    bed = made.bed_conductance_ml_per_min_per_mmhg["muscle"]
    assert bed == pytest.approx(10 / (100 - 10 * vessels), rel=1e-12)
    assert made.underfed == {}
    # Half the calibre, sixteen times the resistance.
    narrow = flows(made, widened(graph, (HEART, "muscle"), 0.5))
    left = 100 / (16 * resistance(2.0) + resistance(3.0) + 1 / bed)
    assert narrow.flow_ml_per_min["muscle"] == pytest.approx(left, rel=1e-9)
    assert narrow.fraction["muscle"] == pytest.approx(left / 10, rel=1e-9)
    assert narrow.pressure_mmhg["muscle.vein"] == pytest.approx(4 + left * resistance(3.0))


def test_a_choke_carries_blood_either_way() -> None:
    body = Body().artery(HEART, "left").artery(HEART, "right").link("left", "right")
    graph = body.bed("left", 50).bed("right", 50).graph
    made = circulation(graph, BODY)
    for lost, kept, sign in (("left", "right", -1), ("right", "left", 1)):
        state = flows(made, without(graph, [(HEART, lost)]))
        link = state.vessel_flow_ml_per_min["left", "right"]
        assert sign * link == pytest.approx(state.flow_ml_per_min[lost])
        assert 0 < state.fraction[lost] < state.fraction[kept] < 1


def test_a_new_anastomosis_brings_the_blood_back() -> None:
    body = Body().artery(HEART, "own").artery("own", "muscle").bed("muscle", 100)
    graph = body.artery(HEART, "recipient").graph
    made = circulation(graph, BODY)
    cut = without(graph, [("own", "muscle"), ("muscle.vein", "own.vein")])
    assert flows(made, cut).fraction["muscle"] == 0
    joined = cut.copy()
    vessel = {"length_mm": 60.0, "diameter_mm": 2.5}  # no number: one vessel
    joined.add_edge("recipient", "muscle", kind="axial", **vessel)
    joined.add_edge("muscle.vein", "recipient.vein", kind="vein", **vessel)
    assert 0.9 < flows(made, joined).fraction["muscle"] < 1.1


def test_a_bed_that_is_gone_has_nothing_and_a_new_one_is_refused() -> None:
    graph = Body().artery(HEART, "muscle").bed("muscle", 100).graph
    made = circulation(graph, BODY)
    bare = without(graph, [("muscle", "muscle.vein")])
    assert flows(made, bare).fraction == {"muscle": 0.0}
    with pytest.raises(PerfusionError, match="bed of heart is not one of the intact"):
        flows(made, Body().bed(HEART, 10).graph)


def test_an_underfed_territory_is_listed_and_takes_what_comes() -> None:
    """A thread of 0.4 mm: what reaches the bed is the row of vessels and the least bed, 10/100."""
    graph = Body().artery(HEART, "muscle", 0.4, 6.0).bed("muscle", 100).graph
    made = circulation(graph, BODY)
    assert made.underfed == {"muscle": pytest.approx(104 - 10 * resistance(0.4))}
    row = resistance(0.4) + 100 / 10 + resistance(6.0)
    assert made.normal_ml_per_min["muscle"] == pytest.approx(100 / row, rel=1e-9)
    assert made.normal_ml_per_min["muscle"] < made.demand_ml_per_min["muscle"]
    assert flows(made, graph).fraction["muscle"] == pytest.approx(1.0)


def test_a_greedy_twin_is_settled_on_both_sides_and_spares_the_neighbour() -> None:
    body = Body().artery(HEART, "trunk", 1.6)
    body.artery("trunk", "muscle_left", 0.5).bed("muscle_left", 300)
    body.artery("trunk", "muscle_right", 0.5).bed("muscle_right", 300)
    graph = body.artery("trunk", "neighbour").bed("neighbour", 20).graph
    made = circulation(graph, BODY)
    assert set(made.underfed) == {"muscle_left", "muscle_right"}
    assert made.normal_ml_per_min["muscle_left"] == pytest.approx(
        made.normal_ml_per_min["muscle_right"], rel=1e-12
    )
    assert made.normal_ml_per_min["neighbour"] == pytest.approx(2.0, rel=1e-9)


def test_a_territory_no_vessel_leads_to_is_listed() -> None:
    graph = Body().artery(HEART, "muscle").bed("muscle", 50).bed("lost", 50).graph
    made = circulation(graph, BODY)
    assert list(made.underfed) == ["lost"]
    assert np.isnan(made.underfed["lost"])
    state = flows(made, graph)
    assert state.fraction == {"muscle": pytest.approx(1.0), "lost": 0.0}
    assert np.isnan(state.pressure_mmhg["lost"])


def test_a_body_without_a_figure_is_refused() -> None:
    figures = {name: figure for name, figure in BODY.items() if "viscosity" not in name}
    graph = Body().artery(HEART, "muscle").bed("muscle", 50).graph
    with pytest.raises(PerfusionError, match="no blood_viscosity_mpa_s"):
        circulation(graph, figures)
    with pytest.raises(PerfusionError, match="no skin_with_fat_specific_flow_ml_per_min_per_100g"):
        circulation(Body().artery(HEART, "x").bed("x", 9, "skin").graph, BODY)


def test_a_vessel_of_no_length_carries_blood() -> None:
    short = [way for way in WAYS if GRAPH.edges[way].get("length_mm") == 0]
    flow = flows(NORMAL, GRAPH).vessel_flow_ml_per_min
    assert all(np.isfinite(flow[way]) for way in short)
    graph = Body().artery(HEART, "muscle").bed("muscle", 100).graph
    graph.edges[HEART, "muscle"]["length_mm"] = 0.0
    assert flows(circulation(graph, BODY), graph).flow_ml_per_min["muscle"] == pytest.approx(10)


@UNHURRIED
@given(st.lists(CUTS, max_size=4))
def test_scenarios_at_once_are_graphs_one_by_one(scenarios: list[list[Way]]) -> None:
    found = ligated_fractions(NORMAL, GRAPH, scenarios)
    assert found.shape == (len(scenarios), len(NORMAL.normal_ml_per_min))
    for row, cuts in zip(found, scenarios, strict=True):
        alone = flows(NORMAL, without(GRAPH, cuts)).fraction
        assert row == pytest.approx(np.array([*alone.values()]), rel=1e-9, abs=1e-9)


def test_a_scenario_with_an_unknown_vessel_is_refused() -> None:
    with pytest.raises(PerfusionError, match="No vessel leads from heart to nowhere"):
        ligated_fractions(NORMAL, GRAPH, [[(HEART, "nowhere")]])


@UNHURRIED
@given(CUTS)
def test_mirroring_changes_nothing_but_the_side(cuts: list[Way]) -> None:
    one = flows(NORMAL, without(GRAPH, cuts)).fraction
    twins = [(mirrored(start), mirrored(end)) for start, end in cuts]
    other = flows(NORMAL, without(GRAPH, twins)).fraction
    assert other == pytest.approx({mirrored(p): f for p, f in one.items()}, rel=1e-9, abs=1e-9)


@UNHURRIED
@given(CUTS, CUTS)
def test_ligating_more_never_raises_perfusion_as_a_whole(few: list[Way], more: list[Way]) -> None:
    """Rayleigh's law: taking conductances away never raises what flows from the heart to the veins.

    A single territory may gain: tie the artery of one that shares a trunk with it, and the
    pressure in the trunk rises. What no vessel reaches any more never comes back.
    """
    before, after = (flows(NORMAL, without(GRAPH, cuts)) for cuts in (few, few + more))
    assert total(after) <= total(before) + 1e-9 * (1 + total(before))
    reached, still = (
        {node for node, pressure in state.pressure_mmhg.items() if not np.isnan(pressure)}
        for state in (before, after)
    )
    assert still <= reached


@UNHURRIED
@given(CUTS)
def test_where_no_artery_leads_there_is_only_venous_pressure(cuts: list[Way]) -> None:
    cut = without(GRAPH, cuts)
    pressure = flows(NORMAL, cut).pressure_mmhg
    arteries = of_kinds(cut, "axial", "choke", "anastomosis").to_undirected()
    reached = nx.node_connected_component(arteries, HEART)
    lost = set(GRAPH) - reached
    veins = [pressure[node] for node in GRAPH if node == venous(HEART) or node.endswith(".vein")]
    assert all(not pressure[node] > np.nanmax(veins) + 1e-9 for node in lost)


def test_a_single_territory_may_gain_from_a_ligation() -> None:
    body = Body().artery(HEART, "trunk", 1.5).artery("trunk", "a").artery("trunk", "b")
    graph = body.bed("a", 200).bed("b", 200).graph
    made = circulation(graph, BODY)
    assert flows(made, without(graph, [("trunk", "a")])).fraction["b"] > 1.01


@UNHURRIED
@given(st.sampled_from(WAYS), st.floats(1, 3))
def test_a_wider_vessel_never_carries_less(way: Way, factor: float) -> None:
    """Thévenin: the rest of the body is one source behind one resistance for any one vessel."""
    if GRAPH.edges[way]["kind"] == "bed":
        return
    before = flows(NORMAL, GRAPH).vessel_flow_ml_per_min[way]
    wider = flows(NORMAL, widened(GRAPH, way, factor))
    assert abs(wider.vessel_flow_ml_per_min[way]) >= abs(before) * (1 - 1e-9) - 1e-9
    assert total(wider) >= total(flows(NORMAL, GRAPH)) * (1 - 1e-9)


@UNHURRIED
@given(trees(), st.floats(1, 4), st.data())
def test_in_a_tree_a_wider_artery_feeds_all_beyond_it_better(
    graph: "nx.DiGraph[str]", factor: float, data: st.DataObject
) -> None:
    """With veins beside them the arteries of a tree and their beds are in series and parallel.

    So a wider artery raises the flow of every territory beyond it, by one common factor; it takes
    pressure from all others, and never gives them any. Links between territories undo this.
    """
    made: Circulation = circulation(graph, BODY)
    arteries = [way for way in graph.edges if graph.edges[way]["kind"] == "axial"]
    way = data.draw(st.sampled_from(arteries))
    beyond = nx.descendants(of_kinds(graph, "axial"), way[1]) | {way[1]}
    before = flows(made, graph).flow_ml_per_min
    after = flows(made, widened(graph, way, factor)).flow_ml_per_min
    gains = [after[place] / before[place] for place in before if place in beyond]
    assert all(gain >= 1 - 1e-9 for gain in gains)
    assert max(gains, default=1.0) - min(gains, default=1.0) <= 1e-9
    for place in before.keys() - beyond:
        assert after[place] <= before[place] * (1 + 1e-9)
