"""The gradient that steers the solver is the slope of the exact area."""

import numpy as np
import pytest

from flapplanner.geometry.overlap import Overlap
from tests.geometry.shapes import DEFECTS, RING, Scene, seeded_scenes


@pytest.mark.parametrize("scene", seeded_scenes(20))
def test_the_gradient_is_the_slope_of_the_area(scene: Scene) -> None:
    overlap = Overlap(scene.defect, scene.paddle)
    draw = np.random.default_rng(1)
    for _ in range(5):
        pose = draw.uniform((-60, -60, -3), (60, 60, 3))
        area, gradient = overlap.area_and_gradient(pose)
        assert area == pytest.approx(overlap.area_mm2(pose), abs=1e-9)
        slopes = [
            (overlap.area_mm2(pose + step) - overlap.area_mm2(pose - step)) / 2e-5
            for step in 1e-5 * np.eye(3)
        ]
        assert gradient == pytest.approx(slopes, abs=2e-2)


def test_a_hole_counts_in_area_and_gradient() -> None:
    overlap = Overlap(RING, seeded_scenes(1)[0].paddle)
    pose = np.array([10.0, -5.0, 0.4])
    slopes = [
        (overlap.area_mm2(pose + step) - overlap.area_mm2(pose - step)) / 2e-5
        for step in 1e-5 * np.eye(3)
    ]
    assert overlap.area_and_gradient(pose)[1] == pytest.approx(slopes, abs=2e-2)


def test_out_of_touch_there_is_no_slope() -> None:
    overlap = Overlap(DEFECTS[0], seeded_scenes(1)[0].paddle)
    area, gradient = overlap.area_and_gradient(np.array([1000.0, 0.0, 0.0]))
    assert area == 0
    assert gradient.tolist() == [0, 0, 0]
