"""Struts in space against closed forms, and the laws that hold for any of them."""

from itertools import pairwise
from math import cos, radians, sin, sqrt, tan

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import ArrayLike
from scipy.spatial.transform import Rotation

from flapplanner.errors import GeometryError
from flapplanner.geometry import (
    a_frame,
    closing_wedge,
    cut_angle_deg,
    fold_deg,
    leaning_load_n,
    strut_length_mm,
)
from flapplanner.geometry.plane import Vector

UNHURRIED = settings(deadline=None)  # a busy machine is no failure
LENGTH_MM = 0.1
ANGLE_DEG = 0.1

coordinates = st.floats(-300, 300).map(lambda x: round(x, 3))
points = st.tuples(coordinates, coordinates, coordinates)
dockings = st.floats(0, 40)
turns = st.tuples(*[st.floats(-1, 1)] * 4).filter(lambda q: np.linalg.norm(q) > 0.1)
folds = st.floats(0, 179)


def turned(turn: tuple[float, ...], *where: ArrayLike) -> list[Vector]:
    rotation = Rotation.from_quat(turn)
    return [np.asarray(rotation.apply(np.asarray(point))) for point in where]


def apart(*where: ArrayLike) -> bool:
    return all(np.linalg.norm(np.subtract(a, b)) > 1 for a, b in pairwise(where))


# Closed forms


def test_a_strut_is_its_gap_and_its_docking_at_both_ends() -> None:
    # 2, 3, 6 → 7: the gap is 70 mm
    assert strut_length_mm((5, 5, 5), (25, 35, 65), 9, 9) == pytest.approx(88, abs=LENGTH_MM)


def test_a_double_barrelled_strut_of_94_mm_with_18_mm_of_docking_is_112_mm() -> None:
    assert strut_length_mm((0, 0, 0), (0, 0, -94), 9, 9) == pytest.approx(112, abs=LENGTH_MM)


@pytest.mark.parametrize("lean", [0.0, 12.5, 45.0, 89.0])
def test_the_mitre_is_the_lean_of_the_strut_from_the_normal(lean: float) -> None:
    towards = (0, sin(radians(lean)), cos(radians(lean)))
    assert cut_angle_deg(towards, (0, 0, 3)) == pytest.approx(lean, abs=ANGLE_DEG)


def test_a_strut_that_would_run_through_its_own_bone_has_a_mitre_above_90() -> None:
    assert cut_angle_deg((0, 1, -1), (0, 0, 1)) == pytest.approx(135, abs=ANGLE_DEG)


@pytest.mark.parametrize("fold", [0.0, 1e-5, 30.0, 60.0, 90.0, 120.0, 180.0])
def test_a_bone_that_runs_on_turned_by_an_angle_folds_by_it(fold: float) -> None:
    end = (100 + 80 * cos(radians(fold)), 80 * sin(radians(fold)), 7)
    assert fold_deg((0, 0, 7), (100, 0, 7), end) == pytest.approx(fold, abs=1e-9)


def test_an_a_frame_of_right_triangles() -> None:
    # 60, 80, 100 on the left, 80, 80 on the right: tilts asin 0.6 and 45
    frame = a_frame((10, 20, 80), (-50, 20, 0), (90, 20, 0))
    assert frame.left_mm == pytest.approx(100, abs=LENGTH_MM)
    assert frame.right_mm == pytest.approx(80 * sqrt(2), abs=LENGTH_MM)
    assert frame.left_tilt_deg == pytest.approx(36.8699, abs=ANGLE_DEG)
    assert frame.right_tilt_deg == pytest.approx(45, abs=ANGLE_DEG)
    assert frame.apex_deg == pytest.approx(81.8699, abs=ANGLE_DEG)


def test_an_equilateral_a_frame() -> None:
    frame = a_frame((0, 0, 60 * sqrt(3)), (-60, 0, 0), (60, 0, 0))
    assert (frame.left_mm, frame.right_mm) == pytest.approx((120, 120), abs=LENGTH_MM)
    assert frame.apex_deg == pytest.approx(60, abs=ANGLE_DEG)


