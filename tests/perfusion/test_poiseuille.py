"""What one vessel carries, and a row of them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from flapplanner.anatomy import AnatomyError
from flapplanner.perfusion.network import PerfusionError
from flapplanner.perfusion.poiseuille import (
    SHORTEST_MM,
    arterial_leg,
    conductance_ml_per_min_per_mmhg,
    conductances_ml_per_min_per_mmhg,
    venous_leg,
)
from tests.perfusion.networks import Body

DIAMETERS = st.floats(0.3, 30)
PASCAL_PER_MMHG = 133.322387415  # the conventional millimetre of mercury


def test_poiseuille_in_base_units() -> None:
    """G = π r⁴ / (8 μ L), by hand in m, Pa and s: r = 1 mm, L = 50 mm, μ = 4 mPa s."""
    si = np.pi * 1e-3**4 / (8 * 4e-3 * 50e-3)  # m³/s per Pa
    expected = si * PASCAL_PER_MMHG * 1e6 * 60
    assert conductance_ml_per_min_per_mmhg(50.0, 2.0, 4.0) == pytest.approx(expected, rel=1e-12)


@given(DIAMETERS, st.floats(1, 400), st.floats(1, 10))
def test_flow_goes_with_the_fourth_power_of_the_calibre(
    diameter: float, length: float, viscosity: float
) -> None:
    one = conductance_ml_per_min_per_mmhg(length, diameter, viscosity)
    assert conductance_ml_per_min_per_mmhg(length, diameter / 2, viscosity) == pytest.approx(
        one / 16
    )
    assert conductance_ml_per_min_per_mmhg(2 * length, diameter, viscosity) == pytest.approx(
        one / 2
    )
    assert conductance_ml_per_min_per_mmhg(length, diameter, 2 * viscosity) == pytest.approx(
        one / 2
    )


@given(DIAMETERS, DIAMETERS, st.floats(1, 400))
def test_a_taper_is_the_integral_of_its_slices(wide: float, narrow: float, length: float) -> None:
    def slice_(x: float) -> float:
        return float(((wide + (narrow - wide) * x / length) / 2) ** -4)

    integral, _ = quad(slice_, 0, length, epsabs=0, epsrel=1e-11, limit=500)
    tube = conductance_ml_per_min_per_mmhg(length, wide, 4.0)
    slices = float(tube) * length / (wide / 2) ** 4 / integral
    found = conductance_ml_per_min_per_mmhg(length, wide, 4.0, distal_diameter_mm=narrow)
    assert found == pytest.approx(slices, rel=1e-8)


@given(DIAMETERS, DIAMETERS)
def test_a_taper_carries_the_same_either_way(wide: float, narrow: float) -> None:
    there = conductance_ml_per_min_per_mmhg(100.0, wide, 4.0, distal_diameter_mm=narrow)
    back = conductance_ml_per_min_per_mmhg(100.0, narrow, 4.0, distal_diameter_mm=wide)
    assert there == pytest.approx(back, rel=1e-12)


def test_no_length_is_a_very_short_one() -> None:
    none = conductance_ml_per_min_per_mmhg(0.0, 2.0, 4.0)
    assert none == conductance_ml_per_min_per_mmhg(SHORTEST_MM, 2.0, 4.0)
    assert np.isfinite(none)


@pytest.mark.parametrize(
    ("length", "diameter", "viscosity", "message"),
    [
        (-1.0, 2.0, 4.0, "negative length"),
        (np.nan, 2.0, 4.0, "negative length"),
        (10.0, 0.0, 4.0, "no calibre"),
        (10.0, np.nan, 4.0, "no calibre"),
        (10.0, 2.0, 0.0, "viscosity of 0"),
    ],
)
def test_what_is_no_vessel_is_refused(
    length: float, diameter: float, viscosity: float, message: str
) -> None:
    with pytest.raises(PerfusionError, match=message):
        conductance_ml_per_min_per_mmhg(length, diameter, viscosity)


def test_veins_side_by_side_add_up() -> None:
    graph = Body().artery("heart", "hilum").graph
    way = ("hilum.vein", "heart.vein")
    one = conductances_ml_per_min_per_mmhg(graph, [way], 4.0)
    graph.edges[way]["number"] = 2.4  # a mean count
    assert conductances_ml_per_min_per_mmhg(graph, [way], 4.0) == pytest.approx(2.4 * one)


def test_a_vessel_without_figures_is_named() -> None:
    graph = Body().artery("heart", "hilum").graph
    del graph.edges["heart", "hilum"]["length_mm"]
    with pytest.raises(AnatomyError, match="artery to hilum has no length"):
        conductances_ml_per_min_per_mmhg(graph, [("heart", "hilum")], 4.0)
    graph.edges["heart", "hilum"].update(length_mm=10.0, diameter_mm=0.0)
    with pytest.raises(PerfusionError, match="artery to hilum has no calibre"):
        conductances_ml_per_min_per_mmhg(graph, [("heart", "hilum")], 4.0)


def test_the_vessels_of_a_pedicle_resist_in_a_row() -> None:
    graph = Body().artery("pivot", "fork", 2.0).artery("fork", "hilum", 1.0).graph
    nodes = ("pivot", "fork", "hilum")
    each = conductance_ml_per_min_per_mmhg(100.0, [2.0, 1.0], 4.0)
    leg = arterial_leg(graph, nodes, 4.0)
    assert leg.drop_mmhg(7.0) == pytest.approx((7.0 / each).sum(), rel=1e-12)
    assert leg.capacity_ml_per_min(leg.drop_mmhg(7.0)) == pytest.approx(7.0, rel=1e-12)
    # Both veins are 6 mm wide.
    back = venous_leg(graph, nodes, 4.0)
    vein = float(conductance_ml_per_min_per_mmhg(200.0, 6.0, 4.0))
    assert back.conductance_ml_per_min_per_mmhg == pytest.approx(vein, rel=1e-12)


def test_a_pedicle_that_is_none_is_refused() -> None:
    graph = Body().artery("pivot", "hilum").graph
    with pytest.raises(PerfusionError, match="No vessel leads from hilum to pivot"):
        arterial_leg(graph, ("hilum", "pivot"), 4.0)
    with pytest.raises(PerfusionError, match="fewer than two nodes"):
        venous_leg(graph, ("hilum",), 4.0)
    bare = graph.copy()
    bare.remove_edge("hilum.vein", "pivot.vein")
    with pytest.raises(PerfusionError, match=r"No vessel leads from hilum\.vein to pivot\.vein"):
        venous_leg(bare, ("pivot", "hilum"), 4.0)
