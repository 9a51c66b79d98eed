"""Every quantity a plan or a case carries is explained in the glossary, with its unit."""

import re
from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from flapplanner import case, options
from tests.house.tree import ROOT

SUFFIXES = ("_mm", "_mm2", "_ml", "_deg", "_fraction", "_percent", "_months", "_coverage")
EXPLAINED = set(re.findall(r"`([a-z0-9_]+)`", (ROOT / "docs/glossary.md").read_text("utf-8")))


def quantities() -> Iterator[str]:
    for room in (case, options):
        for name in room.__all__:
            model = getattr(room, name)
            if isinstance(model, type) and issubclass(model, BaseModel):
                yield from (field for field in model.model_fields if field.endswith(SUFFIXES))


@pytest.mark.parametrize("quantity", sorted(set(quantities())))
def test_a_quantity_is_in_the_glossary(quantity: str) -> None:
    assert quantity in EXPLAINED
