"""What turns into the defect from beside it: rotation, transposition and propeller.

The leash: a rotation flap and a transposed strip pivot on a corner of their base, without slack, up
to the turn their base allows; a propeller pivots on its perforator, whose free length is its slack.
"""

from __future__ import annotations

from dataclasses import replace
from math import atan2, degrees, dist, radians

import shapely
from shapely.geometry import Polygon

from flapplanner.anatomy.perforators import placed_perforator
from flapplanner.errors import GeometryError
from flapplanner.geometry import Fit, Leash, Paddle, critical_turn_deg, place
from flapplanner.geometry.donor import Design, Donor, line
from flapplanner.geometry.plane import Point
from flapplanner.geometry.propeller import blades_mm, propeller_design, propeller_donor
from flapplanner.geometry.rotation import (
    back_cut_mm,
    farthest_mm,
    rotation_design,
    rotation_donor,
    standing_cone,
)
from flapplanner.geometry.transposition import transposition_design, transposition_donor
from flapplanner.options.description import DEEPEST_MM
from flapplanner.options.moves import FREE_TURN_DEG, Moved, Piece, target_of
from flapplanner.options.option import Gate, Reach
from flapplanner.options.setting import Setting
from vascular_models import Flap, Rotation, Side, Transposition

LEAST_TRAVEL_MM = 0.5  # a rim that travels less leaves nothing to close
SHARE_GONE = 0.01  # of a donor site that may lie in the defect before it is said
NOTHING_LEFT = Donor(0.0, "line", ())
BASE_GONE = Gate(
    kind="donor", sentence="The corner of the base it would turn on lies within the defect."
)


def moved_by_rotation(form: Rotation, side: Side, setting: Setting) -> Moved | Gate:
    """A sector about the corner of its base; between base and defect a cone is taken out."""
    target, pivot, clockwise = target_of(setting), _seen(form.base, side, setting), side == "left"
    radius = farthest_mm(target, pivot)
    longest = form.max_radius_mm.central * setting.anatomy.length_ratio
    if radius > longest:
        sentence = (
            f"Too small: the defect lies up to {radius:.0f} mm from the corner of its base; its "
            f"radius may be {longest:.0f} mm."
        )
        return Gate(kind="size", sentence=sentence)
    try:
        design = rotation_design(target, pivot, clockwise, form.sector_deg.central)
    except GeometryError:
        return BASE_GONE
    limit = form.max_turn_deg.central
    moved, needed = _about_a_base(design, pivot, radius, limit, clockwise, setting)
    (piece,) = moved.pieces
    turn = piece.at.pose.turn_deg
    if radius * radians(abs(turn)) > LEAST_TRAVEL_MM:
        cone = standing_cone(target, pivot, clockwise, abs(turn))
        piece = replace(
            piece,
            donor=rotation_donor(design, pivot, turn),
            excised=(line(shapely.get_coordinates(cone.exterior)),),
        )
    cautions = []
    if needed is not None and needed > limit:
        depth = back_cut_mm(radius, limit, needed)
        cautions = [f"A back-cut of {depth:.0f} mm into its base would let it turn far enough."]
    return replace(moved, pieces=(piece,), cautions=tuple(cautions))


def moved_by_transposition(form: Transposition, side: Side, setting: Setting) -> Moved | Gate:
    """A strip that swings over about the corner of its base."""
    target, pivot, clockwise = target_of(setting), _seen(form.base, side, setting), side == "right"
    longest = form.max_length_mm.central * setting.anatomy.length_ratio
    try:
        design = transposition_design(target, pivot, clockwise, longest, form.max_width_mm.central)
    except GeometryError:
        return BASE_GONE
    radius = max(dist(pivot, corner) for corner in design.incision)
    limit = form.max_turn_deg.central
    moved, _ = _about_a_base(design, pivot, radius, limit, clockwise, setting)
    (piece,) = moved.pieces
    turn = piece.at.pose.turn_deg
    if radius * radians(abs(turn)) > LEAST_TRAVEL_MM:
        piece = replace(piece, donor=transposition_donor(design, pivot, turn))
    cautions = _gone(design.outline, setting)
    return replace(moved, pieces=(piece,), island=True, cautions=tuple(cautions))


