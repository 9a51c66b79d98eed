"""The atlas holds together, and its loader refuses what a careless hand would write."""

from pathlib import Path
from typing import Any

import pytest

from tests.atlas.copies import changed, copied, with_the_example
from vascular_models import AtlasError, Measure, load_atlas, read_atlas

ISSUE_ONE_FLAPS = {
    "gluteal_vy",
    "gluteal_rotation",
    "sgap",
    "igap",
    "gluteal_thigh",
    "vram",
    "oram",
    "alt_pedicled",
    "alt_free",
    "vastus_lateralis",
    "femur_pedicled",
    "fibula_free",
    "fillet_pedicled",
    "fillet_free",
    "latissimus_free",
    "latissimus_reverse",
    "omentum",
}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the atlas with the worked example of docs/atlas.md."""
    return with_the_example(tmp_path)


def test_the_first_edition_has_its_donors() -> None:
    assert set(load_atlas().flaps) >= ISSUE_ONE_FLAPS


def test_every_figure_has_a_source_or_a_gap() -> None:
    figures = list(load_atlas().figures())
    assert len(figures) > 300
    for place, figure in figures:
        assert figure.source or (figure.gap and len(figure.gap) > 10), place


def test_every_reference_is_cited_and_says_where_to_find_it() -> None:
    atlas = load_atlas()
    cited = {key for _, figure in atlas.figures() for key in figure.source}
    assert cited == set(atlas.references)
    for reference in atlas.references.values():
        assert reference.title, reference.key
        assert reference.doi or reference.url or reference.journal, reference.key


def test_an_untouched_copy_reads_the_same(tmp_path: Path) -> None:
    assert read_atlas(copied(tmp_path)).digest == load_atlas().digest


def test_an_unsourced_figure_is_refused(copy: Path) -> None:
    def drop(data: dict[str, Any]) -> None:
        del data["vessels"]["example_perforator"]["length_mm"]["gap"]

    with pytest.raises(AtlasError, match=r"example\.yaml: vessels\.example_perforator.*neither"):
        read_atlas(changed(copy, drop))


def test_a_source_without_a_reference_is_refused(copy: Path) -> None:
    key = min(load_atlas().references)

    def misspell(data: dict[str, Any]) -> None:
        data["vessels"]["example_perforator"]["length_mm"]["source"] = f"{key}x"

    with pytest.raises(AtlasError, match=rf"source {key}x is not in the atlas; did you mean {key}"):
        read_atlas(changed(copy, misspell))


def test_a_unit_that_its_name_denies_is_refused(copy: Path) -> None:
    def in_ml(data: dict[str, Any]) -> None:
        data["vessels"]["example_perforator"]["length_mm"]["unit"] = "ml"

    with pytest.raises(AtlasError, match="is in ml; its name says mm"):
        read_atlas(changed(copy, in_ml))


def test_a_flap_without_vessels_to_it_is_refused(copy: Path) -> None:
    def hang_elsewhere(data: dict[str, Any]) -> None:
        data["flaps"]["example_island"]["start"] = "inguinal_ligament"

    with pytest.raises(AtlasError, match=r"example_island: no vessels lead from inguinal_ligament"):
        read_atlas(changed(copy, hang_elsewhere))


def test_an_unknown_key_is_refused(copy: Path) -> None:
    def add(data: dict[str, Any]) -> None:
        data["flaps"]["example_island"]["colour"] = "blue"

    with pytest.raises(AtlasError, match=r"flaps\.example_island\.colour"):
        read_atlas(changed(copy, add))


def test_a_name_given_twice_is_refused(copy: Path) -> None:
    (copy / "zz.yaml").write_text("nodes: {heart: {side: midline}}\n", encoding="utf-8")
    with pytest.raises(AtlasError, match=r"nodes\.heart is given a second time"):
        read_atlas(copy)


def test_a_key_that_stands_twice_is_refused(copy: Path) -> None:
    (copy / "zz.yaml").write_text("nodes:\n  a: {}\n  a: {}\n", encoding="utf-8")
    with pytest.raises(AtlasError, match="a stands twice"):
        read_atlas(copy)


@pytest.mark.parametrize(
    "figure",
    [
        {"unit": "mm", "source": "x"},
        {"low": 1.0, "unit": "mm", "source": "x"},
        {"value": 5.0, "low": 6.0, "unit": "mm", "source": "x"},
        {"value": 5.0, "unit": "furlong", "source": "x"},
        {"value": float("nan"), "unit": "mm", "source": "x"},
        {"value": 5.0, "sd": -1.0, "unit": "mm", "source": "x"},
    ],
)
def test_a_measure_out_of_order_is_refused(figure: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        Measure.model_validate(figure)


def test_vessels_in_a_circle_are_refused(copy: Path) -> None:
    def turn_back(data: dict[str, Any]) -> None:
        figures = data["vessels"]["example_perforator"]
        data["vessels"]["shunt"] = figures | {"start": "example_skin", "end": "heart"}

    with pytest.raises(AtlasError, match="some lead in a circle"):
        read_atlas(changed(copy, turn_back))


def test_a_pivot_without_a_place_is_refused(copy: Path) -> None:
    def unplace(data: dict[str, Any]) -> None:
        figures = data["vessels"]["example_perforator"]
        data["nodes"]["example_exit"] = {}
        data["vessels"]["example_root"] = figures | {"end": "example_exit", "veins": None}
        figures["start"] = data["flaps"]["example_island"]["start"] = "example_exit"

    with pytest.raises(AtlasError, match="example_exit has no landmark to pivot on"):
        read_atlas(changed(copy, unplace))


def test_a_figure_the_planner_needs_cannot_be_renamed(copy: Path) -> None:
    def rename(data: dict[str, Any]) -> None:
        data["body"]["docking_mm"] = data["body"].pop("docking_total_mm")

    with pytest.raises(AtlasError, match="body docking_total_mm is not in the atlas"):
        read_atlas(changed(copy, rename, "body.yaml"))


def test_what_cannot_be_read_is_an_error_of_the_atlas(copy: Path, tmp_path: Path) -> None:
    (copy / "empty.yaml").write_text("", encoding="utf-8")
    with pytest.raises(AtlasError, match=r"empty\.yaml: is empty"):
        read_atlas(copy)
    (copy / "empty.yaml").unlink()
    (copy / "sources.csv").write_text("key,title\nx\n", encoding="utf-8")
    with pytest.raises(AtlasError, match=r"sources\.csv: a row is not of the form"):
        read_atlas(copy)
    with pytest.raises(AtlasError, match="cannot be read"):
        read_atlas(tmp_path / "nowhere")
