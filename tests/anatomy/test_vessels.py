"""The graph: built, mirrored, scaled, interrupted; and the pedicles that follow from it."""

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flapplanner.anatomy import AnatomyError, length_mm, pedicle, vascular_graph, with_events
from flapplanner.case import VesselEvent
from flapplanner.errors import CaseError
from vascular_models import load_atlas

ATLAS = load_atlas()
GRAPH = vascular_graph(ATLAS)
PAIRED = sorted(name for name, vessel in ATLAS.vessels.items() if vessel.side == "paired")


def mirrored(name: str) -> str:
    if name.endswith("_right"):
        return name.removesuffix("_right") + "_left"
    return name.removesuffix("_left") + "_right" if name.endswith("_left") else name


def test_everything_hangs_from_the_heart() -> None:
    assert nx.descendants(GRAPH, "heart") | {"heart"} == set(GRAPH.nodes)
    assert nx.is_directed_acyclic_graph(GRAPH)


def test_left_is_the_mirror_of_right() -> None:
    for start, end, data in GRAPH.edges(data=True):
        twin = GRAPH.edges[mirrored(start), mirrored(end)]
        assert (twin["length_mm"], twin["diameter_mm"]) == (data["length_mm"], data["diameter_mm"])


@given(st.floats(0.7, 1.3))
def test_lengths_scale_with_stature_and_calibres_do_not(ratio: float) -> None:
    scaled = vascular_graph(ATLAS, ratio)
    for way in GRAPH.edges:
        assert scaled.edges[way]["length_mm"] == pytest.approx(ratio * length_mm(GRAPH, *way))
        assert scaled.edges[way]["diameter_mm"] == GRAPH.edges[way]["diameter_mm"]


def test_a_missing_length_raises_instead_of_counting_as_one() -> None:
    graph = GRAPH.copy()
    way = ("superior_gluteal_exit_right", "upper_buttock_skin_right")
    del graph.edges[way]["length_mm"]
    with pytest.raises(AnatomyError, match="right superior gluteal perforator has no length"):
        pedicle(graph, *way)


def test_sgap_pedicle_is_as_long_as_published() -> None:
    """98 mm from the skin to the greater sciatic foramen: gap_microvascular_2014, n 15."""
    found = pedicle(GRAPH, "superior_gluteal_exit_left", "upper_buttock_skin_left")
    assert found.length_mm == pytest.approx(98.0)
    assert found.vessels == ("left superior gluteal perforator",)


def test_latissimus_pedicle_is_as_long_as_published() -> None:
    """Subscapular and thoracodorsal together: 110 mm (bartlett1981), sd of the latter 12.8 mm."""
    found = pedicle(GRAPH, "axillary_end_right", "latissimus_dorsi_right")
    assert found.length_mm == pytest.approx(110, abs=12.8)


def test_branches_divided_leave_out_what_the_flap_keeps() -> None:
    ends = ("internal_iliac_division_right", "gluteal_island_skin_right")
    assert "right superior gluteal perforator" in pedicle(GRAPH, *ends).branches_divided
    kept = frozenset({"upper_buttock_skin_right"})
    assert "right superior gluteal perforator" not in pedicle(GRAPH, *ends, kept).branches_divided


def test_no_way_to_the_hilum_raises() -> None:
    with pytest.raises(AnatomyError, match="No vessels lead"):
        pedicle(GRAPH, "femur_shaft_right", "latissimus_dorsi_right")


def test_an_event_gives_a_new_graph() -> None:
    before = set(GRAPH.edges)
    event = VesselEvent(vessel="internal_iliac_artery", side="right", event="ligated")
    changed, cuts = with_events(GRAPH, [event], ATLAS)
    assert set(GRAPH.edges) == before
    assert before - set(changed.edges) == {
        ("common_iliac_bifurcation_right", "internal_iliac_division_right")
    }
    assert (cuts[0].label, cuts[0].event) == ("right internal iliac artery", "ligated")


def test_a_stenosis_narrows_and_radiation_marks() -> None:
    events = [
        VesselEvent(
            vessel="external_iliac_artery", side="left", event="stenosed", stenosis_percent=60
        ),
        VesselEvent(vessel="external_iliac_artery", side="right", event="irradiated"),
    ]
    changed, cuts = with_events(GRAPH, events, ATLAS)
    ways = [("common_iliac_bifurcation_" + s, "inguinal_ligament_" + s) for s in ("left", "right")]
    assert cuts == ()
    assert changed.edges[ways[0]]["diameter_mm"] == pytest.approx(
        0.4 * GRAPH.edges[ways[0]]["diameter_mm"]
    )
    assert changed.edges[ways[0]]["state"] == "stenosed by 60 %"
    assert changed.edges[ways[1]]["state"] == "irradiated"


def test_the_same_vessel_interrupted_twice_is_interrupted_once() -> None:
    events = [
        VesselEvent(vessel="internal_iliac_artery", side="both", event="ligated"),
        VesselEvent(vessel="internal_iliac_artery", side="right", event="resected"),
    ]
    assert len(with_events(GRAPH, events, ATLAS)[1]) == 2


def test_an_unknown_vessel_is_refused_with_the_nearest_name() -> None:
    event = VesselEvent(vessel="internal_iliac_atery", side="left", event="ligated")
    with pytest.raises(CaseError, match="did you mean internal_iliac_artery"):
        with_events(GRAPH, [event], ATLAS)


@pytest.mark.parametrize(
    ("vessel", "side", "allowed"),
    [
        ("internal_iliac_artery", "midline", "left, right or both"),
        ("thoracic_aorta", "left", "midline"),
    ],
)
def test_a_side_the_vessel_does_not_have_is_refused(vessel: str, side: str, allowed: str) -> None:
    event = VesselEvent.model_validate({"vessel": vessel, "side": side, "event": "ligated"})
    with pytest.raises(CaseError, match=f"allowed is {allowed}"):
        with_events(GRAPH, [event], ATLAS)


@given(st.sets(st.tuples(st.sampled_from(PAIRED), st.sampled_from(["left", "right"])), max_size=6))
def test_events_do_not_depend_on_their_order(cuts: set[tuple[str, str]]) -> None:
    events = [
        VesselEvent.model_validate({"vessel": v, "side": s, "event": "ligated"}) for v, s in cuts
    ]
    one, _ = with_events(GRAPH, events, ATLAS)
    other, _ = with_events(GRAPH, events[::-1], ATLAS)
    assert set(one.edges) == set(other.edges)
