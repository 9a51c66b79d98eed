"""Skin paddles on their own pedicle: closed forms, laws, and what the links are fitted to."""

from dataclasses import replace
from math import cosh, pi, sqrt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import affinity
from shapely.geometry import Polygon

from docs.make_skin_perfusion import PAGE, assumptions, page
from flapplanner.geometry import Paddle, ellipse, polygon, rectangle
from flapplanner.geometry.power_diagram import power_diagram
from flapplanner.perfusion.network import PerfusionError
from flapplanner.perfusion.skin import (
    PaddleFeed,
    PaddlePerfusion,
    paddle_perfusion,
    perfusion_of_sites,
    skin_of,
)
from flapplanner.perfusion.skin_calibration import (
    abdominal_flap,
    abdominal_perfusion,
    fitted,
    zones,
)
from flapplanner.perfusion.skin_sites import ON_MIDLINE_MM, Site, laid_sites
from vascular_models import load_atlas

BODY = load_atlas().body
SKIN = skin_of(BODY, thickness_mm=24.0)
HEAD = SKIN.normal_mmhg - SKIN.venous_mmhg
AMPLE = 1e6
UNHURRIED = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
LEAF = polygon([(-20, -70), (35, -50), (50, 20), (10, 90), (-45, 40)])


def feed(
    carried_count: float = 1.0, conductance: float = 1.6, pressure_mmhg: float = 100.0
) -> PaddleFeed:
    return PaddleFeed(pressure_mmhg, conductance, 16 * conductance, 1.0, 4000.0, carried_count)


@st.composite
def paddles(draw: st.DrawFn) -> Paddle:
    """Paddles of usual size, the hilum on the axis, within the paddle or beyond an end of it."""
    length, width = draw(st.floats(60, 260)), draw(st.floats(40, 140))
    outline = draw(
        st.sampled_from(
            [
                ellipse(length, width),
                rectangle(length, width),
                affinity.scale(LEAF, width / 100, length / 150, origin=(0, 0)),
            ]
        )
    )
    _, low, _, high = outline.bounds
    return Paddle(outline, (0.0, low + draw(st.floats(-0.2, 1.2)) * (high - low)))


feeds = st.builds(
    PaddleFeed,
    pressure_mmhg=st.floats(20, 110),
    conductance_ml_per_min_per_mmhg=st.floats(0.02, 5),
    vein_conductance_ml_per_min_per_mmhg=st.floats(0.5, 80),
    diameter_mm=st.floats(0.5, 2),
    perforasome_mm2=st.floats(1300, 8000),
    carried_count=st.floats(0.3, 7),
)
midlines = st.one_of(st.none(), st.floats(-80, 80))


def relative(found: PaddlePerfusion) -> np.ndarray:
    return np.array([cell.relative_perfusion for cell in found.cells])


def areas(found: PaddlePerfusion) -> np.ndarray:
    return np.array([cell.outline.area for cell in found.cells])


@UNHURRIED
@given(paddles(), feeds, midlines)
def test_fractions_are_fractions_and_the_cells_make_up_the_paddle(
    paddle: Paddle, of: PaddleFeed, midline: float | None
) -> None:
    found = paddle_perfusion(paddle, of, SKIN, midline)
    low, high = found.perfused_fraction_low, found.perfused_fraction_high
    assert 0 <= low <= found.perfused_fraction + 1e-12 <= high + 2e-12 <= 1 + 3e-12
    assert found.least_relative_perfusion == relative(found).min() >= 0
    assert areas(found).sum() == pytest.approx(paddle.outline.area, rel=1e-9)


@UNHURRIED
@given(paddles(), feeds, midlines)
def test_what_enters_is_what_the_beds_take(
    paddle: Paddle, of: PaddleFeed, midline: float | None
) -> None:
    found = paddle_perfusion(paddle, of, SKIN, midline)
    taken = SKIN.flow_ml_per_min_per_mm2 * (areas(found) * relative(found)).sum()
    assert found.flow_ml_per_min == pytest.approx(taken, rel=1e-6)


@UNHURRIED
@given(paddles(), feeds, midlines, st.floats(1, 4))
def test_a_wider_perforator_takes_no_blood_from_any_cell(
    paddle: Paddle, of: PaddleFeed, midline: float | None, times: float
) -> None:
    conductance = of.conductance_ml_per_min_per_mmhg * times
    wider = replace(of, conductance_ml_per_min_per_mmhg=conductance)
    _assert_never_lower(
        paddle_perfusion(paddle, of, SKIN, midline), paddle_perfusion(paddle, wider, SKIN, midline)
    )


