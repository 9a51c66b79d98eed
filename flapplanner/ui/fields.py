"""Fields of the sidebar that know what is stated, what is estimated, and in which unit."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, floor
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from flapplanner.case import Estimate
from flapplanner.ui import words
from flapplanner.ui.session import Session

Changes = dict[str, Any]
Slots = dict[str, DeltaGenerator]
_ANSWERS: dict[bool | None, str | None] = {True: "yes", False: "no", None: None}


def choice(now: Session, label: str, name: str, words: Mapping[str, str], stated: str) -> str:
    """One of some terms, shown in words."""
    keys = list(words)
    return st.selectbox(
        label, keys, index=keys.index(stated), format_func=words.__getitem__, key=now.key(name)
    )


def maybe_choice(
    now: Session, label: str, name: str, words: Mapping[str, str], stated: str | None
) -> str | None:
    """One of some terms, or none: what is left empty is estimated."""
    keys = list(words)
    return st.selectbox(
        label,
        keys,
        index=None if stated is None else keys.index(stated),
        format_func=words.__getitem__,
        key=now.key(name),
        placeholder="not stated",
    )


def maybe_answer(
    now: Session, label: str, name: str, answers: Mapping[str, str], stated: bool | None
) -> bool | None:
    """Yes, no, or not stated; `answers` says in words what "yes" and "no" mean."""
    found = maybe_choice(now, label, name, answers, _ANSWERS[stated])
    return None if found is None else found == "yes"


def maybe_figure(
    now: Session,
    label: str,
    name: str,
    stated: float | None,
    limits: tuple[float, float],
    step: float,
) -> float | None:
    """A number within what a case may state, or none."""
    return st.number_input(
        label,
        *limits,
        stated,
        step,
        format="%g",
        key=now.key(name),
        placeholder="not stated",
    )


def length(
    now: Session,
    label: str,
    name: str,
    stated: float,
    span: tuple[float, float],
    unit: str = "mm",
    step: float = 1.0,
    tip: str | None = None,
    disabled: bool = False,
) -> float:
    """A slider over a handy span, widened where the case states more."""
    low = span[0] if stated >= span[0] else floor(stated)
    high = span[1] if stated <= span[1] else ceil(stated)
    return st.slider(
        label,
        float(low),
        float(high),
        float(stated),
        step,
        format=unit if unit == "percent" else f"%g {unit}",
        key=now.key(name),
        disabled=disabled,
        help=tip,
        persist_state="page",  # a value set by hand outlives a while of estimating
    )


def maybe_length(
    now: Session,
    slots: Slots,
    label: str,
    field: str,
    stated: float | None,
    span: tuple[float, float],
    unit: str = "mm",
    step: float = 1.0,
    start: float | None = None,
) -> float | None:
    """A slider that can be left to an estimate; the estimate is written into its slot later.

    It starts at what is stated, else at what was estimated, else at `start` or the low end of its
    span, and then at what was last set.
    """
    name = field.rsplit(".", 1)[-1]
    with st.container(gap="xxsmall"):
        by_hand = st.toggle(
            f"State the {label.lower()}", stated is not None, now.key(f"{name}_by_hand")
        )
        if not by_hand:
            slots[field] = st.empty()
            return None
        if stated is None:
            estimate = now.estimated(field)
            open_start = span[0] if start is None else start
            stated = open_start if estimate is None else round(estimate / step) * step
        return length(now, label, name, stated, span, unit, step)


def fill(slots: Slots, estimates: tuple[Estimate, ...]) -> None:
    """Writes what was estimated, or what else it follows from, where a field was left open."""
    found = {estimate.field: estimate for estimate in estimates}
    for field, slot in slots.items():
        if field in found:
            slot.caption(f"Estimated: {estimate_text(found[field])}")
        elif field in words.LEFT_OPEN:
            slot.caption(words.LEFT_OPEN[field])


def estimate_text(estimate: Estimate) -> str:
    """What was estimated, short and with its unit."""
    match estimate.value:
        case float() | int() as value if estimate.unit == "fraction":
            return f"{100 * value:.3g} %"
        case float() | int() as value:
            return (
                f"{value:.3g} {estimate.unit}" if value < 1000 else f"{value:.0f} {estimate.unit}"
            )
    return str(estimate.value)
