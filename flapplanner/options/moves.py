"""How a flap is brought into the defect: every mechanism becomes pieces on leashes.

A piece is a paddle on a leash, laid. This module lays what hangs on a pedicle that was followed to
its pivot; `in_place` lays what slides, turns or spins where it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon

from flapplanner.geometry import Leash, Paddle, Placement, arc_of_rotation
from flapplanner.geometry.donor import Donor, Line, line, side_to_side_donor
from flapplanner.options.laying import laid
from flapplanner.options.leashes import Tether
from flapplanner.options.option import DonorSite, Laying, Reach, Ring
from flapplanner.options.paddles import CutPaddle
from flapplanner.options.setting import Setting
from vascular_models import Flap, PaddleForm

FREE_TURN_DEG = 180.0
UPRIGHT_DEG = 90.0
CIRCLE = 1e-3  # what a circle drawn with straight sides may lack
SLIVER = 1.1e-4  # the search counts 1e-4 of a defect as covered


@dataclass(frozen=True)
class Piece:
    """One paddle on its leash, laid; the donor site it leaves, and how it is cut on the chart.

    `share` is the part of the target it was laid on; None: all of it.
    Only what is cut beside the defect has its incision and its scar on the chart; `excised` is
    skin taken out for it to lie flat.
    """

    paddle: Paddle
    leash: Leash
    at: Placement
    donor: Donor
    cut: Line = ()
    excised: tuple[Line, ...] = ()
    share: Polygon | MultiPolygon | None = None


@dataclass(frozen=True)
class Moved:
    """Pieces laid on the defect, what they leave bare together, and the reach they took.

    `reach` is None when no reach at all would cover the defect: the tissue is too small. An
    `island` brings all of its paddle, what slides, turns or spins only what lies over the defect.
    """

    pieces: tuple[Piece, ...]
    target: Polygon
    residual: Polygon | MultiPolygon
    reach: Reach | None
    island: bool
    tether: Tether | None = None
    cautions: tuple[str, ...] = ()

    @property
    def bare(self) -> Polygon | MultiPolygon:
        """What stays uncovered; slivers that the search leaves at full cover are nothing."""
        return self.residual if self.residual.area > SLIVER * self.target.area else Polygon()

    @property
    def coverage_fraction(self) -> float:
        """The share of the target that all paddles cover together."""
        return 1.0 - self.bare.area / self.target.area


def may_cover(cut: CutPaddle, tether: Tether, setting: Setting) -> bool:
    """Whether a paddle on this tether could cover enough, as far as its reach alone tells.

    Nothing of it lies farther from the pivot than slack and paddle together; what the target has
    within that circle has to be enough.
    """
    target = target_of(setting)
    tips = shapely.get_coordinates(cut.paddle.outline) - cut.paddle.hilum_mm
    farthest = float(np.hypot(*tips.T).max())
    radius = tether.longer(cut.carrier_mm).slack_mm + farthest
    within = shapely.Point(tether.pivot.uv).buffer(radius, quad_segs=64)
    slightly_less = setting.target_coverage * (1 - CIRCLE)
    return float(target.intersection(within).area) >= slightly_less * target.area


def moved_on_tether(flap: Flap, cut: CutPaddle, tether: Tether, setting: Setting) -> Moved:
    """A paddle on its pedicle: island, tunnelled or free."""
    target = target_of(setting)
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
    donor = side_to_side_donor(cut.paddle.outline, UPRIGHT_DEG)
    piece = Piece(cut.paddle, leash, placement, donor)
    return Moved((piece,), target, placement.residual, reach, island=True, tether=tether)


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


def target_of(setting: Setting) -> Polygon:
    """What has to be covered; only asked for where skin is missing."""
    assert setting.target is not None
    return setting.target


def layings(moved: Moved, grafted: bool) -> Iterator[Laying]:
    """The pieces as they are drawn on the chart; a donor site that is grafted has no scar line."""
    for piece in moved.pieces:
        donor = piece.donor.grafted(piece.paddle.outline) if grafted else piece.donor
        yield Laying(
            paddle=ring(piece.at.outline),
            pivot_mm=piece.leash.pivot_mm,
            hilum_mm=piece.at.pose.hilum_mm,
            turn_deg=piece.at.pose.turn_deg,
            slack_mm=piece.leash.slack_mm,
            arc=ring(arc_of_rotation(piece.paddle, piece.leash)) if moved.tether else (),
            cut=piece.cut,
            scar=donor.scar if piece.cut else (),
            excised=piece.excised,
        )


def donor_site(donor: DonorSite, flap: Flap, moved: Moved) -> DonorSite:
    """How wide the donor site is, whether it closes, and what scar it leaves.

    What slides or turns closes as it is sewn in; a width is held against the widest that was
    closed directly where the atlas knows one. What a rotation flap leaves is shared out along its
    arc and has no one width.
    """
    if donor.closure == "none needed" or "skin" not in flap.tissue:
        return donor
    donors = [piece.donor for piece in moved.pieces]
    width = max(one.width_mm for one in donors)
    form = flap.paddle or flap.propeller or flap.transposition
    widest = form.closable_width_mm if form else None
    grafted = form is not None and (widest is None or width > widest.central)
    if grafted:
        donors = [piece.donor.grafted(piece.paddle.outline) for piece in moved.pieces]
    return donor.model_copy(
        update={
            "width_mm": None if donors[0].shape == "curve" else width,
            "closure": "not direct" if grafted else "direct",
            "scar": donors[0].shape,
            "scar_length_mm": sum(one.scar_length_mm for one in donors),
        }
    )


def ring(outline: Polygon) -> Ring:
    """The outer border of an outline as plain numbers, closed [mm]."""
    return line(shapely.get_coordinates(outline.exterior))
