"""A bone construct as a drawing: from behind and from the side, to one scale, with its lengths."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from textwrap import wrap

from shapely import union_all
from shapely.geometry import box

from flapplanner.bone.built import Built
from flapplanner.case import Case
from flapplanner.report.bone.cut_strip import HEIGHT as STRIP
from flapplanner.report.bone.cut_strip import cut_strip
from flapplanner.report.bone.frame import WIDTH, Panel, panels
from flapplanner.report.bone.legend import BoneKey, bone_legend
from flapplanner.report.bone.marks import marks
from flapplanner.report.bone.outline import size_of
from flapplanner.report.bone.scene import bars, folds
from flapplanner.report.bone.shown import Shown
from flapplanner.report.bone.taken import Part, parts, sides_of
from flapplanner.report.bone.view import FROM_LEFT, FROM_RIGHT, POSTERIOR, Places, View, rod
from flapplanner.report.drawing_ink import Ink, Scheme, ink
from flapplanner.report.drawing_labels import FONT, LETTER, LINE
from flapplanner.report.drawing_window import number

SCHEMATIC = (
    "Schematic: the bones are drawn through landmarks of an average body that is scaled to this "
    "patient, not from images. Written lengths are true; a bar that runs towards the eye looks "
    "shorter than it is."
)
# So much of the thigh is shown below the ischium [mm].
BELOW_MM = 22.0


def bone_svg(case: Case, places: Places, built: Built | None, scheme: Scheme = "light") -> str:
    """A construct in the patient's pelvis, seen from behind and from the side, as an SVG image.

    `case` says what is resected, `places` are this patient's landmarks [mm, body frame]
    (`PatientAnatomy.places`), and without `built` the resection alone is drawn. Both pictures have
    one scale, as their bars of 50 mm show; from behind, the patient's right is at the right. The
    side is that of the defect, the right one for a defect in the midline.
    """
    colours = ink(scheme)
    side = FROM_LEFT if sides_of(case) == ("left",) else FROM_RIGHT
    views = (POSTERIOR, side)
    found = [parts(case, places, view) for view in views]
    low = places["ischial_tuberosity_lowest_right"][2] - BELOW_MM * size_of(places)
    extents = [
        _extent(one, built, view, float(low)) for one, view in zip(found, views, strict=True)
    ]
    pair = panels(views, (extents[0], extents[1]))
    shown = [Shown(panel, one, built, colours) for panel, one in zip(pair, found, strict=True)]
    picture = "".join(mark for one in shown for mark in marks(one))
    below, height = _below(case, built, pair[0].height, colours)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {number(WIDTH)} '
        f'{number(height)}" font-family="Source Sans, sans-serif" font-size="{number(FONT)}" '
        f'fill="{colours.words}"><title>{escape(_title(case, built), quote=False)}</title>'
        f"<desc>{escape(_description(built, side), quote=False)}</desc>"
        f"{_definitions(pair, colours)}{picture}{below}</svg>"
    )


def _extent(
    found: Sequence[Part], built: Built | None, view: View, low: float
) -> tuple[float, float, float, float]:
    """What a picture has to show: all bones down to a little of the thigh, and all bars."""
    shapes = [part.bone.shape for part in found if part.bone.name != "femur"]
    for part in (part for part in found if part.bone.name == "femur"):
        start, _, end, top = part.bone.shape.bounds
        shapes.append(part.bone.shape.intersection(box(start, low, end, top)))
    for bar in bars(built) if built else ():
        shapes.append(rod(bar.first, bar.last, bar.diameter_mm / 2, view))
    left, bottom, right, top = union_all(shapes).bounds
    return left, min(low, bottom), right, top


def _below(case: Case, built: Built | None, top: float, colours: Ink) -> tuple[str, float]:
    """The bone as it is cut, the legend and the caption, and where they end."""
    text = []
    if built and built.cut:
        text.append(cut_strip(built.cut, built.material_title.capitalize(), top, colours))
        top += STRIP
    keys, height = bone_legend(_keys(case, built), top, colours, built)
    top += height
    lines = wrap(SCHEMATIC, int(WIDTH / (FONT * LETTER * 0.92)))
    spans = "".join(
        f'<tspan x="2" y="{number(top + LINE * (row + 1))}">{escape(line)}</tspan>'
        for row, line in enumerate(lines)
    )
    text.append(f'{keys}<text class="caption" fill="{colours.faint}">{spans}</text>')
    return "".join(text), top + LINE * len(lines) + 8


def _keys(case: Case, built: Built | None) -> Iterator[BoneKey]:
    resection = case.defect.resection
    yield BoneKey("bone", "bone that stays")
    if resection.level != "none" or resection.l5 or resection.ilium:
        yield BoneKey("taken", "resected")
    if built is None:
        return
    if any(bar.block for bar in bars(built)):
        yield BoneKey("dead", f"{built.material_title}, its form schematic")
    else:
        blood = "with its blood supply" if built.living else "without blood supply"
        yield BoneKey("bar", f"{built.material_title}, {blood}")
        yield BoneKey("docked", "the part of it inside bone")
    yield BoneKey("face", "face it rests on")
    if any(folds(built)):
        yield BoneKey("fold", "the bone folds here, its pedicle unbroken")
    if built.cut and any(built.cut.released_mm):
        yield BoneKey("released", "taken out so that it can fold")


def _definitions(pair: tuple[Panel, Panel], colours: Ink) -> str:
    clips = "".join(
        f'<clipPath id="{one.clip}"><rect {one.rect} rx="6"/></clipPath>'
        f'<clipPath id="{one.clip}-bones"><rect {one.upper_rect}/></clipPath>'
        for one in pair
    )
    return (
        f'<defs>{clips}<pattern id="dead" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="6" height="6" fill="{colours.body}"/>'
        f'<path d="M0,0 V6" stroke="{colours.faint}" stroke-width="2"/></pattern></defs>'
    )


def _title(case: Case, built: Built | None) -> str:
    return f"{case.label}: {built.title}, {built.material_title}" if built else case.label


def _description(built: Built | None, side: View) -> str:
    words = [
        f"The pelvis from behind, the patient's right at the right, and {side.words}; schematic."
    ]
    for strut in built.struts if built else ():
        count = "Two struts" if strut.parallel == 2 else "A strut"
        words.append(
            f"{count} of {strut.length_mm:.0f} mm from {strut.start.title} to {strut.end.title}."
        )
    return " ".join(words)
