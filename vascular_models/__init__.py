"""The atlas: donor territories, vessels, corridors and bones as data, every figure with its source.

It knows nothing of any patient. Adding a donor flap means adding a data file and its references.

>>> from vascular_models import load_atlas
>>> load_atlas().flaps["sgap"].family
'gluteal'
"""

from vascular_models.atlas import Atlas, AtlasError, vein_name
from vascular_models.figures import Keys, Measure, Reference, Relation, Sourced
from vascular_models.flaps import (
    Advancement,
    Blade,
    BoneForm,
    Flap,
    Keystone,
    PaddleForm,
    Propeller,
    Rotation,
    SkinSupply,
    Transposition,
)
from vascular_models.loader import load_atlas, read_atlas
from vascular_models.places import BoneGap, Corridor, Place, Region, Side
from vascular_models.vessels import Node, Perforator, Position, Recipient, Variant, Veins, Vessel

__all__ = [
    "Advancement",
    "Atlas",
    "AtlasError",
    "Blade",
    "BoneForm",
    "BoneGap",
    "Corridor",
    "Flap",
    "Keys",
    "Keystone",
    "Measure",
    "Node",
    "PaddleForm",
    "Perforator",
    "Place",
    "Position",
    "Propeller",
    "Recipient",
    "Reference",
    "Region",
    "Relation",
    "Rotation",
    "Side",
    "SkinSupply",
    "Sourced",
    "Transposition",
    "Variant",
    "Veins",
    "Vessel",
    "load_atlas",
    "read_atlas",
    "vein_name",
]
