from math import pi

import numpy as np
import pytest

from flapplanner.errors import GeometryError
from flapplanner.geometry.surface.implicit import Shape, capsule, ellipsoid, folded, smooth_min
from flapplanner.geometry.surface.mesh import Mesh, Points
from flapplanner.geometry.surface.meshing import mirrored_mesh

LOW, HIGH = np.array([0.0, -120, -120]), np.array([140.0, 120, 120])


def worst_angle_deg(mesh: Mesh) -> float:
    corners = mesh.vertices_mm[mesh.faces]
    worst = 180.0
    for i in range(3):
        a, b = (corners[:, (i + k) % 3] - corners[:, i] for k in (1, 2))
        angle = np.arctan2(np.linalg.norm(np.cross(a, b), axis=1), np.sum(a * b, axis=1))
        worst = min(worst, float(np.degrees(angle.min())))
    return worst


def dumbbell() -> Shape:
    ball, bar = ellipsoid((60, 0, 0), (50, 40, 40)), capsule((0, 0, 0), (60, 0, 0), 20, 20)

    def shape(points: Points) -> np.ndarray:
        right = folded(points, 1.0)
        return smooth_min(ball(right), bar(right), 10.0)

    return shape


def test_a_sphere_has_its_area_and_volume() -> None:
    mesh = mirrored_mesh(ellipsoid((0, 0, 0), (100, 100, 100)), LOW, HIGH, 10.0)
    assert np.linalg.norm(mesh.vertices_mm, axis=1) == pytest.approx(100, abs=1e-3)
    # Chords of 10 mm stay below the sphere by a share of (10 / 100)² / 8.
    assert mesh.area_mm2 == pytest.approx(4 * pi * 100**2, rel=0.005)
    assert mesh.volume_ml == pytest.approx(4 / 3 * pi * 1000, rel=0.005)


def test_a_finer_step_comes_nearer_with_its_square() -> None:
    errors = [
        4 / 3 * pi * 1000
        - mirrored_mesh(ellipsoid((0, 0, 0), (100, 100, 100)), LOW, HIGH, step).volume_ml
        for step in (20.0, 10.0)
    ]
    assert 3.0 < errors[0] / errors[1] < 5.0


def test_the_mesh_is_closed_of_genus_zero_outward_and_well_formed() -> None:
    mesh = mirrored_mesh(dumbbell(), LOW, HIGH, 8.0)
    assert mesh.is_manifold
    assert mesh.euler == 2
    assert mesh.volume_ml > 0
    assert worst_angle_deg(mesh) > 15


def test_the_mesh_is_its_own_mirror_image_to_the_last_bit() -> None:
    points = mirrored_mesh(dumbbell(), LOW, HIGH, 8.0).vertices_mm
    mirrored = points * np.array([-1.0, 1.0, 1.0])
    assert {tuple(p) for p in points.tolist()} == {tuple(p) for p in mirrored.tolist()}


def test_the_vertices_lie_on_the_shape() -> None:
    shape = dumbbell()
    assert np.abs(shape(mirrored_mesh(shape, LOW, HIGH, 8.0).vertices_mm)).max() < 0.2


@pytest.mark.parametrize("centre", [(500.0, 0.0, 0.0), (0.0, 100.0, 0.0), (100.0, 0.0, 0.0)])
def test_a_shape_that_is_not_within_its_box_is_refused(centre: tuple[float, ...]) -> None:
    with pytest.raises(GeometryError, match="inside the box"):
        mirrored_mesh(ellipsoid(centre, (50, 50, 50)), LOW, HIGH, 10.0)
