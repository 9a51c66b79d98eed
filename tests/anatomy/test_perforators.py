"""Perforators lie where the published lines between landmarks put them."""

import numpy as np
import pytest

from flapplanner.anatomy.perforators import placed_perforator
from tests.given import setting
from vascular_models import Side, load_atlas

ATLAS = load_atlas()
PLACES = setting().anatomy.places
SIDES: tuple[Side, Side] = ("right", "left")


@pytest.mark.parametrize("name", sorted(ATLAS.perforators))
def test_a_perforator_has_a_place_on_both_sides_mirrored(name: str) -> None:
    right, left = (placed_perforator(name, side, ATLAS, PLACES) for side in SIDES)
    assert left.point_mm == pytest.approx(right.point_mm * np.array([-1.0, 1.0, 1.0]))
    assert left.spread_mm == pytest.approx(right.spread_mm)
    assert np.linalg.norm(right.point_mm) < 1200, "within the body"


def test_a_point_along_a_line_divides_it_as_published() -> None:
    """Superior gluteal perforators lie on the line from the PSIS to the greater trochanter."""
    perforator = ATLAS.perforators["superior_gluteal"]
    position = perforator.position
    assert (position.start, position.towards) == ("psis", "greater_trochanter_tip")
    assert position.along_fraction is not None
    placed = placed_perforator("superior_gluteal", "right", ATLAS, PLACES)
    start, end = PLACES["psis_right"], PLACES["greater_trochanter_tip_right"]
    line = end - start
    along = float(np.dot(placed.point_mm - start, line) / np.dot(line, line))
    assert along == pytest.approx(position.along_fraction.central, abs=0.1)
    assert placed.spread_mm > 0
