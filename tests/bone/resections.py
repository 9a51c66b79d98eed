"""Cases that differ in what is resected, and what is said of their stability."""

from itertools import product
from typing import Any, Literal, get_args

from flapplanner.bone.fixation import FixationAdvice, fixation_of
from flapplanner.bone.ring import RingState, ring_of
from flapplanner.bone.roots import RootsLost, roots_of
from flapplanner.case import Case, complete
from tests.given import case, defect
from vascular_models import Level, load_atlas

LEVELS: tuple[Level, ...] = get_args(Level)
ATLAS = load_atlas()
# Each takes more of the sacrum than the one before it.
ASCENDING: tuple[tuple[Level, ...], ...] = (
    ("none", "below_s3", "s2_s3", "s1_s2", "total"),
    ("none", "hemisacrectomy", "total"),
)
LIMBS: tuple[Literal["none", "right"], ...] = ("none", "right")


def resected(
    level: str,
    *,
    l5: bool = False,
    ilium: bool = False,
    limb: str = "none",
    side: str = "right",
    unstable: bool | None = None,
    gap_mm: float | None = None,
    bone: bool | None = None,
    **patient: Any,
) -> Case:
    """A completed case; what is left out of it is not stated."""
    beneath = {"unstable": unstable, "bone_gap_mm": gap_mm}
    stated = case(
        patient=patient,
        defect=defect(resection={"level": level, "l5": l5, "ilium": ilium}, side=side)
        | {name: value for name, value in beneath.items() if value is not None},
        surgery={"limb_sacrificed": limb, "bone_reconstruction": bone},
    )
    return complete(stated).case


def ring(level: str, **changes: Any) -> RingState:
    return ring_of(resected(level, **changes), ATLAS)


def fixation(level: str, **changes: Any) -> FixationAdvice:
    found = resected(level, **changes)
    return fixation_of(found, ring_of(found, ATLAS), ATLAS)


def roots(level: str, **changes: Any) -> RootsLost:
    return roots_of(resected(level, **changes), ATLAS)


def surroundings() -> list[dict[str, Any]]:
    """Everything but the level that bears on the fixation."""
    return [
        {
            "l5": l5,
            "ilium": ilium,
            "limb": limb,
            "unstable": unstable,
            "bone": bone,
            "bone_quality": quality,
            "life_expectancy_months": months,
        }
        for l5, ilium, limb, unstable, bone, quality, months in product(
            (False, True),
            (False, True),
            LIMBS,
            (None, True),
            (None, False),
            (None, "osteoporotic"),
            (None, 4),
        )
    ]
