"""What is left when the flap that covers is lost: held against the graph with all vessels cut."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flapplanner.case import Case
from flapplanner.options import Option
from flapplanner.planning.fallback import fallback_of
from flapplanner.planning.lifeboat import raised_of
from flapplanner.planning.reconstruction import Fallback
from flapplanner.planning.reconstructions import Made
from flapplanner.planning.together import together
from flapplanner.planning.units import Clash, Unit
from tests.atlas.small import small
from tests.given import defect
from tests.planning.composed import (
    EXAMPLE_NAMES,
    Composed,
    cases,
    composed,
    composed_example,
    raised_at_once,
    shared,
    starved,
    stated,
)

# A busy machine is no failure.
UNHURRIED = settings(deadline=None, max_examples=10, suppress_health_check=[HealthCheck.too_slow])
LIMB = (
    "fillet_pedicled",
    "femur_pedicled",
    "hemipelvectomy_anterior",
    "rectus_femoris",
    "gluteal_thigh",
    "omentum",
    "vram",
)
TRUNK = ("vram", "oram", "diep_free", "sgap", "sgap_propeller", "transverse_lumbar", "fibula_free")


def units_of(place: Composed, *keys: str) -> tuple[Unit, ...]:
    found = together([place.option(key) for key in keys], place.setting)
    assert not isinstance(found, Clash)
    return found


def fallback(place: Composed, units: tuple[Unit, ...]) -> Fallback:
    found = fallback_of(units, place.choices, place.options, place.setting)
    assert found is not None
    return found


def covering(units: tuple[Unit, ...]) -> Unit:
    """The unit with the flap that covers, wherever it stands."""
    return next(
        unit
        for unit in units
        if any(o.kind == "soft_tissue" and not o.buried for o in unit.options)
    )


def meant(place: Composed, name: str) -> Iterator[Option]:
    """Every option that a lifeboat's name stands for: both sides where it says either side."""
    for choice in place.choices:
        option = choice.option
        if option.name == name and option.either_side:
            twin = {"right": "left", "left": "right"}[option.side]
            yield from (option, place.option(f"{option.key.removesuffix(option.side)}{twin}"))
            return
    yield from (option for option in place.options if option.name == name)


def assert_is_left(place: Composed, option: Option, units: tuple[Unit, ...]) -> None:
    """None of the flaps used, and still with blood once the others are raised and one is lost."""
    used = {part.flap for unit in units for part in unit.options}
    assert option.flap not in used
    raised, lost = raised_at_once(units), covering(units).harvests
    dead = {node for harvest in lost for node in harvest.nodes}
    parts = list(raised_of(option, place.setting))
    if option.recipient and option.recipient.carried_by:
        carrier = place.setting.atlas.flaps[option.recipient.carried_by]
        parts.append(place.setting.raised(carrier, option.recipient.side))
    for part in parts:
        assert starved(part, raised, dead) == [], option.name
        assert [line for one in raised for line in shared(part, one)] == [], option.name


def assert_the_lifeboat_is_left(place: Composed, made: Made) -> None:
    if not made.units or not any(
        o.kind == "soft_tissue" and not o.buried for unit in made.units for o in unit.options
    ):
        return  # nothing covers
    found = fallback(place, made.units)
    assert (found.lifeboat is None) == (found.lifeboats == 0)
    if found.lifeboat is None:
        return
    options = list(meant(place, found.lifeboat))
    assert options
    for option in options:
        assert_is_left(place, option, made.units)


@pytest.mark.parametrize("name", EXAMPLE_NAMES)
def test_a_lifeboat_is_no_part_of_it_and_still_has_blood(name: str) -> None:
    place = composed_example(name)
    for made in place.shown:
        assert_the_lifeboat_is_left(place, made)


