"""Copies of the atlas that a test may add to."""

import re
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from tests.given import EXAMPLES

PAGE = EXAMPLES.parent / "docs" / "atlas.md"


def copied(folder: Path) -> Path:
    """The data files of the atlas, laid into a folder of the test."""
    for file in resources.files("vascular_models").iterdir():
        if file.name.endswith((".yaml", ".csv")):
            (folder / file.name).write_bytes(file.read_bytes())
    return folder


def with_the_example(folder: Path) -> Path:
    """A copy of the atlas with the worked example of docs/atlas.md as a file of its own."""
    blocks = re.findall(r"^```yaml\n(.*?)^```", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    (copied(folder) / "example.yaml").write_text("\n".join(blocks), encoding="utf-8")
    return folder


def changed(
    folder: Path, change: Callable[[dict[str, Any]], object], name: str = "example.yaml"
) -> Path:
    """The folder after a change of one of its files."""
    file = folder / name
    data = yaml.safe_load(file.read_text("utf-8"))
    change(data)
    file.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    return folder
