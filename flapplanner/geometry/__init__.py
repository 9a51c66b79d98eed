"""Plane geometry: outlines, leashes, placements and what they cover; and struts in space.

Lengths are millimetres (u to the right, v up), angles degrees, counter-clockwise positive.
"""

from flapplanner.geometry.advancement import advancement_outline
from flapplanner.geometry.arcs import arc_of_rotation
from flapplanner.geometry.certificate import Certificate, certificate
from flapplanner.geometry.leash import Leash, Paddle, Pose, placed
from flapplanner.geometry.outlines import dilated, ellipse, polygon, rectangle, thinned
from flapplanner.geometry.paddles import fitted_outline, rotation_outline
from flapplanner.geometry.placement import (
    Fit,
    Placement,
    capacity,
    covering_scale,
    critical_slack_mm,
    place,
)
from flapplanner.geometry.several import place_several
from flapplanner.geometry.struts import (
    AFrame,
    Wedge,
    a_frame,
    closing_wedge,
    cut_angle_deg,
    fold_deg,
    leaning_load_n,
    strut_length_mm,
)
from flapplanner.geometry.turning import critical_turn_deg

__all__ = [
    "AFrame",
    "Certificate",
    "Fit",
    "Leash",
    "Paddle",
    "Placement",
    "Pose",
    "Wedge",
    "a_frame",
    "advancement_outline",
    "arc_of_rotation",
    "capacity",
    "certificate",
    "closing_wedge",
    "covering_scale",
    "critical_slack_mm",
    "critical_turn_deg",
    "cut_angle_deg",
    "dilated",
    "ellipse",
    "fitted_outline",
    "fold_deg",
    "leaning_load_n",
    "place",
    "place_several",
    "placed",
    "polygon",
    "rectangle",
    "rotation_outline",
    "strut_length_mm",
    "thinned",
]
