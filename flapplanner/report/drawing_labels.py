"""Where the words go: each label beside its mark, clear of the others and of what matters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from shapely.geometry import Polygon, box

from flapplanner.report.drawing_window import HEIGHT, WIDTH, Point

Box = tuple[float, float, float, float]

FONT = 13.0
LINE = 15.0
# Breadth of a letter over its height, on the safe side for the fonts a browser may take.
LETTER = 0.52
CLEARANCE = 9.0
EDGE = 6.0
# How far to the side of its mark a label stands, and how far below it.
_STANDS = (
    (CLEARANCE, 0.0),
    (CLEARANCE, -14.0),
    (CLEARANCE, 14.0),
    *((off, drop) for off in (30.0, 55.0, 80.0) for drop in (0.0, -24.0, 24.0)),
)


@dataclass(frozen=True)
class Label:
    """Lines of words in the picture: left edge, top edge, and how they are aligned."""

    words: tuple[str, ...]
    x: float
    y: float
    anchor: str
    box: Box
    leader: tuple[Point, Point] | None = None


def text_width(words: Sequence[str], size: float = FONT) -> float:
    """The breadth that lines of words take in the picture, estimated.

    >>> round(text_width(["iliac crest"]))
    74
    """
    return max(len(line) for line in words) * size * LETTER


def labels(
    named: Iterable[tuple[tuple[str, ...], Sequence[Point]]],
    keep_clear: Sequence[Polygon],
    taken: Iterable[Box] = (),
) -> tuple[Label, ...]:
    """One label for each name, beside that of its points where it covers least of `keep_clear`.

    Points are picture coordinates. A label for which there is no free place is left out.
    """
    wanted = list(named)
    marks = [box(x - 4, y - 4, x + 4, y + 4) for _, points in wanted for x, y in points]
    placed = [box(*one) for one in taken]
    found = []
    for words, points in wanted:
        best: tuple[float, Label] | None = None
        for cost, place in (p for point in points for p in _places(words, point)):
            around = box(*place.box)
            if not _inside(place.box) or any(around.intersects(other) for other in placed):
                continue
            cost += 6 * sum(around.intersection(area).area for area in keep_clear) / around.area
            cost += sum(around.intersects(mark) for mark in marks)
            if best is None or cost < best[0] - 1e-6:
                best = (cost, place)
        if best is not None:
            found.append(best[1])
            placed.append(box(*best[1].box))
    return tuple(found)


def _places(words: tuple[str, ...], point: Point) -> Iterator[tuple[float, Label]]:
    """The places for a label and what each costs: outward beside its mark first, then further off.

    A label that stands off gets a leader line back to its mark.
    """
    x, y = point
    width, height = text_width(words), LINE * len(words)
    outward = ("start", "end") if x >= WIDTH / 2 else ("end", "start")
    for cost, (off, drop) in enumerate(_STANDS):
        for turn, anchor in enumerate(outward):
            left = x + off if anchor == "start" else x - off - width
            leader = ((x, y), (x + off - 3 if anchor == "start" else x - off + 3, y + drop))
            yield (
                0.02 * cost + 0.01 * turn,
                Label(
                    words,
                    left if anchor == "start" else left + width,
                    y + drop - height / 2,
                    anchor,
                    (left, y + drop - height / 2, left + width, y + drop + height / 2),
                    leader if off > CLEARANCE else None,
                ),
            )


def _inside(around: Box) -> bool:
    left, top, right, bottom = around
    return left >= EDGE and top >= EDGE and right <= WIDTH - EDGE and bottom <= HEIGHT - EDGE
