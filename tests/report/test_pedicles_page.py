"""The pedicles of the graph are those that were published, and the page that says so is true."""

from pathlib import Path

import pytest

from docs.make_pedicles import Compared, comparisons, page
from flapplanner.anatomy import node_name, vascular_graph, venous
from tests.atlas.copies import with_the_example
from tests.given import EXAMPLES
from vascular_models import Measure, load_atlas, read_atlas

ROWS = comparisons(load_atlas())


def test_the_page_is_up_to_date() -> None:
    written = (EXAMPLES.parent / "docs" / "pedicles.md").read_text("utf-8")
    assert written == page(load_atlas()), "run `make docs` and read what changed"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.flap}: {row.what}")
def test_a_pedicle_of_the_graph_is_as_long_and_as_wide_as_published(row: Compared) -> None:
    assert row.within is not False, (
        f"{row.computed_mm:.1f} mm in the graph, {row.published.in_words()} published"
    )


def test_most_published_figures_have_a_range_to_be_held_against() -> None:
    judged = [row for row in ROWS if row.within is not None]
    assert len(judged) > len(ROWS) / 2


def test_every_flap_stands_on_the_page() -> None:
    atlas = load_atlas()
    text = page(atlas)
    for name, flap in atlas.flaps.items():
        assert (f"| {flap.title}: " if flap.published else f"- {flap.title} (`{name}`)") in text


def test_the_example_is_compared_by_hand(tmp_path: Path) -> None:
    """One vessel of 100 mm from the start of the flap to its hilum, published as 80 to 120 mm."""
    found = [row for row in comparisons(read_atlas(with_the_example(tmp_path)))]
    (row,) = (row for row in found if row.flap == "example_island")
    assert (row.what, row.computed_mm, row.range_mm) == ("length", 100, (80, 120))
    assert row.within
    assert not row.same_paper


def test_what_is_measured_elsewhere_is_followed_from_there(tmp_path: Path) -> None:
    """From the division of the internal iliac artery the gluteal artery comes on top."""
    folder = with_the_example(tmp_path)
    text = (folder / "example.yaml").read_text("utf-8")
    figures = "{value: 1, unit: mm, gap: made up for this test}"
    elsewhere = text.replace(
        "    published:\n",
        "    published:\n      start: internal_iliac_division\n"
        f"      artery_diameter_mm: {figures}\n      vein_diameter_mm: {figures}\n",
    )
    (folder / "example.yaml").write_text(elsewhere, encoding="utf-8")
    atlas = read_atlas(folder)
    artery = atlas.vessels["superior_gluteal_artery"]
    length, calibre, vein = (r for r in comparisons(atlas) if r.flap == "example_island")
    assert length.computed_mm == pytest.approx(100 + artery.length_mm.central)
    assert calibre.computed_mm == artery.diameter_mm.central
    graph = vascular_graph(atlas)
    end, start = (venous(node_name(atlas, node, "right")) for node in (artery.end, artery.start))
    assert vein.computed_mm == graph.edges[end, start]["diameter_mm"]


@pytest.mark.parametrize(
    ("figures", "range_mm"),
    [
        ({"value": 50, "low": 40, "high": 70}, (40, 70)),
        ({"low": 40, "high": 70}, (40, 70)),
        ({"value": 50, "high": 70}, (50, 70)),
        ({"value": 50, "low": 40}, (40, 50)),
        ({"value": 50, "sd": 10}, (30, 70)),
        ({"value": 50}, None),
    ],
)
def test_a_published_range(figures: dict[str, float], range_mm: tuple[float, float] | None) -> None:
    published = Measure.model_validate(figures | {"unit": "mm", "source": "x"})

    def compared(computed_mm: float) -> Compared:
        return Compared("a", "length", "a to b", computed_mm, published, same_paper=False)

    assert compared(50).range_mm == range_mm
    if range_mm is None:
        assert compared(50).within is None
    else:
        low, high = range_mm
        assert compared(low).within
        assert compared(high).within
        assert compared(low - 0.1).within is False
        assert compared(high + 0.1).within is False
