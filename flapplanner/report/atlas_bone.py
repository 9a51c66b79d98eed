"""What is known of bone and of the ring: anchors, gaps, bones, constructs, fixation, roots."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from flapplanner.report.atlas_words import (
    Citations,
    Part,
    Row,
    figure,
    listed,
    quantity,
    rows_of,
    words,
)
from vascular_models import Atlas, Measure
from vascular_models.bones import StrutRun

KINDS = {
    "anchors": "anchor of struts",
    "bone_gaps": "gap in the bone",
    "bones": "bone as a strut",
    "implants": "implant",
    "constructs": "construct",
    "ring_states": "state of the pelvic ring",
    "fixations": "fixation",
    "root_losses": "loss of roots",
}
SIDES = {"both": "on both sides", "defect": "on the side of the defect", "midline": "across"}


def bone_parts(section: str, name: str, atlas: Atlas, cited: Citations) -> Iterator[Part]:
    """An entry that has a title: its own fields, then what it holds by name, then what uses it."""
    entry = getattr(atlas, section)[name]
    struts = tuple(_strut(run) for run in getattr(entry, "struts", ()))
    own = entry.model_copy(update={"struts": ()}) if struts else entry
    rows = (*struts, *_said(own, cited))
    yield Part(f"{entry.title} ({name}): {KINDS[section]}", rows)
    for field in type(entry).model_fields:
        held = getattr(entry, field)
        if isinstance(held, dict):
            for key, one in held.items():
                title = f"{words(field).capitalize()}: {quantity(key)}"
                yield Part(title, tuple(_said(one, cited)))
    yield Part("Used for", tuple(_used(section, name, atlas)))


def _said(entry: BaseModel, cited: Citations) -> Iterator[Row]:
    if isinstance(entry, Measure):
        yield getattr(entry, "what", "figure"), figure(entry, cited)
    else:
        yield from (row for row in rows_of(entry, cited) if row[1])


def _strut(run: StrutRun) -> Row:
    beside = ", two side by side" if run.parallel == 2 else ""
    return "strut", f"from {words(run.start)} to {words(run.end)} {SIDES[run.side]}{beside}"


def _used(section: str, name: str, atlas: Atlas) -> Iterator[Row]:
    """The entries that name this one, by their kind."""
    constructs = atlas.constructs.items()
    named: dict[str, dict[str, str]] = {
        "anchors": {
            "gaps": listed(k for k, gap in atlas.bone_gaps.items() if name in (gap.start, gap.end)),
            "constructs": listed(
                k for k, one in constructs if any(name in (r.start, r.end) for r in one.struts)
            ),
            "instead of": listed(k for k, one in atlas.anchors.items() if one.instead == name),
        },
        "bone_gaps": {"constructs": listed(k for k, one in constructs if name in one.gaps)},
        "bones": {
            "flaps": ", ".join(
                flap.short for flap in atlas.flaps.values() if flap.bone and flap.bone.bone == name
            ),
            "implants": listed(k for k, one in atlas.implants.items() if one.bone == name),
            "constructs": listed(k for k, one in constructs if name in one.materials),
        },
        "implants": {"constructs": listed(k for k, one in constructs if name in one.materials)},
    }
    yield from ((label, said) for label, said in named.get(section, {}).items() if said)
