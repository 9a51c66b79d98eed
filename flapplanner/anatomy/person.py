"""How one patient differs from the reference body: by stature, sex and mass."""

from __future__ import annotations

from flapplanner.anatomy.vessels import Scale
from flapplanner.case import Patient
from vascular_models import Atlas, Relation


def scale_of(patient: Patient, atlas: Atlas) -> Scale:
    """The ratios of a completed patient to the reference body.

    Lengths grow with stature and masses with the body's mass. The calibres that the atlas knows
    to differ by sex were measured on both sexes, taken as half and half: with r the ratio of a
    woman's to a man's, a man's are 2 / (1 + r) of them and a woman's 2 r / (1 + r).

    >>> from vascular_models import load_atlas
    >>> patient = Patient(sex="female", stature_mm=1750, mass_kg=73)
    >>> round(scale_of(patient, load_atlas()).calibre, 3)
    0.876
    """
    assert patient.stature_mm is not None and patient.mass_kg is not None
    ratio = atlas.body["female_to_male_artery_diameter_ratio"].central
    of_a_man = 2 / (1 + ratio)
    return Scale(
        length=patient.stature_mm / atlas.body["reference_stature_mm"].central,
        calibre=of_a_man * ratio if patient.sex == "female" else of_a_man,
        mass=patient.mass_kg / atlas.body["reference_mass_kg"].central,
    )


def thickness_ratio(follows: str | None, patient: Patient, atlas: Atlas) -> float:
    """How thick a layer is against the published mean, which was that of a mean build.

    The published relation (`follows`) is taken at the patient's body mass index and at the mean
    one of the survey for the sex, at the same stature and age; an age that is not stated is left
    out of both. 1 where the layer follows no relation.
    """
    if follows is None:
        return 1.0
    stature_mm, age_years = patient.stature_mm, patient.age_years or 0.0
    assert stature_mm and patient.mass_kg and patient.sex
    mean_index = atlas.body[f"mean_body_mass_index_{patient.sex}_kg_per_m2"].central
    relation = _of_sex(follows, patient.sex, atlas)
    index = patient.mass_kg / (stature_mm / 1000) ** 2
    here, usual = (relation.at(stature_mm, one, age_years) for one in (index, mean_index))
    return max(atlas.body["least_layer_ratio"].central, here / usual)


def _of_sex(name: str, sex: str, atlas: Atlas) -> Relation:
    return atlas.relations.get(f"{name}_{sex}") or atlas.relations[name]
