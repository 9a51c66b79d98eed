"""What is no outline is refused by name and place, in bounded time."""

from collections.abc import Callable
from time import perf_counter

import numpy as np
import pytest
from shapely.geometry import LineString, MultiPolygon, Polygon

from flapplanner.errors import GeometryError
from flapplanner.geometry import (
    Leash,
    Paddle,
    capacity,
    certificate,
    covering_scale,
    critical_slack_mm,
    place,
    place_several,
    rectangle,
)
from flapplanner.geometry.plane import Region

PADDLE, LEASH = Paddle(rectangle(10, 10), (0.0, 0.0)), Leash((0.0, 0.0), 5.0)
ASKED: list[Callable[[Region], object]] = [
    lambda defect: place(defect, PADDLE, LEASH),
    lambda defect: place_several(defect, [(PADDLE, LEASH)]),
    lambda defect: critical_slack_mm(defect, PADDLE, LEASH, 0.5),
    lambda defect: capacity(defect, PADDLE, LEASH, 0.5),
    lambda defect: covering_scale(defect, PADDLE, LEASH, 0.5),
    lambda defect: certificate(defect, PADDLE, LEASH, 0.5),
]
CIRCLE = np.linspace(0, 2 * np.pi, 1_000_000)


def with_point(u_mm: float) -> Polygon:
    """A triangle whose second point may be no number, of which numpy would warn."""
    with np.errstate(invalid="ignore"):
        return Polygon([(0, 0), (u_mm, 3), (9, 9)])


BAD = {
    "empty": (Polygon(), "empty"),
    "several empty ones": (MultiPolygon(), "empty"),
    "a line": (LineString([(0, 0), (1, 1)]), "found a LineString"),
    "no area": (Polygon([(0, 0), (10, 0), (20, 0)]), "area 0 mm²"),
    "crossing itself": (Polygon([(0, 0), (9, 9), (9, 0), (0, 9)]), r"\[4.5 4.5\]"),
    "not a number": (with_point(float("nan")), r"point 1 is \(nan, "),
    "infinitely far": (with_point(float("inf")), r"point 1 is \(inf, "),
    "too far": (Polygon([(0, 0), (2e6, 3), (9, 9)]), r"point 1 is \(2e\+06, 3\)"),
    "a million points": (
        Polygon(np.column_stack((np.cos(CIRCLE), np.sin(CIRCLE)))),
        "found 1000001 points|found 1000000 points",
    ),
    "a hole outside": (
        Polygon(rectangle(10, 10).exterior, [rectangle(2, 2, 0, (50, 50)).exterior]),
        r"Hole lies outside shell\[",
    ),
    "parts that overlap": (MultiPolygon([rectangle(10, 10), rectangle(12, 5)]), r"\["),
}


@pytest.mark.parametrize("ask", ASKED)
@pytest.mark.parametrize("name", BAD)
def test_a_bad_defect_is_refused(name: str, ask: Callable[[Region], object]) -> None:
    region, sentence = BAD[name]
    start = perf_counter()
    with pytest.raises(GeometryError, match=f"defect: .*({sentence})"):
        ask(region)  # type: ignore[arg-type]
    assert perf_counter() - start < 1


@pytest.mark.parametrize("name", BAD)
def test_a_bad_paddle_is_refused(name: str) -> None:
    region, sentence = BAD[name]
    with pytest.raises(GeometryError, match=f"paddle outline: .*({sentence})"):
        Paddle(region, (0.0, 0.0))  # type: ignore[arg-type]


def test_5000_points_are_placed_in_bounded_time() -> None:
    angle = np.linspace(0, 2 * np.pi, 4999, endpoint=False)
    lobes = 50 * (1 + 0.2 * np.cos(9 * angle))
    outline = Polygon(np.column_stack((lobes * np.cos(angle), lobes * np.sin(angle))))
    start = perf_counter()
    at = place(outline, Paddle(outline, (0.0, 0.0)), LEASH)
    assert at.coverage_fraction > 0.999
    assert perf_counter() - start < 20


def test_a_leash_of_next_to_nothing_is_one_of_nothing() -> None:
    for slack in (5e-324, 1e-300, 1e-12):
        at = place(rectangle(30, 30), PADDLE, Leash((1.0, 2.0), slack))
        assert at.coverage_fraction == pytest.approx(100 / 900)
        assert at.slack_used_mm == pytest.approx(0)


def test_a_bound_on_next_to_no_reach_is_found_soon() -> None:
    """The paddle's corner comes over the defect's edge by next to nothing."""
    for gap in (1e-3, 1e-5, 1e-9):
        leash = Leash((-40 - np.hypot(5, 5) + gap - 5, 0.0), 10.0)
        found = certificate(rectangle(60, 80), PADDLE, leash, 0.0, most_boxes=20_000)
        assert found.boxes <= 20_000 + 8
        assert found.bound_fraction >= place(rectangle(60, 80), PADDLE, leash).coverage_fraction


def test_an_edge_of_no_length_is_no_edge() -> None:
    doubled = Polygon([(0, 0), (100, 0), (100, 0), (100, 50), (0, 50)])
    single = Polygon([(0, 0), (100, 0), (100, 50), (0, 50)])
    bounds = [certificate(one, PADDLE, LEASH, 0.0, most_boxes=500) for one in (doubled, single)]
    assert bounds[0].bound_fraction == pytest.approx(bounds[1].bound_fraction, abs=1e-9)


def test_a_very_large_defect_takes_no_more_time() -> None:
    large = Paddle(rectangle(90_000, 70_000), (0.0, 0.0))
    start = perf_counter()
    certificate(rectangle(1e5, 8e4), large, Leash((1e4, 0.0), 2e4), 0.7, most_boxes=2_000)
    assert perf_counter() - start < 10
