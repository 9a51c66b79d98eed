"""Fields of the sidebar that know what is stated, what is estimated, and in which unit."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, floor
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from flapplanner.case import Estimate
from flapplanner.ui.session import Session

Changes = dict[str, Any]
Slots = dict[str, DeltaGenerator]


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
) -> float | None:
    """A slider that can be left to an estimate; the estimate is written into its slot later.

    It starts at what is stated, else at what was estimated, and then at what was last set.
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
            stated = span[0] if estimate is None else round(estimate / step) * step
        return length(now, label, name, stated, span, unit, step)


def fill(slots: Slots, estimates: tuple[Estimate, ...]) -> None:
    """Writes what was estimated where a field was left open."""
    for estimate in estimates:
        if estimate.field in slots:
            slots[estimate.field].caption(f"Estimated: {estimate_text(estimate)}")


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
