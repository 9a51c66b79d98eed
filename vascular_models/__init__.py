"""The atlas: donor territories, vessels, corridors and bones as data, every figure with its source.

It knows nothing of any patient. Adding a donor flap means adding a data file and its references.

>>> from vascular_models import load_atlas
>>> load_atlas().flaps["sgap"].family
'gluteal'
"""

from vascular_models.atlas import Atlas, AtlasError, vein_name
from vascular_models.bones import (
    Anchor,
    Bone,
    Construct,
    Gap,
    Healing,
    Implant,
    StrutRun,
)
from vascular_models.experience import Experience, Level
from vascular_models.figures import Frozen, Keys, Measure, Reference, Relation, Sourced
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
from vascular_models.places import Corridor, Place, Region, Side
from vascular_models.stability import Fixation, Instability, RootLoss
from vascular_models.vessels import Node, Perforator, Position, Recipient, Variant, Veins, Vessel

__all__ = [
    "Advancement",
    "Anchor",
    "Atlas",
    "AtlasError",
    "Blade",
    "Bone",
    "BoneForm",
    "Construct",
    "Corridor",
    "Experience",
    "Fixation",
    "Flap",
    "Frozen",
    "Gap",
    "Healing",
    "Implant",
    "Instability",
    "Keys",
    "Keystone",
    "Level",
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
    "RootLoss",
    "Rotation",
    "Side",
    "SkinSupply",
    "Sourced",
    "StrutRun",
    "Transposition",
    "Variant",
    "Veins",
    "Vessel",
    "load_atlas",
    "read_atlas",
    "vein_name",
]