@UNHURRIED
@given(paddles(), feeds, midlines, st.floats(0, 60))
def test_more_pressure_takes_no_blood_from_any_cell(
    paddle: Paddle, of: PaddleFeed, midline: float | None, more: float
) -> None:
    higher = replace(of, pressure_mmhg=of.pressure_mmhg + more)
    _assert_never_lower(
        paddle_perfusion(paddle, of, SKIN, midline), paddle_perfusion(paddle, higher, SKIN, midline)
    )


@UNHURRIED
@given(paddles(), feeds, midlines, st.floats(0, 5))
def test_carrying_more_perforators_takes_no_blood_from_any_cell(
    paddle: Paddle, of: PaddleFeed, midline: float | None, more: float
) -> None:
    fuller = replace(of, carried_count=of.carried_count + more)
    _assert_never_lower(
        paddle_perfusion(paddle, of, SKIN, midline), paddle_perfusion(paddle, fuller, SKIN, midline)
    )


def _assert_never_lower(before: PaddlePerfusion, after: PaddlePerfusion) -> None:
    assert (relative(after) >= relative(before) - 1e-9).all()
    assert after.perfused_fraction >= before.perfused_fraction - 1e-6
    assert after.flow_ml_per_min >= before.flow_ml_per_min - 1e-9


@UNHURRIED
@given(paddles(), feeds, midlines, st.sampled_from([(-1, 1), (1, -1), (-1, -1)]))
def test_a_mirror_image_is_perfused_alike(
    paddle: Paddle, of: PaddleFeed, midline: float | None, by: tuple[int, int]
) -> None:
    outline = affinity.scale(paddle.outline, *by, origin=(0, 0))
    assert isinstance(outline, Polygon)
    image = Paddle(outline, (0.0, by[1] * paddle.hilum_mm[1]))
    mirrored = None if midline is None else by[0] * midline
    here = paddle_perfusion(paddle, of, SKIN, midline)
    there = paddle_perfusion(image, of, SKIN, mirrored)
    assert there.least_relative_perfusion == pytest.approx(here.least_relative_perfusion, abs=1e-6)
    assert there.flow_ml_per_min == pytest.approx(here.flow_ml_per_min, rel=1e-6)
    assert there.perfused_fraction == pytest.approx(here.perfused_fraction, abs=1e-4)


def test_one_perforasome_on_an_ample_perforator_is_fed_in_full() -> None:
    """A disc within the hexagon of its cell: its radius is half of the lattice's step."""
    step = sqrt(2 * 4000 / sqrt(3))
    paddle = Paddle(ellipse(step, step), (0.0, 0.0))
    found = paddle_perfusion(paddle, feed(conductance=AMPLE), SKIN)
    assert len(found.cells) == 1
    assert found.perfused_fraction == found.perfused_fraction_low == 1
    assert found.least_relative_perfusion == pytest.approx(1, abs=1e-6)


def test_one_cell_on_one_perforator_is_two_resistances_in_a_row() -> None:
    """relative = G / (G + B) × (P − P_vein) / (P₀ − P_vein), with B = q A / (P₀ − P_vein)."""
    paddle = Paddle(rectangle(50, 40), (0.0, 0.0))
    bed = SKIN.flow_ml_per_min_per_mm2 * 2000 / HEAD
    found = paddle_perfusion(paddle, feed(conductance=0.02, pressure_mmhg=80.0), SKIN)
    share = 0.02 / (0.02 + bed)
    assert found.least_relative_perfusion == pytest.approx(share * (80 - SKIN.venous_mmhg) / HEAD)
    assert found.flow_ml_per_min == pytest.approx(share * bed * (80 - SKIN.venous_mmhg))
    assert found.venous_rise_mmhg == pytest.approx(found.flow_ml_per_min / 0.32)
    assert found.viability_index_mm4_per_kg == pytest.approx(1 / (2 * SKIN.mass_g_per_mm2))


def test_a_neighbour_without_a_perforator_lives_on_the_border() -> None:
    """Two halves of 100 by 60 mm: the far one has L / (L + B) of the near one, L = κ 60 / 50."""
    sites = [Site((-25.0, 0.0), 1.0, 1.0), Site((25.0, 0.0), 1.0, 0.0)]
    bed = SKIN.flow_ml_per_min_per_mm2 * 3000 / HEAD
    for midline, distance in ((None, 50.0), (0.0, 50.0 + SKIN.midline_mm)):
        found = perfusion_of_sites(rectangle(60, 100), sites, feed(), SKIN, midline)
        near, far = relative(found)
        link = SKIN.choke_conductance_ml_per_min_per_mmhg * 60 / distance
        assert far / near == pytest.approx(link / (link + bed))


