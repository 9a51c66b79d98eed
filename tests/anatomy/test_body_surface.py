from typing import Any, Literal

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flapplanner.anatomy.body_surface import body_surface
from flapplanner.anatomy.body_tape import Tape, tape_of
from flapplanner.case import Patient
from flapplanner.geometry.surface.mesh import Mesh
from flapplanner.geometry.surface.nearest import nearest
from flapplanner.geometry.surface.sections import level_section, tape_mm
from vascular_models import load_atlas

ATLAS = load_atlas()
Sex = Literal["female", "male"]
BODIES: tuple[tuple[Sex, float, float], ...] = (
    ("male", 1750, 25),
    ("male", 2000, 18),
    ("male", 1500, 40),
    ("female", 1630, 25.5),
    ("female", 1500, 18),
    ("female", 1800, 40),
)
MEAN_BODIES: tuple[tuple[Sex, float, float], ...] = (
    ("male", 1756.2, 27.69),
    ("female", 1628.5, 25.5),
)
# Points of the atlas on or just under the skin of the reference body; a lean body has less there.
SUPERFICIAL = {"umbilicus", "xiphoid", "lateral_hip_tunnel", "lateral_thigh"}
BELOW_THE_KNEE = {"lateral_malleolus", "medial_malleolus"}


def patient(sex: Sex, stature_mm: float, index: float) -> Patient:
    return Patient(sex=sex, stature_mm=stature_mm, mass_kg=index * (stature_mm / 1000) ** 2)


def circumferences(mesh: Mesh, tape: Tape) -> dict[str, tuple[float, float]]:
    levels = {
        "waist": (tape.umbilicus_level, tape.waist_circumference),
        "hip": (tape.buttock_point_level, tape.hip_circumference),
        "thigh": (tape.gluteal_fold_level, tape.thigh_circumference),
    }
    return {
        name: (tape_mm(level_section(mesh, level)[0]), wanted)
        for name, (level, wanted) in levels.items()
    }


def depths(body: tuple[Sex, float, float]) -> dict[str, float]:
    names = [name for name in ATLAS.landmarks if name not in BELOW_THE_KNEE]
    ratio = body[1] / ATLAS.body["reference_stature_mm"].central
    points = np.array([ATLAS.landmarks[name].point_mm for name in names]) * ratio
    found = nearest(body_surface(patient(*body), ATLAS), points).depth_mm
    return dict(zip(names, found.tolist(), strict=True))


def worst_angle_deg(mesh: Mesh) -> float:
    corners = mesh.vertices_mm[mesh.faces]
    worst = 180.0
    for i in range(3):
        a, b = (corners[:, (i + k) % 3] - corners[:, i] for k in (1, 2))
        angle = np.arctan2(np.linalg.norm(np.cross(a, b), axis=1), np.sum(a * b, axis=1))
        worst = min(worst, float(np.degrees(angle.min())))
    return worst


@pytest.mark.parametrize("body", BODIES)
def test_the_surface_is_closed_in_one_piece_and_well_formed(body: Any) -> None:
    mesh = body_surface(patient(*body), ATLAS)
    assert mesh.is_manifold
    assert mesh.euler == 2
    assert mesh.volume_ml > 0
    assert worst_angle_deg(mesh) > 10
    assert 7_000 < len(mesh.vertices_mm) < 24_000
    ends = mesh.vertices_mm[mesh.edges]
    assert 9 < np.linalg.norm(ends[:, 0] - ends[:, 1], axis=1).mean() < 10.5


@settings(max_examples=12, deadline=None)
@given(st.sampled_from(("male", "female")), st.floats(1500, 2000), st.floats(18, 40))
@example("male", 2000.0, 18.0)
@example("female", 1500.0, 40.0)
def test_the_tape_finds_the_published_circumferences(
    sex: Sex, stature_mm: float, index: float
) -> None:
    person = patient(sex, stature_mm, index)
    mesh = body_surface(person, ATLAS)
    assert mesh.is_manifold
    assert mesh.euler == 2
    for name, (found, wanted) in circumferences(mesh, tape_of(person, ATLAS)).items():
        assert found == pytest.approx(wanted, rel=0.03), name


@pytest.mark.parametrize("stature_mm", [1200, 2200])
@pytest.mark.parametrize("mass_kg", [25, 300])
@pytest.mark.parametrize("sex", ["male", "female"])
def test_the_most_unlikely_patient_a_case_allows_still_has_a_surface(
    sex: Sex, mass_kg: float, stature_mm: float
) -> None:
    mesh = body_surface(Patient(sex=sex, stature_mm=stature_mm, mass_kg=mass_kg), ATLAS)
    assert mesh.is_manifold
    assert mesh.euler == 2


def test_right_and_left_are_alike_to_the_last_bit() -> None:
    points = body_surface(patient("female", 1650, 24), ATLAS).vertices_mm
    mirrored = points * np.array([-1.0, 1.0, 1.0])
    assert {tuple(p) for p in points.tolist()} == {tuple(p) for p in mirrored.tolist()}


@pytest.mark.parametrize("body", [*MEAN_BODIES, *BODIES])
def test_what_lies_inside_a_living_body_lies_inside_the_surface(body: Any) -> None:
    outside = {n: d for n, d in depths(body).items() if d <= 0 and n not in SUPERFICIAL}
    assert outside == {}


@pytest.mark.parametrize("body", MEAN_BODIES)
def test_in_a_body_of_mean_build_no_point_of_the_atlas_is_far_outside(body: Any) -> None:
    assert min(depths(body).values()) > -6


@pytest.mark.parametrize("body", BODIES)
def test_the_soft_tissue_over_the_bones_is_about_what_was_assumed(body: Any) -> None:
    tape, found = tape_of(patient(*body), ATLAS), depths(body)
    assert found["psis"] == pytest.approx(tape.psis_cover, abs=9)
    assert found["sacral_crest_lowest_prominence"] == pytest.approx(tape.sacral_cover, abs=14)
    assert found["pubic_symphysis_top"] == pytest.approx(tape.pubic_cover, abs=10)
    assert found["asis"] > 5
    assert found["greater_trochanter_lateral"] > 5


def test_thighs_are_two_below_the_crotch_and_the_trunk_one_above_it() -> None:
    person = patient("male", 1750, 40)
    mesh, tape = body_surface(person, ATLAS), tape_of(person, ATLAS)
    assert len(level_section(mesh, tape.gluteal_fold_level)) == 2
    assert len(level_section(mesh, tape.mid_patella_level)) == 2
    assert len(level_section(mesh, tape.buttock_point_level)) == 1


def test_the_buttocks_are_parted_by_a_cleft_and_the_back_is_hollow() -> None:
    person = patient("male", 1750, 25)
    mesh, tape = body_surface(person, ATLAS), tape_of(person, ATLAS)

    def back(level: float, x: float) -> float:
        points = mesh.vertices_mm
        near = np.abs(points[:, :3] - (x, 0, level))
        return float(points[(near[:, 0] < 8) & (near[:, 2] < 8), 1].min())

    buttock = back(tape.buttock_point_level, 75)
    assert back(tape.buttock_point_level, 0) > buttock + 30
    assert back(tape.umbilicus_level, 0) > max(buttock, back(tape.nipple_level, 0)) + 20


def test_a_surface_is_made_once_for_one_stature_mass_and_sex() -> None:
    person = patient("female", 1700, 22)
    older = person.model_copy(update={"age_years": 70.0})
    assert body_surface(person, ATLAS) is body_surface(older, ATLAS)
    assert body_surface(person, ATLAS) is not body_surface(patient("male", 1700, 22), ATLAS)
