"""The atlas in words: every name can be shown, and what is shown is what the data say."""

import re
from functools import cache
from pathlib import Path

import pytest

from flapplanner.anatomy import AnatomyError
from flapplanner.report.atlas_text import entry_text, gaps_text, names
from flapplanner.report.atlas_words import WIDTH, spread
from tests.atlas.copies import with_the_example
from vascular_models import Atlas, load_atlas, read_atlas

NAMES = names(load_atlas())


@cache
def shown(name: str) -> str:
    return entry_text(name, load_atlas())


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Atlas:
    """The atlas with the worked example of docs/atlas.md."""
    return read_atlas(with_the_example(tmp_path_factory.mktemp("atlas")))


def unwrapped(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("section", NAMES)
def test_every_name_can_be_shown(section: str) -> None:
    for name in sorted(NAMES[section]):
        text = shown(name)
        assert f"({name})" in unwrapped(text)
        assert text.endswith("\n")
        assert not text.endswith("\n\n")
        for line in text.splitlines():
            assert len(line) <= WIDTH or "://" in line, line
            assert line == line.rstrip()
        assert not re.search(r"=None|Measure\(|MappingProxy|unit='", text), name


@pytest.mark.parametrize("section", NAMES)
def test_the_sources_below_are_those_cited_above(section: str) -> None:
    """Numbered from 1 without a hole, in the order of their first citation."""
    for name in sorted(NAMES[section]):
        above, _, below = shown(name).partition("\nSources\n")
        marks = re.findall(r"\[(\d+(?:, \d+)*)\]", unwrapped(above))
        cited = list(dict.fromkeys(number for mark in marks for number in mark.split(", ")))
        listed = re.findall(r"^  \[(\d+)\]", below, re.MULTILINE)
        assert cited == listed == [str(i + 1) for i in range(len(listed))], name


def test_a_vessel_is_shown_with_its_figures_and_its_sources_in_words() -> None:
    atlas = load_atlas()
    vessel = atlas.vessels["superior_gluteal_artery"]
    text = unwrapped(entry_text("superior_gluteal_artery", atlas))
    assert f"length {spread(vessel.length_mm)} [1]" in text
    assert f"calibre {spread(vessel.diameter_mm)}" in text
    assert "from the internal iliac division" in text
    assert "common iliac artery, internal iliac artery" in text
    assert "superior gluteal vein calibre" in text
    assert "gluteus maximus muscle" in text
    reference = atlas.references[vessel.length_mm.source[0]]
    assert reference.authors.split(";")[0] in text
    assert unwrapped(f"{reference.title}. {reference.journal}, {reference.year}") in text
    assert f"https://doi.org/{reference.doi}" in text


def test_a_trunk_feeds_both_halves_and_every_branch_stands_once() -> None:
    text = entry_text("upper_abdominal_aorta", load_atlas())
    assert "gluteus maximus" in text
    assert text.count("\n  lower abdominal aorta  ") == 1


def test_an_artery_knows_its_vein_perforators_flaps_and_variants(example: Atlas) -> None:
    text = unwrapped(entry_text("example_perforator", example))
    for said in (
        "from the superior gluteal exit to the example skin, intramuscular",
        "superior gluteal artery length 100 mm (80 to 120); estimated: made up for this page",
        "example vein number 2; estimated: made up for this page; calibre 2.5 mm",
        "Feeds example skin skin, 300 g",
        "from the psis towards the greater trochanter tip, at 0.33 (0.25 to 0.5) of the way",
        "caudal 10 mm",
        "each feeds 6000 mm²",
        "in the pedicle of Example (example_island)",
        "(example_from_below) absent; 10 % (5 to 20)",
    ):
        assert said in text


def test_a_vein_without_a_calibre_says_what_stands_in_for_it(example: Atlas) -> None:
    """All veins together have k times the artery's cross-section: d_vein = d_artery sqrt(k)."""
    ratio = example.body["vein_to_artery_cross_section_ratio"].central
    text = unwrapped(entry_text("example_perforator_from_below", example))
    assert f"calibre {2 * ratio**0.5:.1f} mm, all together; estimated: no calibre was read" in text
    assert "only in the variant example from below (example_from_below)" in text


def test_a_vein_names_the_artery_it_runs_with(example: Atlas) -> None:
    text = unwrapped(entry_text("example_vein", example))
    assert "runs with example perforator from the example skin to the superior gluteal" in text


def test_a_variant_tells_what_it_does_to_the_pedicles(example: Atlas) -> None:
    text = unwrapped(entry_text("example_from_below", example))
    assert "without example perforator" in text
    assert "from the inferior gluteal exit to the example skin; 120 mm" in text
    assert "Example its artery does not come by the superior gluteal exit" in text
    told = unwrapped(entry_text("example_island", example))
    assert "(example_from_below) its artery does not come by" in told


def test_a_shorter_layout_and_a_missing_one_are_told_apart(tmp_path: Path) -> None:
    folder = with_the_example(tmp_path)
    (folder / "more.yaml").write_text(
        """
variants:
  example_short:
    title: Example perforator at half its length
    frequency_percent: {value: 3, unit: percent, gap: made up for this test}
    gap: made up for this test
    vessels:
      example_perforator:
        start: superior_gluteal_exit
        end: example_skin
        course: intramuscular
        length_mm: {value: 50, unit: mm, gap: made up for this test}
        diameter_mm: {value: 2, unit: mm, gap: made up for this test}
  example_absent:
    title: No example perforator
    frequency_percent: {value: 1, unit: percent, gap: made up for this test}
    gap: made up for this test
    without: [example_perforator]
""",
        encoding="utf-8",
    )
    text = unwrapped(entry_text("example_island", read_atlas(folder)))
    assert "(example_short) pedicle of 50 mm, usually 100 mm" in text
    assert "(example_absent) no artery leads to it" in text


def test_perforators_and_flaps_name_each_other(example: Atlas) -> None:
    assert "Example carries 2" in unwrapped(entry_text("example_perforators", example))
    flap = unwrapped(entry_text("example_island", example))
    assert "skin supply: perforator example perforators" in flap
    assert "published: length 80 to 120 mm" in flap
    assert "perforators of the example" in entry_text("psis", example)


def test_a_recipient_shows_the_vessels_it_offers() -> None:
    atlas = load_atlas()
    name, recipient = next(iter(atlas.recipients.items()))
    text = unwrapped(entry_text(name, atlas))
    there = [v for v in atlas.vessels.values() if v.end == (recipient.cut or recipient.node)]
    assert any(f"calibre {spread(vessel.diameter_mm)}" in text for vessel in there)


def test_a_name_may_be_written_in_words() -> None:
    atlas = load_atlas()
    told = entry_text("superior gluteal artery", atlas)
    assert told == entry_text("superior_gluteal_artery", atlas)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("superior_gluteal_artry", "did you mean superior_gluteal_artery?"),
        ("gluteal_artery", "did you mean superior_gluteal_artery?"),
        ("internal_iliac_vain", "did you mean internal_iliac_vein?"),
        ("SGAB", "did you mean sgap?"),
        ("qqqq", "`flapplanner atlas list` prints the names."),
        ("", "`flapplanner atlas list` prints the names."),
    ],
)
def test_an_unknown_name_gets_the_nearest_one(name: str, hint: str) -> None:
    with pytest.raises(AnatomyError) as error:
        entry_text(name, load_atlas())
    assert str(error.value).endswith(f"is not in the atlas; {hint}")


