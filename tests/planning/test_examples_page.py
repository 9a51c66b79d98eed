"""The page that compares the examples with what was published says what the planner says."""

import pytest

from docs.make_examples import PUBLISHED, page, rank_of
from flapplanner.case import Case
from flapplanner.planning import plan
from tests.given import EXAMPLES, planned_example


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


@pytest.mark.parametrize("name", sorted(PUBLISHED))
def test_what_was_published_is_among_the_first_three_reconstructions(name: str) -> None:
    rank = rank_of(PUBLISHED[name], planned_example(name))
    assert rank is not None
    assert rank <= 3


def test_the_conflict_that_the_docs_tell_of() -> None:
    """Each would pass alone; together one takes the vessel on which the other hangs."""
    made = planned_example("femur_composite_left")
    clash = next(one for one in made.reconstructions.refused if "common femoral" in one.sentence)
    feasible = {choice.option.name for choice in (*made.soft_tissue, *made.bone)}
    assert {clash.one, clash.other} <= feasible
    page = (EXAMPLES.parent / "docs" / "reconstructions.md").read_text("utf-8")
    assert clash.sentence in " ".join(page.replace("\n> ", " ").split())
