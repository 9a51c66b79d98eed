"""Branch and bound: how much any pose under a leash could cover at most.

A box holds the poses within (r, r, δ) of a middle pose: shifts along x and y, and a turn about a
fixed point of the paddle. Along the straight way from the middle pose to another one of the box,
with F the area, g its gradient at the middle and v the way,

    F(there) - F = g·v + ∫∮ [1(x_t) V_t·n_t - 1(x_0) V_0·n_0] ds dt

where 1 tells whether a point x of the border lies in the region, V is its velocity and n the
outward normal. A point that moves by at most ρ over the box changes sides only after it has come to
the region's border, at distance d: for at most the share max(0, 1 - d/ρ) of the way. The normal
turns by at most δ, which matters to the shift alone. Hence

    F(there) <= F + max g·v + ∮ max(0, 1 - d/ρ) |V·n| ds + δ r √2 perimeter / 2

The maximum of g·v over the box and the half-plane that touches the disc of the leash is taken from
its dual: any weight λ >= 0 on the half-plane gives an upper bound, and the best of four is kept.
"""

from heapq import heappop, heappush
from math import cos, hypot, sin, sqrt

import numpy as np

from flapplanner.geometry.kernel.compiling import compiled
from flapplanner.geometry.kernel.overlap import Floats, Table, overlap

# Left, low, cell [mm], and the distance [mm] of each node (rows upward) from the region's border.
Field = tuple[float, float, float, Floats]
# Middle x, y, turn, half side r, half turn δ.
Box = tuple[float, float, float, float, float]


@compiled
def border_field(starts: Floats, ends: Floats, cell: float, room: float) -> Field:
    """Exact distances [mm] from edges (n, 2) at the nodes of a grid that goes `room` beyond."""
    left = min(starts[:, 0].min(), ends[:, 0].min()) - room
    low = min(starts[:, 1].min(), ends[:, 1].min()) - room
    columns = int((starts[:, 0].max() + room - left) / cell) + 2
    rows = int((starts[:, 1].max() + room - low) / cell) + 2
    squared = np.full((rows, columns), np.inf)
    for i in range(len(starts)):
        ax, ay = starts[i]
        dx, dy = ends[i, 0] - ax, ends[i, 1] - ay
        length = dx * dx + dy * dy
        for row in range(rows):
            py = low + row * cell - ay
            for column in range(columns):
                px = left + column * cell - ax
                along = 0.0  # an edge may be a point
                if length > 0.0:
                    along = min(1.0, max(0.0, (px * dx + py * dy) / length))
                away = (px - along * dx) ** 2 + (py - along * dy) ** 2
                if away < squared[row, column]:
                    squared[row, column] = away
    return left, low, cell, np.sqrt(squared)


@compiled
def _distance(field: Field, x: float, y: float) -> float:
    """A lower bound of the distance from the border [mm]: it changes by no more than one moves."""
    left, low, cell, nodes = field
    rows, columns = nodes.shape
    column = min(columns - 1, max(0, int((x - left) / cell + 0.5)))
    row = min(rows - 1, max(0, int((y - low) / cell + 0.5)))
    away = hypot(x - left - column * cell, y - low - row * cell)
    # Beyond the grid its own rim is at least as near as the border behind it.
    return float(max(nodes[row, column] - away, away - cell))


@compiled
def _steepest(g: Floats, m: Floats, size: Floats, room: float) -> float:
    """An upper bound of g·v over |v_i| <= size_i with m·v <= room."""
    best = np.sum(np.abs(g) * size)
    for k in range(3):
        weight = g[k] / m[k] if m[k] != 0.0 else 0.0
        if weight > 0.0:
            best = min(best, weight * room + np.sum(np.abs(g - weight * m) * size))
    return best


