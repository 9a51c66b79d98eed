"""Paddles move rigidly about their hilum; what cannot hang on a leash is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import affinity
from shapely.geometry import Point, Polygon

from flapplanner.errors import GeometryError
from flapplanner.geometry import Leash, Paddle, Pose, ellipse, placed, rectangle
from tests.geometry.shapes import UNHURRIED

NAN = float("nan")
COORDINATES = st.floats(-200, 200)


def test_the_hilum_is_what_the_paddle_turns_about() -> None:
    # hilum at the lower left corner: a quarter turn lays the 20 × 10 box to the left of it
    paddle = Paddle(rectangle(20, 10), hilum_mm=(-5.0, -10.0))
    assert placed(paddle, Pose((100.0, 50.0), 90.0)).bounds == pytest.approx((80, 50, 100, 60))


@UNHURRIED
@given(u=COORDINATES, v=COORDINATES, turn=st.floats(-360, 360))
def test_a_pose_is_a_rigid_motion(u: float, v: float, turn: float) -> None:
    paddle = Paddle(ellipse(80, 50), hilum_mm=(10.0, -30.0))
    there = placed(paddle, Pose((u, v), turn))
    assert there.area == pytest.approx(paddle.outline.area)
    expected = affinity.translate(
        affinity.rotate(paddle.outline, turn, origin=(10, -30)), u - 10, v + 30
    )
    assert there.hausdorff_distance(expected) < 1e-9


@UNHURRIED
@given(u=COORDINATES, v=COORDINATES, turn=st.floats(-180, 180))
def test_a_pose_keeps_each_point_as_far_from_the_hilum(u: float, v: float, turn: float) -> None:
    paddle = Paddle(rectangle(80, 50), hilum_mm=(10.0, -30.0))
    before = [Point(10, -30).distance(Point(p)) for p in paddle.outline.exterior.coords]
    there = placed(paddle, Pose((u, v), turn))
    assert [Point(u, v).distance(Point(p)) for p in there.exterior.coords] == pytest.approx(before)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (((NAN, 0.0), 1.0), "leash pivot_mm: found"),
        (((0.0, 0.0), -1.0), "leash slack_mm: found -1.0"),
        (((0.0, 0.0), NAN), "leash slack_mm: found nan"),
        (((0.0, 0.0), 1.0, NAN, 10.0), "leash turn: found nan to 10.0"),
        (((0.0, 0.0), 1.0, 20.0, 10.0), "turn_min_deg 20.0 exceeds turn_max_deg 10.0"),
    ],
)
def test_a_bad_leash_is_refused(values: tuple, message: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(GeometryError, match=message):
        Leash(*values)


@pytest.mark.parametrize(
    ("low", "high", "least"), [(-180, 180, 0), (20, 90, 20), (-90, -30, -30), (0, 0, 0)]
)
def test_the_least_turn_is_the_permitted_one_nearest_to_none(
    low: float, high: float, least: float
) -> None:
    assert Leash((0.0, 0.0), 0.0, low, high).least_turn_deg == least


@pytest.mark.parametrize(
    ("outline", "message"),
    [
        (Polygon(), "area 0"),
        (Polygon([(0, 0), (10, 10), (10, 0), (0, 10)]), r"Self-intersection\[5 5\]"),
        (rectangle(20, 20).difference(rectangle(5, 5)), "it has a hole"),
    ],
)
def test_a_bad_paddle_is_refused(outline: Polygon, message: str) -> None:
    with pytest.raises(GeometryError, match=message):
        Paddle(outline, (0.0, 0.0))


def test_a_hilum_that_is_nowhere_is_refused() -> None:
    with pytest.raises(GeometryError, match="paddle hilum_mm: found"):
        Paddle(rectangle(20, 20), (0.0, NAN))
