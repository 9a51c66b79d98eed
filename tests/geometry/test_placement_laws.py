"""Laws that every placement keeps, whatever the shapes."""

import subprocess
import sys
from dataclasses import replace
from math import acos, hypot, pi, sqrt

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import affinity

from flapplanner.geometry import (
    Fit,
    Leash,
    Paddle,
    covering_scale,
    critical_slack_mm,
    place,
    place_several,
    placed,
    rectangle,
)
from flapplanner.geometry.plane import Region
from tests.geometry.shapes import UNHURRIED, Scene, fine_disc, fitted_scenes, scenes, seeded_scenes

SAME = 1e-3  # the solver promises a tenth of a coverage point


def coverage(scene: Scene) -> float:
    return place(scene.defect, scene.paddle, scene.leash).coverage_fraction


@UNHURRIED
@given(scene=scenes())
def test_a_placement_keeps_to_its_leash_and_says_what_it_covers(scene: Scene) -> None:
    at = place(scene.defect, scene.paddle, scene.leash)
    u, v = at.pose.hilum_mm
    away = shapely.Point(u, v).distance(shapely.Point(scene.leash.pivot_mm))
    assert away <= scene.leash.slack_mm * (1 + 1e-9)
    assert at.slack_used_mm == pytest.approx(away, abs=1e-9)
    assert scene.leash.turn_min_deg <= at.pose.turn_deg <= scene.leash.turn_max_deg
    assert at.outline.equals_exact(placed(scene.paddle, at.pose), 1e-9)
    covered = scene.defect.intersection(at.outline).area
    assert at.coverage_fraction == pytest.approx(covered / scene.defect.area, abs=1e-9)
    assert at.residual.area + covered == pytest.approx(scene.defect.area, rel=1e-9)
    assert at.residual.intersection(at.outline).area < 1e-6


@UNHURRIED
@given(scene=scenes(), turn=st.floats(-180, 180), u=st.floats(-300, 300), v=st.floats(-300, 300))
def test_a_rigid_motion_changes_nothing(scene: Scene, turn: float, u: float, v: float) -> None:
    assert coverage(scene.moved(turn, (u, v))) == pytest.approx(coverage(scene), abs=SAME)


@UNHURRIED
@given(scene=scenes())
def test_a_mirror_changes_nothing(scene: Scene) -> None:
    assert coverage(scene.mirrored()) == pytest.approx(coverage(scene), abs=SAME)


@UNHURRIED
@given(scene=scenes(), more=st.floats(0, 80))
def test_more_slack_never_covers_less(scene: Scene, more: float) -> None:
    longer = Scene(scene.defect, scene.paddle, scene.with_slack(scene.leash.slack_mm + more))
    assert coverage(longer) >= coverage(scene) - SAME


@UNHURRIED
@given(scene=scenes(), more=st.floats(1, 1.8))
def test_a_larger_paddle_never_covers_less(scene: Scene, more: float) -> None:
    # A convex paddle that holds its hilum lies within its own enlargement about the hilum.
    larger = affinity.scale(scene.paddle.outline, more, more, origin=scene.paddle.hilum_mm)
    grown = Scene(scene.defect, Paddle(larger, scene.paddle.hilum_mm), scene.leash)
    assert coverage(grown) >= coverage(scene) - SAME


@UNHURRIED
@given(scene=scenes(), wider=st.floats(0, 90))
def test_a_wider_interval_of_turns_never_covers_less(scene: Scene, wider: float) -> None:
    leash = scene.leash
    wide = Leash(
        leash.pivot_mm, leash.slack_mm, leash.turn_min_deg - wider, leash.turn_max_deg + wider
    )
    assert coverage(Scene(scene.defect, scene.paddle, wide)) >= coverage(scene) - SAME


