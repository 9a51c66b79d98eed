"""Networks: cases worked by hand, what holds for every network, and what is refused."""

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from flapplanner.perfusion.network import Network, PerfusionError, solved
from tests.perfusion.networks import networks

CASES = {file.stem: file for file in sorted((Path(__file__).parents[1] / "cases").glob("*.json"))}
INSIDE = {"nodes": ("a", "b"), "start": [0], "end": [1], "fixed_mmhg": {"b": 0.0}}


def exact(number: float | str) -> float:
    return float(Fraction(str(number)))


def conductance(edge: dict[str, Any]) -> float:
    if "conductance_ml_per_min_per_mmhg" in edge:
        return exact(edge["conductance_ml_per_min_per_mmhg"])
    return 1 / exact(edge["resistance_mmhg_min_per_ml"])


def network_of_case(data: dict[str, Any]) -> Network:
    nodes, edges = data["nodes"], data["edges"]
    return Network(
        nodes=tuple(nodes),
        start=np.array([nodes.index(edge["start"]) for edge in edges]),
        end=np.array([nodes.index(edge["end"]) for edge in edges]),
        conductance_ml_per_min_per_mmhg=np.array([conductance(edge) for edge in edges]),
        fixed_mmhg=data["fixed_mmhg"],
        inflow_ml_per_min=data.get("inflow_ml_per_min", {}),
    )


@pytest.mark.parametrize("name", CASES)
def test_a_network_worked_by_hand(name: str) -> None:
    case = json.loads(CASES[name].read_text(encoding="utf-8"))
    assert case["derivation"]
    solution = solved(network_of_case(case["network"]))
    pressures = {
        node: float("nan") if answer is None else exact(answer)
        for node, answer in case["expected"]["pressure_mmhg"].items()
    }
    flows = [exact(answer) for answer in case["expected"]["flow_ml_per_min"]]
    assert solution.pressures == pytest.approx(pressures, rel=1e-9, abs=1e-9, nan_ok=True)
    assert solution.flow_ml_per_min == pytest.approx(np.array(flows), rel=1e-9, abs=1e-9)


def test_the_cases_are_there() -> None:
    kinds = {"series", "bifurcation", "confluence", "loop", "two_sources", "occlusion"}
    assert kinds <= set(CASES)


@given(networks())
def test_mass_is_conserved_at_every_node(network: Network) -> None:
    solution = solved(network)
    flow = solution.flow_ml_per_min
    moved = 1 + np.abs(flow).max(initial=0.0)
    balance = network.inflow - network.outflow(flow)
    free = [node not in network.fixed_mmhg for node in network.nodes]
    assert np.abs(balance[free]).max(initial=0.0) <= 1e-9 * moved
    assert solution.residual_ml_per_min <= 1e-9 * moved


@given(networks())
def test_flows_are_driven_by_pressures(network: Network) -> None:
    solution = solved(network)
    drop = solution.pressure_mmhg[network.start] - solution.pressure_mmhg[network.end]
    driven = network.conductance_ml_per_min_per_mmhg * np.nan_to_num(drop)
    # The difference of two pressures of 100 mmHg is known to 1e-13 mmHg, no better.
    rounding = 1e-12 * network.conductance_ml_per_min_per_mmhg
    assert (np.abs(driven - solution.flow_ml_per_min) <= 1e-9 + rounding * 100).all()


@given(networks())
def test_without_inflow_no_pressure_exceeds_what_is_held(network: Network) -> None:
    """The maximum principle of the Laplace equation."""
    pressure = solved(replace(network, inflow_ml_per_min={})).pressure_mmhg
    reached = pressure[~np.isnan(pressure)]
    held = network.fixed_mmhg.values()
    assert (reached >= min(held) - 1e-9).all()
    assert (reached <= max(held) + 1e-9).all()


