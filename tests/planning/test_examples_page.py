"""The page that compares the examples with what was published says what the planner says."""

from docs.make_examples import PUBLISHED, page
from flapplanner.case import Case
from flapplanner.planning import plan
from tests.given import EXAMPLES


def test_the_page_is_up_to_date() -> None:
    written = (EXAMPLES.parent / "docs" / "examples.md").read_text("utf-8")
    assert written == page(), "run `make docs` and read what changed"


def test_every_example_stands_on_the_page() -> None:
    assert set(PUBLISHED) == {file.stem for file in EXAMPLES.glob("*.yaml")}


def test_without_the_resected_artery_the_pedicled_leg_would_reach() -> None:
    """As the page says of the free femur, fibula and fillet."""
    stated = Case.load(EXAMPLES / "free_femur_fibula_fillet.yaml")
    kept = [event for event in stated.vessels if event.vessel != "external_iliac_artery"]
    made = plan(stated.model_copy(update={"vessels": tuple(kept)}))
    assert made.soft_tissue[0].option.flap == "fillet_pedicled"
    assert made.bone[0].option.flap == "femur_pedicled"
