"""Whether there is blood, whether it flows off, and what that hangs on."""

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flapplanner.anatomy import HEART, axial, of_kinds, vascular_graph, with_events
from flapplanner.case import VesselEvent
from flapplanner.perfusion import drained, single_points_of_failure, supplies
from tests.perfusion.bodies import body, tied
from vascular_models import load_atlas

ATLAS = load_atlas()
GRAPH = vascular_graph(ATLAS)
USUAL = sorted({way["vessel"] for *_, way in GRAPH.edges(data=True)} & set(ATLAS.named_vessels))
ALONE = single_points_of_failure(GRAPH)
FED = sorted(set(ALONE) - {HEART})
NODES = sorted(set(GRAPH.nodes) - {HEART})
TISSUE = sorted(node for node, found in GRAPH.nodes(data=True) if "territory" in found)
CUTS = st.lists(
    st.tuples(
        st.sampled_from(USUAL),
        st.sampled_from(["left", "right"]),
        st.sampled_from(["ligated", "occluded", "resected"]),
    ),
    max_size=5,
)
UNHURRIED = settings(deadline=None, max_examples=40)


def events(cuts: list[tuple[str, str, str]]) -> list[VesselEvent]:
    return [
        VesselEvent.model_validate(
            {
                "vessel": vessel,
                "side": side if ATLAS.named_vessels[vessel] == "paired" else "midline",
                "event": event,
            }
        )
        for vessel, side, event in cuts
    ]


def test_ligating_the_internal_iliac_takes_the_gluteal_skin_and_leaves_the_rectus() -> None:
    changed, _ = with_events(GRAPH, events([("internal_iliac_artery", "right", "ligated")]), ATLAS)
    assert supplies(changed)["upper_buttock_skin_right"] == "choke_only"
    assert supplies(changed)["gluteal_island_skin_right"] == "choke_only"  # cruciate anastomosis
    assert supplies(changed)["upper_buttock_skin_left"] == "axial"
    assert supplies(changed)["rectus_hilum_right"] == "axial"


def test_what_has_no_axial_supply_hangs_on_nothing() -> None:
    changed, _ = with_events(GRAPH, events([("internal_iliac_artery", "right", "ligated")]), ATLAS)
    assert "gluteal_island_skin_right" not in single_points_of_failure(changed)


def test_two_feeding_arteries_are_no_single_point_of_failure() -> None:
    alone = ALONE["gluteus_maximus_right"]
    assert "right internal iliac artery" in alone
    assert "right superior gluteal artery" not in alone
    assert "right inferior gluteal artery" not in alone


def test_both_gluteal_arteries_together_are() -> None:
    both = [(f"{one}_gluteal_artery", "right", "ligated") for one in ("superior", "inferior")]
    assert supplies(with_events(GRAPH, events(both[:1]), ATLAS)[0])["gluteus_maximus_right"] == (
        "axial"
    )
    changed, _ = with_events(GRAPH, events(both), ATLAS)
    assert supplies(changed)["gluteus_maximus_right"] == "choke_only"


# heart -> root -> a, b; tissue beyond each, joined by a link
FORK = body(
    [("heart", "root"), ("root", "a"), ("root", "b"), ("a", "skin"), ("b", "muscle")],
    links=[("skin", "muscle")],
    tissue=["skin", "muscle"],
)


@pytest.mark.parametrize(
    ("cuts", "skin", "muscle"),
    [
        ([], "axial", "axial"),
        ([("root", "a")], "choke_only", "axial"),
        ([("root", "b")], "axial", "choke_only"),
        ([("root", "a"), ("skin", "muscle")], "none", "axial"),
        ([("root", "a"), ("root", "b")], "none", "none"),
    ],
)
def test_a_link_carries_blood_either_way_but_is_no_axial_supply(
    cuts: list[tuple[str, str]], skin: str, muscle: str
) -> None:
    found = supplies(tied(FORK, cuts))
    assert (found["skin"], found["muscle"]) == (skin, muscle)


def test_what_the_links_feed_runs_backwards_in_the_arteries_behind_it() -> None:
    assert supplies(tied(FORK, [("root", "a")]))["a"] == "choke_only"


def test_tissue_is_drained_while_its_veins_lead_back() -> None:
    assert {"skin", "muscle"} <= drained(FORK)
    assert "skin" not in drained(tied(FORK, [("skin.vein", "a.vein")]))
    assert drained(tied(FORK, [("root.vein", "heart.vein")])).isdisjoint({"skin", "muscle"})


def test_links_drain_nothing_and_a_vein_of_its_own_does() -> None:
    cut = [("a.vein", "root.vein")]
    assert "skin" not in drained(tied(FORK, cut))
    superficial = body(
        [("heart", "root"), ("root", "a"), ("a", "skin")],
        veins=[("skin", "root")],
        tissue=["skin"],
    )
    assert "skin" in drained(tied(superficial, cut))


def test_all_tissue_of_the_atlas_is_fed_and_drained() -> None:
    found = supplies(GRAPH)
    assert {found[node] for node in TISSUE} == {"axial"}
    assert set(TISSUE) <= drained(GRAPH)


@UNHURRIED
@given(CUTS)
def test_what_is_drained_has_a_way_through_its_bed_to_the_heart(
    cuts: list[tuple[str, str, str]],
) -> None:
    changed, _ = with_events(GRAPH, events(cuts), ATLAS)
    back = of_kinds(changed, "bed", "vein")
    found = drained(changed)
    for node in TISSUE:
        assert (node in found) == nx.has_path(back, node, "heart.vein")


@UNHURRIED
@given(st.sampled_from(FED))
def test_single_points_of_failure_are_those_whose_loss_cuts_the_node_off(node: str) -> None:
    alone = ALONE[node]
    tree = axial(GRAPH)
    for way in tree.edges:
        without = nx.restricted_view(tree, [], [way])
        assert (tree.edges[way]["label"] in alone) == (not nx.has_path(without, HEART, node))


@UNHURRIED
@given(CUTS, CUTS)
def test_losing_more_never_feeds_or_drains_more(
    few: list[tuple[str, str, str]], more: list[tuple[str, str, str]]
) -> None:
    order = ["none", "choke_only", "axial"]
    first, _ = with_events(GRAPH, events(few), ATLAS)
    second, _ = with_events(GRAPH, events(few + more), ATLAS)
    one, other = supplies(first), supplies(second)
    assert all(order.index(other[node]) <= order.index(one[node]) for node in GRAPH)
    assert drained(second) <= drained(first)


@UNHURRIED
@given(st.sets(st.sampled_from(sorted(GRAPH.edges)), max_size=8))
def test_a_vessel_that_is_closed_counts_as_gone(closed: set[tuple[str, str]]) -> None:
    left = tied(GRAPH, closed)
    assert supplies(GRAPH, closed) == supplies(left)
    assert drained(GRAPH, closed) == drained(left)


@UNHURRIED
@given(CUTS)
def test_mirroring_changes_nothing_but_the_side(cuts: list[tuple[str, str, str]]) -> None:
    swap = {"left": "right", "right": "left"}
    one, _ = with_events(GRAPH, events(cuts), ATLAS)
    other, _ = with_events(GRAPH, events([(v, swap[s], e) for v, s, e in cuts]), ATLAS)
    fed, fed_there = supplies(one), supplies(other)
    off, off_there = drained(one), drained(other)
    for node in TISSUE:
        stem, _, side = node.rpartition("_")
        twin = f"{stem}_{swap[side]}" if side in swap else node
        assert fed[node] == fed_there[twin]
        assert (node in off) == (twin in off_there)
