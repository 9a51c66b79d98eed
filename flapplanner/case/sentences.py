"""One clear sentence from what validation found: where, what was found, what is allowed.

No wording of the validation library is passed on: what is allowed at a place is read from the
model's own JSON schema, so a new field explains itself.
"""

import difflib
import json
from collections.abc import Sequence
from typing import Any

from flapplanner.case.document import Loc, dotted
from flapplanner.errors import quoted

Node = dict[str, Any]


def sentence(errors: Sequence[Any], schema: Node, origin: str, lines: dict[Loc, int]) -> str:
    """The first of pydantic's `errors` as a sentence, with the number of further ones.

    `schema` is the model's JSON schema by alias, `lines` gives the line of each place. An unknown
    key comes first: a misspelt key is also missing under its right name. A wrong schema version
    stands alone: it makes all other findings meaningless.
    """
    version = [error for error in errors if error["loc"] == ("schema",)]
    # A list is also called too short when one of its entries is wrong: the entry is the error.
    around = {error["loc"][:depth] for error in errors for depth in range(len(error["loc"]))}
    found = version or [error for error in errors if error["loc"] not in around]
    ordered = sorted(found, key=lambda error: error["type"] != "extra_forbidden")
    loc, clause, end = _clause(ordered[0], schema)
    line = _line(loc, lines)
    where = origin if line is None else f"{origin}, line {line}"
    more = f" (and {len(ordered) - 1} more)" if len(ordered) > 1 else ""
    return f"{where}: {clause}{more}{end}"


def _clause(error: Any, schema: Node) -> tuple[Loc, str, str]:
    """The place of an error, the sentence about it, and the sentence's closing mark."""
    kind, found = error["type"], error["input"]
    loc, node = _place(error["loc"], schema)
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        key = node["discriminator"]["propertyName"]
        loc, found = (*loc, key), found.get(key)
        node = {"enum": list(node["discriminator"]["mapping"])}
    path = dotted(loc)
    if kind == "sentence":
        return loc, f"{path} {error['msg']}", "."
    if kind == "extra_forbidden":
        known = list(node["properties"])
        if near := difflib.get_close_matches(str(loc[-1]), known, n=1):
            return loc, f"{path} is not known here; did you mean {near[0]}", "?"
        return loc, f"{path} is not known here; allowed is {_any_of(known)}", "."
    if kind in ("missing", "union_tag_not_found"):
        return loc, f"{path} is missing; {_allowed(node)}", "."
    return loc, f"{path} is {_shown(found, node)}; {_allowed(node)}{_nearest(found, node)}", "."


def _place(loc: Loc, schema: Node) -> tuple[Loc, Node]:
    """The place as the user wrote it and what is allowed there (for an unknown key: around it)."""
    node, place = schema, list[str | int]()
    for part in loc:
        variants = node.get("discriminator", {"mapping": {}})["mapping"]
        if part in variants:  # pydantic names the chosen variant as a step of its own
            node = _resolved({"$ref": variants[part]}, schema)
            continue
        place.append(part)
        if isinstance(part, int):
            node = node["prefixItems"][part] if "prefixItems" in node else node["items"]
        else:
            node = node["properties"].get(part, node)
        node = _resolved(node, schema)
    return tuple(place), node


def _resolved(node: Node, schema: Node) -> Node:
    """The node itself, behind references and behind "or not stated"."""
    if "anyOf" in node:
        node = node["anyOf"][0]
    if "$ref" in node:
        node = schema["$defs"][node["$ref"].rsplit("/", 1)[1]]
    return node


def _allowed(node: Node) -> str:
    if "const" in node:
        return f"this version reads {node['const']}"
    return f"allowed is {_described(node)}"


def _described(node: Node) -> str:
    """What a place may hold, in words."""
    if "allowed" in node:
        return str(node["allowed"])
    if "enum" in node:
        return _any_of(node["enum"])
    if "discriminator" in node:
        key, variants = node["discriminator"]["propertyName"], node["discriminator"]["mapping"]
        return f"a group of fields in which {key} is {_any_of(list(variants))}"
    match node.get("type"):
        case "boolean":
            return "true or false"
        case "number":
            return f"a number{_range(node)}"
        case "string":
            return f"text of at most {node['maxLength']} characters"
        case "array":
            return _described_list(node)
    return f"a group of the fields {_any_of(list(node['properties']), 'and')}"


def _described_list(node: Node) -> str:
    if "prefixItems" in node:
        return f"a list of {len(node['prefixItems'])} numbers"
    low, high = node.get("minItems"), node.get("maxItems")
    count = f" of {low} to {high} entries" if high else f" of at least {low} entry" if low else ""
    # A list of groups says so without repeating all of their fields.
    items = node["items"]
    return f"a list{count}" if "$ref" in items else f"a list{count}, each {_described(items)}"


def _range(node: Node) -> str:
    if "minimum" in node:
        return f" from {node['minimum']:g} to {node['maximum']:g}"
    if "exclusiveMinimum" in node:
        return f" above {node['exclusiveMinimum']:g} and below {node['exclusiveMaximum']:g}"
    return ""


def _shown(found: Any, node: Node) -> str:
    """What was found, short; a text is quoted where no text belongs."""
    if isinstance(found, str):
        if len(found) > node.get("maxLength", len(found)):
            return f"{len(found)} characters long"
        words = "enum" in node or "const" in node or node.get("type") == "string"
        return quoted(found) if words else json.dumps(quoted(found))
    if isinstance(found, dict):
        return "a group of fields"
    if isinstance(found, list | tuple):
        return f"a list of {len(found)} {'entry' if len(found) == 1 else 'entries'}"
    if isinstance(found, bool):
        return "true" if found else "false"
    return "empty" if found is None else f"{found:.15g}"


def _nearest(found: Any, node: Node) -> str:
    if not isinstance(found, str):
        return ""
    near = difflib.get_close_matches(found, node.get("enum", []), n=1)
    return f" (nearest is {near[0]})" if near else ""


def _any_of(words: Sequence[str], joint: str = "or") -> str:
    """The words as a list in a sentence: a, b or c."""
    return f" {joint} ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)


def _line(loc: Loc, lines: dict[Loc, int]) -> int | None:
    """The line of a place, or of the nearest group around it that has one."""
    places = (loc[:length] for length in range(len(loc), 0, -1))
    return next((lines[place] for place in places if place in lines), None)
