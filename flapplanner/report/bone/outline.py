"""The pelvis and the lower spine as calm outlines through the landmarks: schematic.

How thick the bones are drawn is for the eye; no figure is taken from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from shapely import union_all
from shapely.geometry.base import BaseGeometry

from flapplanner.report.bone.view import Array, Places, View, area, limb, smooth
from vascular_models import load_atlas

Hand = Literal["right", "left"]
HANDS: tuple[Hand, Hand] = ("right", "left")
Name = Literal["l4", "l5", "sacrum", "hip_bone", "femur"]

# The rim of the iliac wing, from the posterior superior iliac spine over the crest and back.
WING = (
    "psis", "iliac_crest_behind", "iliac_crest_top", "iliac_crest_outer", "iliac_tubercle",
    "asis", "aiis", "iliopubic_eminence", "sciatic_notch_roof", "piis",
)  # fmt: skip
_SACRUM_SIDE = (
    "s1_endplate_posterior_edge", "sacral_back_s1", "sacral_back_s1_s2", "median_sacral_crest_s2",
    "sacral_back_s2_s3", "sacral_back_s3_s4", "sacral_crest_lowest_prominence",
    "sacrococcygeal_tip", "sacral_apex_front", "sacral_front_s3_s4", "sacral_front_s2_s3",
    "sacral_front_s1_s2", "promontory",
)  # fmt: skip
_SACRUM_EDGE = (
    "l5_inferior_edge", "sacral_ala", "sacroiliac_joint_low", "sacral_inferior_lateral_angle",
)  # fmt: skip


# How thick each part of the hip bone is drawn: the radius [mm] about each of its landmarks.
_SOCKET = (("sciatic_notch_roof", 5.0), ("hip_centre", 29.0), ("aiis", 6.0))
_ISCHIUM = (
    ("hip_centre", 20.0),
    ("ischial_tuberosity_posterior", 11.0),
    ("ischial_tuberosity_lowest", 10.0),
)
_SPINE = (("sciatic_notch_roof", 4.0), ("hip_centre", 18.0), ("ischial_spine", 3.0))
_UPPER_RAMUS = (("hip_centre", 15.0), ("iliopubic_eminence", 9.0), ("pubic_tubercle", 7.0))
_PUBIS = (("pubic_tubercle", 7.0), ("pubic_symphysis_top", 5.0), ("pubic_symphysis_low", 6.0))
_LOWER_RAMUS = (("pubic_symphysis_low", 7.0), ("ischial_tuberosity_lowest", 8.0))
_ROUNDED_MM = 5.0


@dataclass(frozen=True)
class Bone:
    """One bone in one view [mm]; `hand` is None in the midline."""

    name: Name
    hand: Hand | None
    shape: BaseGeometry


def skeleton(places: Places, view: View) -> tuple[Bone, ...]:
    """All bones that a view shows, from the back of the picture to its front.

    Seen from one side, the near half of the pelvis only.
    """
    near: tuple[Hand, ...] = HANDS
    if view.name == "lateral":
        near = ("right",) if view.across[1] > 0 else ("left",)
    femurs = [Bone("femur", hand, _femur(places, hand, view)) for hand in near]
    halves = [Bone("hip_bone", hand, _hip_bone(places, hand, view)) for hand in near]
    spine = [*_vertebrae(places, view), Bone("sacrum", None, _sacrum(places, view))]
    behind, before = (femurs, halves) if view.name == "posterior" else (halves, femurs)
    return (*spine, *behind, *before)


def size_of(places: Places) -> float:
    """This patient's size over the reference body's, as the iliac spines show it."""
    return float(places["psis_right"][0] / load_atlas().landmarks["psis"].point_mm[0])


def sacrum_rim(places: Places) -> Array:
    """The border of the sacrum as seen from behind, a closed line in space (n, 3) [mm]."""
    right, left = ([places[f"{name}_{hand}"] for name in _SACRUM_EDGE] for hand in HANDS)
    return smooth([*right, places["sacrococcygeal_tip"], *reversed(left)])


def wing_rim(places: Places, hand: Hand) -> Array:
    """The rim of one iliac wing, a closed line in space (n, 3) [mm]."""
    return smooth(places[f"{name}_{hand}"] for name in WING)


def endplate(places: Places, which: str) -> Array:
    """The rim of an endplate, such as `l5_superior`, as a closed line in space (24, 3) [mm]."""
    front, back = _front_and_back(places, which)
    out = (places[f"{which}_edge_right"] - places[f"{which}_edge_left"]) / 2
    turns = np.linspace(0, 2 * np.pi, 25)[:-1, None]
    rim: Array = (front + back) / 2 + np.cos(turns) * out + np.sin(turns) * (front - back) / 2
    return rim


def pubic_part(places: Places, hand: Hand, view: View) -> BaseGeometry:
    """What stays of a hip bone when its socket goes: the pubis from the obturator canal inward."""
    at, size = _finder(places, hand), size_of(places)
    start = (at("iliopubic_eminence") + 2 * at("pubic_tubercle")) / 3
    stump = limb([(start, 7 * size), (at("pubic_tubercle"), 7 * size)], view)
    return union_all([stump, _limb(at, _PUBIS, size, view)])


def _front_and_back(places: Places, which: str) -> tuple[Array, Array]:
    if which == "l5_inferior":  # it rests on the sacrum
        return places["promontory"], places["s1_endplate_posterior_edge"]
    return places[f"{which}_front"], places[f"{which}_back"]


def _vertebrae(places: Places, view: View) -> Iterator[Bone]:
    """The bodies of L4 and L5, their corners rounded."""
    corner = 3 * size_of(places)
    names: tuple[Name, Name] = ("l4", "l5")
    for name in names:
        upper, lower = f"{name}_superior", f"{name}_inferior"
        if view.name == "lateral":
            (a, b), (c, d) = (_front_and_back(places, one) for one in (upper, lower))
        else:
            a, b = (places[f"{upper}_edge_{hand}"] for hand in HANDS)
            c, d = (places[f"{lower}_edge_{hand}"] for hand in HANDS)
        yield Bone(name, None, area((a, b, d, c), view).buffer(-corner).buffer(corner))


def _sacrum(places: Places, view: View) -> BaseGeometry:
    if view.name == "posterior":
        return area(sacrum_rim(places), view)
    return area(smooth(places[name] for name in _SACRUM_SIDE), view)


def _hip_bone(places: Places, hand: Hand, view: View) -> BaseGeometry:
    at, size = _finder(places, hand), size_of(places)
    parts = (_SOCKET, _ISCHIUM, _SPINE, _UPPER_RAMUS, _PUBIS, _LOWER_RAMUS)
    whole = union_all([
        area(wing_rim(places, hand), view).buffer(2 * size),
        *(_limb(at, part, size, view) for part in parts),
    ])  # fmt: skip
    return whole.buffer(_ROUNDED_MM * size).buffer(-_ROUNDED_MM * size)


def _femur(places: Places, hand: Hand, view: View) -> BaseGeometry:
    at, size = _finder(places, hand), size_of(places)
    head = float(np.linalg.norm(at("femoral_head_top") - at("hip_centre")))
    shaft = (at("lesser_trochanter") + at("greater_trochanter_lateral")) / 2
    knee = (at("femur_lateral_epicondyle") + at("femur_medial_epicondyle")) / 2
    neck = shaft + np.array([0.0, 0.0, 18.0 * size])
    parts = [
        [(at("hip_centre"), head)],
        [(at("hip_centre"), 15 * size), (neck, 15 * size)],
        [(at("greater_trochanter_tip"), 7 * size), (shaft, 17 * size), (knee, 14 * size)],
        [
            (
                at("greater_trochanter_lateral") + (shaft - at("greater_trochanter_lateral")) / 3,
                11 * size,
            )
        ],
        [(at("lesser_trochanter"), 7 * size), (shaft, 14 * size)],
    ]
    whole = union_all([limb(part, view) for part in parts])
    return whole.buffer(_ROUNDED_MM * size).buffer(-_ROUNDED_MM * size)


def _finder(places: Places, hand: Hand) -> Callable[[str], Array]:
    """Finds a landmark of one side, or of the midline."""

    def at(name: str) -> Array:
        return places[name] if name in places else places[f"{name}_{hand}"]

    return at


def _limb(
    at: Callable[[str], Array], part: tuple[tuple[str, float], ...], size: float, view: View
) -> BaseGeometry:
    return limb([(at(name), radius * size) for name, radius in part], view)