def test_along_a_strip_blood_falls_off_as_in_a_leaking_sheet() -> None:
    """κ p" = (q / (P₀ − P_vein)) p with a closed far end: cosh((l − x) / λ) / cosh(l / λ)."""
    count, long, wide = 60, 300.0, 20.0
    step = long / count
    places = -long / 2 + step * (np.arange(count) + 0.5)
    sites = [Site((u, 0.0), 1.0, 1.0 if u == places[0] else 0.0) for u in places.tolist()]
    found = perfusion_of_sites(rectangle(wide, long), sites, feed(conductance=AMPLE), SKIN)
    reach = sqrt(SKIN.choke_conductance_ml_per_min_per_mmhg * HEAD / SKIN.flow_ml_per_min_per_mm2)
    sheet = np.cosh((places[-1] + step / 2 - places) / reach) / cosh((long - step / 2) / reach)
    assert relative(found) == pytest.approx(sheet, abs=1e-3)


def test_with_all_perforators_open_the_skin_has_its_normal_flow() -> None:
    outline = ellipse(300, 200)
    sites = laid_sites(Paddle(outline, (0.0, 0.0)), 4000.0, 1.0, 1.0)
    intact = [replace(site, carried=1.0) for site in sites]
    found = perfusion_of_sites(outline, intact, feed(conductance=AMPLE), SKIN)
    assert relative(found) == pytest.approx(1, abs=1e-6)
    normal = SKIN.flow_ml_per_min_per_mm2 * outline.area
    assert found.flow_ml_per_min == pytest.approx(normal, rel=1e-6)


def test_a_pedicle_without_pressure_feeds_nothing() -> None:
    found = paddle_perfusion(Paddle(LEAF, (0.0, 0.0)), feed(pressure_mmhg=5.0), SKIN)
    assert found.perfused_fraction_high == found.least_relative_perfusion == 0


@given(st.floats(1500, 9000))
def test_a_whole_cell_of_the_lattice_has_the_area_of_a_perforasome(area_mm2: float) -> None:
    outline = rectangle(600, 600)
    sites = laid_sites(Paddle(outline, (0.0, 0.0)), area_mm2, 1.0, 1.0)
    points = np.array([site.point_mm for site in sites])
    found = power_diagram(outline, points, np.zeros(len(points)))
    inner = np.abs(points).max(axis=1) < 150
    assert found.area_mm2[inner] == pytest.approx(area_mm2)
    assert [site.point_mm for site in sites if site.carried] == [(0.0, 0.0)]


@UNHURRIED
@given(paddles(), feeds, midlines)
def test_just_the_carried_perforators_are_fed_and_none_beyond_the_midline(
    paddle: Paddle, of: PaddleFeed, midline: float | None
) -> None:
    count, hilum = of.carried_count, paddle.outline.centroid
    central = Paddle(paddle.outline, (hilum.x, hilum.y))
    sites = laid_sites(central, of.perforasome_mm2, of.diameter_mm, count, midline)
    assert sum(site.carried for site in sites) == pytest.approx(count)
    if midline is not None:
        side = np.sign(hilum.x - midline)
        beyond = [side * (midline - site.point_mm[0]) for site in sites if site.carried]
        assert max(beyond) <= ON_MIDLINE_MM or abs(hilum.x - midline) <= ON_MIDLINE_MM


def test_perforators_along_the_axis_are_carried_before_those_beside_it() -> None:
    sites = laid_sites(Paddle(rectangle(200, 150), (0.0, -100.0)), 4000.0, 1.0, 2.5)
    carried = sorted((site.point_mm, site.carried) for site in sites if site.carried)
    step = sqrt(2 * 4000 / sqrt(3))
    assert [share for _, share in carried] == [1.0, 1.0, 0.5]
    assert [point for point, _ in carried] == [
        pytest.approx((0.0, -100.0 + (number + 0.5) * step)) for number in range(3)
    ]


def test_the_wider_of_two_perforators_has_the_larger_cell() -> None:
    """Its border lies (w₁ − w₂) / 2d beyond the midpoint, w = A (d / d₀)ᵉ / π."""
    sites = [Site((-30.0, 0.0), 1.5, 1.0), Site((30.0, 0.0), 1.0, 0.0)]
    found = perfusion_of_sites(rectangle(60, 120), sites, feed(), SKIN)
    beyond = 4000 / pi * (1.5**SKIN.calibre_exponent - 1) / 120
    assert areas(found) == pytest.approx([60 * (60 + beyond), 60 * (60 - beyond)])


