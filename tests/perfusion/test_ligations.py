"""Ligations at once are the same as each solved anew, and never raise what flows in all."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flapplanner.anatomy import vascular_graph
from flapplanner.perfusion.circulation import circulation
from flapplanner.perfusion.flows import network_under
from flapplanner.perfusion.ligations import ligated
from flapplanner.perfusion.network import Floats, Network, PerfusionError, Solution, solved
from tests.case.strategies import UNHURRIED
from tests.perfusion.networks import networks
from vascular_models import load_atlas

ATLAS = load_atlas()
GRAPH = vascular_graph(ATLAS)
BODY, WAYS = network_under(circulation(GRAPH, ATLAS.body), GRAPH)
PLACES = st.integers(0, 24)


def anew(network: Network, edges: list[int]) -> Solution:
    conductance = network.conductance_ml_per_min_per_mmhg.copy()
    conductance[edges] = 0.0
    return solved(replace(network, conductance_ml_per_min_per_mmhg=conductance))


def agrees(found: Floats, expected: Floats, tolerance: float) -> bool:
    cut_off = np.isnan(expected)
    off = np.abs(found - expected)[~cut_off].max(initial=0.0)
    return bool((np.isnan(found) == cut_off).all() and off <= tolerance)


def check(network: Network, scenarios: list[list[int]]) -> None:
    after = ligated(network, scenarios)
    for scenario, edges in enumerate(scenarios):
        expected = anew(network, edges)
        most = np.nanmax(np.abs(expected.pressure_mmhg), initial=0.0)
        assert agrees(after.pressure_mmhg[scenario], expected.pressure_mmhg, 1e-9 * most)
        widest = np.abs(expected.flow_ml_per_min).max(initial=0.0)
        # Where next to nothing flows, the rounding of the pressures is what is left.
        rounding = 1e-15 * most * network.conductance_ml_per_min_per_mmhg.max(initial=0.0)
        flow = after.flow_ml_per_min[scenario]
        assert agrees(flow, expected.flow_ml_per_min, 1e-9 * widest + rounding)
        assert (flow[edges] == 0).all()


@UNHURRIED
@given(networks(), st.lists(st.lists(PLACES, max_size=4), max_size=6))
def test_at_once_is_one_after_the_other(network: Network, picked: list[list[int]]) -> None:
    count = network.start.size
    quiet = replace(network, inflow_ml_per_min={})  # so that nothing can enter a part cut off
    check(quiet, [[edge % count for edge in edges] if count else [] for edges in picked])


@pytest.mark.parametrize("size", [1, 2, 3, 5, 12])
def test_so_it_is_in_the_whole_body(size: int) -> None:
    """Every vessel of the atlas is in one of the scenarios."""
    order = np.random.default_rng(size).permutation(BODY.start.size).tolist()
    check(BODY, [order[place : place + size] for place in range(0, len(order), size)])


def test_a_part_that_is_cut_off_is_solved_anew() -> None:
    row = Network(
        ("heart", "fork", "stump", "vein"),
        np.array([0, 1, 1]),
        np.array([1, 2, 3]),
        np.array([1.0, 1.0, 1.0]),
        {"heart": 100.0, "vein": 0.0},
    )
    after = ligated(row, [[0], [1], []])
    assert after.refactorised == (1,)
    assert np.isnan(after.pressure_mmhg[1, 2])
    expected = np.array([[0, 0, 0], [50, 0, 50], [50, 0, 50]])
    assert after.flow_ml_per_min == pytest.approx(expected, abs=1e-12)


def test_what_hangs_by_a_thread_keeps_its_digits() -> None:
    """1e7 is cut where only 1e-6 leads round: without care twelve digits would be lost."""
    network = Network(
        ("heart", "tissue", "vein"),
        np.array([0, 0, 1]),
        np.array([1, 1, 2]),
        np.array([1e7, 1e-6, 1e-6]),
        {"heart": 100.0, "vein": 0.0},
    )
    assert ligated(network, [[0]]).flow_ml_per_min[0, 1] == pytest.approx(5e-5, rel=1e-12)


@UNHURRIED
@given(networks(), st.lists(PLACES, max_size=4), st.lists(PLACES, max_size=4))
def test_ligating_more_never_raises_the_flow_from_high_to_low(
    network: Network, few: list[int], more: list[int]
) -> None:
    """Rayleigh's monotonicity law: the conductance between two held pressures never grows.

    A single vessel may well gain, when one it shares its blood with is tied.
    """
    high, low = network.nodes[0], network.nodes[1]
    driven = replace(network, fixed_mmhg={high: 100.0, low: 0.0}, inflow_ml_per_min={})
    count = network.start.size
    first = [edge % count for edge in few] if count else []
    second = first + ([edge % count for edge in more] if count else [])
    after = ligated(driven, [[], first, second])
    before, less, least = (driven.outflow(flow)[0] for flow in after.flow_ml_per_min)
    assert least <= less * (1 + 1e-9) + 1e-9
    assert less <= before * (1 + 1e-9) + 1e-9


@UNHURRIED
@given(networks(), st.lists(PLACES, max_size=4), st.lists(PLACES, max_size=4))
def test_ligating_more_never_reaches_more(
    network: Network, few: list[int], more: list[int]
) -> None:
    count = network.start.size
    quiet = replace(network, inflow_ml_per_min={})
    first = [edge % count for edge in few] if count else []
    second = first + ([edge % count for edge in more] if count else [])
    after = ligated(quiet, [first, second])
    reached = ~np.isnan(after.pressure_mmhg)
    assert (reached[1] <= reached[0]).all()


def test_an_edge_that_does_not_exist_is_refused() -> None:
    for edge in (-1, BODY.start.size):
        with pytest.raises(PerfusionError, match=f"no edge {edge}"):
            ligated(BODY, [[0, edge]])


def test_no_scenarios_have_no_states() -> None:
    after = ligated(BODY, [])
    assert after.pressure_mmhg.shape == (0, len(BODY.nodes))
    assert after.flow_ml_per_min.shape == (0, BODY.start.size)
