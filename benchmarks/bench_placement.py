"""How long a placement takes, its proof, and the way one would write it first.

The naive way is scipy's differential evolution over (radius, bearing, turn) on areas by shapely.
"""

from math import cos, pi, sin
from statistics import median
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from pytest_benchmark.fixture import BenchmarkFixture
from scipy.optimize import Bounds, differential_evolution
from shapely import affinity

from flapplanner.geometry import certificate, critical_slack_mm, place
from tests.geometry.shapes import Scene, seeded_scenes

SCENES = [s for s in seeded_scenes(60) if s.leash.slack_mm > 0][:20]


def placed_naively(scene: Scene) -> float:
    """The coverage found by differential evolution, with scipy's own settings."""
    leash, hilum = scene.leash, scene.paddle.hilum_mm
    local = affinity.translate(scene.paddle.outline, -hilum[0], -hilum[1])

    def bare(pose: NDArray[np.float64], /) -> float:
        away, bearing, turn = pose.tolist()
        u = leash.pivot_mm[0] + away * cos(bearing)
        v = leash.pivot_mm[1] + away * sin(bearing)
        moved = affinity.translate(affinity.rotate(local, turn, origin=(0, 0)), u, v)
        return -float(scene.defect.intersection(moved).area)

    limits = Bounds([0, 0, leash.turn_min_deg], [leash.slack_mm, 2 * pi, leash.turn_max_deg])
    found = differential_evolution(bare, limits, seed=1)
    return -float(found.fun) / scene.defect.area


def covered(scene: Scene) -> float:
    return place(scene.defect, scene.paddle, scene.leash).coverage_fraction


def median_s(benchmark: BenchmarkFixture) -> float:
    assert benchmark.stats is not None
    return float(benchmark.stats["median"])


def test_twenty_placements(benchmark: BenchmarkFixture) -> None:
    found = benchmark(lambda: [covered(scene) for scene in SCENES])
    assert len(found) == 20


def test_twenty_critical_slacks(benchmark: BenchmarkFixture) -> None:
    benchmark(lambda: [critical_slack_mm(s.defect, s.paddle, s.leash, 0.5) for s in SCENES])


def test_twenty_certified_placements(benchmark: BenchmarkFixture) -> None:
    def proved() -> list[bool]:
        return [
            certificate(s.defect, s.paddle, s.leash, covered(s), most_boxes=100_000).proved
            for s in SCENES
        ]

    assert sum(benchmark(proved)) >= 18


def test_against_the_naive_way(benchmark: BenchmarkFixture) -> None:
    """Both in one run: the ratio of the times and what each misses of the better of the two."""
    ratios, own_gaps, naive_gaps = [], [], []
    for scene in SCENES:
        covered(scene)
        start = perf_counter()
        own = covered(scene)
        middle = perf_counter()
        naive = placed_naively(scene)
        ratios.append((perf_counter() - middle) / (middle - start))
        own_gaps.append(100 * max(0.0, naive - own))
        naive_gaps.append(100 * max(0.0, own - naive))
    print(
        f"\nnaive / ours, median of {len(SCENES)}: {median(ratios):.0f} times "
        f"({min(ratios):.0f} to {max(ratios):.0f}); worst miss {max(own_gaps):.3f} points, "
        f"naive {max(naive_gaps):.3f} points"
    )
    benchmark(covered, SCENES[0])
    assert median(ratios) > 20
    assert max(own_gaps) <= 0.1
