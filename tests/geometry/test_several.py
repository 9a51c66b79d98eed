"""Several paddles on one defect: what one after the other cannot see."""

import pytest
import shapely
from shapely import affinity
from shapely.geometry import Polygon

from flapplanner.errors import GeometryError
from flapplanner.geometry import Leash, Paddle, place, place_several, rectangle
from tests.geometry.shapes import seeded_scenes

MIDDLE = (0.0, 0.0)
WIDE = rectangle(60, 100)  # 100 across


def upright(pivot_u_mm: float, slack_mm: float) -> Leash:
    return Leash((pivot_u_mm, 0.0), slack_mm, 0.0, 0.0)


def bare_after(defect: Polygon, pairs: list[tuple[Paddle, Leash]]) -> float:
    return place_several(defect, pairs)[-1].residual.area / defect.area


def test_the_first_gives_way_to_the_second() -> None:
    """Alone it stays in the middle, where 22.5 of 100 are left on each side of it."""
    paddle = Paddle(rectangle(60, 55), MIDDLE)
    pairs = [(paddle, upright(0.0, 40.0)), (paddle, upright(0.0, 40.0))]
    assert place(WIDE, *pairs[0]).slack_used_mm == pytest.approx(0, abs=1e-3)
    assert bare_after(WIDE, pairs) == pytest.approx(0, abs=1.1e-4)


def test_two_that_meet_in_a_seam_shift_as_one() -> None:
    """Halves of 50 whose pivots lie 10 too far to one side."""
    half = Paddle(rectangle(60, 50), MIDDLE)
    pairs = [(half, upright(-15.0, 12.0)), (half, upright(35.0, 12.0))]
    assert bare_after(WIDE, pairs) == pytest.approx(0, abs=1e-3)


def test_three_thirds_cover_the_whole() -> None:
    third = Paddle(rectangle(60, 100 / 3), MIDDLE)
    pairs = [(third, upright(u, 30.0)) for u in (-20.0, 10.0, 25.0)]
    assert bare_after(WIDE, pairs) == pytest.approx(0, abs=2e-3)


@pytest.mark.parametrize("number", range(0, 40, 4))
def test_together_never_worse_than_one_after_the_other(number: int) -> None:
    first, second = seeded_scenes(44)[number : number + 2]
    alone = place(first.defect, first.paddle, first.leash)
    after = place(alone.residual, second.paddle, second.leash)
    pairs = [(first.paddle, first.leash), (second.paddle, second.leash)]
    found = place_several(first.defect, pairs)
    assert found[-1].residual.area <= after.residual.area + 1e-4 * first.defect.area
    for (_, leash), at in zip(pairs, found, strict=True):
        away = shapely.Point(at.pose.hilum_mm).distance(shapely.Point(leash.pivot_mm))
        assert away <= leash.slack_mm * (1 + 1e-9)
    assert sum(at.coverage_fraction for at in found) == pytest.approx(
        1 - found[-1].residual.area / first.defect.area, abs=1e-9
    )


def test_a_mirrored_pair_on_a_mirrored_defect_covers_alike() -> None:
    defect = affinity.scale(rectangle(80, 120), 1, 1)
    paddle = Paddle(rectangle(80, 50), MIDDLE)
    pairs = [(paddle, upright(u, 20.0)) for u in (-60.0, 60.0)]
    left, right = place_several(defect, pairs)
    assert left.coverage_fraction == pytest.approx(right.coverage_fraction, abs=1e-6)
    assert left.pose.hilum_mm[0] == pytest.approx(-right.pose.hilum_mm[0], abs=1e-2)


def test_a_defect_without_area_is_refused() -> None:
    with pytest.raises(GeometryError, match="defect: "):
        place_several(Polygon(), [(Paddle(WIDE, MIDDLE), upright(0.0, 1.0))])
