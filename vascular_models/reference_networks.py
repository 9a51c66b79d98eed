"""Published networks of arteries, to compare with: the files of `networks/`, segment by segment."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from types import MappingProxyType

from pydantic import Field, ValidationError

from vascular_models.atlas import AtlasError
from vascular_models.figures import Frozen
from vascular_models.places import Side


class Segment(Frozen):
    """An artery that tapers evenly, hung from the end of its `parent`; the root has none.

    Where the network ends, the rest of the circulation is one resistance to a pressure of 0
    [mmHg min/ml].
    """

    parent: str | None
    side: Side
    length_mm: float = Field(gt=0)
    radius_proximal_mm: float = Field(gt=0)
    radius_distal_mm: float = Field(gt=0)
    outlet_resistance_mmhg_min_per_ml: float | None = Field(gt=0)
    source: str


@lru_cache(maxsize=1)
def adan56() -> Mapping[str, Segment]:
    """The ADAN56 network by the names of its segments, from the aortic root to the ankles.

    Raises AtlasError where a row is wrong, a segment stands twice or hangs from none that came
    before it, or where other segments have an outlet than those from which none hangs.

    >>> adan56()["internal_iliac_r"].parent
    'common_iliac_r'
    """
    file = resources.files("vascular_models") / "networks" / "adan56.csv"
    segments: dict[str, Segment] = {}
    for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines()):
        name = row.pop("segment")
        try:
            segment = Segment.model_validate({key: value or None for key, value in row.items()})
        except ValidationError as error:
            raise AtlasError(f"adan56.csv: {name}: {error.errors()[0]['msg']}.") from error
        if name in segments or (segments and segment.parent not in segments):
            raise AtlasError(f"adan56.csv: {name} stands twice, or hangs from none before it.")
        segments[name] = segment
    parents = {segment.parent for segment in segments.values()}
    for name, segment in segments.items():
        if (segment.outlet_resistance_mmhg_min_per_ml is None) != (name in parents):
            raise AtlasError(f"adan56.csv: {name} has an outlet and branches, or neither.")
    return MappingProxyType(segments)
