"""The lock files, read."""

import re
import tomllib
from dataclasses import dataclass
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.tree import ROOT

RUNTIME, DEV = "requirements.txt", "requirements-dev.txt"


@dataclass(frozen=True)
class Pin:
    """One locked package: where it applies, its version and how many files are hashed."""

    name: str
    version: str
    requirement: Requirement
    hashes: int


def project() -> dict[str, Any]:
    """pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def pins(lock: str) -> list[Pin]:
    """The packages of one lock file; options of pip have a test of their own."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    bare = re.sub(r"^\s*#.*$", "", text, flags=re.MULTILINE).replace("\\\n", " ")
    found = []
    for line in map(str.strip, bare.splitlines()):
        if not line or line.startswith("-"):
            continue
        head, *hashes = re.split(r"\s+--hash=sha256:", line)
        requirement = Requirement(head)
        version = str(requirement.specifier).removeprefix("==")
        name = canonicalize_name(requirement.name)
        found.append(Pin(name, version, requirement, len(hashes)))
    return found
