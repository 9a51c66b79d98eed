"""Reach over the body surface: near is surer than far, and the formula holds in drawn bodies."""

from functools import cache

import numpy as np
import pytest
from scipy.spatial import cKDTree
from scipy.special import ndtr

from flapplanner.geometry.surface.distances import geodesic_distances
from flapplanner.geometry.surface.geodesics import geodesic_path
from flapplanner.geometry.surface.nearest import nearest
from flapplanner.geometry.surface.reach import needed_length_mm
from flapplanner.options import assess
from flapplanner.options.reach_map import NoReachMap, ReachMap, reach_map
from tests.given import setting

PLACE = setting()


@cache
def mapped(key: str, side: str = "right") -> ReachMap:
    found = reach_map(assess(key, side, PLACE), PLACE)
    assert isinstance(found, ReachMap)
    return found


@pytest.mark.parametrize("key", ["vram", "sgap", "lap", "alt_free"])
def test_over_its_pivot_the_depth_alone_has_to_be_bridged(key: str) -> None:
    """P = Phi((length - depth) / sd): every paddle is longer than an edge of the mesh."""
    found = mapped(key)
    at = int(np.argmin(found.distance_mm))
    assert found.distance_mm[at] < 10
    assert found.spare_mm[at] == pytest.approx(found.length_mm - found.depth_mm)
    wanted = ndtr(found.spare_mm[at] / found.variation.length_sd_mm)
    assert found.chance[at] == pytest.approx(wanted, abs=1e-3)
    assert found.chance[at] == found.chance.max()
    if key == "sgap":
        assert found.chance[at] > 0.999


@pytest.mark.parametrize("key", ["vram", "lap"])
def test_it_reaches_in_fewer_bodies_along_a_way_over_the_skin(key: str) -> None:
    found = mapped(key)
    farthest = int(np.argmax(found.distance_mm))
    way = geodesic_path(found.mesh, found.pivot_mm, found.mesh.vertices_mm[farthest])
    tree = cKDTree(found.mesh.vertices_mm)
    along = np.atleast_1d(tree.query(way.points_mm[::3])[1])
    assert len(along) > 20
    # The nearest vertex lies up to half an edge beside the way, so beside its order too.
    chances = found.chance[along]
    assert np.all(np.diff(np.minimum.accumulate(chances)) <= 0)
    assert np.all(chances - np.minimum.accumulate(chances) < 0.2)
    assert chances[0] > 0.99
    assert chances[-1] < 0.01
    order = np.argsort(found.distance_mm, kind="stable")
    assert np.all(np.diff(found.chance[order]) <= 1e-12)


def test_where_nothing_is_spare_it_reaches_in_half_of_the_bodies() -> None:
    found = mapped("vram")
    assert found.variation.pivot_sd_mm == 0
    assert found.farthest_mm is not None
    surely = np.abs(found.spare_mm) > 1
    assert np.array_equal((found.chance > 0.5)[surely], (found.spare_mm > 0)[surely])
    assert np.array_equal(
        (found.distance_mm < found.farthest_mm)[surely], (found.spare_mm > 0)[surely]
    )


def test_the_formula_holds_in_bodies_whose_pivot_was_moved_over_the_skin() -> None:
    """Drawn pivots with ways of their own, against one way and the first order of a shift."""
    found = mapped("lap")
    sd = found.variation.pivot_sd_mm
    assert sd > 3
    normal = found.mesh.normals[int(np.argmin(found.distance_mm))]
    draw = np.random.default_rng(5)
    total = np.zeros(len(found.chance))
    count = 100
    for shift in draw.standard_normal((count // 2, 3)) * sd:
        aside = shift - (shift @ normal) * normal
        for one in (aside, -aside):  # in pairs, so that the mean shift is none
            pivot = nearest(found.mesh, [found.pivot_mm + one]).points_mm[0]
            ways = geodesic_distances(found.mesh, pivot)
            needed = needed_length_mm(ways, found.depth_mm, found.beyond_mm)
            total += ndtr((found.length_mm - needed) / found.variation.length_sd_mm)
    assert np.abs(total / count - found.chance).max() < 0.03


def test_the_map_of_the_other_side_is_the_mirror_image() -> None:
    right, left = mapped("sgap", "right"), mapped("sgap", "left")
    assert right.mesh is left.mesh
    assert left.pivot_mm == pytest.approx(right.pivot_mm * (-1, 1, 1), abs=1e-6)
    away, twin = cKDTree(right.mesh.vertices_mm).query(left.mesh.vertices_mm * (-1, 1, 1))
    assert np.max(away) < 1e-6
    assert np.abs(right.chance[twin] - left.chance).max() < 0.02


def test_the_centre_lies_where_the_chart_has_its_origin() -> None:
    found = mapped("sgap")
    seen = PLACE.anatomy.chart.seen(found.mesh.vertices_mm[found.centre])
    assert np.hypot(*seen.uv) < 10


def test_the_same_case_gives_the_same_map() -> None:
    place = setting()
    again = reach_map(assess("lap", "right", place), place)
    assert isinstance(again, ReachMap)
    assert again.chance.tobytes() == mapped("lap").chance.tobytes()
    assert again.spare_mm.tobytes() == mapped("lap").spare_mm.tobytes()


@pytest.mark.parametrize("key", ["gluteal_vy", "keystone", "gluteal_rotation", "sgap_propeller"])
def test_what_moves_beside_the_defect_has_no_map(key: str) -> None:
    found = reach_map(assess(key, "right", PLACE), PLACE)
    assert isinstance(found, NoReachMap)
    assert "has no leash to follow" in found.reason


def test_what_a_gate_stopped_has_no_map_and_says_why() -> None:
    place = setting(surgery={"approach": "posterior", "positions": ["prone"]})
    found = reach_map(assess("vram", "right", place), place)
    assert isinstance(found, NoReachMap)
    assert "an anterior approach" in found.reason


def test_what_its_way_uses_up_has_no_map() -> None:
    option = assess("vram", "right", PLACE)
    assert option.reach is not None
    spent = option.reach.model_copy(update={"free_length_mm": -5.0})
    found = reach_map(option.model_copy(update={"reach": spent}), PLACE)
    assert isinstance(found, NoReachMap)
    assert "does not come as far as the skin" in found.reason
