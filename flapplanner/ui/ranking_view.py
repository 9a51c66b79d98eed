"""The ranking as tables: what passes, with its figures, and below a line what does not and why."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from flapplanner.options import Option
from flapplanner.planning import Plan, Ranked
from flapplanner.report.built_text import union_range
from flapplanner.ui.markup import bar, number_cell, table
from flapplanner.ui.words import percent_text


def option_of(plan: Plan, key: str | None) -> Option | None:
    """The option with this key, else the same flap on another side, else the plan's first.

    Left and right share a line where they are alike, so that a key can leave a plan and return.
    """
    ranked = [choice.option for choice in (*plan.soft_tissue, *plan.bone)]
    if key is not None:
        options = [*ranked, *plan.gated]
        flap = key.rpartition("_")[0]
        same = [one for one in options if one.key == key] or [o for o in options if o.flap == flap]
        if same:
            return same[0]
    return ranked[0] if ranked and plan.need.needed else None


def ranking_markup(plan: Plan, chosen: Option | None) -> str:
    """The tables of what passes all gates, with the row of the chosen option marked."""
    if not (plan.soft_tissue or plan.bone):
        return "<h2>Flaps one by one</h2><p>No option of the atlas passes all gates.</p>"
    return "".join(
        [
            _soft_tissue(plan, chosen) if plan.soft_tissue else "",
            _lifeboat(plan),
            _bone(plan, chosen) if plan.bone else "",
        ]
    )


def ruled_out_markup(plan: Plan, chosen: Option | None) -> str:
    """The table of what does not pass, each with the sentence that rules it out.

    Constructs of one flap that fall for one reason under one name share a line.
    """
    once = {(option.name, option.gates): option for option in reversed(plan.gated)}
    rows = (
        _row(option, chosen, _name_cell(option, chosen), f"<td>{_reasons(option)}</td>")
        for option in reversed(once.values())
    )
    return table("Ruled out", [("Option", "third"), ("Why", "")], rows, "ruled-out")


def _soft_tissue(plan: Plan, chosen: Option | None) -> str:
    header = [
        ("", "number"),
        ("Soft tissue", "wide"),
        ("Covers" if plan.defect else "Fills", "number"),
        ("Reach to spare", "number"),
        ("Blood flow", "number"),
        ("Donor site", ""),
        ("Stages", "number"),
        ("Score of 100", "number"),
    ]
    rows = (_soft_row(plan, choice, chosen) for choice in plan.soft_tissue)
    title = "Flaps one by one" if plan.need.needed else "What would pass all the same"
    return table(title, header, rows, "ranking")


def _soft_row(plan: Plan, choice: Ranked, chosen: Option | None) -> str:
    option = choice.option
    share = option.coverage_fraction if plan.defect else option.fill_fraction
    margin = "–" if option.reach is None else f"{option.reach.margin_mm:.0f} mm"
    return _row(
        option,
        chosen,
        number_cell(str(choice.rank)),
        _name_cell(option, chosen),
        number_cell(percent_text(share), f"share-{choice.rank}"),
        number_cell(margin, f"margin-{choice.rank}"),
        number_cell(_flow(option)),
        f"<td>{option.donor.closure}</td>",
        number_cell(str(option.stages)),
        _score_cell(choice),
    )


def _flow(option: Option) -> str:
    return f"{100 * option.blood.flow_fraction:.0f} %" if option.blood else "–"


def _lifeboat(plan: Plan) -> str:
    if not (plan.need.needed and plan.soft_tissue):
        return ""
    left = plan.lifeboat or "none is left in the atlas"
    return (
        f'<p data-testid="lifeboat"><b>Lifeboat</b>, should the first choice fail: '
        f"{escape(left)}.</p>"
    )


def _bone(plan: Plan, chosen: Option | None) -> str:
    header = [
        ("", "number"),
        ("Bone", "wide"),
        ("Needed", "number"),
        ("Available", "number"),
        ("Reach to spare", "number"),
        ("Union", "number"),
        ("Stages", "number"),
        ("Score of 100", "number"),
    ]
    return table("Bone", header, (_bone_row(choice, chosen) for choice in plan.bone), "bone")


def _bone_row(choice: Ranked, chosen: Option | None) -> str:
    option = choice.option
    bone, reach = option.bone, option.reach
    assert bone is not None and bone.cut is not None and reach is not None, "bone was assessed"
    return _row(
        option,
        chosen,
        number_cell(str(choice.rank)),
        _name_cell(option, chosen),
        number_cell(f"{bone.cut.needed_mm:.0f} mm"),
        number_cell(f"{bone.cut.available_mm:.0f} mm"),
        number_cell(f"{reach.margin_mm:.0f} mm"),
        number_cell(union_range(bone.union_percent) if bone.union_percent else "–"),
        number_cell(str(option.stages)),
        _score_cell(choice),
    )


def _reasons(option: Option) -> str:
    return "<br>".join(escape(gate.sentence) for gate in option.gates)


def _row(option: Option, chosen: Option | None, *cells: str) -> str:
    marked = ' class="chosen"' if _is(option, chosen) else ""
    return f'<tr data-choice="{option.key}"{marked}>{"".join(cells)}</tr>'


def _name_cell(option: Option, chosen: Option | None) -> str:
    pressed = str(_is(option, chosen)).lower()
    return (
        f'<td><button type="button" aria-pressed="{pressed}">{escape(option.name)}</button>'
        f"<small>{escape(option.title)}</small>{''.join(_notes(option))}</td>"
    )


def _is(option: Option, chosen: Option | None) -> bool:
    return chosen is not None and option.key == chosen.key


def _notes(option: Option) -> Iterator[str]:
    if option.cautions:
        count = len(option.cautions)
        yield f'<small class="caution">{count} caution{"s" if count > 1 else ""}</small>'


def _score_cell(choice: Ranked) -> str:
    return f'<td class="number">{choice.score:.0f}{bar(choice.score / 100)}</td>'
