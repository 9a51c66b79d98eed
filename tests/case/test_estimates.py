"""What is not stated is estimated and listed; what is stated stays."""

import math
from importlib.resources import files
from typing import Any, get_args

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from flapplanner.case import Case, Estimate, complete, estimate_citations
from flapplanner.case.estimates import outline_area_mm2
from flapplanner.case.parts import Approach, Level, PolygonSkin
from flapplanner.case.rules import all_rules, rules_from_text
from tests.case.strategies import CASES, UNHURRIED, Data

FIELDS = sorted({rule.field for rule in all_rules().rules})
GAP = "defect.bone_gap_mm"
STANDING = ("none", "below_s3", "s2_s3")
ELLIPSE = {"shape": "ellipse", "length_mm": 120, "width_mm": 90}


def stated(skin: Data | None = None, level: str = "s2_s3", **parts: Data) -> Case:
    defect = {"region": "sacral", "resection": {"level": level}, "skin": skin or ELLIPSE}
    defect |= parts.pop("defect", {})
    return Case.model_validate(
        {"schema": "flapplanner-case/1", "label": "a", "defect": defect, **parts}
    )


def at(case: Case, path: str) -> Any:
    part, name = path.split(".")
    return getattr(getattr(case, part), name)


def without(case: Case, path: str) -> Case:
    part, name = path.split(".")
    return case.model_copy(update={part: getattr(case, part).model_copy(update={name: None})})


def to_estimate(case: Case) -> list[str]:
    """The fields that are not stated and can be estimated: a gap that is there is measured."""
    resection = case.defect.resection
    no_gap = resection.level in STANDING and not resection.ilium
    return [path for path in FIELDS if at(case, path) is None and (path != GAP or no_gap)]


def estimate(case: Case, path: str) -> Estimate:
    (found,) = (one for one in complete(case).estimates if one.field == path)
    assert found.value == at(complete(case).case, path)
    return found


@UNHURRIED
@given(CASES)
def test_what_was_not_stated_is_filled_and_listed_once_and_the_rest_is_untouched(
    case: Case,
) -> None:
    done = complete(case)
    missing = to_estimate(case)
    assert sorted(one.field for one in done.estimates) == missing
    assert all(at(done.case, path) is not None for path in FIELDS if path != GAP)
    restored = done.case
    for path in missing:
        restored = without(restored, path)
    assert restored == case


@settings(UNHURRIED, max_examples=40)
@given(CASES)
def test_a_completed_case_needs_nothing_and_is_a_valid_case(case: Case) -> None:
    done = complete(case)
    assert complete(done.case).case == done.case
    assert complete(done.case).estimates == ()
    assert Case.model_validate(done.case.model_dump(by_alias=True)) == done.case


@settings(UNHURRIED, max_examples=40)
@given(CASES, st.sampled_from(FIELDS))
def test_a_field_left_out_is_the_only_one_listed(case: Case, path: str) -> None:
    less = without(complete(case).case, path)
    found = [one.field for one in complete(less).estimates]
    assert found == [one for one in to_estimate(less) if one == path]
    assert found or path == GAP


@UNHURRIED
@given(CASES)
def test_every_estimate_shows_its_value_rule_and_source(case: Case) -> None:
    for one in complete(case).estimates:
        assert one.sentence.endswith(".")
        assert "{" not in one.sentence
        assert one.rule
        assert one.source == "gap" or one.source in estimate_citations()
        assert bool(one.unit) == isinstance(one.value, float)
        if isinstance(one.value, float):
            assert f"{round(one.value, 2):.7g}" in one.sentence or "cut to" in one.sentence


@pytest.mark.parametrize(
    ("sex", "stature_mm", "index", "source"),
    [("male", 1756.2, 27.69, "ansur2_male"), ("female", 1628.5, 25.5, "ansur2_female")],
)
def test_body_of_the_survey_mean(sex: str, stature_mm: float, index: float, source: str) -> None:
    """Mass [kg] = body mass index x stature [m] squared."""
    case = stated(patient={"sex": sex})
    assert estimate(case, "patient.stature_mm").value == stature_mm
    mass = estimate(case, "patient.mass_kg")
    assert mass.value == pytest.approx(index * (stature_mm / 1000) ** 2)
    assert (mass.unit, mass.source) == ("kg", source)
    tall = stated(patient={"sex": sex, "stature_mm": 2000})
    assert estimate(tall, "patient.mass_kg").value == pytest.approx(4 * index)


