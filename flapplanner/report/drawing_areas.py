"""The areas and lines of a drawing: body, missing skin, paddles, what stays bare, pedicles."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from flapplanner.report.drawing_body import body_paths
from flapplanner.report.drawing_scene import Scene
from flapplanner.report.drawing_window import number, number_pair


def areas(scene: Scene) -> Iterator[str]:
    """All areas and lines, from the back of the picture to its front."""
    yield from _body(scene)
    yield from _arcs(scene)
    yield from _cuts(scene)
    yield from _missing(scene)
    yield from _paddles(scene)
    yield from _excised(scene)
    yield from _bare(scene)
    yield from _scars(scene)
    yield from _pedicles(scene)
    yield from _perforators(scene)


def _body(scene: Scene) -> Iterator[str]:
    silhouette, lines = body_paths(scene.plan, scene.window)
    if silhouette:
        colours = scene.colours
        yield (
            f'<g class="body" fill="{colours.body}" stroke="{colours.outline}" stroke-width="1.2">'
            f'<path d="{silhouette}"/><path d="{lines}" fill="none"/></g>'
        )


def _cuts(scene: Scene) -> Iterator[str]:
    colour = scene.colours.paddle
    for laying in scene.layings:
        if laying.cut:
            yield (
                f'<path class="cut" d="{scene.window.path(laying.cut, closed=False)}" '
                f'fill="none" stroke="{colour}" stroke-width="1.5" stroke-dasharray="6 3"/>'
            )


def _excised(scene: Scene) -> Iterator[str]:
    """Skin that is taken out for a flap to lie flat."""
    colour = scene.colours.words
    for ring in (ring for laying in scene.layings for ring in laying.excised):
        yield (
            f'<path class="excised" d="{scene.window.path(ring)}" fill="{colour}" '
            f'fill-opacity="0.12" stroke="{colour}" stroke-width="1" stroke-dasharray="1 3"/>'
        )


def _scars(scene: Scene) -> Iterator[str]:
    colour = scene.colours.words
    for line in (line for laying in scene.layings for line in laying.scar):
        yield (
            f'<path class="scar" d="{scene.window.path(line, closed=False)}" fill="none" '
            f'stroke="{colour}" stroke-width="1.5" stroke-dasharray="9 2.5 1.5 2.5"/>'
        )


def _arcs(scene: Scene) -> Iterator[str]:
    colour = scene.colours.paddle
    for laying in (one for one in scene.layings if one.arc):
        yield (
            f'<path class="arc" d="{scene.window.path(laying.arc)}" fill="{colour}" '
            f'fill-opacity="0.05" stroke="{colour}" stroke-width="1.2" '
            f'stroke-opacity="0.8" stroke-dasharray="2 5"/>'
        )


def _missing(scene: Scene) -> Iterator[str]:
    colour = scene.colours.missing
    if scene.plan.defect:
        yield (
            f'<path class="missing" d="{scene.window.path(scene.plan.defect)}" fill="{colour}" '
            f'fill-opacity="0.35" stroke="{colour}" stroke-width="2"/>'
        )
    if scene.plan.target:
        yield (
            f'<path class="margin" d="{scene.window.path(scene.plan.target)}" fill="none" '
            f'stroke="{colour}" stroke-width="1.5" stroke-dasharray="7 4"/>'
        )


def _paddles(scene: Scene) -> Iterator[str]:
    colour = scene.colours.paddle
    for laying in scene.layings:
        yield (
            f'<path class="paddle" d="{scene.window.path(laying.paddle)}" fill="{colour}" '
            f'fill-opacity="0.3" stroke="{colour}" stroke-width="2"/>'
        )


def _bare(scene: Scene) -> Iterator[str]:
    colour = scene.colours.bare
    for ring in scene.bare:
        path = scene.window.path(ring)
        yield (
            f'<path class="bare" d="{path}" fill="{colour}" fill-opacity="0.35"/>'
            f'<path d="{path}" fill="url(#hatch)" stroke="{colour}" stroke-width="1.5"/>'
        )


def _pedicles(scene: Scene) -> Iterator[str]:
    colours = scene.colours
    for laying in scene.layings:
        pivot, hilum = scene.window.xy(laying.pivot_mm), scene.window.xy(laying.hilum_mm)
        yield (
            f'<g class="pedicle" stroke="{colours.pedicle}" stroke-width="3">'
            f'<path d="M{number_pair(pivot)} L{number_pair(hilum)}" stroke-linecap="round"/>'
            f'<circle class="hilum" cx="{number(hilum[0])}" cy="{number(hilum[1])}" r="5" '
            f'fill="{colours.paper}" stroke-width="2.5"/>'
            f'<circle class="pivot" cx="{number(pivot[0])}" cy="{number(pivot[1])}" r="4" '
            f'fill="{colours.pedicle}" stroke="{colours.paper}" stroke-width="1.5"/></g>'
        )


def _perforators(scene: Scene) -> Iterator[str]:
    """Where perforators are looked for: a dot, and the usual spread as a ring about it."""
    colours = scene.colours
    for mark in scene.perforators:
        x, y = map(number, scene.window.xy(mark.at_mm))
        spread = number(mark.spread_mm * scene.window.units_per_mm)
        yield (
            f'<g class="perforator"><title>{escape(mark.title)}: {escape(mark.number)}</title>'
            f'<circle cx="{x}" cy="{y}" r="{spread}" fill="none" stroke="{colours.pedicle}" '
            f'stroke-width="1.2" stroke-dasharray="2 2"/><circle cx="{x}" cy="{y}" r="2.5" '
            f'fill="{colours.pedicle}" stroke="{colours.paper}" stroke-width="1"/></g>'
        )
