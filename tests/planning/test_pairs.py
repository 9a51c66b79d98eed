"""Two flaps that cover together: what they cover, held against the outlines they are laid at."""

import pytest
import shapely
from shapely.geometry import Polygon

from flapplanner.planning.pairs import LEAST_SHARE, pairs
from tests.given import case, defect
from tests.planning.composed import Composed, composed


def wide(length_mm: float, width_mm: float) -> Composed:
    """A defect that no single flap covers, approached from behind."""
    skin = {"shape": "ellipse", "length_mm": length_mm, "width_mm": width_mm}
    missing = defect(resection={"level": "below_s3"}, skin=skin)
    return composed(case(defect=missing, surgery={"approach": "posterior", "positions": ["prone"]}))


@pytest.fixture(scope="module")
def place() -> Composed:
    return wide(260, 180)


def test_no_single_flap_covers_and_some_pair_does(place: Composed) -> None:
    assert not any(one.feasible and one.kind == "soft_tissue" for one in place.options)
    assert place.found.found
    for one in place.found.found:
        assert [share.role for share in one.shares].count("covers") == 2


def test_a_pair_covers_what_its_outlines_cover(place: Composed) -> None:
    target = place.setting.target
    assert target is not None
    found = list(pairs(place.options, place.setting))
    assert found
    for pair in found:
        union = shapely.union_all([Polygon(ring) for ring in pair.laid])
        covered = 1 - target.difference(union).area / target.area
        assert pair.coverage_fraction == pytest.approx(covered, abs=1e-9)
        assert pair.coverage_fraction >= place.setting.target_coverage
        for option in pair.options:
            assert option.coverage_fraction is not None
            assert LEAST_SHARE <= option.coverage_fraction < place.setting.target_coverage


def test_paddles_keep_their_size_and_their_leash(place: Composed) -> None:
    for pair in pairs(place.options, place.setting):
        alone = [laying for option in pair.options for laying in option.layings]
        for ring, laying in zip(pair.laid, alone, strict=True):
            assert Polygon(ring).area == pytest.approx(Polygon(laying.paddle).area, rel=1e-6)
            if not laying.arc:
                assert ring == laying.paddle