def test_a_man_is_assumed_and_said_to_be() -> None:
    sex = estimate(stated(), "patient.sex")
    assert (sex.value, sex.rule, sex.source) == ("male", "assume_male_reference", "gap")
    assert sex.sentence == (
        "Sex is not stated; male is assumed, because the reference landmarks are those of a man."
    )


LEVELS = {
    "none": (10, 0, "posterior"),
    "below_s3": (40, 150, "posterior"),
    "s2_s3": (60, 300, "posterior"),
    "s1_s2": (80, 600, "anterior_posterior"),
    "total": (90, 1200, "anterior_posterior"),
    "hemisacrectomy": (80, 700, "anterior_posterior"),
}


@pytest.mark.parametrize("level", get_args(Level))
def test_working_values_of_each_level(level: str) -> None:
    depth_mm, cavity_ml, approach = LEVELS[level]
    case = stated({"shape": "none"}, level)
    assert estimate(case, "defect.depth_mm").value == depth_mm
    assert estimate(case, "defect.cavity_ml").value == cavity_ml
    assert estimate(case, "surgery.approach").value == approach


@pytest.mark.parametrize("level", STANDING)
def test_a_level_that_leaves_the_ring_standing_leaves_no_gap(level: str) -> None:
    gap = estimate(stated(level=level), GAP)
    assert (gap.value, gap.rule) == (0, "no_bone_gap_at_level")
    assert gap.sentence == (
        f"Bone gap is not stated; 0 mm is taken, because the resection level {level} leaves the "
        "pelvic ring standing."
    )


@pytest.mark.parametrize("level", get_args(Level))
def test_a_gap_that_is_not_stated_follows_from_the_resection(level: str) -> None:
    for ilium in (False, True):
        case = stated(defect={"resection": {"level": level, "ilium": ilium}})
        done = complete(case)
        if level in STANDING and not ilium:
            assert done.case.defect.bone_gap_mm == 0
        else:
            assert done.case.defect.bone_gap_mm is None
            assert GAP not in [one.field for one in done.estimates]


@pytest.mark.parametrize("gap_mm", [0, 120])
def test_a_stated_gap_stays(gap_mm: float) -> None:
    assert complete(stated(level="total", defect={"bone_gap_mm": gap_mm})).case.defect == (
        complete(stated(level="total")).case.defect.model_copy(update={"bone_gap_mm": gap_mm})
    )


def test_the_approach_below_s3_is_published() -> None:
    approach = estimate(stated(level="below_s3"), "surgery.approach")
    assert approach.source == "radiologykey_sacrectomy"
    assert estimate(stated(level="s2_s3"), "surgery.approach").source == "gap"


@pytest.mark.parametrize("approach", get_args(Approach))
def test_positions_and_laparotomy_follow_the_approach(approach: str) -> None:
    case = stated(surgery={"approach": approach})
    positions = {
        "posterior": ("prone",),
        "anterior": ("supine",),
        "anterior_posterior": ("supine", "prone"),
        "lateral": ("lateral",),
    }
    assert estimate(case, "surgery.positions").value == positions[approach]
    opened = "midline" if "anterior" in approach else "none"
    assert estimate(case, "history.laparotomy").value == opened


def test_working_values_that_depend_on_nothing() -> None:
    assert estimate(stated(), "surgery.microsurgery").value is True
    assert estimate(stated(), "preferences.inset_margin_mm").value == 10
    assert estimate(stated(), "preferences.target_coverage").value == 0.98


def test_cavity_of_half_an_ellipsoid() -> None:
    """Half an ellipsoid with semi-axes a, b, c: V = 2/3 pi a b c."""
    case = stated(defect={"depth_mm": 50})
    expected_ml = 2 / 3 * math.pi * 60 * 45 * 50 / 1000
    assert estimate(case, "defect.cavity_ml").value == pytest.approx(expected_ml)


