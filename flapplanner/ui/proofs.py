"""The proof that a placement can hardly be bettered, worked out behind the page."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from html import escape

import streamlit as st

from flapplanner.case import Case
from flapplanner.options import Option
from flapplanner.planning import Plan, plan

MOST_BOXES = 200_000  # for each placement: a second or two
ASK_AGAIN_S = 1.0
_SLOT = "proofs"


def proof_line(shown: Plan, option: Option) -> None:
    """What is proved of the option's coverage; it asks again while that is worked out."""
    if option.coverage_fraction is None or not option.feasible:
        return
    if option.proof:
        _show(option.proof.sentence)
        return
    asked = _asked(shown.case)
    awaited = not asked.done()
    st.fragment(_answer, run_every=ASK_AGAIN_S if awaited else None)(asked, option.key, awaited)


def _answer(asked: Future[Plan], key: str, awaited: bool) -> None:
    if asked.done() and awaited:
        st.rerun()  # of the page, which then asks no more
    if not asked.done():
        _show("Whether the paddle could be placed any better is being worked out.")
        return
    found = asked.result()
    choices = (choice.option for choice in (*found.soft_tissue, *found.bone))
    proof = next((one.proof for one in choices if one.key == key), None)
    if proof:
        _show(proof.sentence)


def _show(sentence: str) -> None:
    st.html(f'<p class="small" data-testid="proof">{escape(sentence)}</p>')


def _asked(case: Case) -> Future[Plan]:
    """The plan of this case with its proofs, asked for once; it stays in this tab's session."""
    kept: tuple[Case, Future[Plan]] | None = st.session_state.get(_SLOT)
    if kept is None or kept[0] != case:
        if kept:
            kept[1].cancel()
        kept = (case, _workers().submit(plan, case, proof_boxes=MOST_BOXES))
        st.session_state[_SLOT] = kept
    return kept[1]


@st.cache_resource
def _workers() -> ThreadPoolExecutor:
    """One thread for all tabs: the page itself comes first. It keeps nothing of a case."""
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="proofs")
