"""Case files, good and bad, as they come from the disc or an upload."""

import json
import os
import re
from pathlib import Path

import pytest
import yaml

from flapplanner.case import Case, EllipseSkin, case_from_text
from flapplanner.errors import CaseError

HERE = Path(__file__).parent
BAD = sorted((HERE / "bad").glob("*.yaml"))
SENTENCES = yaml.safe_load((HERE / "bad_sentences.yaml").read_text(encoding="utf-8"))
GOOD = """\
schema: flapplanner-case/1
label: a small case
defect:
  region: sacral
  resection: {level: s2_s3}
  skin: {shape: ellipse, length_mm: 120, width_mm: 90.5}
"""


def refusal(path: Path) -> str:
    with pytest.raises(CaseError) as caught:
        Case.load(path)
    return str(caught.value)


def test_each_bad_file_has_its_sentence() -> None:
    assert [path.stem for path in BAD] == sorted(SENTENCES)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_bad_file_gets_its_sentence_and_is_not_touched(path: Path) -> None:
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    assert refusal(path) == path.name + SENTENCES[path.stem]
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_stated_values_arrive_and_whole_numbers_become_lengths() -> None:
    case = case_from_text(GOOD, "good.yml")
    assert case.label == "a small case"
    assert case.defect.skin == EllipseSkin(shape="ellipse", length_mm=120.0, width_mm=90.5)
    assert case.patient.sex is None


def test_an_outline_that_crosses_itself_is_left_to_geometry() -> None:
    bow_tie = "{shape: polygon, points_mm: [[0, 0], [10, 10], [10, 0], [0, 10]]}"
    text = re.sub(r"skin: .*", f"skin: {bow_tie}", GOOD)
    assert case_from_text(text, "a.yaml").defect.skin.shape == "polygon"


@pytest.mark.parametrize("suffix", [".yaml", ".yml", ".YAML", ".json", ".Json"])
def test_json_reads_the_same_under_each_suffix(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"case{suffix}"
    path.write_text(json.dumps(yaml.safe_load(GOOD), indent="\t"), encoding="utf-8")
    assert Case.load(path) == case_from_text(GOOD, "good.yaml")


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm() -> None:
    content = b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()
    assert case_from_text(content, "a.yaml") == case_from_text(GOOD, "a.yaml")


def test_leading_zeros_are_not_octal() -> None:
    skin = case_from_text(GOOD.replace("120", "0120"), "a.yaml").defect.skin
    assert isinstance(skin, EllipseSkin)
    assert skin.length_mm == 120


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "c.json is empty; allowed is a case."),
        ("[]", "c.json holds no fields; allowed is a case with schema, label, defect."),
        (
            '{"a": 1,\n "a": 2}',
            "c.json: a is stated twice; allowed is once.",
        ),
        (
            '{"schema": 1,\n}',
            "c.json, line 2: this is not JSON (Expecting property name enclosed in double quotes);"
            " allowed is one JSON object.",
        ),
        (
            '{"schema": "flapplanner-case/1",\n "label": NaN,\n "defect": {}, "labl": 1}',
            "c.json, line 3: labl is not known here; did you mean label (and 4 more)?",
        ),
        (
            '{"schema": "flapplanner-case/1",\n "label": "\\ud83d\\ude00", "defect": 1e999}',
            "c.json: defect is inf; allowed is a group of the fields region, side, resection,"
            " skin, depth_mm, cavity_ml, bone_gap_mm, unstable and exposed.",
        ),
        ("[" * 100_000, "c.json: groups lie inside groups too often; allowed are 20 levels."),
    ],
)
def test_bad_json_gets_its_sentence(text: str, sentence: str) -> None:
    with pytest.raises(CaseError) as caught:
        case_from_text(text, "c.json")
    assert str(caught.value) == sentence


def test_binary_content_is_refused_with_the_line(tmp_path: Path) -> None:
    path = tmp_path / "scan.yaml"
    path.write_bytes(b"schema: a\nlabel: \xff\xfe\x00\x01")
    assert refusal(path) == "scan.yaml, line 2: this is not text; allowed is UTF-8."


def test_characters_that_cannot_be_printed_are_refused_with_the_line() -> None:
    with pytest.raises(CaseError) as caught:
        case_from_text("# é\n" * 40 + "label: \x00\n\n\n", "a.yaml")
    assert str(caught.value) == (
        "a.yaml, line 41: this is not YAML (it holds a character that cannot be printed);"
        " allowed are lines of `field: value`."
    )


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(CaseError, match=r"a\.yaml, line 1: this is not text; allowed is UTF-8\."):
        case_from_text("label: \ud800", "a.yaml")
    found = json.dumps(yaml.safe_load(GOOD) | {"notes": {"source": "\ud800"}})
    with pytest.raises(CaseError, match=r'notes\.source is "\\ud800"; allowed is text'):
        case_from_text(found, "a.json")


def test_a_huge_file_is_refused_from_its_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "huge.yaml"
    path.touch()
    os.truncate(path, 200_000_000)

    def opened(*_: object, **__: object) -> None:
        raise AssertionError("the file was opened")

    monkeypatch.setattr(Path, "open", opened)
    assert refusal(path) == "huge.yaml has 200.0 MB; allowed is at most 1 MB."


def test_a_large_upload_is_refused() -> None:
    with pytest.raises(CaseError, match=r"up\.json has 1\.5 MB; allowed is at most 1 MB\."):
        case_from_text(" " * 1_500_000, "up.json")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("case.txt", "case.txt has the suffix .txt; allowed is .yaml or .yml or .json."),
        ("case", "case has no suffix; allowed is .yaml or .yml or .json."),
        (".yaml", ".yaml has no suffix; allowed is .yaml or .yml or .json."),
        ("gone.yaml", "gone.yaml cannot be read (no such file or directory)."),
        ("folder.yaml", "folder.yaml is not a regular file; allowed is a case file."),
        ("pipe.yaml", "pipe.yaml is not a regular file; allowed is a case file."),
        ("loop.yaml", "loop.yaml cannot be read (too many levels of symbolic links)."),
        ("nul\0.yaml", '"nul\\u0000.yaml" cannot be read (its name is not one a file can have).'),
    ],
)
def test_what_is_no_case_file_is_refused_by_name(tmp_path: Path, name: str, sentence: str) -> None:
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "case.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    os.mkfifo(tmp_path / "pipe.yaml")
    assert refusal(tmp_path / name) == sentence


def test_a_file_that_may_not_be_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "shut.yaml"
    path.write_text(GOOD, encoding="utf-8")

    # Permissions do not bind the superuser, who runs some test machines.
    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)
    assert refusal(path) == "shut.yaml cannot be read (permission denied)."
