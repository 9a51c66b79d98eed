"""The patient behind the drawing: a calm outline, and the bony landmarks one would feel for.

The outline is made of surveyed breadths and stands where the plan's own landmarks put it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import pi

from flapplanner.planning import Plan
from flapplanner.report.drawing_window import HEIGHT, Point, Window, number_pair
from vascular_models import load_atlas

BOTH = ("right", "left")
# How far the outline runs on beyond the picture [mm].
BEYOND_MM = 60.0


@dataclass(frozen=True)
class Landmark:
    """A bony landmark as it is drawn: its lines of words and its points on the chart [mm]."""

    words: tuple[str, ...]
    points: tuple[Point, ...]


_POSTERIOR: dict[str, tuple[str, ...]] = {
    "psis": ("posterior superior", "iliac spine"),
    "iliac_crest_top": ("iliac crest",),
    "sacrococcygeal_tip": ("tip of sacrum", "and coccyx"),
    "greater_trochanter_lateral": ("greater", "trochanter"),
    "ischial_tuberosity_posterior": ("ischial", "tuberosity"),
}
_PERINEAL: dict[str, tuple[str, ...]] = {
    "sacrococcygeal_tip": ("tip of sacrum", "and coccyx"),
    "ischial_tuberosity_lowest": ("ischial", "tuberosity"),
    "pubic_symphysis_top": ("pubic", "symphysis"),
    "greater_trochanter_lateral": ("greater", "trochanter"),
}
_FELT = {
    "posterior": _POSTERIOR,
    "posterolateral": {**_POSTERIOR, "asis": ("anterior superior", "iliac spine")},
    "perineal": _PERINEAL,
}
# Seen from the side, only these of the far half of the body still show.
_SHOWN_FROM_BOTH_SIDES = ("psis", "sacrococcygeal_tip")


def landmarks_felt(plan: Plan) -> tuple[Landmark, ...]:
    """The landmarks of this plan's view; from the side, only the near half of the body."""
    found = []
    for name, words in _FELT[plan.view].items():
        near_only = plan.view == "posterolateral" and name not in _SHOWN_FROM_BOTH_SIDES
        sides = (plan.case.defect.side,) if near_only else BOTH
        keys = (name, *(f"{name}_{side}" for side in sides))
        points = tuple(plan.landmarks[key] for key in keys if key in plan.landmarks)
        found.append(Landmark(words, points))
    return tuple(found)


def body_paths(plan: Plan, window: Window) -> tuple[str, str]:
    """The silhouette and the lines within it, as SVG path data; empty in all but the back view."""
    if plan.view != "posterior":
        return "", ""
    return _silhouette(plan, window), _lines(plan, window)


def _silhouette(plan: Plan, window: Window) -> str:
    """Waist above the iliac crest, hips at the greater trochanter, then the thighs.

    A thigh is as broad as a round one of the surveyed girth, but no broader than half the hips.
    """
    body, size = load_atlas().body, _size(plan)
    waist = body["waist_breadth_mm"].central / 2 * size
    hip = body["hip_breadth_mm"].central / 2 * size
    thigh = min(hip, body["thigh_circumference_mm"].central / pi * size)
    crest, spine = _level(plan, "iliac_crest_top"), _level(plan, "psis")
    waist_level = crest + (crest - spine) / 2
    top, bottom = _ends(window)
    knots = [
        (waist, max(top, waist_level)),
        (waist, waist_level),
        (hip, _level(plan, "greater_trochanter_lateral")),
        (thigh, min(bottom, _level(plan, "ischial_tuberosity_lowest"))),
    ]
    midline = _midline(plan)
    right = [(midline + out, level) for out, level in knots]
    left = [(midline - out, level) for out, level in reversed(knots)]
    return f"M{_smooth(right, window)} L{_smooth(left, window)} Z"


def _smooth(knots: Iterable[Point], window: Window) -> str:
    """Curves through knots, each entered and left along the body axis."""
    first, *_ = points = list(knots)
    steps = [number_pair(window.xy(first))]
    for (u, v), (next_u, next_v) in pairwise(points):
        middle = (v + next_v) / 2
        bends = ((u, middle), (next_u, middle), (next_u, next_v))
        steps.append("C" + " ".join(number_pair(window.xy(point)) for point in bends))
    return " ".join(steps)


def _lines(plan: Plan, window: Window) -> str:
    """The gluteal cleft, the line between the thighs, and the gluteal folds."""
    u, fold = _midline(plan), _level(plan, "ischial_tuberosity_lowest")
    tip, spine = plan.landmarks["sacrococcygeal_tip"][1], _level(plan, "psis")
    pivot_u, pivot_v = plan.landmarks["gluteal_fold_pivot_right"]
    out, dip = pivot_u - u, (spine - fold) / 12
    bottom = min(fold, _ends(window)[1])

    def at(outward: float, level: float) -> str:
        return number_pair(window.xy((u + outward, level)))

    folds = (
        f"M{at(0, fold)} C{at(side * out / 4, fold - dip)} "
        f"{at(side * out * 0.8, fold - dip)} {at(side * out * 1.1, pivot_v)}"
        for side in (1, -1)
    )
    cleft = tip + (spine - tip) / 3
    return f"M{at(0, cleft)} L{at(0, bottom)} {' '.join(folds)}"


def _midline(plan: Plan) -> float:
    return sum(plan.landmarks[f"psis_{side}"][0] for side in BOTH) / 2


def _level(plan: Plan, landmark: str) -> float:
    return plan.landmarks[f"{landmark}_right"][1]


def _size(plan: Plan) -> float:
    """This patient's size over the reference body's, as the iliac spines show it."""
    right, left = (plan.landmarks[f"psis_{side}"][0] for side in BOTH)
    return (right - left) / (2 * load_atlas().landmarks["psis"].point_mm[0])


def _ends(window: Window) -> tuple[float, float]:
    """The levels just above and just below the picture [mm]."""
    height = HEIGHT / window.units_per_mm
    return window.low_mm + height + BEYOND_MM, window.low_mm - BEYOND_MM
