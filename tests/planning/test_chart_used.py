"""The plan says what it was drawn on; a mirrored case gives the mirrored plan."""

import json

import pytest

from flapplanner.planning import Plan
from flapplanner.planning.chart_used import ChartUsed
from flapplanner.report import plan_text
from tests.given import defect, ligated, planned

OTHER = {"right": "left", "left": "right"}


def of_side(side: str) -> Plan:
    skin = {"shape": "ellipse", "length_mm": 90, "width_mm": 60}
    return planned(
        defect=defect(region="iliosacral", side=side, skin=skin),
        vessels=[ligated("superior_gluteal_artery", side)],
        patient={"sex": "female", "stature_mm": 1650, "mass_kg": 70},
    )


def test_the_plan_says_what_it_was_drawn_on() -> None:
    plan = planned()
    chart = json.loads(plan.text())["chart"]
    assert chart["kind"] == "surface"
    assert set(chart) == {"kind", "stretch_mean", "stretch_rms", "flat_stretch_rms"}
    assert 0.95 < chart["stretch_mean"] < 1.05
    assert chart["stretch_rms"] < 0.06 < chart["flat_stretch_rms"]
    assert plan.chart is not None
    assert plan.chart.sentence in plan_text(plan)


@pytest.mark.parametrize(
    ("used", "words"),
    [
        (ChartUsed(kind="flat", stretch_mean=1.01, stretch_rms=0.012), "flat chart; areas there"),
        (ChartUsed(kind="flat"), "is not known"),
        (ChartUsed(kind="surface", stretch_rms=0.03, flat_stretch_rms=0.28), "within 28 %"),
        (ChartUsed(kind="surface", stretch_rms=0.03), "could not be seen on a flat chart"),
    ],
)
def test_the_chart_in_words(used: ChartUsed, words: str) -> None:
    assert words in used.sentence


def test_a_mirrored_case_gives_the_mirrored_plan() -> None:
    right, left = of_side("right"), of_side("left")
    assert right.chart is not None
    assert right.chart.kind == "surface"
    choices = {choice.option.key: choice for choice in left.soft_tissue}
    compared = 0
    for choice in right.soft_tissue:
        option = choice.option
        key = f"{option.flap}_{OTHER.get(option.side, option.side)}"
        if key not in choices:  # of a free flap from either side one stands for both
            continue
        other = choices[key].option
        assert other.reach is not None
        assert option.reach is not None
        assert other.reach.margin_mm == pytest.approx(option.reach.margin_mm, abs=0.05)
        assert other.coverage_fraction == pytest.approx(option.coverage_fraction, abs=1e-3)
        compared += 1
    assert compared >= 5
    for name, (u, v) in right.landmarks.items():
        stem, _, side = name.rpartition("_")
        if side in OTHER:  # the others stand on the midline, or on one side of every body
            assert left.landmarks[f"{stem}_{OTHER[side]}"] == pytest.approx((-u, v), abs=1e-6)
