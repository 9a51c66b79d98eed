"""The transposition flap: beside the defect it is meant for, and over it once it has swung."""

from math import asin, degrees, hypot

import pytest
import shapely
from shapely import affinity
from shapely.geometry import Polygon

from flapplanner.errors import GeometryError
from flapplanner.geometry import Leash, Paddle, critical_turn_deg, place, rectangle
from flapplanner.geometry.transposition import transposition_design, transposition_donor
from tests.geometry.shapes import DEFECTS, seeded_scenes

FORMS = [*DEFECTS, *(scene.defect for scene in seeded_scenes(10))]
ANY = 1e4


@pytest.mark.parametrize("clockwise", [False, True])
@pytest.mark.parametrize("pivot", [(0.0, -140.0), (150.0, 20.0), (-110.0, 100.0)])
@pytest.mark.parametrize("defect", FORMS)
def test_it_is_cut_beside_the_defect_and_swings_over_it(
    defect: Polygon, pivot: tuple[float, float], clockwise: bool
) -> None:
    design = transposition_design(defect, pivot, clockwise, ANY, ANY)
    assert design.outline.intersection(defect).area < 1e-6 * defect.area
    assert (design.turn_deg < 0) == clockwise
    swung = affinity.rotate(design.outline, design.turn_deg, origin=pivot)
    assert defect.difference(swung.buffer(1e-6)).area < 1e-6 * defect.area


def test_the_diagonal_reaches_from_the_pivot_to_the_far_corner() -> None:
    """A defect of 60 by 40 at 70 mm: strip of 130 by 40, turn arcsin(40 / 70)."""
    design = transposition_design(
        rectangle(60, 40, centre_mm=(20, 100)), (0.0, 0.0), True, ANY, ANY
    )
    corners = shapely.get_coordinates(design.outline.exterior)
    assert max(hypot(*corner) for corner in corners) == pytest.approx(hypot(130, 40))
    assert design.turn_deg == pytest.approx(-degrees(asin(40 / 70)))


def test_near_the_defect_it_turns_by_a_right_angle() -> None:
    defect = rectangle(60, 40, centre_mm=(20, 50))
    assert transposition_design(defect, (0.0, 0.0), True, ANY, ANY).turn_deg == -90.0


def test_on_its_leash_it_turns_as_far_as_designed() -> None:
    defect = rectangle(60, 40, centre_mm=(20, 100))
    design = transposition_design(defect, (0.0, 0.0), True, ANY, ANY)
    paddle = Paddle(design.outline, (0.0, 0.0))
    at = place(defect, paddle, Leash((0.0, 0.0), 0.0, -60.0, 0.0))
    assert at.coverage_fraction >= 1 - 1e-4
    needed = critical_turn_deg(defect, paddle, clockwise=True, target_fraction=0.999)
    assert needed == pytest.approx(-design.turn_deg, abs=0.1)


def test_limits_cut_it_short() -> None:
    design = transposition_design(
        rectangle(60, 40, centre_mm=(20, 100)), (0.0, 0.0), True, 100.0, 30.0
    )
    assert design.outline.area == pytest.approx(100 * 30)


def test_the_donor_site_is_as_wide_as_the_strip() -> None:
    defect = rectangle(60, 40, centre_mm=(20, 100))
    design = transposition_design(defect, (0.0, 0.0), True, ANY, ANY)
    donor = transposition_donor(design, (0.0, 0.0), design.turn_deg)
    assert donor.width_mm == pytest.approx(40)
    assert donor.scar_length_mm == pytest.approx(130)  # from the pivot to the tip


def test_a_pivot_in_the_defect_is_refused() -> None:
    with pytest.raises(GeometryError, match="which touches the defect"):
        transposition_design(rectangle(60, 40), (0.0, 0.0), True, ANY, ANY)
