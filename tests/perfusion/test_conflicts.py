"""Which two flaps cannot both be had, and which one is left when the other is lost."""

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flapplanner.anatomy import HEART, vascular_graph, venous
from flapplanner.perfusion import (
    Conflict,
    Harvest,
    Vasculature,
    conflict,
    harvest,
    joined,
    lifeboats,
)
from tests.perfusion.bodies import body, drawn_bodies, other_side
from vascular_models import load_atlas

REAL = Vasculature(vascular_graph(load_atlas()))
UNHURRIED = settings(deadline=None, max_examples=60)

# Two flaps on one trunk, a third further on, and a muscle that has a second artery.
TRUNK = Vasculature(
    body(
        [
            ("heart", "trunk"),
            ("trunk", "fork"),
            ("fork", "bone"),
            ("fork", "skin"),
            ("trunk", "muscle"),
            ("heart", "back"),
            ("back", "muscle"),
        ],
        tissue=["bone", "skin", "muscle"],
    )
)


def pairs(found: tuple[Conflict, ...]) -> list[tuple[str, str]]:
    return [(one.kind, one.name) for one in found]


def test_flaps_that_take_the_same_tissue_are_in_conflict() -> None:
    one, other = harvest(TRUNK, "trunk", "skin", {"bone"}), harvest(TRUNK, "fork", "bone")
    assert pairs(conflict(one, other)) == [("territory", "bone")]
    assert conflict(one, other)[0].sentence == "Both take the bone."


def test_a_flap_that_ties_the_artery_of_another_is_in_conflict() -> None:
    """By hand: raised from the trunk, the bone's pedicle has the branch to the skin tied."""
    long, skin = harvest(TRUNK, "trunk", "bone"), harvest(TRUNK, "fork", "skin")
    assert pairs(conflict(long, skin)) == [("artery", "artery to skin")]
    short = harvest(TRUNK, "fork", "bone")
    assert conflict(short, skin) == ()


def test_a_lifeline_holds_while_every_part_has_its_artery() -> None:
    """By hand: skin and twig are raised from the trunk, the bone beyond the fork is tied."""
    vessels = Vasculature(
        body(
            [
                ("heart", "trunk"),
                ("trunk", "skin"),
                ("trunk", "fork"),
                ("fork", "twig"),
                ("fork", "bone"),
            ],
            tissue=["skin", "twig", "bone"],
        )
    )
    flap = harvest(vessels, "trunk", "skin", {"twig"})
    assert flap.feeding.ends == {"skin", "twig"}
    bone = harvest(vessels, "fork", "bone", free=True)
    assert pairs(conflict(flap, bone)) == [("artery", "artery to bone")]
    thief = harvest(vessels, "fork", "twig", free=True)
    assert pairs(conflict(flap, thief)) == [("territory", "twig")]
    assert flap.feeding.holds({("fork", "bone")})
    assert not flap.feeding.holds({("fork", "twig")})


def test_a_free_flap_takes_its_artery_from_those_beyond() -> None:
    free = harvest(TRUNK, "trunk", "skin", free=True)
    assert pairs(conflict(free, harvest(TRUNK, "fork", "bone"))) == [
        ("artery", "artery to bone"),
        ("artery", "artery to fork"),
    ]


def test_an_artery_with_a_substitute_stands_in_no_ones_way() -> None:
    """The muscle is left in place on two arteries; a flap raised far up ties one of them."""
    muscle = harvest(TRUNK, "back", "muscle", in_place=True)
    far = harvest(TRUNK, "heart", "skin")
    assert ("trunk", "muscle") in far.cuts
    assert conflict(far, muscle) == ()
    islanded = harvest(TRUNK, "trunk", "muscle")
    assert pairs(conflict(far, islanded)) == [("artery", "artery to muscle")]


def test_a_vein_alone_is_reason_enough() -> None:
    """The skin's own artery is whole, but its veins run through what the bone flap cuts."""
    vessels = Vasculature(
        body(
            [("heart", "a"), ("a", "skin"), ("heart", "b"), ("b", "bone")],
            veins=[("a", "bone")],
            tissue=["skin", "bone"],
        )
    ).without([("a.vein", "heart.vein")])
    found = conflict(harvest(vessels, "a", "skin"), harvest(vessels, "b", "bone"))
    assert pairs(found) == [("vein", "own vein from a")]
    assert (
        found[0].sentence == "Raising one divides the own vein from a, by which the other drains."
    )


def test_free_flaps_want_a_recipient_each() -> None:
    vessels = Vasculature(
        body(
            [("heart", "leg"), ("leg", "one"), ("leg", "two"), ("heart", "stump"), ("stump", "x")],
            tissue=["one", "two", "x"],
        )
    )
    one, two = (harvest(vessels, "leg", part, free=True) for part in ("one", "two"))
    assert conflict(one, two) == ()
    at_stump = [joined(flap, "stump", how="end_to_side").harvest for flap in (one, two)]
    assert pairs(conflict(*at_stump)) == [("recipient", "artery to stump")]
    assert conflict(at_stump[0], two) == ()
    # end to end, what the recipient fed cannot be raised
    ended = joined(one, "stump").harvest
    assert pairs(conflict(ended, harvest(vessels, "stump", "x"))) == [("artery", "artery to x")]


