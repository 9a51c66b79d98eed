"""The JSON form of svZeroDSolver, read by a small solver of its own.

That solver shares nothing with ours: pressure and flow at both ends of every vessel are unknowns,
and momentum, conservation, junctions and conditions its equations, assembled from the JSON alone.
"""

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from flapplanner.anatomy import vascular_graph
from flapplanner.perfusion.circulation import circulation
from flapplanner.perfusion.exchange import svzerod
from flapplanner.perfusion.flows import network_under
from flapplanner.perfusion.network import Network, solved
from tests.case.strategies import UNHURRIED
from tests.perfusion.networks import networks
from vascular_models import load_atlas

Config = dict[str, Any]
ENDS = ("inlet", "outlet")


def dense(config: Config) -> dict[str, dict[str, float]]:
    """Pressure and flow at both ends of every vessel, by name, as that program tells them."""
    vessels = config["vessels"]
    row_of = {vessel["vessel_id"]: place for place, vessel in enumerate(vessels)}
    kinds = {condition["bc_name"]: condition for condition in config["boundary_conditions"]}
    size = 4 * len(vessels)
    matrix, right, equations = np.zeros((size, size)), np.zeros(size), iter(range(size))

    def unknown(vessel: int, end: str, what: str) -> int:
        return 4 * row_of[vessel] + 2 * ENDS.index(end) + ("pressure", "flow").index(what)

    def equation(terms: dict[int, float], value: float = 0.0) -> None:
        row = next(equations)
        for column, factor in terms.items():
            matrix[row, column] += factor
        right[row] = value

    for vessel in vessels:
        name = vessel["vessel_id"]
        p_in, q_in = unknown(name, "inlet", "pressure"), unknown(name, "inlet", "flow")
        p_out, q_out = unknown(name, "outlet", "pressure"), unknown(name, "outlet", "flow")
        resists = vessel["zero_d_element_values"]["R_poiseuille"]
        equation({p_in: 1.0, q_in: -resists, p_out: -1.0})
        equation({q_in: 1.0, q_out: -1.0})
        for end, condition in vessel.get("boundary_conditions", {}).items():
            pressure, flow = unknown(name, end, "pressure"), unknown(name, end, "flow")
            kind, values = kinds[condition]["bc_type"], kinds[condition]["bc_values"]
            if kind == "PRESSURE":
                equation({pressure: 1.0}, values["P"][0])
            elif kind == "FLOW":
                equation({flow: 1.0}, values["Q"][0])
            else:
                assert kind == "RESISTANCE"
                equation({pressure: 1.0, flow: -values["R"]}, values["Pd"])
    for junction in config.get("junctions", []):
        assert junction["junction_type"] == "NORMAL_JUNCTION"
        into = [(vessel, "outlet") for vessel in junction["inlet_vessels"]]
        out = [(vessel, "inlet") for vessel in junction["outlet_vessels"]]
        first, *others = into + out
        for other in others:
            equation({unknown(*first, "pressure"): 1.0, unknown(*other, "pressure"): -1.0})
        sums: dict[int, float] = {}
        for ends, sign in ((into, 1.0), (out, -1.0)):
            sums |= {unknown(*end, "flow"): sign for end in ends}
        equation(sums)
    assert next(equations, None) is None, "as many equations as unknowns"
    found = np.linalg.solve(matrix, right).reshape(-1, 4)
    columns = ("pressure_in", "flow_in", "pressure_out", "flow_out")
    return {
        vessel["vessel_name"]: dict(zip(columns, row.tolist(), strict=True))
        for vessel, row in zip(vessels, found, strict=True)
    }


def vessel(number: int, resists: float, **conditions: str) -> Config:
    return {
        "vessel_id": number,
        "vessel_name": f"branch{number}_seg0",
        "zero_d_element_type": "BloodVessel",
        "zero_d_element_values": {"R_poiseuille": resists},
        "boundary_conditions": conditions,
    }


