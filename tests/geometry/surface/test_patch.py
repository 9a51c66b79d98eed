"""A patch is a disc: no hole, no vertex at which two borders touch."""

import numpy as np
import pytest

from flapplanner.errors import GeometryError
from flapplanner.geometry.surface.distances import geodesic_distances
from flapplanner.geometry.surface.mesh import Mesh
from flapplanner.geometry.surface.patch import Patch, geodesic_disc, neighbours
from flapplanner.geometry.surface.points import SurfacePoint, surface_point
from tests.geometry.surface import shapes

MIDDLE = (1 / 3, 1 / 3, 1 / 3)


def border_ends(patch: Patch) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """How often every vertex ends an edge of the border."""
    faces, corners = np.nonzero(neighbours(patch.mesh) < 0)
    ends = np.concatenate([patch.mesh.faces[faces, (corners + step) % 3] for step in (1, 2)])
    return np.bincount(ends)


@pytest.mark.parametrize(
    ("mesh", "radius_mm"),
    [
        (shapes.sphere(), 40.0),
        (shapes.sphere(), 300.0),
        (shapes.sphere(), 1000.0),
        (shapes.stone(), 250.0),
        (shapes.cylinder(), 250.0),
        (shapes.cylinder(60.0, 900.0, 60), 300.0),  # the way round is 377 mm
        (shapes.cone(), 400.0),
    ],
)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.8])
def test_a_patch_is_a_disc_with_a_simple_border(mesh: Mesh, radius_mm: float, share: float) -> None:
    centre = SurfacePoint(int(share * len(mesh.faces)), MIDDLE)
    patch = geodesic_disc(mesh, centre, radius_mm)
    assert patch.mesh.euler == 1
    assert set(border_ends(patch)) <= {0, 2}
    assert patch.mesh.vertices_mm == pytest.approx(mesh.vertices_mm[patch.vertices])
    assert np.array_equal(patch.vertices[patch.mesh.faces], mesh.faces[patch.faces])
    assert centre.face in patch.faces


def test_a_patch_that_meets_itself_nowhere_has_every_face_within_the_radius() -> None:
    mesh = shapes.stone()
    source = mesh.vertices_mm[31]
    within = geodesic_distances(mesh, source)[mesh.faces].max(axis=1) <= 200
    patch = geodesic_disc(mesh, surface_point(mesh, source), 200.0)
    assert np.array_equal(patch.faces, np.flatnonzero(within))


def test_round_a_limb_only_a_narrow_slit_is_left_out() -> None:
    mesh = shapes.cylinder(60.0, 900.0, 60)
    centre = SurfacePoint(len(mesh.faces) // 2, MIDDLE)
    source = centre.place(mesh)
    within = geodesic_distances(mesh, source)[mesh.faces].max(axis=1) <= 300
    patch = geodesic_disc(mesh, centre, 300.0)
    assert 0.97 < len(patch.faces) / within.sum() < 1


def test_a_mesh_that_is_no_surface_and_a_radius_that_is_none_are_refused() -> None:
    fan = Mesh(
        np.array([[0.0, 0, 0], [0, 0, 1], [1, 0, 0], [0, 1, 0], [-1, 0, 0]]),
        np.array([[0, 1, 2], [0, 1, 3], [0, 1, 4]]),
    )
    with pytest.raises(GeometryError, match="more than two faces"):
        geodesic_disc(fan, SurfacePoint(0, MIDDLE), 10.0)
    for radius in (0.0, -1.0, float("nan")):
        with pytest.raises(GeometryError, match="a length above 0 is needed"):
            geodesic_disc(shapes.sphere(2), SurfacePoint(0, MIDDLE), radius)
