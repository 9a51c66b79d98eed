"""Every gate names its reason, and stands only where it must."""

import pytest

from flapplanner.errors import CaseError
from flapplanner.options import Option
from tests.given import defect, ligated, options, setting

GLUTEAL = ("gluteal_vy", "gluteal_rotation", "sgap", "igap", "gluteal_thigh")


def sentences(option: Option) -> str:
    return " ".join(gate.sentence for gate in option.gates)


def test_ligating_the_right_internal_iliac_gates_every_right_gluteal_flap_and_leaves_vram() -> None:
    found = options(vessels=[ligated("internal_iliac_artery", "right")])
    for flap in GLUTEAL:
        gated = found[f"{flap}_right"]
        assert [gate.kind for gate in gated.gates] == ["vessel"], flap
        assert "the right internal iliac artery is ligated" in sentences(gated), flap
        assert not any(gate.kind == "vessel" for gate in found[f"{flap}_left"].gates), flap
    assert "right internal iliac artery" in sentences(found["gluteal_vy_both"])
    assert found["vram_right"].feasible
    assert found["vram_left"].feasible


def test_a_choke_link_alone_does_not_carry_a_flap_but_is_named() -> None:
    found = options(vessels=[ligated("internal_iliac_artery", "right")])
    assert found["gluteal_vy_right"].supply == "choke_only"
    assert "only anastomoses still feed it" in sentences(found["gluteal_vy_right"])
    assert found["sgap_right"].supply == "choke_only"
    assert found["gluteal_vy_both"].supply == "choke_only"  # as its worse side


def test_losing_the_epigastric_takes_the_vram_of_that_side() -> None:
    found = options(vessels=[ligated("deep_inferior_epigastric_artery", "left")])
    assert found["vram_left"].gates[0].kind == "vessel"
    assert found["vram_right"].feasible


def test_a_posterior_approach_closes_the_way_through_the_pelvis() -> None:
    found = options(surgery={"approach": "posterior"})
    assert found["vram_right"].gates[0].kind == "corridor"
    assert "an anterior approach" in sentences(found["vram_right"])
    assert found["gluteal_vy_both"].feasible


def test_without_a_window_in_the_sacrum_the_pelvis_does_not_open() -> None:
    found = options(defect=defect(resection={"level": "below_s3"}))
    assert "opens a window to the back" in sentences(found["vram_right"])


def test_free_flaps_need_microsurgery() -> None:
    surgery = {"approach": "posterior", "microsurgery": False}
    found = options(surgery=surgery)
    free = [option for option in found.values() if option.mechanism == "free"]
    assert free
    for option in free:
        assert "microsurgery" in [gate.kind for gate in option.gates], option.key


def test_spare_parts_need_the_limb_on_that_side_to_be_lost() -> None:
    hemipelvis = defect(region="hemipelvis", side="right", resection={"level": "none"})
    kept = options(defect=hemipelvis)
    assert kept["fillet_pedicled_right"].gates[0].kind == "donor"
    lost = options(defect=hemipelvis, surgery={"limb_sacrificed": "right"})
    assert lost["fillet_pedicled_right"].feasible
    assert lost["fillet_pedicled_left"].gates[0].kind == "donor"
    assert lost["fillet_pedicled_right"].donor.closure == "none needed"


def test_a_flap_that_was_used_is_spent() -> None:
    found = options(history={"earlier_flaps": [{"flap": "vram", "side": "right"}]})
    assert found["vram_right"].gates[0].kind == "used"
    assert found["oram_right"].gates[0].kind == "used"  # the same rectus muscle
    assert found["vram_left"].feasible


def test_a_used_flap_spends_its_territory_for_every_flap_that_shares_it() -> None:
    for used, others in {
        "sgap": ("gluteal_vy", "gluteal_rotation"),
        "alt_pedicled": ("alt_free",),
        "gluteal_vy": ("sgap", "igap"),
    }.items():
        found = options(history={"earlier_flaps": [{"flap": used, "side": "right"}]})
        for other in others:
            assert "used" in [gate.kind for gate in found[f"{other}_right"].gates], (used, other)


def test_an_earlier_flap_on_a_side_it_does_not_have_is_refused() -> None:
    with pytest.raises(CaseError, match="for vram allowed is right or left"):
        setting(history={"earlier_flaps": [{"flap": "vram", "side": "midline"}]})


def test_an_unknown_earlier_flap_is_refused() -> None:
    with pytest.raises(CaseError, match=r"history\.earlier_flaps\.1\.flap is vrum; allowed are"):
        setting(history={"earlier_flaps": [{"flap": "vrum", "side": "right"}]})


