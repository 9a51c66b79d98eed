"""Shortest ways over sphere, cylinder and cone have closed forms; pygeodesic knows all others."""

import numpy as np
import pygeodesic.geodesic as pygeodesic  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from flapplanner.errors import GeometryError
from flapplanner.geometry.surface.geodesics import geodesic_path
from flapplanner.geometry.surface.mesh import Mesh
from tests.geometry.surface import shapes
from tests.geometry.surface.shapes import Array


def on_sphere(a: Array, b: Array) -> float:
    """r × the angle between the two."""
    return float(shapes.SPHERE_MM * np.arctan2(np.linalg.norm(np.cross(a, b)), a @ b))


def on_cylinder(a: Array, b: Array) -> float:
    """√((r Δφ)² + Δz²): the cylinder unrolled."""
    return float(np.hypot(shapes.CYLINDER_MM * azimuth(a, b), b[2] - a[2]))


def on_cone(a: Array, b: Array) -> float:
    """The law of cosines on the unrolled cone: the angle Δφ becomes Δφ × radius / slant."""
    slant = np.linalg.norm(a), np.linalg.norm(b)
    angle = azimuth(a, b) * shapes.CONE_SLOPE / np.hypot(1, shapes.CONE_SLOPE)
    return float(np.sqrt(slant[0] ** 2 + slant[1] ** 2 - 2 * slant[0] * slant[1] * np.cos(angle)))


def azimuth(a: Array, b: Array) -> float:
    turn = np.arctan2(b[1], b[0]) - np.arctan2(a[1], a[0])
    return float(abs((turn + np.pi) % (2 * np.pi) - np.pi))


SURFACES = {
    "sphere": (shapes.sphere(5), on_sphere),
    "cylinder": (shapes.cylinder(), on_cylinder),
    "cone": (shapes.cone(), on_cone),
}


@pytest.mark.parametrize("name", SURFACES)
def test_ways_between_any_points_keep_to_the_closed_form_within_a_thousandth(name: str) -> None:
    mesh, closed_form = SURFACES[name]
    ends = shapes.points_within(mesh, 100, seed=3)
    if name == "cone":
        ends = ends[np.linalg.norm(ends, axis=1) > 200]
    tried = 0
    for start, end in zip(ends[::2], ends[1::2], strict=False):
        true = closed_form(start, end)
        # Near its far side a sphere has many shortest ways; the cone's tip is cut off.
        if true < 20 or (name == "cone" and azimuth(start, end) > 2):
            continue
        assert geodesic_path(mesh, start, end).length_mm == pytest.approx(true, rel=1e-3)
        tried += 1
    assert tried >= 15


@pytest.mark.parametrize("seed", range(3))
def test_ways_on_a_lumpy_stone_are_within_half_a_percent_of_the_exact_ones(seed: int) -> None:
    mesh = shapes.stone()
    exact = pygeodesic.PyGeodesicAlgorithmExact(mesh.vertices_mm.copy(), mesh.faces.astype("int32"))
    draw = np.random.default_rng(seed)
    start = int(draw.integers(len(mesh.vertices_mm)))
    distances, _ = exact.geodesicDistances(np.array([start]), None)
    for end in draw.integers(len(mesh.vertices_mm), size=12):
        path = geodesic_path(mesh, mesh.vertices_mm[start], mesh.vertices_mm[end])
        assert path.length_mm == pytest.approx(distances[end], rel=5e-3, abs=0.01)


def test_a_way_runs_from_its_start_to_its_end_and_back_as_long() -> None:
    mesh = shapes.stone()
    start, end = shapes.points_within(mesh, 2, seed=8)
    there, back = geodesic_path(mesh, start, end), geodesic_path(mesh, end, start)
    assert there.points_mm[[0, -1]] == pytest.approx(np.stack((start, end)))
    steps = np.linalg.norm(np.diff(there.points_mm, axis=0), axis=1)
    assert there.length_mm == pytest.approx(steps.sum())
    assert there.length_mm == pytest.approx(back.length_mm, rel=1e-6)


def test_points_on_vertices_edges_and_in_one_face_are_all_well() -> None:
    mesh = shapes.sphere(3)
    a, b, c = mesh.vertices_mm[mesh.faces[17]]
    far = mesh.vertices_mm[mesh.faces[400]].mean(axis=0)
    for start in (a, (a + b) / 2, (a + b + c) / 3):
        assert geodesic_path(mesh, start, start).length_mm == 0.0
        assert geodesic_path(mesh, start, (b + c) / 2).length_mm == pytest.approx(
            float(np.linalg.norm(start - (b + c) / 2)), abs=1e-2
        )
        assert geodesic_path(mesh, start, far).length_mm == pytest.approx(
            on_sphere(start, far), rel=1e-2
        )


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_turning_and_moving_a_surface_changes_no_length(seed: int) -> None:
    mesh = shapes.stone(3)
    turn = Rotation.random(rng=np.random.default_rng(seed))
    shift = np.array([300.0, -50.0, seed / 10])
    start, end = shapes.points_within(mesh, 2, seed)
    there = geodesic_path(mesh, start, end)
    moved = geodesic_path(
        shapes.moved(mesh, turn, shift), turn.apply(start) + shift, turn.apply(end) + shift
    )
    assert moved.length_mm == pytest.approx(there.length_mm, rel=1e-6)
    assert moved.length_mm >= np.linalg.norm(end - start) - 1e-9


@pytest.mark.parametrize(
    ("mesh", "start", "end", "message"),
    [
        (shapes.sphere(3), (0.0, 0, 0), (150.0, 0, 0), "off the surface"),
        (shapes.sphere(3), (150.0, 0, 0), (0.0, 170, 0), "off the surface"),
        (shapes.sphere(3), (np.nan, 0, 0), (150.0, 0, 0), "three finite numbers"),
        (shapes.two_parts(), (150.0, 0, 0), (1150.0, 0, 0), "do not hang together"),
    ],
)
def test_ends_that_no_way_joins_are_refused(
    mesh: Mesh, start: tuple[float, ...], end: tuple[float, ...], message: str
) -> None:
    first, last = (
        mesh.vertices_mm[np.argmin(np.linalg.norm(mesh.vertices_mm - point, axis=1))]
        if message.startswith("do not")
        else np.array(point)
        for point in (start, end)
    )
    with pytest.raises(GeometryError, match=message):
        geodesic_path(mesh, first, last)
