"""The reach command: its sentences, its file, and that bad input costs one sentence."""

import sys
from pathlib import Path

import pytest

from flapplanner.cli import main
from tests.given import EXAMPLES

LOW = EXAMPLES / "low_sacrectomy.yaml"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> "Run":
    return Run(monkeypatch, capsys)


class Run:
    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.monkeypatch, self.capsys = monkeypatch, capsys

    def __call__(self, *words: str | Path) -> tuple[int, str, str]:
        self.monkeypatch.setattr(sys, "argv", ["flapplanner", "reach", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = self.capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err


def test_it_says_how_far_in_how_many_bodies_and_what_is_not_known(run: Run) -> None:
    code, out, err = run(LOW, "--flap", "sgap")
    assert (code, err) == (0, "")
    how_far, centre, whole, fixed, estimated = out.splitlines()
    assert how_far.startswith("SGAP, right hangs ")
    assert "mm over the skin" in how_far
    for line in (centre, whole):
        assert " of bodies that vary as published." in line
    assert fixed.startswith("1 figure has no published spread and is held fixed: place of the ")
    assert estimated.startswith("Estimated, not published, is the spread of: ")
    assert "success" not in out


def test_what_slides_has_a_share_and_no_map(run: Run) -> None:
    code, out, _ = run(LOW, "--flap", "gluteal_vy", "--side", "both")
    assert code == 0
    assert "has no leash to follow." in out
    assert "It covers the whole defect with its inset margin in 9" in out


def test_the_map_is_saved_whole_and_kept(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "sgap.ply"
    code, out, _ = run(LOW, "--flap", "sgap", "--side", "left", "--save", file)
    assert code == 0
    assert out.splitlines()[-1] == f"Written: {file}"
    text = file.read_text("utf-8")
    assert text.startswith("ply\n")
    code, out, err = run(LOW, "--flap", "sgap", "--side", "left", "--save", file)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "exists already" in err
    assert run(LOW, "--flap", "sgap", "--side", "left", "--save", file, "--force")[0] == 0
    assert file.read_text("utf-8") == text
    assert [one.name for one in tmp_path.iterdir()] == ["sgap.ply"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--flap", "sgpa"], "low_sacrectomy.yaml: --flap is sgpa; allowed are alt_free, "),
        (["--flap", "sgap", "--side", "up"], "--side is up; for sgap allowed is right or left."),
        (["--flap", "omentum", "--side", "left"], "for omentum allowed is midline."),
        (["--flap", "fibula_free"], "this case has no gap to bridge"),
        (["--flap", "sgap", "--save", "x.obj"], "allowed is a name that ends in .ply"),
        (["--flap", "gluteal_vy", "--save", "x.ply"], "has no leash to follow"),
        (["--flap", "vram", "--save", "x.ply"], "was not laid: Its way to the sacral defect"),
        ([], "Missing option"),
    ],
)
def test_bad_input_costs_one_sentence(
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    expected: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run(LOW.resolve(), *words)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert expected in err
    assert list(tmp_path.iterdir()) == []


def test_a_missing_case_is_refused(run: Run, tmp_path: Path) -> None:
    code, _, err = run(tmp_path / "none.yaml", "--flap", "sgap")
    assert (code, err.count("\n")) == (2, 1)
    assert "none.yaml" in err
