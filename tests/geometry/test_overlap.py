"""The kernel's area and gradient against shapely's areas and their slopes."""

from math import pi

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray

from flapplanner.geometry import placed
from flapplanner.geometry.kernel.overlap import overlap, table
from flapplanner.geometry.leash import Paddle, Pose
from flapplanner.geometry.plane import Region, edges_of
from tests.geometry.shapes import DEFECTS, RING, Scene, seeded_scenes

STEP = 1e-5


def measured(region: Region, paddle: Paddle, pose: NDArray[np.float64]) -> tuple[float, ...]:
    corners = shapely.get_coordinates(shapely.geometry.polygon.orient(paddle.outline).exterior)
    return tuple(
        overlap(table(*edges_of(region), 8), corners[:-1] - paddle.hilum_mm, *pose.tolist())
    )


def shared_mm2(region: Region, paddle: Paddle, pose: NDArray[np.float64]) -> float:
    u, v, turn = pose.tolist()
    return region.intersection(placed(paddle, Pose((u, v), turn * 180 / pi))).area


def assert_agrees(region: Region, paddle: Paddle, pose: NDArray[np.float64]) -> None:
    area, *gradient = measured(region, paddle, pose)
    assert area == pytest.approx(shared_mm2(region, paddle, pose), abs=1e-8)
    slopes = [
        (measured(region, paddle, pose + step)[0] - measured(region, paddle, pose - step)[0])
        / (2 * STEP)
        for step in STEP * np.eye(3)
    ]
    assert gradient == pytest.approx(slopes, abs=2e-2)


@pytest.mark.parametrize("scene", seeded_scenes(40))
def test_area_and_gradient(scene: Scene) -> None:
    draw = np.random.default_rng(1)
    for _ in range(10):
        pose = draw.uniform((-60, -60, -3), (60, 60, 3))
        assert_agrees(scene.defect, scene.paddle, pose)


def test_a_hole_counts_in_area_and_gradient() -> None:
    assert_agrees(RING, seeded_scenes(1)[0].paddle, np.array([10.0, -5.0, 0.4]))


def test_parts_count_in_area_and_gradient() -> None:
    two = shapely.MultiPolygon([DEFECTS[0], shapely.affinity.translate(DEFECTS[1], 150, 20)])
    for u in (0.0, 80.0, 140.0):
        assert_agrees(two, seeded_scenes(1)[0].paddle, np.array([u, 5.0, 0.4]))


def test_equal_outlines_share_their_area() -> None:
    """Every edge lies on its twin, upright ones among them."""
    for defect in DEFECTS:
        whole = shapely.Polygon(defect.exterior)
        area = measured(defect, Paddle(whole, (0.0, 0.0)), np.zeros(3))[0]
        assert area == pytest.approx(defect.area, rel=1e-12)


def test_out_of_touch_there_is_no_slope() -> None:
    found = measured(DEFECTS[0], seeded_scenes(1)[0].paddle, np.array([1000.0, 0.0, 0.0]))
    assert found == (0, 0, 0, 0)
