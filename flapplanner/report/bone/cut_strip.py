"""The bone as it is cut: one straight bar from its upper to its lower end, true in its lengths."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Literal

from flapplanner.bone.built import Cut
from flapplanner.report.bone.frame import WIDTH
from flapplanner.report.drawing_ink import Ink
from flapplanner.report.drawing_labels import FONT, text_width
from flapplanner.report.drawing_window import number

HEIGHT = 58.0
_BAR = 18.0
_TOP = 30.0


@dataclass(frozen=True)
class Stretch:
    """A stretch of the bone [mm] and what becomes of it."""

    kind: Literal["stays", "piece", "released", "spare"]
    length_mm: float
    words: str


def stretches(cut: Cut) -> Iterator[Stretch]:
    """The bone from its upper end to its lower: what stays, the pieces, what is taken between.

    Their lengths add up to that of the bone, unless it is too short for its pieces. What is not
    used is drawn above the pieces, as the lower bone has the longer pedicle.
    """
    if cut.protected_proximal_mm > 0:
        yield Stretch("stays", cut.protected_proximal_mm, "stays")
    used = sum(cut.pieces_mm) + sum(cut.released_mm)
    spare = cut.whole_mm - cut.protected_proximal_mm - cut.protected_distal_mm - used
    if spare > 0.5:
        yield Stretch("spare", spare, "not used")
    for place, piece in enumerate(cut.pieces_mm):
        yield Stretch("piece", piece, f"{piece:.0f} mm")
        if place < len(cut.released_mm) and cut.released_mm[place] > 0:
            released = cut.released_mm[place]
            yield Stretch("released", released, f"{released:.0f}")
    if cut.protected_distal_mm > 0:
        yield Stretch("stays", cut.protected_distal_mm, "stays")


def cut_strip(cut: Cut, title: str, top: float, colours: Ink) -> str:
    """The bar with its stretches and their lengths, as SVG, `HEIGHT` high."""
    all_of_it = list(stretches(cut))
    scale = WIDTH / max(cut.whole_mm, sum(one.length_mm for one in all_of_it))
    y, x = top + _TOP, 0.0
    heading = f"{title} of {cut.whole_mm:.0f} mm, upper end at the left"
    parts = [
        f'<g class="cutting"><text x="2" y="{number(top + 21)}"><tspan font-weight="600">'
        f"{escape(heading)}</tspan>{_balance(cut, colours)}</text>"
    ]
    for one in all_of_it:
        width = one.length_mm * scale
        parts.append(_stretch(one, x, y, width, colours))
        x += width
    parts.append("</g>")
    return "".join(parts)


def _balance(cut: Cut, colours: Ink) -> str:
    if cut.spare_mm >= 0:
        return f": {cut.needed_mm:.0f} of the {cut.available_mm:.0f} mm that may be taken"
    return (
        f": {cut.needed_mm:.0f} mm needed, {cut.available_mm:.0f} mm may be taken, "
        f'<tspan font-weight="600" fill="{colours.bare}">too short by {-cut.spare_mm:.0f} mm'
        f"</tspan>"
    )


def _stretch(one: Stretch, x: float, y: float, width: float, colours: Ink) -> str:
    fills = {
        "stays": f'fill="{colours.body}" stroke="{colours.outline}"',
        "spare": f'fill="{colours.paper}" stroke="{colours.outline}"',
        "piece": f'fill="{colours.paddle}" fill-opacity="0.45" stroke="{colours.paddle}"',
        "released": f'fill="{colours.paper}" stroke="{colours.pedicle}" stroke-dasharray="3 2"',
    }
    words = ""
    for text in (one.words, one.words.removesuffix(" mm")):
        if text_width([text]) < width - 4:
            words = (
                f'<text x="{number(x + width / 2)}" y="{number(y + _BAR / 2 + FONT * 0.36)}" '
                f'text-anchor="middle">{text}</text>'
            )
            break
    return (
        f'<g class="{one.kind}"><title>{one.kind}: {one.length_mm:.0f} mm</title><rect '
        f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(_BAR)}" '
        f'{fills[one.kind]} stroke-width="1.5"/>{words}</g>'
    )
