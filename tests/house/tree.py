"""The files of the house, as the tests of the house look at them."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("flapplanner", "vascular_models")


def tracked_files() -> list[Path]:
    """Every file that is, or would be, under version control."""
    listing = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    paths = (ROOT / name for name in listing.split("\0") if name)
    return sorted(path for path in set(paths) if path.is_file())


def package_files() -> list[Path]:
    """Every Python file of the two packages, and the start of the app."""
    files = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    return sorted([*files, ROOT / "app.py"])


def module_name(path: Path) -> str:
    """The dotted name under which a file of the packages is imported.

    >>> module_name(ROOT / "flapplanner" / "errors.py")
    'flapplanner.errors'
    >>> module_name(ROOT / "flapplanner" / "case" / "__init__.py")
    'flapplanner.case'
    """
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
