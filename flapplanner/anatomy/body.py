"""The patient's anatomy: the atlas scaled to the patient, with the case's events applied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import networkx as nx
import numpy as np

from flapplanner.anatomy.chart import Chart, Point3, flat_chart
from flapplanner.anatomy.corridors import corridor_graph
from flapplanner.anatomy.events import Interruption, with_events
from flapplanner.anatomy.vessels import SIDES, sided, vascular_graph
from flapplanner.case import Case
from vascular_models import Atlas, Side

# Resections that open a window from the pelvis to the back.
WINDOW_LEVELS = frozenset({"s2_s3", "s1_s2", "total", "hemisacrectomy"})


@dataclass(frozen=True)
class PatientAnatomy:
    """What the planner knows of this patient's body.

    `intact` is the scaled graph before the events, `graph` after them; `places` are the landmarks
    of both sides [mm, body frame]; `corridors` the ways through the body (`corridor_graph`).
    """

    atlas: Atlas
    length_ratio: float
    intact: nx.DiGraph[str]
    graph: nx.DiGraph[str]
    interruptions: tuple[Interruption, ...]
    places: Mapping[str, Point3]
    chart: Chart
    openings: frozenset[str]
    corridors: nx.Graph[str]

    def place(self, landmark: str, side: Side) -> str:
        """The name of a landmark on one side, as `places` and `corridors` know it."""
        return sided(landmark, side, self.atlas.landmarks[landmark].side == "right")

    def place_of_node(self, node: str, side: Side) -> str | None:
        """The place of a node of the vascular graph; None when the atlas gives it none."""
        landmark = self.atlas.nodes[node].landmark
        return self.place(landmark, side) if landmark else None


def patient_anatomy(case: Case, atlas: Atlas) -> PatientAnatomy:
    """The anatomy of a completed case (see `flapplanner.case.complete`).

    All lengths scale with stature over the reference stature; calibres stay as published.
    Raises CaseError for a vessel the atlas does not know.
    """
    assert case.patient.stature_mm is not None, "the case must be completed first"
    ratio = case.patient.stature_mm / atlas.body["reference_stature_mm"].central
    intact = vascular_graph(atlas, ratio)
    graph, interruptions = with_events(intact, case.vessels, atlas)
    places = _places(atlas, ratio)
    region = atlas.regions[case.defect.region]
    offset = (
        getattr(case.defect.skin, "offset_right_mm", 0.0),
        getattr(case.defect.skin, "offset_cranial_mm", 0.0),
    )
    openings = frozenset(
        sided(opening, side, atlas.landmarks[opening].side == "right")
        for opening in region.openings
        for side in SIDES
    )
    return PatientAnatomy(
        atlas=atlas,
        length_ratio=ratio,
        intact=intact,
        graph=graph,
        interruptions=interruptions,
        places=places,
        chart=flat_chart(region, case.defect.side, ratio, offset),
        openings=openings,
        corridors=corridor_graph(atlas, places, conditions_met(case)),
    )


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
