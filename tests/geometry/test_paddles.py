"""Outlines cut for a defect: how large they come out, and what they cover once moved."""

from math import atan2, cos, degrees, pi, radians, sin, sqrt, tan

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import affinity
from shapely.geometry import Polygon

from flapplanner.errors import GeometryError
from flapplanner.geometry import (
    Leash,
    Paddle,
    advancement_outline,
    ellipse,
    fitted_outline,
    place,
    place_several,
    polygon,
    rectangle,
    rotation_outline,
)
from flapplanner.geometry.advancement import advancement_design
from flapplanner.geometry.donor import tip_angle_deg
from tests.geometry.shapes import DEFECTS, UNHURRIED, fine_disc, seeded_scenes

ANY = 1e4
FORMS = [*DEFECTS, *(scene.defect for scene in seeded_scenes(10))]


def size(outline: Polygon) -> tuple[float, float]:
    left, low, right, high = outline.bounds
    return high - low, right - left


@pytest.mark.parametrize("turn", [0.0, 35.0, 90.0])
def test_an_ellipse_over_its_equal_needs_no_more(turn: float) -> None:
    outline = fitted_outline(ellipse(120, 90, turn_deg=turn), "ellipse", ANY, ANY)
    assert size(outline) == pytest.approx((120, 90), rel=2e-3)


@pytest.mark.parametrize("turn", [0.0, 35.0, 90.0])
def test_an_ellipse_over_a_rectangle_needs_root_two(turn: float) -> None:
    outline = fitted_outline(rectangle(100, 60, turn_deg=turn), "ellipse", ANY, ANY)
    assert size(outline) == pytest.approx((100 * sqrt(2), 60 * sqrt(2)), rel=2e-3)


@pytest.mark.parametrize("defect", FORMS)
def test_a_rectangle_is_the_least_rectangle_of_the_defect(defect: Polygon) -> None:
    outline = fitted_outline(defect, "rectangle", ANY, ANY)
    assert outline.area == pytest.approx(shapely.oriented_envelope(defect).area)
    assert size(outline)[0] >= size(outline)[1]


@pytest.mark.parametrize("kind", ["ellipse", "rectangle"])
@pytest.mark.parametrize("defect", FORMS)
def test_a_fitted_outline_covers_and_is_no_larger_than_over_the_least_rectangle(
    defect: Polygon, kind: str
) -> None:
    outline = fitted_outline(defect, kind, ANY, ANY)  # type: ignore[arg-type]
    everywhere = Leash((0.0, 0.0), 100.0)
    assert place(defect, Paddle(outline, (0.0, 0.0)), everywhere).coverage_fraction >= 1 - 1e-4
    box = shapely.oriented_envelope(defect)
    enough = box.area * (1 if kind == "rectangle" else pi / 2)
    assert outline.area <= enough * 1.005


def test_limits_clip_length_and_width_each_on_its_own() -> None:
    defect = rectangle(100, 60)
    assert size(fitted_outline(defect, "rectangle", 80, 200)) == pytest.approx((80, 60))
    assert size(fitted_outline(defect, "rectangle", 200, 50)) == pytest.approx((100, 50))
    grown = fitted_outline(defect, "rectangle", 200, 90, min_length_mm=150, min_width_mm=70)
    assert size(grown) == pytest.approx((150, 70))


def test_what_cannot_be_fitted_is_refused() -> None:
    with pytest.raises(GeometryError, match="kind: found 'circle'; ellipse or rectangle"):
        fitted_outline(DEFECTS[0], "circle", 100, 100)  # type: ignore[arg-type]
    with pytest.raises(GeometryError, match="length limits: found 120 to 100"):
        fitted_outline(DEFECTS[0], "ellipse", 100, 100, min_length_mm=120)
    with pytest.raises(GeometryError, match="width limits: found 0 to -5"):
        fitted_outline(DEFECTS[0], "ellipse", 100, -5)


