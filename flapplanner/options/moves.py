"""How a flap is brought into the defect: every mechanism becomes paddles on leashes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import hypot, radians

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from flapplanner.errors import GeometryError
from flapplanner.geometry import (
    Leash,
    Paddle,
    Placement,
    advancement_outline,
    critical_slack_mm,
    critical_turn_deg,
    place,
    rotation_outline,
)
from flapplanner.options.laying import laid
from flapplanner.options.leashes import Tether
from flapplanner.options.option import Gate, Reach
from flapplanner.options.paddles import cut_paddle
from flapplanner.options.setting import Setting
from vascular_models import Advancement, Flap, PaddleForm, Rotation, Side

FREE_TURN_DEG = 180.0
CIRCLE = 1e-3  # what a circle drawn with straight sides may lack
SLIVER = 1.1e-4  # the search counts 1e-4 of a defect as covered


@dataclass(frozen=True)
class Moved:
    """Paddles laid on the defect, what they leave bare together, and the reach they took.

    `reach` is None when no reach at all would cover the defect: the tissue is too small.
    """

    paddles: tuple[tuple[Paddle, Leash, Placement], ...]
    target: Polygon
    residual: Polygon | MultiPolygon
    reach: Reach | None
    tether: Tether | None = None
    width_mm: float | None = None

    @property
    def bare(self) -> Polygon | MultiPolygon:
        """What stays uncovered; slivers that the search leaves at full cover are nothing."""
        return self.residual if self.residual.area > SLIVER * self.target.area else Polygon()

    @property
    def coverage_fraction(self) -> float:
        """The share of the target that all paddles cover together."""
        return 1.0 - self.bare.area / self.target.area


def may_cover(form: PaddleForm, tether: Tether, setting: Setting) -> bool:
    """Whether a paddle on this tether could cover enough, as far as its reach alone tells.

    Nothing of it lies farther from the pivot than slack and paddle together; what the target has
    within that circle has to be enough.
    """
    target = _target(setting)
    cut = cut_paddle(form, target, setting.anatomy.length_ratio)
    tips = shapely.get_coordinates(cut.paddle.outline) - cut.paddle.hilum_mm
    farthest = float(np.hypot(*tips.T).max())
    radius = tether.longer(cut.carrier_mm).slack_mm + farthest
    within = shapely.Point(tether.pivot.uv).buffer(radius, quad_segs=64)
    slightly_less = setting.target_coverage * (1 - CIRCLE)
    return float(target.intersection(within).area) >= slightly_less * target.area


def moved_on_tether(flap: Flap, form: PaddleForm, tether: Tether, setting: Setting) -> Moved:
    """A paddle on its pedicle: island, tunnelled or free."""
    target = _target(setting)
    cut = cut_paddle(form, target, setting.anatomy.length_ratio)
    longer = tether.longer(cut.carrier_mm)
    limit = flap.turn_limit_deg.central if flap.turn_limit_deg else FREE_TURN_DEG
    leash = Leash(longer.pivot.uv, longer.slack_mm, -limit, limit)
    found = laid(cut.paddle, leash, setting)
    needed, placement = found.needed_slack_mm, found.placement
    reach = None
    if needed is not None:
        reach = Reach.between(
            free_length_mm=longer.free_length_mm,
            needed_length_mm=longer.length_for(needed),
            route=tether.route.places,
            route_mm=tether.route.length_mm,
            carrier_mm=cut.carrier_mm,
            depth_mm=tether.pivot.depth_mm,
        )
    paddles = ((cut.paddle, leash, placement),)
    return Moved(paddles, target, placement.residual, reach, tether, cut.width_mm)


def moved_to_centre(form: PaddleForm, tether: Tether, setting: Setting) -> Reach:
    """The reach of tissue that only fills the cavity: its middle has to come to the cavity's."""
    carrier = 0.0
    if form.axial_length_mm is not None:
        used = form.max_length_mm.central / 2
        carrier = max(0.0, form.axial_length_mm.central - used) * setting.anatomy.length_ratio
    depth = tether.pivot.depth_mm - (setting.case.defect.depth_mm or 0.0) / 2
    return Reach.between(
        free_length_mm=tether.free_length_mm + carrier,
        needed_length_mm=hypot(*tether.pivot.uv, depth),
        route=tether.route.places,
        route_mm=tether.route.length_mm,
        carrier_mm=carrier,
        depth_mm=depth,
    )


