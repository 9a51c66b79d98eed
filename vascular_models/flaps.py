"""What a data file may say of a donor flap."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from vascular_models.experience import Experience
from vascular_models.figures import Frozen, Measure
from vascular_models.vessels import Territory

Mechanism = Literal["island", "propeller", "advancement", "rotation", "tunnelled", "free"]


# How a flap may be drawn that slides, turns or spins, by its mechanism.
DESIGNS = {
    "advancement": ("advancement", "keystone"),
    "rotation": ("rotation", "transposition"),
    "propeller": ("propeller",),
}
ALL_DESIGNS = tuple(name for names in DESIGNS.values() for name in names)


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


class SkinSupply(Frozen):
    """What feeds a flap's skin: which perforators, and how many of them it carries."""

    perforator: str
    carried_count: Measure


class PublishedPedicle(Frozen):
    """A flap's pedicle as its own reports give it; the graph is held against it.

    `start` is the node the reports measure from, where that is not the flap's own.
    """

    start: str | None = None
    length_mm: Measure | None = None
    artery_diameter_mm: Measure | None = None
    vein_diameter_mm: Measure | None = None


class Advancement(Frozen):
    """V-Y: how far the island slides, and the angle of its apex."""

    distance_mm: Measure
    apex_angle_deg: Measure
    max_length_mm: Measure


class Keystone(Frozen):
    """An arc-shaped island that slides: how far, and how large it is cut beside the defect."""

    distance_mm: Measure
    length_to_defect_ratio: Measure = Field(description="from tip to tip, over the defect's length")
    width_to_defect_ratio: Measure
    max_width_mm: Measure


class Rotation(Frozen):
    """A flap that turns about the corner of its base."""

    base: str
    max_turn_deg: Measure
    sector_deg: Measure
    max_radius_mm: Measure


class Blade(Frozen):
    """How large a flap may be cut that is measured out on the defect itself."""

    max_length_mm: Measure
    max_width_mm: Measure
    closable_width_mm: Measure | None = Field(
        default=None, description="widest donor site closed directly; none: always grafted"
    )


class Transposition(Blade):
    """A strip beside the defect that swings over about the corner of its base."""

    base: str
    max_turn_deg: Measure


class Propeller(Blade):
    """Two blades on one perforator; the long one is cut towards a landmark."""

    towards: str
    free_length_mm: Measure = Field(description="of the perforator, cleared for the turn")


class BoneForm(Frozen):
    """What bone a flap gives, and which ends of it stay behind."""

    bone: str
    protected_proximal_mm: Measure
    protected_distal_mm: Measure
    max_length_mm: Measure | None = None


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
    published: PublishedPedicle | None = None
    skin_supply: SkinSupply | None = None
    paddle: PaddleForm | None = None
    advancement: Advancement | None = None
    keystone: Keystone | None = None
    rotation: Rotation | None = None
    transposition: Transposition | None = None
    propeller: Propeller | None = None
    bone: BoneForm | None = None
    turn_limit_deg: Measure | None = None
    thickness_mm: Measure | None = None
    thickness_follows: str | None = Field(
        default=None, description="the relation of the body that the thickness grows with"
    )
    muscle_volume_ml: Measure | None = None
    regions: tuple[str, ...] = Field(
        default=(), description="the regions it lies beside, for what slides; none: any"
    )
    needs_limb_sacrificed: bool = False
    through_abdomen: bool = Field(default=False, description="raised through the open abdomen")
    stages: int = Field(default=1, ge=1)
    harvest_positions: tuple[Literal["prone", "supine", "lateral"], ...]
    donor_complication_percent: Measure
    complication_percent: Measure
    experience: dict[str, Experience] = Field(
        default={}, description="patients reported with it, by a short name of the series"
    )

    @model_validator(mode="after")
    def _has_the_geometry_it_moves_by(self) -> Self:
        designs = [name for name in ALL_DESIGNS if getattr(self, name) is not None]
        wanted = DESIGNS.get(self.mechanism, ())
        if not wanted and not designs and self.paddle is None and self.bone is None:
            raise ValueError("has neither a paddle nor bone")
        if wanted and not designs:
            raise ValueError(f"moves by {self.mechanism} but says nothing about it")
        if designs and self.paddle is not None:
            raise ValueError(f"is drawn as {designs[0]} on the defect and has a paddle as well")
        if len(designs) > 1 or not set(designs) <= set(wanted):
            raise ValueError(f"moves by {self.mechanism} but is drawn as {' and '.join(designs)}")
        return self
