"""What a resection takes of the bones that are drawn, and what it leaves."""

from __future__ import annotations

from dataclasses import dataclass

from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from flapplanner.case import Case
from flapplanner.report.bone.outline import HANDS, Bone, Hand, pubic_part, skeleton
from flapplanner.report.bone.view import Array, Places, View

# Beyond every picture [mm].
FAR_MM = 1000.0
# Behind and in front: the two ends of the cut in the midline, by the level of the resection.
CUTS = {
    "s1_s2": ("sacral_back_s1_s2", "sacral_front_s1_s2"),
    "s2_s3": ("sacral_back_s2_s3", "sacral_front_s2_s3"),
    "below_s3": ("sacral_back_s3_s4", "sacral_front_s3_s4"),
}


@dataclass(frozen=True)
class Part:
    """A bone in one view: what stays of it and what is taken [mm]; either may be empty."""

    bone: Bone
    kept: BaseGeometry
    taken: BaseGeometry


def parts(case: Case, places: Places, view: View) -> tuple[Part, ...]:
    """All bones of a view with what the case's resection takes of them."""
    found = []
    for bone in skeleton(places, view):
        gone = _gone(bone, case, places, view)
        kept, taken = bone.shape.difference(gone), bone.shape.intersection(gone)
        if bone.name == "sacrum" and _half_stays(case) and view.name == "lateral":
            kept = bone.shape  # the far half stands behind what is taken
        found.append(Part(bone, kept, taken))
    return tuple(found)


def sides_of(case: Case) -> tuple[Hand, ...]:
    """The sides of the pelvis on which bone is taken: those of the limb, else of the defect."""
    limb = case.surgery.limb_sacrificed
    side = case.defect.side if limb == "none" else limb
    return HANDS if side == "midline" else (side,)


def _half_stays(case: Case) -> bool:
    return case.defect.resection.level == "hemisacrectomy" and len(sides_of(case)) == 1


def _gone(bone: Bone, case: Case, places: Places, view: View) -> BaseGeometry:
    """The part of the view in which nothing of a bone stays."""
    resection = case.defect.resection
    nothing, everything = Polygon(), _box(-FAR_MM, FAR_MM)
    match bone.name:
        case "l5":
            return everything if resection.l5 else nothing
        case "l4":
            return nothing
        case "sacrum":
            return _of_sacrum(case, places, view)
        case "femur":
            return everything if case.surgery.limb_sacrificed == bone.hand else nothing
    assert bone.hand
    if not resection.ilium or bone.hand not in sides_of(case):
        return nothing
    if case.surgery.limb_sacrificed == bone.hand:
        return everything.difference(pubic_part(places, bone.hand, view))
    return _of_ilium(places, bone.hand, view)


def _of_sacrum(case: Case, places: Places, view: View) -> BaseGeometry:
    level = case.defect.resection.level
    if level == "none":
        return Polygon()
    if level in CUTS:
        back, front = (places[name] for name in CUTS[level])
        return _below(back, front, view)
    if level == "total" or not _half_stays(case) or view.name == "lateral":
        return _box(-FAR_MM, FAR_MM)
    return _box(0, FAR_MM) if sides_of(case) == ("right",) else _box(-FAR_MM, 0)


def _below(back: Array, front: Array, view: View) -> Polygon:
    """All below the cut: level as seen from behind, sloping as seen from the side."""
    (u, v), (other_u, other_v) = view.flat(back), view.flat(front)
    if view.name == "posterior":
        middle = (v + other_v) / 2
        ends = [(-FAR_MM, middle), (FAR_MM, middle)]
    else:
        slope = (other_v - v) / (other_u - u)
        ends = [(end, v + slope * (end - u)) for end in (-FAR_MM, FAR_MM)]
    return Polygon([*ends, (FAR_MM, -2 * FAR_MM), (-FAR_MM, -2 * FAR_MM)])


def _of_ilium(places: Places, hand: Hand, view: View) -> Polygon:
    """All above the roof of the greater sciatic notch and the anterior inferior spine."""
    notch, spine = (view.flat(places[f"{n}_{hand}"]) for n in ("sciatic_notch_roof", "aiis"))
    (u, v), (other_u, other_v) = sorted((notch, spine))
    line = [(-FAR_MM, v), (u, v), (other_u, other_v), (FAR_MM, other_v)]
    return Polygon([*line, (FAR_MM, FAR_MM), (-FAR_MM, FAR_MM)])


def _box(low: float, high: float) -> Polygon:
    return Polygon([(low, -FAR_MM), (high, -FAR_MM), (high, FAR_MM), (low, FAR_MM)])
