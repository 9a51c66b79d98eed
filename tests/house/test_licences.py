"""Whoever installs the app takes on permissive licences only.

Judged by what each package declares of itself; libraries bundled inside a wheel have their own
licence files there.
"""

from collections.abc import Mapping
from importlib.metadata import metadata
from typing import Any

import pytest

from tests.house.locks import RUNTIME, Pin, pins

# SPDX identifiers first, then the spellings that older packages use.
PERMISSIVE = {
    "0BSD", "BSD-2-Clause", "BSD-3-Clause", "BSD License", "3-Clause BSD License",
    "MIT", "MIT License", "ISC", "ISC License (ISCL)", "PSF-2.0",
    "Apache-2.0", "Apache License 2.0", "Apache Software License",
    "MPL-2.0", "Mozilla Public License 2.0 (MPL 2.0)",
}  # fmt: skip

EXCEPTIONS = {
    "llvmlite": {"Apache-2.0 WITH LLVM-exception"},  # asks for less than the Apache licence does
    "numpy": {"Zlib", "CC0-1.0"},  # parts of its random generators; ask for less than MIT does
    "pillow": {"MIT-CMU"},  # the MIT licence in the wording of Carnegie Mellon
}

HERE = [pin for pin in pins(RUNTIME) if not (m := pin.requirement.marker) or m.evaluate()]


def alternatives(about: Mapping[str, Any]) -> list[set[str]]:
    """The sets of licences offered to choose from; those within a set hold together."""
    if expression := about.get("license_expression"):
        return [set(choice.split(" AND ")) for choice in expression.split(" OR ")]
    named = [line for line in about.get("classifier", []) if line.startswith("License ::")]
    if named:
        return [{line.rsplit(" :: ", 1)[1] for line in named}]
    return [{about.get("license", "none declared")}]


@pytest.mark.parametrize("pin", HERE, ids=lambda pin: pin.name)
def test_licence_is_permissive(pin: Pin) -> None:
    offered = alternatives(metadata(pin.name).json)
    allowed = PERMISSIVE | EXCEPTIONS.get(pin.name, set())
    assert any(choice <= allowed for choice in offered), f"{pin.name}: {offered}"


@pytest.mark.parametrize("name", EXCEPTIONS)
def test_exception_is_still_needed(name: str) -> None:
    offered = alternatives(metadata(name).json)
    assert not any(choice <= PERMISSIVE for choice in offered)
    assert any(EXCEPTIONS[name] <= choice for choice in offered)


@pytest.mark.parametrize(
    "about",
    [
        {"license_expression": "GPL-3.0-only"},
        {"license_expression": "MIT AND LGPL-2.1-or-later"},
        {"classifier": ["License :: OSI Approved :: GNU General Public License v3 (GPLv3)"]},
        {"license": "AGPL"},
        {},
    ],
)
def test_any_other_licence_would_be_seen(about: dict[str, Any]) -> None:
    assert not any(choice <= PERMISSIVE for choice in alternatives(about))


def test_a_choice_of_licences_is_ours() -> None:
    assert {"MIT"} in alternatives({"license_expression": "GPL-2.0-only OR MIT"})
