"""Hollow sections against closed forms worked by hand, and the laws that hold for any of them."""

from math import pi, sqrt

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from flapplanner.bone.built import Strength
from flapplanner.bone.sections import (
    Section,
    buckling_load_n,
    euler_load_n,
    slenderness,
    strength,
)
from flapplanner.errors import GeometryError

UNHURRIED = settings(deadline=None)  # a busy machine is no failure
FIBULA = Section(11.5, 5.1)

outers = st.floats(8, 40)
walls = st.floats(0.05, 0.95)  # canal over outer diameter
lengths = st.floats(10, 400)
moduli = st.floats(5, 45)
strengths = st.floats(15, 300)


def borne(outer: float = 11.5, canal: float = 5.1, **changed: float) -> Strength:
    given_values = {
        "free_length_mm": 94.0,
        "axial_load_n": 700.0,
        "modulus_gpa": 15.0,
        "strength_mpa": 150.0,
    }
    parallel = int(changed.pop("parallel", 1))
    return strength(outer_mm=outer, canal_mm=canal, parallel=parallel, **(given_values | changed))


# Closed forms


def test_the_fibula_of_11_5_mm_with_a_canal_of_5_1_mm() -> None:
    # π/4 (132.25 − 26.01) = 83.44 mm²; π/64 (17490.06 − 676.52) = 825.3 mm⁴; √(132.25 + 26.01)/4
    assert FIBULA.area_mm2 == pytest.approx(83.44, abs=0.01)
    assert FIBULA.second_moment_mm4 == pytest.approx(825.3, abs=0.1)
    assert FIBULA.gyration_mm == pytest.approx(3.145, abs=0.001)


def test_a_tube_of_3_over_4_has_the_radius_of_gyration_of_the_right_triangle() -> None:
    # D 4, d 3: √(16 + 9)/4 = 5/4, A = 7π/4, I = π/64 (256 − 81) = 175π/64
    tube = Section(4, 3)
    assert tube.gyration_mm == pytest.approx(1.25)
    assert tube.area_mm2 == pytest.approx(7 * pi / 4)
    assert tube.second_moment_mm4 == pytest.approx(175 * pi / 64)


def test_a_steel_tube_pinned_at_both_ends() -> None:
    # D 100, d 80 mm, 4 m, 200 GPa: I = π/64 (10⁸ − 4.096·10⁷) = 2.8981·10⁶ mm⁴,
    # P = π² · 200 000 · 2.8981·10⁶ / 4000² = 357.54 kN at 126.5 MPa; λ = 4000/32.016 = 124.9
    tube = Section(100, 80)
    assert tube.second_moment_mm4 == pytest.approx(2.8981e6, rel=1e-4)
    assert slenderness(tube, 4000) == pytest.approx(124.9, abs=0.1)
    assert euler_load_n(tube, 4000, 200) == pytest.approx(357.54e3, rel=1e-4)
    # At 250 MPa Euler's 126.5 MPa is above the half of it: Johnson's 250 − 250²/(4 · 126.5) MPa.
    stress = 250 - 250**2 / (4 * 357.54e3 / tube.area_mm2)
    assert buckling_load_n(tube, 4000, 200, 250) == pytest.approx(stress * tube.area_mm2, rel=1e-4)
    assert stress == pytest.approx(126.4, abs=0.1)  # next to where the two curves touch
    # At 300 MPa it is below the half: Euler's.
    assert buckling_load_n(tube, 4000, 200, 300) == pytest.approx(357.54e3, rel=1e-4)


def test_euler_s_load_is_that_of_the_second_moment() -> None:
    load = pi**2 * 15_000 * FIBULA.second_moment_mm4 / 94**2  # N/mm² · mm⁴ / mm² = N
    assert euler_load_n(FIBULA, 94, modulus_gpa=15) == pytest.approx(load)


