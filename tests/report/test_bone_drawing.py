"""A bone construct as drawn: true to scale and side, complete, its words apart and in the frame."""

import json
import re
from itertools import combinations
from math import hypot
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiLineString, Polygon, affinity, union_all
from shapely.geometry.base import BaseGeometry

from flapplanner.anatomy.body_surface import body_surface
from flapplanner.bone import Built, Cut, Docking, Strut
from flapplanner.case import Case, Patient
from flapplanner.report.bone.cut_strip import stretches
from flapplanner.report.bone.drawing import bone_svg
from flapplanner.report.bone.frame import WIDTH
from flapplanner.report.bone.page import bone_page
from flapplanner.report.bone.scene import bars, folds
from flapplanner.report.bone.solids import coarse, tube
from flapplanner.report.bone.space import bone_space
from flapplanner.report.bone.view import POSTERIOR, Places, rod
from flapplanner.report.drawing_ink import Scheme
from flapplanner.report.drawing_labels import FONT, LINE, text_width
from tests import given as cases
from vascular_models import load_atlas

ATLAS = load_atlas()
SVG = "{http://www.w3.org/2000/svg}"
NUMBER = r"-?\d+\.\d"
L5, L5_FACE = (0.0, 62.0, 28.0), (0.0, -0.52, -0.854)
PUBIS, PUBIS_FACE = (27.0, 141.0, -98.0), (0.0, -0.6, 0.8)
MIRROR = np.array([-1.0, 1.0, 1.0])
OTHER = {"right": "left", "left": "right", "midline": "midline"}


def places(ratio: float = 1.0) -> Places:
    found = {}
    for name, place in ATLAS.landmarks.items():
        point = np.array(place.point_mm) * ratio
        if place.side == "midline":
            found[name] = point
        else:
            found[f"{name}_right"], found[f"{name}_left"] = point, point * MIRROR
    return found


def case(level: str, side: str = "midline", limb: str = "none", **resection: bool) -> Case:
    return cases.case(
        defect=cases.defect(
            side=side, resection={"level": level} | resection, skin={"shape": "none"}
        ),
        surgery={"limb_sacrificed": limb},
    )


def end(title: str, point: Any, outward: Any, cut_deg: float = 30.0) -> Docking:
    return Docking(
        title=title,
        point_mm=tuple(point),
        outward=tuple(outward),
        docking_mm=9.0,
        most_docking_mm=20.0,
        cut_deg=cut_deg,
    )


def strut(start: Docking, stop: Docking, side: Any = "right", parallel: Any = 1) -> Strut:
    gap = float(np.linalg.norm(np.subtract(start.point_mm, stop.point_mm)))
    return Strut(
        start=start,
        end=stop,
        side=side,
        parallel=parallel,
        gap_mm=gap,
        length_mm=gap + 18.0,
        most_length_mm=gap + 40.0,
    )


def to_ilium(side: str, parallel: int = 1) -> Strut:
    sign = 1.0 if side == "right" else -1.0
    ilium = end(f"{side} ilium", (sign * 65.0, 45.0, -38.0), (-0.8 * sign, 0.0, 0.6), 2.0)
    return strut(end("L5", L5, L5_FACE), ilium, side, parallel)


def built(*struts: Strut, material: str = "fibula", fold_deg: float | None = None) -> Built:
    pieces = tuple(one.length_mm for one in struts for _ in range(one.parallel))
    folding = len(pieces) - 1 if fold_deg else 0
    cut = Cut(
        bone="fibula",
        whole_mm=375.0,
        protected_proximal_mm=50.0,
        protected_distal_mm=65.0,
        available_mm=260.0,
        needed_mm=sum(pieces) + 20.0 * folding,
        pieces_mm=pieces,
        released_mm=(20.0,) * folding,
        fold_deg=(fold_deg or 0.0,) * folding,
    )
    return Built(
        key="made_up",
        title="A construct",
        short="construct",
        material=material,
        material_title=material.replace("_", " "),
        living=material in ATLAS.bones,
        across="L5 to the ilium",
        struts=struts,
        cut=cut if material == "fibula" else None,
    )


FRAME = built(to_ilium("right"), to_ilium("left"), fold_deg=93.0)
DOUBLE = built(to_ilium("right", 2), fold_deg=180.0)
FEMUR = built(
    strut(end("L5", L5, L5_FACE), end("right pubis", PUBIS, PUBIS_FACE)), material="femur"
)
IMPLANT = built(to_ilium("right"), to_ilium("left"), material="printed_implant")
SHOWN = {
    "frame": (case("total"), FRAME),
    "double": (case("hemisacrectomy", "right"), DOUBLE),
    "femur": (case("hemisacrectomy", "right", "right", ilium=True), FEMUR),
    "implant": (case("total", l5=True), IMPLANT),
    "nothing": (case("s2_s3"), None),
}


