"""The app as Streamlit's own test runner drives it, and how to read what it shows."""

import json
import re
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from flapplanner.case import Case
from flapplanner.ui.session import Session
from tests.given import planned_example

APP = Path(__file__).resolve().parents[2] / "app.py"
PATIENCE_S = 60.0


def opened(example: str = "palliative_s1_metastasis") -> AppTest:
    """The page with an example opened and planned, as a tab that had chosen it would have it."""
    app = AppTest.from_file(APP, default_timeout=PATIENCE_S)
    found = planned_example(example)
    app.session_state["planner"] = Session(
        found.case, example, found.case.vessels, found.case.variants, planned=found
    )
    return app.run()


def fresh() -> AppTest:
    """The page as a new tab opens it."""
    return AppTest.from_file(APP, default_timeout=PATIENCE_S).run()


def session(app: AppTest) -> Session:
    found: Session = app.session_state["planner"]
    return found


def case(app: AppTest) -> Case:
    """The case that the page has planned last."""
    found = session(app).planned
    assert found is not None
    return found.case


def shown(app: AppTest, name: str) -> str:
    """The markup of one of the page's components: drawing, ranking, option or ruled_out."""
    found: Any = next(e for e in app.get("bidi_component") if e.key == session(app).key(name))
    return str(json.loads(found.proto.json))


def text(app: AppTest, name: str, testid: str) -> str:
    """The words of the element that bears a `data-testid` in a component's markup."""
    found = re.search(rf'data-testid="{testid}"[^>]*>(.*?)</(?:td|p|h2)>', shown(app, name))
    assert found, f"{testid} is not in {name}"
    return found[1]


def headline(app: AppTest) -> str:
    found = [element.value for element in app.html if "headline" in element.value]
    return str(found[0])


def field(app: AppTest, kind: str, name: str) -> Any:
    """A field of the sidebar by the name it has in the code."""
    return getattr(app, kind)(key=session(app).key(name))


def footer(app: AppTest) -> str:
    return str(app.main.caption[-1].value)
