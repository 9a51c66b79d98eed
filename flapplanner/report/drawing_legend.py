"""The legend under a drawing: what each colour and line stands for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Literal

from flapplanner.report.drawing_ink import Ink
from flapplanner.report.drawing_labels import text_width
from flapplanner.report.drawing_window import HEIGHT, WIDTH, number

ROW = 21.0
SWATCH = 24.0
GAP = 14.0


@dataclass(frozen=True)
class Key:
    """One entry: the kind of thing that is drawn, and its words."""

    kind: Literal[
        "missing",
        "margin",
        "paddle",
        "bare",
        "pedicle",
        "perforator",
        "cut",
        "scar",
        "excised",
        "arc",
    ]
    words: str


def legend(keys: Iterable[Key], colours: Ink) -> tuple[str, float]:
    """The entries in rows under the picture, and the height they take."""
    parts, x, row = [], 2.0, 0
    for key in keys:
        width = SWATCH + 6 + text_width([key.words])
        if x > 2.0 and x + width > WIDTH:
            x, row = 2.0, row + 1
        y = HEIGHT + 10 + ROW * (row + 0.5)
        parts.append(
            f'<g class="key">{_swatch(key.kind, x, y, colours)}<text '
            f'x="{number(x + SWATCH + 6)}" y="{number(y + 4.5)}">{escape(key.words)}</text></g>'
        )
        x += width + GAP
    return "".join(parts), 10 + ROW * (row + 1) if parts else 0.0


def _swatch(kind: str, x: float, y: float, colours: Ink) -> str:
    left, right, top = number(x), number(x + SWATCH), number(y - 7)
    area = f'<rect x="{left}" y="{top}" width="{number(SWATCH)}" height="14"'
    line = f'<path d="M{left},{number(y)} H{right}" fill="none"'
    match kind:
        case "missing":
            return f'{area} fill="{colours.missing}" fill-opacity="0.35" {_edge(colours.missing)}/>'
        case "paddle":
            return f'{area} fill="{colours.paddle}" fill-opacity="0.3" {_edge(colours.paddle)}/>'
        case "margin":
            return f'{line} {_edge(colours.missing)} stroke-dasharray="7 4"/>'
        case "cut":
            return f'{line} {_edge(colours.paddle)} stroke-dasharray="6 3"/>'
        case "scar":
            return f'{line} {_edge(colours.words)} stroke-dasharray="9 2.5 1.5 2.5"/>'
        case "excised":
            return (
                f'{area} fill="{colours.words}" fill-opacity="0.12" stroke="{colours.words}" '
                f'stroke-dasharray="1 3"/>'
            )
        case "perforator":
            return (
                f'<circle cx="{number(x + SWATCH / 2)}" cy="{number(y)}" r="7" fill="none" '
                f'stroke="{colours.pedicle}" stroke-dasharray="2 2"/><circle '
                f'cx="{number(x + SWATCH / 2)}" cy="{number(y)}" r="2.5" fill="{colours.pedicle}"/>'
            )
        case "bare":
            return f'{area} fill="url(#hatch)" {_edge(colours.bare)}/>'
        case "pedicle":
            return (
                f'{line} stroke="{colours.pedicle}" stroke-width="3"/><circle cx="{number(x + 4)}" '
                f'cy="{number(y)}" r="4" fill="{colours.pedicle}"/><circle '
                f'cx="{number(x + SWATCH - 5)}" cy="{number(y)}" r="4" fill="{colours.paper}" '
                f'stroke="{colours.pedicle}" stroke-width="2"/>'
            )
    return (
        f'{area} fill="{colours.paddle}" fill-opacity="0.06" stroke="{colours.paddle}" '
        f'stroke-dasharray="2 4"/>'
    )


def _edge(colour: str) -> str:
    return f'stroke="{colour}" stroke-width="1.5"'
