"""A saved case reads back as itself; a failed save leaves the folder as it was."""

import json
import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flapplanner.case import Case, Defect, EllipseSkin, Notes, Patient, Resection, case_from_text
from flapplanner.errors import CaseError, TargetError
from tests.case.strategies import CASES, UNHURRIED

CASE = Case(
    schema="flapplanner-case/1",
    label="no",
    patient=Patient(sex="female", smoker=False),
    defect=Defect(
        region="sacral",
        resection=Resection(level="s2_s3"),
        skin=EllipseSkin(shape="ellipse", length_mm=120, width_mm=90, offset_right_mm=0.0),
        exposed=("bone", "dura"),
    ),
)
TEXT = """\
schema: flapplanner-case/1
label: 'no'
patient:
  sex: female
  smoker: false
defect:
  region: sacral
  resection:
    level: s2_s3
  skin:
    shape: ellipse
    length_mm: 120.0
    width_mm: 90.0
  exposed: [bone, dura]
"""


@settings(UNHURRIED, max_examples=200)
@given(CASES, st.sampled_from([".yaml", ".json"]))
def test_text_reads_back_as_the_case_and_writes_the_same_again(case: Case, suffix: str) -> None:
    text = case.text(suffix)
    again = case_from_text(text, f"case{suffix}")
    assert again == case
    assert again.text(suffix) == text


@settings(UNHURRIED, max_examples=30)
@given(CASES, st.sampled_from(["a.yaml", "b.yml", "c.json"]))
def test_load_gives_what_save_was_given(case: Case, name: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        case.save(path)
        assert Case.load(path) == case
        assert os.listdir(folder) == [name]


def test_only_what_is_stated_is_written_in_the_order_of_the_fields(tmp_path: Path) -> None:
    CASE.save(tmp_path / "a.yaml")
    assert (tmp_path / "a.yaml").read_text(encoding="utf-8") == TEXT
    CASE.save(tmp_path / "a.json")
    stated = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert list(stated) == ["schema", "label", "patient", "defect"]
    assert stated["patient"] == {"sex": "female", "smoker": False}


def test_an_existing_file_is_left_unless_it_may_be_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(TargetError) as caught:
        CASE.save(path)
    assert (
        str(caught.value)
        == "a.yaml exists already and was left as it is; it can be replaced on request."
    )
    assert path.read_text(encoding="utf-8") == "mine"
    CASE.save(path, overwrite=True)
    assert Case.load(path) == CASE


def test_a_dangling_link_counts_as_existing(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").symlink_to("nowhere")
    with pytest.raises(TargetError, match="exists already"):
        CASE.save(tmp_path / "a.yaml")


def test_another_suffix_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"a\.txt has the suffix \.txt; allowed is \.yaml"):
        CASE.save(tmp_path / "a.txt")
    assert os.listdir(tmp_path) == []


def test_a_case_too_large_to_be_read_again_is_not_written(tmp_path: Path) -> None:
    notes = Notes(filled_in=("x" * 20_000,) * 60)
    with pytest.raises(CaseError, match=r"a\.json has 1\.2 MB; allowed is at most 1 MB\."):
        CASE.model_copy(update={"notes": notes}).save(tmp_path / "a.json")
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_save_that_fails_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("mine", encoding="utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, full)
    with pytest.raises(TargetError) as caught:
        CASE.save(path, overwrite=True)
    assert str(caught.value) == (
        "a.yaml cannot be written (no space left on device); nothing was left behind."
    )
    assert os.listdir(tmp_path) == ["a.yaml"]
    assert path.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["gone/a.yaml", "taken.yaml", "file/a.yaml", "nul\0.yaml"])
def test_where_nothing_can_be_written_it_says_so(tmp_path: Path, name: str) -> None:
    (tmp_path / "taken.yaml").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(
        TargetError, match=r"cannot be written \(.*\); nothing was left|is not a plain file"
    ):
        CASE.save(tmp_path / name, overwrite=True)
    assert sorted(os.listdir(tmp_path)) == ["file", "taken.yaml"]
