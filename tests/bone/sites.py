"""Bodies to build bone in, made once for each patient: what is resected does not move an anchor."""

from functools import cache

from flapplanner.anatomy import PatientAnatomy, patient_anatomy
from flapplanner.case import Case, complete
from tests.bone.resections import ATLAS
from tests.given import case


def anatomy_of(completed: Case) -> PatientAnatomy:
    patient = completed.patient
    return _anatomy(patient.sex, patient.stature_mm, patient.mass_kg)


@cache
def _anatomy(sex: str | None, stature_mm: float | None, mass_kg: float | None) -> PatientAnatomy:
    patient = {"sex": sex, "stature_mm": stature_mm, "mass_kg": mass_kg}
    return patient_anatomy(complete(case(patient=patient)).case, ATLAS)
