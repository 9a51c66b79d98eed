"""What a data file may say of bone: what is left to dock on, and what may stand between it."""

from __future__ import annotations

from math import hypot
from typing import Literal, Self

from pydantic import Field, model_validator

from vascular_models.experience import Experience, Level
from vascular_models.figures import Frozen, Measure, Sourced
from vascular_models.places import Point

Run = Literal["both", "defect", "midline"]


class Anchor(Sourced):
    """Where a strut docks: a place on bone that stays, and the outward normal of its face.

    `docking_mm` is how far the strut goes on beyond the face, into the bone or along it.
    """

    title: str
    place: str = Field(description="the landmark at the middle of the face")
    outward: Point = Field(description="unit normal of the face towards the gap, on the right side")
    docking_mm: Measure
    taken_with: Literal["l5"] | None = Field(
        default=None, description="the part of the resection that takes it"
    )
    instead: str | None = Field(default=None, description="the anchor that is used then")

    @model_validator(mode="after")
    def _has_a_unit_normal(self) -> Self:
        if abs(hypot(*self.outward) - 1) > 1e-3:
            raise ValueError("has an outward normal that is not of length 1")
        if (self.taken_with is None) != (self.instead is None):
            raise ValueError("is taken with something and names nothing instead, or the reverse")
        return self


class Gap(Sourced):
    """What a resection leaves open in the ring; its stated length is that between two anchors."""

    title: str
    levels: tuple[Level, ...]
    levels_if_stated: tuple[Level, ...] = Field(
        default=(), description="levels that leave the ring standing: bridged only if asked for"
    )
    with_ilium: bool
    start: str
    end: str
    side: Literal["both", "defect"]


class StrutRun(Frozen):
    """One strut of a construct: from anchor to anchor, how many side by side, on which sides."""

    start: str
    end: str
    side: Run
    parallel: Literal[1, 2] = 1


class Healing(Sourced):
    """How often and when bone of one material has bridged in such a construct."""

    union_percent: Measure
    union_months: Measure | None = None
    experience: dict[str, Experience] = Field(
        default={}, description="patients reported with it, by a short name of the series"
    )


class Construct(Sourced):
    """A frame of struts for one or more gaps, and the materials it has been built of.

    `materials` are bones of `bones` or `implants`, each with what is known of its healing there.
    """

    title: str
    short: str
    gaps: tuple[str, ...]
    limb: Literal["kept", "lost", "either"] = Field(
        default="either", description="whether it is built for a leg that is kept"
    )
    struts: tuple[StrutRun, ...] = Field(min_length=1)
    materials: dict[str, Healing] = Field(min_length=1)


class Bone(Sourced):
    """A bone as a strut: a hollow round section, and how short a segment may be.

    Its whole length is a figure of the body, `NAME_length_mm` or by sex.
    """

    title: str
    outer_diameter_mm: Measure
    canal_diameter_mm: Measure
    longest_single_mm: Measure | None = Field(
        default=None, description="longest strut that was found stiff enough alone"
    )
    least_segment_mm: Measure | None = Field(
        default=None, description="shortest piece that keeps its periosteal blood; none: not cut"
    )


class Implant(Sourced):
    """What bridges a gap without blood of its own: allograft, printed implant, cage.

    `bone` is the bone it is cut from, whose section it has; `failure_percent` are reported
    mechanical failures, fractures or removals.
    """

    title: str
    short: str
    bone: str | None = None
    metal: bool = Field(default=False, description="bears load by itself, as strong as it is made")
    donor_complication_percent: Measure | None = Field(
        default=None, description="of the site it is taken from, where that is the patient's own"
    )
    failure_percent: Measure | None = None
    complication_percent: Measure
