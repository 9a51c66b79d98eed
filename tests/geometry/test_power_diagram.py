"""Power diagrams: shares that add up, borders where the closed form has them, symmetric borders."""

from math import hypot, radians

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from shapely import affinity
from shapely.geometry import MultiPoint, Polygon

from flapplanner.errors import GeometryError
from flapplanner.geometry import ellipse, rectangle
from flapplanner.geometry.plane import turned
from flapplanner.geometry.power_diagram import PowerDiagram, power_diagram
from tests.geometry.shapes import DEFECTS, UNHURRIED

Sites = list[tuple[float, float]]
places = st.tuples(*[st.integers(-120, 120).map(float)] * 2)
site_lists = st.lists(places, min_size=1, max_size=25, unique=True)
regions = st.sampled_from(DEFECTS)


@st.composite
def weighted(draw: st.DrawFn) -> tuple[Sites, list[float]]:
    sites = draw(site_lists)
    weights = st.floats(0, 5000)
    return sites, draw(st.lists(weights, min_size=len(sites), max_size=len(sites)))


def power(point: NDArray[np.float64], sites: Sites, weights: list[float]) -> NDArray[np.float64]:
    away = np.hypot(*(np.array(sites) - point).T)
    return np.asarray(away**2 - np.array(weights), dtype=np.float64)


@UNHURRIED
@given(regions, weighted())
def test_the_cells_share_out_the_region(region: Polygon, of: tuple[Sites, list[float]]) -> None:
    diagram = power_diagram(region, *of)
    assert len(diagram.cells) == len(of[0])
    assert diagram.area_mm2.sum() == pytest.approx(region.area, rel=1e-9)
    assert shapely.union_all(diagram.cells).area == pytest.approx(region.area, rel=1e-9)


@UNHURRIED
@given(regions, weighted(), st.integers(0, 2**32 - 1))
def test_each_point_belongs_to_the_site_of_least_power(
    region: Polygon, of: tuple[Sites, list[float]], seed: int
) -> None:
    diagram = power_diagram(region, *of)
    draw = np.random.default_rng(seed)
    left, low, right, high = region.bounds
    points = draw.uniform((left, low), (right, high), (50, 2))
    for point in points[shapely.contains_xy(region, points)]:
        powers = power(point, *of)
        owner = int(np.argmin(powers))
        if np.partition(powers, 1)[1] - powers[owner] > 1e-6 if len(powers) > 1 else True:
            assert diagram.cells[owner].distance(shapely.Point(point)) < 1e-6


@UNHURRIED
@given(regions, site_lists, st.floats(0, 5000))
def test_equal_weights_give_the_voronoi_diagram(
    region: Polygon, sites: Sites, weight: float
) -> None:
    """Against the Voronoi diagram of GEOS, which knows no weights."""
    diagram = power_diagram(region, sites, [weight] * len(sites))
    if len(sites) == 1:
        assert diagram.cells[0].equals(region)
        return
    found = shapely.voronoi_polygons(MultiPoint(sites), extend_to=region.envelope.buffer(500))
    cells = shapely.intersection(np.array(found.geoms), region)
    owner = [
        [cell.covers(shapely.Point(site)) for cell in found.geoms].index(True) for site in sites
    ]
    assert diagram.area_mm2 == pytest.approx(shapely.area(cells)[owner], rel=1e-6, abs=1e-6)


@given(
    st.floats(-40, 40), st.floats(-40, 40), st.floats(5, 60), st.floats(0, 2000), st.floats(0, 2000)
)
def test_two_sites_meet_on_their_radical_axis(
    u: float, v: float, half_gap: float, first: float, second: float
) -> None:
    """The axis lies (w₁ − w₂) / 2d beyond the midpoint of two sites a distance d apart."""
    sites = [(u - half_gap, v), (u + half_gap, v)]
    axis = min(max(u + (first - second) / (4 * half_gap), -100.0), 100.0)
    diagram = power_diagram(rectangle(120, 200), sites, [first, second])
    assert diagram.area_mm2 == pytest.approx([(axis + 100) * 120, (100 - axis) * 120], abs=1e-6)
    if -99 < axis < 99:
        assert diagram.pairs.tolist() == [[0, 1]]
        assert diagram.border_mm == pytest.approx([120.0])


def test_a_square_lattice_meets_along_its_sides_alone() -> None:
    """Four cells touch in each corner of the lattice, which is no border."""
    steps = (-30.0, -10.0, 10.0, 30.0)
    diagram = power_diagram(rectangle(80, 80), [(u, v) for u in steps for v in steps], [0.0] * 16)
    assert diagram.area_mm2 == pytest.approx(16 * [400.0])
    assert diagram.border_mm == pytest.approx(24 * [20.0])


def test_an_overpowered_site_has_no_share_and_no_border() -> None:
    diagram = power_diagram(rectangle(80, 80), [(0, 0), (10, 0)], [5000, 0])
    assert diagram.cells[1].is_empty
    assert diagram.area_mm2.tolist() == [6400.0, 0.0]
    assert diagram.border_mm.size == 0


@UNHURRIED
@given(weighted())
def test_the_borders_are_the_sides_that_two_cells_share(of: tuple[Sites, list[float]]) -> None:
    """All sides of all cells, less the outline itself, count each border twice."""
    region = ellipse(220, 160)
    diagram = power_diagram(region, *of)
    around = sum(cell.length for cell in diagram.cells)
    assert 2 * diagram.border_mm.sum() == pytest.approx(around - region.length, abs=1e-4)


@UNHURRIED
@given(regions, weighted(), st.floats(-180, 180), places)
def test_a_rigid_motion_moves_the_cells_along(
    region: Polygon, of: tuple[Sites, list[float]], turn: float, shift: tuple[float, float]
) -> None:
    sites, weights = of
    moved_region = affinity.translate(affinity.rotate(region, turn, origin=(0, 0)), *shift)
    moved_sites = turned(np.array(sites), radians(turn)) + shift
    here = power_diagram(region, sites, weights)
    there = power_diagram(moved_region, moved_sites, weights)
    assert there.area_mm2 == pytest.approx(here.area_mm2, rel=1e-6, abs=1e-4)
    assert _by_pair(there) == pytest.approx(_by_pair(here), abs=1e-4)


def _by_pair(diagram: PowerDiagram) -> dict[tuple[int, int], float]:
    """The borders that are more than a touch."""
    found = zip(diagram.pairs.tolist(), diagram.border_mm.tolist(), strict=True)
    return {(first, second): border for (first, second), border in found if border > 1e-3}


@pytest.mark.parametrize(
    ("sites", "weights", "words"),
    [
        ([], [], "at least one site"),
        ([(0, 0)], [0, 1], "a weight for each"),
        ([(0, 0), (0, 0)], [0, 1], "two lie in one place"),
        ([(0, float("nan"))], [0], "no finite number"),
    ],
)
def test_unsound_sites_are_refused(sites: Sites, weights: list[float], words: str) -> None:
    with pytest.raises(GeometryError, match=words):
        power_diagram(rectangle(10, 10), sites, weights)


def test_far_sites_do_not_spoil_the_cells_of_near_ones() -> None:
    sites = [(-10.0, 0.0), (10.0, 0.0), (2e4, 3e4)]
    diagram = power_diagram(rectangle(80, 80), sites, [0, 0, 0])
    assert diagram.area_mm2 == pytest.approx([3200.0, 3200.0, 0.0], rel=1e-9)
    assert hypot(*sites[2]) > 100 * 80
