"""The case: what the surgeon states about one patient, and what is estimated where it is not.

>>> from flapplanner.case import complete, case_from_text
>>> case = case_from_text(
...     "{schema: flapplanner-case/1, label: a, defect: {region: sacral, "
...     "resection: {level: s2_s3}, skin: {shape: ellipse, length_mm: 120, width_mm: 90}}}",
...     "a.yaml",
... )
>>> [estimate.field for estimate in complete(case).estimates][:3]
['patient.sex', 'patient.stature_mm', 'patient.mass_kg']
"""

from flapplanner.case.case import Case, case_from_text
from flapplanner.case.estimates import Completed, Estimate, complete
from flapplanner.case.parts import (
    Defect,
    EarlierFlap,
    EllipseSkin,
    History,
    NoSkin,
    Notes,
    Patient,
    PolygonSkin,
    Preferences,
    PresentVariant,
    Radiation,
    RectangleSkin,
    Resection,
    Skin,
    Surgery,
    VesselEvent,
    Weights,
)
from flapplanner.case.rules import Citation, estimate_citations

__all__ = [
    "Case",
    "Citation",
    "Completed",
    "Defect",
    "EarlierFlap",
    "EllipseSkin",
    "Estimate",
    "History",
    "NoSkin",
    "Notes",
    "Patient",
    "PolygonSkin",
    "Preferences",
    "PresentVariant",
    "Radiation",
    "RectangleSkin",
    "Resection",
    "Skin",
    "Surgery",
    "VesselEvent",
    "Weights",
    "case_from_text",
    "complete",
    "estimate_citations",
]