def test_a_flap_carried_by_another_conflicts_with_nothing_but_does_not_outlive_it() -> None:
    carrier = harvest(TRUNK, "fork", "skin")
    donor = harvest(carrier.after, "back", "muscle", free=True)
    carried = joined(donor, "skin").harvest
    assert conflict(carrier, carried) == ()
    assert lifeboats(carrier, {"carried": carried}) == ()
    assert lifeboats(carried, {"carrier": carrier}) == ("carrier",)


def test_the_flaps_of_one_leg_and_buttock() -> None:
    sgap = harvest(REAL, "superior_gluteal_exit_left", "upper_buttock_skin_left")
    igap = harvest(REAL, "inferior_gluteal_exit_left", "lower_buttock_skin_left")
    vram = harvest(REAL, "inguinal_ligament_left", "rectus_hilum_left")
    thigh = harvest(REAL, "lcfa_descending_origin_left", "anterolateral_thigh_skin_left")
    fillet = harvest(REAL, "inguinal_ligament_left", "fillet_soft_tissue_left")
    fibula = harvest(REAL, "peroneal_origin_left", "fibula_shaft_left", free=True)
    assert conflict(sgap, igap) == ()
    assert conflict(vram, thigh) == ()
    assert conflict(fibula, thigh) == ()
    assert pairs(conflict(fillet, thigh)) == [("artery", "left deep femoral artery")]
    others = {"igap": igap, "vram": vram, "thigh": thigh, "fillet": fillet, "fibula": fibula}
    assert lifeboats(sgap, others) == tuple(others)
    assert "thigh" not in lifeboats(fillet, others)
    assert "vram" in lifeboats(fillet, others)


def test_a_flap_on_the_recipient_of_a_lost_one_is_no_lifeboat() -> None:
    latissimus = harvest(REAL, "axillary_end_left", "latissimus_dorsi_left", free=True)
    fibula = harvest(REAL, "peroneal_origin_left", "fibula_shaft_left", free=True)
    both = [
        joined(flap, "superior_gluteal_exit_left", how="end_to_side").harvest
        for flap in (latissimus, fibula)
    ]
    assert pairs(conflict(*both)) == [("recipient", "left superior gluteal artery")]
    assert lifeboats(both[0], {"fibula": both[1], "free": fibula}) == ("free",)


@st.composite
def two_flaps(draw: st.DrawFn) -> tuple[Harvest, Harvest]:
    """Any two flaps of one body."""
    drawn = draw(drawn_bodies())
    vessels = Vasculature(drawn.graph)

    def flap() -> Harvest:
        hilum = draw(st.sampled_from(drawn.nodes[1:]))
        start = draw(st.sampled_from(sorted(nx.ancestors(vessels.arteries, hilum) - {HEART})))
        free = draw(st.booleans())
        in_place = not free and draw(st.booleans())
        raised = harvest(vessels, start, hilum, free=free, in_place=in_place)
        if raised.feeding.root != HEART and draw(st.booleans()):
            place = other_side(draw(st.sampled_from(drawn.nodes[:2])))
            return joined(raised, place, how="end_to_side").harvest
        return raised

    return flap(), flap()


@UNHURRIED
@given(two_flaps())
def test_conflict_is_the_same_from_either_side(made: tuple[Harvest, Harvest]) -> None:
    one, other = made
    assert conflict(one, other) == conflict(other, one)


@UNHURRIED
@given(two_flaps())
def test_a_flap_is_in_conflict_with_itself(made: tuple[Harvest, Harvest]) -> None:
    one, _ = made
    assert conflict(one, one)
    assert lifeboats(one, {"itself": one}) == ()


@UNHURRIED
@given(two_flaps())
def test_flaps_without_a_conflict_both_keep_their_blood(made: tuple[Harvest, Harvest]) -> None:
    """Against the body with all cuts of both made."""
    one, other = made
    if conflict(one, other):
        return
    for flap, second in ((one, other), (other, one)):
        if flap.feeding.root == HEART:
            left = flap.after.without(second.cuts)
            hilum = flap.pedicle.nodes[-1]
            assert left.supplies[hilum] == "axial"
            assert nx.has_path(left.veins, venous(hilum), venous(HEART))


@UNHURRIED
@given(two_flaps())
def test_a_lifeboat_never_conflicts_with_the_first_and_lives_without_it(
    made: tuple[Harvest, Harvest],
) -> None:
    first, other = made
    if not lifeboats(first, {"other": other}):
        return
    assert conflict(first, other) == ()
    if other.feeding.root == HEART:
        gone = first.nodes | {venous(node) for node in first.nodes}
        touching = [way for way in other.after.graph.edges if not gone.isdisjoint(way)]
        left = other.after.without([*first.cuts, *touching])
        assert left.supplies[other.pedicle.nodes[-1]] == "axial"


@pytest.mark.parametrize("seed", range(3))
def test_the_other_side_has_the_same_conflicts(seed: int) -> None:
    ends = [
        ("superior_gluteal_exit", "upper_buttock_skin"),
        ("inguinal_ligament", "fillet_soft_tissue"),
        ("lcfa_descending_origin", "anterolateral_thigh_skin"),
        ("inguinal_ligament", "femur_shaft"),
    ]
    found = {}
    for side in ("right", "left"):
        one, other = (
            harvest(REAL, f"{start}_{side}", f"{hilum}_{side}")
            for start, hilum in (ends[seed], ends[seed + 1])
        )
        found[side] = [(c.kind, c.name.replace(side, "")) for c in conflict(one, other)]
    assert sorted(found["right"]) == sorted(found["left"])