@given(networks())
def test_it_agrees_with_a_dense_solution(network: Network) -> None:
    """The same equations with every node an unknown, and cut-off nodes held at 0."""
    count = len(network.nodes)
    dense, right = np.zeros((count, count)), np.array(network.inflow)
    g = network.conductance_ml_per_min_per_mmhg
    for start, end, each in zip(network.start, network.end, g, strict=True):
        for one, other in ((start, end), (end, start)):
            dense[one, one] += each
            dense[one, other] -= each
    solution = solved(network)
    for place, node in enumerate(network.nodes):
        if node in network.fixed_mmhg or np.isnan(solution.pressure_mmhg[place]):
            dense[place] = np.eye(count)[place]
            right[place] = network.fixed_mmhg.get(node, 0.0)
    expected = np.linalg.solve(dense, right)
    scale = 1 + np.abs(expected).max()
    assert np.nan_to_num(solution.pressure_mmhg) == pytest.approx(expected, abs=1e-6 * scale)


def test_a_cut_off_part_has_no_pressure_and_no_flow() -> None:
    network = Network(
        ("heart", "vein", "x", "y"),
        np.array([0, 2]),
        np.array([1, 3]),
        np.array([2.0, 5.0]),
        {"heart": 100.0, "vein": 0.0},
    )
    solution = solved(network)
    assert np.isnan([solution.pressures["x"], solution.pressures["y"]]).all()
    assert solution.flow_ml_per_min.tolist() == [200.0, 0.0]


def test_blood_that_enters_a_cut_off_part_is_refused() -> None:
    with pytest.raises(PerfusionError, match="5 ml/min enter at a"):
        solved(
            Network(
                ("a", "b", "heart"),
                np.array([0]),
                np.array([1]),
                np.array([1.0]),
                {"heart": 100.0},
                {"a": 5.0},
            )
        )


def test_a_network_of_held_pressures_alone_needs_no_solving() -> None:
    held = Network(("a", "b"), np.array([0]), np.array([1]), np.array([3.0]), {"a": 10.0, "b": 4.0})
    assert solved(held).flow_ml_per_min.tolist() == [18.0]


def test_a_vessel_that_returns_to_its_own_node_changes_nothing() -> None:
    loop = Network(
        ("heart", "tissue", "vein"),
        np.array([0, 1, 1]),
        np.array([1, 1, 2]),
        np.array([1.0, 1e6, 1.0]),
        {"heart": 100.0, "vein": 0.0},
    )
    assert solved(loop).flow_ml_per_min.tolist() == pytest.approx([50.0, 0.0, 50.0])


def test_the_arrays_cannot_be_changed_from_outside() -> None:
    given_array = np.array([1.0])
    network = Network(("a", "b"), np.array([0]), np.array([1]), given_array, {"a": 10.0, "b": 0.0})
    given_array[0] = 7.0
    assert network.conductance_ml_per_min_per_mmhg[0] == 1.0
    solution = solved(network)
    for array in (network.conductance_ml_per_min_per_mmhg, solution.flow_ml_per_min):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 2.0


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"nodes": ("a", "a")}, "stands twice"),
        ({"end": [2]}, "an edge ends at a node that"),
        ({"end": [-1]}, "an edge ends at a node that"),
        ({"end": [1, 1]}, "one start, one end and one conductance"),
        ({"conductance_ml_per_min_per_mmhg": [-1.0]}, "from a to b is -1.0; allowed is 0 or more"),
        ({"conductance_ml_per_min_per_mmhg": [np.inf]}, "from a to b is inf"),
        ({"conductance_ml_per_min_per_mmhg": [np.nan]}, "from a to b is nan"),
        ({"fixed_mmhg": {"c": 0.0}}, "c is not a node"),
        ({"fixed_mmhg": {"a": np.nan}}, "a has nan for a pressure"),
        ({"inflow_ml_per_min": {"b": 1.0}}, "b has a fixed pressure"),
        ({"inflow_ml_per_min": {"c": 1.0}}, "c is not a node"),
    ],
)
def test_what_is_no_network_is_refused(changes: dict[str, Any], message: str) -> None:
    parts: dict[str, Any] = {**INSIDE, "conductance_ml_per_min_per_mmhg": [1.0]}
    with pytest.raises(PerfusionError, match=f"(?i){message}"):
        Network(**(parts | changes))