def _about_a_base(
    design: Design, pivot: Point, radius: float, limit: float, clockwise: bool, setting: Setting
) -> tuple[Moved, float | None]:
    """A design that turns on its base, laid, and the turn it takes; reach is along the arc."""
    target, paddle = target_of(setting), Paddle(design.outline, pivot)
    leash = Leash(pivot, 0.0, -limit if clockwise else 0.0, 0.0 if clockwise else limit)
    at = place(target, paddle, leash)
    needed = critical_turn_deg(target, paddle, clockwise, setting.target_coverage)
    reach = None
    if needed is not None:
        reach = Reach.between(
            free_length_mm=radians(limit) * radius, needed_length_mm=radians(needed) * radius
        )
    piece = Piece(paddle, leash, at, NOTHING_LEFT, cut=design.incision)
    return Moved((piece,), target, at.residual, reach, island=False), needed


def moved_as_propeller(flap: Flap, side: Side, setting: Setting) -> Moved | Gate:
    """Two blades on one perforator; its reach is that of the long one.

    The defect may lie as much farther away as the perforator yields and both blades may still grow.
    """
    target, anatomy, form = target_of(setting), setting.anatomy, flap.propeller
    assert form is not None and flap.skin_supply is not None
    name = flap.skin_supply.perforator
    placed = placed_perforator(name, side, anatomy.atlas, anatomy.places, anatomy.length_ratio)
    seen = anatomy.chart.seen(placed.point_mm)
    if seen.depth_mm > DEEPEST_MM:
        sentence = "The perforator it would turn on lies on another face of the body."
        return Gate(kind="corridor", sentence=sentence)
    pivot = seen.uv
    if target.convex_hull.distance(shapely.Point(pivot)) <= 0:
        sentence = "The perforator it would turn on lies within the defect."
        return Gate(kind="donor", sentence=sentence)
    end = _seen(form.towards, side, setting)
    axis = degrees(atan2(end[1] - pivot[1], end[0] - pivot[0]))
    longest, widest = form.max_length_mm.central * anatomy.length_ratio, form.max_width_mm.central
    try:
        design = propeller_design(target, pivot, axis, longest, widest)
    except GeometryError:
        sentence = (
            f"Too small: a propeller of {longest:.0f} mm has no blade left for a defect that far "
            "from its perforator."
        )
        return Gate(kind="size", sentence=sentence)
    free = form.free_length_mm.central
    limit = flap.turn_limit_deg.central if flap.turn_limit_deg else FREE_TURN_DEG
    paddle, leash = Paddle(design.outline, pivot), Leash(pivot, free, -limit, limit)
    fit = Fit(target, paddle, leash)
    at, needed = fit.placement(leash), fit.critical_slack_mm(leash, setting.target_coverage)
    long, short = blades_mm(design, pivot, axis)
    reach = None
    if needed is not None:
        # For a defect x farther away both blades would be x longer.
        spare = (longest - long - short) / 2
        reach = Reach.between(long + spare + free, long + needed)
    donor = propeller_donor(design, pivot, axis, at.pose.turn_deg)
    piece = Piece(paddle, leash, at, donor, cut=design.incision)
    cautions = tuple(_gone(design.outline, setting))
    return Moved((piece,), target, at.residual, reach, island=False, cautions=cautions)


def _gone(outline: Polygon, setting: Setting) -> list[str]:
    """A donor site that runs into the defect cannot be raised there."""
    assert setting.skin is not None
    gone = outline.intersection(setting.skin).area
    if gone <= SHARE_GONE * outline.area:
        return []
    return [f"{gone / 100:.0f} cm² of its donor site lie within the defect."]


def _seen(landmark: str, side: Side, setting: Setting) -> Point:
    anatomy = setting.anatomy
    return anatomy.chart.seen(anatomy.places[anatomy.place(landmark, side)]).uv
