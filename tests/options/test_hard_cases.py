"""Cases that once broke something: each plans, or says in a sentence what is wrong."""

import pytest

from flapplanner.case import Weights
from flapplanner.errors import CaseError
from flapplanner.options import Option
from flapplanner.planning import Plan, plan
from flapplanner.planning.ranking import gated, ranked
from tests.given import case, defect, options, setting


def rectangle(length: float, width: float, **more: float) -> dict[str, object]:
    return {"shape": "rectangle", "length_mm": length, "width_mm": width, **more}


@pytest.mark.parametrize(
    "skin",
    [
        rectangle(300, 300),
        rectangle(100, 400),
        rectangle(400, 50, turn_deg=90),
        rectangle(1, 1),
        rectangle(600, 600, offset_right_mm=300, offset_cranial_mm=-300),
    ],
)
def test_an_outline_no_flap_was_made_for_still_plans(skin: dict[str, object]) -> None:
    found = options(defect=defect(resection={"level": "s1_s2"}, skin=skin))
    for key in ("gluteal_vy_both", "gluteal_rotation_left", "sgap_right", "vram_right"):
        option = found[key]
        assert option.feasible or option.gates[0].sentence
        for gate in option.gates:
            assert "0 cm² (0 %)" not in gate.sentence, key


def test_the_route_is_taken_off_before_the_carrier_is_added() -> None:
    """free = pedicle + carrier - route, also where the pedicle ends on the way."""
    found = options(defect=defect(skin={"shape": "none"}, cavity_ml=500))["vastus_lateralis_right"]
    assert found.reach is not None
    assert found.reach.route_mm > found.pedicle.length_mm
    assert found.reach.free_length_mm == pytest.approx(
        found.pedicle.length_mm + found.reach.carrier_mm - found.reach.route_mm
    )


def sgaps(found: dict[str, Option]) -> list[Option]:
    return [found["sgap_right"], found["sgap_left"]]


def test_a_caution_on_one_side_keeps_the_sides_apart() -> None:
    events = [
        {
            "vessel": "superior_gluteal_artery",
            "side": "right",
            "event": "stenosed",
            "stenosis_percent": 99,
        }
    ]
    found = options(vessels=events)
    names = {choice.option.name for choice in ranked(sgaps(dict(found)), Weights())}
    assert names == {"SGAP, right", "SGAP, left"}
    assert "SGAP, either side" in {
        choice.option.name for choice in ranked(sgaps(dict(options())), Weights())
    }


def test_both_sides_ruled_out_alike_are_one_line_without_a_side() -> None:
    found = options()
    (line,) = gated([found["fillet_free_right"], found["fillet_free_left"]])
    assert line.name == "Fillet free, either side"
    assert line.gates[0].sentence == "It takes the loss of the same-side leg, which is kept."


def test_a_used_vram_carries_no_fibula() -> None:
    history = {"earlier_flaps": [{"flap": "vram", "side": side} for side in ("right", "left")]}
    vessels = [{"vessel": "internal_iliac_artery", "side": "both", "event": "ligated"}]
    total = defect(resection={"level": "total"}, bone_gap_mm=90)
    joined = options(defect=total, vessels=vessels)["fibula_free_right"].recipient
    assert joined is not None
    assert joined.carried_by == "vram"
    without = options(defect=total, vessels=vessels, history=history)["fibula_free_right"]
    assert without.recipient is None or without.recipient.carried_by is None


def test_a_gap_is_refused_whether_or_not_bone_is_feasible() -> None:
    odd = defect(resection={"level": "below_s3"}, bone_gap_mm=100)
    for surgery in ({"microsurgery": True}, {"microsurgery": False}):
        with pytest.raises(CaseError, match="leaves no gap that the atlas knows"):
            plan(case(defect=odd, surgery=surgery))


def test_the_case_in_a_plan_stays_as_it_was_stated() -> None:
    stated = case(
        defect=defect(skin={"shape": "none"}, cavity_ml=120.123456),
        preferences={"weights": dict.fromkeys(Weights.model_fields, 0.0) | {"coverage": 0.0004}},
    )
    again = Plan.model_validate_json(plan(stated).text())
    assert again.case == stated


def test_states_of_a_vessel_add_up() -> None:
    vessel = {"vessel": "superior_gluteal_artery", "side": "right"}
    found = setting(
        vessels=[
            vessel | {"event": "stenosed", "stenosis_percent": 50},
            vessel | {"event": "stenosed", "stenosis_percent": 30},
            vessel | {"event": "irradiated"},
        ]
    ).anatomy
    way = ("internal_iliac_division_right", "superior_gluteal_exit_right")
    assert found.graph.edges[way]["state"] == "stenosed by 50 % and stenosed by 30 % and irradiated"
    assert found.graph.edges[way]["diameter_mm"] == found.intact.edges[way]["diameter_mm"] / 2


def test_bone_that_lies_exposed_is_not_passed_over_in_silence() -> None:
    made = plan(case(defect=defect(skin={"shape": "none"}, cavity_ml=0, exposed=["bone", "nerve"])))
    assert not made.need.needed
    assert "only bone and nerve" in made.need.sentence
