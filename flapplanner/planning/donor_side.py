"""Which leg the bone comes from, and why."""

from __future__ import annotations

from collections.abc import Sequence

from flapplanner.options import Option, Setting
from flapplanner.planning.ranking import OTHER

SAME_MM = 1.0


def donor_side(bone: Option | None, options: Sequence[Option], setting: Setting) -> str | None:
    """Why the bone is taken from its side, in a sentence; None for bone without a side."""
    if bone is None or bone.side not in OTHER:
        return None
    side = bone.side
    other = OTHER[side]
    if setting.lost_limb == side and bone.donor.closure == "none needed":
        return f"From the {side}: that limb is lost to the resection in any case."
    twin = next((o for o in options if o.key == bone.key.removesuffix(side) + other), None)
    if twin is None:
        return None
    if twin.gates:
        return f"From the {side}: on the {other} {_lower(twin.gates[0].sentence)}"
    assert bone.reach is not None and twin.reach is not None, "both are feasible"
    more = bone.reach.margin_mm - twin.reach.margin_mm
    if abs(more) < SAME_MM:
        return f"From either side: the {other} reaches as far as the {side}."
    if more > 0:
        return f"From the {side}: it has {more:.0f} mm more reach to spare than the {other}."
    return (
        f"From the {side}, though the {other} would have {-more:.0f} mm more reach to spare: "
        "it fits the other parts."
    )


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
