"""The rotation flap: its incision, the defect it leaves, the back-cut, the standing cone."""

from math import asin, degrees, pi, radians, sin

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import affinity
from shapely.geometry import LineString, Polygon

from flapplanner.errors import GeometryError
from flapplanner.geometry.rotation import (
    back_cut_mm,
    farthest_mm,
    rotation_design,
    rotation_donor,
    standing_cone,
)
from tests.geometry.shapes import DEFECTS, UNHURRIED, fine_disc

DISC = fine_disc(30, (0.0, 60.0))  # seen under 2 arcsin(30 / 60) = 60°, reaching 90 mm
PIVOT = (0.0, 0.0)


@pytest.mark.parametrize("clockwise", [False, True])
def test_the_incision_is_the_leading_edge_and_the_arc(clockwise: bool) -> None:
    design = rotation_design(DISC, PIVOT, clockwise, sector_deg=120.0)
    assert LineString(design.incision).length == pytest.approx(90 + 90 * radians(120), rel=2e-3)
    assert design.turn_deg == pytest.approx(-60 if clockwise else 60, abs=0.1)
    # It leads along the edge of the defect on the flap's own side.
    leading = LineString(design.incision[:2])
    assert leading.distance(DISC) == pytest.approx(0, abs=0.1)
    assert leading.length == pytest.approx(90, rel=1e-3)


@pytest.mark.parametrize("clockwise", [False, True])
@pytest.mark.parametrize("turn", [15.0, 60.0, 90.0])
def test_the_secondary_defect_is_a_chord_wide_at_the_rim(clockwise: bool, turn: float) -> None:
    """2 R sin(turn / 2); the scar is a radius and the arc over the sector and the turn."""
    signed = -turn if clockwise else turn
    donor = rotation_donor(rotation_design(DISC, PIVOT, clockwise, 120.0), PIVOT, signed)
    assert donor.shape == "curve"
    assert donor.width_mm == pytest.approx(2 * 90 * sin(radians(turn) / 2), rel=1e-3)
    assert donor.scar_length_mm == pytest.approx(90 + 90 * radians(120 + turn), rel=2e-3)


def test_the_scar_of_a_flap_is_mirrored_with_it() -> None:
    one, other = (
        rotation_donor(rotation_design(DISC, PIVOT, cw, 100.0), PIVOT, -50.0 if cw else 50.0)
        for cw in (False, True)
    )
    mirrored = [(-u, v) for u, v in other.scar[0]]
    assert LineString(mirrored).hausdorff_distance(LineString(one.scar[0])) < 0.1


@UNHURRIED
@given(
    radius=st.floats(50, 200),
    turn=st.floats(10, 80),
    more=st.floats(1.01, 2.0),
)
def test_about_the_nearer_pivot_the_rim_travels_as_far(
    radius: float, turn: float, more: float
) -> None:
    depth = back_cut_mm(radius, turn, turn * more)
    assert 0 < depth < radius
    assert (radius - depth) * turn * more == pytest.approx(radius * turn)


def test_what_turns_far_enough_needs_no_back_cut() -> None:
    assert back_cut_mm(150.0, 60.0, 40.0) == 0.0
    with pytest.raises(GeometryError, match="turn_deg: found 0"):
        back_cut_mm(150.0, 0.0, 40.0)


@pytest.mark.parametrize("clockwise", [False, True])
def test_the_standing_cone_has_the_angle_of_the_turn(clockwise: bool) -> None:
    """Sides of 30 mm from the pivot to the defect: r² sin(turn) / 2."""
    cone = standing_cone(DISC, PIVOT, clockwise, 40.0)
    assert cone.area == pytest.approx(30**2 * sin(radians(40)) / 2, rel=1e-3)
    assert cone.intersection(DISC).area < 1.0
    # It is what the turned flap covers of the sound skin before the defect.
    flap = rotation_design(DISC, PIVOT, clockwise, 120.0)
    turned = affinity.rotate(flap.outline, -40 if clockwise else 40, origin=PIVOT)
    assert cone.difference(turned.buffer(1e-6)).area < 1e-3
    assert cone.intersection(flap.outline).area < 1e-3


def test_a_cone_that_cannot_be_is_refused() -> None:
    with pytest.raises(GeometryError, match="turn_deg: found 180"):
        standing_cone(DISC, PIVOT, False, 180.0)
    with pytest.raises(GeometryError, match="which touches the defect"):
        standing_cone(DISC, (0.0, 60.0), False, 30.0)


@pytest.mark.parametrize("defect", DEFECTS)
def test_the_radius_reaches_the_farthest_point(defect: Polygon) -> None:
    radius = farthest_mm(defect, (0.0, -150.0))
    circle = shapely.Point(0.0, -150.0).buffer(radius + 1e-6, quad_segs=500)
    assert circle.buffer(0.01).covers(defect)
    assert not shapely.Point(0.0, -150.0).buffer(radius - 0.5, quad_segs=500).covers(defect)


def test_the_angle_of_a_disc_is_known() -> None:
    assert degrees(2 * asin(30 / 60)) == pytest.approx(60)
    assert pi * 90**2 * 120 / 360 == pytest.approx(
        rotation_design(DISC, PIVOT, False, 120.0).outline.area, rel=3e-3
    )
