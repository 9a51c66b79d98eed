"""Placing a paddle on a defect: coverage, the slack it takes, and what stays bare."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import hypot, pi, sqrt

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry import MultiPolygon, Polygon

from flapplanner.errors import GeometryError
from flapplanner.geometry.leash import Leash, Paddle, Pose, placed
from flapplanner.geometry.outlines import require_region
from flapplanner.geometry.plane import Region, Vector
from flapplanner.geometry.search import Search
from flapplanner.geometry.solver import best_pose, least_slack_pose, reaches

COVERAGE_TOLERANCE = 1e-4  # share of a defect that may stay bare where full coverage is meant
LARGEST_SCALING = 3.0
SCALING_TOLERANCE = 0.01
TRIED_SCALINGS = (LARGEST_SCALING, 2.0, 1.5, 1.0)


@dataclass(frozen=True)
class Placement:
    """A paddle laid on a defect.

    `coverage_fraction` is area(defect ∩ placed paddle) / area(defect), `slack_used_mm` the
    distance of the hilum from the pivot [mm], `residual` the part of the defect still bare.
    """

    pose: Pose
    outline: Polygon
    coverage_fraction: float
    slack_used_mm: float
    residual: Region


class Fit:
    """One paddle over one defect within an interval of turns: pivots and slacks are asked anew.

    What does not hang on pivot and slack is worked out once. Of the leash given here only the
    turns count, and the leashes asked about have to have the same.

    Raises
    ------
    GeometryError
        The defect is empty, has no area, too many vertices, or its outline crosses itself.

    >>> from flapplanner.geometry import rectangle
    >>> held = Leash(pivot_mm=(0.0, -80.0), slack_mm=60.0, turn_min_deg=0.0, turn_max_deg=0.0)
    >>> fit = Fit(rectangle(80, 60), Paddle(rectangle(100, 80), hilum_mm=(0.0, -50.0)), held)
    >>> at = fit.placement(held)
    >>> round(at.coverage_fraction, 3), round(at.slack_used_mm)  # its top has to rise from 20 to 40
    (1.0, 20)
    >>> round(fit.critical_slack_mm(held, 0.5))  # and to 0 for half of it
    0
    """

    def __init__(self, defect: Region, paddle: Paddle, leash: Leash) -> None:
        self.defect = require_region(defect, "defect")
        self.paddle = paddle
        self._search = Search(defect, paddle, leash)

    def placement(self, leash: Leash) -> Placement:
        """The placement that covers most under a leash (see `place`)."""
        spare_mm2 = COVERAGE_TOLERANCE * self.defect.area
        return laid(self.defect, self.paddle, leash, best_pose(self._search, leash, spare_mm2))

    def critical_slack_mm(self, leash: Leash, target_fraction: float) -> float | None:
        """The least slack at which the coverage reaches the target [mm] (see the function)."""
        enough_mm2 = _enough(target_fraction) * self.defect.area
        pose = least_slack_pose(self._search, leash, enough_mm2)
        return None if pose is None else _away_mm(pose, leash)

    def footholds(self, leash: Leash, around_mm: float, target_fraction: float) -> Vector:
        """Places of the hilum (n, 2) [mm] from which the paddle covers the target.

        The nearest to the pivot first, then those nearest to eight points about it. Any pivot p
        near the leash's needs a slack of at most min |foothold − p|, and of just that where p is
        one of the points asked about. Empty where nothing covers the target.

        >>> from flapplanner.geometry import rectangle
        >>> held = Leash((80.0, 0.0), slack_mm=0.0, turn_min_deg=0.0, turn_max_deg=0.0)
        >>> fit = Fit(rectangle(80, 40), Paddle(rectangle(100, 60), (0.0, 0.0)), held)
        >>> [[round(u), round(v)] for u, v in fit.footholds(held, 5.0, 0.5)][0]
        [30, 0]
        """
        enough_mm2 = _enough(target_fraction) * self.defect.area
        angles = pi / 4 * np.arange(8)
        offsets = around_mm * np.column_stack((np.cos(angles), np.sin(angles)))
        found = []
        for u, v in np.concatenate((np.zeros((1, 2)), offsets)) + leash.pivot_mm:
            pivot = replace(leash, pivot_mm=(float(u), float(v)))
            pose = least_slack_pose(self._search, pivot, enough_mm2)
            if pose is not None:
                found.append(pose.hilum_mm)
        return np.array(found).reshape(-1, 2)

    def reaches(self, leash: Leash, target_fraction: float) -> bool:
        """Whether the coverage reaches the target under a leash."""
        return reaches(self._search, leash, _enough(target_fraction) * self.defect.area)


def place(defect: Region, paddle: Paddle, leash: Leash) -> Placement:
    """Return the placement that covers most of the defect under the leash.

    The maximum is sought over the whole disc |hilum − pivot| ≤ slack and the whole interval of
    turns. Placements that leave at most 1e-4 of the defect bare count as equal; of equals the one
    with the least slack used is taken, at no slack the one with the least turn. Where nothing can
    be covered the paddle rests: hilum on the pivot, least turn.

    Raises
    ------
    GeometryError
        The defect is empty, has no area, too many vertices, or its outline crosses itself.

    >>> from flapplanner.geometry import rectangle
    >>> paddle = Paddle(rectangle(100, 80), hilum_mm=(0.0, -50.0))
    >>> leash = Leash(pivot_mm=(0.0, -80.0), slack_mm=60.0, turn_min_deg=0.0, turn_max_deg=0.0)
    >>> at = place(rectangle(80, 60), paddle, leash)
    >>> round(at.coverage_fraction, 3), round(at.slack_used_mm)  # its top has to rise from 20 to 40
    (1.0, 20)
    """
    return Fit(defect, paddle, leash).placement(leash)


def laid(
    defect: Region, paddle: Paddle, leash: Leash, pose: Pose, whole_mm2: float = 0
) -> Placement:
    """Return the placement of a paddle at a pose; shares are of `whole_mm2`, else the defect's."""
    outline = placed(paddle, pose)
    bare = shapely.difference(defect, outline)
    assert isinstance(bare, Polygon | MultiPolygon)
    return Placement(
        pose=pose,
        outline=outline,
        coverage_fraction=max(0.0, defect.area - bare.area) / (whole_mm2 or defect.area),
        slack_used_mm=min(_away_mm(pose, leash), leash.slack_mm),
        residual=bare,
    )