@pytest.mark.parametrize(("end_factor", "times"), [(0.5, 4), (1, 1), (2, 0.25)])
def test_ends_held_fast_bear_four_times_and_a_free_end_a_quarter(
    end_factor: float, times: float
) -> None:
    pinned = euler_load_n(FIBULA, 200, 15)
    assert euler_load_n(FIBULA, 200, 15, end_factor) == pytest.approx(times * pinned)


def test_the_fibula_across_94_mm_by_hand() -> None:
    # λ = 94/3.145 = 29.89; Aσ = 12 516 N; Johnson: 1 − 150 · 29.89² / (4π² · 15 000) = 0.7737
    found = borne()
    assert found.axial_stress_mpa == pytest.approx(700 / 83.44, rel=1e-4)
    assert found.crushing_body_weights == pytest.approx(12_516 / 700, rel=1e-3)
    assert found.buckling_load_n == pytest.approx(12_516 * 0.7737, rel=1e-3)
    assert found.buckling_body_weights == pytest.approx(found.buckling_load_n / 700)
    assert found.body_weights == found.buckling_body_weights


def test_two_side_by_side_bear_twice_one_and_are_each_as_stiff_as_one() -> None:
    one, two = borne(), borne(parallel=2)
    assert two.body_weights == pytest.approx(2 * one.body_weights)
    assert two.axial_load_n == one.axial_load_n / 2
    assert (two.area_mm2, two.second_moment_mm4) == (one.area_mm2, one.second_moment_mm4)


# Limits


def test_without_a_canal_it_is_a_solid_rod() -> None:
    rod = Section(20, 0)
    assert rod.area_mm2 == pytest.approx(100 * pi)
    assert rod.second_moment_mm4 == pytest.approx(2500 * pi)
    assert rod.gyration_mm == 5


def test_a_thin_wall_is_that_of_a_ring() -> None:
    # t ≪ R: A → 2πRt, I → πR³t, r → R/√2, of the middle of the wall
    middle, wall = 20.0, 0.01
    ring = Section(2 * middle + wall, 2 * middle - wall)
    assert ring.area_mm2 == pytest.approx(2 * pi * middle * wall)
    assert ring.second_moment_mm4 == pytest.approx(pi * middle**3 * wall, rel=1e-6)
    assert ring.gyration_mm == pytest.approx(middle / sqrt(2), rel=1e-6)


def test_a_very_short_strut_is_crushed_and_a_very_long_one_bows() -> None:
    assert buckling_load_n(FIBULA, 1, 15, 150) == pytest.approx(150 * FIBULA.area_mm2, rel=1e-3)
    assert buckling_load_n(FIBULA, 1000, 15, 150) == euler_load_n(FIBULA, 1000, 15)


# Laws


@UNHURRIED
@given(outer=outers, hollow=walls)
def test_section_properties_agree(outer: float, hollow: float) -> None:
    section = Section(outer, hollow * outer)
    assert section.area_mm2 * section.gyration_mm**2 == pytest.approx(section.second_moment_mm4)
    whole, canal = Section(outer, 0), Section(hollow * outer, 0)
    assert section.area_mm2 == pytest.approx(whole.area_mm2 - canal.area_mm2)
    assert section.second_moment_mm4 == pytest.approx(
        whole.second_moment_mm4 - canal.second_moment_mm4
    )


@UNHURRIED
@given(outer=outers, hollow=walls, modulus=moduli, sigma=strengths)
def test_the_two_curves_touch_at_half_the_strength_without_a_bend(
    outer: float, hollow: float, modulus: float, sigma: float
) -> None:
    section = Section(outer, hollow * outer)
    touching = sqrt(2 * pi**2 * modulus * 1000 / sigma) * section.gyration_mm

    def load(share: float) -> float:
        return buckling_load_n(section, share * touching, modulus, sigma)

    half = sigma * section.area_mm2 / 2
    assert load(1) == pytest.approx(half)
    # Both slopes are those of Euler there: −2 per unit of length, of a load of one half.
    step = 1e-5
    assert (load(1) - load(1 - step)) / (step * half) == pytest.approx(-2, abs=1e-3)
    assert (load(1 + step) - load(1)) / (step * half) == pytest.approx(-2, abs=1e-3)


