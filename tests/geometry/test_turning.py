"""The least turn that covers, against angles worked out by hand."""

from math import atan2, degrees

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import affinity

from flapplanner.geometry import Leash, Paddle, critical_turn_deg, place, rectangle

QUARTER = Paddle(rectangle(100, 100, centre_mm=(50, 50)), hilum_mm=(0.0, 0.0))
DEFECT = rectangle(60, 60, centre_mm=(-40, 40))


def test_a_quarter_turns_until_its_edge_passes_the_last_corner() -> None:
    """The corner (-70, 10) stands at 180 - atan(10 / 70) degrees; the leading edge at turn + 90."""
    found = critical_turn_deg(DEFECT, QUARTER, clockwise=False, target_fraction=1 - 1e-9)
    assert found == pytest.approx(90 - degrees(atan2(10, 70)), abs=0.1)


def test_the_wrong_sense_covers_only_the_long_way_round() -> None:
    assert critical_turn_deg(DEFECT, QUARTER, clockwise=True, target_fraction=0.99) is None


def test_what_is_covered_already_needs_no_turn() -> None:
    inside = rectangle(20, 20, centre_mm=(50, 50))
    assert critical_turn_deg(inside, QUARTER, clockwise=False, target_fraction=1.0) == 0.0


@given(st.floats(0.1, 0.95))
def test_mirrored_turns_are_the_same(target: float) -> None:
    paddle = Paddle(affinity.scale(QUARTER.outline, -1, 1, origin=(0, 0)), hilum_mm=(0.0, 0.0))
    defect = affinity.scale(DEFECT, -1, 1, origin=(0, 0))
    one = critical_turn_deg(DEFECT, QUARTER, clockwise=False, target_fraction=target)
    other = critical_turn_deg(defect, paddle, clockwise=True, target_fraction=target)
    assert one == pytest.approx(other, abs=1e-6)


@given(st.floats(0.2, 0.99))
def test_placing_agrees(target: float) -> None:
    turn = critical_turn_deg(DEFECT, QUARTER, clockwise=False, target_fraction=target)
    assert turn is not None
    found = place(DEFECT, QUARTER, Leash((0.0, 0.0), 0.0, 0.0, turn + 0.1))
    assert found.coverage_fraction >= target - 1e-3
