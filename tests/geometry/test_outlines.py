"""Outlines are true to their tolerance; one that is not simple is refused at its place."""

import time
from collections.abc import Callable
from math import cos, pi, sin

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Polygon

from flapplanner.errors import GeometryError
from flapplanner.geometry import dilated, ellipse, polygon, rectangle
from tests.geometry.shapes import DEFECTS, RING, UNHURRIED

LENGTHS = st.floats(1, 400)


@UNHURRIED
@given(length=LENGTHS, width=LENGTHS)
def test_an_ellipse_stays_within_a_tenth_of_a_millimetre(length: float, width: float) -> None:
    outline = ellipse(length, width)
    fine = [
        (width / 2 * cos(angle), length / 2 * sin(angle))
        for angle in np.linspace(0, 2 * pi, 3000, endpoint=False)
    ]
    from_curve = polygon(fine).hausdorff_distance(outline)
    assert from_curve <= 0.1


def test_an_ellipse_has_no_more_vertices_than_its_tolerance_asks() -> None:
    # a (1 − cos(π/n)) ≤ 0.1 with a = 60 asks for n = 55; the next multiple of 4 is 56
    assert len(ellipse(120, 90).exterior.coords) - 1 == 56


@pytest.mark.parametrize("make", [ellipse, rectangle])
def test_the_length_lies_along_v_and_turns_counter_clockwise(
    make: Callable[..., Polygon],
) -> None:
    assert make(120, 90).bounds == pytest.approx((-45, -60, 45, 60))
    assert make(120, 90, turn_deg=90).bounds == pytest.approx((-60, -45, 60, 45))
    leaning = make(120, 10, turn_deg=30, centre_mm=(5, 7))
    highest = max(leaning.exterior.coords, key=lambda point: point[1])
    assert highest[0] < 5 < highest[1]
    assert leaning.centroid.coords[0] == pytest.approx((5, 7))


@pytest.mark.parametrize("bad", [0.0, -1.0, float("nan"), float("inf"), 2e6])
def test_a_length_that_is_none_is_refused_by_name(bad: float) -> None:
    with pytest.raises(GeometryError, match="length_mm: found"):
        ellipse(bad, 10)
    with pytest.raises(GeometryError, match="width_mm: found"):
        rectangle(10, bad)
    with pytest.raises(GeometryError, match="turn_deg nan"):
        ellipse(10, 10, turn_deg=float("nan"))


def test_a_closed_ring_and_an_open_one_are_the_same_outline() -> None:
    corners = [(0.0, 0.0), (0.0, 10.0), (10.0, 10.0), (10.0, 0.0)]
    assert polygon(corners).equals(polygon([*corners, corners[0]]))
    assert polygon(corners).exterior.is_ccw


@pytest.mark.parametrize(
    ("points", "message"),
    [
        ([(0, 0), (10, 0)], "found 2 distinct points; at least 3"),
        ([(0, 0), (10, 0), (0, 0)], "found 2 distinct points"),
        ([(0, 0), (10, 0), (20, 0)], "all points lie on one line"),
        ([(0, 0), (10, float("nan")), (5, 5)], r"point 1 is \(10, nan\)"),
        ([(0, 0), (10, 0), (5, float("inf"))], r"point 2 is \(5, inf\)"),
        ([(0, 0), (10, 0), (5, 5, 5)], r"point 2 is \(5, 5, 5\)"),
        ([(0, 0), (10, 0), ("a", 5)], r"point 2 is \('a', 5\)"),
        ([(0, 0), (10, 10), (10, 0), (0, 10)], r"itself at \(5, 5\)"),
        ([(0, 0), (10, 0), (5, 5), (10, 10), (0, 10), (5, 5)], r"itself at \(5, 5\)"),
        ([(0, 0), (10, 0), (10, 10), (5, 0), (0, 10)], r"itself at \(5, 0\)"),
        ([], "found 0 distinct points"),
    ],
)
def test_a_bad_outline_is_refused_at_its_place(points: list, message: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(GeometryError, match=message):
        polygon(points)


def test_too_many_points_are_refused_before_they_are_read() -> None:
    started = time.perf_counter()
    with pytest.raises(GeometryError, match="found 2000000 points; at most 5000"):
        polygon([(0.0, 0.0)] * 2_000_000)
    assert time.perf_counter() - started < 1


def test_a_tangle_of_5000_points_is_answered_soon() -> None:
    tangle = np.random.default_rng(0).normal(size=(5000, 2)).tolist()
    started = time.perf_counter()
    with pytest.raises(GeometryError, match="crosses or touches itself"):
        polygon(tangle)
    assert time.perf_counter() - started < 5


@UNHURRIED
@given(margin=st.floats(0.05, 150), tolerance=st.floats(0.02, 1))
def test_a_dilated_rectangle_has_the_area_of_steiner(margin: float, tolerance: float) -> None:
    # Steiner: A + margin × perimeter + π margin², short by at most the tolerance along the corners
    outline = rectangle(60, 40)
    steiner = outline.area + margin * outline.length + pi * margin**2
    assert steiner - tolerance * 2 * pi * margin <= dilated(outline, margin, tolerance).area
    assert dilated(outline, margin, tolerance).area <= steiner + 1e-9


@pytest.mark.parametrize("outline", [*DEFECTS, RING])
def test_dilation_reaches_a_margin_all_round(outline: Polygon) -> None:
    widened = dilated(outline, 5)
    assert widened.covers(outline)
    border = shapely.segmentize(widened.boundary, 0.05)
    distances = shapely.distance(shapely.points(shapely.get_coordinates(border)), outline)
    assert distances.min() >= 4.9
    assert distances.max() <= 5 * 1.01


def test_a_margin_of_nothing_changes_nothing_and_a_bad_one_is_refused() -> None:
    assert dilated(DEFECTS[0], 0.0) == DEFECTS[0]
    with pytest.raises(GeometryError, match="margin_mm: found -1"):
        dilated(DEFECTS[0], -1.0)
    with pytest.raises(GeometryError, match="tolerance_mm: found 0"):
        dilated(DEFECTS[0], 1.0, 0.0)
