"""The atlas: donor territories, vessels, corridors and bones as data, every figure with its source.

It knows nothing of any patient. Adding a donor flap means adding a data file and its references.

>>> from vascular_models import load_atlas
>>> load_atlas().flaps["sgap"].family
'gluteal'
"""

from vascular_models.loader import Atlas, AtlasError, load_atlas, read_atlas
from vascular_models.schema import (
    Advancement,
    BoneForm,
    BoneGap,
    Corridor,
    Flap,
    Keys,
    Measure,
    Node,
    PaddleForm,
    Place,
    Recipient,
    Reference,
    Region,
    Rotation,
    Side,
    Sourced,
    Vessel,
)

__all__ = [
    "Advancement",
    "Atlas",
    "AtlasError",
    "BoneForm",
    "BoneGap",
    "Corridor",
    "Flap",
    "Keys",
    "Measure",
    "Node",
    "PaddleForm",
    "Place",
    "Recipient",
    "Reference",
    "Region",
    "Rotation",
    "Side",
    "Sourced",
    "Vessel",
    "load_atlas",
    "read_atlas",
]
