"""The arc of rotation against closed forms and against many turned copies."""

from math import hypot, pi, radians

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Polygon

from flapplanner.geometry import Leash, Paddle, Pose, arc_of_rotation, placed, rectangle
from tests.geometry.shapes import DEFECTS, UNHURRIED, Scene, fine_disc, scenes, seeded_scenes


@pytest.mark.parametrize("slack", [0.0, 30.0])
def test_a_free_turn_sweeps_the_disc_of_the_farthest_point(slack: float) -> None:
    # area = π (greatest distance from the hilum + slack)²
    paddle = Paddle(rectangle(80, 60), hilum_mm=(0.0, -40.0))
    arc = arc_of_rotation(paddle, Leash((10.0, 20.0), slack))
    radius = hypot(30, 80) + slack
    assert abs(arc.area - pi * radius**2) <= 0.2 * 2 * pi * radius
    assert arc.centroid.coords[0] == pytest.approx((10, 20), abs=1e-6)


def test_a_free_turn_about_a_hilum_outside_leaves_the_middle_out() -> None:
    # area = π (80² − 20²) for a disc of radius 30 whose centre is 50 from the hilum
    arc = arc_of_rotation(Paddle(fine_disc(30, (0.0, 50.0)), (0.0, 0.0)), Leash((0.0, 0.0), 0.0))
    assert arc.area == pytest.approx(pi * (80**2 - 20**2), rel=3e-3)
    assert len(arc.interiors) == 1


@UNHURRIED
@given(span=st.floats(0, 150), low=st.floats(-180, 180), slack=st.floats(0, 15))
def test_a_disc_on_a_stalk_sweeps_a_bent_stadium(span: float, low: float, slack: float) -> None:
    # radius ρ, stalk e > ρ + slack, R = ρ + slack: area = 2 e R α + π R²
    paddle = Paddle(fine_disc(20, (0.0, 50.0)), (0.0, 0.0))
    arc = arc_of_rotation(paddle, Leash((0.0, 0.0), slack, low, low + span))
    rim = 20 + slack
    stadium = 2 * 50 * rim * radians(span) + pi * rim**2
    border = 2 * 50 * radians(span) + 2 * pi * rim
    assert abs(arc.area - stadium) <= 0.2 * border


@pytest.mark.parametrize(
    "scene", [s for s in seeded_scenes(24) if s.leash.turn_max_deg - s.leash.turn_min_deg < 360]
)
def test_the_arc_is_the_union_of_the_turned_copies(scene: Scene) -> None:
    low, high = scene.leash.turn_min_deg, scene.leash.turn_max_deg
    turns = np.linspace(low, high, 1 + round((high - low) / 0.25))
    copies = [placed(scene.paddle, Pose(scene.leash.pivot_mm, float(turn))) for turn in turns]
    union = shapely.union_all(copies, grid_size=1e-6)
    arc = arc_of_rotation(scene.paddle, scene.with_slack(0.0))
    assert arc.is_valid
    assert union.difference(arc.buffer(0.01)).area < 1e-6
    # A copy every quarter degree leaves gaps of 0.004 radii between two sharp corners.
    assert arc.difference(union.buffer(0.5)).area < 1e-6


@UNHURRIED
@given(scene=scenes(), share=st.floats(0, 1), bearing=st.floats(0, 2 * pi), aside=st.floats(0, 1))
def test_every_permitted_pose_lies_within_the_arc(
    scene: Scene, share: float, bearing: float, aside: float
) -> None:
    leash = scene.leash
    turn = leash.turn_min_deg + share * (leash.turn_max_deg - leash.turn_min_deg)
    away = aside * leash.slack_mm
    hilum = (
        leash.pivot_mm[0] + away * float(np.cos(bearing)),
        leash.pivot_mm[1] + away * float(np.sin(bearing)),
    )
    arc = arc_of_rotation(scene.paddle, leash)
    assert placed(scene.paddle, Pose(hilum, turn)).difference(arc.buffer(0.2)).area < 1e-6


@pytest.mark.parametrize("hilum", [(0.0, -40.0), (-30.0, -40.0), (-30.0, 5.0), (0.0, 0.0)])
@pytest.mark.parametrize("span", [10.0, 90.0, 250.0, 359.5])
def test_a_hilum_on_a_corner_or_an_edge_is_no_special_case(
    hilum: tuple[float, float], span: float
) -> None:
    paddle = Paddle(rectangle(80, 60), hilum)
    arc = arc_of_rotation(paddle, Leash((0.0, 0.0), 0.0, 0.0, span))
    assert arc.is_valid
    start, end = (placed(paddle, Pose((0.0, 0.0), turn)) for turn in (0.0, span))
    assert start.union(end).difference(arc.buffer(0.01)).area < 1e-6
    farthest = max(hypot(u - hilum[0], v - hilum[1]) for u, v in paddle.outline.exterior.coords)
    assert max(hypot(u, v) for u, v in arc.exterior.coords) <= farthest + 0.11


def test_no_turn_and_no_slack_leave_the_paddle_as_it_lies() -> None:
    outline = DEFECTS[2]
    arc = arc_of_rotation(Paddle(outline, (0.0, 0.0)), Leash((7.0, 0.0), 0.0, 0.0, 0.0))
    assert arc.equals_exact(Polygon([(u + 7, v) for u, v in outline.exterior.coords]), 1e-9)
