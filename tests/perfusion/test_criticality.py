"""Which flaps are lost with a vessel, so which vessel the resection might spare."""

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from flapplanner.anatomy import HEART, vascular_graph, venous
from flapplanner.perfusion import (
    CriticalVessel,
    Harvest,
    Vasculature,
    critical_arteries,
    critical_veins,
    harvest,
    joined,
)
from tests.perfusion.bodies import body, drawn_bodies
from vascular_models import load_atlas

REAL = Vasculature(vascular_graph(load_atlas()))
UNHURRIED = settings(deadline=None, max_examples=40)

# Three flaps: two share a branch, the third hangs on the trunk they all share.
BODY = Vasculature(
    body(
        [
            ("heart", "trunk"),
            ("trunk", "branch"),
            ("branch", "skin"),
            ("branch", "bone"),
            ("trunk", "muscle"),
            ("heart", "stump"),
        ],
        tissue=["skin", "bone", "muscle"],
    )
)
FLAPS = {
    "skin": harvest(BODY, "branch", "skin"),
    "bone": harvest(BODY, "branch", "bone"),
    "muscle": harvest(BODY, "trunk", "muscle"),
}


def test_the_vessel_that_takes_most_flaps_comes_first() -> None:
    """By hand: the trunk takes three, the branch two, each end its own."""
    assert critical_arteries(FLAPS) == (
        CriticalVessel("artery to trunk", ("skin", "bone", "muscle")),
        CriticalVessel("artery to branch", ("skin", "bone")),
        CriticalVessel("artery to skin", ("skin",)),
        CriticalVessel("artery to bone", ("bone",)),
        CriticalVessel("artery to muscle", ("muscle",)),
    )


def test_the_veins_are_critical_in_the_same_way() -> None:
    assert [(one.vessel, len(one.lost)) for one in critical_veins(FLAPS)] == [
        ("vein from trunk", 3),
        ("vein from branch", 2),
        ("vein from skin", 1),
        ("vein from bone", 1),
        ("vein from muscle", 1),
    ]


def test_a_vein_of_its_own_makes_the_veins_beside_the_artery_dispensable() -> None:
    twice = Vasculature(
        body(
            [("heart", "trunk"), ("trunk", "branch"), ("branch", "skin")],
            veins=[("branch", "heart")],
            tissue=["skin"],
        )
    )
    found = critical_veins({"skin": harvest(twice, "branch", "skin")})
    assert [one.vessel for one in found] == ["vein from skin"]
    arteries = critical_arteries({"skin": harvest(twice, "branch", "skin")})
    assert [one.vessel for one in arteries] == [
        "artery to trunk",
        "artery to branch",
        "artery to skin",
    ]


def test_a_free_flap_needs_its_own_vessels_and_then_those_of_its_recipient() -> None:
    cut = harvest(BODY, "trunk", "skin", free=True)
    assert [one.vessel for one in critical_arteries({"free": cut})] == [
        "artery to branch",
        "artery to skin",
    ]
    hung = joined(cut, "stump").harvest
    assert [one.vessel for one in critical_arteries({"free": hung})] == [
        "artery to stump",
        "anastomosis to the artery to stump",
        "artery to branch",
        "artery to skin",
    ]


def test_no_flap_hangs_on_nothing() -> None:
    assert critical_arteries({}) == ()


def test_the_internal_iliac_vessels_take_the_gluteal_flaps_and_leave_the_vram() -> None:
    flaps = {
        "sgap": harvest(REAL, "superior_gluteal_exit_right", "upper_buttock_skin_right"),
        "igap": harvest(REAL, "inferior_gluteal_exit_right", "lower_buttock_skin_right"),
        "vram": harvest(REAL, "inguinal_ligament_right", "rectus_hilum_right"),
    }
    arteries = {one.vessel: one.lost for one in critical_arteries(flaps)}
    assert arteries["right internal iliac artery"] == ("sgap", "igap")
    assert arteries["right external iliac artery"] == ("vram",)
    assert arteries["right superior gluteal artery"] == ("sgap",)
    veins = {one.vessel: one.lost for one in critical_veins(flaps)}
    assert veins["right internal iliac vein"] == ("sgap", "igap")
    assert veins["right external iliac vein"] == ("vram",)


@st.composite
def several_flaps(draw: st.DrawFn) -> tuple[Vasculature, dict[str, Harvest]]:
    """Some pedicled flaps of one body, each by the name of its hilum."""
    drawn = draw(drawn_bodies())
    vessels = Vasculature(drawn.graph)
    hila = draw(st.lists(st.sampled_from(drawn.nodes[1:]), min_size=1, max_size=4, unique=True))
    flaps = {}
    for hilum in hila:
        start = draw(st.sampled_from(sorted(nx.ancestors(vessels.arteries, hilum) - {HEART})))
        flaps[hilum] = harvest(vessels, start, hilum)
    return vessels, flaps


@UNHURRIED
@given(several_flaps())
def test_a_flap_is_lost_with_a_vessel_if_and_only_if_it_is_named(
    made: tuple[Vasculature, dict[str, Harvest]],
) -> None:
    """Against losing each vessel in turn after the flap is raised."""
    vessels, flaps = made
    for found, kind in ((critical_arteries(flaps), "arteries"), (critical_veins(flaps), "veins")):
        lost = {one.vessel: set(one.lost) for one in found}
        counts = [len(one.lost) for one in found]
        assert counts == sorted(counts, reverse=True)
        for way, vessel in getattr(vessels, kind).edges.items():
            named = lost.get(vessel["label"], set())
            for name, flap in flaps.items():
                if way in flap.cuts:
                    continue
                after = getattr(flap.after, kind)
                left = nx.restricted_view(after, [], [way])
                ends = (HEART, name) if kind == "arteries" else (venous(name), venous(HEART))
                assert (name in named) == (not nx.has_path(left, *ends))
