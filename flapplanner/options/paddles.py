"""The paddle a flap would be cut with for this defect, and the carrier that is left of it."""

from __future__ import annotations

from dataclasses import dataclass
from math import pi, sqrt

from shapely import affinity
from shapely.geometry import Polygon

from flapplanner.geometry import Paddle, fitted_outline
from flapplanner.geometry.outlines import FARTHEST_MM
from vascular_models import PaddleForm


@dataclass(frozen=True)
class CutPaddle:
    """A paddle and the carrier between hilum and paddle [mm]."""

    paddle: Paddle
    carrier_mm: float


def cut_paddle(form: PaddleForm, target: Polygon, length_ratio: float) -> CutPaddle:
    """The smallest paddle of this form that fits the target, within what the donor site gives.

    Lengths along the body grow with stature (`length_ratio`); widths, which skin laxity limits,
    do not. What an axial flap does not use as paddle is carrier.
    """
    outline = fitted_outline(
        target,
        form.shape,
        max_length_mm=form.max_length_mm.central * length_ratio,
        max_width_mm=form.max_width_mm.central,
    )
    if form.max_area_mm2 is not None and outline.area > form.max_area_mm2.central:
        shrink = sqrt(form.max_area_mm2.central / outline.area)
        outline = affinity.scale(outline, shrink, shrink, origin=(0, 0))
    _, low, _, high = outline.bounds
    length = high - low
    carrier = 0.0
    if form.axial_length_mm is not None:
        carrier = max(0.0, form.axial_length_mm.central * length_ratio - length)
    hilum = (0.0, low + form.hilum_fraction.central * length)
    return CutPaddle(Paddle(outline, hilum), carrier)


def smallest_covering_mm(form: PaddleForm, target: Polygon) -> tuple[float, float]:
    """Length and width of the smallest paddle of this form that covers [mm], whatever the donor."""
    outline = fitted_outline(target, form.shape, FARTHEST_MM, FARTHEST_MM)
    left, low, right, high = outline.bounds
    return high - low, right - left


def buried_area_mm2(form: PaddleForm) -> float:
    """The largest paddle [mm²] one would bury: as long as it gets, no wider than still closes."""
    width = form.closable_width_mm or form.max_width_mm
    share = pi / 4 if form.shape == "ellipse" else 1.0
    area = share * form.max_length_mm.central * width.central
    return area if form.max_area_mm2 is None else min(area, form.max_area_mm2.central)
