"""The questions put to a search; the rest of the room knows nothing else of it."""

from math import ceil, degrees, hypot, pi, radians

from flapplanner.geometry.kernel.climbing import Found
from flapplanner.geometry.leash import Leash, Pose
from flapplanner.geometry.search import SLIVER, Search

SNAP_RAD = 1e-4  # a turn known this well is known


def best_pose(search: Search, leash: Leash, spare_mm2: float) -> Pose:
    """Return the pose that covers most; among equals the one of least slack, then of least turn.

    All poses that leave at most `spare_mm2` of the region bare are equals.
    """
    rest = Pose(leash.pivot_mm, leash.least_turn_deg)
    sliver = SLIVER * search.smaller_mm2
    full = search.region_mm2 - spare_mm2
    if full <= 0:
        return rest
    whole = min(full, search.paddle_mm2 - sliver)
    found = search.most_covering(leash.pivot_mm, leash.slack_mm, whole)
    if found[3] <= 0:
        return rest
    enough = min(whole, found[3] - sliver)
    found = search.slid(leash.pivot_mm, found, enough)
    if found[3] >= full:  # many poses tie, and the nearest may lie elsewhere
        nearest = search.least_slack(leash.pivot_mm, whole)
        if nearest and _slack_used_mm(nearest, leash) < _slack_used_mm(found, leash):
            found = nearest
    return _pose(_turned_back(search, found, leash, enough), leash)


def least_slack_pose(search: Search, leash: Leash, enough_mm2: float) -> Pose | None:
    """Return the pose of least slack that covers enough; None where no slack would do.

    The leash's own slack does not count.
    """
    if search.paddle_mm2 < enough_mm2:
        return None
    found = search.least_slack(leash.pivot_mm, enough_mm2)
    return None if found is None else _pose(found, leash)


def reaches(search: Search, leash: Leash, enough_mm2: float) -> bool:
    """Return whether some pose under the leash covers enough."""
    if search.paddle_mm2 < enough_mm2:
        return False
    found = search.least_slack(leash.pivot_mm, enough_mm2)
    return found is not None and _slack_used_mm(found, leash) <= leash.slack_mm


def _slack_used_mm(found: Found, leash: Leash) -> float:
    return hypot(found[0] - leash.pivot_mm[0], found[1] - leash.pivot_mm[1])


def _turned_back(search: Search, found: Found, leash: Leash, enough_mm2: float) -> Found:
    """A pose whose hilum lies on the pivot, turned back towards rest while it covers enough."""
    x, y, turn, area = found
    if _slack_used_mm(found, leash) > 0:
        return found
    rest = radians(leash.least_turn_deg)
    if search.area_mm2((x, y, rest, 0.0)) >= enough_mm2:
        return x, y, rest, area
    if leash.turn_max_deg - leash.turn_min_deg >= 360:
        turn = (turn + pi) % (2 * pi) - pi
    short = rest
    while abs(turn - short) > SNAP_RAD:
        middle = (turn + short) / 2
        if search.area_mm2((x, y, middle, 0.0)) >= enough_mm2:
            turn = middle
        else:
            short = middle
    return x, y, turn, area


def _pose(found: Found, leash: Leash) -> Pose:
    """Return a pose as found as a pose whose turn lies within the leash's interval."""
    u, v, turn, _ = (float(value) for value in found)
    turn = degrees(turn)
    if leash.turn_max_deg - leash.turn_min_deg >= 360:
        turn -= 360 * ceil((turn - leash.turn_max_deg) / 360)
    return Pose((u, v), min(max(turn, leash.turn_min_deg), leash.turn_max_deg))
