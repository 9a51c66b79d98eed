"""The search for a pose of one paddle over one region: a coarse scan, then climbs.

Poses are (u [mm], v [mm], turn [rad]) of the hilum.
"""

from functools import cached_property
from math import hypot, inf, pi, radians, sqrt

import numpy as np
import shapely

from flapplanner.geometry.corners import between_mm2, ring_of, table_of, with_few_corners
from flapplanner.geometry.kernel.climbing import Found, Limits, slide
from flapplanner.geometry.kernel.overlap import overlap
from flapplanner.geometry.kernel.scanning import FINE, areas, least_slack, most_covering
from flapplanner.geometry.lattice import (
    all_poses,
    disc_lattice,
    finer_poses,
    rim_lattice,
    turn_lattice,
    turned_by,
    within_slack,
)
from flapplanner.geometry.leash import Leash, Paddle
from flapplanner.geometry.plane import Region, Vector

FINENESS = 0.2  # spacing of a scan, in radii of a disc of the smaller of the two areas
TURN_STEP_RAD = pi / 18
POSITIONS = 600  # places of a coarse scan at most: the smaller of the two may be tiny
FIRST_PEAKS, PEAKS = 16, 32  # poses of the coarse and of the finer scan that are climbed from
NOTHING_MM = 1e-9  # a shorter slack is none
SLIVER = 1e-7  # share of the smaller area that makes no difference
POOR = 0.05  # covered share below which a scan is done again, finer: it may have missed a sliver
FINER = 0.4


