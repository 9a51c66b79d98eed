"""The solver against a dense grid of poses, worked out without any of its parts."""

from math import pi

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray

from flapplanner.geometry import place
from tests.geometry.shapes import RING, Scene, seeded_scenes

RINGS, TURNS = 7, 36
REFINED, ROUNDS = 4, 6


@pytest.mark.parametrize("scene", seeded_scenes(48))
def test_no_pose_of_a_dense_grid_covers_half_a_point_more(scene: Scene) -> None:
    found = place(scene.defect, scene.paddle, scene.leash).coverage_fraction
    assert found >= densely_searched(scene) - 0.005


@pytest.mark.parametrize("scene", seeded_scenes(8))
def test_a_hole_in_the_defect_needs_no_cover(scene: Scene) -> None:
    # Where the paddle hides the hole and lies within the rim every pose is as good as the next: a
    # plateau from which no slope leads on, so one coverage point is allowed here.
    ring = Scene(RING, scene.paddle, scene.leash)
    found = place(ring.defect, ring.paddle, ring.leash)
    assert found.coverage_fraction >= densely_searched(ring) - 0.01
    assert found.residual.area + RING.intersection(found.outline).area == pytest.approx(RING.area)


def densely_searched(scene: Scene) -> float:
    """The best coverage on a grid of some 6000 poses, its best four followed by ever finer grids.

    Poses are (radius, bearing, turn) as shares of what the leash permits, so each grid stays
    within it.
    """
    grid = [
        (radius / RINGS, bearing / max(1, 6 * radius), turn / TURNS)
        for radius in range(RINGS + 1 if scene.leash.slack_mm else 1)
        for bearing in range(max(1, 6 * radius))
        for turn in range(TURNS + 1)
    ]
    poses = np.array(grid)
    covered = _coverage(scene, poses)
    starts = poses[np.argsort(-covered)[:REFINED]]
    best = float(covered.max())
    for start in starts:
        steps = np.array([1 / RINGS, 1 / 12, 1 / TURNS])
        for _ in range(ROUNDS):
            steps = steps / 2
            cube = np.stack(np.meshgrid(*3 * [[-1, 0, 1]], indexing="ij"), axis=-1).reshape(-1, 3)
            near = start + cube * steps
            near[:, [0, 2]] = np.clip(near[:, [0, 2]], 0, 1)
            covered = _coverage(scene, near)
            start = near[np.argmax(covered)]
            best = max(best, float(covered.max()))
    return best


def _coverage(scene: Scene, shares: NDArray[np.float64]) -> NDArray[np.float64]:
    leash = scene.leash
    away, bearing = leash.slack_mm * shares[:, 0], 2 * pi * shares[:, 1]
    low, high = np.radians([leash.turn_min_deg, leash.turn_max_deg])
    turn = low + (high - low) * shares[:, 2]
    u = leash.pivot_mm[0] + away * np.cos(bearing)
    v = leash.pivot_mm[1] + away * np.sin(bearing)
    ring = np.asarray(scene.paddle.outline.exterior.coords) - np.asarray(scene.paddle.hilum_mm)
    c, s = np.cos(turn)[:, None], np.sin(turn)[:, None]
    turned = (c * ring[:, 0] - s * ring[:, 1], s * ring[:, 0] + c * ring[:, 1])
    rings = np.stack((turned[0] + u[:, None], turned[1] + v[:, None]), axis=-1)
    shared = shapely.intersection(shapely.polygons(rings), scene.defect)
    return np.asarray(shapely.area(shared) / scene.defect.area)
