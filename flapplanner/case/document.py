"""Text of a case file to plain data and back: YAML or JSON, with the line of every field.

Stricter than YAML: no anchors, aliases, tags, repeated keys or second documents, and unquoted
words are read as YAML 1.2 reads them, so that ``010`` is ten and ``1:30`` is not ninety.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from flapplanner.errors import CaseError, quoted

SUFFIXES = (".yaml", ".yml", ".json")

Loc = tuple[str | int, ...]

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?\d+", re.ASCII)
_DECIMAL = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?", re.ASCII)
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
# A case is five levels deep; the limit keeps a hostile file from exhausting the stack.
_DEPTH_LIMIT = 20
# Longer whole numbers are never meant: as floats they reach the range check, whatever their length.
_DIGIT_LIMIT = 18
_TOO_DEEP = f"groups lie inside groups too often; allowed are {_DEPTH_LIMIT} levels"
_NO_TOKEN = "found character that cannot start any token"


@dataclass(frozen=True)
class Document:
    """Plain data, and the line of each place in it (counted from 1)."""

    data: Any
    lines: dict[Loc, int]


def dotted(loc: Loc) -> str:
    """A place in the data as the user reads it; entries of a list are counted from 1.

    >>> dotted(("vessels", 0, "side"))
    'vessels.1.side'
    """
    return ".".join(str(part + 1) if isinstance(part, int) else quoted(part) for part in loc)


def parsed(text: str, origin: str, suffix: str) -> Document:
    """The data in a case file's text: JSON when the suffix says so, YAML otherwise.

    Raises CaseError, with the line, when the text is not what the suffix promises.

    >>> parsed("a: 1\\nb: [x, 2.5]", "c.yaml", ".yaml").data
    {'a': 1, 'b': ['x', 2.5]}
    """
    if not text.strip():
        raise CaseError(f"{origin} is empty; allowed is a case.")
    if suffix != ".json":
        return _yaml_document(text, origin)
    data = _json_data(text, origin)
    try:
        return Document(data, _yaml_document(text, origin).lines)
    except CaseError:  # JSON that YAML cannot read, such as a surrogate pair, has no lines
        return Document(data, {})


def written(data: dict[str, Any], suffix: str) -> str:
    """The text of plain data, in the order it has, as JSON or YAML by suffix.

    >>> print(written({"a": "1e3", "b": [1.0, 2.0]}, ".yaml"), end="")
    a: '1e3'
    b: [1.0, 2.0]
    """
    if suffix == ".json":
        return json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    return str(yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100))


def plain_value(word: str) -> str | float | bool | None:
    """What an unquoted word of YAML means: nothing, true, false, a number, or the word itself.

    >>> [plain_value(word) for word in ("010", "1e3", "1:30", "no", "true", "~")]
    [10, 1000.0, '1:30', 'no', True, None]
    """
    if word in _WORDS:
        return _WORDS[word]
    if _INTEGER.fullmatch(word):
        return _whole_number(word)
    if _DECIMAL.fullmatch(word):
        return float(word)
    if _NOT_FINITE.fullmatch(word):
        return float(word.replace(".", ""))
    return word


def _whole_number(digits: str) -> float:
    return int(digits) if len(digits) <= _DIGIT_LIMIT else float(digits)


def _json_data(text: str, origin: str) -> Any:
    def unrepeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key, value in pairs:
            if key in data:
                raise CaseError(f"{origin}: {quoted(key)} is stated twice; allowed is once.")
            data[key] = value
        return data

    try:
        return json.loads(text, object_pairs_hook=unrepeated, parse_int=_whole_number)
    except json.JSONDecodeError as error:
        raise CaseError(
            f"{origin}, line {error.lineno}: this is not JSON ({error.msg}); "
            "allowed is one JSON object."
        ) from None
    except RecursionError:
        raise CaseError(f"{origin}: {_TOO_DEEP}.") from None


def _yaml_document(text: str, origin: str) -> Document:
    try:
        return _Reader(yaml.parse(text, Loader=yaml.CSafeLoader), origin).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        problem = error.problem
        if problem == _NO_TOKEN and "\t" in "".join(text.split("\n")[line - 1 : line]):
            problem = "a tab stands where spaces belong"
    except yaml.reader.ReaderError as error:
        line = text.encode().count(b"\n", 0, error.position) + 1  # the position counts bytes
        problem = "it holds a character that cannot be printed"
    raise CaseError(
        f"{origin}, line {line}: this is not YAML ({problem}); allowed are lines of `field: value`."
    )


class _Reader:
    """Builds the data from YAML's events in one pass, refusing what a case never needs."""

    def __init__(self, events: Iterator[yaml.Event], origin: str) -> None:
        self.events = events
        self.origin = origin
        self.lines: dict[Loc, int] = {}

    def document(self) -> Document:
        next(self.events)  # the start of the stream
        if isinstance(next(self.events), yaml.StreamEndEvent):
            raise CaseError(f"{self.origin} holds comments only; allowed is a case.")
        data = self.value(next(self.events), ())
        next(self.events)  # the end of the document
        event = next(self.events)
        if not isinstance(event, yaml.StreamEndEvent):
            raise self.refusal(event, "a second document begins; allowed is one to a file")
        return Document(data, self.lines)

    def value(self, event: Any, loc: Loc) -> Any:
        self.check(event)
        if len(loc) > _DEPTH_LIMIT:
            raise self.refusal(event, _TOO_DEEP)
        self.lines.setdefault(loc, _line(event))
        if isinstance(event, yaml.ScalarEvent):
            unquoted = event.implicit[0]
            return plain_value(event.value) if unquoted else event.value
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(loc)
        return self.mapping(loc)

    def sequence(self, loc: Loc) -> list[Any]:
        values: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            values.append(self.value(event, (*loc, len(values))))
        return values

    def mapping(self, loc: Loc) -> dict[str, Any]:
        data: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            self.check(event)
            if not isinstance(event, yaml.ScalarEvent):
                raise self.refusal(event, "a list or group stands as a key; allowed is a word")
            key = event.value
            if key in data:
                first = f"{dotted((*loc, key))} was already stated in line {self.lines[*loc, key]}"
                raise self.refusal(event, f"{first}; allowed is once")
            # The line of the key, which the value below then leaves as it is.
            self.lines[*loc, key] = _line(event)
            data[key] = self.value(next(self.events), (*loc, key))
        return data

    def check(self, event: Any) -> None:
        if event.anchor is not None:
            raise self.refusal(event, "an anchor or alias was found; allowed is plain YAML")
        if getattr(event, "tag", None) is not None:
            raise self.refusal(event, "a tag was found; allowed is plain YAML")

    def refusal(self, event: Any, what: str) -> CaseError:
        return CaseError(f"{self.origin}, line {_line(event)}: {what}.")


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


class _Dumper(yaml.SafeDumper):
    """Plain YAML: lists of plain values on one line, no aliases, and text that stays text."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _list_node(dumper: yaml.SafeDumper, values: list[Any]) -> yaml.Node:
    flat = not any(isinstance(value, list | dict) for value in values)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", values, flow_style=flat)


def _text_node(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    # Only double quotes keep every line break as it is; a next-line mark is lost in all others.
    style = '"' if not text.isprintable() else None if plain_value(text) == text else "'"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(list, _list_node)
_Dumper.add_representer(str, _text_node)