@compiled
def _bound(
    region: Table,
    field: Field,
    ring: Floats,
    samples: Floats,
    perimeter: float,
    box: Box,
    hilum: Floats,
    leash: Floats,
    cap: float,
) -> tuple[float, float, float]:
    """What the middle covers, what any pose of the box could, and how far its hilum is too far.

    `samples` (n, 5): a point of the paddle's border, the normal there, the length it stands for.
    """
    x, y, turn, r, delta = box
    c, s = cos(turn), sin(turn)
    hx, hy = c * hilum[0] - s * hilum[1], s * hilum[0] + c * hilum[1]
    dx, dy = x + hx - leash[0], y + hy - leash[1]
    away = hypot(dx, dy)
    lever = hypot(hx, hy)
    excess = away - leash[2]
    if excess > sqrt(2.0) * r + delta * lever:
        return 0.0, 0.0, excess
    area, by_x, by_y, by_turn = overlap(region, ring, x, y, turn)
    nx, ny = (dx / away, dy / away) if away > 0.0 else (1.0, 0.0)
    slope = np.array([by_x, by_y, by_turn])
    outward = np.array([nx, ny, -nx * hy + ny * hx])
    size = np.array([r, r, delta])
    room = leash[2] - away + 0.5 * delta * delta * lever
    bound = area + max(0.0, _steepest(slope, outward, size, room))
    bound += 0.5 * sqrt(2.0) * r * delta * perimeter
    for i in range(len(samples)):
        if bound >= cap:
            return area, cap, excess
        px, py, across, up, length = samples[i]
        radius = hypot(px, py)
        moved = sqrt(2.0) * r + delta * (radius + 0.5 * length)
        away = _distance(field, x + c * px - s * py, y + s * px + c * py) - 0.5 * length
        if moved == 0.0 or away >= moved:
            continue
        shift = r * (abs(c * across - s * up) + abs(s * across + c * up))
        turned = delta * (abs(px * up - py * across) + 0.5 * length)
        bound += length * (shift + turned) * (1.0 - max(0.0, away) / moved)
    return area, min(bound, cap), excess


@compiled
def most_possible(
    region: Table,
    field: Field,
    ring: Floats,
    samples: Floats,
    first: Floats,
    hilum: Floats,
    leash: Floats,
    known: float,
    cap: float,
    gap: float,
    most_boxes: int,
) -> tuple[float, int, float, float, float, float]:
    """An upper bound of the area [mm²] any pose can cover, and the number of boxes it took.

    `first` (n, 5) are boxes that hold all poses; `hilum` is where the hilum lies from the point
    the boxes are about; `leash` is pivot x, y and slack; `known` what is covered already; `cap`
    what cannot be exceeded. It ends once the bound is within `gap` of what is known (of what is
    found where that is better by more), or after `most_boxes`. The best pose met on the way
    (x, y, turn of the point) and its area come last.
    """
    perimeter = samples[:, 4].sum()
    reach = np.max(np.hypot(ring[:, 0], ring[:, 1]))
    queue = [(-cap, 0.0, 0.0, 0.0, 0.0, 0.0)]
    queue.pop()
    best = (0.0, 0.0, 0.0, known)
    count = 0
    for i in range(len(first)):
        heappush(queue, (-cap, first[i, 0], first[i, 1], first[i, 2], first[i, 3], first[i, 4]))
    limit = known + gap
    while len(queue) > 0:
        if -queue[0][0] <= limit or count >= most_boxes:
            return min(cap, max(-queue[0][0], limit)), count, best[0], best[1], best[2], best[3]
        _, x, y, turn, r, delta = heappop(queue)
        parts_shift = 2 if sqrt(2.0) * r >= delta * reach else 1
        parts_turn = 2 if parts_shift == 1 else 1
        for i in range(parts_shift):
            for j in range(parts_shift):
                for k in range(parts_turn):
                    # Halves of what is split, the middle where it is not.
                    nr, nd = r / parts_shift, delta / parts_turn
                    box = (
                        x + (2 * i + 1 - parts_shift) * nr,
                        y + (2 * j + 1 - parts_shift) * nr,
                        turn + (2 * k + 1 - parts_turn) * nd,
                        nr,
                        nd,
                    )
                    area, bound, excess = _bound(
                        region, field, ring, samples, perimeter, box, hilum, leash, cap
                    )
                    count += 1
                    if excess <= 0.0 and area > best[3]:
                        best = (box[0], box[1], box[2], area)
                        if area > limit:  # what is known cannot be proved any more
                            limit = area + gap
                    if bound > limit:
                        heappush(queue, (-bound, box[0], box[1], box[2], box[3], box[4]))
    return min(cap, limit), count, best[0], best[1], best[2], best[3]