def moved_by_advancement(advancement: Advancement, side: str, setting: Setting) -> Moved | Gate:
    """A V-Y island that slides towards the defect, or a pair that meets in its middle.

    Each of a pair covers its own half; the pair needs what the farther half needs.
    """
    target = _target(setting)
    distance = advancement.distance_mm.central
    towards = {"right": (0.0,), "left": (180.0,), "both": (0.0, 180.0)}[side]
    pairs, needs = [], []
    for angle in towards:
        longest = advancement.max_length_mm.central
        try:
            outline = advancement_outline(
                target, angle, advancement.apex_angle_deg.central, longest
            )
        except GeometryError:
            sentence = f"Too small: an island of {longest:.0f} mm cannot be cut round this defect."
            return Gate(kind="size", sentence=sentence)
        share = target if side != "both" else _half(target, target, angle)
        hilum = (outline.centroid.x, outline.centroid.y)
        paddle, leash = Paddle(outline, hilum), Leash(hilum, distance, 0.0, 0.0)
        pairs.append((paddle, leash, _trimmed(place(share, paddle, leash), target, angle, side)))
        needs.append(critical_slack_mm(share, paddle, leash, setting.target_coverage))
    needed = [need for need in needs if need is not None]
    return Moved(
        paddles=tuple(pairs),
        target=target,
        residual=_area(target.difference(shapely.union_all([at.outline for *_, at in pairs]))),
        reach=Reach.between(distance, max(needed)) if len(needed) == len(needs) else None,
    )


def _half(shape: Polygon, target: Polygon, towards_deg: float) -> Polygon | MultiPolygon:
    """The part of a shape on the +u side (0 degrees) or -u side (180) of a target's middle."""
    middle = (target.bounds[0] + target.bounds[2]) / 2
    left, low, right, high = shape.union(target).bounds
    half = (middle, low, right, high) if towards_deg == 0.0 else (left, low, middle, high)
    return _area(shape.intersection(shapely.box(*half)))


def _trimmed(at: Placement, target: Polygon, towards_deg: float, side: str) -> Placement:
    """One island of a pair as it is sewn in: what passes the middle is trimmed."""
    half = _half(at.outline, target, towards_deg) if side == "both" else at.outline
    return replace(at, outline=half) if isinstance(half, Polygon) and not half.is_empty else at


def _area(shape: BaseGeometry) -> Polygon | MultiPolygon:
    """A shape of which only areas count: lines and points that a cut leaves are dropped."""
    parts = [part for part in shapely.get_parts(shape) if isinstance(part, Polygon)]
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def moved_by_rotation(rotation: Rotation, side: Side, setting: Setting) -> Moved | Gate:
    """A flap that turns about the corner of its base; its reach is measured along the arc."""
    target = _target(setting)
    anatomy = setting.anatomy
    base = anatomy.places[anatomy.place(rotation.base, side)]
    pivot = anatomy.chart.seen(base).uv
    clockwise = side == "left"
    radius = max(hypot(u - pivot[0], v - pivot[1]) for u, v in target.exterior.coords)
    longest = rotation.max_radius_mm.central * anatomy.length_ratio
    if radius > longest:
        sentence = (
            f"Too small: the defect lies up to {radius:.0f} mm from the corner of its base; its "
            f"radius may be {longest:.0f} mm."
        )
        return Gate(kind="size", sentence=sentence)
    try:
        outline = rotation_outline(
            target, pivot, clockwise=clockwise, sector_deg=rotation.sector_deg.central
        )
    except GeometryError:
        sentence = "The corner of the base it would turn on lies within the defect."
        return Gate(kind="donor", sentence=sentence)
    paddle = Paddle(outline, pivot)
    limit = rotation.max_turn_deg.central
    placement = place(target, paddle, _turning(pivot, limit, clockwise))
    needed = critical_turn_deg(target, paddle, clockwise, setting.target_coverage)
    return Moved(
        paddles=((paddle, _turning(pivot, limit, clockwise), placement),),
        target=target,
        residual=placement.residual,
        reach=None
        if needed is None
        else Reach.between(
            free_length_mm=radians(limit) * radius, needed_length_mm=radians(needed) * radius
        ),
    )


def _turning(pivot: tuple[float, float], limit_deg: float, clockwise: bool) -> Leash:
    return Leash(pivot, 0.0, -limit_deg if clockwise else 0.0, 0.0 if clockwise else limit_deg)


def _target(setting: Setting) -> Polygon:
    assert setting.target is not None
    return setting.target