@pytest.mark.parametrize("towards", [0.0, 90.0, 180.0, 217.0])
def test_the_apex_lies_where_its_angle_says(towards: float) -> None:
    # base 100 across the direction: apex at 100 / (2 tan 20°) from the chord, here the edge itself
    defect = rectangle(60, 100, turn_deg=towards - 90)
    outline = advancement_outline(defect, towards, 40.0, 300.0)
    along = [
        cos(radians(towards)) * u + sin(radians(towards)) * v for u, v in outline.exterior.coords
    ]
    assert max(along) == pytest.approx(30 + 50 / tan(radians(20)))
    assert min(along) == pytest.approx(30)


@pytest.mark.parametrize("towards", [0.0, 180.0, 63.0])
def test_an_island_cut_short_is_blunt(towards: float) -> None:
    # base 100: 50° with room for it, 2 arctan(50 / 80) within 80 mm
    defect = rectangle(60, 100, turn_deg=towards - 90)
    angles = [tip_angle_deg(advancement_design(defect, towards, 50.0, most)) for most in (ANY, 80)]
    assert angles == pytest.approx([50.0, degrees(2 * atan2(50, 80))])


def test_the_length_is_limited() -> None:
    outline = advancement_outline(ellipse(120, 90), 0.0, 30.0, 100.0)
    assert outline.bounds[2] == pytest.approx(100)


@pytest.mark.parametrize("towards", [0.0, 180.0, 63.0])
@pytest.mark.parametrize("defect", FORMS)
def test_an_advancement_outline_lies_beside_the_defect(defect: Polygon, towards: float) -> None:
    outline = advancement_outline(defect, towards, 40.0, 300.0)
    assert outline.is_valid
    base = outline.intersection(defect.buffer(1e-6))
    assert outline.distance(defect) == pytest.approx(0, abs=1e-9)
    across = affinity.rotate(defect, -towards, origin=(0, 0)).bounds
    touching = affinity.rotate(base, -towards, origin=(0, 0)).bounds
    assert (touching[1], touching[3]) == pytest.approx((across[1], across[3]), abs=1e-3)


@pytest.mark.parametrize("defect", [ellipse(120, 90), ellipse(80, 140, 25.0), rectangle(90, 60)])
@pytest.mark.parametrize("towards", [0.0, 180.0, 40.0])
@pytest.mark.parametrize("share", [0.25, 0.6, 1.0])
def test_the_advanced_outline_covers_the_strip_that_its_base_sweeps(
    defect: Polygon, towards: float, share: float
) -> None:
    # For a convex defect the strip is the defect less itself shifted by the same distance.
    outline = advancement_outline(defect, towards, 40.0, 400.0)
    across = affinity.rotate(defect, -towards, origin=(0, 0)).bounds
    distance = share * (across[2] - across[0]) / 2
    shift = (-distance * cos(radians(towards)), -distance * sin(radians(towards)))
    strip = defect.difference(affinity.translate(defect, *shift))
    covered = affinity.translate(outline, *shift).intersection(defect)
    assert covered.symmetric_difference(strip).area < 1e-6 * defect.area


@pytest.mark.parametrize(
    ("defect", "width"), [(ellipse(120, 90), 90.0), (rectangle(110, 70), 70.0)]
)
def test_a_pair_covers_a_defect_of_width_w_at_a_slack_of_half_w(
    defect: Polygon, width: float
) -> None:
    def covered(slack: float) -> float:
        outlines = [advancement_outline(defect, towards, 40.0, 300.0) for towards in (0.0, 180.0)]
        hila = [(outline.centroid.x, outline.centroid.y) for outline in outlines]
        pairs = [
            (Paddle(outline, hilum), Leash(hilum, slack, 0.0, 0.0))
            for outline, hilum in zip(outlines, hila, strict=True)
        ]
        return 1 - place_several(defect, pairs)[-1].residual.area / defect.area

    assert covered(width / 2) >= 1 - 1e-4
    assert covered(width / 2 + 2) >= 1 - 1e-3
    assert covered(width / 2 - 2) < 1 - 1e-3


