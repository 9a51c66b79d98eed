"""Which fixation was published for such a ring, and why not the others."""

from typing import Any

import pytest

from tests.bone.resections import ASCENDING, ATLAS, LEVELS, fixation, surroundings
from vascular_models.stability import Circumstance

ORDER = {name: one.order for name, one in ATLAS.fixations.items()}


@pytest.mark.parametrize(
    ("level", "changes", "advised", "built_on"),
    [
        ("none", {}, "none", ()),
        ("below_s3", {}, "none", ()),
        ("s2_s3", {"bone_quality": "osteoporotic"}, "none", ()),
        ("none", {"unstable": True}, "percutaneous_s2ai", ()),
        ("s2_s3", {"unstable": True, "life_expectancy_months": 5}, "percutaneous_s2ai", ()),
        ("s1_s2", {}, "none", ()),
        ("s1_s2", {"bone_quality": "osteoporotic"}, "two_rods", ()),
        ("s1_s2", {"unstable": True}, "two_rods", ()),
        ("hemisacrectomy", {}, "two_rods", ()),
        ("none", {"ilium": True}, "two_rods", ()),
        ("hemisacrectomy", {"bone_quality": "osteoporotic"}, "four_rods", ()),
        ("hemisacrectomy", {"l5": True}, "anterior_column", ("four rods",)),
        ("hemisacrectomy", {"l5": True, "bone": False}, "four_rods", ()),
        ("hemisacrectomy", {"l5": True, "gap_mm": 0}, "four_rods", ()),
        ("none", {"l5": True}, "anterior_column", ("four rods",)),
        ("none", {"ilium": True, "limb": "right"}, "none", ()),
        ("none", {"ilium": True, "limb": "right", "unstable": True}, "two_rods", ()),
        (
            "hemisacrectomy",
            {"ilium": True, "limb": "right"},
            "anterior_column",
            ("four rods",),
        ),
        ("total", {}, "anterior_column", ("four rods", "posterior ring")),
        ("total", {"gap_mm": 90}, "anterior_column", ("four rods", "posterior ring")),
        ("total", {"bone": False}, "posterior_ring", ("four rods",)),
        ("total", {"gap_mm": 0}, "posterior_ring", ("four rods",)),
        ("total", {"life_expectancy_months": 5.9}, "posterior_ring", ("four rods",)),
        (
            "total",
            {"life_expectancy_months": 6},
            "anterior_column",
            ("four rods", "posterior ring"),
        ),
        ("total", {"ilium": True, "limb": "right"}, "anterior_column", ("four rods",)),
    ],
)
def test_each_rule_has_its_case(
    level: str, changes: dict[str, Any], advised: str, built_on: tuple[str, ...]
) -> None:
    found = fixation(level, **changes)
    assert (found.advised.name, found.built_on) == (advised, built_on)


def test_every_class_is_said_once_and_each_gives_a_reason() -> None:
    for level in LEVELS:
        for changes in surroundings()[::7]:
            found = fixation(level, **changes)
            names = [found.advised.name, *(one.name for one in found.others)]
            assert sorted(names) == sorted(ATLAS.fixations)
            for one in (found.advised, *found.others):
                assert one.sentences
                assert all(sentence.endswith(".") for sentence in one.sentences)


@pytest.mark.parametrize("chain", ASCENDING, ids=("transverse", "sagittal"))
def test_more_instability_never_gets_a_lesser_class(chain: tuple[str, ...]) -> None:
    for changes in surroundings():
        orders = [fixation(level, **changes).advised.order for level in chain]
        assert orders == sorted(orders), changes


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(
    ("worse", "value"), [("l5", True), ("unstable", True), ("bone_quality", "osteoporotic")]
)
def test_what_weakens_never_gets_a_lesser_class(level: str, worse: str, value: object) -> None:
    for changes in surroundings():
        before = fixation(level, **changes | {worse: None if worse != "l5" else False})
        after = fixation(level, **changes | {worse: value})
        assert after.advised.order >= before.advised.order, changes


