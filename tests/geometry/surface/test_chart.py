"""Charts: there and back, the frame they keep to, and what they say of areas."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from flapplanner.errors import GeometryError
from flapplanner.geometry import ellipse, rectangle
from flapplanner.geometry.outlines import disc
from flapplanner.geometry.surface.chart import SurfaceChart, surface_chart
from flapplanner.geometry.surface.flat_chart import flat_chart
from flapplanner.geometry.surface.nearest import nearest
from tests.geometry.surface import shapes
from tests.geometry.surface.shapes import Array

UP = np.array([0.0, 0, 1])


def stone_chart() -> SurfaceChart:
    mesh = shapes.stone()
    return surface_chart(mesh, shapes.points_within(mesh, 1, seed=4)[0], UP, 150.0)


def places_within(radius_mm: float, count: int = 200) -> Array:
    draw = np.random.default_rng(6)
    angle, share = draw.uniform(0, 2 * np.pi, count), np.sqrt(draw.uniform(0, 1, count))
    places: Array = radius_mm * share[:, None] * np.column_stack((np.cos(angle), np.sin(angle)))
    return places


def test_places_lifted_to_the_surface_are_seen_where_they_were() -> None:
    chart = stone_chart()
    places = places_within(120.0)
    points = chart.lifted(places)
    seen, depth = chart.seen(points)
    assert seen == pytest.approx(places, abs=1e-6)
    assert depth == pytest.approx(0, abs=1e-6)
    assert chart.lifted(seen) == pytest.approx(points, abs=1e-6)


def test_the_centre_is_the_origin_and_up_is_up_and_right_is_right() -> None:
    mesh = shapes.sphere()
    centre = nearest(mesh, [[0.0, -150, 0]]).points_mm[0]
    chart = surface_chart(mesh, centre, UP, 200.0)
    assert chart.seen(centre[None])[0] == pytest.approx(0, abs=1e-9)
    # Seen from −y with z up, x runs to the right; 0.2 rad of a great circle of 150 mm are 30 mm.
    way = 150 * np.array([[0.0, -np.cos(0.2), np.sin(0.2)], [np.sin(0.2), -np.cos(0.2), 0.0]])
    places, _ = chart.seen(way)
    assert places == pytest.approx(np.array([[0, 30], [30, 0]]), abs=0.5)


def test_depth_is_counted_below_the_surface() -> None:
    mesh = shapes.sphere(5)
    chart = surface_chart(mesh, mesh.vertices_mm[0], np.array([0.3, 0.1, 1.0]), 100.0)
    _, depth = chart.seen(np.outer([0.8, 1.0, 1.1], mesh.vertices_mm[0]))
    assert depth == pytest.approx([30.0, 0.0, -15.0], abs=0.1)


def test_a_cylinder_is_drawn_as_it_unrolls() -> None:
    mesh = shapes.cylinder()
    centre = nearest(mesh, [[100.0, 0, 300]]).points_mm[0]
    chart = surface_chart(mesh, centre, UP, 250.0)
    turn = np.repeat(np.linspace(-1.5, 1.5, 9), 7)
    rise = np.tile(np.linspace(-150, 150, 7), 9)
    points = np.column_stack((100 * np.cos(turn), 100 * np.sin(turn), 300 + rise))
    places, _ = chart.seen(points)
    assert places == pytest.approx(np.column_stack((100 * turn, rise)), abs=0.2)
    stretch = chart.area_stretch(ellipse(200, 160))
    assert stretch.mean == pytest.approx(1, abs=1e-3)
    assert stretch.rms < 1e-3


def test_beyond_the_disc_distances_from_the_centre_stay_true() -> None:
    mesh = shapes.cylinder()
    centre = nearest(mesh, [[100.0, 0, 300]]).points_mm[0]
    chart = surface_chart(mesh, centre, UP, 150.0)
    turn = np.array([-2.5, 1.0, 2.0, 0.5])
    rise = np.array([50.0, 250.0, -100.0, -250.0])
    places, _ = chart.seen(np.column_stack((100 * np.cos(turn), 100 * np.sin(turn), 300 + rise)))
    assert np.linalg.norm(places, axis=1) == pytest.approx(np.hypot(100 * turn, rise), rel=5e-3)
    assert places == pytest.approx(np.column_stack((100 * turn, rise)), abs=6.0)
    with pytest.raises(GeometryError, match="nothing of the surface is drawn at"):
        chart.lifted(places[:1])


def test_round_a_limb_both_sides_of_the_slit_keep_their_distance_from_the_centre() -> None:
    mesh = shapes.cylinder(60.0, 900.0, 60)
    centre = nearest(mesh, [[60.0, 0, 450]]).points_mm[0]
    chart = surface_chart(mesh, centre, UP, 300.0)
    rise = np.linspace(-150, 150, 31)
    for turn in (np.pi - 0.01, np.pi + 0.01):
        x, y = 60 * np.cos(turn), 60 * np.sin(turn)
        places, _ = chart.seen(np.column_stack((np.full(31, x), np.full(31, y), 450 + rise)))
        # A place in the slit is drawn at a corner of its face, at most one edge of 6.3 mm away.
        assert np.linalg.norm(places, axis=1) == pytest.approx(np.hypot(60 * np.pi, rise), abs=7.0)


def test_the_stretch_of_a_cap_adds_up_to_its_true_area() -> None:
    """The faces under an outline hold the area that the lifted outline encloses."""
    mesh = shapes.sphere(5)
    centre = nearest(mesh, [[0.0, -150, 0]]).points_mm[0]
    chart = surface_chart(mesh, centre, UP, 250.0)
    stretch = chart.area_stretch(disc(100.0))
    # The cap that the circle is drawn from, by its mean height over the plane of its rim.
    rim = chart.lifted(shapely.get_coordinates(disc(99.99).exterior))
    angle = np.arccos(rim @ centre / np.linalg.norm(rim, axis=1) / np.linalg.norm(centre)).mean()
    cap = 2 * np.pi * shapes.SPHERE_MM**2 * (1 - np.cos(angle))
    assert stretch.mean * disc(100.0).area == pytest.approx(cap, rel=3e-3)
    assert stretch.least < 1 < stretch.most
    assert abs(stretch.mean - 1) <= stretch.rms < 0.02


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000))
def test_turning_and_moving_the_surface_changes_nothing_on_its_chart(seed: int) -> None:
    mesh = shapes.stone(3)
    turn = Rotation.random(rng=np.random.default_rng(seed))
    shift = np.array([400.0, seed / 10, -7.0])
    points = shapes.points_within(mesh, 30, seed)
    chart = surface_chart(mesh, points[0], UP, 150.0)
    moved = surface_chart(
        shapes.moved(mesh, turn, shift), turn.apply(points[0]) + shift, turn.apply(UP), 150.0
    )
    places, depths = chart.seen(0.9 * points)
    found, found_depths = moved.seen(turn.apply(0.9 * points) + shift)
    assert found == pytest.approx(places, abs=1e-3)
    assert found_depths == pytest.approx(depths, abs=1e-6)


def test_the_flat_chart_sees_a_sphere_as_its_shadow() -> None:
    """A cap over a circle of radius a: 2 π r² (1 − √(1 − (a / r)²)) over π a²."""
    mesh = shapes.sphere(5)
    middle = np.array([0.0, -150, 0])
    chart = flat_chart(mesh, middle, np.array([1.0, 0, 0]), UP, 200.0)
    for radius in (40.0, 100.0):
        true = 2 * (150 / radius) ** 2 * (1 - np.sqrt(1 - (radius / 150) ** 2))
        assert chart.area_stretch(disc(radius)).mean == pytest.approx(true, rel=3e-3)
    points = chart.lifted(np.array([[30.0, 40.0]]))
    assert points == pytest.approx(np.array([[30.0, -np.sqrt(150**2 - 50**2), 40.0]]), abs=0.2)
    places, depth = chart.seen(points)
    assert places == pytest.approx(np.array([[30.0, 40.0]]))
    assert depth == pytest.approx([150 - np.sqrt(150**2 - 50**2)], abs=0.2)


def test_the_surface_chart_stretches_less_than_the_flat_one() -> None:
    mesh = shapes.sphere(5)
    middle = nearest(mesh, [[0.0, -150, 0]]).points_mm[0]
    outline = ellipse(160, 120)
    curved = surface_chart(mesh, middle, UP, 250.0).area_stretch(outline)
    flat = flat_chart(mesh, middle, np.array([1.0, 0, 0]), UP, 250.0).area_stretch(outline)
    assert curved.rms < 0.2 * flat.rms


def test_what_cannot_be_charted_is_named() -> None:
    mesh = shapes.sphere()
    top = mesh.vertices_mm[np.argmax(mesh.vertices_mm[:, 2])]
    for up in (UP, np.zeros(3), np.zeros(2)):
        with pytest.raises(GeometryError, match="a direction along the surface"):
            surface_chart(mesh, top * [0, 0, 1], up, 100.0)
    for radius in (0.0, -5.0, np.inf, np.nan):
        with pytest.raises(GeometryError, match="chart radius_mm"):
            surface_chart(mesh, mesh.vertices_mm[0], UP, radius)
    with pytest.raises(GeometryError, match="off the surface"):
        surface_chart(mesh, np.zeros(3), UP)
    with pytest.raises(GeometryError, match="two unit vectors"):
        flat_chart(mesh, mesh.vertices_mm[0], UP, UP, 100.0)
    with pytest.raises(GeometryError, match="looks away"):
        flat_chart(mesh, np.array([0.0, 150, 0]), np.array([1.0, 0, 0]), UP, 100.0)


def test_outlines_and_points_that_the_chart_does_not_hold_are_named() -> None:
    chart = stone_chart()
    with pytest.raises(GeometryError, match=r"only .* % of the outline"):
        chart.area_stretch(rectangle(2000, 10))
    with pytest.raises(GeometryError, match="the outline has no area"):
        chart.area_stretch(shapely.Polygon())
    for places in (np.zeros(2), np.zeros((2, 3)), np.array([[np.nan, 0]])):
        with pytest.raises(GeometryError, match=r"finite \(n, 2\) is needed"):
            chart.lifted(places)
    two = shapes.two_parts()
    here = surface_chart(two, two.vertices_mm[0], np.array([0.3, 0.1, 1.0]), 100.0)
    with pytest.raises(GeometryError, match="does not hang together"):
        here.seen(two.vertices_mm[-1:])
