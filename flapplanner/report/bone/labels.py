"""Where the words of a bone drawing go: near their mark, in the picture, never one on another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import cos, dist, inf, pi, sin

from shapely import LineString
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from flapplanner.report.drawing_labels import LINE, Box, text_width

EDGE = 5.0
GAP = 2.0
STANDS_OFF = 9.0  # from here on a line leads back to the mark
# What a place costs beside its distance: all of it on drawn things, and each line crossed.
COVERED = 600.0
CROSSED = 100.0
_REACHES = (6.0, 16.0, 28.0, 42.0, 58.0, 76.0, 96.0, 120.0, 150.0, 190.0, 240.0)
_TURNS = tuple(2 * pi * i / 16 for i in range(16))


@dataclass(frozen=True)
class Wanted:
    """Lines of words and the place in the picture that they belong to; `bold` are measures."""

    words: tuple[str, ...]
    at: tuple[float, float]
    bold: bool = False


@dataclass(frozen=True)
class Placed:
    """Words in the picture: their box, and a line back to their mark where they stand off."""

    wanted: Wanted
    box: Box
    leader: tuple[tuple[float, float], tuple[float, float]] | None


def placed(
    wanted: Iterable[Wanted],
    frame: Box,
    taken: Sequence[Box],
    busy: BaseGeometry,
) -> tuple[Placed, ...]:
    """A place for each label inside `frame`, clear of `taken` and of each other.

    `busy` are drawn things that are covered only if there is no other way. Where all places about
    its mark are taken, a label stands at the nearest free place of the frame.
    """
    occupied = list(taken)
    found: list[Placed] = []
    for label in wanted:
        leaders = [LineString(one.leader) for one in found if one.leader]
        best = _best(_around(label, frame), occupied, leaders, busy)
        best = best or _best(_rows(label, frame), occupied, leaders, busy)
        if best is not None:
            found.append(best)
            left, top, right, bottom = best.box
            occupied.append((left - GAP, top - GAP, right + GAP, bottom + GAP))
    return tuple(found)


def _best(
    places: Iterable[tuple[float, Placed]],
    occupied: Sequence[Box],
    leaders: Sequence[LineString],
    busy: BaseGeometry,
) -> Placed | None:
    """The free place that costs least: by its distance, what it covers, and what its line crosses.

    Each place comes with its distance, the nearest first, so that the search may end early.
    """
    best: tuple[float, Placed | None] = (inf, None)
    for cost, place in sorted(places, key=lambda one: one[0]):
        if cost >= best[0]:
            break
        if any(_overlap(place.box, other) for other in occupied):
            continue
        around = box(*place.box)
        cost += COVERED * around.intersection(busy).area / around.area
        cost += CROSSED * sum(around.intersects(line) for line in leaders)
        if place.leader:
            line = LineString(place.leader)
            cost += line.intersection(busy).length
            cost += CROSSED * sum(line.intersects(box(*other)) for other in occupied)
            cost += CROSSED * sum(line.intersects(other) for other in leaders)
        if cost < best[0]:
            best = (cost, place)
    return best[1]


def _around(label: Wanted, frame: Box) -> Iterator[tuple[float, Placed]]:
    width, height = _size(label)
    for reach in _REACHES:
        for turn in _TURNS:
            x = label.at[0] + cos(turn) * (reach + width / 2)
            y = label.at[1] + sin(turn) * (reach + height / 2)
            yield from _place(label, (x, y), frame)


def _rows(label: Wanted, frame: Box) -> Iterator[tuple[float, Placed]]:
    left, top, right, bottom = frame
    for y in range(int(top), int(bottom), 10):
        for x in range(int(left), int(right), 10):
            yield from _place(label, (float(x), float(y)), frame)


def _place(
    label: Wanted, middle: tuple[float, float], frame: Box
) -> Iterator[tuple[float, Placed]]:
    (x, y), (width, height) = middle, _size(label)
    spot = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
    left, top, right, bottom = (a - b for a, b in zip(spot, frame, strict=True))
    if min(left, top) < EDGE or max(right, bottom) > -EDGE:
        return
    near = (
        min(max(label.at[0], spot[0]), spot[2]),
        min(max(label.at[1], spot[1]), spot[3]),
    )
    away = dist(near, label.at)
    yield away, Placed(label, spot, (label.at, near) if away > STANDS_OFF else None)


def _size(label: Wanted) -> tuple[float, float]:
    return text_width(label.words) + 4, LINE * len(label.words)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
