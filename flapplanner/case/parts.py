"""The parts of a case: what may be stated, in which unit and within which range.

Nothing here knows anatomy: names of vessels and flaps are checked for their spelling only.
Left out or ``None`` means "not stated", never "no".
"""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, Strict, model_validator
from pydantic_core import PydanticCustomError

Region = Literal["lumbosacral", "sacral", "iliosacral", "hemipelvis", "gluteal", "perineal"]
Level = Literal["none", "below_s3", "s2_s3", "s1_s2", "total", "hemisacrectomy"]
Side = Literal["midline", "left", "right"]
VesselSide = Literal["left", "right", "both", "midline"]
Exposed = Literal["dura", "bone", "implant", "bowel", "vessels", "nerve"]
Event = Literal["ligated", "occluded", "resected", "irradiated", "stenosed"]
RadiationField = Literal[
    "sacrum", "pelvis", "buttock_left", "buttock_right", "abdomen", "thigh_left", "thigh_right",
    "back",
]  # fmt: skip
Approach = Literal["posterior", "anterior", "anterior_posterior", "lateral"]
Position = Literal["prone", "supine", "lateral"]
Laparotomy = Literal["none", "midline", "transverse", "other"]
Ambulation = Literal["independent", "aided", "wheelchair", "bedbound"]
BoneQuality = Literal["normal", "osteopenic", "osteoporotic"]
Chemotherapy = Literal["none", "before", "planned"]

DEPTH_LIMIT_MM = 300.0
CAVITY_LIMIT_ML = 20000.0

Finite = Annotated[float, Field(allow_inf_nan=False)]
Length = Annotated[float, Field(ge=1, le=600, allow_inf_nan=False)]
Offset = Annotated[float, Field(ge=-300, le=300, allow_inf_nan=False)]
Turn = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Weight = Annotated[float, Field(ge=0, le=10, allow_inf_nan=False)]
# "allowed" is what an error message says instead of the pattern.
Name = Annotated[
    str,
    Field(
        pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$",
        max_length=80,
        json_schema_extra={"allowed": "a name of lower-case words joined by underscores"},
    ),
]
Label = Annotated[
    str,
    Field(
        pattern=r"^[^\p{Cc}\p{Zl}\p{Zp}]+$",
        max_length=80,
        json_schema_extra={"allowed": "text of 1 to 80 characters on one line"},
    ),
]
Text = Annotated[str, Field(max_length=20000)]
# Files hold lists where the values hold tuples: only the container is read leniently.
AsTuple = Strict(False)
Coordinate = Annotated[float, Field(ge=-1000, le=1000, allow_inf_nan=False)]
Point = Annotated[tuple[Coordinate, Coordinate], AsTuple]


