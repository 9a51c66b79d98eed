"""The commands that look things up in the atlas."""

import json
import os
import re
from pathlib import Path

import networkx as nx
import pytest

from flapplanner.report.atlas_text import entry_text, gaps_text
from flapplanner.report.graph_file import graph_text
from tests.cli.test_cli import run
from vascular_models import load_atlas


def test_show_prints_what_is_known() -> None:
    done = run("atlas", "show", "superior_gluteal_artery")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == entry_text("superior_gluteal_artery", load_atlas())


def test_a_name_that_is_not_known_costs_one_sentence() -> None:
    done = run("atlas", "show", "superior_gluteal_artry")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "superior_gluteal_artry is not in the atlas; did you mean superior_gluteal_artery?\n"
    )


@pytest.mark.parametrize("name", ["two\nlines", "x" * 500, "\x1b[31m", ""])
def test_a_hostile_name_costs_one_sentence(name: str) -> None:
    done = run("atlas", "show", name)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "\x1b" not in done.stderr
    assert len(done.stderr) < 200


def test_gaps_are_printed() -> None:
    done = run("atlas", "gaps")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == gaps_text(load_atlas())


def test_list_names_everything_a_case_or_a_reader_may_ask_for() -> None:
    atlas = load_atlas()
    lines = [
        re.split(r"\s+|: ", line, maxsplit=2) for line in run("atlas", "list").stdout.split("\n")
    ]
    listed = {(kind, name) for kind, name, _ in lines[:-1]}
    entries = {
        "flap": atlas.flaps,
        "variant": atlas.variants,
        "perforator": atlas.perforators,
        "recipient": atlas.recipients,
    }
    for kind, section in entries.items():
        assert {name for one, name in listed if one == kind} == set(section)
    assert {n for kind, n in listed if kind in ("vessel", "vein")} == set(atlas.named_vessels)


def test_check_counts_what_there_is() -> None:
    atlas = load_atlas()
    said = run("atlas", "check").stdout
    for section, words in {
        "flaps": "flaps",
        "vessels": "vessels",
        "variants": "variants",
        "perforators": "groups of perforators",
        "recipients": "recipients",
        "landmarks": "landmarks",
    }.items():
        assert f"{len(getattr(atlas, section))} {words}" in said
    of_variants = {name for variant in atlas.variants.values() for name in variant.vessels}
    veins = len(set(atlas.named_vessels) - set(atlas.vessels) - of_variants)
    assert re.search(rf"and {veins} named veins", said)


def test_export_goes_to_standard_output_or_to_a_file(tmp_path: Path) -> None:
    text = graph_text(load_atlas(), "graphml")
    assert run("atlas", "export").stdout == text
    file = tmp_path / "vessels.graphml"
    done = run("atlas", "export", "--format", "graphml", "-o", file)
    assert (done.returncode, done.stdout) == (0, f"Written: {file}\n")
    assert file.read_text("utf-8") == text
    assert nx.read_graphml(file).number_of_edges() > 200
    assert os.listdir(tmp_path) == ["vessels.graphml"]


def test_an_existing_file_is_kept_unless_forced(tmp_path: Path) -> None:
    file = tmp_path / "vessels.json"
    file.write_text("mine", encoding="utf-8")
    refused = run("atlas", "export", "--format", "json", "-o", file)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "exists already" in refused.stderr
    assert refused.stderr.count("\n") == 1
    assert file.read_text("utf-8") == "mine"
    assert run("atlas", "export", "--format", "json", "-o", file, "--force").returncode == 0
    assert json.loads(file.read_text("utf-8"))["directed"] is True
    assert os.listdir(tmp_path) == ["vessels.json"]


def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    done = run("atlas", "export", "-o", tmp_path / "nowhere" / "vessels.graphml")
    assert (done.returncode, done.stdout) == (2, "")
    assert "vessels.graphml cannot be written" in done.stderr
    assert done.stderr.count("\n") == 1
    assert os.listdir(tmp_path) == []
