"""Whole reconstructions: a table to choose from, and the chosen one opened."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from flapplanner.options import Option
from flapplanner.planning import Plan
from flapplanner.planning.course import Course
from flapplanner.planning.reconstruction import Reconstruction, Share
from flapplanner.report.built_text import NO_FORECAST
from flapplanner.report.reconstruction_text import (
    bears,
    bridged,
    counted,
    search_sentence,
)
from flapplanner.report.stability_text import advice_sentence
from flapplanner.ui.markup import bar, number_cell, table
from flapplanner.ui.words import percent_text


def key_of(one: Reconstruction) -> str:
    """What tells a reconstruction from the others of a plan: its flaps with their sides, its bone.

    Where nothing is done but to close the skin it is `closure`.
    """
    built = (f"{one.built.key}:{one.built.material}",) if one.built else ()
    return "+".join((*(share.key for share in one.shares), *built)) or "closure"


def reconstruction_of(plan: Plan, key: str | None) -> Reconstruction | None:
    """The reconstruction with this key, else the plan's first; None where there is none."""
    found = plan.reconstructions.found
    return next((one for one in found if key_of(one) == key), found[0] if found else None)


def covering(one: Reconstruction) -> Share | None:
    """The part that the drawing shows: what covers, else what fills, else the bone."""
    order = ("covers", "fills", "bridges")
    return min(one.shares, key=lambda share: order.index(share.role), default=None)


def other_side(option: Option, share: Share | None) -> str:
    """What is said where the drawing shows a flap on the side that it does not come from here.

    Left and right share a line among the flaps where they are alike.
    """
    if share is None or share.flap != option.flap or share.key == option.key:
        return ""
    return f"Drawn on the {option.side}; {share.name} is alike on its side."


def reconstructions_markup(plan: Plan, chosen: Reconstruction) -> str:
    """The table of the reconstructions, with the row of the chosen one marked."""
    gap = plan.gap is not None
    header = [
        ("", "number"),
        ("Soft tissue and bone together" if gap else "What is done", "half"),
        *([(_share_title(plan), "number")] if _share_title(plan) else []),
        *([("Bone bears", "number"), ("Bridged", "number")] if gap else []),
        ("Flaps left", "number"),
        ("Score of 100", "number"),
    ]
    rows = (_row(plan, one, one is chosen) for one in plan.reconstructions.found)
    notes = "".join(f'<p class="small">{escape(sentence)}</p>' for sentence in _notes(plan))
    return table("Reconstructions", header, rows, "reconstructions") + notes


def _share_title(plan: Plan) -> str:
    """What the shares of the table are; nothing where neither skin nor tissue is missing."""
    if plan.defect:
        return "Covers"
    fills = any(one.fill_fraction is not None for one in plan.reconstructions.found)
    return "Fills" if fills else ""


def _notes(plan: Plan) -> Iterator[str]:
    if plan.gap:
        yield (
            "Bone bears: body weights before anything has healed. Bridged: share in whom bone "
            f"bridged the gap, of which the middle counts. {NO_FORECAST}"
        )
    yield "Flaps left: lifeboats, should the flap that covers be lost with its vessels."
    yield search_sentence(plan)


def summary_markup(plan: Plan) -> str:
    """Gap, ring, fixation and roots in a line each; the whole of it is told further below."""
    lines = {
        "Gap": plan.gap.sentence if plan.gap else "",
        "Pelvic ring": plan.ring.sentences[0],
        "Fixation": advice_sentence(plan.fixation),
        "Roots": plan.roots.sentences[0],
    }
    rows = "".join(
        f"<dt>{title}</dt><dd>{escape(sentence)}</dd>"
        for title, sentence in lines.items()
        if sentence
    )
    return f'<dl data-testid="summary">{rows}</dl>'


def _row(plan: Plan, one: Reconstruction, chosen: bool) -> str:
    fraction = one.coverage_fraction if plan.defect else one.fill_fraction
    cell = number_cell(percent_text(fraction), f"whole-share-{one.rank}")
    share = cell if _share_title(plan) else ""
    bone = f"{number_cell(bears(one))}{number_cell(bridged(one))}" if plan.gap else ""
    left = str(one.fallback.lifeboats) if one.fallback else "–"
    marked = ' class="chosen"' if chosen else ""
    pressed = str(chosen).lower()
    return (
        f'<tr data-choice="{escape(key_of(one))}"{marked}>{number_cell(str(one.rank))}'
        f'<td><button type="button" aria-pressed="{pressed}">{name_markup(one)}</button>'
        f"<small>{_effort(one.course)}</small>{_cautions(one)}</td>"
        f"{share}{bone}{number_cell(left)}"
        f'<td class="number">{one.score:.0f}{bar(one.score / 100)}</td></tr>'
    )


def _effort(course: Course) -> str:
    words = [
        counted(course.anastomoses, "anastomosis", "anastomoses"),
        counted(course.turns, "turn", "turns"),
        counted(len(course.sites), "donor site", "donor sites"),
    ]
    if course.stages > 1:
        words.append(f"{course.stages} stages")
    return ", ".join(words)


def _cautions(one: Reconstruction) -> str:
    count = len(one.cautions)
    if not count:
        return ""
    return f'<small class="caution">{count} caution{"s" if count > 1 else ""}</small>'


def name_markup(one: Reconstruction) -> str:
    """Its name as it stands in the page, beginning with a capital."""
    return escape(capital(one.name))


def capital(text: str) -> str:
    """A text that begins with a capital; the rest of it stays as it is.

    >>> capital("fibula of L5")
    'Fibula of L5'
    """
    return text[:1].upper() + text[1:]
