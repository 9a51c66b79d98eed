"""Blood in and out of a flap, and what raising it would cost: from the graph alone."""

import pytest

from flapplanner.options import all_options
from flapplanner.options.option import Option
from tests.given import case, ligated, options, setting
from vascular_models import load_atlas


def sentences(option: Option) -> str:
    return " ".join(gate.sentence for gate in option.gates)


def present(variant: str, side: str = "right") -> dict[str, object]:
    return {"variants": [{"variant": variant, "side": side}]}


def test_a_tied_vein_takes_the_flap_as_a_tied_artery_does() -> None:
    found = options(vessels=[ligated("superior_gluteal_vein", "right")])
    assert sentences(found["sgap_right"]) == (
        "No venous outflow: the right superior gluteal vein is ligated."
    )
    assert found["sgap_left"].feasible


def test_a_resected_artery_takes_its_veins_along_but_a_ligated_one_does_not() -> None:
    cut = {"vessel": "inferior_gluteal_artery", "side": "right", "event": "resected"}
    lost = setting(vessels=[cut]).anatomy.interruptions
    assert {one.label for one in lost} == {
        "right inferior gluteal artery",
        "right inferior gluteal vein",
    }
    tied = setting(vessels=[ligated("inferior_gluteal_artery", "right")]).anatomy.interruptions
    assert [one.label for one in tied] == ["right inferior gluteal artery"]


@pytest.mark.parametrize(
    "variant",
    [
        "peronea_arteria_magna",
        "dominant_peroneal_for_posterior_tibial",
        "dominant_peroneal_for_anterior_tibial",
    ],
)
def test_a_fibula_is_not_taken_from_a_foot_that_hangs_on_it(variant: str) -> None:
    """A dominant peroneal artery makes fibula harvest unsafe (fibula_variants2016)."""
    gap = {
        "region": "sacral",
        "resection": {"level": "hemisacrectomy"},
        "side": "right",
        "skin": {"shape": "none"},
        "bone_gap_mm": 70,
    }
    usual = options(defect=gap)["fibula_free_right"]
    assert "foot" not in sentences(usual)
    found = options(defect=gap, **present(variant))
    assert "would leave the right foot" in sentences(found["fibula_free_right"])
    assert "foot" not in sentences(found["fibula_free_left"])


def test_what_a_variant_lacks_is_named_as_absent() -> None:
    found = options(**present("lateral_sacral_absent"))
    assert "the right lateral sacral artery is absent" in sentences(found["parasacral_right"])


def test_flow_and_perfused_skin_are_shares() -> None:
    for option in (options()[key] for key in ("sgap_right", "vram_left", "latissimus_free_right")):
        blood = option.blood
        assert blood is not None
        assert blood.perfused_fraction is not None
        assert blood.perfused_low_fraction is not None
        assert blood.perfused_high_fraction is not None
        assert 0 < blood.flow_fraction <= 1.01
        assert (
            0
            <= blood.perfused_low_fraction
            <= blood.perfused_fraction
            <= blood.perfused_high_fraction
            <= 1
        )


def test_an_intact_pedicled_flap_has_all_its_flow() -> None:
    blood = options()["sgap_right"].blood
    assert blood is not None
    assert blood.flow_fraction == pytest.approx(1.0, abs=1e-9)


def test_a_stenosis_lowers_the_flow_of_what_lies_behind_it() -> None:
    """Poiseuille: the loss grows with the fourth power of what is left of the calibre."""

    def flow(percent: int) -> float:
        event = {"vessel": "superior_gluteal_artery", "side": "right", "event": "stenosed"}
        found = options(vessels=[event | {"stenosis_percent": percent}])["sgap_right"].blood
        assert found is not None
        return found.flow_fraction

    assert flow(50) > 0.99
    assert flow(97) < flow(85) < flow(50)


def test_the_pedicle_grows_with_each_pivot_towards_the_heart() -> None:
    by_pivot = options()["sgap_right"].pedicle.by_pivot
    lengths = [one.length_mm for one in by_pivot]
    assert lengths == sorted(lengths)
    assert len(lengths) >= 3
    assert by_pivot[1].pivot == "right superior gluteal exit"
    assert "right inferior gluteal artery" not in by_pivot[1].branches_divided


def test_a_chimeric_flap_names_where_its_parts_part() -> None:
    lost = {"surgery": {"limb_sacrificed": "right", "approach": "anterior_posterior"}}
    gap = {
        "region": "hemipelvis",
        "side": "right",
        "resection": {"level": "hemisacrectomy", "ilium": True},
        "skin": {"shape": "none"},
        "bone_gap_mm": 200,
    }
    pedicle = options(defect=gap, **lost)["femur_free_right"].pedicle
    assert pedicle.shared_at == "right deep femoral origin"
    assert {part.territory for part in pedicle.parts} == {
        "right femur shaft",
        "right fillet soft tissue",
    }
    assert all(part.leash_mm > 0 for part in pedicle.parts)


def test_raising_a_flap_says_what_else_pays_for_it() -> None:
    loses = options()["diep_free_right"].pedicle.loses
    assert "right rectus abdominis" in {lost.territory for lost in loses}
    assert not options()["gluteal_vy_right"].pedicle.loses  # nothing is tied for it


def test_a_free_flap_is_not_joined_to_what_it_brings_itself() -> None:
    for side in ("right", "left"):
        joined = options()[f"diep_free_{side}"].recipient
        assert joined is not None
        assert f"{side} deep inferior epigastric" not in joined.title


def test_what_slides_is_offered_only_beside_its_own_place() -> None:
    perineum = {
        "region": "perineal",
        "resection": {"level": "none"},
        "skin": {"shape": "ellipse", "length_mm": 60, "width_mm": 40},
    }
    found = options(defect=perineum)
    assert sentences(found["keystone_right"]) == "It does not lie beside a perineum defect."


def test_fat_of_a_heavy_patient_fills_more() -> None:
    light, heavy = (
        options(patient={"sex": "male", "stature_mm": 1750, "mass_kg": mass})["sgap_right"]
        for mass in (65, 120)
    )
    assert light.volume_ml is not None
    assert heavy.volume_ml is not None
    assert heavy.volume_ml > 1.3 * light.volume_ml


def test_perforators_are_marked_where_the_chart_shows_them() -> None:
    marks = options()["sgap_right"].perforators
    assert len(marks) == 1
    u, _ = marks[0].at_mm
    assert u > 0
    assert marks[0].spread_mm > 0
    assert not options()["vram_right"].perforators  # its perforators are on the other face


@pytest.mark.parametrize("variant", sorted(load_atlas().variants))
def test_every_flap_is_assessed_under_every_variant(variant: str) -> None:
    """No layout of the vessels breaks the planner: each is an anatomy of its own."""
    side = "right" if load_atlas().variants[variant].side == "paired" else "midline"
    closed = {"region": "sacral", "resection": {"level": "s1_s2"}, "skin": {"shape": "none"}}
    found = all_options(setting(defect=closed, **present(variant, side)))
    assert {option.flap for option in found} == {
        key for key, flap in load_atlas().flaps.items() if flap.bone is None
    }
    assert any(option.feasible for option in found)


def test_case_refuses_two_layouts_of_the_same_vessels() -> None:
    both = [
        {"variant": "peronea_arteria_magna", "side": "right"},
        {"variant": "dominant_peroneal_for_posterior_tibial", "side": "both"},
    ]
    assert len(case(variants=both).variants) == 2  # the case itself knows no anatomy
    with pytest.raises(Exception, match="one layout of the same vessels"):
        setting(variants=both)
