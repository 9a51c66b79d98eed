"""From a pose to the best one near it under a leash, and from a covering pose back to the pivot.

The limits of the leash are folded away, so that a climb is free:

    hilum = pivot + slack sin(|z| / slack) z / |z|,    turn = middle + half sin(w / (lever half))

with z and w in millimetres. It climbs by the quasi-Newton steps of Broyden, Fletcher, Goldfarb and
Shanno on the exact area and its exact gradient.
"""

from math import asin, cos, hypot, inf, sin

import numpy as np

from flapplanner.geometry.kernel.compiling import compiled
from flapplanner.geometry.kernel.overlap import Floats, Table, overlap

# Pivot x and y, slack, middle and half of the turns (half infinite: free); then what makes steps
# comparable: lever of a turn, length unit, area unit.
Limits = tuple[float, float, float, float, float, float, float, float]
# x, y, turn, area.
Found = tuple[float, float, float, float]

INSIDE = 0.985  # a climb starts this far from pivot to rim at most, where folding has a slope
STEPS = 60
RIDGES = 3  # slopes mixed at one place at most
HALVINGS = 20
PRECISE_MM = 1e-3  # a critical slack is known within this
FIRST_MM = 2e-3


@compiled
def _unfolded(z: Floats, limits: Limits) -> tuple[float, float, float]:
    x, y, slack, middle, half, lever, _, _ = limits
    away = hypot(z[0], z[1])
    if slack > 0.0:
        share = slack * sin(away / slack) / away if away > 0.0 else 1.0
        x += share * z[0]
        y += share * z[1]
    if half == inf:
        return x, y, middle + z[2] / lever
    return x, y, middle + (half * sin(z[2] / (lever * half)) if half > 0.0 else 0.0)


@compiled
def _slope(z: Floats, by_x: float, by_y: float, by_turn: float, limits: Limits) -> Floats:
    """The gradient by z and w from that by the pose: the chain rule through the fold."""
    _, _, slack, _, half, lever, _, _ = limits
    slope = np.zeros(3)
    if slack > 0.0:
        away = hypot(z[0], z[1])
        share, bend = 1.0, 0.0
        if away > 1e-9 * slack:
            share = slack * sin(away / slack) / away
            bend = (cos(away / slack) - share) / (away * away)
        along = bend * (by_x * z[0] + by_y * z[1])
        slope[0] = share * by_x + along * z[0]
        slope[1] = share * by_y + along * z[1]
    if half == inf:
        slope[2] = by_turn / lever
    elif half > 0.0:
        slope[2] = by_turn * cos(z[2] / (lever * half)) / lever
    return slope


@compiled
def _folded(x: float, y: float, turn: float, limits: Limits) -> Floats:
    px, py, slack, middle, half, lever, _, _ = limits
    z = np.zeros(3)
    away = hypot(x - px, y - py)
    if slack > 0.0 and away > 0.0:
        share = slack * asin(min(away / slack, INSIDE)) / away
        z[0] = share * (x - px)
        z[1] = share * (y - py)
    if half == inf:
        z[2] = lever * (turn - middle)
    elif half > 0.0:
        z[2] = lever * half * asin(min(max((turn - middle) / half, -INSIDE), INSIDE))
    return z


@compiled
def _start_over(inverse: Floats, value: float) -> None:
    inverse[:] = 0.0
    for i in range(3):
        inverse[i, i] = value


@compiled
def _learn(inverse: Floats, moved: Floats, fell: Floats, bent: float) -> None:
    """The update of the inverse curvature by how the slope fell along a step."""
    across = np.zeros(3)
    for i in range(3):
        for j in range(3):
            across[i] += inverse[i, j] * fell[j]
    share = (1.0 + _dot(fell, across) / bent) / bent
    for i in range(3):
        for j in range(3):
            inverse[i, j] += share * moved[i] * moved[j]
            inverse[i, j] -= (across[i] * moved[j] + moved[i] * across[j]) / bent


@compiled
def _dot(a: Floats, b: Floats) -> float:
    return float(a[0] * b[0] + a[1] * b[1] + a[2] * b[2])


