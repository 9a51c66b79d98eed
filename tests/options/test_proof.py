"""What a plan says of how good its placements are."""

import pytest

from flapplanner.options import Option, Proof
from flapplanner.planning import plan
from tests.given import case, defect

# Wider than any one paddle that reaches it: what is covered is a share.
WIDE = {"shape": "ellipse", "length_mm": 150, "width_mm": 120}


def ranked(proof_boxes: int) -> list[Option]:
    planned = plan(case(defect=defect(skin=WIDE)), proof_boxes=proof_boxes)
    return [choice.option for choice in planned.soft_tissue]


def test_what_covers_all_needs_no_search() -> None:
    for option in ranked(0):
        if option.coverage_fraction == 1:
            assert option.proof is not None
            assert (option.proof.proved, option.proof.boxes) == (True, 0)
            assert option.proof.sentence == "It covers all; no placement can do better."
        else:
            assert option.proof is None


def test_a_share_is_proved_or_said_not_to_be() -> None:
    partly = [option for option in ranked(50_000) if option.coverage_fraction != 1]
    assert partly
    for option in partly:
        assert option.proof is not None
        assert option.coverage_fraction is not None
        bound = option.proof.bound_fraction
        assert option.coverage_fraction <= bound <= 1
        assert option.proof.proved == (bound <= option.coverage_fraction + 0.001 * (1 + 1e-6))
        assert f"{100 * bound:.1f} %" in option.proof.sentence


def test_a_proof_that_is_cut_short_says_so() -> None:
    cut = Proof(coverage_fraction=0.8, bound_fraction=0.9, proved=False, boxes=7)
    assert cut.sentence.startswith("No way of placing this paddle covers more than 90.0 %")
    assert "was not settled" in cut.sentence


@pytest.mark.parametrize("boxes", [0, 2_000])
def test_proofs_move_no_placement(boxes: int) -> None:
    usual = {option.key: option.coverage_fraction for option in ranked(0)}
    assert {option.key: option.coverage_fraction for option in ranked(boxes)} == usual