def critical_slack_mm(
    defect: Region, paddle: Paddle, leash: Leash, target_fraction: float
) -> float | None:
    """Return the least slack at which the coverage reaches the target [mm], None if none does.

    Pivot and turns are the leash's, its own slack does not count. A target above 1 − 1e-4 counts
    as reached there. No slack suffices where the paddle is too small or its turns too few.

    Raises
    ------
    GeometryError
        The target is not above 0 and at most 1, or the defect cannot be used (see `place`).

    >>> from flapplanner.geometry import rectangle
    >>> paddle = Paddle(rectangle(100, 60), hilum_mm=(0.0, 0.0))
    >>> leash = Leash(pivot_mm=(80.0, 0.0), slack_mm=0.0, turn_min_deg=0.0, turn_max_deg=0.0)
    >>> round(
    ...     critical_slack_mm(rectangle(80, 40), paddle, leash, 0.5)
    ... )  # its left edge comes from 50 to 0
    50
    """
    return Fit(defect, paddle, leash).critical_slack_mm(leash, target_fraction)


def capacity(defect: Region, paddle: Paddle, leash: Leash, target_fraction: float) -> float:
    """Return the largest scaling of the defect about its centroid that is covered to the target.

    Bisection on the scale from 0 to 3, within 0.01, taking it that a larger defect is never
    covered better. 0 means that even the centroid's surroundings stay out of reach.

    Raises
    ------
    GeometryError
        The target is not above 0 and at most 1, or the defect cannot be used (see `place`).

    >>> from flapplanner.geometry import rectangle
    >>> paddle = Paddle(rectangle(90, 60), hilum_mm=(0.0, 0.0))
    >>> round(capacity(rectangle(60, 40), paddle, Leash((0.0, 0.0), 5.0), 1.0), 1)
    1.5
    """
    enough = _enough(target_fraction)
    centre = require_region(defect, "defect").centroid

    def covered(scaling: float) -> bool:
        scaled = affinity.scale(defect, scaling, scaling, origin=centre)
        return Fit(scaled, paddle, leash).reaches(leash, target_fraction)

    most = min(LARGEST_SCALING, sqrt(paddle.outline.area / (enough * defect.area)))
    return most if covered(most) else _turning_point(covered, most, 0.0)


def covering_scale(
    defect: Region, paddle: Paddle, leash: Leash, target_fraction: float
) -> float | None:
    """Return the least scaling of the paddle about its hilum at which it covers to the target.

    The smallest paddle of this form that does, on this leash: bisection on the scale up to 3,
    within 0.01, taking it that a larger paddle never covers less. None where 3 is not enough.

    Raises
    ------
    GeometryError
        The target is not above 0 and at most 1, or the defect cannot be used (see `place`).

    >>> from flapplanner.geometry import rectangle
    >>> paddle = Paddle(rectangle(90, 60), hilum_mm=(0.0, 0.0))
    >>> round(covering_scale(rectangle(180, 60), paddle, Leash((0.0, 0.0), 5.0), 1.0), 1)
    2.0
    """
    require_region(defect, "defect")

    def covers(scaling: float) -> bool:
        outline = affinity.scale(paddle.outline, scaling, scaling, origin=paddle.hilum_mm)
        return Fit(defect, Paddle(outline, paddle.hilum_mm), leash).reaches(leash, target_fraction)

    least = sqrt(_enough(target_fraction) * defect.area / paddle.outline.area)
    # About a hilum far outside it a very large paddle may be carried away from the defect.
    covering = (scaling for scaling in TRIED_SCALINGS if scaling > least and covers(scaling))
    most = next(covering, None)
    return None if most is None else _turning_point(covers, least, most)


def _turning_point(holds: Callable[[float], bool], fails_at: float, holds_at: float) -> float:
    """The scaling nearest to where something fails at which it still holds, by bisection."""
    while abs(holds_at - fails_at) > SCALING_TOLERANCE:
        middle = (holds_at + fails_at) / 2
        fails_at, holds_at = (fails_at, middle) if holds(middle) else (middle, holds_at)
    return holds_at


def _enough(target_fraction: float) -> float:
    if not 0 < target_fraction <= 1:
        raise GeometryError(
            f"target_fraction: found {target_fraction}; a share above 0 and at most 1 is needed"
        )
    return min(target_fraction, 1 - COVERAGE_TOLERANCE)


def _away_mm(pose: Pose, leash: Leash) -> float:
    return hypot(pose.hilum_mm[0] - leash.pivot_mm[0], pose.hilum_mm[1] - leash.pivot_mm[1])
