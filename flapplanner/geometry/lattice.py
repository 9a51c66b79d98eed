"""Poses spread evenly over what a leash permits."""

from math import ceil, hypot, pi, radians

import numpy as np

from flapplanner.geometry.leash import Leash
from flapplanner.geometry.plane import Vector


def disc_lattice(centre: Vector, radius_mm: float, spacing_mm: float) -> Vector:
    """Points (n, 2) of a disc [mm]: rings a spacing apart, the centre first, the rim last."""
    rings = ceil(radius_mm / spacing_mm) if radius_mm > 0 else 0
    points = [np.zeros((1, 2))]
    for ring in range(1, rings + 1):
        radius = radius_mm * ring / rings
        angles = 2 * pi * (np.arange(max(6, ceil(2 * pi * radius / spacing_mm))) + ring % 2 / 2)
        angles /= len(angles)
        points.append(radius * np.column_stack((np.cos(angles), np.sin(angles))))
    return np.concatenate(points) + centre


def turn_lattice(leash: Leash, step_rad: float) -> Vector:
    """Turns of the leash's interval [rad], at most a step apart, both ends among them."""
    low, high = radians(leash.turn_min_deg), radians(leash.turn_max_deg)
    if high - low >= 2 * pi:
        return low + 2 * pi * np.arange(ceil(2 * pi / step_rad)) / ceil(2 * pi / step_rad)
    count = ceil((high - low) / step_rad)
    return np.asarray(low + (high - low) * np.arange(count + 1) / max(count, 1), dtype=np.float64)


def all_poses(points: Vector, turns: Vector) -> Vector:
    """Every point (n, 2) at every turn (m): poses (n m, 3)."""
    return np.column_stack((np.tile(points, (len(turns), 1)), np.repeat(turns, len(points))))


def finer_poses(poses: Vector, spacing_mm: float, turn_step_rad: float, turns: Vector) -> Vector:
    """The poses between coarse ones: seven points and two turns for each, at half the steps.

    Turns stay within the first and the last of `turns` unless these close a full circle.
    """
    angles = pi / 3 * np.arange(6)
    around = spacing_mm / 2 * np.column_stack((np.cos(angles), np.sin(angles)))
    offsets = np.concatenate((np.zeros((1, 2)), around))
    points = (poses[:, np.newaxis, :2] + offsets).reshape(-1, 2)
    low, high = turns[0], turns[-1]
    sides = np.repeat(poses[:, 2], len(offsets))
    later = sides + turn_step_rad / 2
    if high - low + turn_step_rad < 2 * pi - 1e-9:
        later = np.minimum(later, high)
    return np.concatenate((np.column_stack((points, sides)), np.column_stack((points, later))))


def turned_by(points: Vector, turns: Vector) -> Vector:
    """A point turned by each of several turns, or several by one each (n, 2) [mm]."""
    c, s = np.cos(turns), np.sin(turns)
    return np.column_stack(
        (c * points[..., 0] - s * points[..., 1], s * points[..., 0] + c * points[..., 1])
    )


def within_slack(points: Vector, pivot: Vector, slack_mm: float) -> Vector:
    """Points (n, 2), those beyond the slack brought back to it [mm]."""
    away = np.hypot(*(points - pivot).T)
    share = np.minimum(1.0, slack_mm / np.maximum(away, 1e-12))
    return np.asarray(pivot + share[:, np.newaxis] * (points - pivot))


def rim_lattice(
    pivot: Vector, slack: float, middle: Vector, reach: float, spacing: float
) -> Vector:
    """Points of the circle of the slack where it comes within reach of the region."""
    toward = middle - pivot
    distance = hypot(*toward)
    if distance <= 0 or slack > distance + reach:
        return np.empty((0, 2))
    cosine = (slack**2 + distance**2 - reach**2) / (2 * slack * distance)
    half_arc = float(np.arccos(np.clip(cosine, -1, 1)))
    count = max(6, int(2 * half_arc * slack / spacing) + 1)
    angles = np.arctan2(toward[1], toward[0]) + half_arc * np.linspace(-1, 1, count)
    return pivot + slack * np.column_stack((np.cos(angles), np.sin(angles)))
