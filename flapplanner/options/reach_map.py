"""How far over the skin an option reaches, at every point of the body's surface.

Its pivot is taken to the skin that looks the way the defect does, at the point nearest to it; that
far below the skin the free length starts. Over the skin ways are geodesic, and the paddle carries
its own extent beyond its hilum.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot, sqrt

import numpy as np

from flapplanner.anatomy.body_surface import body_surface
from flapplanner.geometry.surface.distances import geodesic_distances
from flapplanner.geometry.surface.mesh import Mesh, Points
from flapplanner.geometry.surface.nearest import nearest
from flapplanner.geometry.surface.reach import reach_probability, spare_length_mm
from flapplanner.options.option import Option
from flapplanner.options.paddles import cut_paddle
from flapplanner.options.setting import Setting
from flapplanner.options.variation import Variation, variation_of

_ABOUT_MM = 100.0  # so near its place in the body frame the defect's centre is looked for


@dataclass(frozen=True, eq=False)
class ReachMap:
    """What an option reaches, over the skin of one body.

    mesh         the skin [mm, body frame]
    pivot_mm     (3,) the point of the skin over the pivot
    depth_mm     how far below it the pivot lies
    length_mm    that is free there, with the tissue that carries the paddle
    beyond_mm    from the hilum to the farthest point of the paddle
    distance_mm  (n,) from the pivot's place over the skin
    spare_mm     (n,) length left over when the paddle's tip comes there; negative: too short
    chance       (n,) share of bodies, varying as published, in which it comes there
    centre       the vertex nearest to the defect's centre
    variation    how the free length and the pivot vary
    """

    mesh: Mesh
    pivot_mm: Points
    depth_mm: float
    length_mm: float
    beyond_mm: float
    distance_mm: Points
    spare_mm: Points
    chance: Points
    centre: int
    variation: Variation

    @property
    def farthest_mm(self) -> float | None:
        """How far over the skin its tip comes [mm]; None where it does not come to the skin."""
        if self.length_mm < self.depth_mm:
            return None
        return sqrt(self.length_mm**2 - self.depth_mm**2) + self.beyond_mm


@dataclass(frozen=True)
class NoReachMap:
    """Why an option has no reach map, in one sentence."""

    reason: str


def reach_map(option: Option, setting: Setting) -> ReachMap | NoReachMap:
    """The reach of one option over the body surface: spare length and share of bodies.

    What slides, turns or spins beside the defect has none, nor what a gate stopped before its
    reach was looked at.

    >>> from flapplanner.case import Case, complete
    >>> from flapplanner.options import assess, setting_for
    >>> from vascular_models import load_atlas
    >>> case = complete(Case.load("examples/low_sacrectomy.yaml")).case
    >>> setting = setting_for(case, load_atlas())
    >>> found = reach_map(assess("sgap", "right", setting), setting)
    >>> bool(found.chance[found.centre] > 0.9), len(found.spare_mm) == len(found.mesh.vertices_mm)
    (True, True)
    """
    flap = setting.atlas.flaps[option.flap]
    reach = option.reach
    if flap.mechanism not in ("island", "tunnelled", "free"):
        return NoReachMap(f"{option.name} moves beside the defect and has no leash to follow.")
    if reach is None:
        why = " ".join(gate.sentence for gate in option.gates)
        return NoReachMap(f"{option.name} was not laid: {why}")
    if reach.free_length_mm < 0:
        return NoReachMap(f"{option.name} does not come as far as the skin on its way.")
    mesh = body_surface(setting.case.patient, setting.atlas)
    skin = _skin_in_view(mesh, setting)
    at = nearest(skin, [setting.anatomy.places[reach.route[-1]]])
    pivot, depth = at.points_mm[0], float(abs(at.depth_mm[0]))
    variation = variation_of(option, setting)
    distance = geodesic_distances(mesh, pivot)
    beyond = _beyond_mm(option, setting)
    length = reach.free_length_mm
    spread = (variation.length_sd_mm, variation.pivot_sd_mm)
    return ReachMap(
        mesh=mesh,
        pivot_mm=pivot,
        depth_mm=depth,
        length_mm=length,
        beyond_mm=beyond,
        distance_mm=distance,
        spare_mm=spare_length_mm(distance, depth, length, beyond),
        chance=reach_probability(distance, depth, length, *spread, beyond),
        centre=_centre(skin, setting),
        variation=variation,
    )


def _skin_in_view(mesh: Mesh, setting: Setting) -> Mesh:
    """The part of the skin that looks the way the defect's region does."""
    region = setting.atlas.regions[setting.case.defect.region]
    outward = np.array(region.normal) * _mirror(setting)
    seen = mesh.normals @ outward > 0
    return Mesh(mesh.vertices_mm, mesh.faces[seen[mesh.faces].all(axis=1)])


def _centre(skin: Mesh, setting: Setting) -> int:
    """The vertex that the chart draws nearest to its origin, among those about the region."""
    anatomy, defect = setting.anatomy, setting.case.defect
    region = setting.atlas.regions[defect.region]
    middle = np.array(region.centre_mm) * _mirror(setting) * anatomy.length_ratio
    shift = (getattr(defect.skin, f"offset_{way}_mm", 0.0) for way in ("right", "cranial"))
    vertices = np.unique(skin.faces)
    away = np.linalg.norm(skin.vertices_mm[vertices] - middle, axis=1)
    near = vertices[away < away.min() + _ABOUT_MM + hypot(*shift)]
    drawn = [hypot(*anatomy.chart.seen(point).uv) for point in skin.vertices_mm[near]]
    return int(near[np.argmin(drawn)])


def _mirror(setting: Setting) -> Points:
    return np.array([-1.0 if setting.case.defect.side == "left" else 1.0, 1.0, 1.0])


def _beyond_mm(option: Option, setting: Setting) -> float:
    """From hilum to the farthest point of the paddle cut for this defect; 0 where none is."""
    form = setting.atlas.flaps[option.flap].paddle
    if form is None or setting.target is None:
        return 0.0
    paddle = cut_paddle(form, setting.target, setting.anatomy.length_ratio).paddle
    corners = np.array(paddle.outline.exterior.coords) - paddle.hilum_mm
    return float(np.hypot(*corners.T).max())
