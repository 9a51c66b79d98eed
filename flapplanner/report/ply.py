"""A reach map as a PLY file, the plain form in which programs for meshes exchange surfaces."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from flapplanner.options.reach_map import ReachMap

# From dark to light, so that it is read without colour too: in no body, ..., in every body.
_SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
_STOPS = ((62, 22, 92), (52, 86, 146), (34, 142, 138), (122, 199, 86), (252, 231, 60))
_HEADER = """ply
format ascii 1.0
comment skin in mm, right, forward and up; chance: share of bodies in which it is reached
comment spare: length left over in mm, negative where it is too short
element vertex {vertices}
property float x
property float y
property float z
property uchar red
property uchar green
property uchar blue
property float chance
property float spare
element face {faces}
property list uchar int vertex_indices
end_header
"""


def ply_text(reach: ReachMap) -> str:
    """The skin with the share of bodies as colour and number at every vertex, and spare length.

    Places are written to a hundredth of a millimetre; the same map gives the same bytes.
    """
    places = reach.mesh.vertices_mm.round(2) + 0.0  # no minus zero
    columns = (places, chance_colours(reach.chance), reach.chance, reach.spare_mm.round(1) + 0.0)
    rows = np.column_stack(columns).tolist()
    faces = reach.mesh.faces.tolist()
    vertices = (
        f"{x:.2f} {y:.2f} {z:.2f} {red:.0f} {green:.0f} {blue:.0f} {chance:.4f} {spare:.1f}\n"
        for x, y, z, red, green, blue, chance, spare in rows
    )
    corners = (f"3 {a} {b} {c}\n" for a, b, c in faces)
    head = _HEADER.format(vertices=len(rows), faces=len(faces))
    return "".join((head, *vertices, *corners))


def chance_colours(chance: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Colours (n, 3) of shares from 0 to 1; lighter is more, whatever one's sense of colour.

    >>> chance_colours(np.array([0.0, 1.0])).tolist()
    [[62, 22, 92], [252, 231, 60]]
    """
    stops = np.array(_STOPS, dtype=float)
    mixed = [np.interp(chance, _SHARES, stops[:, i]) for i in range(3)]
    return np.column_stack(mixed).round().astype(np.uint8)
