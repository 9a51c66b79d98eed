"""How long the body's surface takes: its mesh, a chart of it, a way over it and a reach map."""

import numpy as np
from pytest_benchmark.fixture import BenchmarkFixture

from flapplanner.anatomy import body_surface as made
from flapplanner.case import Patient
from flapplanner.geometry.surface.chart import surface_chart
from flapplanner.geometry.surface.distances import geodesic_distances
from flapplanner.geometry.surface.geodesics import geodesic_path
from flapplanner.geometry.surface.nearest import nearest
from flapplanner.geometry.surface.reach import reach_probability
from vascular_models import load_atlas

ATLAS = load_atlas()
PATIENT = Patient(sex="female", stature_mm=1630, mass_kg=68)
BODY = made.body_surface(PATIENT, ATLAS)
SACRUM, THIGH = nearest(BODY, [[0.0, -60, -10], [120.0, 60, -250]]).points_mm
UP = np.array([0.0, 0, 1])


def median_s(benchmark: BenchmarkFixture) -> float:
    assert benchmark.stats is not None
    return float(benchmark.stats["median"])


def test_the_mesh_of_a_body(benchmark: BenchmarkFixture) -> None:
    def build() -> int:
        made._surface.cache_clear()
        return len(made.body_surface(PATIENT, ATLAS).faces)

    assert benchmark(build) > 10_000


def test_a_chart_of_the_sacrum(benchmark: BenchmarkFixture) -> None:
    chart = benchmark(surface_chart, BODY, SACRUM, UP)
    assert np.isfinite(chart.uv_mm).all()


def test_a_way_from_sacrum_to_thigh(benchmark: BenchmarkFixture) -> None:
    path = benchmark(geodesic_path, BODY, SACRUM, THIGH)
    assert path.length_mm > np.linalg.norm(THIGH - SACRUM)


def test_a_reach_map(benchmark: BenchmarkFixture) -> None:
    def reach_map() -> float:
        ways = geodesic_distances(BODY, SACRUM)
        return float(reach_probability(ways, 30.0, 120.0, 15.0, 10.0, 60.0).max())

    assert benchmark(reach_map) > 0.99
    assert median_s(benchmark) < 0.2
