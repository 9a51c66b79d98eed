"""Which chart a defect is drawn on, and what it shows of points on and below the skin."""

from functools import cache
from math import hypot

import numpy as np
import pytest
import shapely
from shapely.geometry import Point, Polygon

from flapplanner.anatomy import Chart, Plane, chart_on, patient_anatomy, plane_of
from flapplanner.anatomy.body_surface import body_surface
from flapplanner.case import Patient, complete
from flapplanner.errors import GeometryError
from flapplanner.geometry import ellipse
from flapplanner.geometry.surface.distances import geodesic_distances
from flapplanner.geometry.surface.mesh import Mesh
from flapplanner.geometry.surface.nearest import nearest
from tests.given import case, defect
from vascular_models import Side, load_atlas

ATLAS = load_atlas()
BACK = Plane("posterior", (0.0, 0.0, 0.0), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0))
OUTLINE = ellipse(100, 70)
PATIENT = Patient(sex="female", stature_mm=1630, mass_kg=68)


def bent_sheet(radius_mm: float) -> Mesh:
    """A sheet of 300 by 300 mm over itself, behind of the plane y = 0, bent about the z axis."""
    steps = np.linspace(-150, 150, 61)
    s, z = (grid.ravel() for grid in np.meshgrid(steps, steps))
    points = np.column_stack(
        (radius_mm * np.sin(s / radius_mm), radius_mm * (1 - np.cos(s / radius_mm)), z)
    )
    number = np.arange(len(s)).reshape(61, 61)
    a, b, c, d = number[:-1, :-1], number[:-1, 1:], number[1:, 1:], number[1:, :-1]
    faces = [np.stack(one, axis=-1).reshape(-1, 3) for one in ((a, b, c), (a, c, d))]
    return Mesh(points, np.concatenate(faces))


@cache
def region_chart(region: str, side: Side = "midline", outline: Polygon = OUTLINE) -> Chart:
    plane = plane_of(ATLAS.regions[region], side, 1630 / 1750)
    return chart_on(body_surface(PATIENT, ATLAS), plane, outline, ATLAS)


def test_flat_skin_is_drawn_on_the_flat_chart() -> None:
    chart = chart_on(bent_sheet(1e7), BACK, OUTLINE, ATLAS)
    assert chart.kind == "flat"
    assert chart.stretch is not None
    assert chart.stretch.rms < 1e-6
    for point in ([20.0, 50, -30], [-80, 10, 60]):
        assert chart.seen(np.array(point)) == BACK.seen(np.array(point))


def test_curved_skin_is_laid_flat() -> None:
    """A cylinder unrolls: u is the arc, true to length and area."""
    radius = 80.0
    chart = chart_on(bent_sheet(radius), BACK, OUTLINE, ATLAS)
    assert chart.kind == "surface"
    assert chart.stretch is not None
    assert chart.flat_stretch is not None
    assert chart.stretch.rms < 0.002 < 0.02 < chart.flat_stretch.rms
    for arc in (40.0, -100.0):
        turn = arc / radius
        on_skin = np.array([radius * np.sin(turn), radius * (1 - np.cos(turn)), 25.0])
        inward = np.array([-np.sin(turn), np.cos(turn), 0.0])
        seen = chart.seen(on_skin + 30 * inward)
        assert (seen.u_mm, seen.v_mm, seen.depth_mm) == pytest.approx((arc, 25, 30), abs=1.2)


@pytest.mark.parametrize("radius_mm", [80.0, 110.0, 400.0])
def test_the_flat_chart_serves_below_the_error_that_the_atlas_allows(radius_mm: float) -> None:
    chart = chart_on(bent_sheet(radius_mm), BACK, OUTLINE, ATLAS)
    allowed = ATLAS.body["flat_chart_area_error_ratio"].central
    assert chart.flat_stretch is not None
    assert (chart.kind == "flat") == (chart.flat_stretch.rms < allowed)
    assert {80.0: "surface", 400.0: "flat"}.get(radius_mm, chart.kind) == chart.kind


def test_skin_that_looks_away_has_no_flat_chart() -> None:
    away = Plane("posterior", (0.0, 0.0, 0.0), (-1.0, 0.0, 0.0), (0.0, 0.0, 1.0))
    chart = chart_on(bent_sheet(80.0), away, OUTLINE, ATLAS)
    assert chart.flat is None
    assert chart.kind == "surface"


@pytest.mark.parametrize("region", sorted(ATLAS.regions))
def test_the_chart_of_a_region_is_the_truer_one(region: str) -> None:
    chart = region_chart(region, "right" if ATLAS.regions[region].centre_mm[0] else "midline")
    assert chart.stretch is not None
    if chart.flat_stretch is not None:
        assert chart.stretch.rms <= chart.flat_stretch.rms


@pytest.mark.parametrize("region", ["sacral", "hemipelvis", "perineal"])
def test_a_line_on_the_chart_follows_the_skin(region: str) -> None:
    chart = region_chart(region, "right" if ATLAS.regions[region].centre_mm[0] else "midline")
    line = chart.lifted(shapely.get_coordinates(OUTLINE))
    found = nearest(body_surface(PATIENT, ATLAS), line)
    assert np.abs(found.depth_mm).max() < 0.5
    # Between the thighs the map stretches most.
    longest = 30 if region == "perineal" else 6
    assert np.linalg.norm(np.diff(line, axis=0), axis=1).max() < longest
    back = np.array([chart.seen(point).uv for point in line[::20]])
    if chart.kind == "surface":
        ring = OUTLINE.exterior
        assert max(ring.distance(Point(place)) for place in back) < 0.5


