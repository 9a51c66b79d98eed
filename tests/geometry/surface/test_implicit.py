from math import pi

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flapplanner.errors import GeometryError
from flapplanner.geometry.surface.column import Section, column, superellipse_rim_mm
from flapplanner.geometry.surface.implicit import (
    capsule,
    ellipsoid,
    folded,
    smooth_max,
    smooth_min,
)

NUMBERS = st.floats(-100, 100)


def round_column(radius_low: float, radius_high: float) -> list[Section]:
    return [
        Section(z, (0.0, 0.0), radius, radius, radius, radius)
        for z, radius in ((0.0, radius_low), (50.0, radius_high), (100.0, radius_low))
    ]


def test_an_ellipsoid_is_zero_on_its_surface_and_negative_inside() -> None:
    angle = np.linspace(0, 2 * pi, 20)
    rim = np.column_stack((5 + 30 * np.cos(angle), 20 * np.sin(angle), 0 * angle))
    shape = ellipsoid((5, 0, 0), (30, 20, 10))
    assert shape(rim) == pytest.approx(0, abs=1e-9)
    assert np.all(shape(rim * [0.9, 0.9, 1]) < 0)


def test_the_centre_of_an_ellipsoid_lies_its_least_semi_axis_deep() -> None:
    assert ellipsoid((1, 2, 3), (30, 20, 10))(np.array([[1.0, 2, 3]])).tolist() == [-10]


def test_a_capsule_of_one_radius_holds_the_distance_to_its_axis() -> None:
    points = np.array([[30.0, 40, 50], [0, 0, -25], [3, 4, 20]])
    assert capsule((0, 0, 0), (0, 0, 100), 10, 10)(points).tolist() == [40, 15, -5]


def test_a_column_follows_its_sections_without_overshoot() -> None:
    shape = column(round_column(20, 40), 1.0)
    z = np.linspace(5, 95, 91)
    radius = 60 - shape(np.column_stack((0 * z + 60, 0 * z, z)))
    assert radius[z == 50] == pytest.approx(40, abs=0.01)
    assert radius.max() <= 40 + 1e-9
    assert np.all(np.diff(radius[z <= 50]) > 0)


def test_a_column_ends_at_its_first_and_last_level() -> None:
    shape = column(round_column(20, 20), 5.0)
    assert shape(np.array([[0.0, 0, -4], [0, 0, 109]])).tolist() == [4, 9]


def test_the_sides_of_a_section_may_differ() -> None:
    section = [Section(z, (1.0, 2.0), 10, 20, 30, 40, 3.0) for z in (0.0, 100.0)]
    rim = np.array([[11.0, 2, 50], [-19, 2, 50], [1, 32, 50], [1, -38, 50]])
    assert column(section, 1.0)(rim) == pytest.approx(0, abs=1e-9)


@given(NUMBERS, NUMBERS, st.floats(0.1, 50))
def test_a_smooth_minimum_lies_below_the_minimum_by_a_quarter_of_its_width_at_most(
    a: float, b: float, width: float
) -> None:
    found = float(smooth_min(np.array([a]), np.array([b]), width)[0])
    assert min(a, b) - width / 4 - 1e-9 <= found <= min(a, b)
    if abs(a - b) >= width:
        assert found == min(a, b)
    assert float(smooth_max(np.array([-a]), np.array([-b]), width)[0]) == -found


@given(NUMBERS, NUMBERS)
def test_folded_points_are_the_same_on_both_sides(x: float, y: float) -> None:
    right, left = folded(np.array([[x, y, 1.0], [-x, y, 1.0]]), 3.0)
    assert right.tolist() == left.tolist()
    assert right[0] >= 3.0


@pytest.mark.parametrize(("a", "b", "h"), [(100.0, 60.0, 1 / 16), (80.0, 80.0, 0.0)])
def test_the_rim_of_an_ellipse_is_that_of_ramanujan(a: float, b: float, h: float) -> None:
    ramanujan = pi * (a + b) * (1 + 3 * h / (10 + (4 - 3 * h) ** 0.5))
    assert superellipse_rim_mm(a, b, 2.0) == pytest.approx(ramanujan, rel=1e-4)


def test_the_rim_of_a_superellipse_nears_that_of_its_box() -> None:
    rims = [superellipse_rim_mm(30, 20, n) for n in (1.0, 2.0, 4.0, 60.0)]
    assert rims == sorted(rims)
    assert rims[0] == pytest.approx(4 * np.hypot(30, 20))
    assert rims[-1] == pytest.approx(200, rel=0.02)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: ellipsoid((0, 0, 0), (1, 0, 1)), "ellipsoid semi_axes_mm"),
        (lambda: capsule((0, 0, 0), (0, 0, 1), -1, 1), "capsule radius"),
        (lambda: capsule((1, 0, 0), (1, 0, 0), 1, 1), "capsule length"),
        (lambda: column(round_column(1, 1)[:1], 1), "two sections or more"),
        (lambda: column(round_column(1, 1)[::-1], 1), "rising levels"),
        (lambda: column(round_column(0, 1), 1), "column section"),
        (lambda: column(round_column(1, 1), 0), "column rounding_mm"),
        (
            lambda: column([Section(z, (0, 0), 1, 1, 1, 1, 0.5) for z in (0, 1)], 1),
            "column exponent",
        ),
    ],
)
def test_a_shape_that_is_none_is_refused(make, sentence: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(GeometryError, match=sentence):
        make()