def test_a_paddle_that_grows_loses_its_blood_gradually() -> None:
    """New perforasomes come in as slivers, which have what their neighbours have."""
    lengths = np.arange(100.0, 320.0, 1.0)
    found = [paddle_perfusion(Paddle(ellipse(x, 100), (0.0, 0.0)), feed(), SKIN) for x in lengths]
    least = np.array([one.least_relative_perfusion for one in found])
    fraction = np.array([one.perfused_fraction for one in found])
    assert least[0] > 0.75
    assert least[-1] < 0.3
    assert np.abs(np.diff(least)).max() < 0.02
    assert np.abs(np.diff(fraction)).max() < 0.05
    assert (np.diff([one.flow_ml_per_min for one in found]) > 0).all()


def test_thicker_fat_leaves_less_for_the_far_end() -> None:
    paddle = Paddle(ellipse(260, 100), (0.0, 0.0))
    thin, thick = (paddle_perfusion(paddle, feed(), skin_of(BODY, mm)) for mm in (10.0, 40.0))
    assert thick.least_relative_perfusion < thin.least_relative_perfusion
    assert thick.flow_ml_per_min > thin.flow_ml_per_min


def test_the_mass_and_flow_of_a_sheet_are_those_of_its_layers() -> None:
    skin_mm = BODY["skin_thickness_mm"].central
    bare = skin_of(BODY, skin_mm / 2)
    density = BODY["skin_density_g_per_ml"].central
    assert bare.mass_g_per_mm2 == pytest.approx(density * skin_mm / 2 / 1000)
    flow = BODY["skin_specific_flow_ml_per_min_per_100g"].central
    assert bare.flow_ml_per_min_per_mm2 == pytest.approx(bare.mass_g_per_mm2 * flow / 100)
    more = skin_of(BODY, skin_mm + 10).mass_g_per_mm2 - skin_of(BODY, skin_mm).mass_g_per_mm2
    assert more == pytest.approx(10 * BODY["fat_density_g_per_ml"].central / 1000)


@pytest.mark.parametrize("name", ["diameter_mm", "perforasome_mm2", "carried_count"])
def test_a_feed_without_perforators_is_refused(name: str) -> None:
    wrong: dict[str, float] = {name: 0.0}
    with pytest.raises(PerfusionError, match=f"{name} of a paddle is 0.0"):
        replace(feed(), **wrong)


def test_skin_of_no_thickness_is_refused() -> None:
    with pytest.raises(PerfusionError, match=r"The skin is 0\.0 mm thick"):
        skin_of(BODY, 0.0)


def test_a_hilum_outside_enters_at_the_nearest_point_of_the_paddle() -> None:
    outline = rectangle(120, 80)
    inside, outside = (
        paddle_perfusion(Paddle(outline, (0.0, v)), feed(), SKIN) for v in (-60.0, -95.0)
    )
    assert relative(outside) == pytest.approx(relative(inside))


def test_a_pedicle_that_is_cut_off_is_refused() -> None:
    with pytest.raises(PerfusionError, match="pedicle has nan"):
        paddle_perfusion(Paddle(LEAF, (0.0, 0.0)), feed(pressure_mmhg=float("nan")), SKIN)


LINKS = ("choke_flow_across_a_square_ml_per_min", "midline_extra_distance_mm")


def test_the_links_of_the_atlas_are_those_the_zones_give() -> None:
    found = fitted(BODY, abdominal_flap(BODY))
    assert [BODY[name].value for name in LINKS] == pytest.approx(found, rel=5e-3)


def test_the_spread_of_the_links_is_that_of_the_assumptions() -> None:
    found = np.array([fitted(BODY, flap) for _, flap in assumptions(abdominal_flap(BODY))])
    assert [BODY[name].low for name in LINKS] == pytest.approx(found.min(axis=0), rel=1e-2)
    assert [BODY[name].high for name in LINKS] == pytest.approx(found.max(axis=0), rel=1e-2)


def test_the_level_of_the_zones_and_the_flow_follow_without_being_fitted() -> None:
    """Holm 2006 (zones by indocyanine green) and transit-time flow in situ, within its spread."""
    flap = abdominal_flap(BODY)
    found = abdominal_perfusion(flap, SKIN, feed())
    measured = BODY["diep_zone_medial_percent"].central
    assert 100 * zones(flap, found).medial == pytest.approx(measured, abs=5)
    flow = BODY["diep_flow_in_situ_ml_per_min"]
    assert flow.sd is not None
    assert found.flow_ml_per_min == pytest.approx(flow.central, abs=flow.sd)


def test_the_page_is_up_to_date() -> None:
    written = Path(PAGE).read_text("utf-8")
    assert written == page(), "run `make docs` and read what changed"
