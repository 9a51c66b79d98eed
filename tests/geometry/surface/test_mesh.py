import numpy as np
import pytest

from flapplanner.errors import GeometryError
from flapplanner.geometry.surface.mesh import Mesh

CUBE = np.array([[x, y, z] for x in (0.0, 10) for y in (0.0, 10) for z in (0.0, 10)])
SIDES = ((0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3))
FACES = np.array([t for a, b, c, d in SIDES for t in ((a, b, c), (a, c, d))])


def cube(*, faces: np.ndarray = FACES, shift: float = 0.0) -> Mesh:
    return Mesh(CUBE + shift, faces)


def test_a_cube_has_the_area_and_volume_of_a_cube() -> None:
    mesh = cube(shift=1e5)
    assert mesh.area_mm2 == pytest.approx(600)
    assert mesh.volume_ml == pytest.approx(1.0)
    assert mesh.is_closed
    assert mesh.is_manifold
    assert mesh.euler == 2
    assert len(mesh.edges) == 18
    assert mesh.face_areas_mm2.tolist() == [50.0] * 12


def test_normals_look_outward_with_length_one() -> None:
    mesh = cube()
    assert np.linalg.norm(mesh.normals, axis=1) == pytest.approx(1)
    assert np.all(np.sum(mesh.normals * (mesh.vertices_mm - 5), axis=1) > 0)


def test_faces_turned_inside_out_enclose_a_negative_volume() -> None:
    assert cube(faces=FACES[:, ::-1]).volume_ml == pytest.approx(-1.0)


def test_a_missing_face_leaves_the_mesh_open() -> None:
    mesh = cube(faces=FACES[:-1])
    assert not mesh.is_closed
    assert not mesh.is_manifold


def test_one_face_turned_round_is_no_manifold() -> None:
    faces = FACES.copy()
    faces[0] = faces[0, ::-1]
    assert not cube(faces=faces).is_manifold


def test_two_cubes_that_share_one_vertex_are_closed_but_no_manifold() -> None:
    second = FACES + 8
    second[second == 8] = 7  # the first corner of the second cube is the last of the first
    mesh = Mesh(
        np.concatenate([CUBE, CUBE + 10])[[*range(8), 7, *range(9, 16)]], np.vstack([FACES, second])
    )
    assert mesh.is_closed
    assert not mesh.is_manifold


def test_a_vertex_without_a_face_is_no_manifold() -> None:
    mesh = Mesh(np.vstack([CUBE, [[50.0, 0, 0]]]), FACES)
    assert not mesh.is_manifold
    assert mesh.normals[8].tolist() == [0, 0, 0]


def test_the_arrays_are_copies_that_cannot_be_written_to() -> None:
    points = CUBE.copy()
    mesh = Mesh(points, FACES)
    points[0] = 99.0
    assert mesh.vertices_mm[0].tolist() == [0, 0, 0]
    for array in (mesh.vertices_mm, mesh.faces, mesh.normals, mesh.edges):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


@pytest.mark.parametrize(
    ("vertices", "faces", "sentence"),
    [
        (np.empty((0, 3)), FACES, r"mesh vertices_mm: found shape \(0, 3\)"),
        (CUBE[:, :2], FACES, r"mesh vertices_mm: found shape \(8, 2\)"),
        (CUBE, np.empty((0, 3), int), r"mesh faces: found shape \(0, 3\)"),
        (CUBE, FACES * 1.0, "whole numbers are needed"),
        (np.where(CUBE == 10, np.nan, CUBE), FACES, "mesh vertex 1: finite"),
        (CUBE, FACES + 1, "mesh face 2: found"),
        (CUBE, FACES - 1, "mesh face 0: found"),
        (CUBE, np.array([[0, 1, 1]]), "mesh face 0: it has no area"),
    ],
)
def test_what_is_no_mesh_is_refused(vertices: np.ndarray, faces: np.ndarray, sentence: str) -> None:
    with pytest.raises(GeometryError, match=sentence):
        Mesh(vertices, faces)
