from math import pi

import numpy as np
import pytest

from flapplanner.errors import GeometryError
from flapplanner.geometry.surface.implicit import ellipsoid, folded
from flapplanner.geometry.surface.mesh import Mesh, Points
from flapplanner.geometry.surface.meshing import mirrored_mesh
from flapplanner.geometry.surface.sections import level_section, shape_section, tape_mm

BALL = ellipsoid((60, 0, 0), (50, 50, 50))


def two_balls(points: Points) -> np.ndarray:
    return BALL(folded(points, 0.1))


@pytest.fixture(scope="module")
def balls() -> Mesh:
    return mirrored_mesh(two_balls, np.array([0.0, -70, -70]), np.array([130.0, 70, 70]), 5.0)


def test_each_ball_is_cut_in_its_circle(balls: Mesh) -> None:
    outlines = level_section(balls, 30.0)
    assert len(outlines) == 2
    for outline in outlines:
        assert outline.area == pytest.approx(pi * 40**2, rel=0.01)
        assert tape_mm(outline) == pytest.approx(2 * pi * 40, rel=0.005)


def test_a_level_through_vertices_still_gives_closed_outlines(balls: Mesh) -> None:
    level = float(balls.vertices_mm[17, 2])
    assert [outline.is_valid for outline in level_section(balls, level)] == [True, True]


def test_above_the_mesh_there_is_no_section(balls: Mesh) -> None:
    assert level_section(balls, 51.0) == ()


def test_the_section_of_the_shape_agrees_with_that_of_its_mesh(balls: Mesh) -> None:
    outline = shape_section(BALL, 30.0, (60.0, 0.0), 100.0)
    assert tape_mm(outline) == pytest.approx(2 * pi * 40, rel=0.001)
    assert outline.length == pytest.approx(level_section(balls, 30.0)[0].length, rel=0.005)


def test_a_section_that_is_not_there_is_refused(balls: Mesh) -> None:
    with pytest.raises(GeometryError, match="finite height"):
        level_section(balls, float("nan"))
    with pytest.raises(GeometryError, match="no inside"):
        shape_section(BALL, 60.0, (60.0, 0.0), 100.0)
    with pytest.raises(GeometryError, match="within reach"):
        shape_section(BALL, 0.0, (60.0, 0.0), 40.0)
