"""The setting all options of one plan share: case, anatomy and the defect on the chart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from shapely import affinity
from shapely.geometry import Polygon

from flapplanner.anatomy import (
    INTERRUPTING,
    PatientAnatomy,
    downstream,
    node_name,
    patient_anatomy,
    skin_outline,
)
from flapplanner.case import Case
from flapplanner.errors import CaseError
from flapplanner.geometry import dilated, thinned
from flapplanner.options.option import Joined
from flapplanner.perfusion import (
    Body,
    Circulation,
    Flows,
    Harvest,
    Transfer,
    Vasculature,
    body_of,
    flows,
    harvest,
    joined,
)
from vascular_models import Atlas, Flap, Side


@dataclass(frozen=True)
class Setting:
    """A completed case with its anatomy; everything an option is assessed against.

    `proof_boxes`: how many boxes of poses the proof of a placement may take; 0: no search for it.
    """

    case: Case
    anatomy: PatientAnatomy
    proof_boxes: int = 0
    # What was searched for already; it lives as long as this plan is being made.
    found: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def atlas(self) -> Atlas:
        """The atlas the anatomy was made from."""
        return self.anatomy.atlas

    @cached_property
    def body(self) -> Body:
        """The body before the events, with its variants."""
        return body_of(self.atlas, self.anatomy.scale, self.anatomy.variants)

    @property
    def intact(self) -> Vasculature:
        """The vessels before the events, as this body has them."""
        return self.body.vessels

    @property
    def usual(self) -> Vasculature:
        """The vessels with what a variant lacks still there: it shows what a flap would hang on."""
        return self.body.usual

    @cached_property
    def vessels(self) -> Vasculature:
        """The vessels after the events."""
        if any(event.event not in INTERRUPTING for event in self.case.vessels):
            return Vasculature(self.anatomy.graph)  # some are narrower than they were
        lost = [(one.start, one.end) for one in self.anatomy.interruptions]
        return self.usual.without(lost) if self.case.vessels else self.intact

    def before(self, flap: Flap, side: Side) -> Vasculature:
        """The vessels before the events by which a flap can be described on one side."""
        key = ("before", flap.start, flap.hilum, side)
        if key not in self.found:
            start, hilum = (node_name(self.atlas, n, side) for n in (flap.start, flap.hilum))
            fed = self.intact.supplies[start] == "axial"
            there = fed and hilum in downstream(self.intact.arteries, [start])
            self.found[key] = self.intact if there else self.usual
        found: Vasculature = self.found[key]
        return found

    @property
    def circulation(self) -> Circulation:
        """The beds as they are in this body, with its variants, before the events."""
        return self.body.circulation

    @property
    def usual_flows(self) -> Flows:
        """The pressures and flows before the events."""
        return self.body.flows

    @cached_property
    def flows(self) -> Flows:
        """The pressures and flows after the events."""
        if not self.case.vessels:
            return self.usual_flows
        return flows(self.circulation, self.anatomy.graph)

    @cached_property
    def harmed(self) -> tuple[tuple[str, str], ...]:
        """The vessels that are narrowed or irradiated, in words, and what they have."""
        every = self.anatomy.graph.edges(data=True)
        return tuple((one["label"], one["state"]) for *_, one in every if "state" in one)

    @cached_property
    def vessels_named(self) -> Mapping[str, tuple[dict[str, Any], ...]]:
        """The vessels of the body by their name in words; some have several segments."""
        found: dict[str, tuple[dict[str, Any], ...]] = {}
        for *_, vessel in self.anatomy.intact.edges(data=True):
            found[vessel["label"]] = (*found.get(vessel["label"], ()), vessel)
        return found

    def raised(self, flap: Flap, side: Side, before_events: bool = False) -> Harvest:
        """A flap raised on one side, from the vessels after the events or before them.

        Raises AnatomyError where the vessels after the events no longer lead to it.
        """
        start, hilum, *also = (
            node_name(self.atlas, node, side) for node in (flap.start, flap.hilum, *flap.also)
        )
        free = flap.mechanism == "free"
        vessels = self.before(flap, side) if before_events else self.vessels
        in_place = flap.mechanism in ("advancement", "rotation")
        key = ("raised", start, hilum, *also, free, in_place, id(vessels))
        if key not in self.found:
            self.found[key] = harvest(vessels, start, hilum, frozenset(also), free, in_place)
        found: Harvest = self.found[key]
        return found

    def transferred(self, flap: Flap, side: Side, recipient: Joined) -> Transfer:
        """A free flap as it hangs on its recipient, which another flap may have brought along."""
        key = ("transferred", flap.start, flap.hilum, flap.also, side, recipient)
        if key not in self.found:
            raised = self.raised(flap, side)
            if recipient.carried_by:
                carrier = self.raised(self.atlas.flaps[recipient.carried_by], recipient.side)
                ends = (raised.pedicle.nodes[0], raised.pedicle.nodes[-1])
                also = (node_name(self.atlas, node, side) for node in flap.also)
                raised = harvest(carrier.after, *ends, frozenset(also), free=True)
            graft_mm = recipient.graft_mm + recipient.loop_mm
            self.found[key] = joined(raised, recipient.at, graft_mm, recipient.joining)
        found: Transfer = self.found[key]
        return found

    @cached_property
    def spent(self) -> Mapping[str, Harvest]:
        """The flaps that were raised before, by name."""
        raised = {}
        for earlier in self.case.history.earlier_flaps:
            flap = self.atlas.flaps[earlier.flap]
            name = f"{flap.short}, {earlier.side}"
            raised[name] = self.raised(flap, earlier.side, before_events=True)
        return raised

    @cached_property
    def skin(self) -> Polygon | None:
        """The outline of the missing skin on the chart [mm]; None where none is missing."""
        return skin_outline(self.case)

    @cached_property
    def target(self) -> Polygon | None:
        """What a paddle has to cover [mm]: the missing skin and the inset margin around it."""
        if self.skin is None:
            return None
        assert self.case.preferences.inset_margin_mm is not None
        return thinned(dilated(thinned(self.skin), self.case.preferences.inset_margin_mm))

    @cached_property
    def is_symmetric(self) -> bool:
        """Whether the target is its own mirror image about the chart's middle."""
        if self.target is None:
            return False
        mirrored = affinity.scale(self.target, -1.0, 1.0, origin=(0, 0))
        return bool(self.target.symmetric_difference(mirrored).area < 1e-6 * self.target.area)

    @property
    def target_coverage(self) -> float:
        """The covered share from which a defect counts as covered."""
        assert self.case.preferences.target_coverage is not None
        return self.case.preferences.target_coverage

    @property
    def lost_limb(self) -> Side | None:
        """The side whose leg the resection takes."""
        limb = self.case.surgery.limb_sacrificed
        return None if limb == "none" else limb


def setting_for(case: Case, atlas: Atlas, proof_boxes: int = 0) -> Setting:
    """The setting of a completed case; raises CaseError where case and atlas do not fit."""
    region = atlas.regions[case.defect.region]
    if case.defect.side == "midline" and region.centre_mm[0] != 0:
        raise CaseError(
            f"defect.side is midline; for the region {case.defect.region} allowed is left or right."
        )
    for number, earlier in enumerate(case.history.earlier_flaps, start=1):
        place = f"history.earlier_flaps.{number}"
        if earlier.flap not in atlas.flaps:
            known = ", ".join(sorted(atlas.flaps))
            raise CaseError(f"{place}.flap is {earlier.flap}; allowed are {known}.")
        sides = [side for side in atlas.flaps[earlier.flap].sides if side != "both"]
        if earlier.side not in sides:
            allowed = " or ".join(sides)
            raise CaseError(
                f"{place}.side is {earlier.side}; for {earlier.flap} allowed is {allowed}."
            )
    return Setting(case, patient_anatomy(case, atlas), proof_boxes)
