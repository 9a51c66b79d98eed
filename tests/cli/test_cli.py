"""The command line: what it prints, and that bad input costs one sentence and nothing else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.given import EXAMPLES

GOOD = """
schema: flapplanner-case/1
label: test
defect:
  region: sacral
  resection: {level: below_s3}
  skin: {shape: ellipse, length_mm: 90, width_mm: 60}
"""


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    script = "from flapplanner.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", script, *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_plan_is_asked_for_under_a_variant() -> None:
    case = EXAMPLES / "total_sacrectomy.yaml"
    done = run("plan", case, "--variant", "peronea_arteria_magna:both")
    assert done.returncode == 0, done.stderr
    assert "Fibula free, either side: Raising it would leave" in done.stdout


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("peronea_arteria_magna", "allowed is the name of a variant and its side"),
        ("peronea_arteria_magna:up", "allowed is the name of a variant and its side"),
        ("no_such_variant:left", "variants.1.variant is no_such_variant, which is not known;"),
        ("lateral_sacral_absent:midline", "for lateral_sacral_absent allowed is left, right or"),
    ],
)
def test_a_variant_that_cannot_be_is_refused(stated: str, expected: str) -> None:
    done = run("plan", EXAMPLES / "palliative_s1_metastasis.yaml", "--variant", stated)
    assert done.returncode == 2
    assert expected in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_plan_of_the_main_example_is_printed() -> None:
    done = run("plan", EXAMPLES / "hemipelvectomy_right.yaml")
    assert done.returncode == 0, done.stderr
    for words in (
        "Reconstructions",
        "Pelvic ring",
        "Fixation",
        "Function",
        "Soft tissue",
        "Bone",
        "Ruled out",
        "Estimated",
        "the right internal iliac artery is ligated",
        "Fillet of leg",
        "Femur",
        "Not a medical device",
    ):
        assert words in done.stdout.replace("Fillet pedicled", "Fillet of leg"), words


def test_atlas_check_counts() -> None:
    done = run("atlas", "check")
    assert done.returncode == 0
    assert "with a source" in done.stdout
    assert "gaps with an estimate" in done.stdout


def test_help_names_the_commands() -> None:
    done = run("--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert "plan" in done.stdout
    assert "atlas" in done.stdout
    atlas = run("atlas", "--help").stdout
    for command in ("check", "list", "show", "gaps", "export"):
        assert command in atlas


@pytest.mark.parametrize("words", [(), ("atlas",)])
def test_no_command_prints_the_help(words: tuple[str, ...]) -> None:
    done = run(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == run(*words, "--help").stdout


USAGE = {
    "missing argument": (("plan",), "Missing argument 'CASE'; `"),
    "missing name": (("atlas", "show"), "Missing argument 'NAME'; `"),
    "unknown option": (("plan", "a.yaml", "--fast"), "No such option: --fast"),
    "option without its value": (("plan", "a.yaml", "-o"), "Option '-o' requires an argument"),
    "unknown command": (("atlas", "shwo"), "No such command 'shwo'"),
    "one word too many": (("plan", "a.yaml", "b.yaml"), "Got unexpected extra argument"),
    "a format there is not": (
        ("atlas", "export", "--format", "xml"),
        "Invalid value for '--format': 'xml' is not one of 'graphml', 'json'; `",
    ),
    "a line break": (("plan", "a.yaml", "b\n.yaml"), "Got unexpected extra argument"),
}


@pytest.mark.parametrize("name", USAGE)
def test_a_wrong_command_costs_one_sentence(name: str) -> None:
    words, said = USAGE[name]
    done = run(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(said)
    assert done.stderr.endswith("--help` tells what is allowed.\n")
    assert done.stderr.count("\n") == 1


BAD = {
    "not_yaml": ("label: [", "is not YAML"),
    "negative": (GOOD.replace("90", "-90"), "length_mm is -90; allowed is"),
    "nan": (GOOD.replace("90", ".nan"), "length_mm"),
    "unknown_key": (GOOD.replace("label", "lable"), "did you mean label"),
    "unknown_vessel": (
        GOOD + "vessels: [{vessel: internal_iliac_vein_x, side: left, event: ligated}]",
        "vessels.1.vessel is internal_iliac_vein_x",
    ),
    "bow_tie": (
        GOOD.replace(
            "{shape: ellipse, length_mm: 90, width_mm: 60}",
            "{shape: polygon, points_mm: [[-40, -40], [40, 40], [40, -40], [-40, 40]]}",
        ),
        "itself at (0, 0)",
    ),
    "no_area": (
        GOOD.replace(
            "{shape: ellipse, length_mm: 90, width_mm: 60}",
            "{shape: polygon, points_mm: [[0, 0], [40, 40], [80, 80]]}",
        ),
        "defect.skin.points_mm",
    ),
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_bad_input_costs_one_sentence(name: str, tmp_path: Path) -> None:
    text, words = BAD[name]
    file = tmp_path / f"{name}.yaml"
    file.write_text(text, encoding="utf-8")
    before = (file.stat().st_mtime_ns, file.read_bytes())
    done = run("plan", file, "-o", tmp_path / "out")
    assert done.returncode == 2
    assert done.stdout == ""
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
    assert (file.stat().st_mtime_ns, file.read_bytes()) == before
    assert not (tmp_path / "out").exists()


def test_a_missing_file_and_a_huge_one_are_refused(tmp_path: Path) -> None:
    missing = run("plan", tmp_path / "none.yaml")
    assert (missing.returncode, missing.stderr.count("\n")) == (2, 1)
    assert "none.yaml" in missing.stderr
    huge = tmp_path / "huge.yaml"
    with huge.open("wb") as file:
        file.truncate(200_000_000)
    refused = run("plan", huge)
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "200.0 MB" in refused.stderr


def test_an_existing_plan_is_kept_unless_forced(tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text("mine", encoding="utf-8")
    example = EXAMPLES / "palliative_s1_metastasis.yaml"
    refused = run("plan", example, "-o", tmp_path)
    assert refused.returncode == 2
    assert "exists already" in refused.stderr
    assert (tmp_path / "plan.json").read_text("utf-8") == "mine"
    assert run("plan", example, "-o", tmp_path, "--force").returncode == 0
    assert (tmp_path / "plan.json").read_text("utf-8") != "mine"
    assert os.listdir(tmp_path) == ["plan.json"]


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    done = run("plan", EXAMPLES / "palliative_s1_metastasis.yaml", "-o", tmp_path / "out")
    assert done.returncode == 2
    assert "out" in done.stderr
    assert (tmp_path / "out").read_text("utf-8") == "mine"
