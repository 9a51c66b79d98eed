"""Every way of moving a flap: drawn beside the defect, laid on its leash, closed behind it."""

from dataclasses import replace
from math import dist, hypot, radians, tan

import pytest
import shapely
from pydantic import ValidationError
from shapely import affinity
from shapely.geometry import LineString, Polygon

from flapplanner.options import Laying, Option, Setting, all_options, assess
from tests.given import defect, options, setting
from vascular_models import Flap, Measure, load_atlas

ELLIPSE = {"shape": "ellipse", "length_mm": 90, "width_mm": 60}
LUMBOSACRAL = defect(region="lumbosacral", resection={"level": "none"}, skin=ELLIPSE)
BY_DESIGN = ("gluteal_vy", "gluteal_rotation", "keystone", "sgap_propeller", "lap_propeller")


def millimetres(value: float) -> Measure:
    return Measure(value=value, unit="mm", gap="made up for this test")


def with_flap(name: str, flap: Flap, place: Setting) -> Setting:
    """The same setting with one more flap in its atlas, which is all that a new flap takes."""
    atlas = replace(place.atlas, flaps={**place.atlas.flaps, name: flap})
    return replace(place, anatomy=replace(place.anatomy, atlas=atlas), found={})


def laid(option: Option) -> tuple[Polygon, ...]:
    return tuple(Polygon(laying.paddle) for laying in option.layings)


@pytest.mark.parametrize("flap", BY_DESIGN)
@pytest.mark.parametrize("side", ["right", "left"])
def test_what_is_cut_beside_the_defect_has_its_incision_on_the_chart(flap: str, side: str) -> None:
    option = options(defect=LUMBOSACRAL)[f"{flap}_{side}"]
    for laying in option.layings:
        assert len(laying.cut) >= 3
        assert not laying.arc
        assert laying.scar
        assert option.donor.scar is not None
        assert option.donor.scar_length_mm == pytest.approx(
            sum(LineString(line).length for line in laying.scar), rel=1e-6
        )


def test_the_incision_spares_the_base_and_the_edge_of_the_defect() -> None:
    found = options(defect=defect(skin=ELLIPSE))
    rotation = found["gluteal_rotation_right"].layings[0]
    assert rotation.cut[0] == pytest.approx(rotation.pivot_mm)  # from there along the defect
    assert dist(rotation.cut[0], rotation.cut[-1]) > 100  # the base stays
    propeller = found["sgap_propeller_right"].layings[0]
    assert propeller.cut[0] == propeller.cut[-1]  # cut all round


def test_a_pair_of_islands_meets_in_the_midline_and_scars_on_its_own_side() -> None:
    option = options(defect=LUMBOSACRAL)["keystone_both"]
    assert option.gates == ()
    right, left = laid(option)
    assert right.intersection(left).area < 1e-6
    assert right.distance(left) < 1e-6
    for laying, sense in zip(option.layings, (1, -1), strict=True):
        assert min(sense * u for line in laying.scar for u, _ in line) >= -1e-6


def test_a_v_leaves_what_its_angle_and_its_advancement_say() -> None:
    """2 d tan(60° / 2), where the islands have room for the angle."""
    option = options(
        defect=defect(skin={"shape": "ellipse", "length_mm": 100, "width_mm": 40}),
        preferences={"inset_margin_mm": 0},
    )["gluteal_vy_both"]
    advanced = max(hypot(*_moved(laying)) for laying in option.layings)
    assert option.donor.width_mm == pytest.approx(2 * advanced * tan(radians(30)), rel=0.01)
    assert (option.donor.scar, option.donor.closure) == ("Y", "direct")
    assert not option.cautions


def _moved(laying: Laying) -> tuple[float, float]:
    pivot, hilum = laying.pivot_mm, laying.hilum_mm
    return hilum[0] - pivot[0], hilum[1] - pivot[1]


def test_an_island_that_may_be_no_longer_says_how_blunt_it_gets() -> None:
    skin = {"shape": "ellipse", "length_mm": 240, "width_mm": 80}
    (caution,) = options(defect=defect(skin=skin))["gluteal_vy_both"].cautions
    assert caution.startswith("Its apex comes to ")
    assert caution.endswith("°; up to 60° closes easily.")


def test_a_keystone_is_as_wide_as_the_defect() -> None:
    found = options(defect=LUMBOSACRAL, preferences={"inset_margin_mm": 0})["keystone_right"]
    across = [u for u, _ in found.layings[0].cut]
    assert max(across) == pytest.approx(30 + 60, abs=0.1)  # half of the defect, and all of it
    along = [v for _, v in found.layings[0].cut]
    assert 1.33 * 90 - 1 <= max(along) - min(along) <= 1.5 * 90 + 1


def test_a_rotation_flap_short_of_its_turn_says_what_back_cut_it_takes() -> None:
    option = options()["gluteal_rotation_right"]
    assert option.reach is not None
    assert option.reach.margin_mm < 0
    (caution,) = option.cautions
    free, needed = option.reach.free_length_mm, option.reach.needed_length_mm
    radius = dist(option.layings[0].cut[0], option.layings[0].cut[1])
    depth = radius * (1 - free / needed)
    assert caution == f"A back-cut of {depth:.0f} mm into its base would let it turn far enough."


