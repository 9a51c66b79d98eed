"""The outer form of trunk, buttocks and thighs: a few smooth shapes cut to a person's measures.

The trunk is a column of rounded sections, each thigh another; a buttock is an ellipsoid. The
measures and the bones fix where the skin lies. The shares and blends written here only shape the
way from one measured place to the next; they were judged by eye on shaded pictures.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import numpy as np

from flapplanner.anatomy.body_columns import Ease, limb_column, trunk_column
from flapplanner.anatomy.body_tape import Tape
from flapplanner.geometry.surface.implicit import (
    Shape,
    Values,
    capsule,
    ellipsoid,
    folded,
    smooth_min,
)
from flapplanner.geometry.surface.mesh import Points


@dataclass(frozen=True)
class BodyForm:
    """The body as one shape, with the box that holds it; its right limb alone, for the tape."""

    body: Shape
    right_limb: Shape
    thigh_centre_mm: tuple[float, float]
    trunk_centre_mm: tuple[float, float]
    low_mm: Points
    high_mm: Points


def body_form(tape: Tape, ease: Ease) -> BodyForm:
    """The shapes of one person, let out by `ease` (see `Tape` for the measures)."""
    bones = {name: np.array(point) for name, point in tape.bones}
    r = tape.ratio
    pubis = bones["pubic_symphysis_top"][1] + tape.pubic_cover
    limb, centre = limb_column(tape, ease, pubis)
    buttock = _buttock(tape, ease, pubis - tape.buttock_depth)
    trunk = trunk_column(tape, ease, bones, pubis)
    ridges = _ridges(tape, bones)

    def right_limb(points: Points) -> Values:
        # The fold under the buttock is sharp near the midline and fades outward and upward.
        outward = np.clip(2 * points[:, 0] / tape.hip_breadth - 0.35, 0.0, 1.0)
        upward = np.clip(points[:, 2] / r + 150, 0.0, 80.0)
        blend = (12 + 40 * outward + 0.5 * upward) * r
        return smooth_min(limb(points), buttock(points), blend)

    def body(points: Points) -> Values:
        # Both halves at once; across the cleft and between the thighs they meet roundly.
        right = folded(points, 0.35 * tape.between_thighs)
        blend = np.clip(16 + 0.5 * (points[:, 2] / r + 135), 16.0, 60.0) * r
        core = smooth_min(trunk(right), ridges(right), 45 * r)
        return smooth_min(core, right_limb(right), blend)

    half = max(0.19 * tape.chest_circumference, 0.5 * tape.waist_breadth, 0.55 * tape.hip_breadth)
    front = max(pubis, tape.waist_depth, tape.chest_depth - 60 * r)
    low = np.array(
        [0.0, min(pubis - tape.buttock_depth, -60 * r), tape.mid_patella_level - 120 * r]
    )
    high = np.array([half, front, tape.axilla_level + 75 * r])
    return BodyForm(body, right_limb, centre, (0.0, 60 * r), low - 25 * r, high + 25 * r)


def _buttock(tape: Tape, ease: Ease, back: float) -> Shape:
    hip, r = ease.hip * tape.hip_breadth / 2, tape.ratio
    middle = 0.45 * back + 53 * r
    return ellipsoid(
        (0.445 * hip, middle, tape.buttock_point_level + 6 * r),
        (0.455 * hip, middle - back, 80 * r),
    )


def _ridges(tape: Tape, bones: dict[str, Points]) -> Shape:
    """What stands out in a lean body: iliac crest, greater trochanter, the muscles of the back."""
    r = tape.ratio
    skin = 3 * r + 0.5 * tape.psis_cover
    inside = np.array([75.0, 80.0, -10.0]) * r
    back = bones["l4_spinous_process"][1] - tape.sacral_cover

    def over(start: Points, bone: Points, width: float) -> Shape:
        """A cone from inside the pelvis to a ball that reaches its cover beyond the bone."""
        inward = (start - bone) / np.linalg.norm(start - bone)
        return capsule(start, bone + width * inward, 45 * r, width + skin)

    rods = (
        over(inside, bones["asis"], 16 * r),
        over(inside, bones["iliac_tubercle"], 16 * r),
        over(bones["hip_centre"], bones["greater_trochanter_lateral"], 28 * r),
        capsule((34 * r, back + 32 * r, 45 * r), (38 * r, back + 29 * r, 170 * r), 25 * r, 25 * r),
    )

    def ridges(points: Points) -> Values:
        return reduce(np.minimum, (rod(points) for rod in rods))

    return ridges
