import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flapplanner.errors import GeometryError
from flapplanner.geometry.surface.implicit import ellipsoid
from flapplanner.geometry.surface.meshing import mirrored_mesh
from flapplanner.geometry.surface.nearest import nearest

BALL = mirrored_mesh(
    ellipsoid((0, 0, 0), (50, 50, 50)), np.array([0.0, -70, -70]), np.array([70.0, 70, 70]), 8.0
)
COORDINATES = st.floats(-80, 80)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(COORDINATES, COORDINATES, COORDINATES), min_size=1, max_size=5))
def test_the_depth_below_a_ball_is_what_its_radius_leaves(points: list[tuple[float, ...]]) -> None:
    found = nearest(BALL, points)
    left = 50 - np.linalg.norm(points, axis=1)
    # Corners lie up to 7 mm from the middle of a face: it is 7² / (2 × 50) mm below the sphere.
    assert np.all(np.abs(found.depth_mm - left) < 0.5)
    corners = BALL.vertices_mm[BALL.faces[found.faces]]
    assert np.einsum("ij,ijk->ik", found.barycentric, corners) == pytest.approx(found.points_mm)
    assert found.barycentric.sum(axis=1) == pytest.approx(1)
    assert found.barycentric.min() >= 0


def test_no_sample_of_the_surface_is_nearer_than_the_point_found() -> None:
    rng = np.random.default_rng(5)
    points = rng.uniform(-80, 80, (50, 3))
    shares = rng.dirichlet((1, 1, 1), 20)
    samples = np.einsum("sj,fjk->fsk", shares, BALL.vertices_mm[BALL.faces]).reshape(-1, 3)
    least = np.array([np.linalg.norm(samples - point, axis=1).min() for point in points])
    assert np.all(np.abs(nearest(BALL, points).depth_mm) <= least + 1e-9)


def test_points_on_faces_edges_and_corners_have_no_depth_and_near_them_the_right_sign() -> None:
    corners = BALL.vertices_mm[BALL.faces[:30]]
    for shares in ((1, 0, 0), (0.5, 0.5, 0), (0.3, 0.3, 0.4)):
        points = np.einsum("j,fjk->fk", shares, corners)
        assert nearest(BALL, points).depth_mm == pytest.approx(0, abs=1e-9)
        assert np.all(nearest(BALL, points * 1.05).depth_mm < 0)
        assert np.all(nearest(BALL, points * 0.95).depth_mm > 0)


def test_no_points_have_no_answer_and_odd_ones_are_refused() -> None:
    assert len(nearest(BALL, np.empty((0, 3))).depth_mm) == 0
    for points in ([1.0, 2.0, 3.0], [[1.0, 2.0]], [[np.inf, 0.0, 0.0]]):
        with pytest.raises(GeometryError, match="finite numbers are needed"):
            nearest(BALL, points)
