"""The page shows the plan's reconstructions, opens one, and plans nothing anew for it."""

import re
from html import escape

import pytest
from streamlit.testing.v1 import AppTest

from flapplanner.planning import Plan
from flapplanner.planning.reconstruction import Reconstruction, Reconstructions
from flapplanner.report.reconstruction_text import refused_facts
from flapplanner.report.stability_text import function_facts, ring_facts
from flapplanner.ui.opened_view import opened_markup
from flapplanner.ui.reconstruction_view import (
    covering,
    key_of,
    reconstruction_of,
    reconstructions_markup,
    summary_markup,
)
from flapplanner.ui.words import percent_text, plain
from tests.given import EXAMPLES, planned_example
from tests.ui.page import opened, session, shown, text

NAMES = sorted(file.stem for file in EXAMPLES.glob("*.yaml"))
WITH_BONE = ("total_sacrectomy", "hemipelvectomy_right", "free_femur_fibula_fillet")


def named(one: Reconstruction) -> str:
    return escape(one.name[:1].upper() + one.name[1:])


def chosen(app: AppTest, one: Reconstruction) -> AppTest:
    """The page after a choice in the table, as its component would report it."""
    app.session_state[session(app).key("chosen_reconstruction")] = key_of(one)
    return app.run()


@pytest.mark.parametrize("name", NAMES)
def test_the_table_holds_what_the_plan_found(name: str) -> None:
    app, plan = opened(name), planned_example(name)
    assert not app.exception
    rows = re.findall(r"<tr data-choice.*?</tr>", shown(app, "reconstructions"))
    assert len(rows) == len(plan.reconstructions.found)
    for row, one in zip(rows, plan.reconstructions.found, strict=True):
        assert f">{named(one)}</button>" in row
        assert f">{one.score:.0f}<" in row
        if plan.defect:
            assert f">{percent_text(one.coverage_fraction)}<" in row


@pytest.mark.parametrize("name", NAMES)
def test_the_first_is_open_and_its_flap_is_drawn(name: str) -> None:
    app, plan = opened(name), planned_example(name)
    first = plan.reconstructions.found[0]
    assert text(app, "opened_title", "opened") == f"1. {named(first)}"
    share = covering(first)
    if share is None:
        assert 'class="paddle"' not in shown(app, "drawing")
        return
    drawn = next(c.option for c in plan.soft_tissue if c.option.flap == share.flap)
    assert f"<title>{escape(f'{plan.case.label}: {drawn.name}', quote=False)}" in shown(
        app, "drawing"
    )


@pytest.mark.parametrize("name", WITH_BONE)
def test_choosing_another_opens_it_and_plans_nothing(name: str) -> None:
    app, plan = opened(name), planned_example(name)
    before = session(app).planned
    last = next(one for one in reversed(plan.reconstructions.found) if one.built)
    chosen(app, last)
    assert not app.exception
    assert session(app).planned is before
    assert text(app, "opened_title", "opened") == f"{last.rank}. {named(last)}"
    assert shown(app, "reconstructions").count('class="chosen"') == 1
    for share in last.shares:
        assert f"<b>{escape(share.name)}</b>" in shown(app, "opened")
    assert last.built is not None
    assert f"{last.built.title}, {last.built.material_title}</title>" in shown(app, "bone")
    for strut in last.built.struts:
        assert f"{strut.gap_mm:.0f} mm" in shown(app, "bone")


def test_a_reconstruction_without_bone_has_no_bone_drawing() -> None:
    app = opened("low_sacrectomy")
    assert not planned_example("low_sacrectomy").reconstructions.found[0].built
    keys = [element.key for element in app.get("bidi_component")]
    assert session(app).key("opened") in keys
    assert session(app).key("bone") not in keys


@pytest.mark.parametrize("name", NAMES)
def test_ring_fixation_and_function_are_told(name: str) -> None:
    app, plan = opened(name), planned_example(name)
    words = " ".join(element.value for element in app.markdown)
    fixation = (*plan.fixation.advised.sentences, *plan.fixation.cautions)
    for sentence in (*ring_facts(plan), *fixation, *function_facts(plan), *refused_facts(plan)):
        assert plain(sentence) in words
    assert escape(plan.ring.sentences[0]) in shown(app, "summary")


@pytest.mark.parametrize("name", WITH_BONE)
def test_course_lifeboat_and_score_of_each_are_told(name: str) -> None:
    plan = planned_example(name)
    for one in plan.reconstructions.found:
        told = opened_markup(one)
        for step in one.course.steps:
            assert step.position.capitalize() in told
            for done in step.done:
                assert escape(done[:1].upper() + done[1:]) in told
        for criterion in one.criteria:
            assert criterion.title in told
        assert f"<b>{one.score:.1f}</b>" in told
        assert one.fallback is not None
        left = one.fallback.lifeboat or "no flap of the atlas is left"
        assert escape(left) in told
        for lost in one.fallback.lost_with_it:
            assert escape(lost) in told


@pytest.mark.parametrize("name", NAMES)
def test_a_flap_drawn_on_its_other_side_says_so(name: str) -> None:
    app, plan = opened(name), planned_example(name)
    share = covering(plan.reconstructions.found[0])
    drawn = {choice.option.key for choice in plan.soft_tissue}
    said = any(element.value.startswith("Drawn on the ") for element in app.main.caption)
    assert said == (share is not None and share.key not in drawn)


def test_keys_tell_the_reconstructions_of_a_plan_apart() -> None:
    for name in NAMES:
        found = planned_example(name).reconstructions.found
        assert len({key_of(one) for one in found}) == len(found)
        for one in found:
            assert reconstruction_of(planned_example(name), key_of(one)) is one


def test_a_key_that_the_plan_has_lost_leads_to_the_first() -> None:
    plan = planned_example("total_sacrectomy")
    assert reconstruction_of(plan, "no such flap") is plan.reconstructions.found[0]


def without_any() -> Plan:
    none = Reconstructions(found=(), considered=0, made=0, complete=True)
    return planned_example("total_sacrectomy").model_copy(update={"reconstructions": none})


def test_a_plan_without_reconstructions_shows_flaps_one_by_one() -> None:
    app = opened("total_sacrectomy")
    app.session_state["planner"] = type(session(app))(
        session(app).case, None, session(app).case.vessels, (), planned=without_any()
    )
    app.run()
    assert not app.exception
    keys = [element.key for element in app.get("bidi_component")]
    assert session(app).key("reconstructions") not in keys
    assert session(app).key("ranking") in keys


def test_what_comes_from_a_case_cannot_bring_markup() -> None:
    plan = planned_example("total_sacrectomy")
    first = plan.reconstructions.found[0]
    assert plan.gap is not None
    wrong = first.model_copy(update={"name": "<b>x</b>", "joins": ("<i>y</i>",)})
    gap = plan.gap.model_copy(update={"title": "<u>z</u>"})
    found = plan.reconstructions.model_copy(update={"found": (wrong,)})
    odd = plan.model_copy(update={"gap": gap, "reconstructions": found})
    shown_ = reconstructions_markup(odd, wrong) + opened_markup(wrong) + summary_markup(odd)
    assert not re.search(r"<[biu]>[xyz]<", shown_)