@pytest.mark.parametrize(
    ("fold", "base"), [(0, 0), (30, 6.4308), (53.1301, 12.0), (60, 13.8564), (90, 24.0)]
)
def test_the_base_of_a_closing_wedge_on_a_bone_of_12_mm(fold: float, base: float) -> None:
    # 2 · 12 · tan(fold/2); tan 26.565° = 1/2, tan 30° = 1/√3, tan 15° = 2 − √3
    wedge = closing_wedge(12, fold)
    assert wedge.base_mm == pytest.approx(base, abs=LENGTH_MM)
    assert wedge.angle_deg == fold
    assert wedge.mitre_deg == fold / 2


@UNHURRIED
@given(fold=folds, diameter=st.floats(5, 30))
def test_turning_by_the_fold_about_the_cortex_that_stays_closes_the_wedge(
    fold: float, diameter: float
) -> None:
    # The bone lies along x, the hinge is at the origin, the base on the cortex at y = diameter.
    half = closing_wedge(diameter, fold).base_mm / 2
    near, far = np.array([-half, diameter, 0.0]), np.array([half, diameter, 0.0])
    closing = Rotation.from_euler("z", fold, degrees=True)
    assert closing.apply(far) == pytest.approx(near, rel=1e-9, abs=1e-6)
    # The far piece then runs towards the base: the base is inside the fold.
    assert closing.apply(np.array([1.0, 0.0, 0.0]))[1] == pytest.approx(sin(radians(fold)))


@UNHURRIED
@given(fold=folds, diameter=st.floats(5, 30))
def test_the_mitre_is_what_a_cut_of_the_wedge_makes_with_a_square_one(
    fold: float, diameter: float
) -> None:
    wedge = closing_wedge(diameter, fold)
    # The cut runs from the hinge to one end of the base; its normal is the face's.
    normal = (diameter, wedge.base_mm / 2, 0.0)
    assert cut_angle_deg((1, 0, 0), normal) == pytest.approx(wedge.mitre_deg, abs=1e-6)


def test_the_planar_wedge_is_that_of_the_pieces_as_they_lie() -> None:
    fold = fold_deg((0, 0, 0), (100, 0, 0), (100 + 60, 80, 0))
    wedge = closing_wedge(11.5, fold)
    assert wedge.angle_deg == pytest.approx(53.1301, abs=ANGLE_DEG)
    assert wedge.base_mm == pytest.approx(11.5, abs=LENGTH_MM)


def test_an_upright_strut_bears_the_weight_and_two_at_60_degrees_a_whole_one_each() -> None:
    assert leaning_load_n(700, (0, 0, 94), 1) == pytest.approx(700)
    assert leaning_load_n(700, (sqrt(3), 0, 1), 2) == pytest.approx(700)
    assert leaning_load_n(700, (1, 0, 1), 2) == pytest.approx(350 * sqrt(2))


# Laws


@UNHURRIED
@given(start=points, end=points, shift=points, turn=turns, one=dockings, other=dockings)
def test_length_is_the_same_wherever_the_body_lies(
    start: Vector, end: Vector, shift: Vector, turn: tuple[float, ...], one: float, other: float
) -> None:
    length = strut_length_mm(start, end, one, other)
    a, b = turned(turn, start, end)
    assert strut_length_mm(a + shift, b + shift, one, other) == pytest.approx(length, abs=1e-9)
    assert strut_length_mm(a * [-1, 1, 1], b * [-1, 1, 1], one, other) == pytest.approx(length)
    assert strut_length_mm(end, start, other, one) == pytest.approx(length)


@UNHURRIED
@given(start=points, end=points, share=st.floats(0, 1), one=dockings, more=dockings)
def test_lengths_add_up_along_a_strut_and_with_its_docking(
    start: Vector, end: Vector, share: float, one: float, more: float
) -> None:
    between = np.asarray(start) + share * np.subtract(end, start)
    whole = strut_length_mm(start, end, one, more)
    parts = strut_length_mm(start, between, one) + strut_length_mm(between, end, 0, more)
    assert parts == pytest.approx(whole, abs=1e-9)
    assert strut_length_mm(start, end, one + more) == pytest.approx(whole, abs=1e-9)


