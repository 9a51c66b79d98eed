"""Constructs: struts between what is left of the ring, how the bone is cut, what it bears."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flapplanner.bone.built import Built, Point3, Strut
from flapplanner.bone.constructs import bone_length_mm, built, struts_of, suited
from flapplanner.bone.missing import Site, missing_of
from flapplanner.case import complete
from flapplanner.geometry import fold_deg
from tests.bone.resections import ATLAS
from tests.bone.sites import anatomy_of
from tests.given import case, defect
from vascular_models import BoneForm

UNHURRIED = settings(deadline=None, max_examples=30)  # a busy machine is no failure
STATURES = st.integers(13, 21).map(lambda tenths: 100.0 * tenths)  # few bodies, made once each
REFERENCE_MM = ATLAS.body["reference_stature_mm"].central
# The gap each resection leaves: level, with ilium, side.
RESECTIONS = {
    "l5_to_both_ilia": ("total", False, "midline"),
    "l5_to_ilium": ("hemisacrectomy", False, "right"),
    "l5_to_pubis": ("hemisacrectomy", True, "right"),
}
LIVING: dict[str, BoneForm] = {
    flap.bone.bone: flap.bone
    for name in ("fibula_free", "femur_free", "dcia_iliac_crest_free")
    if (flap := ATLAS.flaps[name]).bone
}
EVERY = [
    (gap, name, material)
    for name, construct in ATLAS.constructs.items()
    for gap in construct.gaps
    for material in construct.materials
]


def site(
    gap: str = "l5_to_both_ilia",
    *,
    side: str | None = None,
    l5: bool = False,
    gap_mm: float | None = None,
    history: dict[str, Any] | None = None,
    **patient: Any,
) -> Site:
    level, ilium, usual_side = RESECTIONS[gap]
    bridged = {} if gap_mm is None else {"bone_gap_mm": gap_mm}
    resection = {"level": level, "ilium": ilium, "l5": l5}
    stated = case(
        defect=defect(resection=resection, side=side or usual_side) | bridged,
        patient={"stature_mm": REFERENCE_MM} | patient,
        history=history or {},
    )
    completed = complete(stated).case
    anatomy = anatomy_of(completed)
    missing = missing_of(completed, anatomy)
    assert missing is not None
    assert missing.name == gap
    return Site(completed, anatomy, missing)


def made(name: str, material: str, at: Site) -> Built:
    living = material in ATLAS.bones
    return built(name, material, at, LIVING.get(material) if living else None)


def gap_of(strut: Strut) -> float:
    return float(np.linalg.norm(np.subtract(strut.end.point_mm, strut.start.point_mm)))


def mirrored(point: Point3) -> Point3:
    x, y, z = point
    return (-x, y, z)


# Struts


@pytest.mark.parametrize(("gap", "name"), sorted({(gap, name) for gap, name, _ in EVERY}))
def test_every_strut_runs_from_anchor_to_anchor_of_this_body(gap: str, name: str) -> None:
    here = site(gap, stature_mm=1600)
    for strut in struts_of(ATLAS.constructs[name], here):
        for end in (strut.start, strut.end):
            assert any(end.point_mm == pytest.approx(at) for at in here.anatomy.places.values())
        assert strut.gap_mm == pytest.approx(gap_of(strut))
        docked = strut.start.docking_mm + strut.end.docking_mm
        assert strut.length_mm == pytest.approx(strut.gap_mm + docked)
        assert strut.length_mm <= strut.most_length_mm


# On the reference body, by Pythagoras from the coordinates of the landmarks.
BY_HAND = {
    ("l5_to_both_ilia", "a_frame"): ("l5_inferior_endplate", "sciatic_notch_roof"),
    ("l5_to_both_ilia", "cathedral"): ("l5_inferior_endplate", "supraacetabular_ilium"),
    ("l5_to_both_ilia", "l5_ilium_bilateral"): ("l5_lateral", "sciatic_notch_roof"),
    ("l5_to_ilium", "single_strut"): ("l5_inferior_endplate", "sciatic_notch_roof"),
    ("l5_to_pubis", "femur_to_pubis"): ("l5_inferior_endplate", "pubic_symphysis_top"),
    ("l5_to_pubis", "femur_to_obturator_ring"): ("l5_inferior_endplate", "obturator_ring"),
}


@pytest.mark.parametrize(("where", "ends"), BY_HAND.items())
def test_on_the_reference_body_a_strut_is_as_long_as_its_landmarks_lie_apart(
    where: tuple[str, str], ends: tuple[str, str]
) -> None:
    gap, name = where
    first, second = (ATLAS.landmarks[end].point_mm for end in ends)
    apart = sum((a - b) ** 2 for a, b in zip(first, second, strict=True)) ** 0.5
    for strut in struts_of(ATLAS.constructs[name], site(gap)):
        assert strut.gap_mm == pytest.approx(apart, abs=0.1)


def test_the_struts_of_an_a_frame_bridge_the_gap_itself() -> None:
    here = site()
    legs = list(struts_of(ATLAS.constructs["a_frame"], here))
    assert [leg.side for leg in legs] == ["right", "left"]
    assert [leg.gap_mm for leg in legs] == pytest.approx([here.missing.length_mm] * 2)
    assert legs[0].start.point_mm == legs[1].start.point_mm
    assert legs[1].end.point_mm == pytest.approx(mirrored(legs[0].end.point_mm))


@UNHURRIED
@given(STATURES, st.sampled_from(EVERY))
def test_struts_grow_with_stature_and_their_docking_does_not(
    stature_mm: float, which: tuple[str, str, str]
) -> None:
    gap, name, _ = which
    usual = struts_of(ATLAS.constructs[name], site(gap))
    here = struts_of(ATLAS.constructs[name], site(gap, stature_mm=stature_mm))
    for one, other in zip(usual, here, strict=True):
        assert other.gap_mm == pytest.approx(one.gap_mm * stature_mm / REFERENCE_MM)
        assert other.length_mm - other.gap_mm == pytest.approx(one.length_mm - one.gap_mm)


@UNHURRIED
@given(st.floats(20, 400), st.sampled_from(EVERY), st.booleans())
def test_a_stated_gap_draws_every_strut_out_to_it(
    gap_mm: float, which: tuple[str, str, str], l5: bool
) -> None:
    gap, name, _ = which
    measured, stated = site(gap, l5=l5), site(gap, l5=l5, gap_mm=gap_mm)
    by = gap_mm / measured.missing.measured_mm
    for one, other in zip(
        struts_of(ATLAS.constructs[name], measured),
        struts_of(ATLAS.constructs[name], stated),
        strict=True,
    ):
        assert other.gap_mm == pytest.approx(by * one.gap_mm)
        assert other.start.point_mm == one.start.point_mm
        assert (other.start.cut_deg, other.end.cut_deg) == pytest.approx(
            (one.start.cut_deg, one.end.cut_deg), abs=1e-4
        )


@pytest.mark.parametrize(("gap", "name", "material"), EVERY)
def test_where_l5_is_taken_the_struts_stand_on_l4(gap: str, name: str, material: str) -> None:
    with_l5, without = (made(name, material, site(gap, l5=l5)) for l5 in (False, True))
    assert any("L5" in strut.start.title for strut in with_l5.struts)
    for one, other in zip(with_l5.struts, without.struts, strict=True):
        assert other.start.title == one.start.title.replace("L5", "L4")
        assert other.end == one.end.model_copy(update={"cut_deg": other.end.cut_deg})
        assert other.start.point_mm[2] > one.start.point_mm[2]
        assert other.gap_mm > one.gap_mm


@pytest.mark.parametrize("gap", ["l5_to_ilium", "l5_to_pubis"])
@pytest.mark.parametrize("l5", [False, True])
def test_the_left_side_mirrors_the_right(gap: str, l5: bool) -> None:
    for name in {name for at, name, _ in EVERY if at == gap}:
        construct = ATLAS.constructs[name]
        right, left = (
            list(struts_of(construct, site(gap, side=side, l5=l5))) for side in ("right", "left")
        )
        for one, other in zip(right, left, strict=True):
            assert (one.side, other.side) == ("right", "left")
            for end, its in ((one.start, other.start), (one.end, other.end)):
                assert its.point_mm == pytest.approx(mirrored(end.point_mm))
                assert its.outward == pytest.approx(mirrored(end.outward))
                assert its.cut_deg == pytest.approx(end.cut_deg)
                assert its.title == end.title.replace("right ", "left ")
            assert other.length_mm == pytest.approx(one.length_mm)


@pytest.mark.parametrize(("gap", "name", "material"), EVERY)
@pytest.mark.parametrize("l5", [False, True])
def test_no_strut_runs_through_the_bone_it_stands_on(
    gap: str, name: str, material: str, l5: bool
) -> None:
    for strut in made(name, material, site(gap, l5=l5)).struts:
        assert strut.start.cut_deg < 90
        assert strut.end.cut_deg < 90


# Which constructs


@pytest.mark.parametrize("gap", RESECTIONS)
def test_a_construct_suits_the_gaps_and_materials_of_the_atlas(gap: str) -> None:
    for material in (*ATLAS.bones, *ATLAS.implants):
        expected = {name for at, name, of in EVERY if (at, of) == (gap, material)}
        assert set(suited(material, site(gap))) == expected


# Cutting


def test_the_a_frame_folds_at_its_apex_and_takes_its_release_there() -> None:
    here = site()
    frame = made("a_frame", "fibula", here)
    right, left = frame.struts
    assert frame.cut is not None
    apex = fold_deg(right.end.point_mm, right.start.point_mm, left.end.point_mm)
    assert list(frame.cut.fold_deg) == pytest.approx([apex])
    assert 0 < apex < 180
    assert frame.cut.pieces_mm == pytest.approx((right.length_mm, left.length_mm))
    assert frame.cut.needed_mm == pytest.approx(
        right.length_mm + left.length_mm + sum(frame.cut.released_mm)
    )


def test_a_double_barrel_is_one_bone_folded_over() -> None:
    cut = made("double_barrelled", "fibula", site("l5_to_ilium")).cut
    single = made("single_strut", "fibula", site("l5_to_ilium")).cut
    assert cut is not None
    assert single is not None
    assert list(cut.fold_deg) == [180]
    assert cut.pieces_mm == single.pieces_mm * 2
    release = ATLAS.body["fibula_fold_release_mm"].central
    assert cut.needed_mm == pytest.approx(2 * single.needed_mm + release)
    assert (single.fold_deg, single.released_mm) == ((), ())


def test_pieces_that_stand_apart_take_at_least_the_pedicle_between_them() -> None:
    """Two struts that do not meet hang on one vessel, which has to cross from one to the other."""
    cut = made("l5_ilium_bilateral", "fibula", site())
    right, left = cut.struts
    apart = float(np.linalg.norm(np.subtract(right.start.point_mm, left.start.point_mm)))
    assert cut.cut is not None
    # Each piece goes on by its docking beyond its face, and these overlap what lies between.
    crossed = apart - right.start.docking_mm - left.start.docking_mm
    assert sum(cut.cut.released_mm) >= crossed - 1e-6


@pytest.mark.parametrize("sex", ["female", "male"])
def test_bone_that_can_be_had_follows_stature_and_sex(sex: str) -> None:
    mean_mm = ATLAS.body[f"mean_stature_{sex}_mm"].central
    short, mean, tall = (
        site(sex=sex, stature_mm=stature) for stature in (0.85 * mean_mm, mean_mm, 1.1 * mean_mm)
    )
    whole = ATLAS.body[f"fibula_length_{sex}_mm"].central
    assert bone_length_mm("fibula", mean) == pytest.approx(whole)
    assert bone_length_mm("fibula", short) == pytest.approx(0.85 * whole)
    lengths = []
    for at in (short, mean, tall):
        cut = made("a_frame", "fibula", at).cut
        assert cut is not None
        assert (
            cut.available_mm
            <= cut.whole_mm - cut.protected_proximal_mm - (cut.protected_distal_mm) + 1e-9
        )
        lengths.append(cut.available_mm)
    assert lengths == sorted(lengths)
    assert lengths[0] < lengths[1]


def test_a_woman_of_equal_stature_has_a_fibula_of_her_own() -> None:
    woman, man = (bone_length_mm("fibula", site(sex=sex)) for sex in ("female", "male"))
    ratio = {
        sex: ATLAS.body[f"fibula_length_{sex}_mm"].central
        / ATLAS.body[f"mean_stature_{sex}_mm"].central
        for sex in ("female", "male")
    }
    assert woman / man == pytest.approx(ratio["female"] / ratio["male"])


def test_the_femur_is_that_of_the_reference_body_scaled() -> None:
    whole = ATLAS.body["femur_length_mm"].central
    assert bone_length_mm("femur", site()) == pytest.approx(whole)
    assert bone_length_mm("femur", site(stature_mm=1400)) == pytest.approx(0.8 * whole)


# Strength

BEARING = [
    which
    for which in EVERY
    if (of := which[2]) in ATLAS.bones or (of in ATLAS.implants and ATLAS.implants[of].bone)
]


@UNHURRIED
@given(st.sampled_from([40.0, 75.0]), st.sampled_from([1.25, 2.0]), st.sampled_from(BEARING))
def test_a_heavier_patient_has_fewer_body_weights_of_strength(
    mass_kg: float, by: float, which: tuple[str, str, str]
) -> None:
    gap, name, material = which
    light, heavy = (
        made(name, material, site(gap, mass_kg=mass)).strength for mass in (mass_kg, by * mass_kg)
    )
    assert light is not None
    assert heavy is not None
    assert heavy.body_weights == pytest.approx(light.body_weights / by)
    assert heavy.axial_load_n == pytest.approx(light.axial_load_n * by)


def test_two_barrels_bear_twice_what_one_bears() -> None:
    one, two = (
        made(name, "fibula", site("l5_to_ilium")).strength
        for name in ("single_strut", "double_barrelled")
    )
    assert one is not None
    assert two is not None
    assert two.body_weights == pytest.approx(2 * one.body_weights)


def test_a_femur_is_stronger_than_a_fibula() -> None:
    fibula, femur = (
        made("l5_ilium_bilateral", material, site()).strength
        for material in ("fibula", "allograft_femur")
    )
    assert fibula is not None
    assert femur is not None
    assert femur.body_weights > 2 * fibula.body_weights


@pytest.mark.parametrize(("gap", "name", "material"), EVERY)
def test_metal_and_bone_of_no_known_section_have_no_computed_strength(
    gap: str, name: str, material: str
) -> None:
    found = made(name, material, site(gap))
    assert (found.strength is not None) == ((gap, name, material) in BEARING)
    assert found.living == (material in ATLAS.bones)
    assert (found.cut is not None) == found.living
    assert found.sources or ATLAS.constructs[name].gap


# The bed

IRRADIATED: dict[str, Any] = {"radiation": [{"field": "sacrum"}]}


@pytest.mark.parametrize(("gap", "name", "material"), EVERY)
def test_radiation_of_the_bed_is_told_of_bone_and_lowers_its_union(
    gap: str, name: str, material: str
) -> None:
    plain, there = (
        made(name, material, site(gap, history=history)) for history in ({}, IRRADIATED)
    )
    elsewhere = made(name, material, site(gap, history={"radiation": [{"field": "back"}]}))
    assert elsewhere == plain
    assert any("irradiated" in one for one in there.cautions) == (not plain.metal)
    assert not any("irradiated" in one for one in plain.cautions)
    if plain.metal:
        assert there.union_percent == plain.union_percent
    else:
        assert there.union_percent is not None
        assert plain.union_percent is not None
        assert there.union_percent.central < plain.union_percent.central
    if plain.living:
        assert there.union_percent == ATLAS.body["irradiated_union_percent"]
        assert there.union_months == ATLAS.body["irradiated_union_months"]


@pytest.mark.parametrize("told", [None, "none", "before"])
def test_planned_chemotherapy_adds_one_sentence_for_living_bone(told: str | None) -> None:
    def cautions(material: str, chemotherapy: str | None) -> tuple[str, ...]:
        return made("a_frame", material, site(history={"chemotherapy": chemotherapy})).cautions

    added = set(cautions("fibula", "planned")) - set(cautions("fibula", told))
    assert len(added) == 1
    assert "chemotherapy" in added.pop().lower()
    graft = set(cautions("allograft_fibula", "planned")) - set(cautions("allograft_fibula", told))
    assert len(graft) == (told != "before")  # of grafts without blood any chemotherapy is told
    assert all("chemotherapy" in one for one in graft)


def test_a_long_single_strut_is_cautioned_against_and_a_double_one_is_not() -> None:
    longest = ATLAS.bones["fibula"].longest_single_mm
    assert longest is not None

    def cautioned(name: str, gap_mm: float) -> bool:
        found = made(name, "fibula", site("l5_to_ilium", gap_mm=gap_mm))
        return any("single strut" in one for one in found.cautions)

    assert cautioned("single_strut", longest.central + 1)
    assert not cautioned("single_strut", longest.central - 1)
    assert not cautioned("double_barrelled", longest.central + 1)


def test_a_long_graft_without_blood_is_cautioned_against() -> None:
    limit = ATLAS.body["nonvascular_gap_limit_mm"].central

    def cautioned(material: str, gap_mm: float) -> bool:
        found = made("single_strut", material, site("l5_to_ilium", gap_mm=gap_mm))
        return any("without blood" in one for one in found.cautions)

    assert cautioned("allograft_fibula", limit)
    assert not cautioned("allograft_fibula", limit - 1)
    assert not cautioned("fibula", limit + 1)


# Experience


def test_experience_counts_the_series_of_this_resection_only() -> None:
    for gap, name, material in EVERY:
        here = site(gap)
        stated = here.case.defect
        series = ATLAS.constructs[name].materials[material].experience.values()
        expected = sum(
            one.patients_count.central
            for one in series
            if one.fits(stated.region, stated.resection.level, stated.resection.ilium)
        )
        assert made(name, material, here).experience_count == round(expected)
