"""Points of the plane as arrays of shape (n, 2) [mm]: u to the right, v up."""

from math import acos, ceil, cos, pi, sin
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LinearRing, MultiPolygon, Polygon

Point = tuple[float, float]
Vector = NDArray[np.float64]
Region = Polygon | MultiPolygon

CHORD_TOLERANCE_MM = 0.1


def turned(points: Vector, turn_rad: float) -> Vector:
    """Return points turned counter-clockwise about the origin [mm]."""
    c, s = cos(turn_rad), sin(turn_rad)
    return np.asarray(points @ np.array([[c, s], [-s, c]]), dtype=np.float64)


def arc_step_rad(radius_mm: float, tolerance_mm: float) -> float:
    """Return the widest angle of a chord that stays within a tolerance of its arc [rad].

    A chord over the angle α departs from its arc by r (1 − cos(α / 2)); no wider than 90°.
    """
    if radius_mm <= tolerance_mm:
        return pi / 2
    return min(pi / 2, 2 * acos(1 - tolerance_mm / radius_mm))


def chords_inside(point: Vector, low: float, high: float) -> Vector:
    """Return the vertices between the ends of the arc that a point describes, chords within it."""
    step = arc_step_rad(float(np.hypot(*point)), CHORD_TOLERANCE_MM)
    count = ceil((high - low) / step)
    return _turned_copies(point, low + (high - low) / count * np.arange(1, count))


def tangents_outside(point: Vector, low: float, high: float) -> Vector:
    """Return the vertices between the ends of the arc that a point describes, tangents to it.

    Two tangents meet at r / cos(α / 2), beyond the arc by about as much as a chord falls short.
    """
    count = ceil((high - low) / (0.9 * arc_step_rad(float(np.hypot(*point)), CHORD_TOLERANCE_MM)))
    step = (high - low) / count
    return _turned_copies(point / cos(step / 2), low + step * (np.arange(count) + 0.5))


def _turned_copies(point: Vector, turns: NDArray[np.floating[Any]]) -> Vector:
    c, s = np.cos(turns), np.sin(turns)
    return np.column_stack((c * point[0] - s * point[1], s * point[0] + c * point[1]))


def corners_of(ring: LinearRing, clockwise: bool = False) -> Vector:
    """Return the corners (n, 2) of a ring [mm] in one sense, without the closing one."""
    corners = shapely.get_coordinates(ring)
    u, v = corners.T
    doubled_area = float(np.dot(u[:-1], v[1:]) - np.dot(u[1:], v[:-1]))
    way = slice(None, -1) if (doubled_area < 0) == clockwise else slice(None, 0, -1)
    return np.ascontiguousarray(corners[way])


def edges_of(region: Region) -> tuple[Vector, Vector]:
    """Return the starts and ends (n, 2) of all edges [mm], the region to the left of each."""
    rings = []
    for part in shapely.get_parts(region):
        rings.append(corners_of(part.exterior))
        rings.extend(corners_of(hole, clockwise=True) for hole in part.interiors)
    return np.concatenate(rings), np.concatenate([np.roll(ring, -1, axis=0) for ring in rings])
