"""Lays a patch of a surface flat, with as little stretch as can be, least of all in the middle.

The map is linear on every face. It starts conformal (least squares conformal maps, Lévy et al.,
ACM Transactions on Graphics 2002) and is made as rigid as possible (Liu et al., A Local/Global
Approach to Mesh Parameterization, Computer Graphics Forum 2008). Points of the plane are complex
numbers u + iv here: a rotation is a product.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import block_array, coo_array, csc_array
from scipy.sparse.linalg import SuperLU, splu

from flapplanner.errors import GeometryError
from flapplanner.geometry.surface.mesh import Faces, Mesh, Points
from flapplanner.geometry.surface.patch import neighbours

Plane = NDArray[np.complex128]
_ROUNDS = 10
_NEXT, _LAST = [1, 2, 0], [2, 0, 1]  # the edge opposite corner c runs from corner _NEXT to _LAST


def flattened(disc: Mesh, pins: tuple[int, int], weights: Points | None = None) -> Points:
    """Return the place in the plane of every vertex of a topological disc, (n, 2) [mm].

    Minimises Σ w_f Σ cot α_e |z_e − r_f x_e|² over the places z and a rotation r_f per face, with
    x_e the edge in the plane of its face, α_e the angle opposite and w_f the weight of the face,
    (m,), 1 when none is given. Seen from outside nothing is mirrored. The weighted area is kept:
    Σ w_f area = Σ w_f area in the plane. The first pin comes to lie at the origin; the way from
    there to the second sets where the map starts, so it is best long.

    Raises
    ------
    GeometryError
        The mesh is no topological disc.

    >>> sheet = Mesh(
    ...     np.array([[0.0, 0, 0], [3, 0, 0], [3, 0, 4], [0, 0, 4]]),
    ...     np.array([[0, 1, 2], [0, 2, 3]]),
    ... )
    >>> float(np.abs(np.linalg.norm(flattened(sheet, (0, 2)), axis=1) - [0, 3, 5, 4]).max()) < 1e-9
    True
    """
    border = int((neighbours(disc) < 0).sum())
    euler = len(disc.vertices_mm) - (3 * len(disc.faces) + border) // 2 + len(disc.faces)
    if euler != 1:
        raise GeometryError(
            f"flattening: found Euler characteristic {euler}; a disc without holes has 1"
        )
    weight = np.ones(len(disc.faces)) if weights is None else weights
    sides = _sides(disc)
    cotangents = _cotangents(disc, sides)
    flat = _conformal(disc, cotangents, pins)
    flat = _as_rigid_as_possible(disc, sides, cotangents * weight[:, None], flat, pins[0])
    before, after = weight @ disc.face_areas_mm2, weight @ plane_areas(disc.faces, flat)
    flat = (flat - flat[pins[0]]) * np.sqrt(before / after)
    return np.column_stack((flat.real, flat.imag))


def plane_areas(faces: Faces, places: Plane) -> Points:
    """The area of every face in the plane, (m,); negative where it is turned over."""
    a, b, c = (places[faces[:, corner]] for corner in range(3))
    areas: Points = (np.conj(b - a) * (c - a)).imag / 2
    return areas


def _sides(disc: Mesh) -> Plane:
    """The edge opposite every corner in the plane of its face, (m, 3)."""
    a, b, c = (disc.vertices_mm[disc.faces[:, corner]] for corner in range(3))
    length = np.linalg.norm(b - a, axis=1)
    third = np.einsum("ij,ij->i", c - a, b - a) / length + 2j * disc.face_areas_mm2 / length
    return np.column_stack((third - length, -third, length))


def _cotangents(disc: Mesh, sides: Plane) -> Points:
    """The cotangent of the angle at every corner, (m, 3): a · b / |a × b| of its two edges."""
    products: Points = -(np.conj(sides[:, _NEXT]) * sides[:, _LAST]).real
    return products / (2 * disc.face_areas_mm2[:, None])


def _stiffness(disc: Mesh, cotangents: Points) -> csc_array:
    """The matrix L of Σ cot α_e |z_e|² / 2 = z* L z over the edges of all faces."""
    i, j = disc.faces[:, _NEXT].ravel(), disc.faces[:, _LAST].ravel()
    half = cotangents.ravel() / 2
    rows, columns = np.concatenate((i, j, i, j)), np.concatenate((i, j, j, i))
    count = len(disc.vertices_mm)
    entries = (np.concatenate((half, half, -half, -half)), (rows, columns))
    return coo_array(entries, shape=(count, count)).tocsc()


def _conformal(disc: Mesh, cotangents: Points, pins: tuple[int, int]) -> Plane:
    """The least squares conformal map: Dirichlet energy less area, two vertices pinned.

    The area in the plane is Σ (u_i v_j − u_j v_i) / 2 over the edges (i, j) of the border. First
    come all u, then all v: real numbers, as complex factors are slow on a busy machine.
    """
    faces, corners = np.nonzero(neighbours(disc) < 0)
    i = disc.faces[faces, (corners + 1) % 3]
    j = disc.faces[faces, (corners + 2) % 3]
    count, quarter = len(disc.vertices_mm), np.full(len(i), 0.25)
    entries = (
        np.concatenate((quarter, -quarter)),
        (np.concatenate((i, j)), np.concatenate((j, i))),
    )
    area = coo_array(entries, shape=(count, count))
    dirichlet = _stiffness(disc, cotangents) / 2
    energy = csc_array(block_array([[dirichlet, -area], [-area.T, dirichlet]]))
    places = np.zeros(2 * count)
    places[pins[1]] = np.linalg.norm(disc.vertices_mm[pins[1]] - disc.vertices_mm[pins[0]])
    free = np.delete(np.arange(2 * count), [*pins, *(count + pin for pin in pins)])
    pull = -np.asarray(energy @ places)[free]
    places[free] = _factors(energy[free][:, free]).solve(pull)
    return places[:count] + 1j * places[count:]


def _as_rigid_as_possible(
    disc: Mesh, sides: Plane, cotangents: Points, places: Plane, pin: int
) -> Plane:
    """In turn: the best rotation of every face, then the best places for these rotations."""
    i, j = disc.faces[:, _NEXT], disc.faces[:, _LAST]
    count = len(places)
    free = np.delete(np.arange(count), pin)
    factors = _factors(_stiffness(disc, cotangents)[free][:, free])
    weighted = cotangents * np.conj(sides)
    for _ in range(_ROUNDS):
        turns = (weighted * (places[j] - places[i])).sum(axis=1)
        turns /= np.maximum(np.abs(turns), np.finfo(float).tiny)
        pull = (np.conj(weighted) * turns[:, None] / 2).ravel()
        sums = [
            np.bincount(j.ravel(), part, count) - np.bincount(i.ravel(), part, count)
            for part in (pull.real, pull.imag)
        ]
        solved = factors.solve(np.column_stack(sums)[free])
        places = np.zeros(count, dtype=np.complex128)
        places[free] = solved[:, 0] + 1j * solved[:, 1]
    return places


def _factors(matrix: csc_array) -> SuperLU:
    """The factors of a matrix whose entries lie symmetric about the diagonal."""
    return splu(
        matrix.tocsc(),
        permc_spec="MMD_AT_PLUS_A",
        diag_pivot_thresh=0.0,
        options={"SymmetricMode": True},
    )