@UNHURRIED
@given(scene=scenes(), step=st.floats(0, 3), bearing=st.floats(0, 2 * pi))
def test_reach_is_continuous(scene: Scene, step: float, bearing: float) -> None:
    # A hilum moved by δ changes the shared area by at most δ times the width of the smaller shape.
    width = min(
        2 * shapely.minimum_bounding_radius(s) for s in (scene.defect, scene.paddle.outline)
    )
    bound = step * width / scene.defect.area + SAME
    longer = scene.with_slack(scene.leash.slack_mm + step)
    assert coverage(Scene(scene.defect, scene.paddle, longer)) <= coverage(scene) + bound
    u, v = affinity.rotate(shapely.Point(step, 0), bearing, origin=(0, 0), use_radians=True).coords[
        0
    ]
    shifted = Scene(affinity.translate(scene.defect, u, v), scene.paddle, scene.leash)
    assert abs(coverage(shifted) - coverage(scene)) <= bound


@UNHURRIED
@given(scene=scenes(), target=st.sampled_from([0.3, 0.6, 0.8, 0.95, 1.0]))
def test_critical_slack_is_where_the_coverage_arrives(scene: Scene, target: float) -> None:
    critical = critical_slack_mm(scene.defect, scene.paddle, scene.leash, target)
    if critical is None:
        loose = Scene(scene.defect, scene.paddle, scene.with_slack(400.0))
        assert coverage(loose) < target
        return
    above = Scene(scene.defect, scene.paddle, scene.with_slack(critical + 0.5))
    assert coverage(above) >= target - 1e-3
    if critical > 1:
        below = Scene(scene.defect, scene.paddle, scene.with_slack(critical - 1))
        assert coverage(below) < target


@UNHURRIED
@given(scene=scenes(), target=st.sampled_from([0.3, 0.8]), slack=st.floats(0, 200))
def test_critical_slack_does_not_ask_for_the_slack(
    scene: Scene, target: float, slack: float
) -> None:
    critical = critical_slack_mm(scene.defect, scene.paddle, scene.leash, target)
    assert critical == critical_slack_mm(
        scene.defect, scene.paddle, scene.with_slack(slack), target
    )


@UNHURRIED
@given(scene=scenes(), side=st.floats(170, 240))
def test_full_coverage_uses_the_critical_slack(scene: Scene, side: float) -> None:
    # A square of 170 covers every defect here at any turn, and a slack of 400 brings it there.
    paddle = Paddle(rectangle(side, side), scene.paddle.hilum_mm)
    at = place(scene.defect, paddle, scene.with_slack(400.0))
    assert at.coverage_fraction >= 1 - 1e-4
    critical = critical_slack_mm(scene.defect, paddle, scene.leash, 1.0)
    assert critical is not None
    assert at.slack_used_mm == pytest.approx(critical, abs=0.3)


@UNHURRIED
@given(first=scenes(), second=scenes(), third=scenes())
def test_several_paddles_share_the_defect_out(first: Scene, second: Scene, third: Scene) -> None:
    defect = first.defect
    pairs = [(scene.paddle, scene.leash) for scene in (first, second, third)]
    placements = place_several(defect, pairs)
    covered = sum(at.coverage_fraction for at in placements)
    assert covered + placements[-1].residual.area / defect.area == pytest.approx(1, abs=1e-9)
    union = shapely.union_all([at.outline for at in placements])
    assert defect.difference(union).area == pytest.approx(placements[-1].residual.area, abs=1e-6)
    one_by_one: Region = defect
    for pair in pairs:
        at = place(one_by_one, *pair) if one_by_one.area > 1e-4 * defect.area else None
        one_by_one = at.residual if at else one_by_one
    assert placements[-1].residual.area <= one_by_one.area + 1e-4 * defect.area


@pytest.mark.parametrize("scene", seeded_scenes(8))
def test_the_same_question_has_the_same_answer_bit_for_bit(scene: Scene) -> None:
    once, again = (place(scene.defect, scene.paddle, scene.leash) for _ in range(2))
    assert once == again


def test_another_process_gives_the_same_bits() -> None:
    script = (
        "from flapplanner.geometry import *\n"
        "at = place(ellipse(120, 90), Paddle(ellipse(110, 80), (3.0, -50.0)), "
        "Leash((60.0, 30.0), 40.0))\n"
        "print(at.pose, at.coverage_fraction.hex())"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True
        ).stdout
        for _ in range(2)
    }
    assert len(answers) == 1
    assert "Pose" in answers.pop()


