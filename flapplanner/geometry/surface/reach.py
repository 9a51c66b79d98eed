"""Who reaches where: how much of a length is spare at every point, and how likely it is enough.

Something hangs on a pivot at a depth below the surface and runs to it through the shortest space.
A point at the distance g over the surface, less the part beyond its end that it carries along,
is reached with the length hypot(max(g − beyond, 0), depth).
"""

from math import isfinite, sqrt

import numpy as np
from scipy.special import ndtr, ndtri

from flapplanner.errors import GeometryError
from flapplanner.geometry.surface.mesh import Points

_DRAWS = 300  # equally likely shifts of the pivot
_STEPS = 500  # distances at which the probability is worked out; it is linear between them
_WIDTHS = 6.0  # standard deviations beyond which a probability is 0 or 1
_CERTAIN_MM = 1e-9


def needed_length_mm(distances_mm: Points, depth_mm: float, beyond_mm: float) -> Points:
    """Return the length with which points at distances g over the surface are reached, (n,) [mm].

    hypot(max(g − beyond, 0), depth)

    >>> needed_length_mm(np.array([10.0, 90.0]), depth_mm=30.0, beyond_mm=50.0).tolist()
    [30.0, 50.0]
    """
    return np.hypot(np.maximum(distances_mm - beyond_mm, 0.0), depth_mm)


def spare_length_mm(
    distances_mm: Points, depth_mm: float, length_mm: float, beyond_mm: float
) -> Points:
    """Return the length left over at every point, (n,) [mm]; negative where it is too short.

    distances_mm  (n,) from the pivot over the surface; infinite where no way leads
    depth_mm      of the pivot below the surface
    length_mm     from the pivot to the end
    beyond_mm     carried along beyond the end

    Raises
    ------
    GeometryError
        A distance is negative or not a number, or a length is negative or not finite.

    >>> spare_length_mm(np.array([10.0, 90.0, 130.0]), 30.0, 60.0, 50.0).round(1).tolist()
    [30.0, 10.0, -25.4]
    """
    _require(distances_mm, depth_mm=depth_mm, length_mm=length_mm, beyond_mm=beyond_mm)
    spare: Points = length_mm - needed_length_mm(distances_mm, depth_mm, beyond_mm)
    return spare


def reach_probability(
    distances_mm: Points,
    depth_mm: float,
    length_mm: float,
    length_sd_mm: float,
    pivot_sd_mm: float,
    beyond_mm: float,
) -> Points:
    """Return the probability that every point is reached, (n,), with an uncertain length and pivot.

    P(L ≥ needed(|g + σ z|)), L normal with mean `length_mm` and `length_sd_mm`, z standard normal
    and σ = `pivot_sd_mm`, the spread of the pivot's place in any one direction of the surface: a
    shift of the pivot changes the way by its part along the way, to first order. Over L the
    probability is the normal distribution; over z it is the mean of 300 equally likely shifts. With
    depth 0 it is Φ((length + beyond − g) / hypot(length_sd, pivot_sd)).

    Raises
    ------
    GeometryError
        A distance is negative or not a number, or a length is negative or not finite.

    >>> reach_probability(np.array([50.0, 110.0, 170.0]), 0.0, 60.0, 18.0, 24.0, 50.0).round(3)
    array([0.977, 0.5  , 0.023])
    """
    lengths = {"depth_mm": depth_mm, "length_mm": length_mm, "beyond_mm": beyond_mm}
    _require(distances_mm, length_sd_mm=length_sd_mm, pivot_sd_mm=pivot_sd_mm, **lengths)
    shortest, longest = (
        beyond_mm + _slack_mm(length_mm + side * _WIDTHS * length_sd_mm, depth_mm)
        for side in (-1, 1)
    )
    shift = _WIDTHS * pivot_sd_mm
    table = np.linspace(max(shortest - shift, 0.0), longest + shift + _CERTAIN_MM, _STEPS)
    shifts = pivot_sd_mm * ndtri((np.arange(_DRAWS) + 0.5) / _DRAWS)
    needed = needed_length_mm(np.abs(table[:, None] + shifts), depth_mm, beyond_mm)
    spare = length_mm - needed + _CERTAIN_MM / 2
    chances = ndtr(spare / max(length_sd_mm, _CERTAIN_MM / 100)).mean(axis=1)
    probability: Points = np.interp(distances_mm, table, chances, right=0.0)
    return probability


def _slack_mm(length_mm: float, depth_mm: float) -> float:
    """How far over the surface a length reaches from its depth: √(length² − depth²)."""
    return sqrt(max(length_mm, depth_mm) ** 2 - depth_mm**2)


def _require(distances_mm: Points, **lengths_mm: float) -> None:
    if not np.all(np.asarray(distances_mm) >= 0):
        raise GeometryError(
            "reach distances_mm: found one below 0 or not a number; 0 or more is needed"
        )
    for name, value in lengths_mm.items():
        if not isfinite(value) or value < 0:
            raise GeometryError(
                f"reach {name}: found {value}; a finite length of 0 or more is needed"
            )
