"""The page of the case file names every field that a case may state."""

from docs.make_case import FOLDER, page
from flapplanner.case import Case
from flapplanner.case.parts import Defect, History, Patient, Surgery


def test_the_page_is_up_to_date() -> None:
    written = (FOLDER / "case.md").read_text("utf-8")
    assert written == page(), "run `make docs` and read what changed"


def test_every_field_stands_on_the_page() -> None:
    text = page()
    for part in (Case, Patient, Defect, History, Surgery):
        for name, field in part.model_fields.items():
            assert f"| `{field.alias or name}`" in text