@compiled
def _shortest_between(one: Floats, other: Floats) -> Floats:
    """The shortest of all mixtures of two slopes: on a ridge it points along it, uphill."""
    apart = one - other
    length = _dot(apart, apart)
    share = min(1.0, max(0.0, _dot(one, apart) / length)) if length > 0.0 else 0.0
    return one - share * apart


@compiled
def climb(
    region: Table, ring: Floats, start: Found, limits: Limits, enough: float, fine: float
) -> Found:
    """The best pose uphill from a start; the first that covers `enough` will do.

    It ends where a step gains less than `fine` of the area unit.
    """
    unit, whole = limits[6], limits[7]
    gentle = unit * unit / whole
    z = _folded(start[0], start[1], start[2], limits)
    x, y, turn = _unfolded(z, limits)
    area, by_x, by_y, by_turn = overlap(region, ring, x, y, turn)
    slope = _slope(z, by_x, by_y, by_turn, limits)
    inverse, step, there = np.zeros((3, 3)), np.zeros(3), np.zeros(3)
    _start_over(inverse, gentle)
    ridges = 0
    for _ in range(STEPS):
        if area >= enough:
            break
        for i in range(3):
            step[i] = _dot(inverse[i], slope)
        rise = _dot(step, slope)
        if not rise > 0.0:
            break
        share = min(1.0, 0.5 * unit / np.sqrt(_dot(step, step)))
        gained = -1.0
        for _ in range(HALVINGS):
            for i in range(3):
                there[i] = z[i] + share * step[i]
            x, y, turn = _unfolded(there, limits)
            new, by_x, by_y, by_turn = overlap(region, ring, x, y, turn)
            gained = new - area
            if gained >= 1e-4 * share * rise:
                break
            share *= 0.5
        if gained <= 0.0:
            if ridges == RIDGES:
                break
            # At a ridge, where edges lie on edges: on along it, as the slopes of both sides say.
            ridges += 1
            slope = _shortest_between(slope, _slope(there, by_x, by_y, by_turn, limits))
            _start_over(inverse, gentle)
            continue
        ridges = 0
        steeper = _slope(there, by_x, by_y, by_turn, limits)
        moved, fell = there - z, slope - steeper
        z[:] = there
        area, slope = new, steeper
        if gained < fine * whole:
            break
        bent = _dot(moved, fell)
        if not bent > 1e-12:
            _start_over(inverse, gentle)
        else:
            _learn(inverse, moved, fell, bent)
    x, y, turn = _unfolded(z, limits)
    return x, y, turn, area


@compiled
def with_slack(limits: Limits, slack: float) -> Limits:
    """The same leash with another slack."""
    px, py, _, middle, half, lever, unit, whole = limits
    return px, py, slack, middle, half, lever, unit, whole


@compiled
def slide(
    region: Table, ring: Floats, start: Found, limits: Limits, enough: float, fine: float
) -> Found:
    """The pose of least slack near one that covers enough: bisection on the slack, climbing anew.

    Where a climb at some slack falls short, its slope by the slack tells how much more it takes.
    """
    px, py = limits[0], limits[1]
    best = start
    on_pivot = climb(region, ring, (px, py, start[2], 0.0), with_slack(limits, 0.0), enough, fine)
    if on_pivot[3] >= enough:
        return on_pivot
    least = 0.0
    most = hypot(start[0] - px, start[1] - py)
    hint = most - FIRST_MM  # at the rim of what is permitted there is mostly nothing to gain
    while most - least > PRECISE_MM:
        tried = hint if least < hint < most else 0.5 * (least + most)
        share = tried / hypot(best[0] - px, best[1] - py)
        near = (px + share * (best[0] - px), py + share * (best[1] - py), best[2], 0.0)
        found = climb(region, ring, near, with_slack(limits, tried), enough, fine)
        used = hypot(found[0] - px, found[1] - py)
        if found[3] >= enough:
            best, most, hint = found, min(used, tried), 0.0
        else:
            least = tried
            _, by_x, by_y, _ = overlap(region, ring, found[0], found[1], found[2])
            rise = hypot(by_x, by_y)
            hint = tried + (enough - found[3]) / rise + 0.5 * PRECISE_MM if rise > 0.0 else 0.0
    return best