class Part(BaseModel):
    """A frozen value that knows its fields and refuses all others."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Patient(Part):
    """The patient, without a name.

    How long the patient is expected to live bears on what bone is worth rebuilding, and the
    quality of the bone on how its screws hold.

    >>> Patient(sex="female", stature_mm=1640).stature_mm
    1640.0
    """

    sex: Literal["female", "male"] | None = None
    age_years: Annotated[float, Field(ge=0, le=110, allow_inf_nan=False)] | None = None
    stature_mm: Annotated[float, Field(ge=1200, le=2200, allow_inf_nan=False)] | None = None
    mass_kg: Annotated[float, Field(ge=25, le=300, allow_inf_nan=False)] | None = None
    smoker: bool | None = None
    diabetes: bool | None = None
    ambulation: Ambulation | None = None
    bone_quality: BoneQuality | None = None
    life_expectancy_months: Annotated[float, Field(ge=0, le=1200, allow_inf_nan=False)] | None = (
        None
    )


class Resection(Part):
    """How much of the sacrum goes, and whether L5 or ilium goes with it."""

    level: Level
    l5: bool = False
    ilium: bool = False


class NoSkin(Part):
    """No skin is missing: a cavity under sound skin."""

    shape: Literal["none"]


class SizedSkin(Part):
    """Missing skin of a plain shape; its length runs along the body axis before it is turned.

    The offsets lead from the region's standard centre to the centre of the shape [mm].
    """

    shape: str
    length_mm: Length
    width_mm: Length
    turn_deg: Turn = 0.0
    offset_right_mm: Offset = 0.0
    offset_cranial_mm: Offset = 0.0


class EllipseSkin(SizedSkin):
    """An ellipse of missing skin."""

    shape: Literal["ellipse"]


class RectangleSkin(SizedSkin):
    """A rectangle of missing skin."""

    shape: Literal["rectangle"]


class PolygonSkin(Part):
    """A traced outline of missing skin: pairs (u to the right, v cranial) [mm].

    Whether the outline crosses itself is a question of geometry and is asked there.
    """

    shape: Literal["polygon"]
    points_mm: Annotated[tuple[Point, ...], Field(min_length=3, max_length=5000), AsTuple]
    offset_right_mm: Offset = 0.0
    offset_cranial_mm: Offset = 0.0


Skin = Annotated[NoSkin | EllipseSkin | RectangleSkin | PolygonSkin, Field(discriminator="shape")]


class Defect(Part):
    """What will be missing.

    The bone gap is the distance that is to be bridged: 0 where no bone is to be bridged, and left
    out where it follows from the resection. `unstable` says that spine or pelvis give way whatever
    is resected, as over a metastasis or a fracture; what a resection does is known from its level.

    >>> Defect(
    ...     region="sacral",
    ...     resection=Resection(level="s2_s3"),
    ...     skin=EllipseSkin(shape="ellipse", length_mm=120, width_mm=90),
    ... ).side
    'midline'
    """

    region: Region
    side: Side = "midline"
    resection: Resection
    skin: Skin
    depth_mm: Annotated[float, Field(ge=0, le=DEPTH_LIMIT_MM, allow_inf_nan=False)] | None = None
    cavity_ml: Annotated[float, Field(ge=0, le=CAVITY_LIMIT_ML, allow_inf_nan=False)] | None = None
    bone_gap_mm: Annotated[float, Field(ge=0, le=400, allow_inf_nan=False)] | None = None
    unstable: bool | None = None
    exposed: Annotated[tuple[Exposed, ...], AsTuple] = ()


class VesselEvent(Part):
    """What has happened to one named vessel; a stenosis is stated in percent of the calibre.

    >>> VesselEvent(vessel="some_artery", side="left", event="stenosed", stenosis_percent=60).event
    'stenosed'
    """

    vessel: Name
    side: VesselSide
    event: Event
    stenosis_percent: Annotated[float, Field(gt=0, lt=100, allow_inf_nan=False)] | None = None

    @model_validator(mode="after")
    def _percent_goes_with_stenosed(self) -> Self:
        if self.event == "stenosed" and self.stenosis_percent is None:
            raise PydanticCustomError(
                "sentence",
                "is stenosed without stenosis_percent; "
                "allowed is stenosed with a stenosis_percent above 0 and below 100",
            )
        if self.event != "stenosed" and self.stenosis_percent is not None:
            raise PydanticCustomError(
                "sentence",
                "is {event} with a stenosis_percent; "
                "allowed is stenosis_percent with the event stenosed only",
                {"event": self.event},
            )
        return self


class PresentVariant(Part):
    """A variant of the vessels that imaging has shown in this patient."""

    variant: Name
    side: VesselSide


class Radiation(Part):
    """An irradiated field and its dose [Gy]."""

    field: RadiationField
    dose_gy: Annotated[float, Field(ge=0, le=120, allow_inf_nan=False)] | None = None


class EarlierFlap(Part):
    """A flap that has been used before and cannot be raised again."""

    flap: Name
    side: Side


class History(Part):
    """What was done before, and the chemotherapy around the operation.

    Chemotherapy that is to follow the operation is `planned`, whether or not some went before: it
    is the one that delays the union of bone.
    """

    radiation: Annotated[tuple[Radiation, ...], AsTuple] = ()
    chemotherapy: Chemotherapy | None = None
    laparotomy: Laparotomy | None = None
    stoma: Annotated[tuple[Literal["left", "right"], ...], AsTuple] = ()
    earlier_flaps: Annotated[tuple[EarlierFlap, ...], AsTuple] = ()


class Surgery(Part):
    """How the resection is done, what the theatre can offer, and whether bone is to be rebuilt.

    `bone_reconstruction` false means that none is wanted, whatever the resection leaves open.
    """

    approach: Approach | None = None
    positions: Annotated[tuple[Position, ...], Field(min_length=1), AsTuple] | None = None
    microsurgery: bool | None = None
    limb_sacrificed: Literal["none", "left", "right"] = "none"
    bone_reconstruction: bool | None = None


class Weights(Part):
    """How much each criterion counts in the ranking, 0 to 10; only their ratios matter.

    Our defaults: what makes a reconstruction fail outright (bare skin, a pedicle under tension,
    dead space, a pelvis that does not hold) counts before what it costs the patient. Bone that
    heals counts as much as bone that is strong: a strut bears load from the first day, but metal
    beside one that never unites breaks in the end.

    >>> Weights().coverage, Weights().bone_healing, Weights().donor_site
    (3.0, 2.0, 1.0)
    """

    coverage: Weight = 3.0
    reach_margin: Weight = 2.0
    dead_space: Weight = 2.0
    structure: Weight = 2.0
    bone_healing: Weight = 2.0
    donor_site: Weight = 1.0
    complexity: Weight = 1.0
    published_outcome: Weight = 1.0
    experience: Weight = 2.0

    @model_validator(mode="after")
    def _one_weight_counts(self) -> Self:
        if not any(value for _, value in self):
            raise PydanticCustomError(
                "sentence", "has nothing but 0; allowed is at least one weight above 0"
            )
        return self


class Preferences(Part):
    """What the surgeon asks of a reconstruction."""

    weights: Weights = Weights()
    inset_margin_mm: Annotated[float, Field(ge=0, le=50, allow_inf_nan=False)] | None = None
    target_coverage: Annotated[float, Field(ge=0.5, le=1, allow_inf_nan=False)] | None = None


class Notes(Part):
    """Where the case comes from: what was published and what was filled in to make it whole."""

    published: Text | None = None
    filled_in: Annotated[tuple[Text, ...], AsTuple] = ()
    source: Text | None = None
