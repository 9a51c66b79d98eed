"""What a flap leaves behind: widths and scars, on closed forms."""

from math import pi, radians, tan

import pytest
from shapely.geometry import LineString, Polygon

from flapplanner.errors import GeometryError
from flapplanner.geometry import ellipse, rectangle
from flapplanner.geometry.advancement import advancement_design
from flapplanner.geometry.donor import Design, side_to_side_donor, slid_donor, tip_angle_deg
from flapplanner.geometry.keystone import keystone_design
from flapplanner.geometry.transposition import left_open


@pytest.mark.parametrize("turn", [0.0, 30.0, 90.0, 137.0])
def test_an_ellipse_closes_along_its_length(turn: float) -> None:
    donor = side_to_side_donor(ellipse(220, 90, turn_deg=turn, centre_mm=(40.0, -30.0)))
    assert donor.width_mm == pytest.approx(90, abs=0.1)
    assert donor.scar_length_mm == pytest.approx(220, abs=0.1)
    (line,) = donor.scar
    assert LineString(line).centroid.coords[0] == pytest.approx((40.0, -30.0), abs=0.1)


def test_the_axis_of_closure_may_be_chosen() -> None:
    across = side_to_side_donor(rectangle(200, 80), axis_deg=0.0)
    assert (across.width_mm, across.scar_length_mm) == pytest.approx((200, 80))


def test_what_does_not_close_is_grafted_along_its_border() -> None:
    outline = ellipse(200, 120)
    donor = side_to_side_donor(outline).grafted(outline)
    assert donor.shape == "outline"
    assert donor.scar_length_mm == pytest.approx(outline.length)
    assert donor.scar_length_mm > 2 * 200 > pi * 120


@pytest.mark.parametrize("apex", [30.0, 60.0, 90.0])
@pytest.mark.parametrize("distance", [10.0, 40.0])
@pytest.mark.parametrize("towards", [0.0, 180.0, 63.0])
def test_a_v_closes_as_a_y(apex: float, distance: float, towards: float) -> None:
    """Width 2 d tan(apex / 2), the stem as long as the advancement, the limbs where the V went."""
    defect = rectangle(60, 100, turn_deg=towards - 90)
    design = advancement_design(defect, towards, apex, 500.0)
    donor = slid_donor(design, distance, towards)
    assert donor.shape == "Y"
    assert donor.width_mm == pytest.approx(2 * distance * tan(radians(apex) / 2))
    limbs, stem = (LineString(line) for line in donor.scar)
    assert stem.length == pytest.approx(distance)
    assert limbs.length == pytest.approx(LineString(design.incision).length)
    assert limbs.distance(stem) == pytest.approx(0, abs=1e-9)


def test_a_keystone_closes_as_two_ys() -> None:
    design = keystone_design(ellipse(120, 80), 0.0, 80.0)
    donor = slid_donor(design, 35.0, 0.0)
    assert (donor.shape, donor.width_mm) == ("double V-Y", 35.0)
    assert [round(LineString(line).length) for line in donor.scar[1:]] == [35, 35]


def test_without_a_tip_there_is_no_angle() -> None:
    with pytest.raises(GeometryError, match="tip: found none"):
        tip_angle_deg(Design(rectangle(10, 10), ((0.0, 0.0), (1.0, 0.0))))


def test_of_a_split_donor_site_the_largest_part_counts() -> None:
    bar = Polygon([(0, 0), (100, 0), (100, 10), (0, 10)])
    assert left_open(bar, rectangle(40, 20, centre_mm=(30, 0))).area == pytest.approx(600)
    assert left_open(bar, bar) == bar
