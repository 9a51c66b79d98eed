"""The defect as the sidebar asks for it: place, resection, missing skin, and what lies beneath."""

from __future__ import annotations

import streamlit as st

from flapplanner.case import Defect, EllipseSkin, NoSkin, PolygonSkin, RectangleSkin, Skin
from flapplanner.ui import words
from flapplanner.ui.fields import Changes, Slots, choice, length, maybe_answer, maybe_length
from flapplanner.ui.session import Session

# Spans a hand can set on a slider; a case may state more, and then they are wider.
SIZE_MM = (10.0, 300.0)
TURN_DEG = (-90.0, 90.0)
OFFSET_MM = (-150.0, 150.0)
DEPTH_MM = (0.0, 150.0)
CAVITY_ML = (0.0, 3000.0)
GAP_MM = (0.0, 250.0)
# What a gap starts from once it is stated where it followed from the resection: 0 would say that
# no bone is to be bridged.
NEW_GAP_MM = 90.0
# What a new outline starts from where the opened case has none of this kind.
NEW_OUTLINE_MM = (100.0, 75.0)
LONGEST_MM = 600.0


def defect_entered(now: Session, slots: Slots) -> Changes:
    """The fields of the defect: where it is, what is resected, the skin, and what lies beneath."""
    defect = now.case.defect
    st.subheader("Defect")
    region, side = st.columns([4, 3])
    with region:
        chosen_region = choice(now, "Region", "region", words.REGIONS, defect.region)
    with side:
        chosen_side = choice(now, "Side", "side", words.SIDES, defect.side)
    level = choice(now, "Resection", "level", words.LEVELS, defect.resection.level)
    with st.container(horizontal=True):
        l5 = st.checkbox("with L5", defect.resection.l5, now.key("l5"))
        ilium = st.checkbox("with ilium", defect.resection.ilium, now.key("ilium"))
    skin = _skin(now, defect)
    st.subheader("Beneath")
    return {
        "region": chosen_region,
        "side": chosen_side,
        "resection": {"level": level, "l5": l5, "ilium": ilium},
        "skin": skin,
        "depth_mm": maybe_length(now, slots, "Depth", "defect.depth_mm", defect.depth_mm, DEPTH_MM),
        "cavity_ml": maybe_length(
            now, slots, "Cavity", "defect.cavity_ml", defect.cavity_ml, CAVITY_ML, "ml", 10.0
        ),
        "bone_gap_mm": maybe_length(
            now,
            slots,
            "Bone gap",
            "defect.bone_gap_mm",
            defect.bone_gap_mm,
            GAP_MM,
            start=NEW_GAP_MM,
        ),
        "unstable": maybe_answer(
            now, "Spine or pelvis", "unstable", words.UNSTABLE, defect.unstable
        ),
        "exposed": st.multiselect(
            "Exposed",
            list(words.EXPOSED),
            list(defect.exposed),
            format_func=words.EXPOSED.__getitem__,
            key=now.key("exposed"),
            placeholder="nothing stated",
        ),
    }


def _skin(now: Session, defect: Defect) -> Changes:
    st.subheader("Missing skin")
    traced = isinstance(defect.skin, PolygonSkin)
    shapes = {key: word for key, word in words.SHAPES.items() if traced or key != "polygon"}
    shape = choice(now, "Shape", "shape", shapes, defect.skin.shape)
    turn = defect.skin.turn_deg if isinstance(defect.skin, EllipseSkin | RectangleSkin) else 0.0
    start_length, start_width = _size_mm(defect.skin)
    fixed = _why_fixed(shape)
    along = fixed or "Along the body's axis, before the turn."
    across = fixed or "Across the body's axis, before the turn."
    size = {
        "length_mm": length(
            now, "Length", "length", start_length, SIZE_MM, tip=along, disabled=bool(fixed)
        ),
        "width_mm": length(
            now, "Width", "width", start_width, SIZE_MM, tip=across, disabled=bool(fixed)
        ),
        "turn_deg": length(
            now,
            "Turn, counter-clockwise",
            "turn",
            turn,
            TURN_DEG,
            "°",
            tip=fixed,
            disabled=bool(fixed),
        ),
    }
    skin, none = defect.skin, shape == "none"
    right, cranial = (
        (0.0, 0.0) if isinstance(skin, NoSkin) else (skin.offset_right_mm, skin.offset_cranial_mm)
    )
    from_where = "From the middle of the region to the middle of the missing skin."
    tip = fixed if none else from_where
    offset = {
        "offset_right_mm": length(
            now, "Offset to the patient's right", "right", right, OFFSET_MM, tip=tip, disabled=none
        ),
        "offset_cranial_mm": length(
            now, "Offset cranially", "cranial", cranial, OFFSET_MM, tip=tip, disabled=none
        ),
    }
    if shape == "none":
        return {"shape": shape}
    if isinstance(skin, PolygonSkin) and shape == "polygon":
        return {**skin.model_dump(), **offset}
    return {"shape": shape, **size, **offset}


def _why_fixed(shape: str) -> str | None:
    """Why the size of this shape cannot be set; None where it can."""
    return {
        "none": "No skin is missing.",
        "polygon": "The outline was traced and stays as it is; another shape can be sized.",
    }.get(shape)


def _size_mm(skin: Skin) -> tuple[float, float]:
    """Length and width at which the sliders start [mm]: those of a traced outline are its spans."""
    match skin:
        case NoSkin():
            return NEW_OUTLINE_MM
        case PolygonSkin(points_mm=points):
            us, vs = zip(*points, strict=True)
            return _span_mm(vs), _span_mm(us)
    return skin.length_mm, skin.width_mm


def _span_mm(along: tuple[float, ...]) -> float:
    """The span of some coordinates [mm], within what a slider may hold."""
    return min(max(max(along) - min(along), 1.0), LONGEST_MM)
