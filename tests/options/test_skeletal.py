"""Options that bring bone: which constructs, whether bone and pedicle are long enough."""

from typing import Any

import numpy as np
import pytest

from flapplanner.errors import CaseError
from flapplanner.options import Option, Setting, all_options, assess
from flapplanner.options.assess import assess_buried
from flapplanner.options.skeletal import constructs_for, site_of
from tests.atlas.small import small
from tests.given import defect
from tests.planning.composed import stated

BONES = ("fibula_free", "femur_free", "femur_pedicled", "dcia_iliac_crest_free", "vram")
FILLERS = ("omentum", "gracilis_free", "vastus_lateralis", "gluteal_turnover")
STAGES = {"approach": "anterior_posterior", "positions": ["supine", "prone"]}


def place(level: str = "total", **changes: Any) -> Setting:
    parts: dict[str, Any] = {
        "defect": defect(resection={"level": level}),
        "surgery": STAGES,
    }
    return stated(small((*BONES, *FILLERS)), **(parts | changes)).setting


def bones(setting: Setting) -> list[Option]:
    return [one for one in all_options(setting) if one.kind == "bone"]


def hemipelvis(**changes: Any) -> Setting:
    resection = {"level": "hemisacrectomy", "ilium": True}
    return place(
        defect=defect(region="hemipelvis", side="right", resection=resection) | changes,
        surgery=STAGES | {"limb_sacrificed": "right"},
    )


# Which options there are


def test_a_bone_is_one_option_for_each_construct_and_side() -> None:
    setting = place()
    atlas = setting.atlas
    found = {one.key for one in bones(setting)}
    expected = {
        f"{key}_{construct}_{side}"
        for key, flap in atlas.flaps.items()
        if flap.bone is not None
        for construct in constructs_for(flap, setting)
        for side in flap.sides
    }
    assert found == expected
    assert {"fibula_free_a_frame_right", "fibula_free_cathedral_left"} <= found
    for name in constructs_for(atlas.flaps["fibula_free"], setting):
        assert "fibula" in atlas.constructs[name].materials
    assert constructs_for(atlas.flaps["vram"], setting) == ()
    assert constructs_for(atlas.flaps["femur_free"], setting) == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"level": "below_s3"},
        {"defect": defect(resection={"level": "total"}, bone_gap_mm=0)},
        {"surgery": STAGES | {"bone_reconstruction": False}},
    ],
)
def test_without_a_gap_to_bridge_there_is_no_bone(changes: dict[str, Any]) -> None:
    setting = place(**changes)
    assert site_of(setting) is None
    assert bones(setting) == []


def test_a_gap_that_the_resection_does_not_leave_is_refused_before_anything_is_assessed() -> None:
    setting = place(defect=defect(resection={"level": "below_s3"}, bone_gap_mm=70))
    with pytest.raises(CaseError, match=r"^defect\.bone_gap_mm is 70, "):
        all_options(setting)


def test_the_first_construct_is_taken_where_none_is_named() -> None:
    setting = place()
    first = constructs_for(setting.atlas.flaps["fibula_free"], setting)[0]
    assert assess("fibula_free", "right", setting).key == f"fibula_free_{first}_right"


# Is it long enough


def test_bone_too_short_for_a_long_gap_is_gated_with_what_is_missing() -> None:
    usual, long = place(), place(defect=defect(resection={"level": "total"}, bone_gap_mm=160))
    option = assess("fibula_free", "right", usual, "a_frame")
    gated = assess("fibula_free", "right", long, "a_frame")
    assert "bone" not in {gate.kind for gate in option.gates}
    assert option.bone is not None
    assert option.bone.cut is not None
    assert option.bone.cut.spare_mm >= 0
    assert "bone" in {gate.kind for gate in gated.gates}
    assert gated.bone is not None
    assert gated.bone.cut is not None
    assert gated.bone.cut.spare_mm < 0


def test_every_bone_with_a_cut_too_long_is_gated_and_no_other() -> None:
    for setting in (
        place(),
        place(
            "hemisacrectomy",
            defect=defect(
                region="iliosacral",
                side="left",
                resection={"level": "hemisacrectomy"},
                bone_gap_mm=170,
            ),
        ),
        hemipelvis(),
    ):
        for option in bones(setting):
            if option.bone is None:
                assert option.gates
                continue
            assert option.bone.cut is not None
            short = option.bone.cut.spare_mm < 0
            assert not short or "bone" in {gate.kind for gate in option.gates}


def test_a_tall_patient_has_bone_for_the_same_stated_gap() -> None:
    """The gap is the same, the fibula is longer: what is left over grows with stature."""
    spare = []
    for stature_mm in (1450, 1600, 1750):
        setting = place(
            defect=defect(resection={"level": "total"}, bone_gap_mm=95),
            patient={"stature_mm": stature_mm, "sex": "female"},
        )
        bone = assess("fibula_free", "right", setting, "a_frame").bone
        assert bone is not None
        assert bone.cut is not None
        spare.append(bone.cut.spare_mm)
    assert spare == sorted(spare)
    assert spare[0] < spare[1]


# Does its pedicle reach


def test_the_reach_of_a_free_bone_leads_to_the_nearest_strut() -> None:
    setting = place()
    option = assess("fibula_free", "right", setting, "a_frame")
    assert option.bone is not None
    middles = [np.add(one.start.point_mm, one.end.point_mm) / 2 for one in option.bone.struts]
    assert option.ways
    for way in option.ways:
        (at,) = way.reach.route
        start = setting.anatomy.places[at]
        needed = min(float(np.linalg.norm(start - middle)) for middle in middles)
        assert way.reach.needed_length_mm == pytest.approx(needed)
        free = option.pedicle.length_mm + way.recipient.added_mm
        assert way.reach.free_length_mm == pytest.approx(free)
        assert way.reach.margin_mm >= 0


