"""How long the circulation takes: one state of the body, and a thousand ligations of it."""

import random

from pytest_benchmark.fixture import BenchmarkFixture

from flapplanner.anatomy import vascular_graph
from flapplanner.perfusion.circulation import circulation
from flapplanner.perfusion.flows import flows, ligated_fractions
from vascular_models import load_atlas

ATLAS = load_atlas()
GRAPH = vascular_graph(ATLAS)
NORMAL = circulation(GRAPH, ATLAS.body)


def median_s(benchmark: BenchmarkFixture) -> float:
    assert benchmark.stats is not None
    return float(benchmark.stats["median"])


def test_one_state_from_the_graph(benchmark: BenchmarkFixture) -> None:
    state = benchmark(lambda: flows(NORMAL, GRAPH).fraction)
    assert min(state.values()) > 0.99
    assert median_s(benchmark) < 0.005


def test_the_beds_of_a_body(benchmark: BenchmarkFixture) -> None:
    made = benchmark(circulation, GRAPH, ATLAS.body)
    assert min(made.bed_conductance_ml_per_min_per_mmhg.values()) > 0


def test_a_thousand_ligations(benchmark: BenchmarkFixture) -> None:
    """Three vessels each, any of the whole body."""
    picked, ways = random.Random(0), sorted(GRAPH.edges)
    scenarios = [picked.sample(ways, 3) for _ in range(1000)]
    left = benchmark(ligated_fractions, NORMAL, GRAPH, scenarios)
    assert len(left) == 1000
    assert median_s(benchmark) < 1.0