def test_a_standing_cone_lies_between_pivot_and_defect() -> None:
    laying = options(defect=defect(skin=ELLIPSE))["gluteal_rotation_left"].layings[0]
    (ring,) = laying.excised
    cone = Polygon(ring)
    assert cone.distance(shapely.Point(laying.pivot_mm)) == pytest.approx(0)
    assert Polygon(laying.paddle).buffer(0.5).covers(cone)


def test_a_propeller_turns_on_its_perforator() -> None:
    place = setting(defect=LUMBOSACRAL)
    option = assess("lap_propeller", "right", place)
    (mark,), (laying,) = option.perforators, option.layings
    assert laying.pivot_mm == pytest.approx(mark.at_mm)
    assert dist(laying.hilum_mm, laying.pivot_mm) <= laying.slack_mm == 30.0
    # Where it was cut, turned about the perforator, it covers the defect.
    back = affinity.rotate(Polygon(laying.cut), laying.turn_deg, origin=laying.pivot_mm)
    shift = _moved(laying)
    assert (
        affinity.translate(back, *shift).symmetric_difference(Polygon(laying.paddle)).area
        < 1e-3 * Polygon(laying.paddle).area
    )
    assert option.coverage_fraction == pytest.approx(1.0, abs=0.02)


def test_a_propeller_is_not_offered_where_its_perforator_is_gone() -> None:
    wide = {"shape": "ellipse", "length_mm": 120, "width_mm": 180}
    (gate,) = options(defect=defect(skin=wide))["sgap_propeller_right"].gates
    assert gate.sentence == "The perforator it would turn on lies within the defect."


def test_a_donor_site_too_wide_is_grafted_along_its_border() -> None:
    option = options(defect=defect(skin=ELLIPSE))["sgap_propeller_right"]
    assert option.donor.width_mm is not None
    grafted = option.donor.width_mm > 100
    assert (option.donor.closure == "not direct") == grafted == (option.donor.scar == "outline")


@pytest.mark.parametrize("closable", [10.0, 200.0])
def test_a_transposition_flap_takes_no_more_than_an_entry(closable: float) -> None:
    like = load_atlas().flaps["gluteal_rotation"]
    entry = like.model_dump() | {
        "rotation": None,
        "transposition": {
            "base": "lumbar_perforator_exit",
            "max_length_mm": millimetres(300),
            "max_width_mm": millimetres(150),
            "closable_width_mm": millimetres(closable),
            "max_turn_deg": Measure(value=90, unit="deg", gap="made up for this test"),
        },
    }
    place = with_flap("strip", Flap.model_validate(entry), setting())
    right, left = (assess("strip", side, place) for side in ("right", "left"))
    assert right.gates == left.gates == ()
    assert right.coverage_fraction is not None
    assert right.coverage_fraction >= 0.98
    assert right.donor.closure == ("direct" if closable > 100 else "not direct")
    assert right.layings[0].turn_deg == pytest.approx(-left.layings[0].turn_deg, abs=1.0)
    assert place.target is not None
    beside = Polygon(right.layings[0].cut).intersection(place.target)
    assert beside.area < 1e-6 * place.target.area


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"rotation": None}, "moves by rotation but says nothing about it"),
        ({"mechanism": "island"}, "moves by island but is drawn as rotation"),
        ({"mechanism": "advancement"}, "moves by advancement but is drawn as rotation"),
        ({"rotation": None, "mechanism": "free"}, "has neither a paddle nor bone"),
        ({"paddle": load_atlas().flaps["sgap"].paddle}, "and has a paddle as well"),
    ],
)
def test_an_entry_says_one_way_to_move(changes: dict[str, object], message: str) -> None:
    entry = load_atlas().flaps["gluteal_rotation"].model_dump()
    with pytest.raises(ValidationError, match=message):
        Flap.model_validate(entry | changes)


@pytest.mark.parametrize("skin", [(100, 75), (140, 110), (120, 60)])
def test_a_pair_on_a_symmetric_defect_is_laid_symmetrically(skin: tuple[int, int]) -> None:
    outline = {"shape": "ellipse", "length_mm": skin[0], "width_mm": skin[1]}
    place = setting(defect=defect(skin=outline, resection={"level": "below_s3"}))
    for key in ("gluteal_vy", "keystone"):
        if key not in place.atlas.flaps or "both" not in place.atlas.flaps[key].sides:
            continue
        layings = assess(key, "both", place).layings
        if layings:
            one, other = layings
            assert one.hilum_mm[0] == pytest.approx(-other.hilum_mm[0], abs=0.1)
            assert one.hilum_mm[1] == pytest.approx(other.hilum_mm[1], abs=0.1)
            assert Polygon(one.paddle).area == pytest.approx(Polygon(other.paddle).area, rel=1e-4)


def test_a_paddle_too_small_says_how_large_would_do() -> None:
    wide = {"shape": "ellipse", "length_mm": 260, "width_mm": 220}
    place = setting(defect=defect(skin=wide))
    gates = [gate for one in all_options(place) for gate in one.gates if gate.kind == "size"]
    assert any("a paddle of 2" in gate.sentence for gate in gates)