def condition(name: str, kind: str, **values: float | list[float]) -> Config:
    return {"bc_name": name, "bc_type": kind, "bc_values": values}


def inflow(name: str, flow: float) -> Config:
    return condition(name, "FLOW", Q=[flow, flow], t=[0.0, 1.0])


def junction(into: list[int], out: list[int]) -> Config:
    return {
        "junction_name": "J0",
        "junction_type": "NORMAL_JUNCTION",
        "inlet_vessels": into,
        "outlet_vessels": out,
    }


def network(*edges: tuple[str, str, float], **held: dict[str, float]) -> Network:
    nodes = tuple(dict.fromkeys(node for edge in edges for node in edge[:2]))
    return Network(
        nodes=nodes,
        start=np.array([nodes.index(edge[0]) for edge in edges]),
        end=np.array([nodes.index(edge[1]) for edge in edges]),
        conductance_ml_per_min_per_mmhg=np.array([1 / edge[2] for edge in edges]),
        fixed_mmhg=held["fixed"],
        inflow_ml_per_min=held["inflow"],
    )


OUT = condition("OUT", "RESISTANCE", R=100.0, Pd=100.0)

# Steady cases of the same names from that program's own tests: their form, the same as a network
# of ours, and pressures by hand. A RESISTANCE condition is one more vessel in ours.
PUBLISHED: dict[str, tuple[Config, Network, dict[str, float], list[float]]] = {
    # P_out = 5 × 100 + 100 = 600, P_in = 600 + 5 × 100 = 1100
    "steadyFlow_R_R": (
        {
            "boundary_conditions": [inflow("IN", 5.0), OUT],
            "vessels": [vessel(0, 100.0, inlet="IN", outlet="OUT")],
        },
        network(
            ("in", "out", 100.0), ("out", "Pd", 100.0), fixed={"Pd": 100.0}, inflow={"in": 5.0}
        ),
        {"in": 1100.0, "out": 600.0},
        [5.0],
    ),
    # P_in = 1000 + 5 × 100
    "steadyFlow_R_steadyPressure": (
        {
            "boundary_conditions": [
                inflow("IN", 5.0),
                condition("P", "PRESSURE", P=[1000.0, 1000.0], t=[0.0, 1.0]),
            ],
            "vessels": [vessel(0, 100.0, inlet="IN", outlet="P")],
        },
        network(("in", "out", 100.0), fixed={"out": 1000.0}, inflow={"in": 5.0}),
        {"in": 1500.0, "out": 1000.0},
        [5.0],
    ),
    # Both ways resist 100 + 100: 2.5 each; 2.5 × 100 + 100 = 350, + 250 = 600, + 500 = 1100
    "steadyFlow_bifurcationR_R1": (
        {
            "boundary_conditions": [
                inflow("IN", 5.0),
                OUT | {"bc_name": "OUT1"},
                OUT | {"bc_name": "OUT2"},
            ],
            "vessels": [
                vessel(0, 100.0, inlet="IN"),
                vessel(1, 100.0, outlet="OUT1"),
                vessel(2, 100.0, outlet="OUT2"),
            ],
            "junctions": [junction([0], [1, 2])],
        },
        network(
            ("in", "fork", 100.0),
            ("fork", "out1", 100.0),
            ("fork", "out2", 100.0),
            ("out1", "Pd", 100.0),
            ("out2", "Pd", 100.0),
            fixed={"Pd": 100.0},
            inflow={"in": 5.0},
        ),
        {"in": 1100.0, "fork": 600.0, "out1": 350.0, "out2": 350.0},
        [5.0, 2.5, 2.5],
    ),
    # 5 + 10 = 15; 15 × 100 + 100 = 1600, + 15 × 300 = 6100, + 5 × 100 = 6600, + 10 × 200 = 8100
    "steadyFlow_confluenceR_R": (
        {
            "boundary_conditions": [inflow("IN0", 5.0), inflow("IN1", 10.0), OUT],
            "vessels": [
                vessel(0, 100.0, inlet="IN0"),
                vessel(1, 200.0, inlet="IN1"),
                vessel(2, 300.0, outlet="OUT"),
            ],
            "junctions": [junction([0, 1], [2])],
        },
        network(
            ("in0", "fork", 100.0),
            ("in1", "fork", 200.0),
            ("fork", "out", 300.0),
            ("out", "Pd", 100.0),
            fixed={"Pd": 100.0},
            inflow={"in0": 5.0, "in1": 10.0},
        ),
        {"in0": 6600.0, "in1": 8100.0, "fork": 6100.0, "out": 1600.0},
        [5.0, 10.0, 15.0],
    ),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_case_comes_out(name: str) -> None:
    config, ours, pressures, flows = PUBLISHED[name]
    solution, read = solved(ours), dense(config)
    assert [end["flow_in"] for end in read.values()] == pytest.approx(flows, rel=1e-9)
    assert solution.flow_ml_per_min[: len(flows)] == pytest.approx(np.array(flows), rel=1e-9)
    found = [solution.pressures[node] for node in pressures]
    assert found == pytest.approx(list(pressures.values()), rel=1e-9)
    for row, (start, end) in zip(read.values(), ends(ours), strict=False):
        assert row["pressure_in"] == pytest.approx(pressures[start], rel=1e-9)
        assert row["pressure_out"] == pytest.approx(pressures[end], rel=1e-9)


def ends(ours: Network) -> list[tuple[str, str]]:
    pairs = zip(ours.start, ours.end, strict=True)
    return [(ours.nodes[start], ours.nodes[end]) for start, end in pairs]


def check(ours: Network) -> None:
    """What was written says the same as our own solution, vessel by vessel."""
    solution = solved(ours)
    config = json.loads(json.dumps(svzerod(ours)))
    read = dense(config)
    most = 1 + np.nanmax(np.abs(solution.pressure_mmhg), initial=0.0)
    widest = 1 + np.abs(solution.flow_ml_per_min).max(initial=0.0)
    for edge, (start, end) in enumerate(ends(ours)):
        row = read.get(f"{edge}_{start}_to_{end}")
        if row is None:
            assert solution.flow_ml_per_min[edge] == 0.0
            continue
        flow = pytest.approx(solution.flow_ml_per_min[edge], rel=1e-7, abs=1e-7 * widest)
        assert row["flow_in"] == flow
        assert row["flow_out"] == flow
        for node, found in ((start, row["pressure_in"]), (end, row["pressure_out"])):
            assert found == pytest.approx(solution.pressures[node], rel=1e-7, abs=1e-7 * most)


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_case_is_written_as_it_is_read(name: str) -> None:
    check(PUBLISHED[name][1])


@UNHURRIED
@given(networks())
def test_any_network_reads_as_it_was_written(ours: Network) -> None:
    check(ours)


def test_the_whole_body_reads_as_it_was_written() -> None:
    atlas = load_atlas()
    graph = vascular_graph(atlas)
    ours, _ = network_under(circulation(graph, atlas.body), graph)
    config = svzerod(ours)
    assert len(config["vessels"]) == graph.number_of_edges()
    check(ours)


def test_the_form_is_the_published_one() -> None:
    config = svzerod(PUBLISHED["steadyFlow_bifurcationR_R1"][1])
    assert set(config) == {"simulation_parameters", "boundary_conditions", "vessels", "junctions"}
    assert {condition["bc_type"] for condition in config["boundary_conditions"]} == {
        "FLOW",
        "PRESSURE",
    }
    first = config["vessels"][0]
    assert first["zero_d_element_type"] == "BloodVessel"
    assert first["zero_d_element_values"] == {"R_poiseuille": pytest.approx(100.0)}
    names = [vessel["vessel_name"] for vessel in config["vessels"]]
    assert len(set(names)) == len(names)
