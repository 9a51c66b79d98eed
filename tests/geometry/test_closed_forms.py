"""Placements whose answer a pencil finds."""

from math import acos, hypot, pi, radians, sin, sqrt

import numpy as np
import pytest
from scipy.optimize import brentq
from shapely.geometry import MultiPolygon, Polygon

from flapplanner.errors import GeometryError
from flapplanner.geometry import (
    Leash,
    Paddle,
    capacity,
    critical_slack_mm,
    ellipse,
    place,
    place_several,
    rectangle,
)
from tests.geometry.shapes import DEFECTS, fine_disc

CENTRED = (0.0, 0.0)


def lens_mm2(r: float, s: float, d: float) -> float:
    """Shared area of two discs: r² acos x + s² acos y − ½ √((d+r+s)(−d+r+s)(d−r+s)(d+r−s))."""
    if d <= abs(r - s):
        return pi * min(r, s) ** 2
    kite = (-d + r + s) * (d + r - s) * (d - r + s) * (d + r + s)
    return float(
        r**2 * acos((d**2 + r**2 - s**2) / (2 * d * r))
        + s**2 * acos((d**2 + s**2 - r**2) / (2 * d * s))
        - sqrt(kite) / 2
    )


@pytest.mark.parametrize("apart", [0.0, 15.0, 30.0, 50.0, 65.0])
@pytest.mark.parametrize("slack", [0.0, 25.0])
def test_disc_over_disc_covers_the_lens(apart: float, slack: float) -> None:
    paddle = Paddle(fine_disc(30), CENTRED)
    at = place(fine_disc(40), paddle, Leash((apart + slack, 0.0), slack))
    assert at.coverage_fraction == pytest.approx(lens_mm2(40, 30, apart) / (pi * 40**2), abs=1e-4)


def test_a_disc_that_cannot_touch_rests_on_its_pivot() -> None:
    leash = Leash((100.0, 0.0), 25.0, 20.0, 60.0)
    at = place(fine_disc(40), Paddle(fine_disc(30), CENTRED), leash)
    assert at.coverage_fraction == 0
    assert at.slack_used_mm == 0
    assert at.pose.hilum_mm == (100.0, 0.0)
    assert at.pose.turn_deg == 20.0
    assert at.residual.equals(fine_disc(40))


def test_box_over_box_covers_the_product_of_the_overlaps() -> None:
    # hilum on the rim at 60 − 50 c, 80 − 50 s with c² + s² = 1; the overlaps are sides less offsets
    paddle = Paddle(rectangle(120, 100), CENTRED)
    at = place(rectangle(120, 100), paddle, Leash((60.0, 80.0), 50.0, 0.0, 0.0))
    cosines = np.linspace(0, 1, 20001)
    products = (100 - (60 - 50 * cosines)) * (120 - (80 - 50 * np.sqrt(1 - cosines**2)))
    assert at.coverage_fraction == pytest.approx(products.max() / (100 * 120), abs=1e-6)
    assert at.slack_used_mm == pytest.approx(50)


@pytest.mark.parametrize("depth", [5.0, 20.0, 40.0, 60.0])
def test_a_straight_edge_over_a_disc_covers_the_segment(depth: float) -> None:
    # segment of height h: r² acos(1 − h/r) − (r − h) √(2 r h − h²); the edge comes from +u by 10
    paddle = Paddle(rectangle(400, 400), (-200.0, 0.0))
    at = place(fine_disc(40), paddle, Leash((50.0 - depth, 0.0), 10.0, 0.0, 0.0))
    segment = 40**2 * acos(1 - depth / 40) - (40 - depth) * sqrt(80 * depth - depth**2)
    assert at.coverage_fraction == pytest.approx(segment / (pi * 40**2), abs=1e-4)
    assert at.slack_used_mm == pytest.approx(10, abs=1e-3)