def drawn(name: str, scheme: Scheme = "light") -> ElementTree.Element:
    one, construct = SHOWN[name]
    return ElementTree.fromstring(bone_svg(one, places(), construct, scheme))


def picture(root: ElementTree.Element, view: str) -> ElementTree.Element:
    (found,) = (group for group in root.iter(f"{SVG}g") if group.get("class") == view)
    return found


def of_class(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [one for one in root.iter() if name in (one.get("class") or "").split()]


def points(path: ElementTree.Element) -> np.ndarray[Any, Any]:
    pairs = re.findall(rf"({NUMBER}),({NUMBER})", path.get("d", ""))
    return np.array([(float(x), float(y)) for x, y in pairs])


def frame_of(group: ElementTree.Element) -> tuple[float, float, float]:
    """Left edge, width and height of a picture."""
    (paper,) = of_class(group, "paper")
    x, width, height = (float(paper.get(name, "nan")) for name in ("x", "width", "height"))
    return x, width, height


def units_per_mm(group: ElementTree.Element) -> float:
    (scale,) = of_class(group, "scale")
    (path,) = scale.iter(f"{SVG}path")
    length = re.search(rf"h({NUMBER})", path.get("d", ""))
    assert length
    return float(length[1]) / 50


def boxes(group: ElementTree.Element) -> list[tuple[str, float, float, float, float]]:
    """All words in a picture with their left, top, right and bottom."""
    found = []
    for text in of_class(group, "label"):
        lines = [line for line in text.iter(f"{SVG}tspan")]
        width = text_width([line.text or "" for line in lines])
        x, y = float(lines[0].get("x", "nan")), float(lines[0].get("y", "nan")) - FONT * 0.85
        name = " ".join(line.text or "" for line in lines)
        found.append((name, x - width / 2, y, x + width / 2, y + LINE * len(lines)))
    return found


@settings(max_examples=25, deadline=None)
@given(
    start=st.tuples(st.floats(-60, 60), st.floats(-60, 80)),
    away=st.tuples(st.floats(-90, 90), st.floats(-90, 90)).filter(lambda uv: hypot(*uv) > 30),
    ratio=st.floats(0.8, 1.15),
)
def test_a_strut_across_the_line_of_sight_is_as_long_as_the_scale_says(
    start: tuple[float, float], away: tuple[float, float], ratio: float
) -> None:
    first = np.array([start[0], 50.0, start[1]])
    last = first + np.array([away[0], 0.0, away[1]])
    one = strut(end("one", first, (0, 0, 1)), end("other", last, (0, 0, 1)))
    root = ElementTree.fromstring(bone_svg(case("total"), places(ratio), built(one)))
    group = picture(root, "posterior")
    along = np.array([away[0], -away[1]]) / hypot(*away)
    (bar,) = of_class(group, "bar")
    reach = [points(path) @ along for path in bar.iter(f"{SVG}path")]
    length = max(r.max() for r in reach) - min(r.min() for r in reach)
    assert length / units_per_mm(group) == pytest.approx(one.length_mm, abs=0.4)
    (free,) = of_class(bar, "free")
    across = points(free) @ np.array([-along[1], along[0]])
    diameter = ATLAS.bones["fibula"].outer_diameter_mm.central
    assert (across.max() - across.min()) / units_per_mm(group) == pytest.approx(diameter, abs=0.4)
    assert f"{one.length_mm:.0f} mm" in [name for name, *_ in boxes(group)]


def test_both_pictures_have_one_scale() -> None:
    root = drawn("double")
    assert units_per_mm(picture(root, "posterior")) == units_per_mm(picture(root, "lateral"))
    lefts = [frame_of(picture(root, view)) for view in ("posterior", "lateral")]
    assert lefts[0][0] == 0
    assert lefts[1][0] + lefts[1][1] == pytest.approx(WIDTH, abs=0.2)
    assert lefts[0][2] == lefts[1][2]


def mirrored(name: str) -> tuple[Case, Built | None]:
    one, construct = SHOWN[name]
    defect = one.defect.model_copy(update={"side": OTHER[one.defect.side]})
    limb = OTHER.get(one.surgery.limb_sacrificed, "none")
    surgery = one.surgery.model_copy(update={"limb_sacrificed": limb})
    other = one.model_copy(update={"defect": defect, "surgery": surgery})
    if construct is None:
        return other, None
    struts = tuple(
        each.model_copy(
            update={
                "side": OTHER[each.side],
                "start": turned(each.start),
                "end": turned(each.end),
            }
        )
        for each in construct.struts
    )
    return other, construct.model_copy(update={"struts": struts})


def turned(docking: Docking) -> Docking:
    (x, y, z), (a, b, c) = docking.point_mm, docking.outward
    return docking.model_copy(update={"point_mm": (-x, y, z), "outward": (-a, b, c)})


@pytest.mark.parametrize("name", ["double", "femur"])
@pytest.mark.parametrize("view", ["posterior", "lateral"])
def test_the_left_is_the_mirror_image_of_the_right(name: str, view: str) -> None:
    """From behind the body is mirrored; from the side one looks from the other side."""
    one, construct = mirrored(name)
    groups = [
        picture(drawn(name), view),
        picture(ElementTree.fromstring(bone_svg(one, places(), construct)), view),
    ]
    left, width, _ = frame_of(groups[0])
    for kind in ("bone", "taken", "free", "docked"):
        here, there = (covered(of_class(group, kind)) for group in groups)
        flipped = affinity.scale(there, -1, 1, origin=(left + width / 2, 0))
        assert here.area > 100
        assert here.symmetric_difference(flipped).area < 0.01 * here.area
    faces = [MultiLineString([points(e) for e in of_class(group, "face")]) for group in groups]
    flipped = affinity.scale(faces[1], -1, 1, origin=(left + width / 2, 0))
    assert faces[0].hausdorff_distance(flipped) < 0.3


def covered(paths: list[ElementTree.Element]) -> BaseGeometry:
    """All that paths of closed rings cover; a ring inside another is a hole."""
    whole: BaseGeometry = Polygon()
    for path in paths:
        rings = [
            Polygon([tuple(map(float, pair.split(","))) for pair in ring.strip(" MZ").split(" L")])
            for ring in path.get("d", "").split("Z")
            if ring.strip()
        ]
        shape: BaseGeometry = Polygon()
        for ring in rings:
            shape = shape.symmetric_difference(ring.buffer(0))
        whole = union_all([whole, shape])
    return whole


@pytest.mark.parametrize("name", SHOWN)
@pytest.mark.parametrize("view", ["posterior", "lateral"])
def test_all_words_are_in_the_frame_and_none_lie_on_others(name: str, view: str) -> None:
    group = picture(drawn(name), view)
    left, width, height = frame_of(group)
    found = boxes(group)
    assert len(found) == len(of_class(group, "label"))
    for _, a, top, b, bottom in found:
        assert left <= a < b <= left + width
        assert 0 <= top < bottom <= height
    for (_, a, t, b, u), (_, c, v, d, w) in combinations(found, 2):
        assert b <= c or d <= a or u <= v or w <= t


def test_words_say_lengths_cuts_and_folds() -> None:
    names = [name for name, *_ in boxes(picture(drawn("frame"), "posterior"))]
    length = FRAME.struts[0].length_mm
    assert names.count(f"{length:.0f} mm") == 2
    assert "folds by 93° 20 mm taken out" in names
    assert "L5 cut at 30°" in names
    assert "right ilium cut square" in names
    names = [name for name, *_ in boxes(picture(drawn("double"), "posterior"))]
    assert f"2 × {length:.0f} mm" in names


def test_from_behind_the_right_is_at_the_right_and_from_the_side_it_faces_forward() -> None:
    root = drawn("double")
    (_, *right), *_ = (one for one in boxes(picture(root, "posterior")) if "ilium" in one[0])
    left, width, _ = frame_of(picture(root, "posterior"))
    assert right[0] > left + width / 2
    ends = {view: [e.text for e in of_class(picture(root, view), "end")] for view in
            ("posterior", "lateral")}  # fmt: skip
    assert ends["posterior"] == ["Left", "Right", "cranial ↑", "seen from behind"]
    assert ends["lateral"] == ["back", "front", "cranial ↑", "seen from the right"]
    one, construct = mirrored("double")
    other = ElementTree.fromstring(bone_svg(one, places(), construct))
    texts = [e.text for e in of_class(picture(other, "lateral"), "end")]
    assert texts == ["front", "back", "cranial ↑", "seen from the left"]


TAKEN = {
    "none": (case("none"), set()),
    "below_s3": (case("below_s3"), {"sacrum"}),
    "s1_s2": (case("s1_s2"), {"sacrum"}),
    "total": (case("total"), {"sacrum"}),
    "with_l5": (case("total", l5=True), {"sacrum", "l5"}),
    "half": (case("hemisacrectomy", "left"), {"sacrum"}),
    "ilium": (case("none", "right", ilium=True), {"hip_bone right"}),
    "both_ilia": (case("none", ilium=True), {"hip_bone right", "hip_bone left"}),
    "limb": (
        case("hemisacrectomy", "left", "left", ilium=True),
        {"sacrum", "hip_bone left", "femur left"},
    ),
}


@pytest.mark.parametrize("name", TAKEN)
def test_what_is_resected_is_dashed_and_the_rest_stays(name: str) -> None:
    one, wanted = TAKEN[name]
    root = ElementTree.fromstring(bone_svg(one, places(), None))
    group = picture(root, "posterior")
    taken = {(e.get("class") or "").removeprefix("taken ") for e in of_class(group, "taken")}
    assert taken == wanted
    kept = {(e.get("class") or "").removeprefix("bone ") for e in of_class(group, "bone")}
    assert "l4" in kept
    assert ("sacrum" in kept) == (name not in ("total", "with_l5"))
    assert all(e.get("stroke-dasharray") for e in of_class(group, "taken"))
    assert not any(e.get("stroke-dasharray") for e in of_class(group, "bone"))


def extent(level: str, kind: str, **more: Any) -> tuple[float, ...]:
    """Left, top, right and bottom of what is kept or taken of the sacrum, from behind."""
    root = ElementTree.fromstring(bone_svg(case(level, **more), places(), None))
    group = picture(root, "posterior")
    ring = np.vstack([points(e) for e in of_class(group, kind) if "sacrum" in e.get("class", "")])
    return (*ring.min(axis=0), *ring.max(axis=0))


def test_a_higher_cut_takes_more_and_half_a_sacrum_is_that_of_its_side() -> None:
    tops = [extent(level, "taken")[1] for level in ("below_s3", "s2_s3", "s1_s2", "total")]
    assert tops == sorted(tops, reverse=True)
    assert len(set(tops)) == 4
    for level in ("below_s3", "s2_s3", "s1_s2"):
        assert extent(level, "bone")[3] == pytest.approx(extent(level, "taken")[1], abs=0.2)
    right = extent("hemisacrectomy", "taken", side="right")
    left = extent("hemisacrectomy", "taken", side="left")
    assert right[0] == pytest.approx(left[2], abs=0.2)  # they meet in the midline
    assert right[2] > right[0] > left[0]


@pytest.mark.parametrize("name", SHOWN)
@pytest.mark.parametrize("scheme", ["light", "dark", "either"])
def test_the_drawing_is_complete_in_every_scheme(name: str, scheme: Scheme) -> None:
    root = drawn(name, scheme)
    one, construct = SHOWN[name]
    assert one.label in (root.findtext(f"{SVG}title") or "")
    assert "schematic" in (root.findtext(f"{SVG}desc") or "")
    words = " ".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))
    assert "Schematic" in words
    assert "resected" in words
    group = picture(root, "posterior")
    made = bars(construct) if construct else ()
    assert len(of_class(group, "bar")) == sum(not bar.block for bar in made)
    assert len(of_class(group, "block")) == any(bar.block for bar in made)
    assert ("implant, schematic" in [w for w, *_ in boxes(group)]) == (name == "implant")
    assert len(of_class(group, "fold")) == (len(list(folds(construct))) if construct else 0)
    assert bone_svg(one, places(), construct, scheme) == bone_svg(one, places(), construct, scheme)


