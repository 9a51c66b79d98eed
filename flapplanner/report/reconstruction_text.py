"""Whole reconstructions as plain text: a table, and the first few in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flapplanner.anatomy import listed
from flapplanner.planning import Plan
from flapplanner.planning.course import Course
from flapplanner.planning.reconstruction import Fallback, Reconstruction
from flapplanner.report.built_text import NO_FORECAST, built_facts, union_range, weights_text
from flapplanner.report.plan_words import (
    SHORT,
    criterion_text,
    percent,
    sentences,
    table,
    used_columns,
)

NONE_FOUND = "No composition of one or two flaps covers and can be had; the reasons stand below."
# So many are told in full.
TOLD = 3


def reconstructions_text(plan: Plan) -> Iterator[str]:
    """The section of the report: the table, the first few in full, and what cannot be had."""
    found = plan.reconstructions.found
    if not found:
        yield sentences("Reconstructions", [NONE_FOUND, *refused_facts(plan)])
        return
    rows = used_columns([HEADER, *map(_row, found)])
    yield sentences(f"Reconstructions\n{table(rows)}", overview(plan))
    for one in found[:TOLD]:
        yield sentences(f"{one.rank}. {one.name}", told(one), indent=3)
    refused = refused_facts(plan)
    if refused:
        yield sentences("Not to be had together, though each part would pass alone", refused)


HEADER = (
    "",
    "reconstruction",
    "cover",
    "fill",
    "bears",
    "bridged",
    "anastomoses",
    "turns",
    "donor sites",
    "lifeboats",
    "score",
)


def _row(one: Reconstruction) -> tuple[str, ...]:
    return (
        str(one.rank),
        one.name,
        percent(one.coverage_fraction),
        percent(one.fill_fraction),
        bears(one),
        bridged(one),
        str(one.course.anastomoses),
        str(one.course.turns),
        str(len(one.course.sites)),
        str(one.fallback.lifeboats) if one.fallback else "-",
        f"{one.score:.0f}",
    )


def bears(one: Reconstruction) -> str:
    """The body weights that its bone bears before it has healed, in a table."""
    if one.built is None:
        return "-"
    if one.built.strength is None:
        return "metal" if one.built.metal else "unknown"
    return weights_text(one.built.strength.body_weights)


def bridged(one: Reconstruction) -> str:
    """The reported share of patients in whom bone bridged the gap, in a table."""
    if one.built is None or one.built.union_percent is None:
        return "-"
    return "metal" if one.built.metal else union_range(one.built.union_percent)


def overview(plan: Plan) -> Iterator[str]:
    """What holds for all of them: the gap, how many there are, what the columns count."""
    if plan.gap:
        yield plan.gap.sentence
        yield (
            "bears: body weights before it has healed; bridged: share bridged by bone, of which "
            f"the middle counts. {NO_FORECAST}"
        )
    yield "lifeboats: flaps that are left should the one that covers be lost."
    yield search_sentence(plan)


def search_sentence(plan: Plan) -> str:
    """How many compositions there are, and whether a better one could be among the rest."""
    done = plan.reconstructions
    rest = (
        "none that is left out scores higher"
        if done.complete
        else "the search was stopped before it was certain that none is better"
    )
    return f"The best of {done.considered} compositions; {rest}."


def refused_facts(plan: Plan) -> tuple[str, ...]:
    """The compositions that cannot be had, each with the reason; one reason said once."""
    return tuple(dict.fromkeys(one.sentence for one in plan.reconstructions.refused))


def told(one: Reconstruction) -> Iterator[str]:
    """One reconstruction in sentences: course, joins, bone, what is left when it fails."""
    yield from course_facts(one.course)
    yield from one.joins
    spare = reach_sentence(one)
    if spare:
        yield spare
    if one.built:
        yield from built_facts(one.built)
    if one.donor_side:
        yield one.donor_side
    yield from fixed_with(one)
    if one.fallback:
        yield from fallback_facts(one, one.fallback)
    yield from one.cautions
    if one.also:
        yield f"Nearly the same: {'; '.join(one.also)}."
    yield "Points: " + ", ".join(
        f"{SHORT[c.name]} {c.contribution:.0f} ({criterion_text(c)})" for c in one.criteria
    )


def fixed_with(one: Reconstruction) -> Iterator[str]:
    """The fixation that is worth considering with it, where there is any."""
    if one.fixation not in ("", "none"):
        yield f"Fixation that is worth considering with it: {one.fixation}."


def reach_sentence(one: Reconstruction) -> str:
    """The length of pedicle that each part has to spare; nothing where no part has to reach."""
    spare = [f"{part.name} {part.reach.margin_mm:.0f} mm" for part in one.shares if part.reach]
    return f"Pedicle to spare: {'; '.join(spare)}." if spare else ""


def course_facts(course: Course) -> Iterator[str]:
    """The steps by position, and what the course takes altogether."""
    for step in course.steps:
        yield f"{step.position}: {'; '.join(step.done) or 'nothing is done'}"
    yield f"{course_counts(course)}."


def course_counts(course: Course) -> str:
    """Stages, anastomoses and donor sites in words."""
    parts = [
        counted(course.stages, "stage", "stages"),
        counted(course.anastomoses, "anastomosis of a free flap", "anastomoses of free flaps"),
        f"donor site{'s' * (len(course.sites) > 1)}: {listed(course.sites)}"
        if course.sites
        else "no further donor site",
    ]
    return ", ".join(parts)


def counted(count: int, one: str, more: str) -> str:
    """A number before what it counts.

    >>> counted(0, "stage", "stages"), counted(1, "stage", "stages")
    ('no stages', '1 stage')
    """
    return f"{count or 'no'} {one if count == 1 else more}"


def fallback_facts(one: Reconstruction, left: Fallback) -> Iterator[str]:
    """What is left should the flap that covers be lost, and what would go with it."""
    covers = [share.name for share in one.shares if share.role == "covers"]
    its = "its" if len(covers) == 1 else "their"
    lost = f"{listed(covers)} be lost with {its} vessels" if covers else "the closure fail"
    if left.lifeboat is None:
        yield f"Should {lost}: no flap of the atlas is left."
    else:
        more = f", the best of {left.lifeboats}" if left.lifeboats > 1 else ", the only one"
        yield f"Should {lost}: {left.lifeboat}{more}."
    if left.lost_with_it:
        yield f"{listed(left.lost_with_it)} would go with it."
    vessels = below_the_aorta(left.hangs_on)
    if vessels:
        yield f"All parts hang on the {listed(vessels)}."


def below_the_aorta(vessels: Sequence[str]) -> tuple[str, ...]:
    """The vessels without the aorta, on which all of the body hangs."""
    return tuple(vessel for vessel in vessels if "aort" not in vessel)
