"""The room knows shapes only: no medicine in its words, nothing but its tools in its imports."""

import ast
import re
import sys
from pathlib import Path

import pytest

import flapplanner.geometry

MODULES = sorted(Path(flapplanner.geometry.__file__).parent.rglob("*.py"))
MEDICINE = re.compile(
    r"\b(flap(?!planner)|vessel|patient|surg|arter|vein|perfus|pedicle|skin|tissue|muscle|bone|anatom)",
    re.IGNORECASE,
)
TOOLS = {"numba", "numpy", "potpourri3d", "scipy", "shapely", "skimage", *sys.stdlib_module_names}
NEIGHBOURS = ("flapplanner.errors", "flapplanner.geometry")


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_no_word_of_medicine_occurs(module: Path) -> None:
    text = module.read_text(encoding="utf-8").replace("FlapPlannerError", "")
    assert MEDICINE.findall(text) == []


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_only_the_tools_of_geometry_are_imported(module: Path) -> None:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        else:
            continue
        for name in names:
            assert name.split(".")[0] in TOOLS or name.startswith(NEIGHBOURS)


def test_every_public_name_is_documented_with_a_doctest_or_is_a_result() -> None:
    for name in flapplanner.geometry.__all__:
        text = getattr(flapplanner.geometry, name).__doc__
        assert text
        assert ">>>" in text or name in {"AFrame", "Certificate", "Placement", "Pose", "Wedge"}
