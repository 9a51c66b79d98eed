"""Several paddles on one defect: one after the other, then all polished together."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, product
from math import cos, hypot, pi, sin, sqrt

import shapely
from shapely.geometry import MultiPolygon, Polygon

from flapplanner.geometry.leash import Leash, Paddle, Pose, placed
from flapplanner.geometry.outlines import require_region
from flapplanner.geometry.placement import COVERAGE_TOLERANCE, Placement, laid
from flapplanner.geometry.plane import Region
from flapplanner.geometry.search import Search
from flapplanner.geometry.solver import best_pose

Pair = tuple[Paddle, Leash]
ROUNDS = 6
DIRECTIONS = 8
FIRST_STEP, LAST_STEP = 0.25, 0.002  # of a common shift, in radii of a disc of the defect's area


def place_several(defect: Region, pairs: Sequence[Pair]) -> tuple[Placement, ...]:
    """Return one placement for each pair, in order, so that all together leave least bare.

    Each paddle is first laid on what the earlier ones left; then, while that gains, each is laid
    anew on what all the others leave, and all are shifted as one. `coverage_fraction` is the share
    of the whole defect that a paddle covers beyond the earlier ones, `residual` what is bare after
    it. Once at most 1e-4 of the defect is bare, later paddles rest.

    Raises
    ------
    GeometryError
        The defect is empty, has no area, too many vertices, or its outline crosses itself.

    >>> from flapplanner.geometry import rectangle
    >>> half = Paddle(rectangle(100, 30), hilum_mm=(0.0, 0.0))
    >>> pairs = [(half, Leash((side, 0.0), 0.0, 0.0, 0.0)) for side in (-15.0, 15.0)]
    >>> [round(at.coverage_fraction, 6) for at in place_several(rectangle(100, 60), pairs)]
    [0.5, 0.5]
    """
    require_region(defect, "defect")
    spare_mm2 = COVERAGE_TOLERANCE * defect.area
    poses: list[Pose] = []
    bare = defect
    for paddle, leash in pairs:
        poses.append(_best(bare, paddle, leash, spare_mm2))
        bare = _without(bare, [placed(paddle, poses[-1])])
    if len(pairs) > 1 and bare.area > spare_mm2:
        poses = _polished(defect, pairs, poses, spare_mm2)
    placements: list[Placement] = []
    left = defect
    for (paddle, leash), pose in zip(pairs, poses, strict=True):
        placements.append(laid(left, paddle, leash, pose, defect.area))
        left = placements[-1].residual
    return tuple(placements)


def _polished(
    defect: Region, pairs: Sequence[Pair], poses: list[Pose], spare_mm2: float
) -> list[Pose]:
    """The poses after rounds of laying each anew and shifting all, while a round gains."""
    best = _bare_mm2(defect, pairs, poses)
    for _ in range(ROUNDS):
        before = best
        for i, (paddle, leash) in enumerate(pairs):
            others = [placed(pairs[j][0], poses[j]) for j in range(len(pairs)) if j != i]
            tried = list(poses)
            tried[i] = _best(_without(defect, others), paddle, leash, spare_mm2)
            poses, best = _better(defect, pairs, poses, tried, best)
        poses, best = _shifted_together(defect, pairs, poses, best)
        if best <= spare_mm2 or before - best <= spare_mm2:
            break
    return poses


def _shifted_together(
    defect: Region, pairs: Sequence[Pair], poses: list[Pose], best: float
) -> tuple[list[Pose], float]:
    """The poses of two or more shifted by one common step after the other, while it gains.

    Where two paddles meet in a seam neither gains by moving alone.
    """
    unit = sqrt(defect.area / pi)
    step = FIRST_STEP * unit
    while step > LAST_STEP * unit:
        before = best
        for moving, k in product(_groups(len(pairs)), range(DIRECTIONS)):
            along = 2 * pi * k / DIRECTIONS
            shift = step * cos(along), step * sin(along)
            tried = list(poses)
            for i in moving:
                tried[i] = replace(poses[i], hilum_mm=_held(poses[i], shift, pairs[i][1]))
            poses, best = _better(defect, pairs, poses, tried, best)
        if best >= before:
            step /= 2
    return poses, best


def _groups(count: int) -> Iterator[tuple[int, ...]]:
    for size in range(2, count + 1):
        yield from combinations(range(count), size)


def _held(pose: Pose, shift: tuple[float, float], leash: Leash) -> tuple[float, float]:
    """The hilum shifted, as far as its leash lets it [mm]."""
    u, v = (pose.hilum_mm[i] + shift[i] - leash.pivot_mm[i] for i in (0, 1))
    share = min(1.0, leash.slack_mm / away) if (away := hypot(u, v)) > 0 else 1.0
    return leash.pivot_mm[0] + share * u, leash.pivot_mm[1] + share * v


def _better(
    defect: Region, pairs: Sequence[Pair], poses: list[Pose], tried: list[Pose], best: float
) -> tuple[list[Pose], float]:
    bare = _bare_mm2(defect, pairs, tried)
    return (tried, bare) if bare < best - 1e-9 * defect.area else (poses, best)


def _bare_mm2(defect: Region, pairs: Sequence[Pair], poses: Sequence[Pose]) -> float:
    outlines = [placed(paddle, pose) for (paddle, _), pose in zip(pairs, poses, strict=True)]
    return float(_without(defect, outlines).area)


def _best(bare: Region, paddle: Paddle, leash: Leash, spare_mm2: float) -> Pose:
    if bare.area <= spare_mm2:
        return Pose(leash.pivot_mm, leash.least_turn_deg)
    return best_pose(Search(bare, paddle, leash), leash, spare_mm2)


def _without(defect: Region, outlines: Sequence[Polygon]) -> Region:
    left = shapely.difference(defect, shapely.union_all(outlines))
    assert isinstance(left, Polygon | MultiPolygon)
    return left
