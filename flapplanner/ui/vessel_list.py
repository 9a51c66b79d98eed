"""What has happened to the vessels: a short list, to which the atlas's vessels can be added."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from flapplanner.case import PresentVariant, VesselEvent
from flapplanner.ui import words
from flapplanner.ui.session import Session, keep, session
from vascular_models import load_atlas

NEW_STENOSIS_PERCENT = 50.0


def vessel_list(now: Session) -> tuple[VesselEvent, ...]:
    """Shows the events with a button to take each back, and a form for a further one."""
    st.subheader("Vessels")
    for number, event in enumerate(now.vessels):
        _line(now, f"drop_{number}", event_in_words(event), _drop, number)
    if not now.vessels:
        st.caption("All vessels are taken as sound.")
    with st.popover("Add a vessel", width="stretch"):
        _form(now)
    return now.vessels


def variant_list(now: Session) -> tuple[PresentVariant, ...]:
    """Shows the variants that imaging has shown, and a form for a further one."""
    for number, present in enumerate(now.variants):
        _line(now, f"drop_variant_{number}", variant_in_words(present), _drop_variant, number)
    with st.popover("Add a variant", width="stretch"):
        _variant_form(now)
    return now.variants


def _line(now: Session, key: str, text: str, drop: Callable[[int], None], number: int) -> None:
    said, button = st.columns([6, 1], vertical_alignment="center", gap="xsmall")
    said.markdown(f":small[{text}]")
    button.button(
        "",
        icon=":material/close:",
        key=now.key(key),
        help=f"Take back: {text}",
        type="tertiary",
        on_click=drop,
        args=(number,),
    )


def event_in_words(event: VesselEvent) -> str:
    """An event as one would say it.

    >>> event_in_words(VesselEvent(vessel="internal_iliac_artery", side="both", event="ligated"))
    'internal iliac artery, both sides: ligated'
    """
    side = "" if event.side == "midline" else f", {words.VESSEL_SIDES[event.side]}"
    by = "" if event.stenosis_percent is None else f" by {event.stenosis_percent:g} %"
    return f"{words.vessel_in_words(event.vessel)}{side}: {words.EVENTS[event.event]}{by}"


def variant_in_words(present: PresentVariant) -> str:
    """A variant with its side; one the atlas does not know is shown as it is written."""
    known = load_atlas().variants.get(present.variant)
    title = known.title if known else words.vessel_in_words(present.variant)
    side = "" if present.side == "midline" else f", {words.VESSEL_SIDES[present.side]}"
    return f"{title}{side}"


def _form(now: Session) -> None:
    vessels = load_atlas().named_vessels
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
    side = _side(now, "vessel", vessels[vessel])
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


def _variant_form(now: Session) -> None:
    variants = load_atlas().variants
    chosen = st.selectbox(
        "Variant",
        sorted(variants, key=lambda name: variants[name].title),
        index=None,
        format_func=lambda name: variants[name].title,
        key=now.key("variant"),
        placeholder="type or choose",
    )
    if chosen is None:
        return
    st.caption(f"Seen in {variants[chosen].frequency_percent.in_words()}.")
    side = _side(now, "variant", variants[chosen].side)
    st.button(
        "Add",
        key=now.key("add_variant"),
        disabled=side is None,
        on_click=_add_variant,
        args=(chosen, side),
        width="stretch",
    )


def _side(now: Session, what: str, own: str) -> str | None:
    sides = ["left", "right", "both"] if own == "paired" else ["midline"]
    return st.selectbox(
        f"Side of the {what}",
        sides,
        index=None if own == "paired" else 0,
        format_func=words.VESSEL_SIDES.__getitem__,
        key=now.key(f"side_of_{what}_{own}"),
        placeholder="choose a side",
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


def _add_variant(variant: str, side: str) -> None:
    now = session()
    added = PresentVariant.model_validate({"variant": variant, "side": side})
    keep(replace(now, variants=(*now.variants, added)))


def _drop_variant(number: int) -> None:
    now = session()
    keep(replace(now, variants=now.variants[:number] + now.variants[number + 1 :]))
