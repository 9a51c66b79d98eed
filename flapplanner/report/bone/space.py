"""A construct in space: skin, landmarks, what is cut and the struts, as a Plotly figure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from flapplanner.bone.built import Built
from flapplanner.case import Case
from flapplanner.geometry.surface.mesh import Mesh
from flapplanner.report.bone.lines import cut_planes, lines
from flapplanner.report.bone.outline import size_of
from flapplanner.report.bone.scene import FACE_MM, bars
from flapplanner.report.bone.shown import bar_colour
from flapplanner.report.bone.solids import Solid, coarse, plate, tube
from flapplanner.report.bone.view import Array, Places, disc
from flapplanner.report.drawing_ink import Ink, ink

Trace = dict[str, Any]
# The skin is shown from the thigh to the waist [mm, of the reference body].
LOW_MM, HIGH_MM = -250.0, 190.0
# From behind and a little from above and the right.
EYE = {"x": 0.35, "y": -1.55, "z": 0.35}


def bone_space(
    case: Case,
    mesh: Mesh,
    places: Places,
    built: Built | None,
    scheme: Literal["light", "dark"] = "light",
) -> dict[str, Any]:
    """A construct in the patient's body as the JSON of a Plotly figure [mm, body frame].

    Plain values, so that nothing but the page that shows it has to know Plotly: the skin
    translucent and with few faces, the bones as lines through their landmarks, what is resected
    dashed, the planes of the cuts, the docking faces, and the struts as tubes of their true
    diameter. The camera stands behind the patient; one millimetre is as long on every axis.
    """
    colours = ink(scheme)
    size = size_of(places)
    skin = coarse(mesh, LOW_MM * size, HIGH_MM * size)
    return {
        "data": [
            _solid("skin", [skin], colours.outline, 0.14),
            *_bones(case, places, colours),
            *_struts(built, colours),
        ],
        "layout": _layout(colours),
    }


def _bones(case: Case, places: Places, colours: Ink) -> Iterator[Trace]:
    kept, taken = lines(case, places)
    yield _lines("bone that stays, schematic", kept, colours.faint)
    if taken:
        yield _lines("resected", taken, colours.missing, "dash")
    planes = [plate(rim) for rim in cut_planes(case, places)]
    if planes:
        yield _solid("cut through bone", planes, colours.missing, 0.25)


def _struts(built: Built | None, colours: Ink) -> Iterator[Trace]:
    if built is None:
        return
    made = bars(built)
    colour = bar_colour(built, colours)
    free = [tube(bar.start, bar.end, bar.diameter_mm / 2) for bar in made]
    docked = [
        tube(face, end, bar.diameter_mm / 2 * 1.02)
        for bar in made
        for face, end in ((bar.start, bar.first), (bar.end, bar.last))
        if not bar.block and not np.allclose(face, end)
    ]
    lengths = dict.fromkeys(f"{strut.length_mm:.0f} mm" for strut in built.struts)
    said = "its form schematic" if made[0].block else " and ".join(lengths)
    yield _solid(f"{built.material_title}, {said}", free, _paler(colour, colours.paper), 1.0)
    if docked:
        yield _solid("the part of it inside bone", docked, colour, 1.0)
    ends = [end for strut in built.struts for end in (strut.start, strut.end)]
    rims = [disc(end.point_mm, end.outward, FACE_MM) for end in dict.fromkeys(ends)]
    yield _lines("face it rests on", [np.vstack((rim, rim[:1])) for rim in rims], colours.words)


def _paler(colour: str, paper: str) -> str:
    """A colour mixed with that of the paper, so that what is docked stands out."""
    pairs = ((int(colour[i : i + 2], 16), int(paper[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(0.55 * one + 0.45 * other):02X}" for one, other in pairs)


def _solid(name: str, solids: Sequence[Solid], colour: str, opacity: float) -> Trace:
    offsets = np.cumsum([0, *(len(vertices) for vertices, _ in solids)])
    vertices = np.vstack([vertices for vertices, _ in solids])
    faces = np.vstack([faces + start for (_, faces), start in zip(solids, offsets, strict=False)])
    return {
        "type": "mesh3d",
        "name": name,
        **_columns("xyz", vertices.round(1) + 0.0),
        **_columns("ijk", faces),
        "color": colour,
        "opacity": opacity,
        "hoverinfo": "name",
        "showlegend": True,
        "lighting": {"ambient": 0.65, "diffuse": 0.6, "specular": 0.05},
    }


def _lines(name: str, found: Iterable[Array], colour: str, dash: str = "solid") -> Trace:
    """Many lines as one trace: a gap of nothing between two of them."""
    rows: list[list[float | None]] = []
    for line in found:
        rows += [*(line.round(1) + 0.0).tolist(), [None, None, None]]
    return {
        "type": "scatter3d",
        "mode": "lines",
        "name": name,
        **{axis: [row[i] for row in rows] for i, axis in enumerate("xyz")},
        "line": {"color": colour, "width": 4, "dash": dash},
        "hoverinfo": "name",
        "connectgaps": False,
    }


def _columns(names: str, table: NDArray[Any]) -> Trace:
    return {name: table[:, i].tolist() for i, name in enumerate(names)}


def _layout(colours: Ink) -> Trace:
    axis = {"visible": False, "showspikes": False}
    return {
        "scene": {
            "xaxis": axis,
            "yaxis": axis,
            "zaxis": axis,
            "aspectmode": "data",
            "camera": {"eye": EYE, "up": {"x": 0, "y": 0, "z": 1}},
            "dragmode": "orbit",
        },
        "paper_bgcolor": colours.paper,
        "font": {"color": colours.words, "size": 13},
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "legend": {"orientation": "h", "x": 0, "y": 0},
        "height": 460,
    }
