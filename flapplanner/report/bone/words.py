"""The words of a bone drawing: lengths, faces and their cuts, folds, directions and scale."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

import numpy as np
from shapely import LineString, transform, union_all
from shapely.geometry.base import BaseGeometry

from flapplanner.bone.built import Docking, Point3
from flapplanner.report.bone.frame import HEAD
from flapplanner.report.bone.labels import Placed, Wanted, placed
from flapplanner.report.bone.scene import face_line
from flapplanner.report.bone.shown import Shown
from flapplanner.report.bone.view import rod
from flapplanner.report.drawing_labels import FONT, LINE, Box, text_width
from flapplanner.report.drawing_window import number, number_pair

SCALE_MM = 50.0
MARGIN = 12.0
LARGE = FONT * 1.2
SQUARE_DEG = 2.5  # a cut within so much of square is called square


def words(shown: Shown) -> Iterator[str]:
    """All words of one picture and its scale."""
    ends = list(_ends(shown))
    for label in _labels(shown, [one.box for one in ends]):
        yield _words(label, shown)
    for end in ends:
        yield end.text
    yield _scale(shown)


def _labels(shown: Shown, taken: list[Box]) -> tuple[Placed, ...]:
    panel, view = shown.panel, shown.panel.view
    left, _, _, bottom = panel.frame
    taken = [*taken, (left, bottom - 44, left + SCALE_MM * panel.units_per_mm + 24, bottom)]
    busy: list[BaseGeometry] = []
    for bar in shown.bars:
        outline = rod(bar.first, bar.last, bar.diameter_mm / 2, view)
        busy.append(transform(outline, lambda uv: np.array([panel.xy((u, v)) for u, v in uv])))
    for docking in shown.dockings:
        busy.append(LineString([panel.xy(end) for end in face_line(docking, view)]).buffer(3.0))
    busy += [LineString(shown.fold_line(fold)).buffer(4.0) for fold in shown.folds]
    return placed(_wanted(shown), panel.frame, taken, union_all(busy))


def _wanted(shown: Shown) -> list[Wanted]:
    """Folds first, then lengths, then the faces with their cuts; nothing said twice."""
    panel, flat = shown.panel, shown.panel.view.flat
    posterior = panel.view.name == "posterior"
    found: dict[object, Wanted] = {}
    cuts: dict[Point3, dict[str, None]] = {}
    for fold in shown.folds:
        line = shown.fold_line(fold)
        found[fold.middle.tobytes()] = Wanted(fold.words, line[len(line) // 2])
    for strut in dict.fromkeys(bar.strut for bar in shown.near):
        of_strut = [bar for bar in shown.near if bar.strut == strut]
        middle = np.mean([(bar.start + bar.end) / 2 for bar in of_strut], axis=0)
        count = f"{strut.parallel} × " if strut.parallel > 1 else ""
        words = [f"{count}{strut.length_mm:.0f} mm"]
        if of_strut[0].block:
            words = [f"gap {strut.gap_mm:.0f} mm"]
        found[strut] = Wanted(tuple(words), panel.xy(flat(middle)), bold=True)
        for end in (strut.start, strut.end):
            cuts.setdefault(end.point_mm, {})[_cut(end)] = None
            said = tuple(cuts[end.point_mm]) if posterior and not of_strut[0].block else ()
            found[end.point_mm] = Wanted((end.title, *said), panel.xy(flat(end.point_mm)))
    if any(bar.block for bar in shown.near):
        middle = np.mean([bar.start for bar in shown.near], axis=0)
        found["block"] = Wanted(("implant,", "schematic"), panel.xy(flat(middle)))
    return list(found.values())


def _cut(end: Docking) -> str:
    return f"cut at {end.cut_deg:.0f}°" if end.cut_deg >= SQUARE_DEG else "cut square"


def _words(label: Placed, shown: Shown) -> str:
    colours, spot = shown.colours, label.box
    x = (spot[0] + spot[2]) / 2
    lines = "".join(
        f'<tspan x="{number(x)}" y="{number(spot[1] + LINE * row + FONT * 0.85)}">'
        f"{escape(line)}</tspan>"
        for row, line in enumerate(label.wanted.words)
    )
    weight = ' font-weight="600"' if label.wanted.bold else ""
    leader = ""
    if label.leader:
        start, end = map(number_pair, label.leader)
        leader = f'<path class="leader" d="M{start} L{end}" stroke="{colours.faint}"/>'
    return f'{leader}<text class="label" text-anchor="middle"{weight} {_halo(shown)}>{lines}</text>'


@dataclass(frozen=True)
class _End:
    text: str
    box: Box


def _ends(shown: Shown) -> Iterator[_End]:
    """Left and right, up and down, and from where one looks."""
    left, _, right, bottom = shown.panel.frame
    middle, low = (left + right) / 2, bottom - MARGIN
    view = shown.panel.view
    yield _end(view.left, left + MARGIN, HEAD - 8, "start", shown, large=True)
    yield _end(view.right, right - MARGIN, HEAD - 8, "end", shown, large=True)
    yield _end("cranial ↑", middle, HEAD - 10, "middle", shown)
    yield _end(f"seen {view.words}", right - MARGIN, low, "end", shown)


def _end(text: str, x: float, y: float, anchor: str, shown: Shown, large: bool = False) -> _End:
    size = LARGE if large else FONT
    width = text_width([text], size)
    start = {"start": x, "middle": x - width / 2, "end": x - width}[anchor]
    weight = ' font-weight="bold"' if large else ""
    return _End(
        f'<text class="end" x="{number(x)}" y="{number(y)}" text-anchor="{anchor}"{weight} '
        f'font-size="{number(size)}" {_halo(shown)}>{text}</text>',
        (start, y - size, start + width, y + 4),
    )


def _halo(shown: Shown) -> str:
    """Paper round the letters, so that words stay readable over lines."""
    return (
        f'stroke="{shown.colours.paper}" stroke-width="3.5" stroke-linejoin="round" '
        f'paint-order="stroke"'
    )


def _scale(shown: Shown) -> str:
    left, _, _, bottom = shown.panel.frame
    x, y, length = left + MARGIN, bottom - MARGIN - 4, SCALE_MM * shown.panel.units_per_mm
    return (
        f'<g class="scale"><path d="M{number(x)},{number(y - 5)} v10 m0,-5 h{number(length)} '
        f'm0,-5 v10" fill="none" stroke="{shown.colours.words}" stroke-width="2"/>'
        f'<text x="{number(x)}" y="{number(y - 10)}">{SCALE_MM:.0f} mm</text></g>'
    )
