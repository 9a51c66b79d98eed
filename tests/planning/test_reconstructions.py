"""Whole reconstructions: nothing that can be had is overlooked, and nothing shown cannot be had."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flapplanner.case import Case, Weights
from flapplanner.planning.ideas import alike
from tests.atlas.small import small
from tests.given import defect, ligated
from tests.planning.composed import (
    EXAMPLE_NAMES,
    Composed,
    cases,
    composed,
    composed_example,
    stated,
    wrongs,
)

# A busy machine is no failure.
UNHURRIED = settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow])
ROUNDING = 1e-9

# Small atlases, in each of which flaps get into each other's way.
ABDOMEN = ("vram", "oram", "diep_free", "omentum", "omentum_left", "fibula_free", "sgap")
LIMB = (
    "fillet_pedicled",
    "fillet_free",
    "femur_pedicled",
    "femur_free",
    "femur_fibula_fillet",
    "hemipelvectomy_anterior",
    "omentum",
    "vastus_lateralis",
)
BUTTOCK = (
    "gluteal_vy",
    "gluteal_turnover",
    "igap",
    "transverse_lumbar",
    "dcia_iliac_crest_free",
    "fibula_free",
    "latissimus_free",
)
THIGH = (
    "alt_free",
    "gracilis_free",
    "pap_free",
    "femur_pedicled",
    "fibula_free",
    "vram",
    "omentum",
)
SMALL = (ABDOMEN, LIMB, BUTTOCK, THIGH)

BOTH_STAGES = {"approach": "anterior_posterior", "positions": ["supine", "prone"]}
CASES: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
    "total sacrectomy": (
        ABDOMEN,
        {
            "defect": defect(resection={"level": "total"}, bone_gap_mm=90, cavity_ml=900),
            "vessels": [ligated("internal_iliac_artery", "both")],
            "surgery": BOTH_STAGES,
        },
    ),
    "total sacrectomy with a stoma on both sides": (
        ABDOMEN,
        {
            "defect": defect(resection={"level": "total", "l5": True}),
            "history": {"stoma": ["left", "right"], "radiation": [{"field": "sacrum"}]},
            "surgery": BOTH_STAGES,
        },
    ),
    "hemipelvectomy": (
        LIMB,
        {
            "defect": defect(
                region="hemipelvis",
                side="right",
                resection={"level": "hemisacrectomy", "ilium": True, "l5": True},
                skin={"shape": "ellipse", "length_mm": 240, "width_mm": 170},
                cavity_ml=900,
            ),
            "vessels": [ligated("internal_iliac_artery", "right")],
            "surgery": {"positions": ["prone", "lateral"], "limb_sacrificed": "right"},
        },
    ),
    "hemisacrectomy": (
        BUTTOCK,
        {
            "defect": defect(
                region="iliosacral", side="left", resection={"level": "hemisacrectomy"}
            ),
            "vessels": [ligated("internal_iliac_artery", "left")],
            "surgery": BOTH_STAGES,
        },
    ),
    "low sacrectomy": (
        BUTTOCK,
        {
            "defect": defect(resection={"level": "below_s3"}),
            "surgery": {"approach": "posterior", "positions": ["prone"]},
        },
    ),
    "no skin missing": (
        THIGH,
        {
            "defect": defect(
                region="iliosacral",
                side="right",
                resection={"level": "hemisacrectomy"},
                skin={"shape": "none"},
                cavity_ml=700,
            ),
            "surgery": BOTH_STAGES,
        },
    ),
}


def place_of(name: str) -> Composed:
    flaps, changes = CASES[name]
    return stated(small(flaps), **changes)


def assert_nothing_is_lost(place: Composed) -> None:
    """What is shown is what making, sorting and grouping everything gives."""
    expected = place.enumerated()
    assert [one.name for one in place.found.found] == [group[0].value.name for group in expected]
    for shown, group in zip(place.found.found, expected, strict=True):
        assert shown.score == pytest.approx(group[0].value.score)
    assert place.found.complete
    assert place.found.considered == len(place.made)


def assert_no_score_exceeds_its_bound(place: Composed) -> None:
    for made, bound in zip(place.made, place.bounds.ravel(), strict=True):
        assert made is None or made.value.score <= bound + ROUNDING


def assert_all_of_it_can_be_had(place: Composed) -> None:
    for made in filter(None, place.made):
        options = [option for unit in made.units for option in unit.options]
        covering = [one for one in options if one.kind == "soft_tissue" and not one.buried]
        for option in options:
            # One of a pair covers too little alone, and is gated for nothing else.
            pardoned = {"reach", "size"} if len(covering) > 1 and option in covering else set()
            assert {gate.kind for gate in option.gates} <= pardoned, made.value.name
        assert wrongs(made.units) == [], made.value.name


# Against a full enumeration


@pytest.mark.parametrize("name", CASES)
def test_a_full_enumeration_finds_nothing_else(name: str) -> None:
    place = place_of(name)
    assert any(place.made)
    assert_nothing_is_lost(place)
    assert_no_score_exceeds_its_bound(place)
    assert_all_of_it_can_be_had(place)


@pytest.mark.parametrize("name", EXAMPLE_NAMES)
def test_so_it_is_with_the_whole_atlas(name: str) -> None:
    place = composed_example(name)
    assert_nothing_is_lost(place)
    assert_no_score_exceeds_its_bound(place)
    assert_all_of_it_can_be_had(place)


@UNHURRIED
@given(cases(), st.sampled_from(SMALL))
def test_so_it_is_whatever_the_case(case: Case, flaps: tuple[str, ...]) -> None:
    earlier = {one.flap for one in case.history.earlier_flaps}
    place = composed(case, small({*flaps, *earlier}))
    assert_nothing_is_lost(place)
    assert_no_score_exceeds_its_bound(place)
    assert_all_of_it_can_be_had(place)


# The published reconstructions are among what can be had


@pytest.mark.parametrize(
    ("example", "flaps"),
    [
        ("hemipelvectomy_right", {"fillet_pedicled", "femur_pedicled"}),
        ("free_femur_fibula_fillet", {"fillet_free", "femur_free"}),
        ("total_sacrectomy", {"vram", "fibula_free"}),
        ("low_sacrectomy", {"gluteal_vy"}),
        ("hemisacrectomy_right", {"omentum"}),
        ("palliative_s1_metastasis", set()),
    ],
)
def test_the_published_composition_can_be_had(example: str, flaps: set[str]) -> None:
    made = [one for one in composed_example(example).made if one]
    assert flaps in [{share.flap for share in one.value.shares if not share.buried} for one in made]


# What is said of them


@pytest.mark.parametrize("name", [*CASES, *EXAMPLE_NAMES])
def test_ranks_scores_and_groups_are_in_order(name: str) -> None:
    place = place_of(name) if name in CASES else composed_example(name)
    found = place.found.found
    assert [one.rank for one in found] == list(range(1, len(found) + 1))
    scores = [one.score for one in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 100 + ROUNDING for score in scores)
    assert len({alike(one) for one in found}) == len(found)
    for one in found:
        assert one.score == pytest.approx(sum(c.contribution for c in one.criteria))
        assert (one.built is not None) == (
            any(share.role == "bridges" for share in one.shares)
            or bool(one.built and not one.built.living)
        )
        assert not any(other.startswith(f"{one.name} (") for other in one.also)


@pytest.mark.parametrize("name", [*CASES, *EXAMPLE_NAMES])
def test_one_composition_is_not_shown_twice(name: str) -> None:
    place = place_of(name) if name in CASES else composed_example(name)
    parts = [
        (
            frozenset((share.flap, share.key.rpartition("_")[2]) for share in one.shares),
            one.built and (one.built.key, one.built.material),
        )
        for one in place.found.found
    ]
    assert len(set(parts)) == len(parts)


def test_what_was_refused_could_not_be_had() -> None:
    place = composed_example("hemipelvectomy_right")
    assert place.found.refused
    made = {one.value.name for one in place.made if one}
    for refused in place.found.refused:
        assert refused.reasons
        assert f"{refused.one} + {refused.other}" not in made


def test_no_weight_brings_back_what_cannot_be_had() -> None:
    flaps, changes = CASES["hemipelvectomy"]
    names = {one.value.name for one in place_of("hemipelvectomy").made if one}
    for weight in ("coverage", "bone_healing", "complexity"):
        only = {one: float(one == weight) for one in Weights.model_fields}
        place = stated(small(flaps), **changes, preferences={"weights": only})
        assert {one.value.name for one in place.made if one} == names
        assert_nothing_is_lost(place)


def test_left_and_right_are_mirrored() -> None:
    flaps, changes = CASES["hemisacrectomy"]
    mirrored = {
        **changes,
        "defect": {**changes["defect"], "side": "right"},
        "vessels": [ligated("internal_iliac_artery", "right")],
    }
    left, right = place_of("hemisacrectomy"), stated(small(flaps), **mirrored)
    assert len(left.made) == len(right.made)
    assert [one.score for one in right.found.found] == pytest.approx(
        [one.score for one in left.found.found], abs=0.3
    )


def test_without_a_gap_nothing_is_bridged_and_bone_does_not_count() -> None:
    place = place_of("low sacrectomy")
    assert place.bounds.shape == (len(place.soft), 1)
    for one in place.found.found:
        assert one.built is None
        assert {c.name for c in one.criteria}.isdisjoint({"structure", "bone_healing"})
