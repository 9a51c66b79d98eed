"""The keystone: as wide as asked, beside the defect, and covering what its edge sweeps."""

from math import hypot

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import affinity
from shapely.geometry import LineString, Polygon

from flapplanner.errors import GeometryError
from flapplanner.geometry import ellipse, rectangle
from flapplanner.geometry.keystone import keystone_design
from tests.geometry.shapes import DEFECTS, UNHURRIED, seeded_scenes

FORMS = [*DEFECTS, *(scene.defect for scene in seeded_scenes(10))]


def shifted(outline: Polygon, towards: float, distance: float) -> Polygon:
    along = affinity.rotate(shapely.Point(-distance, 0), towards, origin=(0, 0))
    return affinity.translate(outline, along.x, along.y)


def test_over_a_straight_edge_it_is_a_rectangle() -> None:
    design = keystone_design(rectangle(100, 60), 0.0, 60.0)
    assert design.outline.equals_exact(rectangle(100, 60, centre_mm=(60, 0)), 1e-6, normalize=True)


def test_over_a_circle_it_is_half_a_ring() -> None:
    """Between two half circles of the radii 50 and 50 + 100: π (150² - 50²) / 2."""
    design = keystone_design(ellipse(100, 100), 0.0, 100.0)
    assert design.outline.area == pytest.approx(3.14159 * (150**2 - 50**2) / 2, rel=3e-3)
    assert [LineString(line).length for line in (design.incision[:2], design.incision[-2:])] == (
        pytest.approx([100, 100], abs=0.05)
    )


@pytest.mark.parametrize("towards", [0.0, 180.0, 63.0])
@pytest.mark.parametrize("defect", FORMS)
def test_it_lies_beside_the_defect_as_wide_as_asked(defect: Polygon, towards: float) -> None:
    outline = keystone_design(defect, towards, 70.0).outline
    assert outline.is_valid
    assert outline.intersection(defect).area < 1e-6
    assert outline.distance(defect) == pytest.approx(0, abs=1e-9)
    assert outline.hausdorff_distance(defect) >= 70 - 0.1
    far = max(shapely.Point(corner).distance(defect) for corner in outline.exterior.coords)
    assert far >= 70 - 0.1


@pytest.mark.parametrize("defect", [ellipse(120, 90), ellipse(80, 140, 25.0), rectangle(90, 60)])
@pytest.mark.parametrize("towards", [0.0, 180.0, 40.0])
@pytest.mark.parametrize("share", [0.25, 0.6, 1.0])
def test_it_covers_the_strip_that_its_edge_sweeps(
    defect: Polygon, towards: float, share: float
) -> None:
    across = affinity.rotate(defect, -towards, origin=(0, 0)).bounds
    extent = across[2] - across[0]
    outline = keystone_design(defect, towards, extent).outline
    distance = share * extent / 2
    strip = defect.difference(shifted(defect, towards, distance))
    covered = shifted(outline, towards, distance).intersection(defect)
    assert strip.difference(covered.buffer(1e-6)).area < 1e-6 * defect.area


@UNHURRIED
@given(length=st.floats(60, 200), width=st.floats(40, 150), wide=st.floats(20, 150))
def test_keystones_on_both_sides_mirror_each_other(
    length: float, width: float, wide: float
) -> None:
    defect = ellipse(length, width)
    right, left = (keystone_design(defect, towards, wide).outline for towards in (0.0, 180.0))
    mirrored = affinity.scale(left, -1, 1, origin=(0, 0))
    assert mirrored.symmetric_difference(right).area < 1e-4 * right.area


@pytest.mark.parametrize("towards", [0.0, 180.0, 90.0])
def test_it_is_no_longer_than_asked(towards: float) -> None:
    """The limbs are inclined just so far that its tips lie 140 mm apart."""
    design = keystone_design(ellipse(100, 100), towards, 60.0, max_length_mm=140.0)
    one, other = design.tips
    assert hypot(one[0] - other[0], one[1] - other[1]) == pytest.approx(140, abs=0.5)
    with pytest.raises(GeometryError, match="max_length_mm: found 90; at least the 100 mm"):
        keystone_design(ellipse(100, 100), towards, 60.0, max_length_mm=90.0)


@pytest.mark.parametrize("width", [0.0, -3.0, float("nan")])
def test_a_keystone_without_width_is_refused(width: float) -> None:
    with pytest.raises(GeometryError, match="width_mm: found"):
        keystone_design(ellipse(100, 60), 0.0, width)
