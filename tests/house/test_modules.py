import ast
import importlib
import inspect
from pathlib import Path

import pytest

from tests.house.tree import PACKAGES, ROOT, module_name, package_files, tracked_files

MOST_LINES = 600
MODULES = [path for path in package_files() if path.name != "app.py"]


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def is_public(path: Path) -> bool:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return all(part == "__init__" or not part.startswith("_") for part in parts)


@pytest.mark.parametrize("path", [p for p in package_files() if is_public(p)], ids=relative)
def test_public_module_says_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), f"{relative(path)} has no docstring"


def test_no_module_outgrows_its_reader() -> None:
    long = {
        relative(path): lines
        for path in tracked_files()
        if path.suffix == ".py"
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    }
    assert not long, f"more than {MOST_LINES} lines: {long}"


def test_every_room_is_a_package() -> None:
    # A folder without __init__.py is invisible to the import contracts.
    rooms = {path.parent for path in MODULES}
    assert [relative(room) for room in rooms if not (room / "__init__.py").exists()] == []


@pytest.mark.parametrize("name", PACKAGES)
def test_package_lists_its_public_names(name: str) -> None:
    assert importlib.import_module(name).__all__


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_public_names_exist_and_are_described(path: Path) -> None:
    module = importlib.import_module(module_name(path))
    for name in getattr(module, "__all__", ()):
        thing = inspect.unwrap(getattr(module, name))
        # Constants and type aliases cannot carry a docstring of their own.
        if inspect.isclass(thing) or inspect.isroutine(thing):
            text = thing.__doc__ or ""
            if text.startswith(f"{thing.__name__}("):  # made by dataclass from the fields
                text = ""
            assert text.strip(), f"{module.__name__}.{name} has no docstring"
