"""Points of the plane as arrays of shape (n, 2) [mm]: u to the right, v up."""

from math import acos, ceil, cos, pi, sin
from typing import Any

import numpy as np
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon

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
