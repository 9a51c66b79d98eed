"""The patient's anatomy: scaled vascular graph with events applied, landmarks, chart, corridors."""

from flapplanner.anatomy.body import (
    BODIES,
    PatientAnatomy,
    conditions_met,
    patient_anatomy,
    under_variants,
    usual_graph,
)
from flapplanner.anatomy.chart import Chart, chart_on
from flapplanner.anatomy.chart_plane import ChartPoint, Plane, plane_of
from flapplanner.anatomy.corridors import Route, open_routes, what_would_open
from flapplanner.anatomy.events import INTERRUPTING, Interruption, interruptions_of, with_events
from flapplanner.anatomy.names import HEART, label, listed, node_label, node_name, sided, venous
from flapplanner.anatomy.pedicles import (
    AnatomyError,
    Pedicle,
    axial,
    downstream,
    length_mm,
    of_kinds,
    pedicle,
    pedicle_in,
    pedicles_by_pivot,
    pedicles_by_pivot_in,
    upstream,
)
from flapplanner.anatomy.skin_outline import skin_outline
from flapplanner.anatomy.vessels import Layout, Scale, vascular_graph

__all__ = [
    "BODIES",
    "HEART",
    "INTERRUPTING",
    "AnatomyError",
    "Chart",
    "ChartPoint",
    "Interruption",
    "Layout",
    "PatientAnatomy",
    "Pedicle",
    "Plane",
    "Route",
    "Scale",
    "axial",
    "chart_on",
    "conditions_met",
    "downstream",
    "interruptions_of",
    "label",
    "length_mm",
    "listed",
    "node_label",
    "node_name",
    "of_kinds",
    "open_routes",
    "patient_anatomy",
    "pedicle",
    "pedicle_in",
    "pedicles_by_pivot",
    "pedicles_by_pivot_in",
    "plane_of",
    "sided",
    "skin_outline",
    "under_variants",
    "upstream",
    "usual_graph",
    "vascular_graph",
    "venous",
    "what_would_open",
    "with_events",
]