def test_a_bar_turns_by_the_angle_that_lays_it_on_a_bar() -> None:
    # both bars 100 × 20, the defect's at 40°: full coverage at that turn, none of the slack
    paddle = Paddle(rectangle(100, 20), CENTRED)
    at = place(rectangle(100, 20, turn_deg=40), paddle, Leash(CENTRED, 30.0, 0.0, 90.0))
    assert at.coverage_fraction >= 1 - 1e-4
    assert at.pose.turn_deg == pytest.approx(40, abs=0.1)
    assert at.slack_used_mm < 0.1


def test_a_tight_turn_leaves_the_bars_crossed() -> None:
    # bars of width w that cross at the angle φ share w² / sin φ; here 60° − 20°
    paddle = Paddle(rectangle(200, 20), CENTRED)
    at = place(rectangle(200, 20, turn_deg=60), paddle, Leash(CENTRED, 0.0, 0.0, 20.0))
    assert at.coverage_fraction * 200 * 20 == pytest.approx(20**2 / sin(radians(40)), rel=1e-6)


def test_full_coverage_takes_no_more_slack_than_it_needs() -> None:
    # a box of 100 covers one of 40 as soon as its hilum, at its centre, is within 30 of the middle
    at = place(
        rectangle(40, 40), Paddle(rectangle(100, 100), CENTRED), Leash((70.0, 0.0), 70.0, 0.0, 0.0)
    )
    assert at.coverage_fraction >= 1 - 1e-4
    assert at.slack_used_mm == pytest.approx(40, abs=0.02)


def test_a_paddle_lost_in_a_large_defect_stays_as_near_as_it_can() -> None:
    # a disc of 20 lies wholly inside one of 60 once its centre is within 40 of the middle
    at = place(fine_disc(60), Paddle(fine_disc(20), CENTRED), Leash((90.0, 0.0), 80.0))
    assert at.coverage_fraction == pytest.approx(20**2 / 60**2, abs=1e-4)
    assert at.slack_used_mm == pytest.approx(50, abs=0.1)


def test_where_no_slack_is_needed_none_is_used_and_no_turn() -> None:
    at = place(rectangle(30, 20), Paddle(rectangle(100, 100), CENTRED), Leash((5.0, 5.0), 60.0))
    assert (at.slack_used_mm, at.pose.turn_deg) == (0, 0)


@pytest.mark.parametrize("target", [0.3, 0.5, 0.8, 0.95])
def test_critical_slack_of_two_discs_solves_the_lens(target: float) -> None:
    whole = pi * 40**2
    apart = brentq(lambda d: lens_mm2(40, 50, d) - target * whole, 10, 90)
    paddle = Paddle(fine_disc(50), CENTRED)
    found = critical_slack_mm(fine_disc(40), paddle, Leash((150.0, 0.0), 3.0), target)
    assert found == pytest.approx(150 - apart, abs=0.05)


def test_critical_slack_is_none_where_the_paddle_is_too_small() -> None:
    paddle = Paddle(fine_disc(20), CENTRED)
    assert critical_slack_mm(fine_disc(40), paddle, Leash(CENTRED, 500.0), 0.3) is None


def test_critical_slack_is_none_where_the_turn_is_too_tight() -> None:
    bar = rectangle(100, 20)
    across, along = Leash((0.0, 50.0), 0.0, 80.0, 90.0), Leash((0.0, 50.0), 0.0, -5.0, 90.0)
    assert critical_slack_mm(bar, Paddle(bar, CENTRED), across, 0.9) is None
    assert critical_slack_mm(bar, Paddle(bar, CENTRED), along, 0.9) == pytest.approx(40, abs=0.1)


def test_critical_slack_is_nothing_where_the_paddle_already_covers() -> None:
    paddle = Paddle(rectangle(100, 100), CENTRED)
    assert critical_slack_mm(rectangle(30, 20), paddle, Leash((5.0, 5.0), 60.0), 1.0) == 0


