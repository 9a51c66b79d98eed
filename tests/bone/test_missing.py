"""The gap in the ring: between which anchors, how long on this body, and when there is none."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flapplanner.bone.missing import Missing, face, missing_of
from flapplanner.case import complete
from flapplanner.errors import CaseError
from tests.bone.resections import ATLAS
from tests.bone.sites import anatomy_of
from tests.given import case, defect
from vascular_models import Side

UNHURRIED = settings(deadline=None)  # a busy machine is no failure
GAPS = (("total", False), ("total", True), ("hemisacrectomy", False), ("hemisacrectomy", True))
STATURES = st.integers(13, 21).map(lambda tenths: 100.0 * tenths)  # few bodies, made once each
REFERENCE_MM = ATLAS.body["reference_stature_mm"].central


def gap(
    level: str,
    *,
    ilium: bool = False,
    l5: bool = False,
    side: str = "right",
    gap_mm: float | None = None,
    stature_mm: float = REFERENCE_MM,
    **surgery: Any,
) -> Missing | None:
    bridged = {} if gap_mm is None else {"bone_gap_mm": gap_mm}
    stated = case(
        defect=defect(resection={"level": level, "ilium": ilium, "l5": l5}, side=side) | bridged,
        patient={"stature_mm": stature_mm},
        surgery=surgery,
    )
    completed = complete(stated).case
    return missing_of(completed, anatomy_of(completed))


def found(level: str, **changes: Any) -> Missing:
    missing = gap(level, **changes)
    assert missing is not None
    return missing


# Which gap


@pytest.mark.parametrize(
    ("level", "ilium", "name"),
    [
        ("total", False, "l5_to_both_ilia"),
        ("hemisacrectomy", False, "l5_to_ilium"),
        ("hemisacrectomy", True, "l5_to_pubis"),
        ("total", True, "l5_to_pubis"),
    ],
)
def test_a_resection_leaves_the_gap_of_its_level(level: str, ilium: bool, name: str) -> None:
    missing = found(level, ilium=ilium)
    assert missing.name == name
    assert missing.sides == (("right", "left") if name == "l5_to_both_ilia" else ("right",))


@pytest.mark.parametrize("level", ["below_s3", "s2_s3", "none"])
def test_a_ring_that_stands_has_no_gap(level: str) -> None:
    assert gap(level, side="midline") is None


def test_a_ring_that_is_only_weakened_is_bridged_where_that_is_asked_for() -> None:
    assert gap("s1_s2") is None
    asked = found("s1_s2", gap_mm=80)
    assert (asked.name, asked.length_mm) == ("l5_to_both_ilia", 80)
    assert found("s1_s2", bone_reconstruction=True).name == "l5_to_both_ilia"


@pytest.mark.parametrize(("level", "ilium"), GAPS)
def test_no_gap_is_bridged_where_none_is_wanted(level: str, ilium: bool) -> None:
    assert gap(level, ilium=ilium, gap_mm=0) is None
    assert gap(level, ilium=ilium, bone_reconstruction=False) is None
    assert gap(level, ilium=ilium, gap_mm=90, bone_reconstruction=False) is None
    assert gap(level, ilium=ilium, bone_reconstruction=True) is not None


@pytest.mark.parametrize("limb", ["right", "left"])
def test_the_gap_lies_on_the_side_of_the_lost_limb(limb: str) -> None:
    assert found("hemisacrectomy", ilium=True, side=limb, limb_sacrificed=limb).sides == (limb,)


# What is refused


def test_a_stated_gap_that_the_resection_does_not_leave_is_refused() -> None:
    with pytest.raises(CaseError) as caught:
        gap("below_s3", gap_mm=60)
    assert str(caught.value) == (
        "defect.bone_gap_mm is 60, but a resection below_s3 without ilium leaves no gap that the "
        "atlas knows; allowed is 0."
    )


def test_a_one_sided_gap_of_a_midline_defect_is_refused_where_it_is_stated() -> None:
    with pytest.raises(
        CaseError, match=r"^defect\.side is midline; .* allowed is left or right\.$"
    ):
        gap("hemisacrectomy", side="midline", gap_mm=90.0)
    assert gap("hemisacrectomy", side="midline", gap_mm=0) is None
    assert gap("hemisacrectomy", side="midline", gap_mm=None) is None


# How long


def between(one: str, other: str) -> float:
    """The distance of two landmarks of the reference body, by Pythagoras [mm]."""
    first, second = (ATLAS.landmarks[name].point_mm for name in (one, other))
    return float(sum((a - b) ** 2 for a, b in zip(first, second, strict=True)) ** 0.5)


@pytest.mark.parametrize(
    ("level", "ilium", "l5", "start", "end"),
    [
        ("total", False, False, "l5_inferior_endplate", "sciatic_notch_roof"),
        ("total", False, True, "l4_inferior_endplate", "sciatic_notch_roof"),
        ("hemisacrectomy", True, False, "l5_inferior_endplate", "pubic_symphysis_top"),
        ("hemisacrectomy", True, True, "l4_inferior_endplate", "pubic_symphysis_top"),
    ],
)
def test_on_the_reference_body_the_gap_is_the_distance_of_its_landmarks(
    level: str, ilium: bool, l5: bool, start: str, end: str
) -> None:
    missing = found(level, ilium=ilium, l5=l5)
    assert missing.measured_mm == pytest.approx(between(start, end), abs=0.1)
    assert missing.length_mm == missing.measured_mm
    assert missing.stretch == 1


@UNHURRIED
@given(STATURES, st.sampled_from(GAPS))
def test_the_gap_grows_with_stature(stature_mm: float, which: tuple[str, bool]) -> None:
    level, ilium = which
    usual, here = found(level, ilium=ilium), found(level, ilium=ilium, stature_mm=stature_mm)
    assert here.measured_mm == pytest.approx(usual.measured_mm * stature_mm / REFERENCE_MM)


@pytest.mark.parametrize(("level", "ilium"), GAPS)
def test_the_gap_is_as_long_on_the_left(level: str, ilium: bool) -> None:
    right, left = (found(level, ilium=ilium, side=side) for side in ("right", "left"))
    assert left.measured_mm == pytest.approx(right.measured_mm, abs=1e-9)


def test_a_stated_gap_is_kept_beside_what_the_body_measures() -> None:
    missing, measured = found("total", gap_mm=120), found("total").measured_mm
    assert missing.stated_mm == missing.length_mm == 120
    assert missing.measured_mm == measured
    assert missing.stretch == pytest.approx(120 / measured)


# Faces


@pytest.mark.parametrize("name", sorted(ATLAS.anchors))
def test_the_left_face_mirrors_the_right(name: str) -> None:
    here = anatomy_of(complete(case()).case)
    faces = {}
    sides: tuple[Side, ...] = ("right", "left")
    for side in sides:
        _, point, outward = face(name, side, False, here)
        faces[side] = (point, outward)
    (right, out), (left, out_left) = faces["right"], faces["left"]
    if ATLAS.landmarks[ATLAS.anchors[name].place].side == "right":
        assert left == pytest.approx((-right[0], *right[1:]))
    else:
        assert left == right
    assert out_left == pytest.approx((-out[0], *out[1:]))


@pytest.mark.parametrize("name", sorted(ATLAS.anchors))
def test_a_face_that_is_taken_gives_way_to_the_one_named_instead(name: str) -> None:
    here = anatomy_of(complete(case()).case)
    anchor = ATLAS.anchors[name]
    used, _, _ = face(name, "right", True, here)
    assert used == (ATLAS.anchors[anchor.instead] if anchor.instead else anchor)
    assert used.taken_with is None
    assert face(name, "right", False, here)[0] == anchor