def test_a_line_beyond_the_chart_cannot_be_lifted() -> None:
    with pytest.raises(GeometryError, match="nothing of the surface"):
        region_chart("sacral").lifted([(0, 0), (900, 0)])


@pytest.mark.parametrize("region", ["gluteal", "hemipelvis", "iliosacral"])
def test_distances_from_the_centre_are_those_over_the_skin(region: str) -> None:
    """Within the distortion that is stated: areas off by ε are lengths off by about ε."""
    chart, mesh = region_chart(region, "right"), body_surface(PATIENT, ATLAS)
    assert chart.kind == "surface"
    assert chart.stretch is not None
    true = geodesic_distances(mesh, chart.lifted([(0.0, 0.0)])[0])
    near = np.flatnonzero((true > 20) & (true < 60))[::3]
    drawn = np.array([hypot(*chart.seen(mesh.vertices_mm[i]).uv) for i in near])
    wrong = drawn / true[near] - 1
    assert np.sqrt((wrong**2).mean()) < max(chart.stretch.rms, 0.02)


@pytest.mark.parametrize("region", sorted(ATLAS.regions))
def test_the_left_is_the_mirror_image_of_the_right(region: str) -> None:
    paired = ATLAS.regions[region].centre_mm[0] != 0
    right, left = (
        region_chart(region, side if paired else "midline") for side in ("right", "left")
    )
    for place in ATLAS.landmarks.values():
        point = np.array(place.point_mm)
        here, there = right.seen(point), left.seen(point * (-1, 1, 1))
        assert (there.u_mm, there.v_mm, there.depth_mm) == (-here.u_mm, here.v_mm, here.depth_mm)
    ring = np.array([(50.0, -20.0), (-30.0, 40.0), (10.0, 60.0)])
    mirrored = left.lifted(ring * (-1, 1))
    assert mirrored * (-1, 1, 1) == pytest.approx(right.lifted(ring), abs=1e-6)


def test_deep_points_keep_their_straight_distance_to_the_skin_about_the_centre() -> None:
    """The notch, the window and the emptied pelvis, to the skin within 50 mm of the centre."""
    for region, side, names in (
        ("sacral", "midline", ("superior_gluteal_exit", "presacral_window_high")),
        ("iliosacral", "right", ("inferior_gluteal_exit", "superior_gluteal_exit")),
        ("hemipelvis", "right", ("hemipelvic_void", "external_iliac_to_common_femoral")),
    ):
        chart = region_chart(region, side)
        angles = np.arange(12) * np.pi / 6
        ring = np.vstack(([0, 0], 40 * np.column_stack((np.cos(angles), np.sin(angles)))))
        skin = np.vstack([chart.lifted([(u, v)]) for u, v in ring])
        for name in names:
            point = np.array(ATLAS.landmarks[name].point_mm) * 1630 / 1750
            seen = chart.seen(point)
            drawn = np.hypot(np.hypot(*(ring - seen.uv).T), seen.depth_mm)
            wrong = drawn / np.linalg.norm(skin - point, axis=1) - 1
            assert np.sqrt((wrong**2).mean()) < 0.1, name


def test_what_lies_outside_a_lean_body_lies_on_its_skin() -> None:
    lean = Patient(sex="male", stature_mm=1750, mass_kg=55)
    plane = plane_of(ATLAS.regions["hemipelvis"], "right", 1.0)
    mesh = body_surface(lean, ATLAS)
    chart = chart_on(mesh, plane, OUTLINE, ATLAS)
    tunnel = np.array(ATLAS.landmarks["lateral_hip_tunnel"].point_mm)
    assert nearest(mesh, tunnel[None]).depth_mm[0] < 0
    assert chart.seen(tunnel).depth_mm == 0


def test_a_shift_of_the_defect_shifts_the_chart() -> None:
    moved = {"shape": "ellipse", "length_mm": 100, "width_mm": 70, "offset_cranial_mm": 30}
    charts = [
        patient_anatomy(complete(case(defect=one)).case, ATLAS).chart
        for one in (defect(), defect(skin={**moved, "offset_right_mm": 0}))
    ]
    middle = charts[1].lifted([(0.0, 0.0)])[0]
    u, v = charts[0].seen(middle).uv
    assert u == pytest.approx(0, abs=1)
    assert 25 < v < 45


def test_a_chart_of_the_same_defect_is_made_once() -> None:
    completed = complete(case()).case
    assert patient_anatomy(completed, ATLAS).chart is patient_anatomy(completed, ATLAS).chart


def test_a_point_that_sinks_below_the_skin_does_not_jump() -> None:
    """From the way along the skin to the straight one in small steps, at the rim of the defect."""
    chart, mesh = region_chart("hemipelvis", "right"), body_surface(PATIENT, ATLAS)
    skin = chart.lifted([(90.0, -30.0)])[0]
    found = nearest(mesh, skin[None])
    a, b, c = mesh.vertices_mm[mesh.faces[found.faces[0]]]
    inward = -np.cross(b - a, c - a)
    inward /= np.linalg.norm(inward)
    depths = np.arange(30.0, 70.0)
    seen = [chart.seen(skin + depth * inward) for depth in depths]
    places = np.array([(one.u_mm, one.v_mm, one.depth_mm) for one in seen])
    assert np.linalg.norm(np.diff(places, axis=0), axis=1).max() < 8
    assert places[0, 2] == pytest.approx(30, abs=1)
    assert places[-1, 2] > 60
