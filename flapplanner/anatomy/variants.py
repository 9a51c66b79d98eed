"""Which variants of the vessels a case says are present, and on which side."""

from __future__ import annotations

from difflib import get_close_matches

from flapplanner.anatomy.names import HEART, SIDES
from flapplanner.anatomy.vessels import Layout
from flapplanner.case import Case, PresentVariant
from flapplanner.errors import CaseError
from vascular_models import Atlas, Side, Variant


def layouts_of(case: Case, atlas: Atlas) -> tuple[Layout, ...]:
    """The variants a case says are present, one for each side.

    Raises CaseError for a variant the atlas does not know, one stated for the wrong side, and two
    that lay out the same vessels.
    """
    found: list[Layout] = []
    for number, present in enumerate(case.variants, start=1):
        for side in _sides(present, number, atlas):
            layout = Layout(present.variant, side)
            for earlier in found:
                if clash(earlier, layout, atlas):
                    raise CaseError(
                        f"variants.{number}.variant is {present.variant}, but {earlier.variant} is "
                        f"stated for the {side}; allowed is one layout of the same vessels."
                    )
            found.append(layout)
    return tuple(found)


def _sides(present: PresentVariant, number: int, atlas: Atlas) -> tuple[Side, ...]:
    place = f"variants.{number}"
    variant = atlas.variants.get(present.variant)
    if variant is None:
        near = get_close_matches(present.variant, atlas.variants, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]}?" if near else "`flapplanner atlas list` prints the names."
        raise CaseError(f"{place}.variant is {present.variant}, which is not known; {hint}")
    if (present.side == "midline") != (variant.side == "midline"):
        allowed = "midline" if variant.side == "midline" else "left, right or both"
        raise CaseError(
            f"{place}.side is {present.side}; for {present.variant} allowed is {allowed}."
        )
    return SIDES if present.side == "both" else (present.side,)


def clash(one: Layout, other: Layout, atlas: Atlas) -> bool:
    """Whether two variants of one side cannot both be there.

    They lay out the same vessels, or one begins where nothing leads to any more in the other.
    """
    if one.side != other.side:
        return False
    first, second = (atlas.variants[layout.variant] for layout in (one, other))
    same = {*first.without, *first.vessels} & {*second.without, *second.vessels}
    return bool(same) or _hangs_in_the_air(first, second, atlas)


def _hangs_in_the_air(first: Variant, second: Variant, atlas: Atlas) -> bool:
    """Whether both together leave a vessel of either with no artery at its start."""
    absent = {*first.without, *second.without}
    both = {**atlas.vessels, **first.vessels, **second.vessels}
    fed = {v.end for name, v in both.items() if name not in absent and v.kind == "axial"}
    own = (*first.vessels.values(), *second.vessels.values())
    return any(v.start not in fed for v in own if v.kind == "axial" and v.start != HEART)
