"""Writes docs/case.md: every field a case may state, with what is allowed.

Run by `make docs`; a test keeps the page true.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flapplanner.case import Case

FOLDER = Path(__file__).parent

HEAD = """# The case file: every field, and what is allowed

Made by `make docs` from the form that the planner reads. Only `schema`, `label` and `defect` with
its `region`, `resection` and `skin` have to be stated; what is left out is not stated, never "no",
and is estimated by a named rule or follows from the rest. Lengths are millimetres.

How common resections are stated:

| resection | stated as |
|---|---|
| low sacrectomy, below S3 | `resection: {level: below_s3}` |
| whole sacrum | `resection: {level: total}`, with `l5: true` where L5 goes as well |
| half of the sacrum, on the right | `side: right`, `resection: {level: hemisacrectomy}` |
| hemipelvectomy, left, with half of the sacrum | `{level: hemisacrectomy, ilium: true}`, *and* |
| *and* | `region: hemipelvis`, `side: left`, `surgery: {limb_sacrificed: left}` |
| the same, sacrum whole | the same with `level: none` |
| nothing; a metastasis that gives way | `resection: {level: none}`, `unstable: true` |

`bone_gap_mm` left out follows from the resection, 0 says that none is to be bridged, a length is
taken as measured on the patient.
"""


def page() -> str:
    """The whole page."""
    schema = Case.model_json_schema(by_alias=True)
    return HEAD + "".join(_sections("", schema, schema["$defs"]))


def _sections(place: str, part: dict[str, Any], parts: dict[str, Any]) -> Iterator[str]:
    """A table of the fields of a part, and then those of the parts within it."""
    wanted = part.get("required", ())
    rows = ["| field | allowed |", "|---|---|"]
    inner: list[tuple[str, dict[str, Any]]] = []
    for name, field in part["properties"].items():
        found = _named(field, parts)
        star = " (has to be stated)" if name in wanted and len(found) <= 1 else ""
        rows.append(f"| `{name}`{star} | {_allowed(field, parts)} |")
        inner += [(f"{place}{name}", one) for one in found if "properties" in one]
    title = place.rstrip(".") or "The case"
    about = "" if not place else " ".join(part.get("description", "").split(">>>")[0].split())
    yield f"\n## {title}\n\n{about + chr(10) + chr(10) if about else ''}" + "\n".join(rows) + "\n"
    for below, one in inner:
        shape = one["properties"].get("shape", {}).get("const")
        yield from _sections(f"{below} ({shape})." if shape else f"{below}.", one, parts)


def _named(field: dict[str, Any], parts: dict[str, Any]) -> list[dict[str, Any]]:
    """The parts that a field may hold."""
    if "$ref" in field:
        return [parts[field["$ref"].rpartition("/")[2]]]
    within = [*field.get("anyOf", ()), *field.get("oneOf", ())]
    within += [field["items"]] if isinstance(field.get("items"), dict) else []
    return [found for one in within for found in _named(one, parts)]


def _allowed(field: dict[str, Any], parts: dict[str, Any]) -> str:
    choices = [
        one for one in field.get("anyOf", field.get("oneOf", ())) if one.get("type") != "null"
    ]
    if choices:
        return " or ".join(dict.fromkeys(_allowed(one, parts) for one in choices))
    if "const" in field:
        return f"`{field['const']}`"
    if "enum" in field:
        return ", ".join(f"`{one}`" for one in field["enum"])
    if "allowed" in field:
        return str(field["allowed"])
    if "$ref" in field:
        return "see below"
    kind = field.get("type")
    if kind == "array":
        items = field.get("items")
        return f"a list of: {_allowed(items, parts)}" if isinstance(items, dict) else "a pair"
    if kind in ("number", "integer"):
        low = field.get("minimum", field.get("exclusiveMinimum"))
        high = field.get("maximum", field.get("exclusiveMaximum"))
        return f"{low:g} to {high:g}" if low is not None and high is not None else "a number"
    return {"boolean": "`true`, `false`", "string": "text", "object": "see below"}.get(
        str(kind), "see below"
    )


if __name__ == "__main__":
    (FOLDER / "case.md").write_text(page(), encoding="utf-8")
