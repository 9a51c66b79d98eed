"""The Plan page: the case at the left, the patient's back in the middle, the ranking beside it."""

from __future__ import annotations

from html import escape

import streamlit as st

from flapplanner.case import Case, Estimate, estimate_citations
from flapplanner.errors import FlapPlannerError
from flapplanner.options import Option
from flapplanner.planning import Plan
from flapplanner.report import INTENDED_USE
from flapplanner.report.drawing import plan_svg
from flapplanner.report.reconstruction_text import NONE_FOUND
from flapplanner.report.vessels_text import conflicts_text, variants_text, vessels_to_spare
from flapplanner.ui.entry import entered
from flapplanner.ui.fields import fill
from flapplanner.ui.markup import show
from flapplanner.ui.opening import opening
from flapplanner.ui.option_view import option_markup
from flapplanner.ui.proofs import proof_line
from flapplanner.ui.ranking_view import option_of, ranking_markup, ruled_out_markup
from flapplanner.ui.reconstruction_view import covering, other_side
from flapplanner.ui.reconstructions import (
    choose_from,
    opened_of,
    show_around,
    show_opened,
    show_summary,
)
from flapplanner.ui.session import choose, planned, session
from flapplanner.ui.words import FIELDS, plain
from flapplanner.version import VERSION
from vascular_models import load_atlas

# The headline, and a page that uses the width it is given.
_STYLE = """<style>
.stMainBlockContainer { padding: 2.6rem 2rem 1.5rem; }
.stMainBlockContainer h1 { font-size: 1.35rem; line-height: 1.3; padding: 0; font-weight: 600; }
.stMainBlockContainer [data-testid="stHtml"] p { margin: 0; }
.stSidebar h3 { font-size: 1rem; padding: 1rem 0 0.6rem; }
.stSidebar [data-testid="stSidebarHeader"] { height: 2.2rem; }
.st-key-results { container-type: inline-size; }
@container (max-width: 860px) {
  .st-key-results [data-testid="stHorizontalBlock"] { flex-wrap: wrap; }
  .st-key-results [data-testid="stColumn"] { min-width: 100%; }
}
</style>"""


def plan_page() -> None:
    """The page from top to bottom; a case that cannot be planned gives one sentence."""
    st.html(_STYLE)
    try:
        with st.sidebar, st.container(gap="xsmall"):
            opening()
            case, slots = entered(session())
        found = planned(case)
    except FlapPlannerError as error:
        st.error(plain(str(error)))
    else:
        fill(slots, found.estimates)
        _headline(found)
        with st.container(key="results"):
            _results(found)
        _assumed(found)
        _downloads(case, found)
    _footer()


def _headline(plan: Plan) -> None:
    need = f": {plan.need.sentence}" if plan.need.needed else ""
    st.html(
        f'<h1 data-testid="headline">{escape(plan.headline)}</h1>'
        f'<p data-testid="need"><b>{escape(plan.case.label)}</b>{escape(need)}</p>'
        + "".join(f"<p>{escape(caution)}</p>" for caution in plan.cautions)
    )


@st.fragment
def _results(plan: Plan) -> None:
    """Drawing, reconstructions and single flaps; choosing another draws without planning anew."""
    now = session()
    opened = opened_of(plan)
    share = covering(opened) if opened else None
    option = option_of(plan, now.chosen or (share.key if share else None))
    drawing, beside = st.columns([9, 11], gap="medium")
    with drawing:
        show(plan_svg(plan, option, "either"), now.key("drawing"))
        said = [
            other_side(option, share) if option else "",
            plan.chart.sentence if plan.chart else "",
        ]
        st.caption(" ".join(filter(None, said)))
        show_summary(plan)
    if opened:
        with beside:
            choose_from(plan, opened)
        show_opened(plan, opened)
        show_around(plan)
        _one_by_one(plan, option)
    else:
        with beside:
            st.markdown(f"**Reconstructions**\n\n{plain(NONE_FOUND)}")
        show_around(plan)
        _one_by_one(plan, option)
    _vessels(plan)
    if plan.gated:
        show(ruled_out_markup(plan, option), now.key("ruled_out"), choose)


def _one_by_one(plan: Plan, option: Option | None) -> None:
    """The flaps by themselves, and the one that is drawn in figures."""
    now = session()
    if option is None:
        show(ranking_markup(plan, None), now.key("ranking"), choose)
        return
    ranking, beside = st.columns(2, gap="medium")
    with ranking:
        show(ranking_markup(plan, option), now.key("ranking"), choose)
    with beside:
        show(option_markup(plan, option), now.key("option"))
        proof_line(plan, option)


def _vessels(plan: Plan) -> None:
    """What the graph says of the whole plan: variants to look for, vessels to spare, conflicts."""
    parts = {
        "Variants that would change this plan": variants_text(plan),
        "Vessels worth sparing": vessels_to_spare(plan),
        "Options that cannot both be had": conflicts_text(plan),
    }
    for title, lines in parts.items():
        if lines:
            with st.expander(f"{title} ({len(lines)})"):
                st.markdown("\n".join(f"- {plain(line)}" for line in lines))


def _assumed(plan: Plan) -> None:
    count = len(plan.estimates)
    if count:
        with st.expander(f"What was not stated and is estimated ({count})"):
            st.markdown("\n".join(f"- {_estimate(one)}" for one in plan.estimates))


def _estimate(estimate: Estimate) -> str:
    citation = estimate_citations().get(estimate.source)
    source = f"Source: {citation.title}" if citation else "No published figure was found"
    field = FIELDS.get(estimate.field, estimate.field)
    return f"**{field}.** {estimate.sentence} *{source}.*"


def _downloads(case: Case, plan: Plan) -> None:
    with st.container(horizontal=True):
        st.download_button(
            "Case file (YAML)",
            lambda: case.text(".yaml"),
            "case.yaml",
            "application/yaml",
            on_click="ignore",
            icon=":material/download:",
        )
        st.download_button(
            "Plan (JSON)",
            plan.text,
            "plan.json",
            "application/json",
            on_click="ignore",
            icon=":material/download:",
        )


def _footer() -> None:
    atlas = load_atlas()
    st.caption(
        f"{INTENDED_USE} flapplanner {VERSION}, atlas edition {atlas.edition} "
        f"({atlas.digest[:12]})."
    )
