"""Surfaces in space: triangle meshes, the shapes they are made from and what is read off them.

Lengths are millimetres in a right-handed frame.
"""

from flapplanner.geometry.surface.mesh import Mesh

__all__ = ["Mesh"]
