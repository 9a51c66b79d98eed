"""The course of an operation: positions, steps, stages, anastomoses, donor sites."""

from collections.abc import Sequence
from itertools import combinations, permutations
from typing import Any, get_args

import pytest

from flapplanner.case.parts import Position
from flapplanner.options import setting_for
from flapplanner.planning.course import Course, course_of
from flapplanner.planning.together import together
from flapplanner.planning.units import Clash, Unit
from tests.atlas.small import small
from tests.given import defect
from tests.planning.composed import Composed, composed_example, stated

POSITIONS = get_args(Position)
PLANNED = [list(some) for count in (1, 2, 3) for some in permutations(POSITIONS, count)]
# Flaps that are raised prone, supine, lateral or supine, and lateral or prone.
FLAPS = ("sgap", "omentum", "diep_free", "latissimus_free", "gluteal_turnover", "vram")


def place_for(positions: Sequence[str], **changes: Any) -> Composed:
    surgery = {"approach": "anterior_posterior", "positions": list(positions)}
    return stated(
        small(FLAPS),
        defect=defect(skin={"shape": "ellipse", "length_mm": 80, "width_mm": 60}),
        surgery=surgery | changes,
    )


def units_of(place: Composed, *keys: str) -> tuple[Unit, ...]:
    found = together([place.option(key) for key in keys], place.setting)
    assert not isinstance(found, Clash)
    return found


def course(place: Composed, *keys: str) -> Course:
    return course_of(units_of(place, *keys), None, place.setting)


def fewest_added(place: Composed, planned: Sequence[str], units: Sequence[Unit]) -> int:
    """The least number of further positions in which all flaps could be raised, by trying all."""
    flaps = [place.setting.atlas.flaps[o.flap] for unit in units for o in unit.options]
    needed = [set(flap.harvest_positions) for flap in flaps]
    needed += [{"supine"} for unit in units for o in unit.options if o.anterior_stage]
    for count in range(len(POSITIONS) + 1):
        for added in combinations(POSITIONS, count):
            if all(one & {*planned, *added} for one in needed):
                return count
    raise AssertionError("a flap that is raised in no position")


@pytest.mark.parametrize("planned", PLANNED, ids="-".join)
def test_no_course_adds_more_positions_than_it_has_to(planned: list[str]) -> None:
    place = place_for(planned)
    there = [one.key for one in place.options if one.feasible]
    for count in (1, 2, 3):
        for keys in permutations(there, count):
            units = together([place.option(key) for key in keys], place.setting)
            if isinstance(units, Clash):
                continue
            found = course_of(units, None, place.setting)
            assert len(found.added_positions) == fewest_added(place, planned, units), keys


@pytest.mark.parametrize("planned", PLANNED, ids="-".join)
def test_what_was_planned_stays_in_its_order_and_comes_last(planned: list[str]) -> None:
    place = place_for(planned)
    for option in place.options:
        if not option.feasible:
            continue
        found = course(place, option.key)
        order = [step.position for step in found.steps]
        assert [one for one in order if one not in found.added_positions] == planned
        assert order[-1] == planned[-1]
        assert len(set(order)) == len(order) == len(planned) + len(found.added_positions)
        assert found.turns == len(order) - 1
        assert found.steps[-1].done[-1] == f"{option.name} set in"
        raised = [step for step in found.steps if f"{option.name} raised" in step.done]
        (step,) = raised
        assert step.position in place.setting.atlas.flaps[option.flap].harvest_positions
        for step in found.steps:
            assert ("resection" in step.done) == (step.position in planned)


def test_a_patient_turned_back_has_every_flap_raised_once() -> None:
    place = place_for(["prone", "supine", "prone"])
    for key in ("sgap_right", "diep_free_right"):
        steps = course(place, key).steps
        name = place.option(key).name
        assert [step.position for step in steps] == ["prone", "supine", "prone"]
        assert sum(f"{name} raised" in step.done for step in steps) == 1


