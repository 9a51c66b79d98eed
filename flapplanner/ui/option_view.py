"""One option in figures: the parts of its score, what it hangs on, and what speaks for caution."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from flapplanner.options import Option
from flapplanner.planning import Criterion, Plan, Ranked, rules
from flapplanner.report.built_text import built_facts
from flapplanner.report.plan_words import criterion_text
from flapplanner.report.vessels_text import vessel_facts
from flapplanner.ui.markup import bar, items, number_cell, table
from flapplanner.ui.words import percent_text


def option_markup(plan: Plan, option: Option) -> str:
    """The option in words, and beside them the parts of its score."""
    ranked = next((c for c in (*plan.soft_tissue, *plan.bone) if c.option.key == option.key), None)
    facts = items(facts_of(option))
    vessels = items(vessel_facts(option))
    covers = f'<p data-testid="coverage">{escape(coverage_sentence(option))}</p>'
    words = [
        f'<h2 data-testid="shown">{escape(option.name)}</h2>',
        f'<p class="small">{escape(option.title)}</p>',
        *(f'<p class="caution">Ruled out: {escape(gate.sentence)}</p>' for gate in option.gates),
        *(f'<p class="caution">Caution: {escape(text)}</p>' for text in option.cautions),
        covers if option.coverage_fraction is not None else "",
        facts,
        f"<h3>Vessels</h3>{vessels}",
    ]
    parts = f"<div>{_parts(ranked)}</div>" if ranked else ""
    return f'<div class="beside"><div>{"".join(words)}</div>{parts}</div>'


def coverage_sentence(option: Option) -> str:
    """How much of the missing skin and its margin is covered, and how much stays bare."""
    return (
        f"Covers {percent_text(option.coverage_fraction)} of the missing skin with its inset "
        f"margin; {option.bare_area_mm2 / 100:.1f} cm² stay bare."
    )


def facts_of(option: Option) -> Iterator[str]:
    """What an option takes, in sentences with units."""
    if option.surface_grafted:
        yield "It brings no skin and is skin-grafted."
    if option.reach:
        reach = option.reach
        yield (
            f"Reach: {reach.free_length_mm:.0f} mm free, {reach.needed_length_mm:.0f} mm needed, "
            f"{reach.margin_mm:.0f} mm to spare."
        )
    if option.volume_ml is not None:
        fills = f", {option.fill_fraction:.0%} of the cavity" if option.fill_fraction else ""
        yield f"Volume left after a year: {option.volume_ml:.0f} ml{fills}."
    if option.bone:
        yield from built_facts(option.bone)
    width = f", {option.donor.width_mm:.0f} mm wide" if option.donor.width_mm else ""
    yield f"Donor site: {option.donor.site}{width}; closure: {option.donor.closure}."
    if option.extra_positions:
        yield f"The patient is turned for harvest: {', '.join(option.extra_positions)}."


def _parts(ranked: Ranked) -> str:
    worse = (
        f'<p class="small">In no criterion better than {escape(ranked.dominated_by[0])}.</p>'
        if ranked.dominated_by
        else ""
    )
    return parts_table(ranked.criteria, ranked.score, "parts") + worse


def parts_table(criteria: Sequence[Criterion], score: float, testid: str) -> str:
    """The parts of a score, a criterion each, and their sum."""
    header = [
        ("Criterion", ""),
        ("Figure", "number"),
        ("Worth, 0 to 1", "number"),
        ("Weight", "number"),
        ("Adds", "number"),
    ]
    return table("Parts of the score", header, [*map(_part, criteria), _sum(score)], testid)


def _part(part: Criterion) -> str:
    sentence = rules().criteria[part.name].sentence
    return (
        f'<tr title="{escape(sentence)}"><td>{escape(part.title)}</td>'
        f"{number_cell(criterion_text(part))}"
        f'<td class="number">{part.worth:.2f}{bar(part.worth)}</td>'
        f"{number_cell(f'{part.weight:g}')}{number_cell(f'{part.contribution:.1f}')}</tr>"
    )


def _sum(score: float) -> str:
    return (
        f"<tr><td><b>Score of 100</b></td><td></td><td></td><td></td>"
        f'<td class="number"><b>{score:.1f}</b></td></tr>'
    )
