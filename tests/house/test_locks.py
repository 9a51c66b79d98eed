import re

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.house.locks import DEV, RUNTIME, Pin, pins, project
from tests.house.tree import ROOT

PYTHONS = ("3.11", "3.12", "3.13", "3.14")
SYSTEMS = ("linux", "darwin", "win32")

# An address, or an option by which pip is told where to look; `name @ address` is one as well.
PLACE = re.compile(r"://|^-|\s@\s", re.MULTILINE)


def wanted(lock: str) -> list[Requirement]:
    runtime = project()["project"]["dependencies"]
    dev = project()["dependency-groups"]["dev"] if lock == DEV else []
    return [Requirement(line) for line in [*runtime, *dev]]


def applies(pin: Pin, python: str, system: str) -> bool:
    marker = pin.requirement.marker
    return marker is None or marker.evaluate(
        {
            "python_version": python,
            "python_full_version": f"{python}.0",
            "sys_platform": system,
            "platform_python_implementation": "CPython",
        }
    )


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("lock", [RUNTIME, DEV])
def test_lock_answers_each_dependency_of_pyproject(lock: str, python: str) -> None:
    for system in SYSTEMS:
        versions: dict[str, list[str]] = {}
        for pin in pins(lock):
            if applies(pin, python, system):
                versions.setdefault(pin.name, []).append(pin.version)
        for requirement in wanted(lock):
            found = versions.get(canonicalize_name(requirement.name), [])
            assert len(found) == 1, f"{requirement.name} on {python}, {system}: pins {found}"
            assert Version(found[0]) in requirement.specifier


def test_development_uses_the_versions_of_the_runtime() -> None:
    runtime = {(pin.name, pin.version) for pin in pins(RUNTIME)}
    assert runtime <= {(pin.name, pin.version) for pin in pins(DEV)}


@pytest.mark.parametrize("lock", [RUNTIME, DEV])
def test_every_pin_is_exact_and_hashed(lock: str) -> None:
    for pin in pins(lock):
        operators = [specifier.operator for specifier in pin.requirement.specifier]
        assert operators == ["=="], f"{pin.name} is not pinned to one version"
        assert pin.hashes > 0, f"{pin.name} has no hash"


@pytest.mark.parametrize("lock", [RUNTIME, DEV])
def test_lock_names_no_place_to_fetch_from(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    place = PLACE.search(re.sub(r"^\s+--hash=.*$", "", text, flags=re.MULTILINE))
    assert place is None, f"{lock}: {place}"


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://mirror.example/simple",
        "--trusted-host mirror.example",
        "-i mirror.example",
        "--find-links wheels",
        "numpy @ file:wheels/numpy.whl",
        "    # from https://mirror.example/simple",
    ],
)
def test_a_place_to_fetch_from_would_be_seen(line: str) -> None:
    assert PLACE.search(f"numpy==2.4.6 \n{line}\nscipy==1.17.1 \n")