class Search:
    """One region, one paddle and one interval of turns; pivot and slack are asked anew."""

    def __init__(self, region: Region, paddle: Paddle, leash: Leash) -> None:
        self.region = region
        self.leash = leash  # of which only the turns count here
        self.ring = ring_of(paddle.outline, paddle)
        self.table = table_of(region)
        self.region_mm2 = float(region.area)
        self.paddle_mm2 = float(paddle.outline.area)
        self.smaller_mm2 = min(self.region_mm2, self.paddle_mm2)
        self.unit_mm = sqrt(self.smaller_mm2 / pi)
        centre = paddle.outline.centroid
        self.centre = np.array([centre.x, centre.y]) - paddle.hilum_mm
        self.lever_mm = max(float(np.hypot(*self.ring.T).mean()), 1e-3 * self.unit_mm)
        few = with_few_corners(paddle.outline, self.unit_mm)
        self.few_corners = ring_of(few, paddle)
        few_edges = with_few_corners(region, self.unit_mm)
        self.few_edges = table_of(few_edges)
        # What outlines of few corners misjudge at most: what lies between them and the true ones.
        self._noise_mm2 = between_mm2(few_edges, region, self.table)
        if few is not paddle.outline:
            self._noise_mm2 += between_mm2(few, paddle.outline, table_of(paddle.outline))
        low, high = radians(leash.turn_min_deg), radians(leash.turn_max_deg)
        self.middle, self.half = (low + high) / 2, (high - low) / 2
        if high - low >= 2 * pi:
            self.half = inf
        self._near: dict[float, tuple[Vector, Vector]] = {}

    def limits(self, pivot_mm: tuple[float, float], slack_mm: float) -> Limits:
        """The leash as climbs know it."""
        return (
            *pivot_mm,
            slack_mm if slack_mm > NOTHING_MM else 0.0,
            self.middle,
            self.half,
            self.lever_mm,
            self.unit_mm,
            self.smaller_mm2,
        )

    def area_mm2(self, pose: Found) -> float:
        """The area covered at a pose [mm²]."""
        return float(overlap(self.table, self.ring, pose[0], pose[1], pose[2])[0])

    def most_covering(
        self, pivot_mm: tuple[float, float], slack_mm: float, enough_mm2: float
    ) -> Found:
        """The pose that covers most within a slack; the first that covers enough will do."""
        found = self._scanned(pivot_mm, slack_mm, enough_mm2, 1.0)
        if found[3] < POOR * self.smaller_mm2:
            finer = self._scanned(pivot_mm, slack_mm, enough_mm2, FINER)
            found = max(found, finer, key=lambda pose: pose[3])
        return found

    def least_slack(self, pivot_mm: tuple[float, float], enough_mm2: float) -> Found | None:
        """The pose of least slack that covers enough, at any slack; None where none does."""
        poses, covered = self._covering(enough_mm2)
        found = least_slack(
            self.table,
            self.ring,
            poses,
            covered,
            self.limits(pivot_mm, inf),
            self._steps(inf),
            enough_mm2,
            self._fastest[0],
        )
        if found[3] > 0:
            return found
        # What the lattice steps over may still be climbed to.
        away = hypot(*(self._span[0] - pivot_mm))
        found = self.most_covering(pivot_mm, float(away) + self._reach_mm, enough_mm2)
        return self.slid(pivot_mm, found, enough_mm2) if found[3] >= enough_mm2 else None

    def slid(self, pivot_mm: tuple[float, float], pose: Found, enough_mm2: float) -> Found:
        """A pose that covers enough, slid towards the pivot while it does."""
        limits = self.limits(pivot_mm, inf)
        return slide(self.table, self.ring, pose, limits, enough_mm2, FINE)

    def _scanned(
        self, pivot_mm: tuple[float, float], slack_mm: float, enough_mm2: float, detail: float
    ) -> Found:
        """Climb from a coarse lattice, then from between its poses where more could be hidden."""
        limits = self.limits(pivot_mm, slack_mm)
        fine = self._steps(slack_mm, detail)
        coarse = (2 * fine[0], 2 * fine[1])
        turns = turn_lattice(self.leash, coarse[1])
        poses = all_poses(self._hila(np.array(pivot_mm), slack_mm, coarse[0]), turns)
        covered = areas(self.few_edges, self.few_corners, poses)
        if not covered.any():
            covered = areas(self.table, self.ring, poses)
        found = most_covering(
            self.table,
            self.ring,
            poses,
            covered,
            limits,
            coarse,
            FIRST_PEAKS,
            enough_mm2,
            self._between(*coarse),
            0.0,
        )
        if found[3] >= enough_mm2:
            return found
        hopeful = poses[covered > found[3] - self._between(*coarse)]
        poses = finer_poses(hopeful, *coarse, turns)
        poses[:, :2] = within_slack(poses[:, :2], np.array(pivot_mm), slack_mm)
        covered = areas(self.few_edges, self.few_corners, poses)
        better = covered > found[3] - self._between(*fine)
        finer = most_covering(
            self.table,
            self.ring,
            poses[better],
            covered[better],
            limits,
            fine,
            PEAKS,
            enough_mm2,
            self._between(*fine),
            found[3],
        )
        return max(found, finer, key=lambda pose: pose[3])

    def _steps(self, slack_mm: float, detail: float = 1.0) -> tuple[float, float]:
        """Spacing [mm] and turn step [rad] of a fine scan; a coarse one has twice these."""
        wide = min(slack_mm, self._reach_mm)
        spacing = max(FINENESS * self.unit_mm, wide * sqrt(pi / POSITIONS) / 2)
        return detail * spacing, detail * TURN_STEP_RAD

    def _hila(self, pivot: Vector, slack_mm: float, spacing_mm: float) -> Vector:
        """Where the hilum may lie and the paddle still touch the region."""
        middle, reach = self._span[0], self._reach_mm
        if slack_mm < reach:
            points = disc_lattice(pivot, slack_mm, spacing_mm)
            return np.asarray(points[np.hypot(*(points - middle).T) <= reach])
        points = disc_lattice(middle, reach, spacing_mm)
        points = np.concatenate((points, rim_lattice(pivot, slack_mm, middle, reach, spacing_mm)))
        return np.asarray(points[np.hypot(*(points - pivot).T) <= slack_mm * (1 + 1e-12)])

    def _covering(self, enough_mm2: float) -> tuple[Vector, Vector]:
        """All poses, wherever the pivot, that may cover enough, and what they cover.

        A coarse lattice of the paddle's centre first, where a disc about the whole paddle would
        cover enough; between its poses only where these, by how fast an area can change, could.
        """
        if enough_mm2 not in self._near:
            fine = self._steps(inf)
            coarse = (2 * fine[0], 2 * fine[1])
            turns = turn_lattice(self.leash, coarse[1])
            centres = self._areas_at_centres(self._centres(coarse[0], enough_mm2), turns)
            hopeful = centres[centres[:, 3] >= enough_mm2 - self._between(*coarse), :3]
            finer = finer_poses(hopeful, *coarse, turns)
            covered = areas(self.few_edges, self.few_corners - self.centre, finer)
            kept = covered >= enough_mm2 - self._between(*fine)
            poses = finer[kept]
            poses[:, :2] -= turned_by(self.centre, poses[:, 2])
            self._near[enough_mm2] = (poses, covered[kept])
        return self._near[enough_mm2]

    def _centres(self, spacing_mm: float, enough_mm2: float) -> Vector:
        """Where the paddle's centre may lie (n, 2) if all within its radius is to be enough."""
        middle, radius = self._span
        wide = float(np.hypot(*(self.ring - self.centre).T).max())
        points = disc_lattice(middle, radius + wide, spacing_mm)
        angles = 2 * pi * np.arange(16) / 16
        around = (wide + spacing_mm / sqrt(3)) / np.cos(pi / 16)
        disc = around * np.column_stack((np.cos(angles), np.sin(angles)))
        upright = np.column_stack((points, np.zeros(len(points))))
        return points[areas(self.few_edges, disc, upright) >= enough_mm2 - self._noise_mm2]

    def _areas_at_centres(self, points: Vector, turns: Vector) -> Vector:
        """The poses (n, 4) of a centre at every point and turn, and what they cover.

        An outline that is its own image at half a turn is asked for half the turns.
        """
        local = self.few_corners - self.centre
        half = len(turns) // 2
        opposite = np.roll(local, len(local) // 2, axis=0)
        twofold = self.half == inf and len(turns) % 2 == 0 and len(local) % 2 == 0
        if twofold and np.abs(local + opposite).max() < 1e-6 * self.unit_mm:
            poses = all_poses(points, turns[:half])
            covered = areas(self.few_edges, local, poses)
            poses = np.concatenate((poses, poses + np.array([0.0, 0.0, pi])))
            return np.column_stack((poses, np.concatenate((covered, covered))))
        poses = all_poses(points, turns)
        return np.column_stack((poses, areas(self.few_edges, local, poses)))

    def _between(self, spacing_mm: float, turn_step_rad: float) -> float:
        """How much the area may change between a pose and its neighbours [mm²].

        Exact for turns about the paddle's centre; for turns about the hilum climbs make up for it.
        """
        by_mm, by_rad = self._fastest
        return by_mm * spacing_mm / sqrt(3) + by_rad * turn_step_rad / 2 + self._noise_mm2

    @cached_property
    def _fastest(self) -> tuple[float, float]:
        """How fast the area can change by a shift [mm²/mm] and a turn about the centre [mm²/rad].

        Half the border's extent across the shift, and half of its run to and from the centre.
        """
        local = self.few_corners - self.centre
        edges = np.roll(local, -1, axis=0) - local
        angles = pi / 18 * np.arange(18)
        across = np.abs(edges @ np.array([-np.sin(angles), np.cos(angles)])).sum(axis=0)
        runs = np.abs(np.diff(np.sum(np.vstack((local, local[:1])) ** 2, axis=1))) / 2
        return float(across.max()) / 2, float(runs.sum()) / 2

    @cached_property
    def _reach_mm(self) -> float:
        """How far from the region's middle the hilum may lie and the paddle still touch it [mm]."""
        return self._span[1] + float(np.hypot(*self.ring.T).max())

    @cached_property
    def _span(self) -> tuple[Vector, float]:
        left, low, right, high = self.region.bounds
        middle = np.array([(left + right) / 2, (low + high) / 2])
        return middle, float(np.hypot(*(shapely.get_coordinates(self.region) - middle).T).max())
