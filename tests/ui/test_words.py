"""Every term a case may hold has its words on the page, and nothing abbreviates an artery."""

from typing import Any, get_args

import pytest

from flapplanner.case import parts
from flapplanner.case.rules import all_rules
from flapplanner.planning import rules
from flapplanner.ui import words
from vascular_models import load_atlas


@pytest.mark.parametrize(
    ("table", "terms"),
    [
        (words.REGIONS, parts.Region),
        (words.SIDES, parts.Side),
        (words.VESSEL_SIDES, parts.VesselSide),
        (words.LEVELS, parts.Level),
        (words.EXPOSED, parts.Exposed),
        (words.EVENTS, parts.Event),
        (words.APPROACHES, parts.Approach),
        (words.BONE_QUALITIES, parts.BoneQuality),
        (words.CHEMOTHERAPIES, parts.Chemotherapy),
    ],
)
def test_each_term_of_a_case_has_words(table: dict[str, str], terms: Any) -> None:
    assert sorted(table) == sorted(get_args(terms))


def test_each_estimated_field_has_a_name() -> None:
    assert {rule.field for rule in all_rules().rules} <= set(words.FIELDS)


def test_what_is_left_open_has_a_name_and_a_sentence() -> None:
    assert set(words.LEFT_OPEN) <= set(words.FIELDS)
    assert all(sentence.endswith(".") for sentence in words.LEFT_OPEN.values())


def test_each_unit_of_a_criterion_has_its_sign() -> None:
    assert {rule.unit for rule in rules().criteria.values()} <= set(words.UNITS)


def test_vessels_are_spoken_without_abbreviations() -> None:
    for vessel in load_atlas().vessels:
        spoken = words.vessel_in_words(vessel)
        assert "_" not in spoken
        assert "lcfa" not in spoken
