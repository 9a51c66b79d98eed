"""Whatever is wrong with a case, the answer is one sentence in our own words."""

import json
import re
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from flapplanner.case import Case, case_from_text
from flapplanner.errors import CaseError
from tests.case.strategies import CASE_DATA, UNHURRIED, Data

JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=100)
    | st.sampled_from(["", "left", "femal", "120", -120, 10**400, "\ud800", "none"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=6,
)
SENTENCE = re.compile(
    r"m\.json(, line \d+)?: "
    r"(\S.* (is|has|are) .*; (allowed is|this version reads) \S.*\."
    r"|\S.* is not known here; (allowed is .*\.|did you mean \S+( \(and \d+ more\))?\?))"
)
# How the validation library speaks, and how Python shows its objects.
LEAKS = re.compile(
    r"Input should|pydantic|validation error|Field required|\[type=|Extra inputs|"
    r"valid (number|string|tuple|dictionary|boolean)|Value error|union_tag|class '|None|True|False"
)


def places(data: Any, loc: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """All places in plain data."""
    items = (
        data.items()
        if isinstance(data, dict)
        else enumerate(data)
        if isinstance(data, list)
        else ()
    )
    return [loc, *(place for key, value in items for place in places(value, (*loc, key)))]


@st.composite
def mutated(draw: st.DrawFn) -> Data:
    """A valid case with one to three places deleted, replaced, or given an unknown key."""
    data = deepcopy(draw(CASE_DATA))
    for _ in range(draw(st.integers(1, 3))):
        if not (found := places(data)[1:]):
            break
        *way, last = draw(st.sampled_from(found))
        group: Any = data
        for key in way:
            group = group[key]
        match draw(st.sampled_from(["delete", "replace", "add"])):
            case "delete":
                del group[last]
            case "replace":
                group[last] = draw(JUNK)
            case "add" if isinstance(group, dict):
                group[draw(st.text(max_size=12)) + "x"] = draw(JUNK)
    return data


def refusal(text: str | bytes, origin: str) -> str | None:
    """The sentence a text is refused with; None when it is a case."""
    try:
        case_from_text(text, origin)
    except CaseError as error:
        return str(error)
    return None


def own_words(message: str) -> str:
    """The end of a sentence; what was found stands before it, quoted as it is."""
    return message[message.rindex("; ") :]


@settings(UNHURRIED, max_examples=400)
@given(mutated())
def test_every_refusal_is_one_sentence_of_ours(data: Data) -> None:
    message = refusal(json.dumps(data), "m.json")
    event("valid" if message is None else "refused")
    if message is not None:
        assert message.isprintable()
        assert SENTENCE.fullmatch(message), message
        assert not LEAKS.search(own_words(message)), message


@UNHURRIED
@given(st.text(max_size=300) | st.binary(max_size=300), st.sampled_from(["t.yaml", "t.json"]))
def test_no_text_is_too_odd_for_one_sentence(text: str | bytes, origin: str) -> None:
    message = refusal(text, origin)
    assert message is not None
    assert message.startswith(origin)
    assert message.endswith((".", "?"))
    assert "\n" not in message


SCHEMA = Case.model_json_schema(by_alias=True)
PARTS = ["patient", "defect", "history", "surgery", "preferences", "notes"]
FIELDS = [
    (part, name) for part in PARTS for name in SCHEMA["$defs"][part.capitalize()]["properties"]
]


@pytest.mark.parametrize(("part", "name"), FIELDS)
def test_each_field_says_what_it_allows(part: str, name: str) -> None:
    skin = {"shape": "rectangle", "length_mm": 1, "width_mm": 1}
    data: Data = {
        "schema": "flapplanner-case/1",
        "label": "a",
        "defect": {"region": "sacral", "resection": {"level": "none"}, "skin": skin},
    }
    assert refusal(json.dumps(data), "m.json") is None
    data.setdefault(part, {})[name] = 1e9
    message = refusal(json.dumps(data, indent=1), "m.json")
    assert message is not None
    assert re.match(rf"m\.json, line \d+: {part}\.{name} is 1000000000; allowed is ", message)
    assert not LEAKS.search(own_words(message)), message


def test_a_list_is_not_called_short_when_an_entry_of_it_is_wrong() -> None:
    points = [[0, 0], [1, "x"], [1, 1]]
    defect = {"region": "sacral", "resection": {"level": "none"}}
    defect["skin"] = {"shape": "polygon", "points_mm": points}
    data = {"schema": "flapplanner-case/1", "label": "a", "defect": defect}
    assert refusal(json.dumps(data, indent=1), "m.json") == (
        'm.json, line 18: defect.skin.points_mm.2.2 is "x"; allowed is a number from -1000 to 1000.'
    )
