import re
from importlib.metadata import version

import yaml

from tests.house.locks import project
from tests.house.tree import ROOT


def test_one_version_everywhere() -> None:
    stated = project()["project"]["version"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == stated
    assert version("flapplanner") == stated


def test_changelog_tells_what_moved_in_each_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    assert headings
    for section in headings:
        title = section.splitlines()[0]
        assert "\n### Numerical changes\n" in section, f"{title} is silent about its numbers"