def test_a_region_off_the_midline_needs_a_side() -> None:
    with pytest.raises(CaseError, match=r"defect\.side is midline; for the region gluteal"):
        setting(defect=defect(region="gluteal"))


def test_no_recipient_is_left_when_every_feeding_vessel_is_tied() -> None:
    tied = ["internal_iliac_artery", "external_iliac_artery"]
    tied += ["fourth_lumbar_artery", "subcostal_artery"]
    found = options(vessels=[ligated(vessel, "both") for vessel in tied])
    assert found["latissimus_free_right"].gates[0].kind == "recipient"


def test_a_free_flap_takes_the_first_open_recipient_of_the_literature() -> None:
    near = options()["latissimus_free_right"].recipient
    assert near is not None
    assert near.title == "right superior gluteal vessels"
    other = options(vessels=[ligated("internal_iliac_artery", "right")])["latissimus_free_right"]
    assert other.recipient is not None
    assert other.recipient.title == "left superior gluteal vessels"


def test_a_paddle_too_small_says_what_stays_bare() -> None:
    wide = {"shape": "rectangle", "length_mm": 300, "width_mm": 300}
    sgap = options(defect=defect(skin=wide))["sgap_right"]
    assert sgap.gates[0].kind == "size"
    assert f"{sgap.bare_area_mm2 / 100:.0f} cm²" in sentences(sgap)


def test_cautions_are_no_gates() -> None:
    history = {
        "radiation": [{"field": "abdomen", "dose_gy": 50}],
        "stoma": ["left"],
        "laparotomy": "transverse",
    }
    found = options(history=history)
    assert found["vram_left"].feasible
    assert len(found["vram_left"].cautions) == 3
    assert len(found["vram_right"].cautions) == 2
    assert found["gluteal_vy_both"].cautions == ()


def test_a_stenosed_or_irradiated_vessel_is_a_caution() -> None:
    found = options(
        vessels=[
            {
                "vessel": "common_iliac_artery",
                "side": "left",
                "event": "stenosed",
                "stenosis_percent": 50,
            }
        ]
    )
    assert found["sgap_left"].feasible
    assert "left common iliac artery (stenosed by 50 %)" in found["sgap_left"].cautions[0]
    assert found["sgap_right"].cautions == ()


def test_the_void_of_a_hemipelvectomy_opens_on_its_own_side_only() -> None:
    hemipelvis = defect(region="hemipelvis", side="right", resection={"level": "none"})
    found = options(defect=hemipelvis, surgery={"approach": "anterior", "limb_sacrificed": "right"})
    right, left = found["vram_right"].reach, found["vram_left"].reach
    assert right is not None
    assert left is not None
    assert "hemipelvic_void_left" not in left.route
    assert right.route_mm < left.route_mm


def test_bone_is_assessed_only_where_a_gap_is_left() -> None:
    assert not any(option.kind == "bone" for option in options().values())
    total = {"level": "total"}
    assert options(defect=defect(resection=total))["fibula_free_right"].feasible
    closed = options(defect=defect(resection=total, bone_gap_mm=0))
    unwanted = options(defect=defect(resection=total), surgery={"bone_reconstruction": False})
    for found in (closed, unwanted):
        assert "fibula_free_right" not in list(found)
        with pytest.raises(CaseError, match="fibula_free bridges bone; this case leaves no gap"):
            found["fibula_free_right"]


def test_bone_that_is_too_short_says_by_how_much() -> None:
    found = options(defect=defect(resection={"level": "total"}, bone_gap_mm=130))
    frame = found["fibula_free_right"]
    assert frame.bone is not None
    assert frame.bone.cut is not None
    short = frame.bone.cut.needed_mm - frame.bone.cut.available_mm
    assert short == pytest.approx(2 * (130 + 18) + 20 - 260)
    assert f"{short:.0f} mm short" in sentences(frame)


def test_a_hemisacrectomy_needs_a_side() -> None:
    with pytest.raises(CaseError, match=r"defect\.side is midline; a resection hemisacrectomy"):
        options(defect=defect(resection={"level": "hemisacrectomy"}, bone_gap_mm=90))[
            "fibula_free_right"
        ]


def test_a_gap_the_atlas_does_not_know_is_refused() -> None:
    with pytest.raises(CaseError, match=r"defect\.bone_gap_mm is 50, but a resection below_s3"):
        options(defect=defect(resection={"level": "below_s3"}, bone_gap_mm=50))["fibula_free_right"]
