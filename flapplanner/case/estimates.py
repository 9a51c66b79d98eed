"""What the surgeon does not state is estimated, and every estimate is listed as one."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from flapplanner.case.case import Case
from flapplanner.case.parts import (
    CAVITY_LIMIT_ML,
    DEPTH_LIMIT_MM,
    EllipseSkin,
    NoSkin,
    PolygonSkin,
    RectangleSkin,
    Skin,
)
from flapplanner.case.rules import Formula, Rule, Value, all_rules

_LIMITS = {"defect.depth_mm": DEPTH_LIMIT_MM, "defect.cavity_ml": CAVITY_LIMIT_ML}


@dataclass(frozen=True)
class Estimate:
    """One value that was not stated: the field's path, what is taken for it, and why.

    `source` is a key of `estimate_citations()`, or "gap" where nothing published was found.
    """

    field: str
    value: Value
    unit: str
    rule: str
    sentence: str
    source: str


@dataclass(frozen=True)
class Completed:
    """A case in which every field that can be estimated is filled, and what was estimated.

    Its bone gap may still be None: it then follows from the resection.
    """

    case: Case
    estimates: tuple[Estimate, ...]


def complete(case: Case) -> Completed:
    """The case with every estimable field filled; what is stated stays as it is.

    >>> from flapplanner.case import case_from_text
    >>> stated = case_from_text(
    ...     "{schema: flapplanner-case/1, label: a, patient: {sex: female}, defect: {region: "
    ...     "sacral, resection: {level: total}, skin: {shape: none}}}",
    ...     "a.yaml",
    ... )
    >>> done = complete(stated)
    >>> done.case.patient.stature_mm
    1628.5
    >>> done.estimates[0].sentence
    'Stature is not stated; 1628.5 mm is the survey mean for the sex female.'
    >>> complete(done.case).estimates
    ()
    """
    estimates: list[Estimate] = []
    for rule in all_rules().rules:
        if _at(case, rule.field) is None and (estimate := _estimate(case, rule)):
            estimates.append(estimate)
            case = _with(case, rule.field, estimate.value)
    return Completed(case, tuple(estimates))


def outline_area_mm2(skin: Skin) -> float:
    """Area of the missing skin [mm2], flat.

    Ellipse: pi/4 x length x width. Rectangle: length x width. Polygon, by the shoelace formula:
    |sum of (u_i v_i+1 - u_i+1 v_i)| / 2 over its closed outline.

    >>> outline_area_mm2(PolygonSkin(shape="polygon", points_mm=((0, 0), (40, 0), (0, 30))))
    600.0
    """
    match skin:
        case NoSkin():
            return 0.0
        case EllipseSkin():
            return math.pi / 4 * skin.length_mm * skin.width_mm
        case RectangleSkin():
            return skin.length_mm * skin.width_mm
        case PolygonSkin(points_mm=points):
            closed = pairwise((*points, points[0]))
            return abs(sum(u * next_v - next_u * v for (u, v), (next_u, next_v) in closed)) / 2


def mass_of_body_mass_index(case: Case, index_kg_per_m2: float) -> float | None:
    """Mass [kg] = body mass index [kg/m2] x stature [m] squared."""
    stature_mm = case.patient.stature_mm
    return None if stature_mm is None else index_kg_per_m2 * (stature_mm / 1000) ** 2


def depth_of_cavity(case: Case, shape_factor: float) -> float | None:
    """Depth [mm] = cavity / (shape factor x outline area); None without a cavity or an area.

    The shape factor is 2/3 for half an ellipsoid that stands on the outline.
    """
    area_mm2, cavity_ml = outline_area_mm2(case.defect.skin), case.defect.cavity_ml
    if cavity_ml is None or not 0 < area_mm2 < math.inf:
        return None
    return 1000 * cavity_ml / (shape_factor * area_mm2)


def cavity_under_outline(case: Case, shape_factor: float) -> float | None:
    """Cavity [ml] = shape factor x outline area x depth / 1000; None without an area.

    The shape factor is 2/3 for half an ellipsoid: 1/2 x 4/3 pi a b d with the area pi a b.
    """
    area_mm2, depth_mm = outline_area_mm2(case.defect.skin), case.defect.depth_mm
    if depth_mm is None or not 0 < area_mm2 < math.inf:
        return None
    return shape_factor * area_mm2 * depth_mm / 1000


_FORMULAS: dict[Formula, Callable[[Case, float], float | None]] = {
    "mass_of_body_mass_index": mass_of_body_mass_index,
    "depth_of_cavity": depth_of_cavity,
    "cavity_under_outline": cavity_under_outline,
}


def _estimate(case: Case, rule: Rule) -> Estimate | None:
    """What a rule gives for a case; None where it does not apply."""
    key = _at(case, rule.by) if rule.by else "any"
    figure = rule.values.get(key)
    if figure is None or (rule.unless and _at(case, rule.unless)):
        return None
    value: Value | None = figure.value
    if rule.formula and isinstance(figure.value, float):
        value = _FORMULAS[rule.formula](case, figure.value)
    if value is None:
        return None
    limit = _LIMITS.get(rule.field, math.inf)
    if beyond := isinstance(value, float) and value > limit:
        value = limit
    sentence = rule.sentence.format(value=_words(value), key=key, figure=_words(figure.value))
    if beyond:
        sentence = f"{sentence[:-1]}, cut to the most that a case may state."
    return Estimate(rule.field, value, rule.unit, rule.rule, sentence, figure.source or "gap")


def _words(value: Value) -> str:
    if isinstance(value, tuple):
        return " and ".join(value)
    return f"{round(value, 2):.7g}" if isinstance(value, float) else str(value)


def _at(case: Case, path: str) -> Any:
    part: Any = case
    for name in path.split("."):
        part = getattr(part, name)
    return part


def _with(case: Case, path: str, value: Value) -> Case:
    """A new case with one field of one part set, checked like a stated one."""
    room, name = path.split(".")
    part = getattr(case, room)
    changed = type(part).model_validate({**dict(part), name: value})
    return case.model_copy(update={room: changed})
