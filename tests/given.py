"""Small cases for the tests; every test changes what it is about."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from flapplanner.case import Case, complete
from flapplanner.options import Option, Setting, assess, setting_for
from flapplanner.options.skeletal import constructs_for
from flapplanner.planning import Plan, plan
from vascular_models import load_atlas

EXAMPLES = Path(__file__).parent.parent / "examples"


def case(**changes: Any) -> Case:
    """A low sacral defect, approached from both sides, with the named parts replaced."""
    parts: dict[str, Any] = {
        "schema": "flapplanner-case/1",
        "label": "test",
        "defect": defect(),
        "surgery": {"approach": "anterior_posterior", "positions": ["supine", "prone"]},
    }
    return Case.model_validate_json(json.dumps(parts | changes))


def defect(**changes: Any) -> dict[str, Any]:
    parts: dict[str, Any] = {
        "region": "sacral",
        "resection": {"level": "s2_s3"},
        "skin": {"shape": "ellipse", "length_mm": 100, "width_mm": 70},
        "cavity_ml": 300,
    }
    return parts | changes


def ligated(vessel: str, side: str) -> dict[str, str]:
    return {"vessel": vessel, "side": side, "event": "ligated"}


def setting(**changes: Any) -> Setting:
    return setting_for(complete(case(**changes)).case, load_atlas())


def planned(**changes: Any) -> Plan:
    return _planned(json.dumps(changes, sort_keys=True))


@cache
def _planned(changes: str) -> Plan:
    return plan(case(**json.loads(changes)))


@cache
def planned_example(name: str) -> Plan:
    return plan(Case.load(EXAMPLES / f"{name}.yaml"))


class Options(Mapping[str, Option]):
    """The options of a case by key, each assessed when it is asked for."""

    def __init__(self, place: Setting) -> None:
        self.setting = place
        self.keys_ = [
            f"{flap}_{side}"
            for flap, entry in place.atlas.flaps.items()
            for side in entry.sides
            if entry.bone is None or constructs_for(entry, place)
        ]
        self.found: dict[str, Option] = {}

    def __getitem__(self, key: str) -> Option:
        if key not in self.found:
            flap, _, side = key.rpartition("_")
            self.found[key] = assess(flap, side, self.setting)
        return self.found[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys_)

    def __len__(self) -> int:
        return len(self.keys_)


def options(**changes: Any) -> Options:
    return _options(json.dumps(changes, sort_keys=True))


@cache
def _options(changes: str) -> Options:
    return Options(setting(**json.loads(changes)))
