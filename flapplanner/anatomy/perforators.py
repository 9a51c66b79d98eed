"""Where perforators pierce the fascia: from the landmarks surgeons mark them by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from flapplanner.anatomy.chart_plane import Point3
from flapplanner.anatomy.names import sided
from vascular_models import Atlas, Measure, Position, Side

# Right, forward and up in the body frame (RAS).
LATERAL = np.array([1.0, 0.0, 0.0])
CRANIAL = np.array([0.0, 0.0, 1.0])


@dataclass(frozen=True)
class PlacedPerforator:
    """One perforator of the atlas on one side: mean place [mm, body frame] and spread about it."""

    perforator: str
    side: Side
    point_mm: Point3
    spread_mm: float


def placed_perforator(
    name: str,
    side: Side,
    atlas: Atlas,
    places: Mapping[str, Point3],
    length_ratio: float = 1.0,
) -> PlacedPerforator:
    """A perforator of the atlas on one side, by the patient's own landmarks [mm].

        point = start + fraction (towards - start) + lateral, medial, cranial, caudal distance

    The spread is the root of the summed squares of each figure's own: its standard deviation, or
    a quarter of its range.
    """
    position = atlas.perforators[name].position
    return PlacedPerforator(
        name,
        side,
        _point(position, side, atlas, places, length_ratio),
        _spread_mm(position, side, atlas, places, length_ratio),
    )


def _point(
    position: Position, side: Side, atlas: Atlas, places: Mapping[str, Point3], ratio: float
) -> Point3:
    point = _landmark(position.start, side, atlas, places)
    if position.towards and position.along_fraction:
        end = _landmark(position.towards, side, atlas, places)
        point = point + position.along_fraction.central * (end - point)
    outward = LATERAL if side == "right" else -LATERAL
    point = point + ratio * outward * (_mm(position.lateral_mm) - _mm(position.medial_mm))
    return point + ratio * CRANIAL * (_mm(position.cranial_mm) - _mm(position.caudal_mm))


def _spread_mm(
    position: Position, side: Side, atlas: Atlas, places: Mapping[str, Point3], ratio: float
) -> float:
    along = 0.0
    if position.towards and position.along_fraction:
        start, end = (
            _landmark(name, side, atlas, places) for name in (position.start, position.towards)
        )
        along = _spread(position.along_fraction) * float(np.linalg.norm(end - start))
    ways = (position.lateral_mm, position.medial_mm, position.cranial_mm, position.caudal_mm)
    return float(np.hypot(along, ratio * np.linalg.norm([_spread(way) for way in ways])))


def _landmark(name: str, side: Side, atlas: Atlas, places: Mapping[str, Point3]) -> Point3:
    return places[sided(name, side, atlas.landmarks[name].side == "right")]


def _mm(figure: Measure | None) -> float:
    return figure.central if figure else 0.0


def _spread(figure: Measure | None) -> float:
    return (figure.spread if figure else None) or 0.0