def test_a_sliver_of_reach_is_not_overlooked() -> None:
    # Turned round, the paddle's tip comes 1.5 mm over the border, less than the scan can see.
    # Segment of height h of an ellipse: a b (acos x − x √(1 − x²)), x = 1 − h / a.
    outline = affinity.scale(fine_disc(50), 0.4, 1.0, origin=(0, 0))
    paddle = Paddle(outline, hilum_mm=(0.0, -50.0))
    at = place(rectangle(120, 90), paddle, Leash((0.0, 158.5), 0.0))
    segment = 50 * 20 * (acos(0.97) - 0.97 * sqrt(1 - 0.97**2))
    assert at.coverage_fraction * 120 * 90 == pytest.approx(segment, rel=1e-3)
    assert abs(at.pose.turn_deg) == pytest.approx(180, abs=0.5)


@UNHURRIED
@given(scene=scenes(), target=st.sampled_from([0.3, 0.8]), u=st.floats(-9, 9), v=st.floats(-9, 9))
def test_the_reach_margin_is_continuous(scene: Scene, target: float, u: float, v: float) -> None:
    # A pivot moved by δ is at most δ farther from the hilum that covered: so is the critical slack.
    leash = scene.leash
    pivot = (leash.pivot_mm[0] + u, leash.pivot_mm[1] + v)
    moved = replace(leash, pivot_mm=pivot)
    here, there = (
        critical_slack_mm(scene.defect, scene.paddle, one, target) for one in (leash, moved)
    )
    assert (here is None) == (there is None)
    if here is not None and there is not None:
        assert abs(here - there) <= hypot(u, v) + 0.1


@UNHURRIED
@given(scene=scenes(), target=st.sampled_from([0.5, 0.9]))
def test_the_smallest_covering_paddle_covers_and_a_smaller_one_does_not(
    scene: Scene, target: float
) -> None:
    scaling = covering_scale(scene.defect, scene.paddle, scene.leash, target)
    if scaling is None:
        return
    for share, covers in ((scaling, True), (scaling - 0.03, False)):
        outline = affinity.scale(scene.paddle.outline, share, share, origin=scene.paddle.hilum_mm)
        cut = Scene(scene.defect, Paddle(outline, scene.paddle.hilum_mm), scene.leash)
        assert (coverage(cut) >= target - SAME / 10) == covers


@pytest.mark.parametrize("scene", seeded_scenes(6))
def test_footholds_bound_what_pivots_about_them_need(scene: Scene) -> None:
    fit = Fit(scene.defect, scene.paddle, scene.leash)
    target = 0.5 * min(1.0, scene.paddle.outline.area / scene.defect.area)
    footholds = fit.footholds(scene.leash, 10.0, target)
    draw = np.random.default_rng(5)
    for u, v in draw.normal(scene.leash.pivot_mm, 5.0, (6, 2)).tolist():
        needed = fit.critical_slack_mm(replace(scene.leash, pivot_mm=(u, v)), target)
        bound = np.hypot(*(footholds - (u, v)).T).min()
        assert needed is not None
        assert needed <= bound + 0.01
        assert bound <= needed + 5


@pytest.mark.parametrize("scene", [*fitted_scenes(40), *seeded_scenes(40)])
def test_no_more_slack_is_critical_than_a_placement_used(scene: Scene) -> None:
    fit = Fit(scene.defect, scene.paddle, scene.leash)
    covered = fit.placement(scene.leash).coverage_fraction
    for share in (0.5, 0.8, 0.999):
        if share * covered > 0.01:
            needed = fit.critical_slack_mm(scene.leash, share * covered)
            assert needed is not None
            assert needed <= scene.leash.slack_mm + 0.05


@pytest.mark.parametrize("scene", fitted_scenes(12))
def test_what_was_asked_before_changes_nothing(scene: Scene) -> None:
    asked = Fit(scene.defect, scene.paddle, scene.leash)
    asked.critical_slack_mm(scene.leash, 0.3)
    asked.placement(scene.leash)
    fresh = Fit(scene.defect, scene.paddle, scene.leash)
    assert asked.critical_slack_mm(scene.leash, 0.8) == fresh.critical_slack_mm(scene.leash, 0.8)