def test_a_double_strut_lies_side_by_side_with_room_between() -> None:
    first, second = bars(DOUBLE)
    apart = float(np.linalg.norm(first.start - second.start))
    assert apart == pytest.approx(14.0, abs=0.1)
    assert apart > first.diameter_mm
    across = second.start - first.start
    assert across @ (first.end - first.start) == pytest.approx(0.0, abs=1e-9)
    assert not rod(first.first, first.last, first.diameter_mm / 2, POSTERIOR).intersects(
        rod(second.first, second.last, second.diameter_mm / 2, POSTERIOR)
    )
    (fold,) = folds(DOUBLE)
    assert (fold.at_one, fold.at_other) == (1, 1)


def test_the_cut_bone_adds_up_to_its_length() -> None:
    assert FRAME.cut
    parts = list(stretches(FRAME.cut))
    assert sum(one.length_mm for one in parts) == pytest.approx(FRAME.cut.whole_mm)
    assert [one.kind for one in parts] == [
        "stays", "spare", "piece", "released", "piece", "stays",
    ]  # fmt: skip
    (strip,) = of_class(drawn("frame"), "cutting")
    widths = [float(rect.get("width", "nan")) for rect in strip.iter(f"{SVG}rect")]
    assert sum(widths) == pytest.approx(WIDTH, abs=1.0)
    ratio = WIDTH / FRAME.cut.whole_mm
    assert widths == pytest.approx([one.length_mm * ratio for one in parts], abs=0.06)


