"""The search for a pose of one paddle over one region: a coarse scan, then refinement.

Refinement is sequential quadratic programming on the exact area and its exact gradient, once for
most coverage within a slack and once, the other way round, for least slack at a coverage.
"""

from collections.abc import Callable
from dataclasses import replace
from math import hypot, inf, pi, radians, sqrt
from typing import Any

import numpy as np
import shapely
from scipy.optimize import Bounds, minimize
from shapely.geometry import MultiPolygon, Polygon

from flapplanner.geometry.arcs import arc_of_rotation
from flapplanner.geometry.leash import Leash, Paddle
from flapplanner.geometry.overlap import Overlap
from flapplanner.geometry.plane import Region, Vector
from flapplanner.geometry.scan import Scan, interior_points, peaks, scan

SHORTLIST = 24  # peaks of a scan whose covered area is measured
PEAKS = 5  # of these, refined roughly
FINALISTS = 3  # of these, refined to the end
ROUGH, FINE = 1e-3, 1e-7  # change of the covered share at which a climb stops
TIGHT = 1e-10  # of the slack, where it is shortened: well below the room that SLIVER leaves
RIVAL_MM = 0.25  # how much less slack a rival must promise to be looked for
ROUND_TIP = 0.01  # the slack as a cone with a rounded tip, so that its slope is defined there
SNAP_MM = 1e-3  # a hilum this near to the pivot is laid on it
SNAP_RAD = 1e-4  # a turn known this well is known
SLIVER = 1e-7  # share of the smaller area that makes no difference
FINER = 1 / 3  # steps of the second scan where the first found nothing