@UNHURRIED
@given(outer=outers, hollow=walls, length=lengths, modulus=moduli, sigma=strengths)
def test_it_bears_no_more_than_either_limit_and_at_least_three_quarters_of_the_lesser(
    outer: float, hollow: float, length: float, modulus: float, sigma: float
) -> None:
    section = Section(outer, hollow * outer)
    load = buckling_load_n(section, length, modulus, sigma)
    lesser = min(euler_load_n(section, length, modulus), sigma * section.area_mm2)
    assert lesser * 0.75 * (1 - 1e-9) <= load <= lesser * (1 + 1e-9)


@UNHURRIED
@given(length=lengths, modulus=moduli, sigma=strengths, more=st.floats(1.01, 3))
def test_longer_bears_less_and_thicker_stiffer_or_stronger_no_less(
    length: float, modulus: float, sigma: float, more: float
) -> None:
    load = buckling_load_n(FIBULA, length, modulus, sigma)
    assert buckling_load_n(FIBULA, length * more, modulus, sigma) < load
    assert buckling_load_n(FIBULA, length, modulus, sigma, end_factor=more) < load
    assert buckling_load_n(FIBULA, length, modulus * more, sigma) > load
    assert buckling_load_n(FIBULA, length, modulus, sigma * more) >= load * (1 - 1e-12)
    assert buckling_load_n(Section(11.5 * more, 5.1), length, modulus, sigma) > load
    assert buckling_load_n(Section(11.5, 5.1 / more), length, modulus, sigma) > load


@UNHURRIED
@given(scale=st.floats(0.2, 5), length=lengths, modulus=moduli, sigma=strengths)
def test_a_strut_of_another_size_bears_by_its_area_and_a_stiffer_stronger_one_in_proportion(
    scale: float, length: float, modulus: float, sigma: float
) -> None:
    load = buckling_load_n(FIBULA, length, modulus, sigma)
    scaled = Section(scale * 11.5, scale * 5.1)
    assert buckling_load_n(scaled, scale * length, modulus, sigma) == pytest.approx(scale**2 * load)
    assert buckling_load_n(FIBULA, length, scale * modulus, scale * sigma) == pytest.approx(
        scale * load
    )


@UNHURRIED
@given(load=st.floats(100, 5000), parallel=st.integers(1, 4), length=lengths)
def test_body_weights_are_loads_over_that_of_one(load: float, parallel: int, length: float) -> None:
    found = borne(axial_load_n=load, parallel=parallel, free_length_mm=length)
    assert found.buckling_body_weights * found.axial_load_n == pytest.approx(found.buckling_load_n)
    assert found.crushing_body_weights * found.axial_stress_mpa == pytest.approx(150)
    assert found.axial_load_n * parallel == pytest.approx(load)


@UNHURRIED
@given(outer=outers, other=outers)
def test_of_two_solid_struts_the_thicker_bears_more(outer: float, other: float) -> None:
    assume(outer < other * 0.999)
    assert borne(outer, 0).body_weights < borne(other, 0).body_weights


# What cannot be answered


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"outer": 0.0}, "the bone's diameter is 0 mm"),
        ({"canal": 11.5}, "the canal is 11.5 mm wide in a bone of 11.5 mm"),
        ({"canal": -1.0}, "the canal is -1 mm wide"),
        ({"free_length_mm": 0.0}, "the free length is 0 mm"),
        ({"axial_load_n": 0.0}, "the axial load is 0 N"),
        ({"modulus_gpa": float("nan")}, "the modulus is nan GPa"),
        ({"strength_mpa": -1.0}, "the strength is -1 MPa"),
        ({"end_factor": 0.0}, "the factor of the ends is 0;"),
        ({"parallel": 0}, "0 struts stand side by side"),
    ],
)
def test_a_value_that_cannot_be_is_named(changed: dict[str, float], sentence: str) -> None:
    with pytest.raises(GeometryError, match=sentence):
        borne(**changed)
