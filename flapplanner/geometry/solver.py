"""The three questions put to a solver; the rest of the room knows nothing else of it."""

from math import ceil, degrees

import numpy as np
import shapely

from flapplanner.geometry.leash import Leash, Paddle, Pose
from flapplanner.geometry.plane import Region, Vector
from flapplanner.geometry.search import SLIVER, Search


def best_pose(region: Region, paddle: Paddle, leash: Leash, spare_mm2: float) -> Pose:
    """Return the pose that covers most; among equals the one of least slack, then of least turn.

    All poses that leave at most `spare_mm2` of the region bare are equals.
    """
    if region.area <= spare_mm2:
        return Pose(leash.pivot_mm, leash.least_turn_deg)
    search = Search(region, paddle, leash)
    full = region.area - spare_mm2
    pose = search.most_covering(leash.slack_mm, full)
    covered = search.area_mm2(pose)
    if covered <= 0:
        return Pose(leash.pivot_mm, leash.least_turn_deg)
    enough = min(full, covered - SLIVER * search.smaller_mm2)
    whole = search.overlap.paddle_area_mm2 - SLIVER * search.smaller_mm2
    if covered >= min(full, whole):
        # Region or paddle used to the full: many poses tie, and the nearest may lie elsewhere.
        return _pose(search.nearest(pose, enough), leash)
    return _pose(search.slid(pose, enough), leash)


def least_slack_pose(
    region: Region, paddle: Paddle, leash: Leash, enough_mm2: float
) -> Pose | None:
    """Return the pose of least slack that covers enough; None where no slack would do.

    The leash's own slack does not count.
    """
    search = Search(region, paddle, leash)
    if search.overlap.paddle_area_mm2 < enough_mm2:
        return None
    points = shapely.get_coordinates(region) - search.pivot[:2]
    farthest = np.hypot(*points.T).max() + np.hypot(*search.overlap.local.T).max()
    pose = search.most_covering(float(farthest), enough_mm2)
    if search.area_mm2(pose) < enough_mm2:
        return None
    return _pose(search.nearest(pose, enough_mm2), leash)


def reaches(region: Region, paddle: Paddle, leash: Leash, enough_mm2: float) -> bool:
    """Return whether some pose under the leash covers enough."""
    search = Search(region, paddle, leash)
    if search.overlap.paddle_area_mm2 < enough_mm2:
        return False
    return search.area_mm2(search.most_covering(leash.slack_mm, enough_mm2)) >= enough_mm2


def _pose(vector: Vector, leash: Leash) -> Pose:
    """Return a pose vector as a pose, its turn within the leash's interval."""
    u, v, turn = (float(value) for value in vector)
    turn = degrees(turn)
    if leash.turn_max_deg - leash.turn_min_deg >= 360:
        turn -= 360 * ceil((turn - leash.turn_max_deg) / 360)
    return Pose((u, v), min(max(turn, leash.turn_min_deg), leash.turn_max_deg))
