"""The legend under a bone drawing, in plain words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Literal

from flapplanner.bone.built import Built
from flapplanner.report.bone.frame import WIDTH
from flapplanner.report.bone.shown import bar_colour
from flapplanner.report.drawing_ink import Ink
from flapplanner.report.drawing_labels import text_width
from flapplanner.report.drawing_legend import GAP, ROW, SWATCH
from flapplanner.report.drawing_window import number


@dataclass(frozen=True)
class BoneKey:
    """One entry: the kind of thing that is drawn, and its words."""

    kind: Literal["bone", "taken", "bar", "docked", "dead", "face", "fold", "released"]
    words: str


def bone_legend(
    keys: Iterable[BoneKey], top: float, colours: Ink, built: Built | None
) -> tuple[str, float]:
    """The entries in rows below `top`, and the height they take."""
    parts, x, row = [], 2.0, 0
    for key in keys:
        width = SWATCH + 6 + text_width([key.words])
        if x > 2.0 and x + width > WIDTH:
            x, row = 2.0, row + 1
        y = top + 10 + ROW * (row + 0.5)
        parts.append(
            f'<g class="key">{_swatch(key.kind, x, y, colours, built)}<text '
            f'x="{number(x + SWATCH + 6)}" y="{number(y + 4.5)}">{escape(key.words)}</text></g>'
        )
        x += width + GAP
    return "".join(parts), 10 + ROW * (row + 1)


def _swatch(kind: str, x: float, y: float, colours: Ink, built: Built | None) -> str:
    left, right = number(x), number(x + SWATCH)
    area = f'<rect x="{left}" y="{number(y - 7)}" width="{number(SWATCH)}" height="14"'
    line = f'<path d="M{left},{number(y)} H{right}" fill="none" stroke-linecap="round"'
    colour = bar_colour(built, colours)
    match kind:
        case "bone":
            return f'{area} fill="{colours.body}" stroke="{colours.outline}" stroke-width="1.2"/>'
        case "taken":
            return (
                f'{area} fill="{colours.missing}" fill-opacity="0.1" stroke="{colours.missing}" '
                f'stroke-width="1.4" stroke-dasharray="5 3"/>'
            )
        case "bar" if built and built.living:
            return f'{area} fill="{colour}" fill-opacity="0.45" {_edge(colour)}/>'
        case "docked":
            return f'{area} fill="{colour}" {_edge(colour)}/>'
        case "face":
            return f'{line} stroke="{colours.words}" stroke-width="2.5"/>'
        case "fold":
            return f'{line} stroke="{colours.pedicle}" stroke-width="2.5"/>'
        case "released":
            return (
                f'{area} fill="{colours.paper}" stroke="{colours.pedicle}" stroke-width="1.5" '
                f'stroke-dasharray="3 2"/>'
            )
    return f'{area} fill="url(#dead)" {_edge(colour)}/>'


def _edge(colour: str) -> str:
    return f'stroke="{colour}" stroke-width="1.5"'
