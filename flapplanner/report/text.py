"""The plan as plain text, for a terminal and for the record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flapplanner.options import Option
from flapplanner.planning import Plan, Ranked
from flapplanner.report.vessels_text import (
    conflicts_text,
    variants_text,
    vessel_facts,
    vessels_to_spare,
)

INTENDED_USE = (
    "For exploration and discussion by clinicians; it does not decide. Not a medical device."
)
SHORT = {
    "coverage": "cover",
    "reach_margin": "margin",
    "dead_space": "fill",
    "structure": "cortex",
    "donor_site": "donor complications",
    "complexity": "effort",
    "published_outcome": "complications",
}


def plan_text(plan: Plan) -> str:
    """The whole plan in words and tables, with what was estimated and what was ruled out."""
    wanted = "" if plan.need.needed else ", if a flap were wanted all the same"
    parts = [
        plan.case.label,
        plan.headline,
        "\n".join(plan.cautions),
        *_ranking("Soft tissue" + wanted, plan.soft_tissue),
        *_ranking("Bone", plan.bone),
    ]
    if plan.need.needed and plan.soft_tissue:
        parts.append(f"Lifeboat for the first choice: {plan.lifeboat or 'none is left'}.")
    parts += [
        *(_vessels(one[0].option) for one in (plan.soft_tissue, plan.bone) if one),
        _titled("How good the placements are", _proofs(plan)),
        _titled("Variants that would change this plan", variants_text(plan)),
        _titled("Vessels worth sparing", vessels_to_spare(plan)),
        _titled("Cannot both be had", conflicts_text(plan)),
        _titled("Ruled out", [_why_not(option) for option in plan.gated]),
        _titled("Estimated", [f"{e.field}: {e.sentence}" for e in plan.estimates]),
        _titled("Drawn on", [plan.chart.sentence] if plan.chart else []),
        f"flapplanner {plan.version}, atlas edition {plan.atlas.edition} "
        f"({plan.atlas.digest[:12]}). {INTENDED_USE}",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _proofs(plan: Plan) -> list[str]:
    """What is proved of each placement that is ranked; those that cover all in one line."""
    options = [choice.option for choice in plan.soft_tissue]
    full = [one for one in options if one.coverage_fraction == 1]
    lines = [f"{len(full)} of {len(options)} cover all of it; none can do better."] if full else []
    return lines + [
        f"{one.name}: {one.proof.sentence}" for one in options if one.proof and one not in full
    ]


def _ranking(title: str, choices: Sequence[Ranked]) -> Iterable[str]:
    if not choices:
        return
    header = ("", "option", "cover", "margin", "blood", "donor site", "stages", "score")
    rows = [header, *(_row(choice) for choice in choices)]
    worse = any(choice.dominated_by for choice in choices)
    note = (
        "\n  * another option is at least as good in every criterion and better in one"
        if worse
        else ""
    )
    parts = "\n".join(_parts(choice) for choice in choices)
    legend = "  Points of the score, and in brackets what was found:"
    yield f"{title}\n{table(rows)}{note}\n\n{legend}\n{parts}"


def _row(choice: Ranked) -> tuple[str, ...]:
    option = choice.option
    cover = "-" if option.coverage_fraction is None else f"{100 * option.coverage_fraction:.0f} %"
    margin = "-" if option.reach is None else f"{option.reach.margin_mm:.0f} mm"
    return (
        str(choice.rank),
        option.name + (" *" if choice.dominated_by else ""),
        cover,
        margin,
        f"{100 * option.blood.flow_fraction:.0f} %" if option.blood else "-",
        option.donor.closure,
        str(option.stages),
        f"{choice.score:.0f}",
    )


def _parts(choice: Ranked) -> str:
    parts = ", ".join(
        f"{SHORT[c.name]} {c.contribution:.0f} ({_figure(c.figure, c.unit)})"
        for c in choice.criteria
    )
    joined = choice.option.recipient
    graft = "; skin-grafted" if choice.option.surface_grafted else ""
    to = (f"; joined to the {joined.title}" if joined else "") + graft
    note = "".join(f"\n     {caution}" for caution in choice.option.cautions)
    return f"  {choice.rank}. {choice.option.name}{to}: {parts}{note}"


def _figure(figure: float, unit: str) -> str:
    words = {"percent": "%", "points": "points", "mm2": "mm²"}
    digits = 1 if unit == "points" else 0
    return f"{figure:.{digits}f} {words.get(unit, unit)}"


def _vessels(option: Option) -> str:
    other = f", shown on the {option.side}" if option.either_side else ""
    return _titled(f"Vessels of {option.name}{other}", tuple(vessel_facts(option)))


def _why_not(option: Option) -> str:
    return f"{option.name}: " + " ".join(gate.sentence for gate in option.gates)


def _titled(title: str, lines: Sequence[str]) -> str:
    return "\n".join([title, *(f"  {line}" for line in lines)]) if lines else ""


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows in columns as wide as they need to be; the first row is the header.

    >>> print(table([("a", "bc"), ("def", "g")]))
      a    bc
      def  g
    """
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join(
        "  " + "  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
