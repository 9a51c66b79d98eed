"""Whether there is blood, what it hangs on, and which loss took it."""

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from flapplanner.anatomy import HEART, Interruption, axial, vascular_graph, with_events
from flapplanner.case import VesselEvent
from flapplanner.perfusion import interruptions_of, single_points_of_failure, supplies
from vascular_models import load_atlas

ATLAS = load_atlas()
GRAPH = vascular_graph(ATLAS)
ALONE = single_points_of_failure(GRAPH)
NODES = sorted(set(GRAPH.nodes) - {HEART})
CUTS = st.lists(
    st.tuples(st.sampled_from(sorted(ATLAS.vessels)), st.sampled_from(["left", "right"])),
    max_size=5,
)


def ligated(cuts: list[tuple[str, str]]) -> list[VesselEvent]:
    return [
        VesselEvent.model_validate(
            {
                "vessel": vessel,
                "side": side if ATLAS.vessels[vessel].side == "paired" else "midline",
                "event": "ligated",
            }
        )
        for vessel, side in cuts
    ]


def lost(node: str, cuts: tuple[Interruption, ...]) -> tuple[Interruption, ...]:
    return interruptions_of(GRAPH, node, cuts, ALONE[node])


def test_ligating_the_internal_iliac_takes_the_gluteal_skin_and_leaves_the_rectus() -> None:
    changed, cuts = with_events(GRAPH, ligated([("internal_iliac_artery", "right")]), ATLAS)
    assert supplies(changed)["upper_buttock_skin_right"] == "none"
    assert supplies(changed)["gluteal_island_skin_right"] == "choke_only"  # cruciate anastomosis
    assert supplies(changed)["upper_buttock_skin_left"] == "axial"
    assert supplies(changed)["rectus_hilum_right"] == "axial"
    assert lost("upper_buttock_skin_right", cuts) == cuts
    assert lost("rectus_hilum_right", cuts) == ()


def test_what_has_no_axial_supply_hangs_on_nothing() -> None:
    changed, _ = with_events(GRAPH, ligated([("internal_iliac_artery", "right")]), ATLAS)
    assert "gluteal_island_skin_right" not in single_points_of_failure(changed)


def test_two_feeding_arteries_are_no_single_point_of_failure() -> None:
    alone = ALONE["gluteal_island_skin_right"]
    assert "right internal iliac artery" in alone
    assert "right superior gluteal artery" not in alone
    assert "right inferior gluteal artery" not in alone


def test_both_gluteal_arteries_together_are_named() -> None:
    both = [("superior_gluteal_artery", "right"), ("inferior_gluteal_artery", "right")]
    changed, cuts = with_events(GRAPH, ligated(both), ATLAS)
    assert supplies(changed)["gluteal_island_skin_right"] == "choke_only"
    assert lost("gluteal_island_skin_right", cuts) == cuts


@given(st.sampled_from(NODES))
def test_single_points_of_failure_are_those_whose_loss_cuts_the_node_off(node: str) -> None:
    alone = ALONE[node]
    tree = axial(GRAPH)
    for way in tree.edges:
        without = nx.restricted_view(tree, [], [way])
        assert (tree.edges[way]["label"] in alone) == (not nx.has_path(without, HEART, node))


@given(CUTS, CUTS, st.sampled_from(NODES))
def test_ligating_more_never_perfuses_more(
    few: list[tuple[str, str]], more: list[tuple[str, str]], node: str
) -> None:
    order = ["none", "choke_only", "axial"]
    first, _ = with_events(GRAPH, ligated(few), ATLAS)
    second, _ = with_events(GRAPH, ligated(few + more), ATLAS)
    assert order.index(supplies(second)[node]) <= order.index(supplies(first)[node])


@given(CUTS, st.sampled_from(NODES))
def test_mirroring_changes_nothing_but_the_side(cuts: list[tuple[str, str]], node: str) -> None:
    swap = {"left": "right", "right": "left"}
    one, _ = with_events(GRAPH, ligated(cuts), ATLAS)
    other, _ = with_events(GRAPH, ligated([(v, swap[s]) for v, s in cuts]), ATLAS)
    stem, _, side = node.rpartition("_")
    twin = f"{stem}_{swap[side]}" if side in swap else node
    assert supplies(one)[node] == supplies(other)[twin]