def test_cavity_under_a_half_sphere() -> None:
    """Half a sphere of radius r: V = 2/3 pi r^3."""
    disc = {"shape": "ellipse", "length_mm": 100, "width_mm": 100}
    case = stated(disc, defect={"depth_mm": 50})
    expected_ml = 2 / 3 * math.pi * 50**3 / 1000
    assert estimate(case, "defect.cavity_ml").value == pytest.approx(expected_ml)


@UNHURRIED
@given(st.floats(10, 600), st.floats(10, 600), st.floats(0, 300))
def test_depth_from_the_cavity_undoes_cavity_from_the_depth(
    length_mm: float, width_mm: float, depth_mm: float
) -> None:
    skin = {"shape": "rectangle", "length_mm": length_mm, "width_mm": width_mm}
    full = complete(stated(skin, defect={"depth_mm": depth_mm})).case
    assume(full.defect.cavity_ml != 20000)
    again = estimate(without(full, "defect.depth_mm"), "defect.depth_mm")
    assert again.value == pytest.approx(depth_mm)
    assert again.rule == "depth_of_half_ellipsoid"


def test_an_estimate_beyond_what_a_case_may_state_is_cut_and_says_so() -> None:
    small = {"shape": "rectangle", "length_mm": 10, "width_mm": 10}
    depth = estimate(stated(small, defect={"cavity_ml": 500}), "defect.depth_mm")
    assert depth.value == 300
    assert depth.sentence.startswith("Depth is not stated; 300 mm follows")
    assert depth.sentence.endswith(", cut to the most that a case may state.")
    large = {"shape": "rectangle", "length_mm": 600, "width_mm": 600}
    cavity = estimate(stated(large, defect={"depth_mm": 300}), "defect.cavity_ml")
    assert cavity.value == 20000


@pytest.mark.parametrize("reach", [0.0, 1e-200])
def test_an_outline_without_a_usable_area_leaves_the_level_to_decide(reach: float) -> None:
    points = [[0, 0], [reach, 0], [reach, reach], [0, reach]]
    case = stated({"shape": "polygon", "points_mm": points})
    assert estimate(case, "defect.cavity_ml").rule == "cavity_of_level"
    known = stated({"shape": "polygon", "points_mm": points}, defect={"cavity_ml": 100})
    assert estimate(known, "defect.depth_mm").rule == "depth_of_level"


@UNHURRIED
@given(st.integers(3, 60), st.floats(1, 300), st.floats(-300, 300))
def test_area_of_a_regular_polygon(count: int, radius: float, shift: float) -> None:
    """Area = n/2 r^2 sin(2 pi / n), wherever it lies and whichever way it runs."""
    turns = [2 * math.pi * step / count for step in range(count)]
    points = [(shift + radius * math.cos(turn), radius * math.sin(turn)) for turn in turns]
    expected = count / 2 * radius**2 * math.sin(2 * math.pi / count)
    for ordered in (points, points[::-1]):
        skin = PolygonSkin(shape="polygon", points_mm=tuple(ordered))
        assert outline_area_mm2(skin) == pytest.approx(expected, rel=1e-9, abs=1e-6)


def packaged() -> str:
    return files("flapplanner.case").joinpath("estimates.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("found", "wrong", "reason"),
    [
        (", source: ansur2_male}", "}", "either a source or a gap"),
        ("source: ansur2_male}", "source: ansur2_male, gap: made up}", "either a source or a gap"),
        ("source: ansur2_male}", "source: hearsay}", "cited or listed only"),
        ("value: 0.98, unit: fraction", "value: 0.98", "a number has a unit"),
        ("n: 4082", "count: 4082", "Extra inputs"),
        ("value: 1756.2", "value: .nan", "finite"),
        ("rules:\n", "  nobody:\n    title: never cited\n\nrules:\n", "cited or listed only"),
    ],
)
def test_the_loader_refuses_a_figure_that_does_not_account_for_itself(
    found: str, wrong: str, reason: str
) -> None:
    assert found in packaged()
    with pytest.raises(ValidationError, match=reason):
        rules_from_text(packaged().replace(found, wrong))


def test_every_citation_can_be_found() -> None:
    for key, citation in estimate_citations().items():
        assert citation.title, key
        assert citation.url or citation.doi, key
