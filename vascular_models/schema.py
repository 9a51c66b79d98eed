"""One data file of the atlas: its sections, all of them optional."""

from __future__ import annotations

from pydantic import Field

from vascular_models.bones import Anchor, Bone, Construct, Gap, Implant
from vascular_models.figures import Frozen, Measure, Relation
from vascular_models.flaps import Flap
from vascular_models.places import Corridor, Place, Region
from vascular_models.stability import Fixation, Instability, RootLoss
from vascular_models.vessels import Node, Perforator, Recipient, Variant, Vessel


class Territories(Frozen):
    """One data file of the atlas."""

    nodes: dict[str, Node] = Field({})
    vessels: dict[str, Vessel] = Field({})
    variants: dict[str, Variant] = Field({})
    perforators: dict[str, Perforator] = Field({})
    flaps: dict[str, Flap] = Field({})
    recipients: dict[str, Recipient] = Field({})
    landmarks: dict[str, Place] = Field({})
    corridors: dict[str, Corridor] = Field({})
    regions: dict[str, Region] = Field({})
    anchors: dict[str, Anchor] = Field({})
    bone_gaps: dict[str, Gap] = Field({})
    bones: dict[str, Bone] = Field({})
    implants: dict[str, Implant] = Field({})
    constructs: dict[str, Construct] = Field({})
    ring_states: dict[str, Instability] = Field({})
    fixations: dict[str, Fixation] = Field({})
    root_losses: dict[str, RootLoss] = Field({})
    body: dict[str, Measure] = Field({})
    relations: dict[str, Relation] = Field({})
