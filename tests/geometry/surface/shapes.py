"""Meshes of sphere, cylinder and cone, with vertices on the true surface, and a lumpy stone."""

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from flapplanner.geometry.surface.mesh import Mesh

Array = NDArray[np.float64]

SPHERE_MM = 150.0
CYLINDER_MM = 100.0
CONE_SLOPE = 0.5  # radius / height


@cache
def sphere(rounds: int = 4) -> Mesh:
    """An icosahedron, each face cut into four `rounds` times; 2562 vertices after four."""
    points, faces = _icosphere(rounds)
    return Mesh(SPHERE_MM * points, faces)


@cache
def stone(rounds: int = 4) -> Mesh:
    """A ball with bumps and hollows; no two of its triangles are alike."""
    points, faces = _icosphere(rounds)
    x, y, z = points.T
    bumps = 0.12 * np.sin(3 * x + 1) * np.cos(4 * y) + 0.1 * np.sin(5 * z + 2 * x) + 0.05 * x
    return Mesh(SPHERE_MM * points * (1 + bumps)[:, None], faces)


@cache
def cylinder(radius_mm: float = CYLINDER_MM, length_mm: float = 600.0, around: int = 96) -> Mesh:
    """An open tube about the z axis, from z = 0; its faces are nearly equilateral."""
    rows = int(length_mm / (2 * np.pi * radius_mm / around * np.sqrt(0.75)))
    return _tube(lambda height: radius_mm, np.linspace(0.0, length_mm, rows), around)


@cache
def cone() -> Mesh:
    """An open cone about the z axis, its tip at the origin and cut off 20 mm above it."""
    return _tube(lambda height: CONE_SLOPE * height, np.linspace(20.0, 500.0, 70), 96)


def two_parts() -> Mesh:
    """Two spheres that do not hang together."""
    one = sphere(2)
    return Mesh(
        np.vstack((one.vertices_mm, one.vertices_mm + np.array([1000.0, 0, 0]))),
        np.vstack((one.faces, one.faces + len(one.vertices_mm))),
    )


def moved(mesh: Mesh, turn: Rotation, shift: Array) -> Mesh:
    return Mesh(turn.apply(mesh.vertices_mm.copy()) + shift, mesh.faces)


def points_within(mesh: Mesh, count: int, seed: int) -> Array:
    """Points inside faces of the mesh, drawn at random, (count, 3)."""
    draw = np.random.default_rng(seed)
    faces = draw.integers(len(mesh.faces), size=count)
    points: Array = np.einsum(
        "ij,ijk->ik", draw.dirichlet(np.ones(3), count), mesh.vertices_mm[mesh.faces[faces]]
    )
    return points


def _icosphere(rounds: int) -> tuple[Array, NDArray[np.int64]]:
    golden = (1 + np.sqrt(5)) / 2
    corners = [(0.0, s, t * golden) for s in (-1, 1) for t in (-1, 1)]
    points = np.array([np.roll(corner, shift) for shift in range(3) for corner in corners])
    gaps = np.linalg.norm(points[:, None] - points, axis=2)
    faces = np.array(
        [
            (a, b, c) if np.linalg.det(points[[a, b, c]]) > 0 else (a, c, b)
            for a in range(12)
            for b in range(a)
            for c in range(b)
            if max(gaps[a, b], gaps[b, c], gaps[c, a]) < 2.1
        ]
    )
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    for _ in range(rounds):
        edges = np.sort(np.concatenate([faces[:, [i, (i + 1) % 3]] for i in range(3)]), axis=1)
        unique, numbers = np.unique(edges, axis=0, return_inverse=True)
        middles = points[unique].sum(axis=1)
        middles /= np.linalg.norm(middles, axis=1, keepdims=True)
        ab, bc, ca = numbers.reshape(3, -1) + len(points)
        a, b, c = faces.T
        points = np.vstack((points, middles))
        corners_of_four = ((a, ab, ca), (b, bc, ab), (c, ca, bc), (ab, bc, ca))
        faces = np.concatenate([np.column_stack(corners) for corners in corners_of_four])
    return points, faces


def _tube(radius: Callable[[float], float], heights: Array, around: int) -> Mesh:
    """Rings of vertices, every other one turned by half a step."""
    rings, faces = [], []
    here = np.arange(around)
    there = (here + 1) % around
    for row, height in enumerate(heights):
        angle = 2 * np.pi * (here + row % 2 / 2) / around
        flat = radius(float(height)) * np.column_stack((np.cos(angle), np.sin(angle)))
        rings.append(np.column_stack((flat, np.full(around, height))))
        p, q = row * around, (row + 1) * around
        apex, foot = (here, there) if row % 2 == 0 else (there, here)
        faces.append(np.column_stack((p + here, p + there, q + apex)))
        faces.append(np.column_stack((p + foot, q + there, q + here)))
    return Mesh(np.vstack(rings), np.concatenate(faces[:-2]))
