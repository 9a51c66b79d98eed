"""What a plan says of vessels: variants to look for, vessels to spare, conflicts, lifeboats."""

from pathlib import Path

import pytest

from flapplanner.case import PresentVariant
from flapplanner.errors import CaseError
from flapplanner.planning import Plan, plan
from tests.given import ligated, planned, planned_example


def test_a_dominant_peroneal_artery_is_named_before_a_fibula() -> None:
    found = planned_example("total_sacrectomy")
    assert found.bone
    assert found.bone[0].option.flap.startswith("fibula")
    effects = {effect.variant: effect for effect in found.variants}
    magna = effects["peronea_arteria_magna"]
    assert magna.side == "either"
    assert "CT angiography" in magna.sentence
    assert "foot" in magna.sentence


def test_a_variant_that_is_stated_is_not_named_again() -> None:
    stated = {"variant": "lateral_sacral_absent", "side": "both"}
    found = planned(variants=[stated], defect=_small())
    assert "lateral_sacral_absent" not in {effect.variant for effect in found.variants}


def _small() -> dict[str, object]:
    return {
        "region": "sacral",
        "resection": {"level": "below_s3"},
        "skin": {"shape": "ellipse", "length_mm": 70, "width_mm": 50},
    }


def test_stating_the_variant_changes_the_plan_as_was_announced() -> None:
    """What a plan says would happen under a variant happens when the variant is stated."""
    usual = planned_example("total_sacrectomy")
    announced = {effect.variant for effect in usual.variants}
    assert "peronea_arteria_magna" in announced
    stated = PresentVariant(variant="peronea_arteria_magna", side="both")
    under = plan(usual.case.model_copy(update={"variants": (stated,)}))
    assert not [choice for choice in under.bone if choice.option.flap.startswith("fibula")]


def test_a_vessel_at_stake_takes_what_it_says() -> None:
    """Ligating the vessel named as dearest gates the options it names."""
    usual = planned(vessels=[ligated("internal_iliac_artery", "left")])
    dearest = next(one for one in usual.vessels_at_stake if one.vessel.startswith("right "))
    vessel = dearest.vessel.removeprefix("right ").replace(" ", "_")
    events = [ligated("internal_iliac_artery", "left"), ligated(vessel, "right")]
    under = planned(vessels=events)
    ruled_out = {option.name for option in under.gated}
    for name in dearest.lost:
        flap = name.partition(",")[0]
        assert any(found.startswith(flap) for found in ruled_out), name


def test_options_of_one_leg_conflict() -> None:
    pairs = {
        frozenset((one.one, one.other)): one.reasons
        for one in planned_example("free_femur_fibula_fillet").conflicts
    }
    reasons = next(
        why
        for names, why in pairs.items()
        if {name.partition(",")[0] for name in names} == {"Femur-fibula-fillet", "Femur free"}
    )
    assert "Both take the left femur shaft." in reasons


def test_a_lifeboat_is_independent_of_the_first_choice() -> None:
    found = planned()
    assert found.lifeboat is not None
    first = found.soft_tissue[0].option
    against = {frozenset((one.one, one.other)) for one in found.conflicts}
    assert frozenset((first.name, found.lifeboat)) not in against


@pytest.mark.parametrize("form", [1, 2])
def test_a_plan_of_an_earlier_form_is_refused_by_name(form: int, tmp_path: Path) -> None:
    old = tmp_path / "plan.json"
    text = f'{{\n "schema": "flapplanner-plan/{form}",\n "version": "0.1.0"}}'
    old.write_text(text, encoding="utf-8")
    with pytest.raises(CaseError, match=rf"of the form flapplanner-plan/{form}.*planned again"):
        Plan.load(old)


def test_parts_of_one_leg_on_one_pedicle_are_raised_together() -> None:
    """Fillet and femur on the femoral vessels were one flap (kaiser2025): no conflict."""
    found = planned_example("hemipelvectomy_right")
    against = {frozenset((one.one, one.other)) for one in found.conflicts}
    femur = next(one.option.name for one in found.bone if one.option.flap == "femur_pedicled")
    assert frozenset(("Fillet pedicled, right", femur)) not in against
    both_thighs = frozenset(("Anterior hemipelvectomy flap, right", "Fillet free, right"))
    assert both_thighs in against
