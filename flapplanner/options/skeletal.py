"""The bone a flap brings: is it long enough, and does its pedicle come to the gap."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from flapplanner.anatomy import Pedicle
from flapplanner.anatomy.chart_plane import Point3
from flapplanner.bone import strut_fit
from flapplanner.errors import CaseError
from flapplanner.options.gates import bone_gate, reach_gate, recipient_caution
from flapplanner.options.leashes import open_recipients
from flapplanner.options.option import Bone, Gate, Joined, Option, Reach
from flapplanner.options.setting import Setting
from vascular_models import BoneForm, BoneGap, Flap, Side


@dataclass(frozen=True)
class Gap:
    """Where bone is missing: between what, on how many sides, and the middle of it [mm]."""

    title: str
    sides: int
    middle: Point3


def gap_of(setting: Setting) -> Gap:
    """The gap the resection leaves; raises CaseError where the atlas knows of none."""
    defect = setting.case.defect
    for gap in setting.atlas.bone_gaps.values():
        if defect.resection.level in gap.levels and defect.resection.ilium == gap.with_ilium:
            return Gap(gap.title, 2 if gap.side == "both" else 1, _middle(gap, setting))
    ilium = "with" if defect.resection.ilium else "without"
    raise CaseError(
        f"defect.bone_gap_mm is {defect.bone_gap_mm:g}, but a resection {defect.resection.level} "
        f"{ilium} ilium leaves no gap that the atlas knows; allowed is 0."
    )


def _middle(gap: BoneGap, setting: Setting) -> Point3:
    anatomy, defect = setting.anatomy, setting.case.defect
    side = setting.lost_limb or defect.side
    if gap.side == "defect" and side == "midline":
        raise CaseError(
            f"defect.side is midline; a resection {defect.resection.level} leaves its gap on one "
            "side: allowed is left or right."
        )
    sides: tuple[Side, ...] = ("right", "left") if gap.side == "both" else (side,)
    ends = [
        anatomy.places[anatomy.place(end, side)] for side in sides for end in (gap.start, gap.end)
    ]
    middle: Point3 = np.mean(ends, axis=0)
    return middle


def with_bone(option: Option, flap: Flap, side: Side, pedicle: Pedicle, setting: Setting) -> Option:
    """The option with its strut, its recipient and its reach to the middle of the gap."""
    assert flap.bone is not None and setting.case.defect.bone_gap_mm is not None
    gap = gap_of(setting)
    body = setting.atlas.body
    fit = strut_fit(
        flap.bone,
        bone_length_mm(flap.bone, setting),
        setting.case.defect.bone_gap_mm,
        body["docking_total_mm"].central,
    )
    reached = _reach(flap, side, pedicle, gap, setting)
    if isinstance(reached, Gate):
        gates = [reached]
        reach = joined = None
    else:
        reach, joined = reached
        gates = [gate] if (gate := reach_gate(reach, 0.0, 0.0, flap.mechanism == "free")) else []
    if gate := bone_gate(fit, gap.sides):
        gates.append(gate)
    return option.model_copy(
        update={
            "reach": reach,
            "recipient": joined,
            "cautions": (
                *option.cautions,
                *(recipient_caution(joined, setting) if joined else ()),
            ),
            "stages": option.stages + (joined.extra_stages if joined else 0),
            "bone": Bone(
                between=gap.title,
                gap_mm=fit.gap_mm,
                struts=fit.struts,
                needed_mm=fit.needed_mm,
                available_mm=fit.available_mm,
                section_area_mm2=fit.section_area_mm2,
                union_percent=flap.bone.union_percent,
                union_months=flap.bone.union_months,
            ),
            "gates": tuple(gates),
        }
    )


def bone_length_mm(form: BoneForm, setting: Setting) -> float:
    """The whole length of the donor bone [mm] of this patient, scaled by stature."""
    body, patient = setting.atlas.body, setting.case.patient
    if f"{form.bone}_length_mm" in body:
        return body[f"{form.bone}_length_mm"].central * setting.anatomy.length_ratio
    assert patient.stature_mm is not None and patient.sex is not None
    mean_length = body[f"{form.bone}_length_{patient.sex}_mm"].central
    return mean_length * patient.stature_mm / body[f"mean_stature_{patient.sex}_mm"].central


def _reach(
    flap: Flap, side: Side, pedicle: Pedicle, gap: Gap, setting: Setting
) -> tuple[Reach, Joined | None] | Gate:
    anatomy = setting.anatomy

    def reach(place: str, free_length_mm: float) -> Reach:
        needed = float(np.linalg.norm(anatomy.places[place] - gap.middle))
        return Reach.between(free_length_mm=free_length_mm, needed_length_mm=needed, route=(place,))

    if flap.mechanism != "free":
        start = anatomy.place_of_node(flap.start, side)
        assert start is not None
        return reach(start, pedicle.length_mm), None
    found = [
        (reach(place, pedicle.length_mm + joined.added_mm), joined)
        for joined, place in open_recipients(setting.raised(flap, side), setting)
    ]
    if not found:
        return Gate(kind="recipient", sentence="No recipient vessel of the atlas is open.")
    return next(
        (one for one in found if one[0].margin_mm >= 0),
        max(found, key=lambda one: one[0].margin_mm),
    )
