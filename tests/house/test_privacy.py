import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, tracked_files

# A letter before the slash means an address or a relative path, neither of which is meant.
MACHINE_PATH = re.compile(r"(?<![\w.~-])/(?:home|root|Users|tmp)/|\b[A-Z]:\\+Users\b")


def lines(path: Path) -> list[str]:
    raw = path.read_bytes()
    is_text = b"\0" not in raw[:8192]
    return raw.decode("utf-8", errors="replace").splitlines() if is_text else []


def test_no_file_names_a_path_of_someones_machine() -> None:
    here = Path(__file__).parent
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in tracked_files()
        if here not in path.parents
        for number, line in enumerate(lines(path), start=1)
        if MACHINE_PATH.search(line)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "line",
    [
        'open("/home/ada/case.yaml")',
        "/root/plan.json",
        "see file:///Users/ada/plan.pdf",
        "cd /tmp/work",
        "C:\\Users\\ada",
    ],
)
def test_a_path_of_someones_machine_would_be_seen(line: str) -> None:
    assert MACHINE_PATH.search(line)


@pytest.mark.parametrize(
    "line", ["https://example.org/home/flaps", "out/tmp/plan.json", "/usr/bin/env", "the/root/node"]
)
def test_an_address_or_a_relative_path_is_none(line: str) -> None:
    assert not MACHINE_PATH.search(line)
