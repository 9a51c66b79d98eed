"""A patient's vessels differ from the reference body's by stature, sex and mass."""

import pytest

from flapplanner.anatomy import Scale, vascular_graph
from flapplanner.anatomy.person import scale_of, thickness_ratio
from flapplanner.case import Patient
from vascular_models import load_atlas

ATLAS = load_atlas()
FOLLOWED = sorted({f.thickness_follows for f in ATLAS.flaps.values() if f.thickness_follows})


def patient(**other: object) -> Patient:
    stated = {"sex": "male", "stature_mm": 1750.0, "mass_kg": 73.0, **other}
    return Patient.model_validate(stated)


def test_the_reference_body_has_its_own_lengths_and_masses() -> None:
    scale = scale_of(patient(), ATLAS)
    assert (scale.length, scale.mass) == (1.0, 1.0)


def test_calibres_of_both_sexes_average_to_the_published_one() -> None:
    """A sample of men and women in equal parts has the published mean."""
    male, female = (scale_of(patient(sex=sex), ATLAS).calibre for sex in ("male", "female"))
    assert (male + female) / 2 == pytest.approx(1.0)
    assert female / male == pytest.approx(
        ATLAS.body["female_to_male_artery_diameter_ratio"].central
    )


def test_a_scale_reaches_every_length_but_only_the_calibres_that_differ_by_sex() -> None:
    plain, scaled = vascular_graph(ATLAS), vascular_graph(ATLAS, Scale(1.1, 0.9, 2.0))
    by_sex = {name for name, vessel in ATLAS.vessels.items() if vessel.differs_by_sex}
    assert by_sex, "some calibres differ by sex"
    for start, end, before in plain.edges(data=True):
        after = scaled.edges[start, end]
        if before["kind"] == "bed":
            assert after["mass_g"] == pytest.approx(2.0 * before["mass_g"])
            continue
        assert after["length_mm"] == pytest.approx(1.1 * before["length_mm"])
        if before["kind"] == "axial":
            factor = 0.9 if before["vessel"] in by_sex else 1.0
            assert after["diameter_mm"] == pytest.approx(factor * before["diameter_mm"])


@pytest.mark.parametrize("follows", FOLLOWED)
@pytest.mark.parametrize("sex", ["male", "female"])
def test_fat_grows_with_the_body_mass_index(follows: str, sex: str) -> None:
    index = ATLAS.body[f"mean_body_mass_index_{sex}_kg_per_m2"].central
    mean_kg = index * 1.75**2
    at = [
        thickness_ratio(follows, patient(sex=sex, mass_kg=mean_kg * share), ATLAS)
        for share in (0.5, 0.9, 1.0, 1.2)
    ]
    assert at == sorted(at)
    assert at[0] >= ATLAS.body["least_layer_ratio"].central
    assert at[2] == pytest.approx(1.0)
    assert at[3] > 1.0


def test_a_layer_that_follows_no_relation_stays_as_published() -> None:
    assert thickness_ratio(None, patient(mass_kg=140.0), ATLAS) == 1.0
