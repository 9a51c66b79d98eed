"""The pages and the frame around them."""

from __future__ import annotations

import streamlit as st

from flapplanner.ui.plan_page import plan_page

SIDEBAR_PX = 300


def main() -> None:
    """Runs the page that the address names."""
    st.set_page_config(page_title="flapplanner", layout="wide", initial_sidebar_state=SIDEBAR_PX)
    st.navigation([st.Page(plan_page, title="Plan", default=True)]).run()
