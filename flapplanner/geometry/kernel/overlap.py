"""The area that a placed paddle shares with a region, and how it changes with the pose.

With s = +1 for an edge that bounds from above and -1 for one that bounds from below, the region is
the signed sum of the strips under its edges, and so is the paddle. Hence

    area(region ∩ paddle) = Σ_ij s_i s_j ∫ min(y_i(x), y_j(x)) dx

over the x that both edges span. Where the paddle's edge is the lower one its own shift counts: the
gradient is the integral of velocity · outward normal along the paddle's border inside the region.
Nothing is clipped, so holes, concave outlines and several parts need no care. An edge straight up
spans no x, so that its shift would go unseen: the plane is turned by an angle that no drawing has.
"""

from math import cos, floor, sin

import numpy as np
from numpy.typing import NDArray

from flapplanner.geometry.kernel.compiling import compiled

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
# Pieces of the edges: x from, x to, y at x from, slope, sign. Then the first piece of each column
# of the plane, and the columns' left end and width.
Table = tuple[Floats, Integers, float, float]


ASIDE_RAD = 0.7137
COS, SIN = cos(ASIDE_RAD), sin(ASIDE_RAD)


@compiled
def table(starts: Floats, ends: Floats, columns: int) -> Table:
    """The edges of a region, cut into columns so that few of them are looked at.

    `starts` and `ends` (n, 2) are those of the edges, outlines counter-clockwise, holes clockwise.
    """
    turned = np.array([[COS, SIN], [-SIN, COS]])
    starts, ends = starts @ turned, ends @ turned
    left, right = starts[:, 0].min(), starts[:, 0].max()
    width = (right - left) / columns
    first = np.zeros(columns + 1, np.int64)
    pieces = np.empty((len(starts) * (columns + 1), 5))
    count = 0
    for column in range(columns):
        low = left + column * width
        high = right if column == columns - 1 else low + width
        for i in range(len(starts)):
            sign = -1.0 if starts[i, 0] < ends[i, 0] else 1.0
            x0, y0, x1, y1 = starts[i, 0], starts[i, 1], ends[i, 0], ends[i, 1]
            if x0 > x1:
                x0, y0, x1, y1 = x1, y1, x0, y0
            a, b = max(x0, low), min(x1, high)
            if a < b:
                slope = (y1 - y0) / (x1 - x0)
                pieces[count] = (a, b, y0 + slope * (a - x0), slope, sign)
                count += 1
        first[column + 1] = count
    return pieces[:count].copy(), first, left, width


@compiled
def overlap(
    region: Table, ring: Floats, x: float, y: float, turn: float
) -> tuple[float, float, float, float]:
    """The shared area [mm²] and its gradient by x, y [mm²/mm] and turn [mm²/rad].

    `ring` (m, 2) are the paddle's corners, counter-clockwise, about the point that is laid on
    (x, y) and turned about.
    """
    pieces, first, left, width = region
    columns = len(first) - 1
    right = left + columns * width
    c, s = cos(turn + ASIDE_RAD), sin(turn + ASIDE_RAD)
    x, y = COS * x - SIN * y, SIN * x + COS * y
    area = along_x = along_y = about = 0.0
    px = x + c * ring[-1, 0] - s * ring[-1, 1]
    py = y + s * ring[-1, 0] + c * ring[-1, 1]
    for j in range(len(ring)):
        ax, ay = px, py
        px = x + c * ring[j, 0] - s * ring[j, 1]
        py = y + s * ring[j, 0] + c * ring[j, 1]
        low, high = (ax, px) if ax < px else (px, ax)
        if not (high > left and low < right and low < high):  # nor where they are no numbers
            continue
        steep = (py - ay) / (px - ax)
        own = -1.0 if ax < px else 1.0
        start = max(0, floor((low - left) / width))
        stop = min(columns - 1, floor((high - left) / width))
        for i in range(first[start], first[stop + 1]):
            a, b = max(low, pieces[i, 0]), min(high, pieces[i, 1])
            if a >= b:
                continue
            upper_a = pieces[i, 2] + pieces[i, 3] * (a - pieces[i, 0])
            upper_b = pieces[i, 2] + pieces[i, 3] * (b - pieces[i, 0])
            ya, yb = ay + steep * (a - ax), ay + steep * (b - ax)
            over_a, over_b = ya - upper_a, yb - upper_b
            both = own * pieces[i, 4]
            if over_a >= 0.0 and over_b >= 0.0:
                area += both * 0.5 * (upper_a + upper_b) * (b - a)
                continue
            if over_a > 0.0 or over_b > 0.0:  # they cross: the paddle is lower on one side
                at = a + (b - a) * over_a / (over_a - over_b)
                yc = ay + steep * (at - ax)
                if over_a > 0.0:
                    area += both * 0.5 * (upper_a + yc) * (at - a)
                    a, ya = at, yc
                else:
                    area += both * 0.5 * (yc + upper_b) * (b - at)
                    b, yb = at, yc
            area += both * 0.5 * (ya + yb) * (b - a)
            along_x -= both * (yb - ya)
            along_y += both * (b - a)
            near = (a - x) * (a - x) + (ya - y) * (ya - y)
            far = (b - x) * (b - x) + (yb - y) * (yb - y)
            about -= both * 0.5 * (near - far)
    return area, COS * along_x + SIN * along_y, COS * along_y - SIN * along_x, about
