"""The ranges and rules of what may be stated."""

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from flapplanner import case as room
from flapplanner.case import (
    Case,
    Defect,
    EllipseSkin,
    History,
    NoSkin,
    Patient,
    PolygonSkin,
    Preferences,
    Radiation,
    RectangleSkin,
    Resection,
    Surgery,
    VesselEvent,
    Weights,
)

SHAPE = {"length_mm": 10.0, "width_mm": 10.0}
DEFECT = {
    "region": "sacral",
    "resection": Resection(level="none"),
    "skin": NoSkin(shape="none"),
}
STENOSIS = {"vessel": "a", "side": "left", "event": "stenosed"}
RANGES: list[tuple[type[BaseModel], dict[str, Any], str, float, float]] = [
    (Patient, {}, "age_years", 0, 110),
    (Patient, {}, "stature_mm", 1200, 2200),
    (Patient, {}, "mass_kg", 25, 300),
    (Patient, {}, "life_expectancy_months", 0, 1200),
    (EllipseSkin, {"shape": "ellipse"} | SHAPE, "length_mm", 1, 600),
    (EllipseSkin, {"shape": "ellipse"} | SHAPE, "width_mm", 1, 600),
    (RectangleSkin, {"shape": "rectangle"} | SHAPE, "turn_deg", -180, 180),
    (RectangleSkin, {"shape": "rectangle"} | SHAPE, "offset_right_mm", -300, 300),
    (PolygonSkin, {"shape": "polygon", "points_mm": ((0, 0),) * 3}, "offset_cranial_mm", -300, 300),
    (Defect, DEFECT, "depth_mm", 0, 300),
    (Defect, DEFECT, "cavity_ml", 0, 20000),
    (Defect, DEFECT, "bone_gap_mm", 0, 400),
    (Radiation, {"field": "sacrum"}, "dose_gy", 0, 120),
    (Preferences, {}, "inset_margin_mm", 0, 50),
    (Preferences, {}, "target_coverage", 0.5, 1),
    *((Weights, {"structure": 1, "donor_site": 1}, name, 0, 10) for name in Weights.model_fields),
]


def refused(model: type[BaseModel], data: dict[str, Any]) -> bool:
    try:
        model.model_validate(data)
    except ValidationError:
        return True
    return False


@pytest.mark.parametrize(("model", "rest", "name", "low", "high"), RANGES)
def test_a_range_includes_its_ends_and_nothing_beyond(
    model: type[BaseModel], rest: dict[str, Any], name: str, low: float, high: float
) -> None:
    assert not refused(model, rest | {name: low})
    assert not refused(model, rest | {name: high})
    for wrong in (low - 0.001, high + 0.001, float("nan"), float("inf"), str(low), True):
        assert refused(model, rest | {name: wrong}), wrong


@pytest.mark.parametrize(
    ("percent", "wrong"), [(0, True), (0.1, False), (99.9, False), (100, True)]
)
def test_a_stenosis_leaves_the_vessel_narrowed_but_open(percent: float, wrong: bool) -> None:
    assert refused(VesselEvent, STENOSIS | {"stenosis_percent": percent}) is wrong


@pytest.mark.parametrize("event", ["ligated", "occluded", "resected", "irradiated"])
def test_only_a_stenosis_has_a_percentage(event: str) -> None:
    assert refused(VesselEvent, STENOSIS)
    assert refused(VesselEvent, STENOSIS | {"event": event, "stenosis_percent": 50})
    assert not refused(VesselEvent, STENOSIS | {"event": event})


@pytest.mark.parametrize("name", ["", "A", "a b", "_a", "a_", "a__b", "1a", "a-b", "a\n", "a" * 81])
def test_a_vessel_name_is_lower_snake_case(name: str) -> None:
    assert refused(VesselEvent, {"vessel": name, "side": "left", "event": "ligated"})


@pytest.mark.parametrize("name", ["aorta", "l4_lumbar_artery", "a1_2b"])
def test_any_name_in_lower_snake_case_is_taken(name: str) -> None:
    assert not refused(VesselEvent, {"vessel": name, "side": "left", "event": "ligated"})


@pytest.mark.parametrize(("count", "wrong"), [(2, True), (3, False), (5000, False), (5001, True)])
def test_an_outline_has_3_to_5000_points(count: int, wrong: bool) -> None:
    assert refused(PolygonSkin, {"shape": "polygon", "points_mm": [[0, 1]] * count}) is wrong


def test_at_least_one_weight_counts() -> None:
    nothing = dict.fromkeys(Weights.model_fields, 0)
    assert refused(Weights, nothing)
    assert not refused(Weights, nothing | {"complexity": 0.1})


@pytest.mark.parametrize(
    ("model", "name", "rest"),
    [(Defect, "unstable", DEFECT), (Surgery, "bone_reconstruction", {})],
)
def test_an_answer_is_true_false_or_not_stated(
    model: type[BaseModel], name: str, rest: dict[str, Any]
) -> None:
    assert getattr(model.model_validate(rest), name) is None
    for answer in (True, False, None):
        assert getattr(model.model_validate(rest | {name: answer}), name) is answer
    for wrong in (0, 1, "no", "false"):
        assert refused(model, rest | {name: wrong})


def test_lists_of_a_file_become_tuples_that_cannot_change() -> None:
    history = History.model_validate({"stoma": ["left"], "radiation": [{"field": "pelvis"}]})
    assert history == History(stoma=("left",), radiation=(Radiation(field="pelvis"),))
    with pytest.raises(ValidationError, match="frozen"):
        history.stoma = ()  # type: ignore[misc]


def models() -> list[type[BaseModel]]:
    things = (getattr(room, name) for name in room.__all__)
    return [thing for thing in things if isinstance(thing, type) and issubclass(thing, BaseModel)]


@pytest.mark.parametrize("model", models())
def test_every_model_is_frozen_strict_and_closed(model: type[BaseModel]) -> None:
    config = model.model_config
    assert config.get("frozen")
    assert config.get("strict")
    assert config.get("extra") == "forbid"


def test_a_case_compares_and_hashes_by_value() -> None:
    def made() -> Case:
        return Case.model_validate({"schema": "flapplanner-case/1", "label": "a", "defect": DEFECT})

    assert made() == made()
    assert hash(made()) == hash(made())
