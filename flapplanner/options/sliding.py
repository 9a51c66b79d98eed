"""What slides into the defect from beside it: V-Y islands and keystones, alone or in pairs.

The leash: its pivot is the island's middle, its slack the advancement the tissue allows, no turn.
"""

from __future__ import annotations

from dataclasses import replace
from math import dist

import shapely
from shapely.geometry import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from flapplanner.errors import GeometryError
from flapplanner.geometry import Fit, Leash, Paddle, Placement
from flapplanner.geometry.advancement import advancement_design, facing_border
from flapplanner.geometry.donor import Design, Donor, line, slid_donor, tip_angle_deg
from flapplanner.geometry.keystone import keystone_design
from flapplanner.options.moves import Moved, Piece, target_of
from flapplanner.options.option import Gate, Reach
from flapplanner.options.setting import Setting
from vascular_models import Flap


def moved_by_sliding(flap: Flap, sides: str, setting: Setting) -> Moved | Gate:
    """An island that slides towards the defect, or a pair that meets in its middle.

    Each of a pair covers its own half; the pair needs what the farther half needs.
    """
    target = target_of(setting)
    form = flap.advancement or flap.keystone
    assert form is not None
    distance = form.distance_mm.central
    pieces, needs, cautions = [], [], []
    for towards in {"right": (0.0,), "left": (180.0,), "both": (0.0, 180.0)}[sides]:
        try:
            design = _island(flap, target, towards)
        except GeometryError:
            assert flap.advancement is not None
            longest = flap.advancement.max_length_mm.central
            sentence = f"Too small: an island of {longest:.0f} mm cannot be cut round this defect."
            return Gate(kind="size", sentence=sentence)
        share = target if sides != "both" else _half(target, target, towards)
        hilum = (design.outline.centroid.x, design.outline.centroid.y)
        paddle, leash = Paddle(design.outline, hilum), Leash(hilum, distance, 0.0, 0.0)
        fit = Fit(share, paddle, leash)
        at = fit.placement(leash)
        donor = slid_donor(design, dist(at.pose.hilum_mm, hilum), towards)
        if sides == "both":
            at, donor = _trimmed(at, target, towards), _on_its_side(donor, target, towards)
        pieces.append(Piece(paddle, leash, at, donor, cut=design.incision, share=share))
        needs.append(fit.critical_slack_mm(leash, setting.target_coverage))
        cautions += _blunt(flap, design)
    needed = [need for need in needs if need is not None]
    return Moved(
        pieces=tuple(pieces),
        target=target,
        residual=_area(target.difference(shapely.union_all([one.at.outline for one in pieces]))),
        reach=Reach.between(distance, max(needed)) if len(needed) == len(needs) else None,
        island=False,
        cautions=tuple(dict.fromkeys(cautions)),
    )


def _island(flap: Flap, target: Polygon, towards_deg: float) -> Design:
    if flap.keystone:
        form, (border, half_extent) = flap.keystone, facing_border(target, towards_deg)
        wanted = 2 * half_extent * form.width_to_defect_ratio.central
        longest = dist(border[0], border[-1]) * form.length_to_defect_ratio.central
        width = min(wanted, form.max_width_mm.central)
        return keystone_design(target, towards_deg, width, longest)
    assert flap.advancement is not None
    angle = flap.advancement.apex_angle_deg.central
    return advancement_design(target, towards_deg, angle, flap.advancement.max_length_mm.central)


def _blunt(flap: Flap, design: Design) -> list[str]:
    """An apex that had to be cut wider than it closes easily, as the island may be no longer."""
    if flap.advancement is None or "skin" not in flap.tissue:
        return []
    angle, easy = tip_angle_deg(design), flap.advancement.apex_angle_deg.central
    if angle < easy + 1:
        return []
    return [f"Its apex comes to {angle:.0f}°; up to {easy:.0f}° closes easily."]


def _half(shape: Polygon, target: Polygon, towards_deg: float) -> Polygon | MultiPolygon:
    """The part of a shape on the +u side (0 degrees) or -u side (180) of a target's middle."""
    middle = (target.bounds[0] + target.bounds[2]) / 2
    left, low, right, high = shape.union(target).bounds
    half = (middle, low, right, high) if towards_deg == 0.0 else (left, low, middle, high)
    return _area(shape.intersection(shapely.box(*half)))


def _trimmed(at: Placement, target: Polygon, towards_deg: float) -> Placement:
    """One island of a pair as it is sewn in: what passes the middle is trimmed."""
    half = _half(at.outline, target, towards_deg)
    return replace(at, outline=half) if isinstance(half, Polygon) and not half.is_empty else at


def _on_its_side(donor: Donor, target: Polygon, towards_deg: float) -> Donor:
    """The scar of one island of a pair, as far as the middle in which they are sewn together."""
    reach = shapely.box(*shapely.MultiLineString(donor.scar).bounds)
    side = _half(reach, target, towards_deg)
    parts = [shapely.get_parts(LineString(one).intersection(side)) for one in donor.scar]
    kept = [part for found in parts for part in found if isinstance(part, LineString)]
    return replace(donor, scar=tuple(line(shapely.get_coordinates(part)) for part in kept))


def _area(shape: BaseGeometry) -> Polygon | MultiPolygon:
    """A shape of which only areas count: lines and points that a cut leaves are dropped."""
    parts = [part for part in shapely.get_parts(shape) if isinstance(part, Polygon)]
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)