def test_a_bone_that_is_too_short_is_said_to_be() -> None:
    long = FRAME.model_copy(
        update={"cut": FRAME.cut and FRAME.cut.model_copy(update={"available_mm": 200.0})}
    )
    text = bone_svg(case("total"), places(), long)
    assert long.cut
    assert f"too short by {-long.cut.spare_mm:.0f} mm" in text


def test_words_of_a_case_are_escaped() -> None:
    one = case("total").model_copy(update={"label": 'a <b> & "c"'})
    root = ElementTree.fromstring(bone_svg(one, places(), FRAME))
    assert (root.findtext(f"{SVG}title") or "").startswith('a <b> & "c"')


SKIN = body_surface(Patient(sex="male", stature_mm=1750, mass_kg=73), ATLAS)


def test_the_skin_in_space_has_few_faces_and_stays_where_it_was() -> None:
    vertices, faces = coarse(SKIN, -250.0, 190.0)
    assert 1000 < len(faces) < 5000
    fine = SKIN.vertices_mm
    for axis in (0, 1):
        inside = fine[(fine[:, 2] > -250) & (fine[:, 2] < 190), axis]
        assert vertices[:, axis].max() == pytest.approx(inside.max(), abs=8)
        assert vertices[:, axis].min() == pytest.approx(inside.min(), abs=8)
    there = {tuple(point) for point in vertices.round(3).tolist()}
    mirrored_points = (vertices * MIRROR).round(3) + 0.0
    assert sum(tuple(point) in there for point in mirrored_points.tolist()) > 0.98 * len(vertices)


