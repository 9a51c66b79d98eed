"""The atlas holds together, and its loader refuses what a careless hand would write."""

from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest
import yaml

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
    "fibula_double",
    "fillet_pedicled",
    "fillet_free",
    "latissimus_free",
    "latissimus_reverse",
    "omentum",
}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for file in resources.files("vascular_models").iterdir():
        if file.name.endswith((".yaml", ".csv")):
            (tmp_path / file.name).write_bytes(file.read_bytes())
    return tmp_path


def changed(folder: Path, name: str, change: Callable[[dict], None]) -> Path:  # type: ignore[type-arg]
    file = folder / name
    data = yaml.safe_load(file.read_text("utf-8"))
    change(data)
    file.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    return folder


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


def test_an_untouched_copy_reads_the_same(copy: Path) -> None:
    assert read_atlas(copy).digest == load_atlas().digest


def test_an_unsourced_figure_is_refused(copy: Path) -> None:
    def drop(data: dict) -> None:  # type: ignore[type-arg]
        del data["vessels"]["superior_gluteal_perforator"]["length_mm"]["source"]

    with pytest.raises(AtlasError, match=r"gluteal\.yaml: vessels\.superior_gluteal_perforator"):
        read_atlas(changed(copy, "gluteal.yaml", drop))


def test_a_source_without_a_reference_is_refused(copy: Path) -> None:
    def misspell(data: dict) -> None:  # type: ignore[type-arg]
        data["vessels"]["superior_gluteal_perforator"]["length_mm"]["source"] = "tansatit_2008_sgp"

    with pytest.raises(AtlasError, match="did you mean tansatit_2008_sgap"):
        read_atlas(changed(copy, "gluteal.yaml", misspell))


def test_a_unit_that_its_name_denies_is_refused(copy: Path) -> None:
    def in_ml(data: dict) -> None:  # type: ignore[type-arg]
        data["vessels"]["superior_gluteal_perforator"]["length_mm"]["unit"] = "ml"

    with pytest.raises(AtlasError, match="is in ml; its name says mm"):
        read_atlas(changed(copy, "gluteal.yaml", in_ml))


def test_a_flap_without_vessels_to_it_is_refused(copy: Path) -> None:
    def cut(data: dict) -> None:  # type: ignore[type-arg]
        del data["vessels"]["superior_gluteal_perforator"]

    with pytest.raises(AtlasError, match=r"flaps\.sgap: no vessels lead from"):
        read_atlas(changed(copy, "gluteal.yaml", cut))


def test_an_unknown_key_is_refused(copy: Path) -> None:
    def add(data: dict) -> None:  # type: ignore[type-arg]
        data["flaps"]["sgap"]["colour"] = "blue"

    with pytest.raises(AtlasError, match=r"flaps\.sgap\.colour"):
        read_atlas(changed(copy, "gluteal.yaml", add))


def test_a_name_given_twice_is_refused(copy: Path) -> None:
    (copy / "zz.yaml").write_text("nodes: {heart: {side: midline}}\n", encoding="utf-8")
    with pytest.raises(AtlasError, match=r"nodes\.heart is given a second time"):
        read_atlas(copy)


def test_a_key_that_stands_twice_is_refused(copy: Path) -> None:
    (copy / "zz.yaml").write_text("nodes:\n  a: {}\n  a: {}\n", encoding="utf-8")
    with pytest.raises(AtlasError, match="a stands twice"):
        read_atlas(copy)


def test_a_new_donor_flap_needs_a_data_file_and_no_code(copy: Path) -> None:
    flap = yaml.safe_load((copy / "gluteal.yaml").read_text("utf-8"))["flaps"]["sgap"]
    flap["title"] = "Another gluteal flap"
    (copy / "another.yaml").write_text(
        yaml.safe_dump({"flaps": {"another": flap}}), encoding="utf-8"
    )
    assert read_atlas(copy).flaps["another"].title == "Another gluteal flap"


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
    def turn_back(data: dict) -> None:  # type: ignore[type-arg]
        figure = data["vessels"]["superior_gluteal_perforator"]
        data["vessels"]["shunt"] = figure | {"start": "upper_buttock_skin", "end": "heart"}

    with pytest.raises(AtlasError, match="some lead in a circle"):
        read_atlas(changed(copy, "gluteal.yaml", turn_back))


def test_a_pivot_without_a_place_is_refused(copy: Path) -> None:
    def unplace(data: dict) -> None:  # type: ignore[type-arg]
        del data["nodes"]["superior_gluteal_exit"]["landmark"]

    with pytest.raises(AtlasError, match="superior_gluteal_exit has no landmark to pivot on"):
        read_atlas(changed(copy, "gluteal.yaml", unplace))


def test_a_figure_the_planner_needs_cannot_be_renamed(copy: Path) -> None:
    def rename(data: dict) -> None:  # type: ignore[type-arg]
        data["body"]["docking_mm"] = data["body"].pop("docking_total_mm")

    with pytest.raises(AtlasError, match="body docking_total_mm is not in the atlas"):
        read_atlas(changed(copy, "body.yaml", rename))


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
