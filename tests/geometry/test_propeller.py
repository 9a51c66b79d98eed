"""The propeller: its long blade over the defect, its short one towards it before the turn."""

from math import atan2, degrees

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import affinity
from shapely.geometry import Polygon

from flapplanner.errors import GeometryError
from flapplanner.geometry import Leash, Paddle, place, rectangle
from flapplanner.geometry.propeller import blades_mm, propeller_design, propeller_donor
from tests.geometry.shapes import DEFECTS, UNHURRIED, fine_disc, seeded_scenes

FORMS = [*DEFECTS, *(scene.defect for scene in seeded_scenes(10))]
ANY = 1e4


@pytest.mark.parametrize("axis", [0.0, -90.0, 200.0])
@pytest.mark.parametrize("perforator", [(0.0, -140.0), (150.0, 20.0), (-110.0, 100.0)])
@pytest.mark.parametrize("defect", FORMS)
def test_turned_it_covers_the_defect(
    defect: Polygon, perforator: tuple[float, float], axis: float
) -> None:
    design = propeller_design(defect, perforator, axis, ANY, ANY)
    turned = affinity.rotate(design.outline, design.turn_deg, origin=perforator)
    assert defect.difference(turned.buffer(1e-6)).area < 1e-6 * defect.area
    assert -180 < design.turn_deg <= 180


def test_the_blades_are_the_far_and_the_near_end_of_the_defect() -> None:
    """A disc of radius 30 at 70 mm: long blade 100, short blade 40, width 60."""
    design = propeller_design(fine_disc(30, (70.0, 0.0)), (0.0, 0.0), 180.0, ANY, ANY)
    assert blades_mm(design, (0.0, 0.0), 180.0) == pytest.approx((100, 40), abs=0.1)
    low, high = design.outline.bounds[1::2]
    assert high - low == pytest.approx(60, abs=0.1)
    assert design.turn_deg == pytest.approx(180)


@UNHURRIED
@given(axis=st.floats(-180, 180), u=st.floats(70, 150), v=st.floats(-100, 100))
def test_the_turn_is_the_angle_from_the_donor_to_the_defect(
    axis: float, u: float, v: float
) -> None:
    design = propeller_design(fine_disc(25, (u, v)), (0.0, 0.0), axis, ANY, ANY)
    off = (axis + design.turn_deg - degrees(atan2(v, u)) + 180) % 360 - 180
    assert off == pytest.approx(0, abs=0.1)


def test_opposite_the_defect_the_blades_change_places() -> None:
    defect = fine_disc(30, (70.0, 0.0))
    design = propeller_design(defect, (0.0, 0.0), 180.0, ANY, ANY)
    assert design.outline.intersection(defect).area < 1.0
    at = place(defect, Paddle(design.outline, (0.0, 0.0)), Leash((0.0, 0.0), 0.0))
    assert at.coverage_fraction >= 1 - 1e-4


def test_limits_cut_the_long_blade_and_the_width() -> None:
    design = propeller_design(fine_disc(30, (70.0, 0.0)), (0.0, 0.0), 0.0, 120.0, 50.0)
    assert blades_mm(design, (0.0, 0.0), 0.0) == pytest.approx((80, 40), abs=0.1)
    low, high = design.outline.bounds[1::2]
    assert high - low == pytest.approx(50, abs=0.1)


def test_its_donor_site_closes_along_its_axis() -> None:
    design = propeller_design(fine_disc(30, (70.0, 0.0)), (0.0, 0.0), 90.0, ANY, ANY)
    donor = propeller_donor(design, (0.0, 0.0), 90.0, design.turn_deg)
    assert donor.shape == "line"
    assert donor.width_mm == pytest.approx(60, abs=0.1)
    (scar,) = donor.scar
    (near, start), (far, end) = scar
    assert (near, far, end) == pytest.approx((0, 0, 100), abs=2)
    assert 0 < start < 40  # what the short blade fills needs no closing


def test_what_cannot_be_turned_is_refused() -> None:
    with pytest.raises(GeometryError, match="which lies within the defect"):
        propeller_design(rectangle(60, 40), (0.0, 0.0), 0.0, ANY, ANY)
    with pytest.raises(GeometryError, match="more than two blades of 40 mm"):
        propeller_design(fine_disc(30, (70.0, 0.0)), (0.0, 0.0), 0.0, 70.0, 50.0)