def test_a_free_bone_takes_the_first_of_the_vessels_it_reaches_from() -> None:
    for option in bones(place()):
        if option.mechanism == "free" and option.feasible:
            assert option.recipient == option.ways[0].recipient
            assert option.reach == option.ways[0].reach
            named = [way.recipient.title for way in option.ways]
            assert len(set(named)) == len(named)


def test_the_vessels_of_a_flap_that_could_carry_it_are_among_its_ways() -> None:
    option = assess("fibula_free", "right", place(), "a_frame")
    assert "vram" in {way.recipient.carried_by for way in option.ways}
    without = stated(
        small(("fibula_free",)), defect=defect(resection={"level": "total"}), surgery=STAGES
    ).setting
    alone = assess("fibula_free", "right", without, "a_frame")
    assert {way.recipient.carried_by for way in alone.ways} == {None}


def test_a_pedicled_bone_has_no_recipient_and_no_choice_of_vessels() -> None:
    option = assess("femur_pedicled", "right", hemipelvis(), "femur_to_pubis")
    assert option.feasible
    assert option.recipient is None
    assert option.ways == ()
    assert option.reach is not None
    assert option.reach.free_length_mm == pytest.approx(option.pedicle.length_mm)


def test_bone_of_a_leg_that_is_kept_is_gated() -> None:
    setting = place(
        defect=defect(
            region="hemipelvis", side="right", resection={"level": "hemisacrectomy", "ilium": True}
        )
    )
    option = assess("femur_pedicled", "right", setting, "femur_to_pubis")
    assert not option.feasible
    assert "donor" in {gate.kind for gate in option.gates}


def test_without_microsurgery_only_bone_on_its_pedicle_is_left() -> None:
    setting = hemipelvis()
    surgery = {**STAGES, "limb_sacrificed": "right", "microsurgery": False}
    resection = {"level": "hemisacrectomy", "ilium": True}
    none = place(
        defect=defect(region="hemipelvis", side="right", resection=resection), surgery=surgery
    )
    assert {one.flap for one in bones(none) if one.feasible} == {"femur_pedicled"}
    assert {one.flap for one in bones(setting) if one.feasible} > {"femur_pedicled"}


def test_the_cautions_of_the_construct_are_those_of_the_option() -> None:
    setting = place(history={"radiation": [{"field": "sacrum"}], "chemotherapy": "planned"})
    option = assess("fibula_free", "right", setting, "a_frame")
    assert option.bone is not None
    assert len(option.bone.cautions) >= 2
    assert set(option.bone.cautions) <= set(option.cautions)


# Fillers


@pytest.mark.parametrize(("flap", "side"), [("omentum", "midline"), ("gracilis_free", "right")])
def test_a_buried_flap_fills_the_cavity_under_other_skin(flap: str, side: str) -> None:
    setting = place(defect=defect(resection={"level": "total"}, cavity_ml=400))
    option = assess_buried(flap, side, setting)  # type: ignore[arg-type]  # a side of the flap
    assert option.feasible
    assert option.buried
    assert option.key == f"{flap}_buried_{side}"
    assert "(buried)" in option.name
    assert option.layings == ()
    assert option.coverage_fraction is None
    assert option.volume_ml is not None
    assert option.volume_ml > 0
    assert option.fill_fraction == pytest.approx(min(1, option.volume_ml / 400))
    assert (option.recipient is not None) == (option.mechanism == "free") == bool(option.ways)
    for way in option.ways:
        assert way.reach.margin_mm >= 0
    if option.ways:
        assert (option.recipient, option.reach) == (
            option.ways[0].recipient,
            option.ways[0].reach,
        )


def test_the_gates_of_a_flap_stand_against_burying_it_too() -> None:
    used = place(history={"earlier_flaps": [{"flap": "gracilis_free", "side": "right"}]})
    option = assess_buried("gracilis_free", "right", used)
    assert [gate.kind for gate in option.gates][:1] == ["used"]
    assert option.volume_ml is None
    none = place(surgery=STAGES | {"microsurgery": False})
    assert {gate.kind for gate in assess_buried("gracilis_free", "right", none).gates} == {
        "microsurgery"
    }


def test_a_filler_that_does_not_come_to_the_cavity_is_gated() -> None:
    deep = place(defect=defect(region="lumbosacral", resection={"level": "none"}))
    option = assess_buried("gluteal_turnover", "right", deep)
    assert option.reach is not None
    assert option.feasible == (option.reach.margin_mm >= 0)


def test_skin_that_stays_short_of_the_defect_is_cautioned_against() -> None:
    """The fibula's skin hangs on 50 mm of perforator (papadimas_2009), the struts lie deeper."""
    site = place()
    option = assess("fibula_free", "right", site)
    skin = option.skin_reach
    assert skin is not None
    assert skin.free_length_mm == pytest.approx(50 * site.anatomy.length_ratio)
    told = [one for one in option.cautions if one.startswith("Its own skin hangs on")]
    assert len(told) == (skin.margin_mm < 0) == 1
    assert f"{-skin.margin_mm:.0f} mm short" in told[0]


def test_bone_that_is_too_short_says_what_would_have_to_give_way() -> None:
    site = place(defect=defect(resection={"level": "total"}, bone_gap_mm=130))
    option = assess("fibula_free", "right", site)
    sentences = [gate.sentence for gate in option.gates]
    assert sentences[0].startswith("Too little bone: ")
    assert len(sentences) == 2
    assert "protected" in sentences[1]