def test_capacity_of_disc_over_disc_is_the_ratio_of_their_radii() -> None:
    paddle = Paddle(fine_disc(50), CENTRED)
    assert capacity(fine_disc(40), paddle, Leash(CENTRED, 0.0), 1.0) == pytest.approx(
        1.25, abs=0.01
    )


def test_capacity_of_a_disc_that_stops_short() -> None:
    # the disc of 50 comes within 20 of the middle, so it covers a disc of 50 − 20 about it
    paddle = Paddle(fine_disc(50), CENTRED)
    found = capacity(fine_disc(40), paddle, Leash((80.0, 0.0), 60.0), 1.0)
    assert found == pytest.approx(30 / 40, abs=0.015)


def test_capacity_ends_at_three_and_begins_at_none() -> None:
    paddle = Paddle(fine_disc(500), CENTRED)
    assert capacity(fine_disc(40), paddle, Leash(CENTRED, 0.0), 1.0) == 3.0
    far = Leash((900.0, 0.0), 20.0)
    assert capacity(fine_disc(40), paddle, far, 1.0) == 0.0


def test_two_halves_cover_the_whole_and_a_third_rests() -> None:
    half = Paddle(rectangle(100, 30), CENTRED)
    pairs = [(half, Leash((side, 0.0), 5.0, 0.0, 0.0)) for side in (-18.0, 18.0, 40.0)]
    first, second, third = place_several(rectangle(100, 60), pairs)
    assert first.coverage_fraction == pytest.approx(0.5, abs=1e-3)
    assert second.coverage_fraction == pytest.approx(0.5, abs=1e-3)
    assert third.coverage_fraction < 1e-4
    assert third.slack_used_mm == 0
    assert third.pose.hilum_mm == (40.0, 0.0)
    assert third.residual.area <= 1e-4 * 6000


def test_a_defect_in_pieces_is_a_defect() -> None:
    bare = MultiPolygon([rectangle(20, 60, centre_mm=(0.0, v)) for v in (-40.0, 40.0)])
    at = place(bare, Paddle(rectangle(30, 70), CENTRED), Leash(CENTRED, 60.0, 0.0, 0.0))
    assert at.coverage_fraction == pytest.approx(0.5, abs=1e-4)
    assert at.slack_used_mm == pytest.approx(40 - (30 - 20) / 2, abs=0.01)


@pytest.mark.parametrize("target", [0.0, -0.1, 1.1, float("nan")])
def test_a_target_that_is_none_is_refused(target: float) -> None:
    paddle, leash = Paddle(ellipse(50, 50), CENTRED), Leash(CENTRED, 0.0)
    with pytest.raises(GeometryError, match="target_fraction: found"):
        critical_slack_mm(DEFECTS[0], paddle, leash, target)
    with pytest.raises(GeometryError, match="target_fraction: found"):
        capacity(DEFECTS[0], paddle, leash, target)


@pytest.mark.parametrize("defect", [Polygon(), Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])])
def test_a_defect_that_is_none_is_refused(defect: Polygon) -> None:
    with pytest.raises(GeometryError, match="defect: "):
        place(defect, Paddle(ellipse(50, 50), CENTRED), Leash(CENTRED, 0.0))


@pytest.mark.parametrize("tiny", [1e-3, 1e-12, 1e-160, 5e-324])
def test_a_slack_of_next_to_nothing_is_nothing(tiny: float) -> None:
    paddle = Paddle(fine_disc(30), CENTRED)
    at = place(fine_disc(40), paddle, Leash((tiny, 0.0), tiny))
    assert at.coverage_fraction == pytest.approx(30**2 / 40**2, abs=1e-6)


def test_the_pose_states_the_distance_it_uses() -> None:
    at = place(DEFECTS[3], Paddle(ellipse(90, 50), (0.0, -45.0)), Leash((90.0, 10.0), 40.0))
    assert at.slack_used_mm == pytest.approx(
        hypot(at.pose.hilum_mm[0] - 90, at.pose.hilum_mm[1] - 10)
    )
