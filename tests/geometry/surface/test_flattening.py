"""What can be laid flat without stretch is; what cannot is laid as igl lays it."""

import igl  # type: ignore[import-untyped]
import numpy as np
import pytest

from flapplanner.errors import GeometryError
from flapplanner.geometry.surface.flattening import flattened, plane_areas
from flapplanner.geometry.surface.mesh import Mesh
from flapplanner.geometry.surface.patch import geodesic_disc
from flapplanner.geometry.surface.points import SurfacePoint
from tests.geometry.surface import shapes
from tests.geometry.surface.shapes import Array


def disc_of(mesh: Mesh, share: float, radius_mm: float) -> tuple[Mesh, tuple[int, int]]:
    """A disc about a face of the mesh, its middle vertex and the one farthest from it."""
    centre = SurfacePoint(int(share * len(mesh.faces)), (0.4, 0.3, 0.3))
    disc = geodesic_disc(mesh, centre, radius_mm).mesh
    away = np.linalg.norm(disc.vertices_mm - centre.place(mesh), axis=1)
    return disc, (int(away.argmin()), int(away.argmax()))


def stretch(disc: Mesh, flat: Array) -> Array:
    ratios: Array = plane_areas(disc.faces, flat[:, 0] + 1j * flat[:, 1]) / disc.face_areas_mm2
    return ratios


def rms(disc: Mesh, ratios: Array) -> float:
    return float(np.sqrt(disc.face_areas_mm2 @ (ratios - 1) ** 2 / disc.area_mm2))


@pytest.mark.parametrize(
    ("mesh", "share", "radius_mm"),
    [(shapes.cylinder(), 0.5, 250.0), (shapes.cone(), 0.7, 150.0)],
    ids=["cylinder", "cone"],
)
def test_cylinder_and_cone_are_laid_flat_without_stretch(
    mesh: Mesh, share: float, radius_mm: float
) -> None:
    disc, pins = disc_of(mesh, share, radius_mm)
    flat = flattened(disc, pins)
    assert np.abs(stretch(disc, flat) - 1).max() < 1e-3
    true = np.linalg.norm(
        disc.vertices_mm[disc.edges[:, 0]] - disc.vertices_mm[disc.edges[:, 1]], axis=1
    )
    drawn = np.linalg.norm(flat[disc.edges[:, 0]] - flat[disc.edges[:, 1]], axis=1)
    assert np.abs(drawn / true - 1).max() < 1e-3


@pytest.mark.parametrize("name", ["sphere", "stone"])
def test_the_stretch_is_that_of_igls_map_within_a_tenth_of_a_point(name: str) -> None:
    disc, pins = disc_of(getattr(shapes, name)(), 0.4, 100.0)
    ours = flattened(disc, pins)
    data = igl.ARAPData()
    data.max_iter = 100
    pin = np.array(pins[:1], dtype=np.int32)
    igl.arap_precomputation(disc.vertices_mm, disc.faces, 2, pin, data)
    theirs = igl.arap_solve(ours[pin], data, np.ascontiguousarray(ours))
    theirs *= np.sqrt(disc.area_mm2 / np.abs(stretch(disc, theirs) @ disc.face_areas_mm2))
    assert rms(disc, stretch(disc, ours)) == pytest.approx(
        rms(disc, stretch(disc, theirs)), abs=1e-3
    )


def test_a_cap_is_stretched_little_more_than_when_it_is_drawn_by_true_distances() -> None:
    """Drawn by distance and direction from its centre, a cap has the area ratio θ / sin θ.

    Rigidity counts lengths in all directions, so its areas come out half as much again worse.
    """
    disc, pins = disc_of(shapes.sphere(5), 0.4, 100.0)
    drawn = rms(disc, stretch(disc, flattened(disc, pins)))
    angle = np.linspace(1e-6, 100.0 / shapes.SPHERE_MM, 2000)
    ratio = angle / np.sin(angle)
    weight = np.sin(angle) / np.sin(angle).sum()
    ratio /= weight @ ratio
    by_distance = float(np.sqrt(weight @ (ratio - 1) ** 2))
    assert 0 < drawn < 1.5 * by_distance


def test_the_map_is_not_mirrored_keeps_the_area_and_starts_at_its_pin() -> None:
    disc, pins = disc_of(shapes.stone(), 0.6, 150.0)
    flat = flattened(disc, pins)
    areas = plane_areas(disc.faces, flat[:, 0] + 1j * flat[:, 1])
    assert areas.min() > 0
    assert areas.sum() == pytest.approx(disc.area_mm2)
    assert flat[pins[0]] == pytest.approx([0, 0], abs=1e-9)


def test_weights_make_the_middle_truer() -> None:
    disc, pins = disc_of(shapes.sphere(), 0.4, 200.0)
    middles = disc.vertices_mm[disc.faces].mean(axis=1)
    away = np.linalg.norm(middles - disc.vertices_mm[pins[0]], axis=1)
    near = away < 60

    def uneven(flat: Array) -> float:
        ratios = stretch(disc, flat)[near]
        return float(ratios.std() / ratios.mean())

    weighted = flattened(disc, pins, (1 + (away / 40) ** 2) ** -2)
    assert uneven(weighted) < 0.5 * uneven(flattened(disc, pins))


@pytest.mark.parametrize("mesh", [shapes.sphere(2), shapes.cylinder(60.0, 200.0, 24)])
def test_what_is_no_disc_is_refused(mesh: Mesh) -> None:
    with pytest.raises(GeometryError, match="a disc without holes has 1"):
        flattened(mesh, (0, 1))
