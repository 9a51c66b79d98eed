"""The import contracts bite: each breach, laid into an empty house of the same rooms, is caught."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.locks import project
from tests.house.tree import ROOT

BREACHES = {
    "geometry looks up": ("flapplanner/geometry", "import flapplanner.anatomy"),
    "geometry looks sideways": ("flapplanner/geometry", "import flapplanner.case"),
    "geometry reads the atlas": ("flapplanner/geometry", "import vascular_models"),
    "case looks sideways": ("flapplanner/case", "import flapplanner.geometry"),
    "case reads the atlas": ("flapplanner/case", "import vascular_models"),
    "bone looks up": ("flapplanner/bone", "import flapplanner.options"),
    "the report draws in the app": ("flapplanner/report", "import flapplanner.ui"),
    "a lower room asks at the front door": ("flapplanner/anatomy", "from flapplanner import plan"),
    "planning shows itself": ("flapplanner/planning", "import streamlit"),
    "the atlas shows itself": ("vascular_models", "import streamlit"),
    "the atlas knows the planner": ("vascular_models", "import flapplanner.errors"),
    "a room without a place": ("flapplanner", "import flapplanner.errors"),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    script = "from importlinter.cli import lint_imports_command as lint; lint()"
    return subprocess.run(
        [sys.executable, "-c", script, "--no-logo", "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def lay(folder: Path, content: str = "") -> None:
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text(content, encoding="utf-8")


@pytest.fixture
def house(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    lay(tmp_path / "vascular_models")
    lay(tmp_path / "flapplanner", "from flapplanner.planning import plan\n")
    layers = project()["tool"]["importlinter"]["contracts"][0]["layers"]
    for room in " | ".join(layers).split(" | "):
        lay(tmp_path / "flapplanner" / room.strip("()"))
    lay(tmp_path / "flapplanner" / "ui" / "pages", "import streamlit\nimport flapplanner.report\n")
    return tmp_path


def test_an_orderly_house_passes(house: Path) -> None:
    done = lint(house)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("breach", BREACHES)
def test_a_breach_is_caught(house: Path, breach: str) -> None:
    folder, statement = BREACHES[breach]
    (house / folder / "intruder.py").write_text(f"{statement}\n", encoding="utf-8")
    done = lint(house)
    assert done.returncode == 1
    assert "intruder" in done.stdout, done.stdout
