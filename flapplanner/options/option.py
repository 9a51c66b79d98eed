"""What an assessed option says of itself: frozen values that are saved, shown and ranked."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from vascular_models import Measure

Point = tuple[float, float]
Ring = tuple[Point, ...]

GateKind = Literal[
    "vessel", "donor", "used", "microsurgery", "corridor", "recipient", "reach", "size", "bone"
]


class Value(BaseModel):
    """A frozen value that refuses unknown keys, so that a saved plan is read back exactly."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Gate(Value):
    """One reason why an option cannot be done, in the words of a surgeon."""

    kind: GateKind
    sentence: str


class Hanging(Value):
    """The vessels the flap hangs on: length [mm], calibre at the start [mm], what is divided."""

    vessels: tuple[str, ...]
    length_mm: float
    start_diameter_mm: float
    branches_divided: tuple[str, ...]
    single_points_of_failure: tuple[str, ...]


class Joined(Value):
    """The recipient vessel of a free flap; calibre ratio = recipient over pedicle.

    `fed_by` are the vessels whose loss alone would take its blood.
    """

    title: str
    side: Literal["right", "left"]
    diameter_mm: float
    calibre_ratio: float
    turned_mm: float
    graft_mm: float
    extra_stages: int
    carried_by: str | None = None
    fed_by: tuple[str, ...] = ()


class Laying(Value):
    """One paddle laid into the defect; all outlines on the chart [mm].

    `arc` is what a paddle on a pedicle can touch; `cut` is where a flap that slides or turns from
    the defect's own edge is incised.
    """

    paddle: Ring
    pivot_mm: Point
    hilum_mm: Point
    turn_deg: float
    slack_mm: float
    arc: Ring = ()
    cut: Ring = ()


class Reach(Value):
    """How long the pedicle may be and how long it has to be [mm]; the margin is the difference."""

    free_length_mm: float
    needed_length_mm: float
    margin_mm: float
    route: tuple[str, ...] = ()
    route_mm: float = 0.0
    carrier_mm: float = 0.0
    depth_mm: float = 0.0

    @classmethod
    def between(cls, free_length_mm: float, needed_length_mm: float, **way: Any) -> Reach:
        """The reach with its margin [mm], which is negative when the pedicle falls short.

        >>> Reach.between(120.0, 100.0).margin_mm
        20.0
        """
        return cls(
            free_length_mm=free_length_mm,
            needed_length_mm=needed_length_mm,
            margin_mm=free_length_mm - needed_length_mm,
            **way,
        )


class DonorSite(Value):
    """What the flap leaves behind: how the site closes, and how wide it is [mm]."""

    site: str
    closure: Literal["direct", "not direct", "none needed"]
    complication_percent: Measure
    width_mm: float | None = None


class Bone(Value):
    """The strut: gap, bone needed, bone available [mm], its cortex [mm²] and union."""

    between: str
    gap_mm: float
    struts: int
    needed_mm: float
    available_mm: float
    section_area_mm2: float
    union_percent: Measure
    union_months: Measure


class Option(Value):
    """One flap on one side, assessed: does it have blood, reach, cover, fill, and at what cost.

    `coverage_fraction` is None where no skin is missing or a gate stood before geometry; `bare`
    are the outlines that stay uncovered. `through_muscle`: the pedicle has to be dissected out of
    a muscle. `surface_grafted`: the flap brings no skin and takes a skin graft.
    """

    key: str
    flap: str
    title: str
    short: str
    family: str
    kind: Literal["soft_tissue", "bone"]
    side: Literal["right", "left", "both", "midline"]
    either_side: bool = False
    mechanism: str
    tissue: tuple[str, ...]
    supply: Literal["axial", "choke_only", "none"]
    pedicle: Hanging
    recipient: Joined | None = None
    reach: Reach | None = None
    layings: tuple[Laying, ...] = ()
    coverage_fraction: float | None = None
    bare: tuple[Ring, ...] = ()
    bare_area_mm2: float = 0.0
    volume_ml: float | None = None
    fill_fraction: float | None = None
    bone: Bone | None = None
    donor: DonorSite
    complication_percent: Measure
    microsurgery: bool
    through_muscle: bool
    surface_grafted: bool = False
    stages: int
    extra_positions: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    gates: tuple[Gate, ...] = ()
    estimated: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def feasible(self) -> bool:
        """Whether no gate stands against it."""
        return not self.gates

    @property
    def name(self) -> str:
        """Its short name with the side, as tables show it."""
        sides = {"both": "both sides", "midline": ""}
        side = "either side" if self.either_side else sides.get(self.side, self.side)
        return f"{self.short}, {side}" if side else self.short
