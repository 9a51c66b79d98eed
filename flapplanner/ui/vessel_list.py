"""What has happened to the vessels: a short list, to which the atlas's vessels can be added."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from flapplanner.case import VesselEvent
from flapplanner.ui import words
from flapplanner.ui.session import Session, keep, session
from vascular_models import load_atlas

NEW_STENOSIS_PERCENT = 50.0


def vessel_list(now: Session) -> tuple[VesselEvent, ...]:
    """Shows the events with a button to take each back, and a form for a further one."""
    st.subheader("Vessels")
    for number, event in enumerate(now.vessels):
        text, button = st.columns([6, 1], vertical_alignment="center", gap="xsmall")
        text.markdown(f":small[{event_in_words(event)}]")
        button.button(
            "",
            icon=":material/close:",
            key=now.key(f"drop_{number}"),
            help=f"Take back: {event_in_words(event)}",
            type="tertiary",
            on_click=_drop,
            args=(number,),
        )
    if not now.vessels:
        st.caption("All vessels are taken as sound.")
    with st.popover("Add a vessel", width="stretch"):
        _form(now)
    return now.vessels


def event_in_words(event: VesselEvent) -> str:
    """An event as one would say it.

    >>> event_in_words(VesselEvent(vessel="internal_iliac_artery", side="both", event="ligated"))
    'internal iliac artery, both sides: ligated'
    """
    side = "" if event.side == "midline" else f", {words.VESSEL_SIDES[event.side]}"
    by = "" if event.stenosis_percent is None else f" by {event.stenosis_percent:g} %"
    return f"{words.vessel_in_words(event.vessel)}{side}: {words.EVENTS[event.event]}{by}"


def _form(now: Session) -> None:
    vessels = load_atlas().vessels
    vessel = st.selectbox(
        "Vessel",
        sorted(vessels, key=words.vessel_in_words),
        index=None,
        format_func=words.vessel_in_words,
        key=now.key("vessel"),
        placeholder="type or choose",
    )
    if vessel is None:
        return
    paired = vessels[vessel].side == "paired"
    sides = ["left", "right", "both"] if paired else ["midline"]
    side = st.selectbox(
        "Side of the vessel",
        sides,
        index=None if paired else 0,
        format_func=words.VESSEL_SIDES.__getitem__,
        key=now.key(f"side_of_{'paired' if paired else 'midline'}"),
        placeholder="choose a side",
    )
    happened = st.selectbox(
        "Event", list(words.EVENTS), format_func=words.EVENTS.__getitem__, key=now.key("event")
    )
    percent = None
    if happened == "stenosed":
        percent = st.slider(
            "Narrowed by", 1.0, 99.0, NEW_STENOSIS_PERCENT, 1.0, "%g %%", key=now.key("stenosis")
        )
    st.button(
        "Add",
        key=now.key("add"),
        disabled=side is None,
        on_click=_add,
        args=(vessel, side, happened, percent),
        width="stretch",
    )


def _add(vessel: str, side: str, event: str, percent: float | None) -> None:
    now = session()
    added = VesselEvent.model_validate(
        {"vessel": vessel, "side": side, "event": event, "stenosis_percent": percent}
    )
    keep(replace(now, vessels=(*now.vessels, added)))


def _drop(number: int) -> None:
    now = session()
    keep(replace(now, vessels=now.vessels[:number] + now.vessels[number + 1 :]))
