"""The plan as a drawing: the chart as the surgeon sees it, with one option laid on it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from math import dist

from flapplanner.options import Option
from flapplanner.planning import Plan
from flapplanner.report.drawing_areas import areas
from flapplanner.report.drawing_ink import Ink, Scheme, ink
from flapplanner.report.drawing_labels import FONT
from flapplanner.report.drawing_legend import Key, legend
from flapplanner.report.drawing_marks import marks
from flapplanner.report.drawing_scene import Scene, scene
from flapplanner.report.drawing_window import HEIGHT, WIDTH, number


def plan_svg(plan: Plan, choice: Option | None, scheme: Scheme = "light") -> str:
    """The plan's chart with `choice` laid on it, as the text of an SVG image.

    The picture is drawn to one scale in both directions, as its bar of 50 mm shows; the patient's
    right is at its right. The same plan and choice give the same text.
    """
    shown = scene(plan, choice, ink(scheme))
    keys, height = legend(_keys(shown), shown.colours)
    colours = shown.colours
    picture = "".join((*areas(shown), *marks(shown)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" '
        f'viewBox="0 0 {number(WIDTH)} {number(HEIGHT + height)}" '
        f'font-family="Source Sans, sans-serif" font-size="{number(FONT)}" '
        f'fill="{colours.words}"><title>{escape(_title(shown), quote=False)}</title>'
        f"<desc>{escape(_description(shown), quote=False)}</desc>{_definitions(colours)}"
        f'<g clip-path="url(#picture)"><rect class="paper" width="{number(WIDTH)}" '
        f'height="{number(HEIGHT)}" fill="{colours.paper}"/>{picture}</g>{keys}</svg>'
    )


def _definitions(colours: Ink) -> str:
    return (
        f'<defs><clipPath id="picture"><rect width="{number(WIDTH)}" height="{number(HEIGHT)}" '
        f'rx="6"/></clipPath><pattern id="hatch" width="7" height="7" '
        f'patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0,0 V7" '
        f'stroke="{colours.bare}" stroke-width="2.5"/></pattern></defs>'
    )


def _keys(shown: Scene) -> Iterator[Key]:
    if shown.plan.defect:
        yield Key("missing", "missing skin")
        yield Key("margin", "its inset margin")
    if shown.choice is None or not shown.layings:
        return
    yield Key("paddle", f"{_paddles(shown)}: {shown.choice.name}")
    if shown.bare:
        yield Key("bare", f"stays bare: {shown.choice.bare_area_mm2 / 100:.1f} cm²")
    apart = any(dist(one.pivot_mm, one.hilum_mm) > 1.0 for one in shown.layings)
    yield Key("pedicle", "pedicle, pivot to hilum" if apart else "pivot at the hilum")
    if shown.perforators:
        yield Key("perforator", "where its perforators are looked for, and the usual spread")
    if any(one.cut for one in shown.layings):
        yield Key("cut", "where it is incised")
    if any(one.scar for one in shown.layings):
        grafted = shown.choice.donor.scar == "outline"
        yield Key("scar", "border of its grafted donor site" if grafted else "donor scar")
    if any(one.excised for one in shown.layings):
        yield Key("excised", "standing cone, taken out")
    if not any(one.arc for one in shown.layings):
        return
    seen = any(shown.window.shows(point) for one in shown.layings for point in one.arc)
    yield Key("arc", "arc of rotation" if seen else "arc of rotation, wider than the picture")


def _paddles(shown: Scene) -> str:
    return "paddles" if len(shown.layings) > 1 else "paddle"


def _title(shown: Scene) -> str:
    label = shown.plan.case.label
    return f"{label}: {shown.choice.name}" if shown.choice else label


def _description(shown: Scene) -> str:
    choice = shown.choice
    words = [f"The patient, {shown.seen}; the patient's right is at the right of the picture."]
    if shown.plan.defect is None:
        words.append("No skin is missing.")
    if choice and choice.coverage_fraction is not None:
        words.append(f"{choice.title} covers {choice.coverage_fraction:.0%} of the missing skin.")
    if choice and shown.bare:
        words.append(f"{choice.bare_area_mm2 / 100:.1f} cm² stay bare.")
    return " ".join(words)