@given(st.lists(st.floats(-100, 100), min_size=6, max_size=6), st.floats(2, 20))
def test_a_tube_is_as_long_and_as_thick_as_asked(at: list[float], radius: float) -> None:
    start, stop = np.array(at[:3]), np.array(at[3:])
    along = stop - start
    length = float(np.linalg.norm(along))
    if length < 1:
        return
    vertices, faces = tube(start, stop, radius)
    heights = (vertices - start) @ along / length
    assert heights.min() == pytest.approx(0, abs=1e-9)
    assert heights.max() == pytest.approx(length, abs=1e-9)
    aside = np.linalg.norm(vertices - start - heights[:, None] * along / length, axis=1)
    assert aside.max() == pytest.approx(radius)
    a, b, c = (vertices[faces[:, i]] for i in range(3))
    volume = float(np.sum(a * np.cross(b, c))) / 6
    polygon = 12 * np.sin(2 * np.pi / 24) * radius**2  # of 24 corners
    assert volume == pytest.approx(polygon * length, rel=1e-6)


@pytest.mark.parametrize("name", SHOWN)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_figure_in_space_is_plain_and_to_scale(name: str, scheme: Any) -> None:
    one, construct = SHOWN[name]
    figure = json.loads(json.dumps(bone_space(one, SKIN, places(), construct, scheme)))
    scene = figure["layout"]["scene"]
    assert scene["aspectmode"] == "data"
    assert not any(scene[f"{axis}axis"]["visible"] for axis in "xyz")
    assert scene["camera"]["eye"]["y"] < -1  # from behind
    traces = {trace["name"]: trace for trace in figure["data"]}
    assert traces["skin"]["opacity"] < 0.3
    assert "bone that stays, schematic" in traces
    assert traces["resected"]["line"]["dash"] == "dash"
    for trace in traces.values():
        assert len(trace["x"]) == len(trace["y"]) == len(trace["z"])
        if trace["type"] == "mesh3d":
            assert max(*trace["i"], *trace["j"], *trace["k"]) < len(trace["x"])
    assert sum(len(trace.get("i", ())) for trace in traces.values()) < 6000
    assert any(title.endswith(" mm") for title in traces) == (name not in ("nothing", "implant"))


def test_the_page_stands_alone() -> None:
    one, construct = SHOWN["frame"]
    page = bone_page(bone_space(one, SKIN, places(), construct), 'A <b> & "c"')
    assert "<title>A &lt;b&gt; &amp; &quot;c&quot;</title>" in page
    assert not re.search(r"https?://|\bsrc=|\bimport\b|fetch\(", page)
    (text,) = re.findall(r'<script id="figure" type="application/json">(.*?)</script>', page)
    assert len(json.loads(text)["data"]) >= 6
    assert len(page) < 120_000
