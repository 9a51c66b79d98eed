"""What a data file may say of vessels: nodes, arteries with their veins, variants, perforators.

Lengths are written once, for the right side of the reference body, and mirrored.
"""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from vascular_models.figures import Frozen, Measure, Sourced

Territory = Literal["skin", "muscle", "bone", "omentum"]


class Node(Frozen):
    """A named place on the vascular graph; `landmark` gives it a position in the body.

    A `territory` is a bed of tissue with a mass to feed. A `vital` one (a foot) may not be left
    without axial supply by a harvest.
    """

    side: Literal["paired", "midline"] = "paired"
    landmark: str | None = None
    territory: Territory | None = None
    mass_g: Measure | None = None
    vital: bool = False
    carries_stoma: bool = Field(default=False, description="a stoma is led through it")


class Veins(Frozen):
    """The veins that run with an artery and drain what it feeds.

    `name` is needed where it does not follow from the artery's (`gluteal_artery`,
    `gluteal_vein`).
    """

    name: str | None = None
    number_count: Measure | None = Field(default=None, description="1 where nothing was read")
    diameter_mm: Measure


class Vessel(Frozen):
    """A segment of a vessel, from the end nearer the heart to the other.

    `axial` arteries are what flaps are planned on. A `choke` vessel is a link of reduced calibre
    between neighbouring territories, an `anastomosis` one of unreduced calibre: either can carry
    blood both ways, and no flap is planned on it alone. Every axial artery is accompanied by
    `veins`; where none were read, their calibre follows from the body's
    `vein_to_artery_cross_section_ratio`. A `vein` that runs by itself leads from the tissue at
    `start` to the veins at `end`.
    """

    start: str
    end: str
    side: Literal["paired", "midline"] = "paired"
    kind: Literal["axial", "choke", "anastomosis", "vein"] = "axial"
    course: Literal[
        "intrathoracic",
        "intra_abdominal",
        "intrapelvic",
        "intermuscular",
        "intramuscular",
        "septal",
        "subcutaneous",
        "periosteal",
    ]
    length_mm: Measure
    diameter_mm: Measure
    differs_by_sex: bool = Field(
        default=False, description="its calibre scales by `female_to_male_artery_diameter_ratio`"
    )
    veins: Veins | None = None

    @model_validator(mode="after")
    def _is_open(self) -> Self:
        veins = self.veins
        count = veins.number_count.central if veins and veins.number_count else 1.0
        if min(self.diameter_mm.central, count, veins.diameter_mm.central if veins else 1.0) <= 0:
            raise ValueError("has no diameter or no veins; above 0 is needed")
        if self.veins and self.kind != "axial":
            raise ValueError(f"is {self.kind}; only an axial artery is accompanied by veins")
        return self


class Variant(Sourced):
    """Another way these vessels are laid out in some people: an alternative graph.

    The vessels in `without` are absent; those in `vessels` are there instead, or differ from the
    usual ones of the same name. `found_by` says what shows it before the operation.
    """

    title: str
    side: Literal["paired", "midline"] = "paired"
    frequency_percent: Measure
    without: tuple[str, ...] = ()
    vessels: dict[str, Vessel] = Field({})
    found_by: str = "CT angiography"

    @model_validator(mode="after")
    def _differs(self) -> Self:
        if not self.without and not self.vessels:
            raise ValueError("neither lacks a vessel nor has one of its own")
        return self


class Position(Frozen):
    """Where something lies, as surgeons mark it: from a landmark, perhaps towards another."""

    start: str
    towards: str | None = None
    along_fraction: Measure | None = None
    lateral_mm: Measure | None = None
    medial_mm: Measure | None = None
    cranial_mm: Measure | None = None
    caudal_mm: Measure | None = None

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        if (self.towards is None) != (self.along_fraction is None):
            raise ValueError("towards and along_fraction go together")
        return self


class Perforator(Frozen):
    """The perforators a vessel sends to the skin: how many, where, how wide, how much each feeds.

    `vessel` is the segment of the graph that stands for all of them side by side, with the calibre
    of one.
    """

    title: str
    vessel: str
    number_count: Measure = Field(description="of useful calibre, on one side")
    diameter_mm: Measure
    area_mm2: Measure = Field(description="skin that one of them feeds: its perforasome")
    position: Position

    @model_validator(mode="after")
    def _feeds_something(self) -> Self:
        if min(x.central for x in (self.number_count, self.diameter_mm, self.area_mm2)) <= 0:
            raise ValueError("has a number, diameter or area of 0; above 0 is needed")
        return self


class Recipient(Sourced):
    """A vessel a free flap can be joined to, in order of preference.

    First what the resection itself lays open, then the order of the reports.

    `node` is where its way to the wound begins and `cut` where it is divided, if that is further
    on: what lies between is turned towards the defect. `loop_mm` is how far a loop of vein leads
    it there; `graft_mm` the vein graft that joining it takes; `carried_by` names the flap that
    brings it along.
    """

    title: str
    node: str
    cut: str | None = None
    order: int = Field(ge=1)
    joining: Literal["end_to_end", "end_to_side", "arteriovenous_loop"] = "end_to_end"
    loop_mm: Measure | None = None
    graft_mm: Measure | None = None
    extra_stages: int = 0
    carried_by: str | None = None
    needs_limb_sacrificed: bool = False
