"""Paints docs/images/reach_maps.png: three reach maps on the skin, seen from behind.

Run it again when the atlas or the body surface changes. Each map is painted face by face, from the
farthest to the nearest, in the colours that `flapplanner reach --save` writes.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from scipy.interpolate import LinearNDInterpolator

from flapplanner.case import Case, complete
from flapplanner.options import Setting, assess, setting_for
from flapplanner.options.reach_chance import reach_chance
from flapplanner.options.reach_map import ReachMap, reach_map
from flapplanner.report.ply import chance_colours
from flapplanner.report.reach_text import share_words
from vascular_models import load_atlas

Array = NDArray[np.float64]

FOLDER = Path(__file__).parent
PICTURE = FOLDER / "images" / "reach_maps.png"
SHOWN = (
    ("total_sacrectomy", "vram", "right"),
    ("total_sacrectomy", "omentum", "midline"),
    ("low_sacrectomy", "sgap", "right"),
)

SCALE = 0.62  # pixels of the picture per millimetre
FINER = 3  # painted so many times as large, then made smaller: smooth edges
WIDTH, TOP, BOTTOM = 240.0, 330.0, -330.0  # what is shown of the body [mm]
LIGHT = np.array([-0.35, -0.8, 0.5])
INK, PAPER, LINE = (40, 40, 46), (255, 255, 255), (255, 255, 255)
LEVELS = (0.1, 0.5, 0.9)


@dataclass(frozen=True)
class Shown:
    """One map and what is written under it."""

    setting: Setting
    reach: ReachMap
    title: str
    below: str


def shown(example: str, flap: str, side: str) -> Shown:
    """The map of one flap of an example, with its share of bodies in words."""
    case = Case.load(FOLDER.parent / "examples" / f"{example}.yaml")
    setting = setting_for(complete(case).case, load_atlas())
    option = assess(flap, side, setting)
    reach, chance = reach_map(option, setting), reach_chance(option, setting)
    assert isinstance(reach, ReachMap)
    assert chance is not None
    assert chance.share is not None
    title = f"{option.name}, {case.defect.region} defect"
    return Shown(setting, reach, title, f"covers it in {share_words(chance.share)} of bodies")


def painted(one: Shown) -> Image.Image:
    """The skin from behind with its shares of bodies, the defect, and where the flap hangs."""
    reach, mesh = one.reach, one.reach.mesh
    size = (round(2 * WIDTH * SCALE) * FINER, round((TOP - BOTTOM) * SCALE) * FINER)
    image = Image.new("RGB", size, PAPER)
    draw = ImageDraw.Draw(image)
    corners = mesh.vertices_mm[mesh.faces]
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    chance = reach.chance[mesh.faces]
    bright = 0.55 + 0.45 * np.clip(normal @ (LIGHT / np.linalg.norm(LIGHT)), 0, 1)
    colours = (chance_colours(chance.mean(axis=1)) * bright[:, None]).astype(int)
    order = np.argsort(-corners[:, :, 1].mean(axis=1))
    flat = on_picture(corners)
    for face in order[normal[order, 1] < 0.05]:
        outline = [tuple(point) for point in flat[face]]
        draw.polygon(outline, fill=tuple(colours[face].tolist()))
        for level in LEVELS:
            crossed = crossing(flat[face], chance[face], level)
            if len(crossed) == 2:
                draw.line([tuple(end) for end in crossed], fill=LINE, width=FINER)
    outline = [tuple(point) for point in on_picture(on_skin(one))]
    draw.line(outline, fill=INK, width=2 * FINER)
    u, v = on_picture(reach.pivot_mm)
    r = 3.5 * FINER
    draw.ellipse((u - r, v - r, u + r, v + r), fill=INK, outline=LINE, width=FINER)
    return image.resize((size[0] // FINER, size[1] // FINER), Image.Resampling.LANCZOS)


def on_picture(points_mm: Array) -> Array:
    """Where points in space are seen from behind: the patient's right is on the right."""
    x, z = points_mm[..., 0], points_mm[..., 2]
    return np.stack((x + WIDTH, TOP - z), axis=-1) * SCALE * FINER


def crossing(corners: Array, values: Array, level: float) -> list[Array]:
    """Where the border of a face has a value: two points, or none."""
    found = []
    for i, j in ((0, 1), (1, 2), (2, 0)):
        if (values[i] < level) != (values[j] < level):
            share = (level - values[i]) / (values[j] - values[i])
            found.append(corners[i] + share * (corners[j] - corners[i]))
    return found


def on_skin(one: Shown) -> Array:
    """The outline of the missing skin on the body [mm]: the inverse of what the chart draws."""
    mesh, chart = one.reach.mesh, one.setting.anatomy.chart
    centre = mesh.vertices_mm[one.reach.centre]
    near = np.linalg.norm(mesh.vertices_mm - centre, axis=1) < 200
    points = mesh.vertices_mm[near & (mesh.normals[:, 1] < 0)]
    drawn = np.array([chart.seen(point).uv for point in points])
    assert one.setting.skin is not None
    found: Array = LinearNDInterpolator(drawn, points)(
        np.array(one.setting.skin.segmentize(3.0).exterior.coords)
    )
    return found


def main() -> None:
    """Paints the maps side by side, each with its words, and the scale below."""
    panels = [shown(*words) for words in SHOWN]
    images = [painted(panel) for panel in panels]
    wide, high = images[0].size
    sheet = Image.new("RGB", (len(images) * wide, high + 78), PAPER)
    draw = ImageDraw.Draw(sheet)
    large, small = ImageFont.load_default(14), ImageFont.load_default(12)
    for i, (panel, image) in enumerate(zip(panels, images, strict=True)):
        sheet.paste(image, (i * wide, 0))
        middle = (i + 0.5) * wide
        draw.text((middle, high + 4), panel.title, INK, large, anchor="ma")
        draw.text((middle, high + 22), panel.below, INK, small, anchor="ma")
    left, top, length = sheet.width // 2 - 150, high + 48, 300
    for x in range(length):
        colour = tuple(chance_colours(np.array([x / (length - 1)]))[0].tolist())
        draw.line((left + x, top, left + x, top + 10), fill=colour)
    words = "share of bodies that vary as published in which its tip comes there"
    draw.text((left - 8, top - 2), "0 %", INK, small, anchor="ra")
    draw.text((left + length + 8, top - 2), "100 %", INK, small, anchor="la")
    draw.text((sheet.width / 2, top + 13), words, INK, small, anchor="ma")
    for level in LEVELS:
        draw.line((left + level * length, top, left + level * length, top + 10), fill=LINE)
    # So many levels of each colour that the eye sees no steps, and the file stays small.
    sheet.point(lambda level: level // 6 * 6 + 3 if level < 250 else 255).save(
        PICTURE, optimize=True
    )


if __name__ == "__main__":
    main()
