"""A look at all poses a leash permits on outlines of few corners; the best are worth a climb."""

from math import hypot, inf, pi

import numpy as np

from flapplanner.geometry.kernel.climbing import Found, Limits, climb, slide, with_slack
from flapplanner.geometry.kernel.compiling import compiled
from flapplanner.geometry.kernel.overlap import Floats, Integers, Table, overlap

ROUGH, FINE = 1e-3, 1e-8  # gain of a step at which a climb ends, in area units
NEARLY = 0.01  # what a rough climb may leave to a fine one, in area units
FINALISTS = 3
WORTHWHILE_MM = 0.02  # less slack than this is no gain
TRIED = 60  # poses from which a covering one is sought at most


@compiled
def areas(region: Table, ring: Floats, poses: Floats) -> Floats:
    """The shared areas [mm²] at poses (n, 3): x, y, turn."""
    found = np.empty(len(poses))
    for i in range(len(poses)):
        found[i] = overlap(region, ring, poses[i, 0], poses[i, 1], poses[i, 2])[0]
    return found


@compiled
def _beside(poses: Floats, one: int, other: int, spacing: float, turn_step: float) -> bool:
    turned = abs((poses[one, 2] - poses[other, 2] + pi) % (2 * pi) - pi)
    if turned > 1.5 * turn_step:
        return False
    return hypot(poses[one, 0] - poses[other, 0], poses[one, 1] - poses[other, 1]) <= 1.5 * spacing


@compiled
def most_covering(
    region: Table,
    ring: Floats,
    poses: Floats,
    covered: Floats,
    limits: Limits,
    steps: tuple[float, float],
    count: int,
    enough: float,
    room: float,
    known: float,
) -> Found:
    """The pose that covers most, climbed to from the best `count` of the scanned `poses`.

    `covered` are their areas as scanned, `steps` the spacing and turn step of the scan. Each of
    those climbed from is the best of its neighbourhood, and within `room`, which is what may lie
    between two of them, of the best so far or of what is `known`. The first to cover `enough` is
    taken.
    """
    open_ = covered > 0.0
    rough = np.empty((count, 4))
    made, highest = 0, known
    for _ in range(count):
        top, best = -1, 0.0
        for i in range(len(poses)):
            if open_[i] and covered[i] > best:
                top, best = i, covered[i]
        if top < 0 or best < highest - room:
            break
        for i in range(len(poses)):
            if open_[i] and _beside(poses, i, top, steps[0], steps[1]):
                open_[i] = False
        start = (poses[top, 0], poses[top, 1], poses[top, 2], 0.0)
        found = climb(region, ring, start, limits, enough, ROUGH)
        if found[3] >= enough:
            return found
        rough[made] = found
        highest = max(highest, found[3])
        made += 1
    best_pose = (limits[0], limits[1], limits[3], 0.0)
    for _ in range(min(FINALISTS, made)):
        top = int(np.argmax(rough[:made, 3]))
        start = (rough[top, 0], rough[top, 1], rough[top, 2], 0.0)
        rough[top, 3] = -1.0
        found = climb(region, ring, start, limits, enough, FINE)
        if found[3] > best_pose[3]:
            best_pose = found
    return best_pose


@compiled
def least_slack(
    region: Table,
    ring: Floats,
    poses: Floats,
    covered: Floats,
    limits: Limits,
    steps: tuple[float, float],
    enough: float,
    by_mm: float,
) -> Found:
    """The pose of least slack that covers enough; area 0 where none is found.

    Where a scanned pose covers too little the paddle has to move on: by no less than what is
    lacking over `by_mm`, the most an area can change by [mm²/mm]. Poses are tried in the order of
    their distance from the pivot and that, and where that leads to none, the most covering first.
    """
    px, py = limits[0], limits[1]
    away = np.hypot(poses[:, 0] - px, poses[:, 1] - py)
    lacking = np.maximum(0.0, enough - covered)
    nearest = np.argsort(away + lacking / by_mm, kind="mergesort")
    best = _least_of(region, ring, poses, covered, away, nearest, limits, steps, enough)
    if best[3] == 0.0:
        most = np.argsort(lacking, kind="mergesort")
        best = _least_of(region, ring, poses, covered, away, most, limits, steps, enough)
    return best


@compiled
def _least_of(
    region: Table,
    ring: Floats,
    poses: Floats,
    covered: Floats,
    away: Floats,
    order: Integers,
    limits: Limits,
    steps: tuple[float, float],
    enough: float,
) -> Found:
    """The pose of least slack among the first neighbourhoods of some poses in an order."""
    px, py = limits[0], limits[1]
    open_ = np.ones(len(poses), np.bool_)
    best = (px, py, limits[3], 0.0)
    least = inf
    tried = 0
    for k in range(len(order)):
        i = order[k]
        if not open_[i] or away[i] - steps[0] >= least:
            continue
        if tried >= TRIED:
            break
        # Of a neighbourhood the one that covers most; all of it is done with then.
        top = i
        for m in range(len(poses)):
            if open_[m] and _beside(poses, m, i, steps[0], steps[1]):
                open_[m] = False
                if covered[m] > covered[top]:
                    top = m
        tried += 1
        start = (poses[top, 0], poses[top, 1], poses[top, 2], 0.0)
        # Only what would be nearer than the best so far is worth the way back to the pivot.
        room = min(away[top] + steps[0], least - WORTHWHILE_MM)
        shorter = with_slack(limits, max(0.0, room))
        found = climb(region, ring, start, shorter, enough, ROUGH)
        if found[3] < enough - NEARLY * limits[7]:
            continue
        if found[3] < enough:
            found = climb(region, ring, found, shorter, enough, FINE)
        if found[3] < enough:
            continue
        found = slide(region, ring, found, limits, enough, FINE)
        used = hypot(found[0] - px, found[1] - py)
        if used < least:
            best, least = found, used
    return best
