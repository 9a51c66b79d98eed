"""Opening a case: one of the examples, or a file."""

from __future__ import annotations

import streamlit as st

from flapplanner.case.document import SUFFIXES
from flapplanner.ui.session import examples, open_example, open_text, session
from flapplanner.ui.words import plain

MOST_MB = 1


def opening() -> None:
    """The two ways to open a case, and the sentence about a file that could not be."""
    now = session()
    names = list(examples())
    st.selectbox(
        "Example case",
        names,
        index=names.index(now.example) if now.example else None,
        format_func=lambda name: name.replace("_", " "),
        key=now.key("example"),
        placeholder="from a file",
        on_change=_example_chosen,
    )
    with st.expander("Open a case file"):
        st.file_uploader(
            "Case file",
            type=[suffix.removeprefix(".") for suffix in SUFFIXES],
            key=now.key("file"),
            label_visibility="collapsed",
            max_upload_size=MOST_MB,
            on_change=_file_chosen,
        )
    if now.trouble:
        st.error(plain(now.trouble))


def _example_chosen() -> None:
    name = st.session_state[session().key("example")]
    if name is not None:
        open_example(name)


def _file_chosen() -> None:
    file = st.session_state[session().key("file")]
    if file is not None:
        open_text(file.getvalue(), file.name)
