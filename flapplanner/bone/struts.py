"""Struts: whether the bone a flap gives is long enough for the gap it is to bridge."""

from __future__ import annotations

from dataclasses import dataclass

from vascular_models import BoneForm


@dataclass(frozen=True)
class StrutFit:
    """The bone a construct needs and the bone its donor gives [mm], and its cortex [mm²]."""

    gap_mm: float
    needed_mm: float
    available_mm: float
    struts: int
    section_area_mm2: float

    @property
    def spare_mm(self) -> float:
        """Bone left over [mm]; negative when it is too short."""
        return self.available_mm - self.needed_mm


def strut_fit(form: BoneForm, bone_length_mm: float, gap_mm: float, docking_mm: float) -> StrutFit:
    """Needed and available bone [mm] for `form.struts` struts across one gap each.

    needed = struts x (gap + docking); available = bone length less its protected ends, and not
    more than is ever harvested. `section_area_mm2` is the cortex of all struts together.
    """
    usable = bone_length_mm - form.protected_proximal_mm.central - form.protected_distal_mm.central
    if form.max_length_mm is not None:
        usable = min(usable, form.max_length_mm.central)
    return StrutFit(
        gap_mm=gap_mm,
        needed_mm=form.struts * (gap_mm + docking_mm),
        available_mm=usable,
        struts=form.struts,
        section_area_mm2=form.struts * form.section_area_mm2.central,
    )
