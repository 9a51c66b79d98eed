"""The share of bodies in which an option reaches, on closed forms and on its laws."""

from math import dist, hypot, sqrt

import numpy as np
import pytest
from scipy.special import ndtr

from flapplanner.geometry import Leash, critical_slack_mm
from flapplanner.geometry.surface.reach import reach_probability
from flapplanner.options import Option, Setting, assess
from flapplanner.options.moves import FREE_TURN_DEG, target_of
from flapplanner.options.paddles import cut_paddle
from flapplanner.options.reach_chance import BODIES, ReachChance, reach_chance, reach_chances
from flapplanner.options.variation import variation_of
from tests.given import defect, ligated, options, setting

NOISE = 4 * sqrt(0.25 / BODIES)  # four standard errors of a share
NO_SKIN = {
    "defect": {
        "region": "lumbosacral",
        "resection": {"level": "none"},
        "skin": {"shape": "none"},
        "cavity_ml": 200,
    }
}


def chance_of(option: Option, place: Setting) -> ReachChance:
    found = reach_chance(option, place)
    assert found is not None
    return found


def share_of(option: Option, place: Setting) -> float:
    share = chance_of(option, place).share
    assert share is not None
    return share


def longer(option: Option, extra_mm: float) -> Option:
    assert option.reach is not None
    free = option.reach.free_length_mm + extra_mm
    return option.model_copy(
        update={"reach": option.reach.model_copy(update={"free_length_mm": free})}
    )


def test_the_spreads_of_vessels_and_carrier_add_up_in_squares() -> None:
    """VRAM: a pedicle of 90 to 130 mm and a carrier from 230 to 300 mm, a quarter of each range."""
    place = setting()
    found = variation_of(assess("vram", "right", place), place)
    ratio = place.anatomy.length_ratio
    assert found.length_sd_mm == pytest.approx(ratio * hypot(40 / 4, 70 / 4))
    assert found.pivot_sd_mm == 0
    (held_fixed,) = found.unknown
    assert held_fixed.startswith("place of the presacral window")
    assert found.estimated == ()


def test_a_perforator_spreads_along_and_across_alike() -> None:
    """The spread of its place is over the plane: each of two directions has 1 / sqrt(2) of it."""
    place = setting()
    option = assess("parasacral", "right", place)
    (mark,) = option.perforators
    assert mark.spread_mm > 5
    found = variation_of(option, place)
    assert found.pivot_sd_mm == pytest.approx(mark.spread_mm / sqrt(2))
    assert not any(name.startswith("place") for name in found.unknown)


def test_a_slide_varies_as_its_distance_does() -> None:
    """V-Y: 35 to 75 mm, whatever the stature."""
    place = setting()
    assert variation_of(assess("gluteal_vy", "both", place), place).length_sd_mm == 10.0


def test_a_turn_varies_along_its_arc() -> None:
    """35 to 60 degrees about a limit of 40: the arc L varies by L (60 - 35) / 4 / 40."""
    place = setting()
    option = assess("gluteal_rotation", "right", place)
    assert option.reach is not None
    wanted = option.reach.free_length_mm * (60 - 35) / 4 / 40
    assert variation_of(option, place).length_sd_mm == pytest.approx(wanted)


def test_what_a_recipient_adds_varies_too() -> None:
    """A fibula on the far end of a VRAM hangs on that flap's vessels as well."""
    place = setting(
        defect=defect(resection={"level": "total"}, bone_gap_mm=80),
        vessels=[ligated("internal_iliac_artery", "both")],
    )
    option = assess("fibula_free", "right", place)
    joined = option.recipient
    assert joined is not None
    assert joined.turned_mm > 0
    found = variation_of(option, place)
    own = variation_of(option.model_copy(update={"recipient": None}), place)
    assert found.length_sd_mm > own.length_sd_mm


def test_a_vessel_varies_as_the_variant_lays_it_out() -> None:
    """The gracilis artery: 54 to 80 mm as usual, 60 to 80 mm from the medial circumflex."""
    place = setting(variants=[{"variant": "gracilis_from_medial_circumflex", "side": "right"}])
    ratio = place.anatomy.length_ratio
    own, usual = (variation_of(assess("gracilis", s, place), place) for s in ("right", "left"))
    assert own.length_sd_mm == pytest.approx(ratio * 20 / 4)
    assert usual.length_sd_mm == pytest.approx(ratio * 26 / 4)
    assert "length of the right medial circumflex femoral artery" in own.unknown


def test_with_one_normal_length_the_share_is_the_normal_distribution() -> None:
    """P(L >= needed) = Phi(margin / sd), where the pivot does not vary."""
    tried = 0
    found = options()
    for option in found.values():
        if option.reach is None:
            continue
        chance = chance_of(option, found.setting)
        if chance.share is None or chance.variation.pivot_sd_mm > 0:
            continue
        wanted = ndtr(option.reach.margin_mm / chance.variation.length_sd_mm)
        assert chance.share == pytest.approx(wanted, abs=NOISE), option.key
        tried += int(0.02 < wanted < 0.98)
    assert tried >= 4