@UNHURRIED
@given(towards=points, outward=points, turn=turns, scale=st.floats(0.1, 10))
def test_the_mitre_is_the_same_however_the_body_lies(
    towards: Vector, outward: Vector, turn: tuple[float, ...], scale: float
) -> None:
    assume(apart(towards, (0, 0, 0), outward))
    mitre = cut_angle_deg(towards, outward)
    a, n = turned(turn, towards, outward)
    assert cut_angle_deg(a, n) == pytest.approx(mitre, abs=1e-5)
    assert cut_angle_deg(a * [-1, 1, 1], n * [-1, 1, 1]) == pytest.approx(mitre, abs=1e-5)
    assert cut_angle_deg(scale * a, n / scale) == pytest.approx(mitre, abs=1e-5)
    assert cut_angle_deg(-a, n) == pytest.approx(180 - mitre, abs=1e-5)


@UNHURRIED
@given(a=points, b=points, c=points, shift=points, turn=turns)
def test_a_fold_is_the_same_from_either_end_and_however_the_body_lies(
    a: Vector, b: Vector, c: Vector, shift: Vector, turn: tuple[float, ...]
) -> None:
    assume(apart(a, b, c))
    fold = fold_deg(a, b, c)
    assert 0 <= fold <= 180
    assert fold_deg(c, b, a) == pytest.approx(fold, abs=1e-5)
    moved = [point + np.asarray(shift) for point in turned(turn, a, b, c)]
    assert fold_deg(*moved) == pytest.approx(fold, abs=1e-5)
    assert fold_deg(*(point * [-1, 1, 1] for point in moved)) == pytest.approx(fold, abs=1e-5)


@UNHURRIED
@given(first=st.floats(0, 90), second=st.floats(0, 90))
def test_folds_in_one_plane_to_the_same_side_add_up(first: float, second: float) -> None:
    def way(angle: float) -> Vector:
        return np.array([cos(radians(angle)), sin(radians(angle)), 0.0])

    start, bend = np.zeros(3), 100 * way(0)
    next_bend = bend + 50 * way(first)
    both = fold_deg(start, bend, bend + 70 * way(first + second))
    one = fold_deg(start, bend, next_bend)
    other = fold_deg(bend, next_bend, next_bend + 70 * way(first + second))
    assert one + other == pytest.approx(both, abs=1e-6)


@UNHURRIED
@given(apex=points, left=points, right=points, shift=points, turn=st.floats(-180, 180))
def test_a_frame_turns_about_the_vertical_and_swaps_its_legs_in_the_mirror(
    apex: Vector, left: Vector, right: Vector, shift: Vector, turn: float
) -> None:
    assume(apart(left, apex, right))
    frame = a_frame(apex, left, right)
    figures = (frame.left_mm, frame.right_mm, frame.apex_deg, frame.left_tilt_deg)
    about_z = Rotation.from_euler("z", turn, degrees=True)
    moved = a_frame(*(about_z.apply(np.asarray(p)) + shift for p in (apex, left, right)))
    assert (moved.left_mm, moved.right_mm, moved.apex_deg, moved.left_tilt_deg) == pytest.approx(
        figures, abs=1e-5
    )
    mirrored = a_frame(*(np.asarray(p) * [-1, 1, 1] for p in (apex, right, left)))
    assert mirrored.left_mm == pytest.approx(frame.right_mm)
    assert mirrored.left_tilt_deg == pytest.approx(frame.right_tilt_deg, abs=1e-5)
    assert mirrored.apex_deg == pytest.approx(frame.apex_deg, abs=1e-5)


@UNHURRIED
@given(apex=points, left=points, right=points)
def test_a_bone_folded_into_a_frame_folds_by_what_its_apex_leaves_of_180(
    apex: Vector, left: Vector, right: Vector
) -> None:
    assume(apart(left, apex, right))
    frame = a_frame(apex, left, right)
    assert fold_deg(left, apex, right) == pytest.approx(180 - frame.apex_deg, abs=1e-5)


