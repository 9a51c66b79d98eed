"""The marks and words of a drawing: bony landmarks, left and right, up and down, scale."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from shapely.geometry import LineString, Polygon

from flapplanner.report.drawing_labels import FONT, LINE, Box, Label, labels, text_width
from flapplanner.report.drawing_scene import Scene
from flapplanner.report.drawing_window import HEIGHT, WIDTH, number, number_pair

SCALE_MM = 50.0
MARGIN = 14.0
LARGE = FONT * 1.2
# In each view: what lies at the left, the right, the top and the bottom of the picture.
_ENDS = {
    "posterior": ("Left", "Right", "cranial ↑", "caudal ↓"),
    "perineal": ("Left", "Right", "to the sacrum ↑", "to the pubis ↓"),
}
_ENDS_FROM = {
    "right": ("Left, back", "Right, front", "cranial ↑", "caudal ↓"),
    "left": ("Left, front", "Right, back", "cranial ↑", "caudal ↓"),
}
_SCALE_BOX = (0.0, HEIGHT - 44.0, 110.0, HEIGHT)


@dataclass(frozen=True)
class _End:
    """Words at an edge of the picture."""

    text: str
    anchor: str
    x: float
    y: float
    size: float = FONT
    weight: str = "normal"

    @property
    def box(self) -> Box:
        width = text_width([self.text], self.size)
        left = {"start": self.x, "middle": self.x - width / 2, "end": self.x - width}[self.anchor]
        return (left, self.y - self.size, left + width, self.y + 4)


def marks(scene: Scene) -> Iterator[str]:
    """All marks and words, the landmarks first."""
    ends = _ends(scene)
    yield from _landmarks(scene, ends)
    for end in ends:
        yield (
            f'<text class="end" x="{number(end.x)}" y="{number(end.y)}" '
            f'text-anchor="{end.anchor}" font-weight="{end.weight}" '
            f'font-size="{number(end.size)}" {_halo(scene)}>{end.text}</text>'
        )
    yield _scale_bar(scene)


def _ends(scene: Scene) -> list[_End]:
    left, right, top, bottom = _ENDS.get(scene.plan.view) or _ENDS_FROM[scene.plan.case.defect.side]
    head, foot = MARGIN + FONT, HEIGHT - MARGIN
    return [
        _End(left, "start", MARGIN, head, LARGE, "bold"),
        _End(right, "end", WIDTH - MARGIN, head, LARGE, "bold"),
        _End(top, "middle", WIDTH / 2, head),
        _End(bottom, "middle", WIDTH / 2, foot),
        _End(scene.seen, "end", WIDTH - MARGIN, foot),
    ]


def _landmarks(scene: Scene, ends: list[_End]) -> Iterator[str]:
    found = [(one.words, [scene.window.xy(point) for point in one.points]) for one in scene.felt]
    for words, points in found:
        yield f'<g class="landmark" fill="{scene.colours.words}"><title>{" ".join(words)}</title>'
        for x, y in points:
            yield (
                f'<path d="M{number(x)},{number(y - 4.5)} l4.5,4.5 l-4.5,4.5 l-4.5,-4.5 Z" '
                f'stroke="{scene.colours.paper}" stroke-width="1"/>'
            )
        yield "</g>"
    taken = [*(end.box for end in ends), _SCALE_BOX]
    for label in labels(found, list(_to_keep_clear(scene)), taken):
        yield from _label(scene, label)


def _label(scene: Scene, label: Label) -> Iterator[str]:
    if label.leader:
        start, end = map(number_pair, label.leader)
        yield f'<path class="leader" d="M{start} L{end}" stroke="{scene.colours.faint}"/>'
    lines = "".join(
        f'<tspan x="{number(label.x)}" y="{number(label.y + LINE * row + FONT * 0.85)}">'
        f"{line}</tspan>"
        for row, line in enumerate(label.words)
    )
    yield (
        f'<text class="label" text-anchor="{label.anchor}" fill="{scene.colours.faint}" '
        f"{_halo(scene)}>{lines}</text>"
    )


def _halo(scene: Scene) -> str:
    """Paper round the letters, so that words stay readable over lines."""
    return (
        f'stroke="{scene.colours.paper}" stroke-width="3" stroke-linejoin="round" '
        f'paint-order="stroke"'
    )


def _to_keep_clear(scene: Scene) -> Iterator[Polygon]:
    for ring in (scene.plan.target, *(laying.paddle for laying in scene.layings)):
        if ring:
            yield Polygon([scene.window.xy(point) for point in ring]).simplify(2.0).buffer(0)
    for laying in scene.layings:
        ends = [scene.window.xy(laying.pivot_mm), scene.window.xy(laying.hilum_mm)]
        yield LineString(ends).buffer(7.0, quad_segs=2)


def _scale_bar(scene: Scene) -> str:
    length, y = SCALE_MM * scene.window.units_per_mm, HEIGHT - MARGIN - 4
    return (
        f'<g class="scale"><path d="M{number(MARGIN)},{number(y - 5)} v10 m0,-5 h{number(length)} '
        f'm0,-5 v10" fill="none" stroke="{scene.colours.words}" stroke-width="2"/>'
        f'<text x="{number(MARGIN)}" y="{number(y - 10)}">{SCALE_MM:.0f} mm</text></g>'
    )
