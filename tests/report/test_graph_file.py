"""The exported graph reads back as it was, and every figure in it says where it comes from."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from math import sqrt
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from flapplanner.anatomy import vascular_graph
from flapplanner.report.graph_file import Form, graph_text, sourced_graph
from tests.atlas.copies import changed, with_the_example
from vascular_models import Atlas, load_atlas, read_atlas

SCRIPT = "from flapplanner.cli import main; main()"
FORMS: tuple[Form, ...] = ("graphml", "json")


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Atlas:
    """The atlas with the worked example of docs/atlas.md."""
    return read_atlas(with_the_example(tmp_path_factory.mktemp("atlas")))


@pytest.fixture(scope="module")
def graph(example: Atlas) -> nx.DiGraph[str]:
    return sourced_graph(example)


def from_json(file: Path) -> nx.DiGraph[str]:
    read = nx.node_link_graph(json.loads(file.read_text("utf-8")), edges="edges")
    assert isinstance(read, nx.DiGraph)
    return read


def from_graphml(file: Path) -> nx.DiGraph[str]:
    read = nx.read_graphml(file)
    assert isinstance(read, nx.DiGraph)
    for default in ("node_default", "edge_default"):  # networkx adds them to what it reads
        assert read.graph.pop(default) == {}
    return read


READERS: dict[Form, Callable[[Path], nx.DiGraph[str]]] = {
    "graphml": from_graphml,
    "json": from_json,
}


@pytest.mark.parametrize("form", FORMS)
def test_it_reads_back_equal(
    form: Form, example: Atlas, graph: nx.DiGraph[str], tmp_path: Path
) -> None:
    file = tmp_path / f"vessels.{form}"
    file.write_text(graph_text(example, form), encoding="utf-8")
    read = READERS[form](file)
    assert not read.is_multigraph()
    assert list(read.nodes(data=True)) == list(graph.nodes(data=True))
    assert list(read.edges(data=True)) == list(graph.edges(data=True))
    assert read.graph == graph.graph
    types = [{key: type(value) for key, value in data.items()} for *_, data in read.edges.data()]
    assert types == [{k: type(v) for k, v in data.items()} for *_, data in graph.edges.data()]


@pytest.mark.parametrize("form", FORMS)
def test_two_processes_write_the_same_bytes(form: Form) -> None:
    written = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT, "atlas", "export", "--format", form],
            env={"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert written == {graph_text(load_atlas(), form).encode()}


def test_it_is_the_graph_of_the_reference_body(example: Atlas, graph: nx.DiGraph[str]) -> None:
    plain = vascular_graph(example)
    assert list(graph.nodes) == list(plain.nodes)
    for start, end, data in plain.edges(data=True):
        assert data.items() <= graph.edges[start, end].items()


def test_every_figure_has_a_source_or_a_gap(example: Atlas, graph: nx.DiGraph[str]) -> None:
    cited: set[str] = set()
    for start, end, data in graph.edges(data=True):
        figures = ("mass_g",) if data["kind"] == "bed" else ("length_mm", "diameter_mm")
        for figure in figures:
            sources = data.get(f"{figure}_source", "").split()
            assert sources or data[f"{figure}_gap"], (start, end, figure)
            cited.update(sources)
    assert cited
    assert cited <= set(example.references)


def test_a_figure_lies_within_its_range(graph: nx.DiGraph[str]) -> None:
    for *_, data in graph.edges(data=True):
        for figure in ("length_mm", "diameter_mm", "mass_g", "number"):
            if figure in data:
                assert data.get(f"{figure}_low", 0) <= data[figure]
                assert data[figure] <= data.get(f"{figure}_high", float("inf"))


def test_veins_that_were_read_stand_on_their_own_figures(graph: nx.DiGraph[str]) -> None:
    own = graph.edges["example_skin_left.vein", "superior_gluteal_exit_left.vein"]
    assert own["vessel"] == "example_vein"
    assert (own["number"], own["diameter_mm"]) == (6, 2.5)  # two with each of three perforators
    assert own["number_gap"] == own["diameter_mm_gap"] == "made up for this page"
    assert (own["length_mm_low"], own["length_mm_high"]) == (80, 120)


def test_perforators_run_side_by_side(graph: nx.DiGraph[str]) -> None:
    own = graph.edges["superior_gluteal_exit_left", "example_skin_left"]
    assert (own["number"], own["number_low"], own["number_high"]) == (3, 2, 4)
    assert own["number_gap"] == "made up for this page"


def test_veins_that_were_not_read_stand_on_their_artery(tmp_path: Path) -> None:
    """Together they have k times the artery's cross-section: d_vein = d_artery sqrt(k)."""

    def drop(data: dict[str, Any]) -> None:
        del data["vessels"]["example_perforator"]["veins"]

    atlas = read_atlas(changed(with_the_example(tmp_path), drop))
    ratio = atlas.body["vein_to_artery_cross_section_ratio"]
    graph = sourced_graph(atlas)
    vein = graph.edges["example_skin_left.vein", "superior_gluteal_exit_left.vein"]
    assert vein["vessel"] == "example_perforator_veins"
    assert vein["diameter_mm"] == pytest.approx(2 * sqrt(ratio.central))
    assert "vein_to_artery_cross_section_ratio" in vein["diameter_mm_gap"]
    assert set(ratio.source) <= set(vein["diameter_mm_source"].split())


def test_a_vein_by_itself_stands_on_its_own_figures(tmp_path: Path) -> None:
    def add(data: dict[str, Any]) -> None:
        figure = {"unit": "mm", "gap": "made up for this test"}
        data["vessels"]["example_superficial_vein"] = {
            "start": "example_skin",
            "end": "inferior_gluteal_exit",
            "kind": "vein",
            "course": "subcutaneous",
            "length_mm": figure | {"value": 70, "high": 90},
            "diameter_mm": figure | {"value": 3},
        }

    graph = sourced_graph(read_atlas(changed(with_the_example(tmp_path), add)))
    vein = graph.edges["example_skin_right.vein", "inferior_gluteal_exit_right.vein"]
    assert vein["vessel"] == "example_superficial_vein"
    assert (vein["length_mm"], vein["length_mm_high"], vein["diameter_mm"]) == (70, 90, 3)
    assert vein["diameter_mm_gap"] == "made up for this test"


def test_the_left_side_mirrors_the_right(graph: nx.DiGraph[str]) -> None:
    def left(node: str) -> str:
        return node.replace("_right", "_left")

    checked = 0
    for node, data in graph.nodes(data=True):
        if "_right" in node and "x_mm" in data:
            other = graph.nodes[left(node)]
            assert other["x_mm"] == -data["x_mm"]
            assert (other["y_mm"], other["z_mm"]) == (data["y_mm"], data["z_mm"])
            checked += 1
    assert checked
    for start, end, data in graph.edges(data=True):
        if data["side"] == "right":
            other = graph.edges[left(start), left(end)]
            named = {"side", "label"}
            assert {k: v for k, v in data.items() if k not in named} == {
                k: v for k, v in other.items() if k not in named
            }
