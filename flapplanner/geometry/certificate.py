"""The proof that no placement under a leash covers much more than the one that was found."""

from dataclasses import dataclass
from math import ceil, hypot, pi, radians

import numpy as np

from flapplanner.errors import GeometryError
from flapplanner.geometry.corners import COLUMNS
from flapplanner.geometry.kernel.bounding import border_field, most_possible
from flapplanner.geometry.kernel.overlap import table
from flapplanner.geometry.leash import Leash, Paddle
from flapplanner.geometry.outlines import require_region
from flapplanner.geometry.plane import Region, Vector, corners_of, edges_of

WITHIN = 1e-3  # share of the defect
MOST_BOXES = 500_000
MOST_CELLS = 400  # of that grid across the defect: of a large one it is coarser
CELL_MM, ROOM_MM = 1.0, 10.0  # of the grid of distances from the defect's border
ROUNDING = 1e-9
STRETCH_MM = 2.0  # the paddle's border is looked at in stretches of this length
MOST_ABREAST = 64  # first boxes along the longer side of a narrow window
FIRST_TURN_RAD = pi / 4  # first boxes are no wider than this to either side


@dataclass(frozen=True)
class Certificate:
    """What the best placement could cover at most, as a share of the defect.

    `proved`: the bound lies within the asked distance of what is covered. Where it does not, the
    search for the bound was stopped at `boxes`, or the placement can be bettered by more.
    """

    covered_fraction: float
    bound_fraction: float
    proved: bool
    boxes: int

    @property
    def short_points(self) -> float:
        """How far the placement may be from the best possible, in coverage points at most."""
        return 100 * max(0.0, self.bound_fraction - self.covered_fraction)


def certificate(
    defect: Region,
    paddle: Paddle,
    leash: Leash,
    covered_fraction: float,
    within: float = WITHIN,
    most_boxes: int = MOST_BOXES,
) -> Certificate:
    """Return an upper bound of the coverage of any placement, by branch and bound.

    Boxes of poses are halved, the most promising first, until none could cover more than
    `covered_fraction` + `within`, or `most_boxes` have been looked at. The bound holds in either
    case. Its derivation stands in `kernel/bounding.py`.

    Raises
    ------
    GeometryError
        `within` is not above 0, or the defect cannot be used (see `place`).

    >>> from flapplanner.geometry import place, rectangle
    >>> paddle = Paddle(rectangle(100, 40), hilum_mm=(0.0, 0.0))
    >>> leash = Leash((0.0, 0.0), slack_mm=10.0)
    >>> covered = place(rectangle(80, 60), paddle, leash).coverage_fraction
    >>> proof = certificate(rectangle(80, 60), paddle, leash, covered)
    >>> round(covered, 3), proof.proved, round(proof.short_points, 3)
    (0.691, True, 0.1)
    """
    if not within > 0:
        raise GeometryError(f"within: found {within}; a share above 0 is needed")
    starts, ends = edges_of(require_region(defect, "defect"))
    region = table(starts, ends, COLUMNS)
    ring = corners_of(paddle.outline.exterior)
    known = covered_fraction * defect.area
    cap = min(defect.area, paddle.outline.area)
    if cap <= known + within * defect.area:
        return Certificate(covered_fraction, max(covered_fraction, cap / defect.area), True, 0)
    middle = _middle(paddle, leash)
    left, low, right, high = defect.bounds
    extent = max(right - left, high - low)
    hilum = np.array(paddle.hilum_mm) - middle
    local = ring - middle
    bound, boxes, *_ = most_possible(
        region,
        border_field(starts, ends, max(CELL_MM, extent / MOST_CELLS), ROOM_MM),
        local,
        _stretches(local, max(STRETCH_MM, extent / MOST_CELLS)),
        _first_boxes(defect, local, hilum, leash),
        hilum,
        np.array([*leash.pivot_mm, leash.slack_mm]),
        known,
        cap,
        within * defect.area,
        most_boxes,
    )
    fraction = bound / defect.area
    proved = bool(fraction <= covered_fraction + within * (1 + ROUNDING))
    return Certificate(covered_fraction, max(covered_fraction, fraction), proved, boxes)


def _middle(paddle: Paddle, leash: Leash) -> Vector:
    """The point the boxes are about: the paddle's centre, or its hilum where that hardly moves.

    About its centre a turn moves the paddle least.
    """
    centre, hilum = paddle.outline.centroid, paddle.hilum_mm
    lever = hypot(centre.x - hilum[0], centre.y - hilum[1])
    return np.array(hilum if leash.slack_mm < lever / 2 else (centre.x, centre.y))


def _stretches(ring: Vector, longest_mm: float) -> Vector:
    """The border in short straight stretches (n, 5): middle, outward normal, length [mm]."""
    stretches = []
    for start, end in zip(ring, np.roll(ring, -1, axis=0), strict=True):
        edge = end - start
        length = hypot(*edge)
        if length > 0:
            count = ceil(length / longest_mm)
            middles = start + (np.arange(count)[:, np.newaxis] + 0.5) / count * edge
            rest = np.array([edge[1] / length, -edge[0] / length, length / count])
            stretches.append(np.column_stack((middles, np.tile(rest, (count, 1)))))
    return np.concatenate(stretches)


def _first_boxes(defect: Region, ring: Vector, hilum: Vector, leash: Leash) -> Vector:
    """Boxes (n, 5) that hold every pose under the leash at which the paddle meets the defect."""
    reach = float(np.hypot(*ring.T).max())
    pivot, away = np.array(leash.pivot_mm), leash.slack_mm + float(np.hypot(*hilum))
    left, low, right, high = defect.bounds
    least = np.maximum(pivot - away, (left - reach, low - reach))
    most = np.minimum(pivot + away, (right + reach, high + reach))
    if np.any(most < least):
        return np.empty((0, 5))
    half = max(float((most - least).min()) / 2, float((most - least).max()) / MOST_ABREAST)
    counts = [ceil(side / (2 * half) - 1e-9) if half > 0 else 1 for side in most - least]
    turn_low = radians(leash.turn_min_deg)
    span = min(2 * pi, radians(leash.turn_max_deg) - turn_low)
    turns = max(1, ceil(span / (2 * FIRST_TURN_RAD)))
    return np.array(
        [
            (
                *(least + half * (2 * np.array([i, j]) + 1)),
                turn_low + span * (2 * k + 1) / (2 * turns),
                half,
                span / (2 * turns),
            )
            for i in range(counts[0])
            for j in range(counts[1])
            for k in range(turns)
        ]
    )
