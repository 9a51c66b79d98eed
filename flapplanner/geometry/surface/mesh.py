"""A triangle mesh: vertices and faces, checked once, and the few measures taken on it."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from flapplanner.errors import GeometryError

Points = NDArray[np.float64]
Faces = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Mesh:
    """Triangles between points in space: vertices (n, 3) [mm], faces (m, 3) of vertex numbers.

    A face runs counter-clockwise when it is seen from outside. The arrays are copied and cannot
    be written to. Two meshes are equal only when they are the same one, so a mesh may be the key
    of a cache.

    Raises
    ------
    GeometryError
        An array is empty or has another shape, a vertex is not finite, a face names a vertex that
        is not there, or a face has no area.

    >>> points = np.array([[0.0, 0, 0], [6, 0, 0], [0, 6, 0], [0, 0, 6]])
    >>> corner = Mesh(points, np.array([[0, 2, 1], [0, 1, 3], [0, 3, 2], [1, 2, 3]]))
    >>> corner.is_manifold, corner.euler, round(corner.volume_ml, 3)  # 6³ / 6 mm³
    (True, 2, 0.036)
    """

    vertices_mm: Points
    faces: Faces

    def __post_init__(self) -> None:
        object.__setattr__(self, "vertices_mm", _frozen(self.vertices_mm))
        object.__setattr__(self, "faces", _frozen_numbers(self.faces))
        for name, array in (("vertices_mm", self.vertices_mm), ("faces", self.faces)):
            if array.shape[1:] != (3,) or len(array) == 0:
                raise GeometryError(f"mesh {name}: found shape {array.shape}; (n, 3) is needed")
        unfit = np.flatnonzero(~np.isfinite(self.vertices_mm).all(axis=1))
        if len(unfit):
            raise GeometryError(f"mesh vertex {unfit[0]}: finite coordinates are needed")
        count = len(self.vertices_mm)
        lost = np.flatnonzero(((self.faces < 0) | (self.faces >= count)).any(axis=1))
        if len(lost):
            raise GeometryError(
                f"mesh face {lost[0]}: found {self.faces[lost[0]].tolist()}; "
                f"vertex numbers from 0 to {count - 1} are needed"
            )
        flat = np.flatnonzero(self.face_areas_mm2 <= 0)
        if len(flat):
            raise GeometryError(f"mesh face {flat[0]}: it has no area; three corners are needed")

    @cached_property
    def face_areas_mm2(self) -> Points:
        """The area of every face, (m,) [mm²]."""
        return _frozen(np.linalg.norm(self._face_vectors, axis=1) / 2)

    @property
    def area_mm2(self) -> float:
        """The area of all faces [mm²]."""
        return float(self.face_areas_mm2.sum())

    @property
    def volume_ml(self) -> float:
        """The enclosed volume Σ a·(b × c) / 6 [ml]; positive when the faces look outward.

        It means something only when the mesh is closed.
        """
        middle = self.vertices_mm.mean(axis=0)  # rounding stays small far from the origin
        a, b, c = (self.vertices_mm[self.faces[:, i]] - middle for i in range(3))
        return float(np.sum(a * np.cross(b, c))) / 6000.0

    @cached_property
    def normals(self) -> Points:
        """The outward unit normal at every vertex, (n, 3): the faces about it, by their area.

        It is zero at a vertex that no face uses.
        """
        sums = np.zeros_like(self.vertices_mm)
        for column in range(3):
            for axis in range(3):
                sums[:, axis] += np.bincount(
                    self.faces[:, column], self._face_vectors[:, axis], len(sums)
                )
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        return _frozen(sums / np.where(lengths > 0, lengths, 1.0))

    @cached_property
    def edges(self) -> Faces:
        """Every edge once, (k, 2) of vertex numbers, the smaller first."""
        return _frozen_numbers(np.unique(np.sort(self._directed, axis=1), axis=0))

    @property
    def euler(self) -> int:
        """The Euler characteristic: vertices − edges + faces; 2 for a sphere, 0 for a torus."""
        return len(self.vertices_mm) - len(self.edges) + len(self.faces)

    @cached_property
    def is_closed(self) -> bool:
        """Whether every edge is run through as often in one direction as in the other."""
        there, back = self._edge_keys
        return bool(np.array_equal(np.sort(there), np.sort(back)))

    @cached_property
    def is_manifold(self) -> bool:
        """Whether every edge joins two faces, in opposite directions, and every vertex has one fan.

        A mesh with a border is none.
        """
        there, back = self._edge_keys
        order = np.argsort(there)
        if not self.is_closed or np.any(np.diff(there[order]) == 0):
            return False
        # Corner i of a face begins its edge i. Across that edge, the corner at the same vertex is
        # the one after the begin of the edge run backwards: so the corners of a fan are linked.
        opposite = order[np.searchsorted(there[order], back)]
        count, corners = len(self.faces), np.arange(3 * len(self.faces))
        across = (opposite + count) % (3 * count)
        links = coo_array((np.ones(3 * count), (corners, across)), shape=(3 * count, 3 * count))
        fans, _ = connected_components(links, directed=False)
        return bool(fans == len(self.vertices_mm) == len(np.unique(self.faces)))

    @cached_property
    def _face_vectors(self) -> Points:
        a, b, c = (self.vertices_mm[self.faces[:, i]] for i in range(3))
        crossed: Points = np.cross(b - a, c - a)
        return crossed

    @property
    def _directed(self) -> Faces:
        return np.concatenate([self.faces[:, [i, (i + 1) % 3]] for i in range(3)])

    @property
    def _edge_keys(self) -> tuple[Faces, Faces]:
        """Every directed edge as one number, and its reverse as one."""
        start, end = self._directed.T
        count = len(self.vertices_mm)
        return start * count + end, end * count + start


def _frozen(values: ArrayLike) -> Points:
    array = np.array(values, dtype=np.float64, order="C")
    array.setflags(write=False)
    return array


def _frozen_numbers(values: ArrayLike) -> Faces:
    array = np.asarray(values)
    if not np.issubdtype(array.dtype, np.integer):
        raise GeometryError(f"mesh faces: found {array.dtype} values; whole numbers are needed")
    array = np.array(array, dtype=np.int64, order="C")
    array.setflags(write=False)
    return array
