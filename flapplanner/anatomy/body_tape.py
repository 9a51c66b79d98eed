"""What tape, calliper and rule find on a person of this stature, mass and sex."""

from __future__ import annotations

from dataclasses import dataclass

from flapplanner.anatomy.person import scale_of
from flapplanner.case import Patient
from vascular_models import Atlas

Point3 = tuple[float, float, float]


@dataclass(frozen=True)
class Tape:
    """The measures of one person [mm]; levels are z in the body frame.

    `ratio` is the person's stature over that of the reference body. A cover is the soft tissue
    over bone: over the posterior superior iliac spine, where the buttock has least of it, over
    sacral crest and spinous processes, and over the pubic symphysis. `bones` are the landmarks
    of the right side and the midline, by name.
    """

    ratio: float
    bones: tuple[tuple[str, Point3], ...]
    axilla_level: float
    nipple_level: float
    tenth_rib_level: float
    umbilicus_level: float
    buttock_point_level: float
    crotch_level: float
    gluteal_fold_level: float
    mid_patella_level: float
    chest_circumference: float
    chest_depth: float
    lower_rib_breadth: float
    waist_circumference: float
    waist_breadth: float
    waist_depth: float
    hip_circumference: float
    hip_breadth: float
    buttock_depth: float
    between_thighs: float
    thigh_circumference: float
    middle_thigh_circumference: float
    lower_thigh_circumference: float
    knee_circumference: float
    below_knee_circumference: float
    psis_cover: float
    sacral_cover: float
    pubic_cover: float


def tape_of(patient: Patient, atlas: Atlas) -> Tape:
    """The measures of a completed patient, from the surveys' relations to stature and build.

    Levels are shares of stature; they are laid into the body frame by the top of the iliac crest,
    which both the survey and the landmarks know. Age is left out. A body mass index outside the
    range the surface is drawn for counts as the end of that range.

    >>> from vascular_models import load_atlas
    >>> tape = tape_of(Patient(sex="male", stature_mm=1750, mass_kg=76.5625), load_atlas())
    >>> round(tape.waist_circumference), round(tape.crotch_level)
    (872, -150)
    """
    sex, stature_mm = patient.sex, patient.stature_mm
    assert sex and stature_mm and patient.mass_kg
    drawn = atlas.body["surface_body_mass_index_kg_per_m2"]
    assert drawn.low is not None and drawn.high is not None
    index = min(max(patient.mass_kg / (stature_mm / 1000) ** 2, drawn.low), drawn.high)
    ratio = scale_of(patient, atlas).length
    crest_level = atlas.landmarks["iliac_crest_top"].point_mm[2] * ratio

    def figure(name: str) -> float:
        return atlas.body[name].central

    def relation(name: str, build: float = index) -> float:
        return atlas.relations[f"{name}_{sex}"].at(stature_mm, build, 0.0)

    def level(name: str) -> float:
        share = figure(f"{name}_height_{sex}_ratio") - figure(f"iliac_crest_height_{sex}_ratio")
        return crest_level + share * stature_mm

    buttock = "buttock_subcutaneous_thickness"
    usual = relation(buttock, figure(f"mean_body_mass_index_{sex}_kg_per_m2"))
    thickest = max(figure("least_layer_ratio") * usual, relation(buttock))
    cover = thickest / figure("buttock_thickest_to_thinnest_ratio")
    chest, thigh = relation("chest_circumference"), relation("thigh_circumference")
    lower_thigh, waist_breadth = relation("lower_thigh_circumference"), relation("waist_breadth")
    return Tape(
        ratio=ratio,
        bones=tuple(
            (name, (x * ratio, y * ratio, z * ratio))
            for name, (x, y, z) in ((n, place.point_mm) for n, place in atlas.landmarks.items())
        ),
        axilla_level=level("axilla"),
        nipple_level=level("nipple"),
        tenth_rib_level=level("tenth_rib"),
        umbilicus_level=level("umbilicus"),
        buttock_point_level=level("buttock_point"),
        crotch_level=level("crotch"),
        gluteal_fold_level=level("crotch") - figure("gluteal_fold_below_crotch_mm") * ratio,
        mid_patella_level=level("mid_patella"),
        chest_circumference=chest,
        chest_depth=chest * figure(f"chest_depth_to_circumference_{sex}_ratio"),
        lower_rib_breadth=waist_breadth * figure(f"lower_rib_to_waist_breadth_{sex}_ratio"),
        waist_circumference=relation("waist_circumference"),
        waist_breadth=waist_breadth,
        waist_depth=relation("waist_depth"),
        hip_circumference=relation("hip_circumference"),
        hip_breadth=relation("hip_breadth"),
        buttock_depth=relation("buttock_depth"),
        between_thighs=figure("between_thighs_mm") * ratio,
        thigh_circumference=thigh,
        middle_thigh_circumference=lower_thigh
        + figure("middle_thigh_circumference_share_ratio") * (thigh - lower_thigh),
        lower_thigh_circumference=lower_thigh,
        knee_circumference=lower_thigh * figure("knee_to_lower_thigh_circumference_ratio"),
        below_knee_circumference=lower_thigh
        * figure("below_knee_to_lower_thigh_circumference_ratio"),
        psis_cover=cover,
        sacral_cover=cover * figure("sacral_to_psis_cover_ratio"),
        pubic_cover=cover * figure("pubic_to_psis_cover_ratio"),
    )