def test_every_gap_is_listed_with_how_it_was_estimated() -> None:
    atlas = load_atlas()
    text = unwrapped(gaps_text(atlas))
    gaps = [(place, figure) for place, figure in atlas.figures() if figure.gap]
    for place, figure in gaps:
        assert place.split(".")[1] in text
        assert unwrapped(figure.gap or "") in text, place
    total = len(list(atlas.figures()))
    assert f"{len(gaps)} of {total} figures stand on an estimate." in text
    assert gaps_text(atlas).rsplit("\n\n", 1)[1].count("\n") <= 2


def test_the_counts_of_the_sections_add_up_to_the_count_at_the_end(example: Atlas) -> None:
    text = gaps_text(example)
    counts = [
        int(count) for count in re.findall(r"^(?!Arteries)\w[\w ]+: (\d+)$", text, re.MULTILINE)
    ]
    total = re.search(r"^(\d+) of \d+ figures stand", text, re.MULTILINE)
    assert total is not None
    assert sum(counts) == int(total[1])


def test_arteries_without_a_published_calibre_of_their_veins_are_named(example: Atlas) -> None:
    text = unwrapped(gaps_text(example))
    told = text[text.index("Arteries without a published calibre") :]
    taken, _, own = told.partition("by an estimate of their own")
    assert "example_perforator_from_below (example_from_below)" in taken
    assert " example_perforator," in own or " example_perforator " in own
    arteries = {n: v for n, v in example.vessels.items() if v.kind == "axial"}
    for name, vessel in arteries.items():
        if vessel.veins is None:
            assert re.search(rf" {name}\b", taken)
        else:
            assert bool(re.search(rf" {name}(,| \d| \()", own)) or not vessel.veins.diameter_mm.gap
    ratio = example.body["vein_to_artery_cross_section_ratio"]
    assert f"all together {ratio.in_words()} times the artery's cross-section" in taken