def test_a_vram_is_raised_supine_and_set_in_prone() -> None:
    place = composed_example("total_sacrectomy")
    found = course(place, "vram_right", "fibula_free_a_frame_right")
    first, last = found.steps
    assert (first.position, last.position) == ("supine", "prone")
    assert "VRAM, right raised" in first.done
    assert any(one.endswith("docked and fixed") for one in last.done)
    assert any(" joined to the " in one for one in last.done)
    assert last.done[-1] == "VRAM, right set in"
    assert found.added_positions == ()
    assert found.stages == 1


def test_an_anastomosis_is_counted_once_for_each_flap_that_is_joined() -> None:
    limb = composed_example("free_femur_fibula_fillet")
    bone = "femur_free_femur_to_pubis_left"
    assert course(limb, "fillet_free_left").anastomoses == 1
    assert course(limb, "fillet_free_left", bone).anastomoses == 1
    both = composed_example("total_sacrectomy")
    bone = "fibula_free_a_frame_right"
    assert course(both, "vram_right").anastomoses == 0
    assert course(both, "vram_right", bone).anastomoses == 1
    assert course(both, "diep_free_right", bone).anastomoses == 2
    pedicled = composed_example("hemipelvectomy_right")
    assert course(pedicled, "fillet_pedicled_right").anastomoses == 0


def test_an_arteriovenous_loop_that_serves_two_parts_is_one_stage() -> None:
    place = composed_example("free_femur_fibula_fillet")
    (unit,) = units_of(place, "fillet_free_left", "femur_free_femur_to_pubis_left")
    options = []
    for option in unit.options:
        assert option.recipient is not None
        loop = option.recipient.model_copy(
            update={"joining": "arteriovenous_loop", "loop_mm": 100.0, "extra_stages": 1}
        )
        options.append(option.model_copy(update={"recipient": loop}))
    looped = Unit(tuple(options), unit.harvests, unit.shared_at)
    assert course_of((unit,), None, place.setting).stages == 1
    assert course_of((looped,), None, place.setting).stages == 2


# Donor sites


def test_the_lost_limb_is_no_donor_site() -> None:
    place = composed_example("hemipelvectomy_right")
    bone = "femur_pedicled_femur_to_pubis_right"
    assert course(place, "fillet_pedicled_right", bone).sites == ()


def test_an_omentum_from_an_abdomen_that_is_open_anyway_takes_no_donor_site() -> None:
    """The wall of the abdomen, of which a VRAM is made, is one whatever was opened."""
    opened = place_for(["supine", "prone"])
    assert opened.option("vram_right").through_abdomen
    assert course(opened, "vram_right").sites == ("right abdomen",)
    place = composed_example("hemisacrectomy_right")
    assert course(place, "omentum_midline").sites == ()
    surgery = place.setting.case.surgery.model_copy(update={"approach": "posterior"})
    closed = setting_for(
        place.setting.case.model_copy(update={"surgery": surgery}), place.setting.atlas
    )
    units = (Unit((place.option("omentum_midline"),), ()),)
    assert len(course_of(units, None, closed).sites) == 1


def test_two_flaps_of_one_site_leave_one_site() -> None:
    place = composed_example("total_sacrectomy")
    found = course(place, "latissimus_free_right", "fibula_free_a_frame_right")
    option = place.option("fibula_free_a_frame_right")
    assert f"right {option.donor.site}" in found.sites
    assert len(found.sites) == len(set(found.sites)) == 2
    twice = course_of(units_of(place, "latissimus_free_right") * 2, None, place.setting)
    assert len(twice.sites) == 1


def test_closing_directly_takes_nothing() -> None:
    place = place_for(["prone"])
    found = course_of((), None, place.setting)
    assert (found.sites, found.anastomoses, found.stages, found.added_positions) == ((), 0, 1, ())
    (step,) = found.steps
    assert step.done == ("resection", "skin closed")