def test_a_wide_defect_pushes_the_apex_out_rather_than_into_itself() -> None:
    defect = ellipse(60, 160)
    outline = advancement_outline(defect, 0.0, 60.0, 300.0)
    assert outline.bounds[2] == pytest.approx(160)
    assert outline.intersection(defect).area < 1e-6


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ((float("nan"), 40.0, 100.0), "towards_deg: found nan"),
        ((0.0, 180.0, 100.0), "apex_angle_deg: found 180"),
        ((0.0, 40.0, 45.0), "max_length_mm: found 45; the defect's border reaches 45 mm"),
    ],
)
def test_an_advancement_without_room_is_refused(
    values: tuple[float, float, float], message: str
) -> None:
    with pytest.raises(GeometryError, match=message):
        advancement_outline(ellipse(120, 90), *values)


def test_a_sector_has_the_area_of_its_angle() -> None:
    # farthest point of the defect at 100 from the pivot: π 100² × 120 / 360
    outline = rotation_outline(fine_disc(30, (70.0, 0.0)), (0.0, 0.0), clockwise=False)
    assert outline.area == pytest.approx(pi * 100**2 / 3, rel=3e-3)


@pytest.mark.parametrize("clockwise", [False, True])
@pytest.mark.parametrize("defect", FORMS)
@pytest.mark.parametrize("pivot", [(0.0, -130.0), (140.0, 20.0), (-100.0, 90.0)])
def test_a_sector_turned_by_the_width_of_the_defect_covers_it(
    defect: Polygon, pivot: tuple[float, float], clockwise: bool
) -> None:
    outline = rotation_outline(defect, pivot, clockwise, sector_deg=130.0)
    assert outline.is_valid
    assert outline.intersection(defect).area < 1e-6
    seen = np.array(defect.exterior.coords) - pivot
    toward = np.arctan2(*(np.array(defect.centroid.coords[0]) - pivot)[::-1])
    bearings = (np.arctan2(seen[:, 1], seen[:, 0]) - toward + pi) % (2 * pi) - pi
    width = degrees(np.ptp(bearings))
    turned = affinity.rotate(outline, -width if clockwise else width, origin=pivot)
    assert defect.difference(turned.buffer(1e-6)).area < 1e-6
    short = affinity.rotate(outline, (3 - width) * (1 if clockwise else -1), origin=pivot)
    assert defect.difference(short).area > 1e-3


@pytest.mark.parametrize("clockwise", [False, True])
def test_a_sector_on_its_leash_turns_just_as_far_as_it_must(clockwise: bool) -> None:
    # a disc of radius 30 at 60 is seen under 2 asin(30 / 60) = 60°
    defect = fine_disc(30, (0.0, 60.0))
    outline = rotation_outline(defect, (0.0, 0.0), clockwise)
    leash = Leash((0.0, 0.0), 0.0, -90.0 if clockwise else 0.0, 0.0 if clockwise else 90.0)
    at = place(defect, Paddle(outline, (0.0, 0.0)), leash)
    assert at.coverage_fraction >= 1 - 1e-4
    assert abs(at.pose.turn_deg) == pytest.approx(60, abs=1)


@UNHURRIED
@given(sector=st.floats(1, 200), clockwise=st.booleans())
def test_sectors_in_a_mirror_are_mirrored(sector: float, clockwise: bool) -> None:
    defect = polygon([(10, 20), (60, 30), (50, 80), (0, 60)])
    mirrored = affinity.scale(defect, -1, 1, origin=(0, 0))
    one = rotation_outline(defect, (0.0, -40.0), clockwise, sector)
    other = rotation_outline(mirrored, (0.0, -40.0), not clockwise, sector)
    assert affinity.scale(other, -1, 1, origin=(0, 0)).equals_exact(one, 1e-6, normalize=True)


def test_a_sector_that_cannot_be_is_refused() -> None:
    with pytest.raises(GeometryError, match="which touches the defect"):
        rotation_outline(DEFECTS[0], (10.0, 10.0), clockwise=True)
    with pytest.raises(GeometryError, match="sector_deg: found 0; above 0"):
        rotation_outline(DEFECTS[0], (0.0, -100.0), clockwise=True, sector_deg=0.0)
    with pytest.raises(GeometryError, match="sector_deg: found 340; above 0 and at most 301"):
        rotation_outline(DEFECTS[0], (0.0, -100.0), clockwise=True, sector_deg=340.0)
