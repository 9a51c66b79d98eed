"""Odd corners of the vessels: one lost vein, a variant's own vessels, earlier flaps, two sides."""

from pathlib import Path

import pytest

from flapplanner.errors import CaseError
from flapplanner.options import all_options
from flapplanner.planning import Plan, plan
from tests.given import case, ligated, options, setting

PERINEUM = {"region": "perineal", "resection": {"level": "none"}, "skin": {"shape": "none"}}
TRUNK = {"variants": [{"variant": "gluteal_trunk", "side": "right"}]}


@pytest.mark.parametrize("vein", ["deep_inferior_epigastric_vein", "intramuscular_epigastric_vein"])
def test_one_lost_vein_of_the_epigastric_system_leaves_a_plan(vein: str) -> None:
    """Another vein still leads from the muscle, so that the flap seems drained and is not."""
    found = all_options(setting(defect=PERINEUM, vessels=[ligated(vein, "left")]))
    assert any(option.feasible for option in found)


def test_a_plan_that_a_vessel_would_leave_without_flaps_is_read_back(tmp_path: Path) -> None:
    wide = {
        "region": "hemipelvis",
        "side": "right",
        "resection": {"level": "none", "l5": True},
        "skin": {"shape": "ellipse", "length_mm": 250, "width_mm": 90},
    }
    patient = {"sex": "female", "stature_mm": 1200, "mass_kg": 300}
    made = plan(case(defect=wide, surgery={"approach": "lateral"}, patient=patient))
    assert any(one.first_without is None for one in made.vessels_at_stake)
    made.save(tmp_path / "plan.json")
    assert Plan.load(tmp_path / "plan.json").text() == made.text()


def test_a_free_flap_comes_out_on_the_side_of_the_defect() -> None:
    margins = []
    for side in ("right", "left"):
        defect = {
            "region": "gluteal",
            "side": side,
            "resection": {"level": "none"},
            "skin": {"shape": "none"},
        }
        surgery = {"limb_sacrificed": side, "approach": "anterior_posterior"}
        reach = options(defect=defect, surgery=surgery)[f"fillet_free_{side}"].reach
        assert reach is not None
        assert all(place.endswith(side) for place in reach.route)
        margins.append(reach.margin_mm)
    assert margins[0] == pytest.approx(margins[1])


def test_losing_a_recipient_never_lets_a_flap_reach() -> None:
    defect = {
        "region": "lumbosacral",
        "resection": {"level": "none"},
        "skin": {"shape": "ellipse", "length_mm": 100, "width_mm": 70},
    }
    one = "posterior_thigh_free_right"
    lost = [ligated("superior_gluteal_artery", "both")]
    usual = options(defect=defect, surgery={"approach": "posterior"})[one]
    after = options(defect=defect, surgery={"approach": "posterior"}, vessels=lost)[one]
    assert usual.feasible or not after.feasible


def test_a_resected_artery_takes_only_the_veins_beside_it() -> None:
    cut = {"vessel": "peroneal_artery_distal", "side": "right", "event": "resected"}
    lost = setting(vessels=[cut]).anatomy.interruptions
    assert [one.label for one in lost] == ["right peroneal artery distal", "right peroneal veins"]


def test_a_vessel_of_a_variant_can_be_lost_where_the_variant_is() -> None:
    lost = [ligated("common_gluteal_trunk", "right")]
    found = options(vessels=lost, **TRUNK)
    for flap in ("sgap", "igap"):
        assert "right common gluteal trunk is ligated" in found[f"{flap}_right"].gates[0].sentence
    with pytest.raises(CaseError, match="together with gluteal_trunk under variants"):
        setting(vessels=lost)


def test_two_variants_that_leave_a_vessel_in_the_air_are_refused() -> None:
    both = [
        *TRUNK["variants"],
        {"variant": "lateral_sacral_from_inferior_gluteal", "side": "right"},
    ]
    with pytest.raises(CaseError, match="one layout of the same vessels"):
        setting(variants=both)


def test_what_a_variant_lacks_is_not_tied() -> None:
    lost = {"surgery": {"limb_sacrificed": "right"}, "defect": PERINEUM}
    absent = [{"variant": "medial_circumflex_absent", "side": "right"}]
    divided = options(variants=absent, **lost)["fillet_pedicled_right"].pedicle.branches_divided
    assert "right medial circumflex femoral artery" not in divided
    usual = options(**lost)["fillet_pedicled_right"].pedicle.branches_divided
    assert "right medial circumflex femoral artery" in usual


def test_an_earlier_flap_takes_the_vessels_it_moved_with_it() -> None:
    earlier = {"earlier_flaps": [{"flap": "femur_pedicled", "side": "right"}]}
    found = options(defect=PERINEUM, surgery={"limb_sacrificed": "right"}, history=earlier)
    sentence = found["gracilis_right"].gates[0].sentence
    assert sentence == "Its vessels went with an earlier flap: Femur pedicled, right."