@pytest.mark.parametrize("level", LEVELS)
def test_a_short_life_never_gets_a_greater_class(level: str) -> None:
    for changes in surroundings():
        long = fixation(level, **changes | {"life_expectancy_months": 60})
        short = fixation(level, **changes | {"life_expectancy_months": 4})
        assert short.advised.order <= long.advised.order, changes


def test_a_life_expectancy_that_is_not_stated_is_no_short_one() -> None:
    assert fixation("total") == fixation("total", life_expectancy_months=120)


def circumstances() -> list[tuple[str, str, Circumstance]]:
    return [
        (name, f"{kind}.{key}", reason)
        for name, one in ATLAS.fixations.items()
        for kind, reasons in (("for", one.speaks_for), ("against", one.rules_out))
        for key, reason in reasons.items()
    ]


@pytest.mark.parametrize(
    ("name", "reason"), [pytest.param(n, r, id=f"{n}.{k}") for n, k, r in circumstances()]
)
def test_each_circumstance_is_met_by_some_case(name: str, reason: Circumstance) -> None:
    told = (
        reason.because in one.sentences
        for level in LEVELS
        for changes in surroundings()
        for found in (fixation(level, **changes),)
        for one in (found.advised, *found.others)
        if one.name == name
    )
    assert any(told)


def test_percutaneous_screws_for_a_metastasis() -> None:
    """Kaiser 2025, case 1: nothing resected, inoperable metastasis of S1, L4 to S2AI by robot."""
    stated = fixation("none", unstable=True)
    assert stated.title == "percutaneous S2AI"
    assert stated.advised.sentences == (
        "Robot-guided screws from L4 through the ala of S2 were published for an inoperable "
        "metastasis of S1 with under six months to live; the patient walked after two days.",
    )
    (silent,) = (one for one in fixation("none").others if one.name == "percutaneous_s2ai")
    assert silent.sentences == (
        "It was published where the spine gives way over a metastasis that is not resected, and "
        "the case states nothing of the kind.",
    )


def test_total_sacrectomy_with_its_figures() -> None:
    """Bederman 2014: hardware failed in 12.5 % with an anterior column, 17.4 % without one."""
    found = fixation("total")
    assert found.title == "anterior column, with four rods and posterior ring"
    with_column, without = (
        next(one.value for one in each.reported if "hardware failed" in one.what)
        for each in (found.advised, next(o for o in found.others if o.name == "four_rods"))
    )
    assert (with_column, without) == (12.5, 17.4)


def test_more_rods_broke_less_often_and_left_less_motion() -> None:
    """Multi-rod series: 6 of 15 against 0 of 16; Macki 2017: 1.54 against 0.72 degrees."""
    two, four = (ATLAS.fixations[name].reported for name in ("two_rods", "four_rods"))
    assert two["rod_fracture_percent"].value == 40
    assert four["rod_fracture_percent"].value == 0
    left = "flexion_extension_l4_l5_deg"
    assert four[left].central < two[left].central


def test_figures_of_an_unbroken_ring_leave_out_those_of_broken_ones() -> None:
    assert fixation("none").advised.reported == ()
    (left_open,) = (one for one in fixation("hemisacrectomy").others if one.name == "none")
    assert [figure.value for figure in left_open.reported] == [94, 12]


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ({}, 0),
        ({"bone_quality": "normal", "life_expectancy_months": 3}, 0),
        ({"bone_quality": "osteopenic"}, 1),
        ({"bone_quality": "osteoporotic", "life_expectancy_months": 2.9}, 2),
    ],
)
def test_cautions_of_bone_and_time(changes: dict[str, Any], count: int) -> None:
    assert len(fixation("total", **changes).cautions) == count
    assert fixation("none", **changes).cautions == ()


def test_orders_are_a_scale_and_what_a_class_is_built_on_is_less() -> None:
    assert sorted(ORDER.values()) == list(range(len(ORDER)))
    for name, one in ATLAS.fixations.items():
        assert all(ORDER[part] < ORDER[name] for part in one.goes_with)


def test_every_source_named_is_a_reference() -> None:
    for level in LEVELS:
        found = fixation(level)
        for one in (found.advised, *found.others):
            cited = {*one.sources, *(key for figure in one.reported for key in figure.source)}
            assert cited <= set(ATLAS.references)
