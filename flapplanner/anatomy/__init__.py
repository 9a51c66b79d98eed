"""The patient's anatomy: scaled vascular graph with events applied, landmarks, chart, corridors."""

from flapplanner.anatomy.body import PatientAnatomy, conditions_met, patient_anatomy
from flapplanner.anatomy.chart import Chart, ChartPoint, flat_chart
from flapplanner.anatomy.corridors import Route, open_routes, what_would_open
from flapplanner.anatomy.events import Interruption, with_events
from flapplanner.anatomy.names import HEART, label, listed, node_label, node_name, sided, venous
from flapplanner.anatomy.pedicles import (
    AnatomyError,
    Pedicle,
    axial,
    length_mm,
    of_kinds,
    pedicle,
    pedicle_in,
    pedicles_by_pivot,
)
from flapplanner.anatomy.vessels import Layout, Scale, vascular_graph

__all__ = [
    "HEART",
    "AnatomyError",
    "Chart",
    "ChartPoint",
    "Interruption",
    "Layout",
    "PatientAnatomy",
    "Pedicle",
    "Route",
    "Scale",
    "axial",
    "conditions_met",
    "flat_chart",
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
    "sided",
    "vascular_graph",
    "venous",
    "what_would_open",
    "with_events",
]
