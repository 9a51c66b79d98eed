"""The patient's anatomy: the atlas scaled to the patient, with the case's events applied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from types import MappingProxyType

import networkx as nx
import numpy as np

from flapplanner.anatomy.body_surface import body_surface
from flapplanner.anatomy.chart import Chart, chart_on
from flapplanner.anatomy.chart_plane import Point3, plane_of
from flapplanner.anatomy.corridors import corridor_graph
from flapplanner.anatomy.events import Interruption, interruptions_of, with_events
from flapplanner.anatomy.names import SIDES, sided
from flapplanner.anatomy.person import scale_of
from flapplanner.anatomy.skin_outline import skin_outline
from flapplanner.anatomy.variants import layouts_of
from flapplanner.anatomy.vessels import Layout, Scale, vascular_graph
from flapplanner.case import Case, VesselEvent
from flapplanner.geometry import ellipse, thinned
from vascular_models import Atlas, Side

# Resections that open a window from the pelvis to the back.
WINDOW_LEVELS = frozenset({"s2_s3", "s1_s2", "total", "hemisacrectomy"})


@dataclass(frozen=True)
class PatientAnatomy:
    """What the planner knows of this patient's body.

    `intact` is the scaled graph before the `events`, with what a variant lacks still in it;
    `interruptions` are the vessels that are lost, `variants` those the case says are present;
    `places` are the landmarks of both sides [mm, body frame]; `corridors` the ways through the
    body (`corridor_graph`).
    """

    atlas: Atlas
    scale: Scale
    variants: tuple[Layout, ...]
    intact: nx.DiGraph[str]
    events: tuple[VesselEvent, ...]
    interruptions: tuple[Interruption, ...]
    places: Mapping[str, Point3]
    chart: Chart
    openings: frozenset[str]
    corridors: nx.Graph[str]

    @cached_property
    def graph(self) -> nx.DiGraph[str]:
        """The vessels after the events."""
        if not (self.variants or self.events):
            return self.intact
        return with_events(self.intact, self.events, self.atlas, self.variants)[0]

    @property
    def length_ratio(self) -> float:
        """The patient's lengths over those of the reference body."""
        return self.scale.length

    def place(self, landmark: str, side: Side) -> str:
        """The name of a landmark on one side, as `places` and `corridors` know it."""
        return sided(landmark, side, self.atlas.landmarks[landmark].side == "right")

    def place_of_node(self, node: str, side: Side) -> str | None:
        """The place of a node of the vascular graph; None when the atlas gives it none."""
        landmark = self.atlas.nodes[node].landmark
        return self.place(landmark, side) if landmark else None


def patient_anatomy(case: Case, atlas: Atlas) -> PatientAnatomy:
    """The anatomy of a completed case (see `flapplanner.case.complete`).

    Lengths scale with stature, some calibres with sex, the tissue to be fed with mass
    (`scale_of`). Raises CaseError for a vessel or a variant the atlas does not know.
    """
    scale = scale_of(case.patient, atlas)
    variants = layouts_of(case, atlas)
    intact = usual_graph(atlas, scale, variants)
    places = _places(atlas, scale.length)
    region = atlas.regions[case.defect.region]
    offset = (
        getattr(case.defect.skin, "offset_right_mm", 0.0),
        getattr(case.defect.skin, "offset_cranial_mm", 0.0),
    )
    skin = body_surface(case.patient, atlas)
    # Where no skin is missing, the chart has to be true about its centre.
    stated = skin_outline(case)
    outline = (
        thinned(stated)
        if stated
        else ellipse(*2 * (2 * atlas.body["chart_middle_radius_mm"].central,))
    )
    # A defect on one side opens on that side only.
    own_sides: tuple[Side, ...] = SIDES
    if region.centre_mm[0] != 0 and case.defect.side != "midline":
        own_sides = (case.defect.side,)
    openings = frozenset(
        sided(opening, side, atlas.landmarks[opening].side == "right")
        for opening in region.openings
        for side in own_sides
    )
    return PatientAnatomy(
        atlas=atlas,
        scale=scale,
        variants=variants,
        intact=intact,
        events=case.vessels,
        interruptions=interruptions_of(intact, case.vessels, atlas, variants),
        places=places,
        chart=chart_on(
            skin, plane_of(region, case.defect.side, scale.length, offset), outline, atlas
        ),
        openings=openings,
        corridors=corridor_graph(atlas, places, conditions_met(case), skin),
    )


def under_variants(anatomy: PatientAnatomy, case: Case) -> PatientAnatomy:
    """The same patient with the variants and the events of another case."""
    variants = layouts_of(case, anatomy.atlas)
    intact = usual_graph(anatomy.atlas, anatomy.scale, variants)
    return replace(
        anatomy,
        variants=variants,
        events=case.vessels,
        intact=intact,
        interruptions=interruptions_of(intact, case.vessels, anatomy.atlas, variants),
    )


# How many bodies are remembered: that of a patient, and those with the variants worth a look.
BODIES = 32


@lru_cache(maxsize=BODIES)
def usual_graph(atlas: Atlas, scale: Scale, variants: tuple[Layout, ...]) -> nx.DiGraph[str]:
    """`vascular_graph`, frozen and remembered: it holds what the atlas says, nothing of a case."""
    graph: nx.DiGraph[str] = nx.freeze(vascular_graph(atlas, scale, variants))
    return graph


def conditions_met(case: Case) -> frozenset[str]:
    """Which conditions of the atlas's corridors this case fulfils."""
    met = {"always"}
    if case.surgery.approach in ("anterior", "anterior_posterior"):
        met.add("anterior_approach")
    if case.defect.resection.level in WINDOW_LEVELS:
        met.add("sacral_window")
    if case.surgery.limb_sacrificed != "none":
        met.add(f"limb_sacrificed_{case.surgery.limb_sacrificed}")
    return frozenset(met)


def _places(atlas: Atlas, ratio: float) -> Mapping[str, Point3]:
    mirror = np.array([-1.0, 1.0, 1.0])
    places: dict[str, Point3] = {}
    for name, place in atlas.landmarks.items():
        point = np.array(place.point_mm) * ratio
        if place.side == "midline":
            places[name] = point
        else:
            places[sided(name, "right", paired=True)] = point
            places[sided(name, "left", paired=True)] = point * mirror
    return MappingProxyType(places)
