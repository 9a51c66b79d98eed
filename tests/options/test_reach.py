"""Reach and coverage follow the leash, on closed forms and on its laws."""

from math import hypot, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flapplanner.anatomy import skin_outline
from flapplanner.errors import CaseError
from flapplanner.options import assess
from flapplanner.planning import plan
from tests.given import case, defect, options, setting


def ellipse(length: float, width: float) -> dict[str, object]:
    return {"shape": "ellipse", "length_mm": length, "width_mm": width}


@pytest.mark.parametrize("width", [50.0, 80.0])
def test_a_vy_pair_needs_half_the_width_each(width: float) -> None:
    """Two islands that meet in the midline each slide over half of it; margin = 60 - (w/2 + inset).

    A target of 98 % leaves a little less than the half to go.
    """
    found = options(
        defect=defect(skin=ellipse(100, width)),
        preferences={"inset_margin_mm": 0, "target_coverage": 1.0},
    )["gluteal_vy_both"]
    assert found.reach is not None
    assert found.reach.needed_length_mm == pytest.approx(width / 2, abs=1.0)
    assert found.reach.margin_mm == pytest.approx(60 - width / 2, abs=1.0)


def test_slack_is_what_the_depth_leaves_of_the_free_length() -> None:
    """slack = sqrt(L^2 - depth^2)."""
    found = options()["sgap_right"]
    assert found.reach is not None
    (laying,) = found.layings
    slack = sqrt(found.reach.free_length_mm**2 - found.reach.depth_mm**2)
    assert laying.slack_mm == pytest.approx(slack)


def test_the_hilum_never_leaves_its_leash() -> None:
    for option in options().values():
        for laying in option.layings:
            away = hypot(*(a - b for a, b in zip(laying.hilum_mm, laying.pivot_mm, strict=True)))
            assert away <= laying.slack_mm + 1e-6, option.key


def test_an_axial_flap_trades_paddle_for_carrier() -> None:
    small, large = (
        options(defect=defect(skin=ellipse(length, 60)), preferences={"inset_margin_mm": 0})[
            "vram_right"
        ].reach
        for length in (100, 160)
    )
    assert small is not None
    assert large is not None
    assert small.carrier_mm - large.carrier_mm == pytest.approx(60, abs=1)


def test_margin_and_coverage_agree() -> None:
    for option in options().values():
        if option.coverage_fraction is not None and option.reach is not None:
            covers = option.coverage_fraction >= 0.98 - 1e-3
            assert covers == (option.reach.margin_mm > -1.0), option.key


@settings(max_examples=8, deadline=None)
@given(st.floats(40, 140), st.floats(1.05, 1.6))
def test_a_larger_defect_never_leaves_a_greater_margin(width: float, growth: float) -> None:
    for flap in ("gluteal_vy", "sgap"):
        side = "both" if flap == "gluteal_vy" else "right"
        small, large = (
            assess(flap, side, setting(defect=defect(skin=ellipse(1.3 * w, w))))
            for w in (width, width * growth)
        )
        if large.reach is not None:
            assert small.reach is not None
            assert large.reach.margin_mm <= small.reach.margin_mm + 1.0


@settings(max_examples=6, deadline=None)
@given(st.floats(1450, 1700), st.floats(1.02, 1.2))
def test_a_taller_patient_has_a_longer_pedicle(stature: float, growth: float) -> None:
    short, tall = (
        assess("vram", "right", setting(patient={"stature_mm": mm}))
        for mm in (stature, stature * growth)
    )
    assert tall.pedicle.length_mm == pytest.approx(growth * short.pedicle.length_mm)


def test_mirrored_cases_give_mirrored_options() -> None:
    swap = {"right": "left", "left": "right"}
    one, other = (
        options(
            defect=defect(
                region="iliosacral", side=side, skin=ellipse(90, 60) | {"turn_deg": turn}
            ),
            vessels=[{"vessel": "superior_gluteal_artery", "side": side, "event": "ligated"}],
        )
        for side, turn in (("right", 20), ("left", -20))
    )
    for key, option in one.items():
        stem, _, side = key.rpartition("_")
        twin = other[f"{stem}_{swap.get(side, side)}"]
        assert [g.kind for g in option.gates] == [g.kind for g in twin.gates], key
        assert option.bare_area_mm2 == pytest.approx(twin.bare_area_mm2, abs=15), key
        if option.reach is not None and twin.reach is not None:
            assert option.reach.margin_mm == pytest.approx(twin.reach.margin_mm, abs=1.0), key


def test_a_bow_tie_outline_is_refused_with_its_crossing() -> None:
    points = [[-50, -50], [50, 50], [50, -50], [-50, 50]]
    with pytest.raises(CaseError, match=r"defect\.skin\.points_mm: .*itself at \(0, 0\)"):
        skin_outline(case(defect=defect(skin={"shape": "polygon", "points_mm": points})))


def test_the_case_is_not_changed_by_planning() -> None:
    stated = case()
    before = stated.model_dump_json()
    plan(stated)
    assert stated.model_dump_json() == before