@UNHURRIED
@given(cases(), st.sampled_from([LIMB, TRUNK]))
def test_so_it_is_whatever_the_case(case: Case, flaps: tuple[str, ...]) -> None:
    earlier = {one.flap for one in case.history.earlier_flaps}
    place = composed(case, small({*flaps, *earlier}))
    for made in place.shown:
        assert_the_lifeboat_is_left(place, made)


# A lost leg, whose flaps all hang on the external iliac vessels


def lost_leg() -> Composed:
    return stated(
        small(LIMB),
        defect=defect(
            region="hemipelvis",
            side="left",
            resection={"level": "hemisacrectomy", "ilium": True},
            skin={"shape": "ellipse", "length_mm": 90, "width_mm": 60},
            cavity_ml=900,
        ),
        surgery={
            "approach": "anterior_posterior",
            "positions": ["prone", "lateral"],
            "limb_sacrificed": "left",
        },
    )


FEMUR = "femur_pedicled_femur_to_pubis_left"


def test_what_hangs_from_the_stalk_of_the_lost_flap_is_no_lifeboat() -> None:
    place = lost_leg()
    units = units_of(place, "fillet_pedicled_left", "omentum_buried_midline", FEMUR)
    found = fallback(place, units)
    assert found.lost_with_it == (place.option(FEMUR).name,)
    legs = {
        place.option("hemipelvectomy_anterior_left").name,
        place.option("rectus_femoris_left").name,
    }
    assert found.lifeboat not in legs
    assert found.lifeboat is not None
    for option in meant(place, found.lifeboat):
        assert_is_left(place, option, units)


def test_what_shares_its_stalk_with_the_bone_that_stays_is_no_lifeboat() -> None:
    """Raised with the femur it could be one flap; once the femur lies in the gap it cannot."""
    place = lost_leg()
    units = units_of(place, "gluteal_thigh_left", FEMUR)
    found = fallback(place, units)
    assert found.lost_with_it == ()
    assert found.lifeboat is not None
    for option in meant(place, found.lifeboat):
        assert_is_left(place, option, units)


# Flow-through, one flap alone, none at all


def test_what_hangs_on_the_end_of_the_lost_flap_is_lost_with_it() -> None:
    place = composed_example("total_sacrectomy")
    found = fallback(place, units_of(place, "vram_right", "fibula_free_a_frame_right"))
    assert found.lost_with_it == (place.option("fibula_free_a_frame_right").name,)
    assert any("right" in vessel for vessel in found.hangs_on)
    beside = fallback(place, units_of(place, "diep_free_right", "fibula_free_a_frame_right"))
    assert beside.lost_with_it == ()


def test_parts_of_one_chimeric_flap_are_lost_together() -> None:
    place = composed_example("hemipelvectomy_right")
    bone = "femur_pedicled_femur_to_pubis_right"
    found = fallback(place, units_of(place, "fillet_pedicled_right", bone))
    assert found.lost_with_it == (place.option(bone).name,)
    assert "right external iliac artery" in found.hangs_on


def test_one_flap_alone_takes_nothing_with_it() -> None:
    place = composed_example("total_sacrectomy")
    found = fallback(place, units_of(place, "vram_right"))
    assert found.lost_with_it == ()
    assert found.hangs_on == ()


@pytest.mark.parametrize("key", ["sgap_right", "sgap_propeller_right"])
def test_a_lifeboat_from_either_side_is_one_from_either_side(key: str) -> None:
    place = stated(small(("sgap", "sgap_propeller")))
    units = units_of(place, key)
    found = fallback(place, units)
    assert found.lifeboat is not None
    for option in meant(place, found.lifeboat):
        assert_is_left(place, option, units)


def test_a_lifeboat_of_the_other_side_is_found() -> None:
    """The right one shares its skin with the lost flap, the left one does not."""
    place = stated(small(("sgap", "sgap_propeller")))
    twin = place.option("sgap_propeller_left")
    units = units_of(place, "sgap_right")
    assert twin.feasible
    assert_is_left(place, twin, units)
    assert fallback(place, units).lifeboats == 1
