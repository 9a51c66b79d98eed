"""Options put together: published compositions, clashes, chimeric and flow-through flaps."""

from collections.abc import Callable, Sequence
from itertools import permutations, product

import pytest

from flapplanner.options import Joined, Option, Way
from flapplanner.planning.course import course_of
from flapplanner.planning.together import together
from flapplanner.planning.units import Clash, Unit
from tests.atlas.small import small
from tests.given import defect, ligated
from tests.planning.composed import Composed, composed_example, raised_at_once, stated, wrongs


def units_of(place: Composed, *keys: str) -> tuple[Unit, ...]:
    found = together([place.option(key) for key in keys], place.setting)
    assert not isinstance(found, Clash), found.reasons
    return found


def clash_of(place: Composed, options: Sequence[Option]) -> Clash:
    found = together(options, place.setting)
    assert isinstance(found, Clash)
    return found


# Published compositions, whatever their rank


@pytest.mark.parametrize("construct", ["femur_to_pubis", "femur_to_obturator_ring"])
def test_pedicled_femur_and_fillet_are_one_flap_without_anastomosis(construct: str) -> None:
    """Kaiser et al. 2025, case 3: both on the external iliac vessels in continuity."""
    place = composed_example("hemipelvectomy_right")
    (unit,) = units_of(place, "fillet_pedicled_right", f"femur_pedicled_{construct}_right")
    assert {option.flap for option in unit.options} == {"fillet_pedicled", "femur_pedicled"}
    assert not unit.free
    assert unit.shared_at is not None
    assert len(unit.harvests) == 1
    assert course_of((unit,), None, place.setting).anastomoses == 0


@pytest.mark.parametrize("bone", ["femur_free", "femur_fibula_fillet"])
def test_free_femur_and_fillet_share_one_anastomosis(bone: str) -> None:
    """McKnight 2013: femur, fibula and fillet as one free chimeric flap."""
    place = composed_example("free_femur_fibula_fillet")
    (unit,) = units_of(place, "fillet_free_left", f"{bone}_femur_to_pubis_left")
    assert unit.free
    assert unit.shared_at is not None
    assert len({option.recipient.at for option in unit.options if option.recipient}) == 1
    (raised,) = unit.harvests
    assert {"femur_shaft_left", "fillet_soft_tissue_left"} <= set(raised.takes)
    assert course_of((unit,), None, place.setting).anastomoses == 1


@pytest.mark.parametrize("side", ["right", "left"])
@pytest.mark.parametrize("leg", ["right", "left"])
def test_a_free_fibula_hangs_on_the_distal_end_of_a_vram(side: str, leg: str) -> None:
    """Garvey 2013: a VRAM as a flow-through flap, an A-frame of fibula on its distal end."""
    place = composed_example("total_sacrectomy")
    vram, fibula = units_of(place, f"vram_{side}", f"fibula_free_a_frame_{leg}")
    (option,) = fibula.options
    assert option.recipient is not None
    assert option.recipient.carried_by == "vram"
    assert option.recipient.side == side
    assert fibula.carried_by == place.option(f"vram_{side}").name
    assert wrongs((vram, fibula)) == []


@pytest.mark.parametrize(
    ("example", "keys"),
    [
        ("hemipelvectomy_right", ["fillet_pedicled_right", "femur_pedicled_femur_to_pubis_right"]),
        ("free_femur_fibula_fillet", ["fillet_free_left", "femur_free_femur_to_pubis_left"]),
    ],
)
def test_the_order_in_which_they_are_named_does_not_matter(example: str, keys: list[str]) -> None:
    place = composed_example(example)
    found = [units_of(place, *order) for order in permutations(keys)]
    for units in found:
        assert wrongs(units) == []
        assert {len(units), sum(unit.free for unit in units)} == {
            len(found[0]),
            sum(unit.free for unit in found[0]),
        }


# What cannot be had


def test_two_flaps_of_one_abdominal_wall_clash_and_those_of_two_do_not() -> None:
    place = composed_example("total_sacrectomy")
    clash = clash_of(place, [place.option("vram_right"), place.option("oram_right")])
    assert any("abdominal skin" in reason for reason in clash.reasons)
    assert not clash.without_recipient
    assert (clash.one, clash.other) == ("VRAM, right", "ORAM, right")
    assert len(units_of(place, "vram_right", "oram_left")) == 2


def only_by(option: Option, recipient: Joined) -> Option:
    """The option as if it reached from one recipient vessel alone."""
    assert option.reach is not None
    way = Way(recipient=recipient, reach=option.reach)
    return option.model_copy(update={"ways": (way,), "recipient": recipient})


