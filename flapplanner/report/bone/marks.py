"""The marks of a bone drawing: bones, what is taken, bars, docking faces and folds."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from shapely import union_all

from flapplanner.bone.built import Docking
from flapplanner.report.bone.scene import BLOCK_MM, Bar, Fold, face_line
from flapplanner.report.bone.shown import Shown, bar_colour
from flapplanner.report.bone.taken import Part
from flapplanner.report.bone.view import rod
from flapplanner.report.bone.words import words
from flapplanner.report.drawing_window import number_pair


def marks(shown: Shown) -> Iterator[str]:
    """All of one picture, from its back to its front."""
    panel, colours = shown.panel, shown.colours
    name = panel.view.name
    yield (
        f'<g class="{name}" clip-path="url(#{panel.clip})"><rect class="paper" {panel.rect} '
        f'fill="{colours.paper}"/>'
    )
    yield f'<g clip-path="url(#{panel.clip}-bones)">'
    for part in shown.parts:
        yield from _bone(part, shown)
    yield "</g>"
    for bar in (bar for bar in shown.bars if not bar.block):
        yield from _bar(bar, shown)
    yield from _block(shown)
    for docking in shown.dockings:
        yield _face(docking, shown)
    for fold in shown.folds:
        yield _fold(fold, shown)
    yield from words(shown)
    yield "</g>"


def _bone(part: Part, shown: Shown) -> Iterator[str]:
    colours, bone = shown.colours, part.bone
    side = f" {bone.hand}" if bone.hand else ""
    through = bone.name in ("hip_bone", "femur") and shown.panel.view.name == "lateral"
    if not part.kept.is_empty:
        yield (
            f'<path class="bone {bone.name}{side}" d="{shown.panel.path(part.kept)}" '
            f'fill="{colours.body}" fill-opacity="{0.5 if through else 0.9}" '
            f'stroke="{colours.outline}" stroke-width="1.2" stroke-linejoin="round"/>'
        )
    if not part.taken.is_empty:
        yield (
            f'<path class="taken {bone.name}{side}" d="{shown.panel.path(part.taken)}" '
            f'fill="{colours.missing}" fill-opacity="0.1" stroke="{colours.missing}" '
            f'stroke-width="1.4" stroke-dasharray="5 3"/>'
        )


def _bar(bar: Bar, shown: Shown) -> Iterator[str]:
    """The bar between its faces, and darker what goes into bone at either end."""
    panel, view = shown.panel, shown.panel.view
    colour, radius = bar_colour(shown.built, shown.colours), bar.diameter_mm / 2
    faint = 1.0 if shown.is_near(bar) else 0.5
    living = shown.built is not None and shown.built.living
    free = rod(bar.start, bar.end, radius, view)
    yield f'<g class="bar {bar.strut.side}" opacity="{faint}">'
    yield f'<path d="{panel.path(free)}" fill="{shown.colours.paper}"/>'
    fill = f'fill="{colour}" fill-opacity="0.45"' if living else 'fill="url(#dead)"'
    edge = f'stroke="{colour}" stroke-width="1.5" stroke-linejoin="round"'
    yield f'<path class="free" d="{panel.path(free)}" {fill} {edge}/>'
    for face, end in ((bar.start, bar.first), (bar.end, bar.last)):
        if not np.allclose(face, end):
            docked = panel.path(rod(face, end, radius, view))
            yield f'<path class="docked" d="{docked}" fill="{colour}" {edge}/>'
    yield "</g>"


def _block(shown: Shown) -> Iterator[str]:
    """An implant between all its faces, as one piece; its form is not known."""
    blocks = [bar for bar in shown.bars if bar.block]
    view, colour = shown.panel.view, bar_colour(shown.built, shown.colours)
    if blocks:
        shapes = [rod(bar.start, bar.end, bar.diameter_mm / 2, view) for bar in blocks]
        whole = union_all(shapes).buffer(BLOCK_MM / 4).buffer(-BLOCK_MM / 4)
        yield (
            f'<g class="block"><path d="{shown.panel.path(whole)}" fill="{shown.colours.paper}"/>'
            f'<path d="{shown.panel.path(whole)}" fill="url(#dead)" stroke="{colour}" '
            f'stroke-width="1.5" stroke-linejoin="round"/></g>'
        )


def _face(docking: Docking, shown: Shown) -> str:
    line = shown.panel.line(face_line(docking, shown.panel.view))
    return (
        f'<path class="face" d="M{line}" stroke="{shown.colours.words}" stroke-width="2.5" '
        f'stroke-linecap="round"/>'
    )


def _fold(fold: Fold, shown: Shown) -> str:
    points = " L".join(number_pair(point) for point in shown.fold_line(fold))
    return (
        f'<path class="fold" d="M{points}" fill="none" stroke="{shown.colours.pedicle}" '
        f'stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round"/>'
    )
