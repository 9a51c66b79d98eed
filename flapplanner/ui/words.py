"""The words of the pages: what the terms of a case are called on the screen."""

from __future__ import annotations

from string import punctuation

REGIONS = {
    "lumbosacral": "lumbosacral",
    "sacral": "sacral",
    "iliosacral": "iliosacral",
    "hemipelvis": "hemipelvis",
    "gluteal": "buttock",
    "perineal": "perineum",
}
SIDES = {"midline": "midline", "left": "left", "right": "right"}
VESSEL_SIDES = {**SIDES, "both": "both sides"}
LEVELS = {
    "none": "no bone",
    "below_s3": "sacrum below S3",
    "s2_s3": "sacrum from S2 or S3",
    "s1_s2": "sacrum from S1 or S2",
    "total": "whole sacrum",
    "hemisacrectomy": "half of the sacrum",
}
SHAPES = {
    "none": "none",
    "ellipse": "ellipse",
    "rectangle": "rectangle",
    "polygon": "traced outline",
}
EXPOSED = {
    "dura": "dura",
    "bone": "bone",
    "implant": "implant",
    "bowel": "bowel",
    "vessels": "vessels",
    "nerve": "nerve",
}
EVENTS = {
    "ligated": "ligated",
    "occluded": "occluded",
    "resected": "resected",
    "irradiated": "irradiated",
    "stenosed": "narrowed",
}
APPROACHES = {
    "posterior": "from behind",
    "anterior": "from in front",
    "anterior_posterior": "from in front and behind",
    "lateral": "from the side",
}
LIMBS = {"none": "none", "left": "left", "right": "right"}
SEXES = {"female": "female", "male": "male"}
MICROSURGERY = {"yes": "available", "no": "not available"}
BONE_QUALITIES = {"normal": "normal", "osteopenic": "osteopenic", "osteoporotic": "osteoporotic"}
CHEMOTHERAPIES = {
    "none": "none",
    "before": "before the operation",
    "planned": "to follow the operation",
}
BONE_RECONSTRUCTION = {"yes": "wanted", "no": "not wanted"}
UNSTABLE = {"yes": "unstable", "no": "not unstable"}
UNITS = {
    "percent": "%",
    "points": "points",
    "body weights": "body weights",
    "patients": "patients",
    "mm2": "mm²",
    "mm": "mm",
}
FIELDS = {
    "patient.sex": "Sex",
    "patient.stature_mm": "Stature",
    "patient.mass_kg": "Mass",
    "defect.depth_mm": "Depth",
    "defect.cavity_ml": "Cavity",
    "defect.bone_gap_mm": "Bone gap",
    "surgery.approach": "Approach",
    "history.laparotomy": "Laparotomy",
    "surgery.positions": "Positions",
    "surgery.microsurgery": "Microsurgery",
    "preferences.inset_margin_mm": "Inset margin",
    "preferences.target_coverage": "Target coverage",
}
# What is said of a field that is left open and that nothing estimates.
LEFT_OPEN = {"defect.bone_gap_mm": "Follows from the resection."}


def vessel_in_words(vessel: str) -> str:
    """A vessel's name as it is spoken.

    >>> vessel_in_words("internal_iliac_artery")
    'internal iliac artery'
    """
    return vessel.replace("_", " ")


def percent_text(fraction: float | None) -> str:
    """A share in percent, to the 0.1 % within which the placement is searched.

    >>> percent_text(0.98765), percent_text(None)
    ('98.8 %', '–')
    """
    return "–" if fraction is None else f"{100 * fraction:.1f} %"


def plain(text: str) -> str:
    """A text whose signs Streamlit does not read as markup: what a file says is only ever shown.

    >>> print(plain("a.yaml: ![x](http://y)"))
    a\\.yaml\\: \\!\\[x\\]\\(http\\:\\/\\/y\\)
    """
    return "".join(f"\\{sign}" if sign in punctuation else sign for sign in text)
