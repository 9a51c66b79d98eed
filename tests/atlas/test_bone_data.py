"""The data of bone: sourced throughout, anchors that face one another, lengths as published."""

from math import dist, hypot

import numpy as np
import pytest

from vascular_models import Measure, load_atlas

ATLAS = load_atlas()
SECTIONS = ("anchors", "bone_gaps", "bones", "implants", "constructs")
RUNS = sorted(
    {(run.start, run.end) for one in ATLAS.constructs.values() for run in one.struts}
    | {(gap.start, gap.end) for gap in ATLAS.bone_gaps.values()}
)


def spot(name: str) -> np.ndarray:
    """A landmark of the reference body [mm]."""
    return np.array(ATLAS.landmarks[name].point_mm)


def face(anchor: str) -> np.ndarray:
    """The middle of the face of an anchor [mm]."""
    return spot(ATLAS.anchors[anchor].place)


def unit(vector: np.ndarray) -> np.ndarray:
    return np.asarray(vector / np.linalg.norm(vector))


def length_mm(start: str, end: str, *, deepest: bool = False) -> float:
    """A strut between two anchors of the reference body [mm], docked as usual or deepest."""
    dockings = [ATLAS.anchors[name].docking_mm for name in (start, end)]
    docked = [one.high if deepest and one.high else one.central for one in dockings]
    return dist(face(start), face(end)) + sum(docked)


def test_every_figure_of_bone_says_what_it_stands_on() -> None:
    found = [
        (place, figure)
        for place, figure in ATLAS.figures()
        if place.split(".")[0] in SECTIONS or place.startswith("body.")
    ]
    assert len(found) > 150
    for place, figure in found:
        assert figure.source or figure.gap, place
        assert figure.gap is None or len(figure.gap) > 10, place


def test_shares_of_patients_are_shares() -> None:
    shares = [
        (place, one)
        for place, one in ATLAS.figures()
        if isinstance(one, Measure) and one.unit == "percent" and place.split(".")[0] in SECTIONS
    ]
    assert shares
    for place, one in shares:
        assert max(one.central, one.high or 0) <= 100, place


@pytest.mark.parametrize("name", ATLAS.anchors)
def test_a_normal_is_of_length_one_and_a_deeper_docking_is_longer(name: str) -> None:
    anchor = ATLAS.anchors[name]
    assert hypot(*anchor.outward) == pytest.approx(1, abs=1e-3)
    assert anchor.docking_mm.high is not None
    assert 0 < anchor.docking_mm.central < anchor.docking_mm.high


@pytest.mark.parametrize(("start", "end"), RUNS)
def test_the_faces_of_a_strut_look_at_one_another(start: str, end: str) -> None:
    """Also where L5 has gone and the strut docks on what is named instead."""
    first = ATLAS.anchors[start]
    for name in filter(None, (start, first.instead)):
        along = unit(face(end) - face(name))
        assert float(np.dot(ATLAS.anchors[name].outward, along)) > 0.2
        assert float(np.dot(ATLAS.anchors[end].outward, -along)) > 0.2


def test_normals_are_those_of_the_landmarks_they_were_computed_from() -> None:
    s1 = spot("promontory") - spot("s1_endplate_posterior_edge")
    below = np.array([0, s1[2], -s1[1]])
    wing = np.cross(
        spot("iliac_crest_top") - spot("psis"), spot("sciatic_notch_roof") - spot("psis")
    )
    inlet = spot("promontory") - spot("pubic_symphysis_top")
    ramus = spot("hip_centre") - spot("pubic_tubercle")
    to_l5 = face("l5") - face("obturator_ring")
    square = to_l5 - np.dot(to_l5, unit(ramus)) * unit(ramus)
    for name, normal in (
        ("l5", below),
        ("l5_lateral", np.array([1, 0, 0]) + unit(below)),
        ("ilium", wing),
        ("supraacetabular", face("l5") - spot("hip_centre")),
        ("obturator_ring", square),
        ("pubis", inlet),
    ):
        assert ATLAS.anchors[name].outward == pytest.approx(tuple(unit(normal)), abs=0.01), name