class Search:
    """One region, paddle, pivot and turn interval; the slack is asked anew each time.

    Poses are vectors (u [mm], v [mm], turn [rad]). Inside, the hilum is measured from the pivot in
    radii of a disc of the smaller area, and turns in the same unit at the paddle's mean radius, so
    that a step of one means about as much in each direction.
    """

    def __init__(self, region: Region, paddle: Paddle, leash: Leash) -> None:
        self.overlap = Overlap(region, paddle)
        self.paddle, self.leash = paddle, leash
        self.smaller_mm2 = min(float(region.area), self.overlap.paddle_area_mm2)
        unit = sqrt(self.smaller_mm2 / pi)
        lever = float(np.hypot(*self.overlap.local.T).mean())
        self.units = np.array([unit, unit, unit / lever])
        self.pivot = np.array([*leash.pivot_mm, 0.0])
        self.rest = np.array([*leash.pivot_mm, radians(leash.least_turn_deg)])
        low, high = radians(leash.turn_min_deg), radians(leash.turn_max_deg)
        self.free = high - low >= 2 * pi
        self.turns = (-inf, inf) if self.free else (low, high)
        self.samples = interior_points(region)
        self._latest: tuple[bytes, tuple[float, Vector]] = (b"", (0.0, np.zeros(3)))

    def area_mm2(self, pose: Vector) -> float:
        """Return the area covered at a pose [mm²]."""
        return self.overlap.area_mm2(pose)

    def slack_used_mm(self, pose: Vector) -> float:
        """Return the distance of the hilum from the pivot [mm]."""
        return hypot(*(pose[:2] - self.pivot[:2]))

    def most_covering(self, slack_mm: float, enough_mm2: float = inf) -> Vector:
        """Return the pose that covers most within a slack; the first that covers enough will do."""
        leash = replace(self.leash, slack_mm=slack_mm)
        pose = self._best_of(scan(self.overlap, leash, self.samples), slack_mm, enough_mm2)
        if self.area_mm2(pose) > 0:
            return pose
        # The scan may step over a sliver of reach: look closer where the paddle can touch at all.
        near = self._touched(leash)
        if near.area <= SLIVER * self.smaller_mm2:
            return self.rest
        closer = scan(self.overlap, leash, interior_points(near), FINER)
        return self._best_of(closer, slack_mm, enough_mm2)

    def nearest(self, pose: Vector, enough_mm2: float) -> Vector:
        """Return the pose of least slack that covers enough, from one that does.

        Each round slides the pose towards the pivot as far as it goes, then looks for a rival in
        the whole disc inside it.
        """
        while True:
            pose = self.slid(pose, enough_mm2)
            used = self.slack_used_mm(pose)
            if used == 0:
                return pose
            rival = self.most_covering(max(0.0, used - RIVAL_MM), enough_mm2)
            if self.area_mm2(rival) < enough_mm2:
                return pose
            pose = rival

    def slid(self, pose: Vector, enough_mm2: float) -> Vector:
        """Return a pose that covers enough slid to the pivot, then turned back, while it does."""
        used = self.slack_used_mm(pose)
        if used > 0:
            shorter = self._shortened(pose, used, enough_mm2)
            if self.area_mm2(shorter) >= enough_mm2 and self.slack_used_mm(shorter) <= used:
                pose = shorter
        return self._turned_back(pose, enough_mm2) if self.slack_used_mm(pose) == 0 else pose

    def _best_of(self, found: Scan, slack_mm: float, enough_mm2: float) -> Vector:
        """Measure the peaks of a scan, refine the better ones roughly, the best to the end."""
        shortlist = peaks(found, SHORTLIST, enough_mm2 / float(self.overlap.region.area))
        if not shortlist:
            return self.rest
        areas = self.overlap.areas_mm2(shortlist)
        if areas.max() >= enough_mm2:
            return shortlist[int(np.argmax(areas >= enough_mm2))]
        # Equal areas are one plateau, from which nothing climbs: one of them is enough.
        _, better = np.unique(np.round(-areas / self.smaller_mm2, 9), return_index=True)
        refined = []
        for index in better[:PEAKS]:
            pose = self._climbed(shortlist[index], slack_mm, ROUGH)
            refined.append((self.area_mm2(pose), pose))
            if refined[-1][0] >= enough_mm2:
                return pose
        refined.sort(key=lambda pair: -pair[0])
        finals = [self._climbed(pose, slack_mm, FINE) for _, pose in refined[:FINALISTS]]
        return max(finals, key=self.area_mm2)

    def _touched(self, leash: Leash) -> MultiPolygon:
        touched = shapely.intersection(arc_of_rotation(self.paddle, leash), self.overlap.region)
        parts = shapely.get_parts(touched)
        return MultiPolygon([part for part in parts if isinstance(part, Polygon)])

    def _measured(self, z: Vector) -> tuple[float, Vector]:
        """Return the covered share of the smaller area and its gradient; the latest is kept."""
        key = z.tobytes()
        if key != self._latest[0]:
            area, gradient = self.overlap.area_and_gradient(self.pivot + z * self.units)
            share = area / self.smaller_mm2, gradient * self.units / self.smaller_mm2
            self._latest = (key, share)
        return self._latest[1]

    def _climbed(self, start: Vector, slack_mm: float, tolerance: float) -> Vector:
        """Refine a pose: the most coverage within a slack."""
        radius = slack_mm / self.units[0]

        def bare(z: Vector) -> tuple[float, Vector]:
            share, gradient = self._measured(z)
            return -share, -gradient

        disc = {
            "type": "ineq",
            "fun": lambda z: radius**2 - z[0] ** 2 - z[1] ** 2,
            "jac": lambda z: np.array([-2 * z[0], -2 * z[1], 0.0]),
        }
        pose = self._refined(start, bare, radius, [disc] if radius > 0 else [], tolerance)
        used = self.slack_used_mm(pose)
        if used > slack_mm:
            pose[:2] = self.pivot[:2] + (pose[:2] - self.pivot[:2]) * (slack_mm / used)
        return pose

    def _shortened(self, start: Vector, used_mm: float, enough_mm2: float) -> Vector:
        """Refine a pose: the least slack at which it covers enough."""
        wanted = enough_mm2 / self.smaller_mm2 + SLIVER / 10

        def slack(z: Vector) -> tuple[float, Vector]:
            length = hypot(z[0], z[1], ROUND_TIP)
            return length, np.array([z[0] / length, z[1] / length, 0.0])

        cover = {
            "type": "ineq",
            "fun": lambda z: self._measured(z)[0] - wanted,
            "jac": lambda z: self._measured(z)[1],
        }
        pose = self._refined(start, slack, used_mm / self.units[0], [cover], TIGHT)
        if self.slack_used_mm(pose) < SNAP_MM:
            pose[:2] = self.pivot[:2]
        return pose

    def _turned_back(self, pose: Vector, enough_mm2: float) -> Vector:
        """Turn a pose, its hilum on the pivot, back towards rest while it covers enough."""
        if self.area_mm2(self.rest) >= enough_mm2:
            return self.rest
        short, turn = float(self.rest[2]), float(pose[2])
        if self.free:
            turn = (turn + pi) % (2 * pi) - pi
        while abs(turn - short) > SNAP_RAD:
            middle = (turn + short) / 2
            if self.area_mm2(np.array([*pose[:2], middle])) >= enough_mm2:
                turn = middle
            else:
                short = middle
        return np.array([*pose[:2], turn])

    def _refined(
        self,
        start: Vector,
        objective: Callable[[Vector], tuple[float, Vector]],
        radius: float,
        constraints: list[Any],
        tolerance: float,
    ) -> Vector:
        low, high = (turn / self.units[2] for turn in self.turns)
        found = minimize(
            objective,
            (start - self.pivot) / self.units,
            jac=True,
            method="SLSQP",
            bounds=Bounds([-radius, -radius, low], [radius, radius, high]),
            constraints=constraints,
            options={"ftol": tolerance, "maxiter": 60},
        )
        return np.asarray(self.pivot + found.x * self.units)
