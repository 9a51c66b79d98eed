"""The skin of trunk, buttocks and thighs as a mesh, made from published body measurements."""

from __future__ import annotations

from functools import lru_cache

from flapplanner.anatomy.body_columns import Ease
from flapplanner.anatomy.body_form import BodyForm, body_form
from flapplanner.anatomy.body_tape import Tape, tape_of
from flapplanner.case import Patient
from flapplanner.geometry.surface.mesh import Mesh
from flapplanner.geometry.surface.meshing import mirrored_mesh
from flapplanner.geometry.surface.sections import shape_section, tape_mm
from vascular_models import Atlas

STEP_MM = 10.5  # the mesh then has edges of 10 mm on average
_ROUNDS = 10
# A circumference grows about so much for each per cent of breadth, or of depth, alone.
_CIRCUMFERENCE_PER_BREADTH = 0.6


def body_surface(patient: Patient, atlas: Atlas) -> Mesh:
    """The surface of a completed patient in the body frame [mm], closed, arms and head left out.

    It reaches from the axilla to below the knee and is its own mirror image. Its circumferences
    at umbilicus, buttock and gluteal fold are those of the surveys for the patient's stature,
    mass and sex, within 3 %; the bones of the atlas lie inside. The last few are kept in memory.

    >>> from vascular_models import load_atlas
    >>> mesh = body_surface(Patient(sex="female", stature_mm=1650, mass_kg=65), load_atlas())
    >>> mesh.is_manifold, mesh.euler
    (True, 2)
    """
    return _surface(tape_of(patient, atlas))


@lru_cache(maxsize=4)
def _surface(tape: Tape) -> Mesh:
    form = body_form(tape, _fitted(tape))
    return mirrored_mesh(form.body, form.low_mm, form.high_mm, STEP_MM, _ROUNDS)


def _fitted(tape: Tape) -> Ease:
    """What the form is let out by, from one measurement of the form as first cut."""
    found = _circumferences(body_form(tape, Ease()), tape)
    wanted = (tape.waist_circumference, tape.hip_circumference, tape.thigh_circumference)
    power = 1 / _CIRCUMFERENCE_PER_BREADTH
    return Ease(*((a / b) ** power for a, b in zip(wanted, found, strict=True)))


def _circumferences(form: BodyForm, tape: Tape) -> tuple[float, float, float]:
    reach = 400.0 * tape.ratio
    trunk, thigh = form.trunk_centre_mm, form.thigh_centre_mm
    return (
        tape_mm(shape_section(form.body, tape.umbilicus_level, trunk, reach)),
        tape_mm(shape_section(form.body, tape.buttock_point_level, trunk, reach)),
        tape_mm(shape_section(form.right_limb, tape.gluteal_fold_level, thigh, reach)),
    )