def test_two_free_flaps_are_not_joined_to_one_vessel() -> None:
    place = composed_example("total_sacrectomy")
    diep, fibula = (place.option(key) for key in ("diep_free_right", "fibula_free_a_frame_right"))
    assert diep.recipient is not None
    clash = clash_of(place, [diep, only_by(fibula, diep.recipient)])
    assert clash.reasons == (f"Both are joined to the {joined_to(place, diep)}.",)
    # With all its vessels to choose from it takes another one.
    units = units_of(place, "diep_free_right", "fibula_free_a_frame_right")
    recipients = [one.recipient for one in raised_at_once(units)]
    assert len(set(recipients)) == len(recipients) == 2


def joined_to(place: Composed, option: Option) -> str | None:
    (unit,) = units_of(place, option.key)
    return unit.harvests[0].joined_to


def test_a_flap_that_only_another_could_carry_has_no_vessel_without_it() -> None:
    place = composed_example("total_sacrectomy")
    fibula = place.option("fibula_free_a_frame_right")
    carried = next(way.recipient for way in fibula.ways if way.recipient.carried_by)
    alone = only_by(fibula, carried)
    assert clash_of(place, [place.option("diep_free_left"), alone]).without_recipient
    assert clash_of(place, [alone]).without_recipient
    vram = place.option(f"vram_{carried.side}")
    assert not isinstance(together([vram, alone], place.setting), Clash)
    other = place.option(f"vram_{'left' if carried.side == 'right' else 'right'}")
    assert clash_of(place, [other, alone]).without_recipient


def test_one_option_alone_can_always_be_had() -> None:
    for example in ("total_sacrectomy", "hemipelvectomy_right"):
        place = composed_example(example)
        for option in place.options:
            if option.feasible and not (option.recipient and option.recipient.carried_by):
                (unit,) = units_of(place, option.key)
                assert [one.name for one in unit.options] == [option.name]
                assert wrongs((unit,)) == []


# A choice of recipient vessels


def femur_beside_two_free_flaps() -> tuple[Composed, list[Option]]:
    """A free flap, a free filler that reaches from several vessels, a femur on its pedicle."""
    place = stated(
        small(["pap_free", "gracilis_free", "femur_pedicled"]),
        defect=defect(
            region="hemipelvis",
            side="left",
            resection={"level": "hemisacrectomy", "ilium": True},
            skin={"shape": "ellipse", "length_mm": 90, "width_mm": 60},
            cavity_ml=900,
        ),
        vessels=[
            ligated("external_iliac_artery", "right"),
            ligated("internal_iliac_artery", "right"),
        ],
        surgery={"approach": "anterior", "positions": ["supine"], "limb_sacrificed": "left"},
    )
    keys = ["pap_free_right", "gracilis_free_buried_right", "femur_pedicled_femur_to_pubis_left"]
    return place, [place.option(key) for key in keys]


def fibula_beside_two_fillers() -> tuple[Composed, list[Option]]:
    """A free filler that prefers the vessels on which the other filler hangs, and a fibula."""
    place = stated(
        small(["posterior_thigh_free", "gluteal_turnover", "fibula_free"]),
        defect=defect(resection={"level": "total"}, skin={"shape": "none"}, cavity_ml=250),
        surgery={"approach": "anterior", "positions": ["supine"]},
    )
    keys = [
        "posterior_thigh_free_right",
        "gluteal_turnover_buried_right",
        "fibula_free_l5_ilium_bilateral_right",
    ]
    return place, [place.option(key) for key in keys]


CHOICES = [femur_beside_two_free_flaps, fibula_beside_two_fillers]


@pytest.mark.parametrize("case", CHOICES)
def test_no_choice_of_vessels_is_overlooked(
    case: Callable[[], tuple[Composed, list[Option]]],
) -> None:
    """If some choice of vessels can be had, one is found."""
    place, options = case()
    each = [[only_by(one, way.recipient) for way in one.ways] or [one] for one in options]
    chosen = (list(choice) for choice in product(*each))
    assert any(not isinstance(together(one, place.setting), Clash) for one in chosen)
    found = together(options, place.setting)
    assert not isinstance(found, Clash), found.reasons
    assert wrongs(found) == []


@pytest.mark.parametrize("case", CHOICES)
def test_whether_they_can_be_had_does_not_hang_on_their_order(
    case: Callable[[], tuple[Composed, list[Option]]],
) -> None:
    place, options = case()
    found = {isinstance(together(order, place.setting), Clash) for order in permutations(options)}
    assert len(found) == 1
