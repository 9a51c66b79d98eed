"""Reach maps: closed forms, samples, and the laws they keep."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtr

from flapplanner.errors import GeometryError
from flapplanner.geometry.surface.reach import (
    needed_length_mm,
    reach_probability,
    spare_length_mm,
)
from tests.geometry.surface.shapes import Array

LENGTHS = st.floats(0, 300)
SPREADS = st.floats(0, 40)
WAYS = np.linspace(0, 500, 101)


def sampled(
    depth_mm: float, length_mm: float, length_sd_mm: float, pivot_sd_mm: float, beyond_mm: float
) -> Array:
    """10,000 lengths and shifts of the pivot, drawn."""
    draw = np.random.default_rng(20)
    lengths = draw.normal(length_mm, length_sd_mm, 10_000)
    shifts = draw.normal(0, pivot_sd_mm, 10_000)
    ways = np.abs(WAYS[:, None] + shifts)
    shares: Array = (lengths >= needed_length_mm(ways, depth_mm, beyond_mm)).mean(axis=1)
    return shares


@pytest.mark.parametrize("depth_mm", [0.0, 30.0, 90.0, 150.0])
@pytest.mark.parametrize(
    ("length_sd_mm", "pivot_sd_mm"), [(15.0, 10.0), (2.0, 25.0), (25.0, 0.0), (0.0, 10.0)]
)
@pytest.mark.parametrize("beyond_mm", [0.0, 60.0])
def test_probabilities_are_those_of_ten_thousand_samples(
    depth_mm: float, length_sd_mm: float, pivot_sd_mm: float, beyond_mm: float
) -> None:
    drawn = sampled(depth_mm, 120.0, length_sd_mm, pivot_sd_mm, beyond_mm)
    found = reach_probability(WAYS, depth_mm, 120.0, length_sd_mm, pivot_sd_mm, beyond_mm)
    # Four standard errors of 10,000 samples, at most 0.02.
    assert np.abs(found - drawn).max() < 0.02


@pytest.mark.parametrize(("length_sd_mm", "pivot_sd_mm"), [(15.0, 10.0), (3.0, 20.0), (20.0, 0.0)])
def test_without_depth_the_probability_is_one_normal_distribution(
    length_sd_mm: float, pivot_sd_mm: float
) -> None:
    found = reach_probability(WAYS, 0.0, 150.0, length_sd_mm, pivot_sd_mm, 60.0)
    true = ndtr((150.0 + 60.0 - WAYS) / np.hypot(length_sd_mm, pivot_sd_mm))
    assert found == pytest.approx(true, abs=1.5e-3)


def test_with_a_sure_pivot_the_probability_is_that_of_the_spare_length() -> None:
    found = reach_probability(WAYS, 50.0, 150.0, 20.0, 0.0, 30.0)
    true = ndtr(spare_length_mm(WAYS, 50.0, 150.0, 30.0) / 20.0)
    assert found == pytest.approx(true, abs=1e-4)


@settings(max_examples=50, deadline=None)
@given(LENGTHS, LENGTHS, LENGTHS)
def test_without_spread_what_has_length_to_spare_is_reached(
    depth_mm: float, length_mm: float, beyond_mm: float
) -> None:
    spare = spare_length_mm(WAYS, depth_mm, length_mm, beyond_mm)
    found = reach_probability(WAYS, depth_mm, length_mm, 0.0, 0.0, beyond_mm)
    clear = np.abs(spare) > 1e-3
    assert np.array_equal(found[clear] > 0.5, spare[clear] > 0)


@settings(max_examples=50, deadline=None)
@given(LENGTHS, LENGTHS, LENGTHS, SPREADS, SPREADS, LENGTHS)
def test_a_longer_one_reaches_no_less_and_a_farther_point_is_reached_no_more(
    depth_mm: float, length_mm: float, more_mm: float, sd: float, pivot_sd: float, beyond_mm: float
) -> None:
    short = reach_probability(WAYS, depth_mm, length_mm, sd, pivot_sd, beyond_mm)
    long = reach_probability(WAYS, depth_mm, length_mm + more_mm, sd, pivot_sd, beyond_mm)
    one_shift = 1 / 300  # of the pivot: so fine is the probability without spread of the length
    assert (long >= short - one_shift).all()
    assert (np.diff(short) <= one_shift).all()
    assert short.min() >= 0
    assert short.max() <= 1
    more_spare = spare_length_mm(WAYS, depth_mm, length_mm + more_mm, beyond_mm)
    assert (more_spare >= spare_length_mm(WAYS, depth_mm, length_mm, beyond_mm)).all()


def test_the_way_and_the_depth_are_the_legs_of_a_right_angle() -> None:
    assert spare_length_mm(np.array([0.0, 40.0, 70.0]), 30.0, 50.0, 0.0) == pytest.approx(
        [20.0, 0.0, 50 - np.hypot(70, 30)]
    )


def test_where_no_way_leads_nothing_reaches() -> None:
    nowhere = np.array([np.inf])
    assert reach_probability(nowhere, 10.0, 100.0, 10.0, 5.0, 20.0).tolist() == [0.0]
    assert spare_length_mm(nowhere, 10.0, 100.0, 20.0).tolist() == [-np.inf]


@pytest.mark.parametrize("value", [-1.0, float("nan"), float("inf")])
@pytest.mark.parametrize(
    "name", ["depth_mm", "length_mm", "length_sd_mm", "pivot_sd_mm", "beyond_mm"]
)
def test_lengths_that_are_none_are_named(name: str, value: float) -> None:
    lengths = dict.fromkeys(
        ["depth_mm", "length_mm", "length_sd_mm", "pivot_sd_mm", "beyond_mm"], 10.0
    )
    with pytest.raises(GeometryError, match=f"reach {name}: found"):
        reach_probability(WAYS, **{**lengths, name: value})


def test_distances_that_are_none_are_named() -> None:
    for distances in (np.array([-1.0]), np.array([np.nan])):
        with pytest.raises(GeometryError, match="reach distances_mm"):
            spare_length_mm(distances, 0.0, 10.0, 0.0)
