"""The arc of rotation: everything a paddle can touch under its leash."""

from itertools import pairwise
from math import pi, radians

import numpy as np
import shapely
from shapely.geometry import Point, Polygon

from flapplanner.geometry.leash import Leash, Paddle
from flapplanner.geometry.outlines import dilated, disc
from flapplanner.geometry.plane import (
    CHORD_TOLERANCE_MM,
    Vector,
    chords_inside,
    tangents_outside,
    turned,
)

SEAM_MM = 1e-6  # neighbouring sweeps share their border up to rounding; seams close within this


def arc_of_rotation(paddle: Paddle, leash: Leash) -> Polygon:
    """Return the union over permitted turns of the paddle, hilum on the pivot, ⊕ disc(slack) [mm].

    The swept outline is exact but for its arcs, drawn within 0.1 mm. Along a stretch of the border
    on which the distance r from the hilum only grows, or only falls, the sweep is bounded by the
    stretch at both extreme turns and by two arcs, at its least and its greatest r. What the paddle
    covers on the way is its first position and the sweeps of these few stretches. At a free turn
    the sweep is the disc of the greatest r, less the disc of the least r where the hilum lies
    outside.

    >>> from flapplanner.geometry import rectangle
    >>> arc = arc_of_rotation(Paddle(rectangle(80, 60), (0.0, -40.0)), Leash((10.0, 0.0), 20.0))
    >>> [round(side) for side in arc.bounds]  # hypot(30, 80) + 20 about the pivot
    [-95, -105, 115, 105]
    """
    border = shapely.remove_repeated_points(paddle.outline.exterior)
    ring = shapely.get_coordinates(border) - np.asarray(paddle.hilum_mm)
    low, high = radians(leash.turn_min_deg), radians(leash.turn_max_deg)
    swept = _full_turn(ring) if high - low >= 2 * pi else _sweep(ring, low, high)
    return dilated(
        shapely.transform(swept, lambda points: points + np.asarray(leash.pivot_mm)),
        leash.slack_mm,
    )


def _full_turn(ring: Vector) -> Polygon:
    farthest = float(np.hypot(*ring.T).max())
    nearest = float(Point(0, 0).distance(Polygon(ring)))
    if nearest <= CHORD_TOLERANCE_MM:
        return disc(farthest)
    hole = disc(nearest).exterior
    return Polygon(disc(farthest).exterior, [hole])


def _sweep(ring: Vector, low: float, high: float) -> Polygon:
    first = Polygon(turned(ring, low))
    if float(np.hypot(*ring.T).max()) * (high - low) <= CHORD_TOLERANCE_MM:
        return first
    sweeps = [_swept(stretch, low, high) for stretch in _growing_stretches(ring)]
    # Widening each part by a hair closes the seams, and leaves nothing the union stumbles over.
    swept = shapely.union_all(shapely.buffer([first, *sweeps], SEAM_MM))
    assert isinstance(swept, Polygon)
    return swept


def _growing_stretches(ring: Vector) -> list[Vector]:
    """Cut a closed ring where its distance from the origin turns; each piece runs outward."""
    points = _with_nearest_points(ring)
    growing = np.diff(np.hypot(*points.T)) > 0
    cuts = np.flatnonzero(growing[1:] != growing[:-1]) + 1
    stretches = []
    for start, stop in pairwise([0, *cuts.tolist(), len(points) - 1]):
        stretch = points[start : stop + 1]
        stretches.append(stretch if growing[start] else stretch[::-1])
    return stretches


def _with_nearest_points(ring: Vector) -> Vector:
    """Add to each edge its point nearest to the origin, where that is not one of its ends."""
    start, edge = ring[:-1], np.diff(ring, axis=0)
    along = -np.sum(start * edge, axis=1) / np.sum(edge * edge, axis=1)
    within = np.flatnonzero((along > 0) & (along < 1))
    nearest = start[within] + along[within, np.newaxis] * edge[within]
    return np.insert(ring, within + 1, nearest, axis=0)


def _swept(stretch: Vector, low: float, high: float) -> Polygon:
    """Return the area swept by an outward stretch.

    Tangents at its far end and chords at its near end keep clear of the stretch itself, so the
    outline never crosses itself.
    """
    return Polygon(
        np.concatenate(
            (
                turned(stretch, low),
                tangents_outside(stretch[-1], low, high),
                turned(stretch, high)[::-1],
                chords_inside(stretch[0], low, high)[::-1],
            )
        )
    )
