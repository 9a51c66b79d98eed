"""What the bed does to the healing of bone: radiation, chemotherapy, length without blood."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flapplanner.bone.built import Kind, Strut
from flapplanner.bone.missing import Site
from vascular_models import Measure

# The irradiated fields in which defect and bone lie.
BED = ("sacrum", "pelvis")
GIVEN = ("before", "planned")


def healed_here(
    bone: str | None, kind: Kind, struts: Sequence[Strut], site: Site
) -> tuple[Measure | None, Measure | None, tuple[str, ...]]:
    """Union rate and months that were reported for a bed like this one, and what speaks against it.

    `bone` is that whose section it has, where that is known. Both are None where the bed calls for
    no other figures than those of the construct itself.
    """
    body = site.atlas.body
    cautions = tuple(_cautions(bone, kind, struts, site)) if kind != "metal" else ()
    if kind == "living" and irradiated(site):
        return body["irradiated_union_percent"], body["irradiated_union_months"], cautions
    if kind == "graft" and irradiated(site):
        return body["irradiated_graft_union_percent"], None, cautions
    return None, None, cautions


def irradiated(site: Site) -> bool:
    """Whether the bed of the bone lies in an irradiated field."""
    return any(one.field in BED for one in site.case.history.radiation)


def _cautions(bone: str | None, kind: Kind, struts: Sequence[Strut], site: Site) -> Iterator[str]:
    living = kind == "living"
    body, longest = site.atlas.body, max(strut.gap_mm for strut in struts)
    alone = max(strut.parallel for strut in struts) == 1
    if irradiated(site) and living:
        rate, months = body["irradiated_union_percent"], body["irradiated_union_months"]
        yield (
            f"Its bed is irradiated: vascularised bone united in {rate.in_words()} after "
            f"{months.in_words()} there."
        )
    elif not living and (irradiated(site) or site.case.history.chemotherapy in GIVEN):
        rate = body["nonvascular_delayed_or_nonunion_percent"]
        yield (
            "Its bed is irradiated, or chemotherapy is given: all the bone grafts without blood in "
            f"the pelvis that healed late or not at all ({rate.in_words()}, n = {rate.n}) had had "
            "one or the other."
        )
    if site.case.history.chemotherapy == "planned" and living:
        ratio = body["chemotherapy_delayed_union_hazard_ratio"]
        yield (
            f"Chemotherapy is planned: union came later after it, with a hazard ratio of "
            f"{ratio.in_words()}."
        )
    alone_mm = site.atlas.bones[bone].longest_single_mm if bone else None
    if bone and alone_mm and alone and longest > alone_mm.central:
        yield (
            f"A single strut of {site.atlas.bones[bone].title} longer than "
            f"{alone_mm.central:.0f} mm gave way by more than 1 mm in a computed model."
        )
    limit = body["nonvascular_gap_limit_mm"].central
    if not living and longest >= limit:
        yield f"Grafts without blood broke and failed more often from {limit:.0f} mm on."
