"""The planner in a browser tab: `streamlit run app.py`."""

from flapplanner.ui import main

main()
