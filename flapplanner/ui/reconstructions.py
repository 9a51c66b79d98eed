"""The reconstructions on the Plan page: choosing one plans nothing anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Literal

import streamlit as st

from flapplanner.anatomy import patient_anatomy
from flapplanner.anatomy.body_surface import body_surface
from flapplanner.case import complete
from flapplanner.planning import Plan
from flapplanner.planning.reconstruction import Reconstruction
from flapplanner.report.bone.drawing import bone_svg
from flapplanner.report.bone.page import bone_page
from flapplanner.report.bone.space import bone_space
from flapplanner.report.reconstruction_text import refused_facts
from flapplanner.report.stability_text import (
    fixation_facts,
    function_facts,
    not_advised,
    reported_facts,
    ring_facts,
)
from flapplanner.ui.markup import show
from flapplanner.ui.opened_view import bone_markup, opened_markup, title_markup
from flapplanner.ui.reconstruction_view import (
    covering,
    key_of,
    reconstruction_of,
    reconstructions_markup,
    summary_markup,
)
from flapplanner.ui.session import keep, session
from flapplanner.ui.words import plain
from vascular_models import load_atlas

SPACE_PX = 520


def opened_of(plan: Plan) -> Reconstruction | None:
    """The reconstruction that is opened: the chosen one while the plan has it, else the first."""
    return reconstruction_of(plan, st.session_state.get(_slot()))


def choose_from(plan: Plan, opened: Reconstruction) -> None:
    """The table of the reconstructions."""

    def choose(key: str) -> None:
        st.session_state[_slot()] = key
        chosen = next(one for one in plan.reconstructions.found if key_of(one) == key)
        share = covering(chosen)
        keep(replace(session(), chosen=share.key if share else None))

    show(reconstructions_markup(plan, opened), session().key("reconstructions"), choose)


def show_opened(plan: Plan, one: Reconstruction) -> None:
    """One reconstruction: what is done and what it is worth, its bone drawn, its bone in space."""
    now = session()
    show(title_markup(one), now.key("opened_title"))
    if one.built is None:
        show(opened_markup(one), now.key("opened"))
        return
    done, drawn, turned = st.tabs(["What is done", "Bone", "Bone in space"])
    case, atlas = complete(plan.case).case, load_atlas()
    places = patient_anatomy(case, atlas).places
    with done:
        show(opened_markup(one), now.key("opened"))
    with drawn:
        show(bone_markup(one, bone_svg(case, places, one.built, "either")), now.key("bone"))
    with turned:
        scheme: Literal["light", "dark"] = "dark" if st.context.theme.type == "dark" else "light"
        figure = bone_space(case, body_surface(case.patient, atlas), places, one.built, scheme)
        st.iframe(bone_page(figure, one.built.title), height=SPACE_PX)
        st.caption("Drag it or use the arrow keys to turn it; the wheel comes nearer.")


def show_summary(plan: Plan) -> None:
    """What the resection leaves, in a line each: gap, ring, fixation, roots."""
    show(summary_markup(plan), session().key("summary"))


def show_around(plan: Plan) -> None:
    """What holds whatever is chosen: ring and fixation, function, what cannot be had together."""
    refused = refused_facts(plan)
    reported = {f"Reported of {name}": told for name, told in reported_facts(plan.fixation)}
    _folded(
        "Pelvic ring and fixation",
        {
            "Pelvic ring": ring_facts(plan),
            "Fixation": fixation_facts(plan.fixation),
            **reported,
            "Why not another": not_advised(plan.fixation),
        },
    )
    _folded("Function after the resection", {"": function_facts(plan)})
    if refused:
        _folded(f"Parts that cannot be had together ({len(refused)})", {"": refused})


def _folded(title: str, sections: Mapping[str, Iterable[str]]) -> None:
    """Sentences under their heads, folded away under a title."""
    with st.expander(plain(title)):
        for head, lines in sections.items():
            words = "\n".join(f"- {plain(line)}" for line in lines)
            if words:
                st.markdown(f"**{head}**\n\n{words}" if head else words)


def _slot() -> str:
    return session().key("chosen_reconstruction")
