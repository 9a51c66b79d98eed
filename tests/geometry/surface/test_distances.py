"""The field of distances and the logarithmic map, against closed forms and other codes."""

import numpy as np
import potpourri3d  # type: ignore[import-untyped]
import pygeodesic.geodesic as pygeodesic  # type: ignore[import-untyped]
import pytest

from flapplanner.errors import GeometryError
from flapplanner.geometry.surface.distances import front, geodesic_distances
from flapplanner.geometry.surface.points import surface_point
from tests.geometry.surface import shapes
from tests.geometry.surface.shapes import Array


def errors(found: Array, true: Array, least_mm: float = 20.0) -> Array:
    far = true > least_mm
    share: Array = found[far] / true[far] - 1
    return share


def test_distances_on_a_sphere_are_r_times_the_angle() -> None:
    mesh = shapes.sphere(5)
    for source in shapes.points_within(mesh, 3, seed=1):
        true = shapes.SPHERE_MM * np.arccos(
            np.clip(mesh.vertices_mm @ source / np.linalg.norm(source) / shapes.SPHERE_MM, -1, 1)
        )
        wrong = errors(geodesic_distances(mesh, source), true)
        assert np.sqrt((wrong**2).mean()) < 2e-3
        assert np.abs(wrong).max() < 1e-2


def test_distances_on_a_cylinder_are_those_on_the_unrolled_sheet() -> None:
    mesh = shapes.cylinder()
    source = shapes.points_within(mesh, 1, seed=5)[0]
    x, y, z = mesh.vertices_mm.T
    turn = np.arctan2(y, x) - np.arctan2(source[1], source[0])
    turn = np.abs((turn + np.pi) % (2 * np.pi) - np.pi)
    true = np.hypot(shapes.CYLINDER_MM * turn, z - source[2])
    assert np.abs(errors(geodesic_distances(mesh, source), true)).max() < 2e-3


def test_distances_on_a_stone_keep_near_the_exact_ones() -> None:
    mesh = shapes.stone(5)
    exact = pygeodesic.PyGeodesicAlgorithmExact(mesh.vertices_mm.copy(), mesh.faces.astype("int32"))
    true, _ = exact.geodesicDistances(np.array([77]), None)
    wrong = errors(geodesic_distances(mesh, mesh.vertices_mm[77]), np.asarray(true))
    assert np.sqrt((wrong**2).mean()) < 5e-3
    assert np.abs(wrong).max() < 0.03


def test_the_logarithmic_map_of_a_sphere_agrees_with_the_vector_heat_method() -> None:
    mesh = shapes.sphere(4)
    vertex = 50
    normal = mesh.vertices_mm[vertex] / shapes.SPHERE_MM
    side = np.cross(normal, np.eye(3)[0])
    frame = np.stack((np.cross(side, normal), side)) / np.linalg.norm(side)
    angle = np.arccos(np.clip(mesh.vertices_mm @ normal / shapes.SPHERE_MM, -1, 1))
    near = (angle > 0) & (angle < 2)
    direction = (mesh.vertices_mm @ frame.T)[near] @ [1, 1j]
    true = shapes.SPHERE_MM * angle[near] * direction / np.abs(direction)

    reached = front(mesh, surface_point(mesh, mesh.vertices_mm[vertex]))
    ours = (reached.distances_mm * np.exp(1j * reached.angles_rad))[near]
    solver = potpourri3d.MeshVectorHeatSolver(mesh.vertices_mm, mesh.faces)
    theirs = (solver.compute_log_map(vertex, strategy="AffineLocal") @ [1, 1j])[near]

    for other in (true, theirs):  # the directions are counted from different zeros
        turned = ours * np.exp(-1j * np.angle((np.conj(other) * ours).sum()))
        assert np.sqrt((np.abs(turned - other) ** 2).mean()) < 2.0
        assert np.abs(turned - other).max() < 0.02 * shapes.SPHERE_MM * np.pi


def test_a_limit_cuts_off_what_lies_beyond_and_changes_nothing_within() -> None:
    mesh = shapes.stone()
    source = mesh.vertices_mm[9]
    whole, part = geodesic_distances(mesh, source), geodesic_distances(mesh, source, 120.0)
    within = whole <= 120.0
    assert part[within] == pytest.approx(whole[within], rel=1e-12)
    assert np.isinf(part[~within]).all()
    assert 0 < within.sum() < len(whole)


def test_no_way_leads_to_another_part_and_a_source_in_the_air_is_refused() -> None:
    mesh = shapes.two_parts()
    distances = geodesic_distances(mesh, mesh.vertices_mm[0])
    half = len(mesh.vertices_mm) // 2
    assert np.isfinite(distances[:half]).all()
    assert np.isinf(distances[half:]).all()
    with pytest.raises(GeometryError, match=r"lies .* mm off the surface; at most 0.5 mm"):
        geodesic_distances(mesh, np.array([0.0, 0, 0]))
