"""Turning about a fixed point: how far a paddle has to turn until it covers."""

from __future__ import annotations

import numpy as np
import shapely

from flapplanner.geometry.leash import Paddle
from flapplanner.geometry.plane import Region, Vector, turned

STEP_DEG = 1.0
TOLERANCE_DEG = 0.05


def critical_turn_deg(
    defect: Region, paddle: Paddle, clockwise: bool, target_fraction: float, limit_deg: float = 180
) -> float | None:
    """Return the least turn about its hilum at which a paddle covers the target [degrees].

    The hilum stays where it is. None where no turn up to the limit does. Turns are tried every
    degree, and every 0.05° about the best of them where none is enough; the first one found is
    then bisected to 0.05°. A cover kept for less than a degree elsewhere may be missed.

    >>> from flapplanner.geometry import rectangle
    >>> quarter = Paddle(rectangle(100, 100, centre_mm=(50, 50)), hilum_mm=(0.0, 0.0))
    >>> defect = rectangle(60, 60, centre_mm=(-40, 40))
    >>> round(critical_turn_deg(defect, quarter, clockwise=False, target_fraction=0.99))
    79
    """
    local = shapely.get_coordinates(paddle.outline.exterior) - np.asarray(paddle.hilum_mm)
    sense = -1.0 if clockwise else 1.0

    def covered(turns_deg: Vector) -> Vector:
        rings = [turned(local, sense * turn) for turn in np.radians(turns_deg)]
        placed = shapely.polygons(np.array(rings) + np.asarray(paddle.hilum_mm))
        return np.asarray(shapely.area(shapely.intersection(placed, defect)) / defect.area)

    turns = np.arange(0.0, limit_deg + STEP_DEG / 2, STEP_DEG)
    fractions = covered(turns)
    if fractions.max() < target_fraction:
        best = float(turns[np.argmax(fractions)])
        ends = max(0.0, best - STEP_DEG), min(limit_deg, best + STEP_DEG)
        turns = np.arange(ends[0], ends[1] + TOLERANCE_DEG / 2, TOLERANCE_DEG)
        fractions = covered(turns)
    enough = np.flatnonzero(fractions >= target_fraction)
    if not len(enough):
        return None
    most = float(turns[enough[0]])
    least = float(turns[max(0, enough[0] - 1)])
    while most - least > TOLERANCE_DEG:
        middle = (least + most) / 2
        if covered(np.array([middle]))[0] >= target_fraction:
            most = middle
        else:
            least = middle
    return most
