"""The patient's anatomy: scaled vascular graph with events applied, landmarks, chart, corridors."""

from flapplanner.anatomy.body import PatientAnatomy, conditions_met, patient_anatomy
from flapplanner.anatomy.chart import Chart, ChartPoint, flat_chart
from flapplanner.anatomy.corridors import Route, open_routes, what_would_open
from flapplanner.anatomy.events import Interruption, with_events
from flapplanner.anatomy.vessels import (
    HEART,
    AnatomyError,
    Pedicle,
    axial,
    label,
    length_mm,
    node_name,
    pedicle,
    sided,
    vascular_graph,
)

__all__ = [
    "HEART",
    "AnatomyError",
    "Chart",
    "ChartPoint",
    "Interruption",
    "PatientAnatomy",
    "Pedicle",
    "Route",
    "axial",
    "conditions_met",
    "flat_chart",
    "label",
    "length_mm",
    "node_name",
    "open_routes",
    "patient_anatomy",
    "pedicle",
    "sided",
    "vascular_graph",
    "what_would_open",
    "with_events",
]
