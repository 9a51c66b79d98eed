"""The atlas as one value: every entry by name, and what its figures stand on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Literal

from vascular_models.bones import Anchor, Bone, Construct, Gap, Implant
from vascular_models.figures import Frozen, Measure, Reference, Relation, Sourced
from vascular_models.flaps import Flap
from vascular_models.places import Corridor, Place, Region
from vascular_models.schema import Territories
from vascular_models.stability import Fixation, Instability, RootLoss
from vascular_models.vessels import Node, Perforator, Recipient, Variant, Vessel


class AtlasError(Exception):
    """A data file of the atlas cannot be used; the message says where and why."""


@dataclass(frozen=True, eq=False)
class Atlas:
    """All territories together, with their references and a digest of the files they came from.

    An atlas is equal to itself only, so that what follows from it can be kept by it.
    """

    nodes: Mapping[str, Node]
    vessels: Mapping[str, Vessel]
    variants: Mapping[str, Variant]
    perforators: Mapping[str, Perforator]
    flaps: Mapping[str, Flap]
    recipients: Mapping[str, Recipient]
    landmarks: Mapping[str, Place]
    corridors: Mapping[str, Corridor]
    regions: Mapping[str, Region]
    anchors: Mapping[str, Anchor]
    bone_gaps: Mapping[str, Gap]
    bones: Mapping[str, Bone]
    implants: Mapping[str, Implant]
    constructs: Mapping[str, Construct]
    ring_states: Mapping[str, Instability]
    fixations: Mapping[str, Fixation]
    root_losses: Mapping[str, RootLoss]
    body: Mapping[str, Measure]
    relations: Mapping[str, Relation]
    references: Mapping[str, Reference]
    edition: str
    digest: str

    def figures(self) -> Iterator[tuple[str, Sourced]]:
        """Everything that stands on a source or a gap, with its place in the atlas."""
        for figures in self._figures.values():
            yield from figures

    def figures_of(self, entry: str) -> tuple[tuple[str, Sourced], ...]:
        """The figures of one entry, such as `flaps.sgap` or `vessels.axillary_artery`."""
        return self._figures[entry]

    @cached_property
    def named_vessels(self) -> Mapping[str, Literal["paired", "midline"]]:
        """Every vessel a case may name, and its side.

        Arteries and the veins with them, those that only a variant has included.
        """
        layouts = (variant.vessels for variant in self.variants.values())
        named = {}
        for vessels in (*layouts, self.vessels):
            for name, vessel in vessels.items():
                named[name] = vessel.side
                if vessel.kind == "axial":
                    named[vein_name(name, vessel)] = vessel.side
        return MappingProxyType(named)

    @cached_property
    def _figures(self) -> dict[str, tuple[tuple[str, Sourced], ...]]:
        return {
            f"{section}.{name}": tuple(_figures_in(f"{section}.{name}", entry))
            for section in Territories.model_fields
            for name, entry in getattr(self, section).items()
        }


def vein_name(artery: str, vessel: Vessel) -> str:
    """The name of the veins that run with an artery: its own, or made from the artery's.

    >>> from vascular_models import load_atlas
    >>> vein_name("internal_iliac_artery", load_atlas().vessels["internal_iliac_artery"])
    'internal_iliac_vein'
    """
    if vessel.veins and vessel.veins.name:
        return vessel.veins.name
    for ending, made in (("artery", "vein"), ("arteries", "veins")):
        if artery.endswith(ending):
            return artery.removesuffix(ending) + made
    return f"{artery}_veins"


def _figures_in(place: str, value: object) -> Iterator[tuple[str, Sourced]]:
    if isinstance(value, Sourced):
        yield place, value
    if isinstance(value, Frozen):
        entries: Iterable[tuple[str, object]] = value
    elif isinstance(value, dict):
        entries = value.items()
    else:
        return
    for name, entry in entries:
        if isinstance(entry, Frozen | dict):
            yield from _figures_in(f"{place}.{name}", entry)
