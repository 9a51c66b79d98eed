"""The roots that go with a level, and what was published of bladder, bowel and gait."""

from itertools import pairwise
from typing import Any

import pytest

from tests.bone.resections import ASCENDING, ATLAS, LEVELS, roots
from vascular_models import Measure

FUNCTIONS = ("bladder_percent", "bowel_percent", "gait_percent", "walking_percent")


@pytest.mark.parametrize(
    ("level", "changes", "lost", "on"),
    [
        ("none", {}, "", "both sides"),
        ("below_s3", {}, "S4 S5", "both sides"),
        ("s2_s3", {}, "S3 S4 S5", "both sides"),
        ("s1_s2", {}, "S2 S3 S4 S5", "both sides"),
        ("s1_s2", {"l5": True}, "S2 S3 S4 S5", "both sides"),
        ("total", {}, "S1 S2 S3 S4 S5", "both sides"),
        ("total", {"l5": True}, "L5 S1 S2 S3 S4 S5", "both sides"),
        ("hemisacrectomy", {}, "S1 S2 S3 S4 S5", "right"),
        ("hemisacrectomy", {"side": "left", "l5": True}, "L5 S1 S2 S3 S4 S5", "left"),
        ("hemisacrectomy", {"side": "midline"}, "S1 S2 S3 S4 S5", "one side"),
        ("hemisacrectomy", {"side": "left", "limb": "right"}, "S1 S2 S3 S4 S5", "right"),
    ],
)
def test_the_roots_of_each_level(level: str, changes: dict[str, Any], lost: str, on: str) -> None:
    found = roots(level, **changes)
    assert (" ".join(found.roots), found.on) == (lost, on)


@pytest.mark.parametrize(
    ("level", "bladder", "bowel"),
    [
        ("below_s3", (69, 83.3), 100),
        ("s2_s3", (25, 39.9), 40),
        ("s1_s2", 0, 0),
        ("total", 0, 0),
        ("hemisacrectomy", 89, 87),
    ],
)
def test_shares_of_the_published_series(level: str, bladder: Any, bowel: float) -> None:
    """53 major sacral resections, and 244 patients of 15 series (Zoccali 2016)."""
    found = roots(level)
    assert found.bladder_percent is not None
    assert found.bowel_percent is not None
    ends = (found.bladder_percent.low, found.bladder_percent.high)
    assert bladder in (ends, found.bladder_percent.value)
    assert found.bowel_percent.value == bowel


def ends(measure: Measure) -> tuple[float, float]:
    low = measure.central if measure.low is None else measure.low
    return low, measure.central if measure.high is None else measure.high


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("chain", ASCENDING, ids=("transverse", "sagittal"))
def test_a_higher_level_never_leaves_more_function(chain: tuple[str, ...], function: str) -> None:
    shares = [share for level in chain if (share := getattr(roots(level), function)) is not None]
    for lower, higher in pairwise(shares):
        assert ends(higher)[0] <= ends(lower)[0]
        assert ends(higher)[1] <= ends(lower)[1]


@pytest.mark.parametrize("chain", ASCENDING, ids=("transverse", "sagittal"))
def test_a_higher_level_takes_the_roots_of_the_lower_ones(chain: tuple[str, ...]) -> None:
    for lower, higher in pairwise(chain):
        assert set(roots(lower).roots) <= set(roots(higher).roots)


def test_the_sentences_of_a_cut_below_s2() -> None:
    assert roots("s2_s3").sentences == (
        "The resection takes the roots S3 to S5 on both sides.",
        "Kept in published series: normal bladder function in 25 to 39.9 %, normal bowel function "
        "in 40 % and a normal gait in 56.2 %.",
        "Keeping one S3 root is worth considering, as normal bladder function then rose to 60 to "
        "73 %.",
    )


def test_no_root_goes_without_a_resection() -> None:
    found = roots("none")
    assert found.sentences == ("The resection takes no sacral root.",)
    assert [getattr(found, function) for function in FUNCTIONS] == [None] * 4


@pytest.mark.parametrize("level", LEVELS)
def test_a_sacrificed_leg_leaves_no_share_of_gait(level: str) -> None:
    found = roots(level, limb="right")
    assert (found.gait_percent, found.walking_percent) == (None, None)
    assert found.sentences[-1] == "The leg on one side goes, so no share is given of gait."
    assert found.bladder_percent == roots(level).bladder_percent


def test_without_both_l5_no_share_of_those_who_walked_is_given() -> None:
    """In a series of eight both L5 roots were needed to walk."""
    assert roots("total").walking_percent is not None
    found = roots("total", l5=True)
    assert found.walking_percent is None
    assert found.sentences[-1] == "Both L5 roots were needed to walk in a series of eight."


def test_l5_on_one_side_was_walked_without() -> None:
    """Kaiser 2025, cases 2 and 3."""
    found = roots("hemisacrectomy", l5=True)
    assert found.sentences[0] == "The resection takes the roots L5 to S5 on the right."
    assert found.sentences[-1] == (
        "Two published patients lost L5 on one side and walked, with crutches and with a "
        "prosthesis."
    )


def test_each_level_has_its_entry_once() -> None:
    named = [level for loss in ATLAS.root_losses.values() for level in loss.levels]
    assert sorted(named) == sorted(LEVELS)


@pytest.mark.parametrize("level", LEVELS)
def test_every_source_named_is_a_reference(level: str) -> None:
    assert set(roots(level).sources) <= set(ATLAS.references)
