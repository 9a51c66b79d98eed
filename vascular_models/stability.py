"""What a data file may say of stability and function: the ring, what fixes it, what roots do."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from vascular_models.experience import Level
from vascular_models.figures import Measure, Sourced

# From the most that is left to the least; `opened` is a ring that has lost one half with its leg.
Ring = Literal["holds", "opened", "weakened", "broken"]
Broken = Literal["nowhere", "on one side", "on both sides"]
BoneQuality = Literal["normal", "osteopenic", "osteoporotic"]
Root = Literal["L5", "S1", "S2", "S3", "S4", "S5"]


class Instability(Sourced):
    """What a resection does to the pelvic ring, and whether the ring is rebuilt.

    `joints_resected_percent` is the share of both sacroiliac joints together;
    `load_to_failure_n` stands beside that of the intact pelvis (`body.intact_pelvis_...`).
    """

    title: str
    levels: tuple[Level, ...] = Field(min_length=1)
    with_ilium: bool | None = Field(default=None, description="None: with ilium or without")
    leg_lost: bool | None = Field(default=None, description="None: whether or not the leg goes too")
    ring: Ring
    broken: Broken = "nowhere"
    joints_resected_percent: Measure
    load_to_failure_n: Measure | None = None
    stiffness_ratio: Measure | None = Field(default=None, description="to the intact pelvis")
    rebuild: Literal["not needed", "contested", "worth considering"]
    effect: str = Field(description="what the resection does to the ring, in one sentence")
    advice: str = Field(description="whether rebuilding it is worth considering, and why")

    @model_validator(mode="after")
    def _is_broken_somewhere(self) -> Self:
        if (self.ring == "broken") != (self.broken != "nowhere"):
            raise ValueError(f"is {self.ring} and broken {self.broken}")
        return self


class Circumstance(Sourced):
    """A circumstance that speaks for a fixation or rules it out; what is unnamed does not matter.

    All that is named has to hold. `unstable` is stated by the case, `l5_taken`, `leg_lost` and the
    state of the ring follow from the resection, `bone_wanted` is false where the case wants none.
    """

    rings: tuple[Ring, ...] = ()
    broken: tuple[Broken, ...] = ()
    levels: tuple[Level, ...] = ()
    bone_quality: tuple[BoneQuality, ...] = ()
    short_life: bool | None = None
    unstable: bool | None = None
    l5_taken: bool | None = None
    leg_lost: bool | None = None
    bone_wanted: bool | None = None
    because: str


class Reported(Measure):
    """A published figure and what it counts, such as how often metal broke in which patients.

    Where `broken` is named it says something of such rings only.
    """

    what: str
    broken: tuple[Broken, ...] = ()


class Fixation(Sourced):
    """A class of spino-pelvic fixation: what speaks for it and against it, and how it did.

    The class of the highest `order` that something speaks for and nothing rules out is advised.
    """

    title: str
    short: str
    order: int = Field(description="from the least to the most that is put in")
    goes_with: tuple[str, ...] = Field(default=(), description="classes that it is built on")
    takes_construct: bool = Field(default=False, description="it is what bridges the gap in front")
    speaks_for: dict[str, Circumstance] = Field(min_length=1)
    rules_out: dict[str, Circumstance] = Field({})
    otherwise: str = Field(description="why it is not advised where nothing speaks for it")
    reported: dict[str, Reported] = Field({})


class RootLoss(Sourced):
    """What is kept of a function when roots are sacrificed, as reported shares of patients.

    `roots` are lost on both sides, or on one where `one_side` is true.
    """

    title: str
    levels: tuple[Level, ...]
    one_side: bool = False
    roots: tuple[Root, ...]
    bladder_percent: Measure | None = None
    bowel_percent: Measure | None = None
    gait_percent: Measure | None = Field(default=None, description="walking like anybody")
    walking_percent: Measure | None = Field(default=None, description="with aids or without")
    l5_root_goes: bool = Field(default=False, description="where L5 is resected")
    advice: str
    with_l5: str = Field(description="what is said where L5 is resected")
