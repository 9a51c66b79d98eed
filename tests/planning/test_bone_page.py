"""The page on bone says what the planner computes, and published lengths lie within it."""

import pytest

from docs.make_bone import FOLDER, PUBLISHED, Published, page, strut_of


def test_the_page_is_up_to_date() -> None:
    written = (FOLDER / "bone.md").read_text("utf-8")
    assert written == page(), "run `make docs` and read what changed"


@pytest.mark.parametrize("published", PUBLISHED, ids=lambda one: one.source)
def test_a_published_strut_lies_between_least_and_deepest_docking(published: Published) -> None:
    """70 to 120 mm of double fibula (chang_2008); 220 mm of femur from L4 (mcknight_2013)."""
    strut = strut_of(published)
    assert strut.length_mm <= published.high_mm
    assert published.low_mm <= strut.most_length_mm
