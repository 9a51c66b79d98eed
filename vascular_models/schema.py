"""What a data file of the atlas may say: typed, frozen, and nothing without a source.

Lengths are written once, for the right side of the reference body, and mirrored.
"""

from __future__ import annotations

from math import hypot
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

Unit = Literal["mm", "mm2", "ml", "deg", "percent", "ratio", "count", "month", "kg_per_m2"]
Point = tuple[float, float, float]

Territory = Literal["skin", "muscle", "bone", "omentum"]
Mechanism = Literal["island", "advancement", "rotation", "tunnelled", "free"]
Side = Literal["right", "left", "midline"]


def _as_tuple(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Keys = Annotated[tuple[str, ...], BeforeValidator(_as_tuple)]


class Frozen(BaseModel):
    """Base of every value in the atlas: immutable, and unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Sourced(Frozen):
    """Something that stands on a source, or says that there is none (`gap`) and how it was made."""

    source: Keys = ()
    gap: str | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _stands_on_something(self) -> Self:
        if not self.source and not (self.gap or "").strip():
            raise ValueError("has neither a source nor a gap saying how it was estimated")
        return self


class Measure(Sourced):
    """A figure with its spread [unit]: central value, range, standard deviation, sample size.

    >>> Measure(low=90, high=130, unit="mm", source="some_paper").central
    110.0
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    sd: float | None = Field(default=None, ge=0)
    n: int | None = Field(default=None, ge=1)
    unit: Unit

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        if self.value is None and (self.low is None or self.high is None):
            raise ValueError("has neither a value nor both ends of a range")
        ends = [x for x in (self.low, self.value, self.high) if x is not None]
        if min(ends) < 0:
            raise ValueError(f"is negative: low, value, high are {ends}")
        if ends != sorted(ends):
            raise ValueError(f"is out of order: low, value, high are {ends}")
        return self

    @property
    def central(self) -> float:
        """The central value [unit]; the middle of the range where only a range was published."""
        if self.value is not None:
            return self.value
        assert self.low is not None and self.high is not None
        return (self.low + self.high) / 2


class Place(Sourced):
    """A point of the reference body [mm, RAS, origin midway between the two PSIS]."""

    point_mm: Point
    side: Literal["right", "midline"]


class Node(Frozen):
    """A named place on the vascular graph; `landmark` gives it a position in the body."""

    side: Literal["paired", "midline"] = "paired"
    landmark: str | None = None
    territory: Territory | None = None


class Vessel(Frozen):
    """An arterial segment, from the end nearer the heart to the other.

    `kind: choke` is a link between neighbouring territories: it can carry blood, at a price, and
    no flap is planned on it alone.
    """

    start: str
    end: str
    side: Literal["paired", "midline"] = "paired"
    kind: Literal["axial", "choke"] = "axial"
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

    @model_validator(mode="after")
    def _is_open(self) -> Self:
        if self.diameter_mm.central <= 0:
            raise ValueError("has no diameter; one above 0 is needed")
        return self


class PaddleForm(Frozen):
    """How large a paddle may be cut, and where its pedicle enters."""

    shape: Literal["ellipse", "rectangle"]
    max_length_mm: Measure
    max_width_mm: Measure
    max_area_mm2: Measure | None = None
    closable_width_mm: Measure | None = Field(
        default=None, description="widest donor site closed directly; none: always grafted"
    )
    hilum_fraction: Measure = Field(
        description="where the pedicle enters along the paddle: 0 proximal end, 0.5 centre"
    )
    axial_length_mm: Measure | None = Field(
        default=None,
        description="hilum to tip of all that can be raised; what the paddle leaves is carrier",
    )


class Advancement(Frozen):
    """V-Y: how far the island slides, and the angle of its apex."""

    distance_mm: Measure
    apex_angle_deg: Measure
    max_length_mm: Measure


class Rotation(Frozen):
    """A flap that turns about the corner of its base."""

    base: str
    max_turn_deg: Measure
    sector_deg: Measure
    max_radius_mm: Measure


class BoneForm(Frozen):
    """What bone a flap gives; `body` has its whole length, `NAME_length_mm` or by sex."""

    bone: str
    struts: Literal[1, 2] = 1
    protected_proximal_mm: Measure
    protected_distal_mm: Measure
    max_length_mm: Measure | None = None
    section_area_mm2: Measure
    union_percent: Measure
    union_months: Measure


class Flap(Frozen):
    """A donor flap: what it is made of, what it hangs on, how it moves, what it costs."""

    title: str
    short: str
    family: str
    tissue: tuple[Territory, ...]
    mechanism: Mechanism
    sides: tuple[Literal["right", "left", "both", "midline"], ...]
    donor_site: str
    start: str = Field(description="graph node the pedicle is followed from: its pivot or its cut")
    hilum: str = Field(description="graph node at which the pedicle enters the flap")
    also: tuple[str, ...] = Field(default=(), description="further territories raised with it")
    paddle: PaddleForm | None = None
    advancement: Advancement | None = None
    rotation: Rotation | None = None
    bone: BoneForm | None = None
    turn_limit_deg: Measure | None = None
    thickness_mm: Measure | None = None
    muscle_volume_ml: Measure | None = None
    needs_limb_sacrificed: bool = False
    through_abdomen: bool = Field(default=False, description="raised through the open abdomen")
    stages: int = Field(default=1, ge=1)
    harvest_positions: tuple[Literal["prone", "supine", "lateral"], ...]
    donor_complication_percent: Measure
    complication_percent: Measure

    @model_validator(mode="after")
    def _has_the_geometry_it_moves_by(self) -> Self:
        wanted = {"advancement": self.advancement, "rotation": self.rotation}
        if self.mechanism in wanted:
            if wanted[self.mechanism] is None:
                raise ValueError(f"moves by {self.mechanism} but says nothing about it")
        elif self.paddle is None and self.bone is None:
            raise ValueError("has neither a paddle nor bone")
        return self


class Recipient(Sourced):
    """A vessel a free flap can be joined to, in order of preference.

    First what the resection itself lays open, then the order of the reports.

    `node` is where its way to the wound begins and `cut` where it is divided, if that is further
    on. `turned_mm` is its own length when it is turned towards the defect; `graft_mm` the vein
    graft that joining it takes; `carried_by` names the flap that brings it along.
    """

    title: str
    node: str
    cut: str | None = None
    order: int = Field(ge=1)
    turned_mm: Measure | None = None
    graft_mm: Measure | None = None
    extra_stages: int = 0
    carried_by: str | None = None
    needs_limb_sacrificed: bool = False


class Corridor(Sourced):
    """A way through the body between two named places, open under stated conditions."""

    start: str
    end: str
    side: Literal["paired", "midline"] = "paired"
    opens_with: tuple[
        Literal["always", "anterior_approach", "sacral_window", "limb_sacrificed"], ...
    ] = Field(description="all of these must hold")
    opening: bool = Field(default=False, description="the end lies in a defect, on the chart")


class BoneGap(Sourced):
    """Between which bones a resection leaves a gap, and so where a strut would lie."""

    title: str
    levels: tuple[Literal["none", "below_s3", "s2_s3", "s1_s2", "total", "hemisacrectomy"], ...]
    with_ilium: bool
    start: str
    end: str
    side: Literal["both", "defect"]


class Region(Sourced):
    """Where a region's flat chart lies: centre on the skin, outward normal, which way is up."""

    title: str
    view: Literal["posterior", "posterolateral", "perineal"]
    centre_mm: Point
    normal: Point
    up: Point
    openings: tuple[str, ...] = Field(description="corridor ends that open into this region")

    @model_validator(mode="after")
    def _spans_a_plane(self) -> Self:
        (a, b, c), (d, e, f) = self.normal, self.up
        lengths = (hypot(a, b, c), hypot(d, e, f))
        if any(abs(length - 1) > 1e-6 for length in lengths) or abs(a * d + b * e + c * f) > 1e-6:
            raise ValueError("has a normal and an up that are not at right angles and of length 1")
        return self


class Territories(Frozen):
    """One data file of the atlas."""

    nodes: dict[str, Node] = {}
    vessels: dict[str, Vessel] = {}
    flaps: dict[str, Flap] = {}
    recipients: dict[str, Recipient] = {}
    landmarks: dict[str, Place] = {}
    corridors: dict[str, Corridor] = {}
    regions: dict[str, Region] = {}
    bone_gaps: dict[str, BoneGap] = {}
    body: dict[str, Measure] = {}


class Reference(Frozen):
    """A publication the figures were read from."""

    key: str
    title: str
    authors: str
    year: str
    journal: str
    doi: str
    url: str
    kind: str
