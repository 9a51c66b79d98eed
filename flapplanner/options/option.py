"""What an assessed option says of itself: frozen values that are saved, shown and ranked."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from flapplanner.bone import Built
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


class PivotChoice(Value):
    """How long the pedicle is [mm] when it is freed as far as a pivot, and what is tied for it."""

    pivot: str
    length_mm: float
    branches_divided: tuple[str, ...]


class Part(Value):
    """One part of a chimeric flap and its own leash [mm] from the shared vessel."""

    territory: str
    leash_mm: float


class Lost(Value):
    """A territory left behind that is fed or drained worse once the flap is raised."""

    territory: str
    supply: Literal["axial", "choke_only", "none"]
    drained: bool


class Hanging(Value):
    """The vessels the flap hangs on: length [mm], calibres at the start [mm], what is divided.

    `by_pivot` are the lengths from each place to which the pedicle could be freed, the nearest
    first. A chimeric flap has `parts`, which share one vessel at `shared_at`.
    """

    vessels: tuple[str, ...]
    length_mm: float
    start_diameter_mm: float
    vein_diameter_mm: float
    branches_divided: tuple[str, ...]
    single_points_of_failure: tuple[str, ...]
    by_pivot: tuple[PivotChoice, ...] = ()
    loses: tuple[Lost, ...] = ()
    shared_at: str | None = None
    parts: tuple[Part, ...] = ()


class Blood(Value):
    """How much blood the flap has: by the vessels that bring it, and within its own skin.

    `flow_fraction` is the flow of its tissue over that in the intact body. `perfused_fraction` is
    the share of its skin whose perfusion stays above the critical value, at the central critical
    value and (`low`, `high`) at the ends of its published range.
    """

    flow_fraction: float
    perfused_fraction: float | None = None
    perfused_low_fraction: float | None = None
    perfused_high_fraction: float | None = None


class PerforatorMark(Value):
    """Where perforators are looked for: mean place on the chart [mm] and the spread about it."""

    title: str
    at_mm: Point
    spread_mm: float
    number: str


class Joined(Value):
    """The recipient vessel of a free flap; calibre ratio = recipient over pedicle.

    `at` is its node in the vascular graph; `fed_by` are the vessels whose loss alone would take
    its blood.
    """

    title: str
    side: Literal["right", "left"]
    at: str
    diameter_mm: float
    calibre_ratio: float
    vein_calibre_ratio: float
    turned_mm: float
    loop_mm: float
    graft_mm: float
    joining: Literal["end_to_end", "end_to_side", "arteriovenous_loop"]
    extra_stages: int
    carried_by: str | None = None
    fed_by: tuple[str, ...] = ()

    @property
    def added_mm(self) -> float:
        """The length it adds to the flap's own pedicle [mm]."""
        return self.turned_mm + self.loop_mm + self.graft_mm


class Laying(Value):
    """One paddle laid into the defect; all outlines on the chart [mm].

    `arc` is what a paddle on a pedicle can touch. Of a flap that is cut beside the defect `cut` is
    the line of incision, closed only where all of its border is cut, `scar` are the lines that its
    donor site is closed by, and `excised` skin that is taken out for it to lie flat.
    """

    paddle: Ring
    pivot_mm: Point
    hilum_mm: Point
    turn_deg: float
    slack_mm: float
    arc: Ring = ()
    cut: Ring = ()
    scar: tuple[Ring, ...] = ()
    excised: tuple[Ring, ...] = ()


class Proof(Value):
    """What any placement could cover at most, and whether that proves the one that was found.

    `boxes` is how many boxes of poses it took; where it is not proved the search for the bound was
    stopped, or a better placement exists.
    """

    coverage_fraction: float
    bound_fraction: float
    proved: bool
    boxes: int

    @property
    def sentence(self) -> str:
        """The proof in one sentence."""
        if self.coverage_fraction == 1:
            return "It covers all; no placement can do better."
        most = f"{100 * self.bound_fraction:.1f} %"
        if self.proved:
            return f"Proved: no way of placing this paddle covers more than {most} of it."
        return (
            f"No way of placing this paddle covers more than {most} of it; whether one is better "
            "than this was not settled."
        )


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


class Way(Value):
    """A recipient vessel from which a free flap reaches, and its reach from there."""

    recipient: Joined
    reach: Reach


class DonorSite(Value):
    """What the flap leaves behind: how the site closes, how wide it is [mm], its scar [mm].

    An `outline` is that of a graft.
    """

    site: str
    closure: Literal["direct", "not direct", "none needed"]
    complication_percent: Measure
    width_mm: float | None = None
    scar: Literal["line", "Y", "double V-Y", "curve", "outline"] | None = None
    scar_length_mm: float | None = None


class Option(Value):
    """One flap on one side, assessed: does it have blood, reach, cover, fill, and at what cost.

    `blood` is None where a gate stood before it, `coverage_fraction` also where no skin is
    missing; `bare` are the outlines that stay uncovered; `proof` is None where none was asked for.
    `ways` are all recipient vessels from which a free flap that brings bone or fills would reach;
    `recipient` is the one that is taken. `buried`: it fills the cavity under other skin.
    `through_muscle`: the pedicle has to be dissected out of a muscle. `surface_grafted`: the flap
    brings no skin and takes a skin graft. `skin_reach`: of skin that comes with bone, on its
    perforators to the defect. `anterior_stage`: it takes an approach that is not planned.
    `crosses_stoma`: a stoma passes what it takes. `experience_count`: patients reported with it in
    such a defect.
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
    blood: Blood | None = None
    perforators: tuple[PerforatorMark, ...] = ()
    recipient: Joined | None = None
    ways: tuple[Way, ...] = ()
    reach: Reach | None = None
    skin_reach: Reach | None = None
    layings: tuple[Laying, ...] = ()
    coverage_fraction: float | None = None
    proof: Proof | None = None
    bare: tuple[Ring, ...] = ()
    bare_area_mm2: float = 0.0
    volume_ml: float | None = None
    fill_fraction: float | None = None
    bone: Built | None = None
    donor: DonorSite
    complication_percent: Measure
    experience_count: int = 0
    microsurgery: bool
    through_muscle: bool
    surface_grafted: bool = False
    buried: bool = False
    anterior_stage: bool = False
    crosses_stoma: bool = False
    through_abdomen: bool = False
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
    def sides(self) -> tuple[Literal["right", "left", "midline"], ...]:
        """The side it is raised on, or both of a pair."""
        return ("right", "left") if self.side == "both" else (self.side,)

    @property
    def name(self) -> str:
        """Its short name with the side, as tables show it."""
        sides = {"both": "both sides", "midline": ""}
        side = "either side" if self.either_side else sides.get(self.side, self.side)
        built = f"{self.short}, {self.bone.short}" if self.bone else self.short
        built += " (buried)" if self.buried else ""
        built += " (anterior stage added)" if self.anterior_stage else ""
        return f"{built}, {side}" if side else built
