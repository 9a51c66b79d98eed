"""The columns of the trunk and of the thigh: their sections from a person's measures and bones.

The measures and the bones fix where the skin lies. The shares written here only shape the way
from one measured place to the next; they were judged by eye on shaded pictures.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import pi

from flapplanner.anatomy.body_tape import Tape
from flapplanner.geometry.surface.column import Section, column, superellipse_rim_mm
from flapplanner.geometry.surface.implicit import Shape
from flapplanner.geometry.surface.mesh import Points

_CHEST_EXPONENT = 2.5
_THIGH_EXPONENT = 2.3


@dataclass(frozen=True)
class Ease:
    """By what the breadth at waist and hip, and the depth of the thigh, are let out."""

    waist: float = 1.0
    hip: float = 1.0
    thigh: float = 1.0


def trunk_column(tape: Tape, ease: Ease, bones: dict[str, Points], pubis: float) -> Shape:
    """Column of the trunk: back by the bones, front by the depths, sides by the breadths."""
    r, waist, hip = tape.ratio, ease.waist * tape.waist_breadth / 2, ease.hip * tape.hip_breadth / 2
    back = bones["l4_spinous_process"][1] - tape.sacral_cover
    front = back + tape.waist_depth
    back_chest = bones["scapula_inferior_angle"][1] - 12 * r - 0.3 * tape.psis_cover
    front_chest = back_chest + tape.chest_depth
    chest = _solved(
        lambda a: superellipse_rim_mm(a, tape.chest_depth / 2, _CHEST_EXPONENT),
        tape.chest_circumference,
        0.1 * tape.chest_circumference,
        0.25 * tape.chest_circumference,
    )
    at_waist = _exponent(tape.waist_breadth, tape.waist_depth, tape.waist_circumference)
    at_hip = _exponent(tape.hip_breadth, tape.buttock_depth, tape.hip_circumference)
    tip = bones["sacrococcygeal_tip"]
    crest = bones["sacral_crest_lowest_prominence"]
    cleft = tip[1] - tape.psis_cover
    at_psis = 3 * r - max(tape.psis_cover, 9 * r + 0.5 * tape.psis_cover)
    rib, rib_level = tape.lower_rib_breadth / 2, tape.tenth_rib_level + 10 * r
    arch_level = rib_level + 0.45 * (tape.nipple_level - rib_level)

    def mixed(share: float, one: float, other: float) -> float:
        return share * one + (1 - share) * other

    # level, half-breadth, back, front, exponent
    rows = (
        (tape.crotch_level - 2 * r, 0.2 * hip, 45 * r, pubis - 30 * r, 2.0),
        (tape.buttock_point_level - 12 * r, 0.5 * hip, cleft, pubis - 3 * r, 2.2),
        (tip[2] + 5 * r, 0.84 * hip, cleft, pubis, at_hip),
        (crest[2], 0.97 * hip, crest[1] - tape.sacral_cover, mixed(0.5, pubis, front), 2.8),
        (0.0, mixed(0.5, waist, hip), at_psis, mixed(0.15, pubis, front), 2.7),
        (tape.umbilicus_level, waist, back, front, at_waist),
        (rib_level, rib, back - 8 * r, front - 0.06 * tape.waist_depth, 2.4),
        (arch_level, mixed(0.6, chest, rib), mixed(0.7, back_chest, back),
         mixed(0.7, front_chest, front), 2.5),
        (tape.nipple_level, chest, back_chest, front_chest, _CHEST_EXPONENT),
        (tape.axilla_level + 15 * r, 0.96 * chest, back_chest, front_chest - 18 * r, 2.4),
        (tape.axilla_level + 75 * r, 0.74 * chest, 0.75 * back_chest, front_chest - 65 * r, 2.2),
    )  # fmt: skip
    return column([_level(*row) for row in rows], 65 * r)


def _level(level: float, half: float, back: float, front: float, exponent: float) -> Section:
    middle, depth = (front + back) / 2, (front - back) / 2
    return Section(level, (0.0, middle), half, half, depth, depth, exponent)


def limb_column(tape: Tape, ease: Ease, pubis: float) -> tuple[Shape, tuple[float, float]]:
    """Column of the right thigh and knee, and the centre of its section at the gluteal fold."""
    r, inner, outer = tape.ratio, tape.between_thighs / 2, 0.945 * ease.hip * tape.hip_breadth / 2
    half = (outer - inner) / 2
    depth = ease.thigh * _solved(
        lambda b: superellipse_rim_mm(half, b, _THIGH_EXPONENT),
        tape.thigh_circumference,
        0.02 * tape.thigh_circumference,
        0.25 * tape.thigh_circumference,
    )
    y, knee_y = pubis - 2 * r - depth, 86 * r
    knee, above_knee = tape.mid_patella_level, tape.mid_patella_level + 45 * r
    middle = tape.middle_thigh_circumference / (2 * pi)
    slim = min(0.965 * middle, 0.95 * half)  # no broader than the root of the thigh

    def level(z: float, x: float, y: float, a: float, b: float, exponent: float = 2.1) -> Section:
        return Section(z, (max(x, inner + a), y), a, a, b, b, exponent)

    def round_level(z: float, x: float, y: float, circumference: float) -> Section:
        radius = circumference / (2 * pi)
        return level(z, x, y, 0.965 * radius, 1.03 * radius)

    sections = (
        round_level(knee - 120 * r, 78 * r, 66 * r, tape.below_knee_circumference),
        round_level(knee - 65 * r, 77 * r, 73 * r, tape.below_knee_circumference),
        round_level(knee, 77 * r, 84 * r, tape.knee_circumference),
        round_level(above_knee, 79 * r, knee_y, tape.lower_thigh_circumference),
        level(
            (tape.gluteal_fold_level + above_knee) / 2,
            inner + (slim + half) / 2,
            (y + knee_y) / 2 + 2 * r,
            slim,
            2 * middle - slim,
        ),
        level(tape.gluteal_fold_level, inner + half, y, half, depth, _THIGH_EXPONENT),
        level(
            tape.buttock_point_level + 10 * r,
            inner + half,
            y - 4 * r,
            half,
            0.93 * depth,
            3.0,
        ),
        level(-50 * r, inner + half, y - 10 * r, 0.9 * half, 0.75 * depth, 3.0),
    )
    return column(sections, 50 * r), (inner + half, y)


def _exponent(breadth: float, depth: float, circumference: float) -> float:
    return _solved(
        lambda n: superellipse_rim_mm(breadth / 2, depth / 2, n), circumference, 1.8, 4.0
    )


def _solved(rising: Callable[[float], float], wanted: float, low: float, high: float) -> float:
    """Where a rising function has the wanted value, by halving; an end where it never has."""
    for _ in range(24):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < wanted else (low, middle)
    return (low + high) / 2
