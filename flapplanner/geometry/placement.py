"""Placing paddles on a defect: coverage, the slack it takes, and what stays bare."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot, sqrt

import shapely
from shapely import affinity
from shapely.geometry import MultiPolygon, Polygon

from flapplanner.errors import GeometryError
from flapplanner.geometry.leash import Leash, Paddle, Pose, placed
from flapplanner.geometry.plane import Region
from flapplanner.geometry.solver import best_pose, least_slack_pose, reaches

COVERAGE_TOLERANCE = 1e-4  # share of a defect that may stay bare where full coverage is meant
LARGEST_SCALING = 3.0
SCALING_TOLERANCE = 0.01


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


def place(defect: Region, paddle: Paddle, leash: Leash) -> Placement:
    """Return the placement that covers most of the defect under the leash.

    The maximum is sought over the whole disc |hilum − pivot| ≤ slack and the whole interval of
    turns. Placements that leave at most 1e-4 of the defect bare count as equal; of equals the one
    with the least slack used is taken, at no slack the one with the least turn. Where nothing can
    be covered the paddle rests: hilum on the pivot, least turn.

    Raises
    ------
    GeometryError
        The defect is empty, has no area, or its outline crosses itself.

    >>> from flapplanner.geometry import rectangle
    >>> paddle = Paddle(rectangle(100, 80), hilum_mm=(0.0, -50.0))
    >>> leash = Leash(pivot_mm=(0.0, -80.0), slack_mm=60.0, turn_min_deg=0.0, turn_max_deg=0.0)
    >>> at = place(rectangle(80, 60), paddle, leash)
    >>> round(at.coverage_fraction, 3), round(at.slack_used_mm)  # its top has to rise from 20 to 40
    (1.0, 20)
    """
    return place_several(defect, [(paddle, leash)])[0]


def place_several(defect: Region, pairs: Sequence[tuple[Paddle, Leash]]) -> tuple[Placement, ...]:
    """Return one placement for each pair, in order, each on what the earlier ones left bare.

    `coverage_fraction` is then the share of the whole defect that this paddle newly covers and
    `residual` what is bare after it. Once at most 1e-4 of the defect is bare, later paddles rest.

    Raises
    ------
    GeometryError
        The defect is empty, has no area, or its outline crosses itself.

    >>> from flapplanner.geometry import rectangle
    >>> half = Paddle(rectangle(100, 30), hilum_mm=(0.0, 0.0))
    >>> pairs = [(half, Leash((side, 0.0), 0.0, 0.0, 0.0)) for side in (-15.0, 15.0)]
    >>> [round(at.coverage_fraction, 6) for at in place_several(rectangle(100, 60), pairs)]
    [0.5, 0.5]
    """
    _require_defect(defect)
    spare_mm2 = COVERAGE_TOLERANCE * defect.area
    bare = defect
    placements = []
    for paddle, leash in pairs:
        pose = best_pose(bare, paddle, leash, spare_mm2)
        outline = placed(paddle, pose)
        covered_mm2 = shapely.area(shapely.intersection(bare, outline))
        left = shapely.difference(bare, outline)
        assert isinstance(left, Polygon | MultiPolygon)
        bare = left
        away = hypot(pose.hilum_mm[0] - leash.pivot_mm[0], pose.hilum_mm[1] - leash.pivot_mm[1])
        placements.append(
            Placement(
                pose=pose,
                outline=outline,
                coverage_fraction=min(1.0, float(covered_mm2 / defect.area)),
                slack_used_mm=min(away, leash.slack_mm),
                residual=bare,
            )
        )
    return tuple(placements)


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
    _require_defect(defect)
    enough_mm2 = _enough(target_fraction) * defect.area
    pose = least_slack_pose(defect, paddle, leash, enough_mm2)
    if pose is None:
        return None
    return hypot(pose.hilum_mm[0] - leash.pivot_mm[0], pose.hilum_mm[1] - leash.pivot_mm[1])


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
    _require_defect(defect)
    enough = _enough(target_fraction)
    centre = defect.centroid

    def covered(scaling: float) -> bool:
        scaled = affinity.scale(defect, scaling, scaling, origin=centre)
        return reaches(scaled, paddle, leash, enough * scaled.area)

    least = 0.0
    most = min(LARGEST_SCALING, sqrt(paddle.outline.area / (enough * defect.area)))
    if covered(most):
        return most
    while most - least > SCALING_TOLERANCE:
        middle = (least + most) / 2
        if covered(middle):
            least = middle
        else:
            most = middle
    return least


def _enough(target_fraction: float) -> float:
    if not 0 < target_fraction <= 1:
        raise GeometryError(
            f"target_fraction: found {target_fraction}; a share above 0 and at most 1 is needed"
        )
    return min(target_fraction, 1 - COVERAGE_TOLERANCE)


def _require_defect(defect: Region) -> None:
    if defect.is_empty or not defect.is_valid or defect.area <= 0:
        raise GeometryError(
            f"defect: {shapely.is_valid_reason(defect)}, area {defect.area:g} mm²; "
            "a simple outline with an area is needed"
        )
