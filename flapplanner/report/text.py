"""The plan as plain text, for a terminal and for the record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flapplanner.options import Option
from flapplanner.planning import Plan, Ranked
from flapplanner.report.plan_words import SHORT, criterion_text, percent, table, titled
from flapplanner.report.reconstruction_text import reconstructions_text
from flapplanner.report.stability_text import stability_text
from flapplanner.report.vessels_text import (
    conflicts_text,
    variants_text,
    vessel_facts,
    vessels_to_spare,
)

__all__ = ["INTENDED_USE", "plan_text", "table"]

INTENDED_USE = (
    "For exploration and discussion by clinicians; it does not decide. Not a medical device."
)


def plan_text(plan: Plan) -> str:
    """The whole plan in words and tables, with what was estimated and what was ruled out."""
    wanted = "" if plan.need.needed else ", if a flap were wanted all the same"
    parts = [
        plan.case.label,
        plan.headline,
        "\n".join(plan.cautions),
        *reconstructions_text(plan),
        *stability_text(plan),
        *_ranking("Soft tissue" + wanted, plan.soft_tissue),
        *_ranking("Bone", plan.bone),
    ]
    if plan.need.needed and plan.soft_tissue:
        parts.append(f"Lifeboat for the first choice: {plan.lifeboat or 'none is left'}.")
    parts += [
        *(_vessels(one[0].option) for one in (plan.soft_tissue, plan.bone) if one),
        titled("How good the placements are", _proofs(plan)),
        titled("Variants that would change this plan", variants_text(plan)),
        titled("Vessels worth sparing", vessels_to_spare(plan)),
        titled("Cannot both be had", conflicts_text(plan)),
        titled("Ruled out", tuple(dict.fromkeys(map(_why_not, plan.gated)))),
        titled("Estimated", [f"{e.field}: {e.sentence}" for e in plan.estimates]),
        titled("Drawn on", [plan.chart.sentence] if plan.chart else []),
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
    margin = "-" if option.reach is None else f"{option.reach.margin_mm:.0f} mm"
    return (
        str(choice.rank),
        option.name + (" *" if choice.dominated_by else ""),
        percent(option.coverage_fraction),
        margin,
        percent(option.blood.flow_fraction if option.blood else None),
        option.donor.closure,
        str(option.stages),
        f"{choice.score:.0f}",
    )


def _parts(choice: Ranked) -> str:
    parts = ", ".join(
        f"{SHORT[c.name]} {c.contribution:.0f} ({criterion_text(c)})" for c in choice.criteria
    )
    joined = choice.option.recipient
    graft = "; skin-grafted" if choice.option.surface_grafted else ""
    to = (f"; joined to the {joined.title}" if joined else "") + graft
    note = "".join(f"\n     {caution}" for caution in choice.option.cautions)
    return f"  {choice.rank}. {choice.option.name}{to}: {parts}{note}"


def _vessels(option: Option) -> str:
    other = f", shown on the {option.side}" if option.either_side else ""
    return titled(f"Vessels of {option.name}{other}", tuple(vessel_facts(option)))


def _why_not(option: Option) -> str:
    return f"{option.name}: " + " ".join(gate.sentence for gate in option.gates)
