"""The PLY file of a reach map says what the map holds, and reads as a mesh."""

import numpy as np

from flapplanner.geometry.surface.mesh import Mesh
from flapplanner.options.reach_map import ReachMap
from flapplanner.options.variation import Variation
from flapplanner.report.ply import chance_colours, ply_text

CORNERS = np.array([[0.0, 0, 0], [60, 0, 0], [0, 60, 0], [-0.001, 0, 60]])
REACH = ReachMap(
    mesh=Mesh(CORNERS, np.array([[0, 2, 1], [0, 1, 3], [0, 3, 2], [1, 2, 3]])),
    pivot_mm=np.zeros(3),
    depth_mm=10.0,
    length_mm=50.0,
    beyond_mm=0.0,
    distance_mm=np.array([0.0, 60, 60, 60]),
    spare_mm=np.array([40.0, -10.8, -10.8, -0.04]),
    chance=np.array([1.0, 0.25, 0.25, 0.0]),
    centre=0,
    variation=Variation(length_sd_mm=10.0),
)


def test_the_file_holds_the_map() -> None:
    lines = ply_text(REACH).splitlines()
    body = lines.index("end_header") + 1
    assert lines[:2] == ["ply", "format ascii 1.0"]
    assert "element vertex 4" in lines
    assert "element face 4" in lines
    names = [line.split()[-1] for line in lines[:body] if line.startswith("property")]
    assert names == ["x", "y", "z", "red", "green", "blue", "chance", "spare", "vertex_indices"]
    assert lines[body] == "0.00 0.00 0.00 252 231 60 1.0000 40.0"
    assert lines[body + 1] == "60.00 0.00 0.00 52 86 146 0.2500 -10.8"
    assert lines[body + 3] == "0.00 0.00 60.00 62 22 92 0.0000 0.0"
    assert lines[body + 4 :] == ["3 0 2 1", "3 0 1 3", "3 0 3 2", "3 1 2 3"]


def test_more_is_lighter_to_every_eye() -> None:
    """The luminance of the colours (ITU-R BT.709) rises with the share, without a plateau."""
    colours = chance_colours(np.linspace(0, 1, 101))
    luminance = (colours / 255.0) ** 2.2 @ np.array([0.2126, 0.7152, 0.0722])
    assert np.all(np.diff(luminance) > 0)
    assert luminance[-1] - luminance[0] > 0.7