def test_landmarks_made_from_others_lie_where_the_figures_put_them() -> None:
    head_mm = 47.58 / 2  # vertical diameter of the femoral head, noussios_2019_femur
    hip = spot("hip_centre")
    foot = hip + (head_mm + 11.2) * unit(face("l5") - hip)
    assert face("supraacetabular") == pytest.approx(foot, abs=1)
    ramus = hip - spot("pubic_tubercle")
    middle = spot("pubic_tubercle") + (np.linalg.norm(ramus) - head_mm) / 2 * unit(ramus)
    assert face("obturator_ring") == pytest.approx(middle, abs=1)
    assert dist(face("l4"), face("l5")) == pytest.approx(29.4 * 1.02, abs=1)
    assert dist(face("l5_lateral"), face("l5")) == pytest.approx(47.4 * 1.02 / 2, abs=1)


@pytest.mark.parametrize("start", ["l5", "l5_lateral"])
def test_struts_to_the_ilium_are_as_long_as_those_published(start: str) -> None:
    """Six double-barrelled fibulas in the pelvic ring had struts of 70 to 120 mm (chang_2008)."""
    assert 70 <= length_mm(start, "ilium") <= 120


def test_the_usual_docking_is_the_published_one() -> None:
    """Grafts of the tibia were 18 mm longer than their gaps (jot_pedicled_fibula_2013)."""
    both = 2 * ATLAS.anchors["l5"].docking_mm.central
    assert both == ATLAS.body["docking_total_mm"].central == 18


def test_a_femur_from_l4_to_the_pubis_may_be_as_long_as_the_published_one() -> None:
    """220 mm of femur were let into L4 and screwed to the symphysis (mcknight_2013)."""
    assert length_mm("l4", "pubis") < 220 < length_mm("l4", "pubis", deepest=True)


def test_two_pieces_of_one_fibula_make_the_a_frame() -> None:
    """One free fibula, of which 260 mm can be had, gave both struts (vram_fibula2013)."""
    release_mm = ATLAS.body["fibula_fold_release_mm"].central
    assert 2 * length_mm("l5", "ilium") + release_mm <= 260 < 2 * length_mm("l5", "supraacetabular")


@pytest.mark.parametrize("gap", ATLAS.bone_gaps)
def test_every_gap_can_be_bridged_with_living_bone_and_without(gap: str) -> None:
    materials = {
        material
        for construct in ATLAS.constructs.values()
        if gap in construct.gaps
        for material in construct.materials
    }
    living = {flap.bone.bone for flap in ATLAS.flaps.values() if flap.bone}
    assert materials & living
    assert materials & set(ATLAS.implants)


def test_every_bone_and_implant_is_used() -> None:
    used = {name for construct in ATLAS.constructs.values() for name in construct.materials}
    assert used <= set(ATLAS.bones) | set(ATLAS.implants)
    assert used >= set(ATLAS.bones) | set(ATLAS.implants)


@pytest.mark.parametrize("name", ATLAS.bones)
def test_a_bone_is_hollow(name: str) -> None:
    bone = ATLAS.bones[name]
    assert 0 < bone.canal_diameter_mm.central < bone.outer_diameter_mm.central


def test_the_section_of_the_fibula_follows_from_its_published_cortex() -> None:
    """Cortex of 2.48 to 3.91 mm over five levels (gurav_2025): an area of 70 to 94 mm2."""
    bone = ATLAS.bones["fibula"]
    outer, canal = bone.outer_diameter_mm.central, bone.canal_diameter_mm.central
    assert (outer - canal) / 2 == pytest.approx((2.48 + 3.91) / 2, abs=0.05)
    area = np.pi / 4 * (outer**2 - canal**2)
    assert 70 < area < 94