@UNHURRIED
@given(weight=st.floats(1, 2000), tilt=st.floats(0, 89), turn=st.floats(0, 360))
def test_two_legs_under_a_load_are_in_balance(weight: float, tilt: float, turn: float) -> None:
    # Method of joints: the vertical parts bear the weight, the level ones cancel.
    level = sin(radians(tilt))
    side = np.array([cos(radians(turn)), sin(radians(turn)), 0])
    legs = [np.array([0, 0, cos(radians(tilt))]) + sign * level * side for sign in (-1, 1)]
    forces = sum(leaning_load_n(weight, leg, 2) * leg for leg in legs)
    assert forces == pytest.approx((0, 0, weight), rel=1e-9, abs=1e-6)


@UNHURRIED
@given(along=points, count=st.integers(1, 6), weight=st.floats(1, 2000), turn=st.floats(-180, 180))
def test_a_leaning_load_is_shared_out_and_blind_to_direction(
    along: Vector, count: int, weight: float, turn: float
) -> None:
    assume(abs(along[2]) > 1)
    load = leaning_load_n(weight, along, count)
    assert load >= weight / count * (1 - 1e-12)
    assert leaning_load_n(weight, along, 1) == pytest.approx(count * load)
    assert leaning_load_n(2 * weight, along, count) == pytest.approx(2 * load)
    assert leaning_load_n(weight, np.negative(along), count) == pytest.approx(load)
    about_z = Rotation.from_euler("z", turn, degrees=True).apply(np.asarray(along))
    assert leaning_load_n(weight, about_z, count) == pytest.approx(load)


@UNHURRIED
@given(tilt=st.floats(0, 88), more=st.floats(0.1, 1))
def test_a_strut_that_leans_more_bears_more(tilt: float, more: float) -> None:
    def load(angle: float) -> float:
        return leaning_load_n(700, (tan(radians(angle)), 0, 1), 2)

    assert load(tilt + more) > load(tilt)


# What cannot be answered


@pytest.mark.parametrize("along", [(1, 0, 0), (3, -4, 0), (1, 0, 1e-12)])
def test_a_level_strut_bears_no_weight_and_says_so(along: tuple[float, float, float]) -> None:
    with pytest.raises(GeometryError, match="a level strut bears no vertical load"):
        leaning_load_n(700, along, 2)


@pytest.mark.parametrize("fold", [-1.0, 180.0, float("nan")])
def test_a_bone_folded_back_has_no_wedge(fold: float) -> None:
    with pytest.raises(GeometryError, match="has no closing wedge"):
        closing_wedge(12, fold)


def test_what_has_no_direction_or_is_no_point_is_named() -> None:
    with pytest.raises(GeometryError, match="the first piece has no direction"):
        fold_deg((1, 2, 3), (1, 2, 3), (4, 5, 6))
    with pytest.raises(GeometryError, match="the right leg has no direction"):
        a_frame((0, 0, 80), (1, 0, 0), (0, 0, 80))
    with pytest.raises(GeometryError, match="the normal of the face has no direction"):
        cut_angle_deg((0, 0, 1), (0, 0, 0))
    with pytest.raises(GeometryError, match=r"the end is .* allowed are three finite numbers"):
        strut_length_mm((0, 0, 0), (0, 0))
    with pytest.raises(GeometryError, match=r"the start is .* allowed are three finite numbers"):
        strut_length_mm((0, 0, float("nan")), (0, 0, 0))
    with pytest.raises(GeometryError, match="the docking at the end is -1 mm"):
        strut_length_mm((0, 0, 0), (0, 0, 1), 0, -1)
    with pytest.raises(GeometryError, match="the diameter of the bar is -1 mm"):
        closing_wedge(-1, 30)
    with pytest.raises(GeometryError, match="shared by 0 struts"):
        leaning_load_n(700, (0, 0, 1), 0)
    with pytest.raises(GeometryError, match="the load is -1 N"):
        leaning_load_n(-1, (0, 0, 1), 1)