def test_where_the_pivot_varies_the_share_agrees_with_a_search_in_every_body() -> None:
    """Footholds stand for a search of the least slack, made anew for 80 drawn pivots."""
    place = setting()
    option = assess("parasacral", "right", place)
    assert option.reach is not None
    short = longer(option, -option.reach.margin_mm)  # where it is most uncertain
    assert short.reach is not None
    variation = variation_of(short, place)
    assert variation.pivot_sd_mm > 5
    flap = place.atlas.flaps["parasacral"]
    assert flap.paddle is not None
    paddle = cut_paddle(flap.paddle, target_of(place), place.anatomy.length_ratio).paddle
    turns = flap.turn_limit_deg.central if flap.turn_limit_deg else FREE_TURN_DEG
    u, v = option.layings[0].pivot_mm
    chances = []
    for du, dv in variation.pivot_sd_mm * np.random.default_rng(3).standard_normal((80, 2)):
        leash = Leash((u + du, v + dv), 0.0, -turns, turns)
        slack = critical_slack_mm(target_of(place), paddle, leash, place.target_coverage)
        assert slack is not None
        needed = hypot(slack, short.reach.depth_mm)
        chances.append(ndtr((short.reach.free_length_mm - needed) / variation.length_sd_mm))
    error = float(np.std(chances)) / sqrt(len(chances))
    assert share_of(short, place) == pytest.approx(np.mean(chances), abs=3 * error + NOISE)


def test_tissue_that_fills_a_cavity_agrees_with_the_formula_of_the_map() -> None:
    """A pivot at a distance on the chart, a depth, and nothing beyond the hilum."""
    place = setting(**NO_SKIN)
    option = assess("lap", "right", place)
    assert option.reach is not None
    assert not option.layings
    even = longer(option, -option.reach.margin_mm)
    assert even.reach is not None
    variation = variation_of(even, place)
    away = hypot(*place.anatomy.chart.seen(place.anatomy.places[even.reach.route[-1]]).uv)
    spreads = (variation.length_sd_mm, variation.pivot_sd_mm)
    depth, length = abs(even.reach.depth_mm), even.reach.free_length_mm
    wanted = reach_probability(np.array([away]), depth, length, *spreads, 0.0)[0]
    assert share_of(even, place) == pytest.approx(wanted, abs=0.02)


def test_a_propeller_needs_as_much_more_as_its_perforator_lies_farther_away() -> None:
    """Both spreads act along one line, and a shift across it lengthens the way as well.

    P = Phi((margin - pivot^2 / 2 R) / hypot(length, pivot)), R from the perforator to the middle.
    """
    place = setting()
    option = assess("sgap_propeller", "right", place)
    assert option.reach is not None
    even = longer(option, 10.0 - option.reach.margin_mm)
    found = variation_of(even, place)
    middle = target_of(place).centroid
    away = dist((middle.x, middle.y), option.layings[0].pivot_mm)
    spare = 10.0 - found.pivot_sd_mm**2 / (2 * away)
    wanted = ndtr(spare / hypot(found.length_sd_mm, found.pivot_sd_mm))
    assert share_of(even, place) == pytest.approx(wanted, abs=0.02)


@pytest.mark.parametrize("key", ["vram", "parasacral", "lap"])
def test_more_length_never_reaches_in_fewer_bodies(key: str) -> None:
    place = setting()
    option = assess(key, "right", place)
    assert option.reach is not None
    shares = [
        share_of(longer(option, x - option.reach.margin_mm), place) for x in range(-60, 61, 5)
    ]
    assert shares == sorted(shares)
    assert shares[0] < 0.1
    assert shares[-1] > 0.9


def test_left_and_right_reach_in_the_same_bodies() -> None:
    place = setting()
    keys = [key for key, flap in place.atlas.flaps.items() if {"right", "left"} <= set(flap.sides)]
    tried = 0
    for key in ("sgap", "lap", "parasacral", "sgap_propeller", "transverse_lumbar", "vram"):
        assert key in keys
        right, left = (chance_of(assess(key, s, place), place) for s in ("right", "left"))
        assert right.share == left.share
        tried += right.variation.pivot_sd_mm > 0
    assert tried >= 3


def test_a_defect_off_the_midline_is_mirrored_as_well() -> None:
    shares = []
    for side, offset in (("right", 20.0), ("left", -20.0)):
        skin = {"shape": "ellipse", "length_mm": 100, "width_mm": 70, "offset_right_mm": offset}
        place = setting(defect=defect(skin=skin))
        shares.append(share_of(assess("parasacral", side, place), place))
    assert shares[0] == pytest.approx(shares[1], abs=0.002)


def test_the_same_case_gives_the_same_bytes() -> None:
    def saved() -> list[str]:
        place = setting()
        few = [assess(key, "right", place) for key in ("vram", "parasacral", "sgap_propeller")]
        return [chance.model_dump_json() for chance in reach_chances(few, place).values()]

    assert saved() == saved()
    assert len(saved()) == 3


def test_without_any_published_spread_there_is_no_share() -> None:
    place = setting()
    found = chance_of(assess("gluteal_thigh", "right", place), place)
    assert found.share is None
    assert "length of the right posterior thigh axis" in found.variation.unknown


def test_an_option_that_was_never_laid_has_no_share() -> None:
    place = setting(surgery={"approach": "posterior", "positions": ["prone"]})
    option = assess("vram", "right", place)
    assert option.reach is None
    assert reach_chances([option], place) == {}
