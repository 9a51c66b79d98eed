"""The Streamlit pages; `app.py` calls `main`."""

from flapplanner.ui.pages import main

__all__ = ["main"]
