"""The graph: built, mirrored, scaled, varied, interrupted; and the pedicles that follow from it."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flapplanner.anatomy import (
    AnatomyError,
    Layout,
    Scale,
    axial,
    length_mm,
    of_kinds,
    pedicle,
    pedicles_by_pivot,
    vascular_graph,
    venous,
    with_events,
)
from flapplanner.case import VesselEvent
from flapplanner.errors import CaseError
from vascular_models import Node, Variant, Vessel, load_atlas

ATLAS = load_atlas()
GRAPH = vascular_graph(ATLAS)
ARTERIES = sorted(name for name, vessel in ATLAS.vessels.items() if vessel.kind == "axial")
PAIRED = sorted(name for name, vessel in ATLAS.vessels.items() if vessel.side == "paired")
INFERIOR_GLUTEAL = ATLAS.vessels["inferior_gluteal_artery"]
SUPERIOR_GLUTEAL = ("internal_iliac_division_right", "superior_gluteal_exit_right")


def mirrored(name: str) -> str:
    stem = name.removesuffix(".vein")
    if stem.endswith("_right"):
        twin = stem.removesuffix("_right") + "_left"
    else:
        twin = stem.removesuffix("_left") + "_right" if stem.endswith("_left") else stem
    return twin + name.removeprefix(stem)


def happens(event: str, vessel: str, side: str, **more: Any) -> VesselEvent:
    return VesselEvent.model_validate({"vessel": vessel, "side": side, "event": event, **more})


def test_every_artery_comes_from_the_heart_and_every_vein_leads_back_to_it() -> None:
    for name, vessel in ATLAS.vessels.items():
        ways = [way for way, found in GRAPH.edges.items() if found["vessel"] == name]
        assert len(ways) == (2 if vessel.side == "paired" else 1)
    arteries, back = axial(GRAPH), of_kinds(GRAPH, "vein")
    assert nx.is_directed_acyclic_graph(arteries)
    assert nx.is_directed_acyclic_graph(back)
    fed = nx.descendants(arteries, "heart")
    drained = nx.ancestors(back, "heart.vein")
    assert {end for _, end in arteries.edges} == fed
    assert {start for start, _ in back.edges} == drained


def test_an_axial_artery_has_veins_beside_it_and_a_link_has_none() -> None:
    for start, end, artery in axial(GRAPH).edges(data=True):
        veins = GRAPH.edges[venous(end), venous(start)]
        assert veins["kind"] == "vein"
        assert veins["length_mm"] == artery["length_mm"]
    sides = {"paired": 2, "midline": 1}
    alone = [sides[vessel.side] for vessel in ATLAS.vessels.values() if vessel.kind == "vein"]
    assert of_kinds(GRAPH, "vein").size() == axial(GRAPH).size() + sum(alone)


def test_veins_that_were_not_read_follow_from_the_artery_and_the_body() -> None:
    """All veins of an artery together have r times its section: d_vein = d sqrt(r)."""
    ratio = ATLAS.body["vein_to_artery_cross_section_ratio"].central
    unread = [name for name in ARTERIES if ATLAS.vessels[name].veins is None]
    assert unread
    for start, end, vessel in axial(GRAPH).edges(data=True):
        if vessel["vessel"] in unread:
            veins = GRAPH.edges[venous(end), venous(start)]
            assert veins["diameter_mm"] == pytest.approx(vessel["diameter_mm"] * ratio**0.5)
            assert veins["number"] == vessel["number"]


def test_veins_that_were_read_keep_their_name_number_and_calibre() -> None:
    read = {name: ATLAS.vessels[name].veins for name in ARTERIES if ATLAS.vessels[name].veins}
    assert read
    for start, end, vessel in axial(GRAPH).edges(data=True):
        veins = read.get(vessel["vessel"])
        if veins:
            found = GRAPH.edges[venous(end), venous(start)]
            assert found["diameter_mm"] == veins.diameter_mm.central
            each = veins.number_count.central if veins.number_count else 1
            assert found["number"] == each * vessel["number"]
            assert veins.name is None or found["vessel"] == veins.name


def test_a_vessel_that_stands_for_perforators_is_as_many_side_by_side() -> None:
    count = dict.fromkeys(ATLAS.vessels, 0.0)
    for perforator in ATLAS.perforators.values():
        count[perforator.vessel] += perforator.number_count.central
    assert max(count.values()) > 1
    for *_, artery in axial(GRAPH).edges(data=True):
        assert artery["number"] == max(1.0, count[artery["vessel"]])


def test_every_territory_has_one_bed_that_leads_to_its_veins() -> None:
    beds = of_kinds(GRAPH, "bed")
    tissue = {node for node, found in GRAPH.nodes(data=True) if "territory" in found}
    assert set(beds.edges) == {(node, venous(node)) for node in tissue}
    for node, _, bed in beds.edges(data=True):
        assert bed["mass_g"] > 0
        assert bed["territory"] == GRAPH.nodes[node]["territory"]


def test_left_is_the_mirror_of_right() -> None:
    for start, end, data in GRAPH.edges(data=True):
        twin = GRAPH.edges[mirrored(start), mirrored(end)]
        for of in ("length_mm", "diameter_mm", "number", "mass_g", "kind"):
            assert twin.get(of) == data.get(of)


@settings(deadline=None, max_examples=20)
@given(st.floats(0.7, 1.3), st.floats(0.7, 1.3), st.floats(0.5, 2.0))
def test_lengths_calibres_and_masses_scale_each_by_its_own_ratio(
    length: float, calibre: float, mass: float
) -> None:
    scaled = vascular_graph(ATLAS, Scale(length, calibre, mass))
    by_sex = {True: 0, False: 0}
    for start, end, vessel in GRAPH.edges(data=True):
        found = scaled.edges[start, end]
        if vessel["kind"] == "bed":
            assert found["mass_g"] == pytest.approx(mass * vessel["mass_g"])
            continue
        assert found["length_mm"] == pytest.approx(length * vessel["length_mm"])
        of = ATLAS.vessels.get(vessel["vessel"])
        if of is not None:  # the veins beside an artery have names of their own
            by_sex[of.differs_by_sex] += 1
            wider = calibre if of.differs_by_sex else 1.0
            assert found["diameter_mm"] == pytest.approx(wider * vessel["diameter_mm"])
    assert all(by_sex.values())


def test_a_missing_length_raises_instead_of_counting_as_one() -> None:
    graph = GRAPH.copy()
    del graph.edges[SUPERIOR_GLUTEAL]["length_mm"]
    with pytest.raises(AnatomyError, match="right superior gluteal artery has no length"):
        length_mm(graph, *SUPERIOR_GLUTEAL)
    with pytest.raises(AnatomyError, match="right superior gluteal artery has no length"):
        pedicle(graph, *SUPERIOR_GLUTEAL)
    with pytest.raises(AnatomyError, match="right superior gluteal artery has no length"):
        pedicles_by_pivot(graph, "upper_buttock_skin_right")


def test_sgap_pedicle_is_as_long_as_published() -> None:
    """Usually 80 to 120 mm from the skin to the greater sciatic foramen: sgap_flap_wiki."""
    found = pedicle(GRAPH, "superior_gluteal_exit_left", "upper_buttock_skin_left")
    assert 80 <= found.length_mm <= 120


def test_latissimus_pedicle_is_as_long_as_published() -> None:
    """Subscapular and thoracodorsal together: 110 mm (bartlett1981), sd of the latter 12.8 mm."""
    found = pedicle(GRAPH, "axillary_end_right", "latissimus_dorsi_right")
    assert found.length_mm == pytest.approx(110, abs=12.8)


def test_no_way_to_the_hilum_raises() -> None:
    with pytest.raises(AnatomyError, match="No vessels lead"):
        pedicle(GRAPH, "superior_gluteal_exit_right", "latissimus_dorsi_right")
    with pytest.raises(AnatomyError, match="is not in the graph"):
        pedicle(GRAPH, "superior_gluteal_exit_right", "latissimus")
    with pytest.raises(AnatomyError, match="has no vessels"):
        pedicle(GRAPH, "latissimus_dorsi_right", "latissimus_dorsi_right")


def forked() -> "nx.DiGraph[str]":
    """heart -100-> trunk -30-> fork -20-> hilum; branches to muscle (fork) and leg (trunk)."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    for start, end, length in [
        ("heart", "trunk", 100.0),
        ("trunk", "fork", 30.0),
        ("fork", "hilum", 20.0),
        ("fork", "muscle", 5.0),
        ("trunk", "leg", 400.0),
    ]:
        label = f"artery to {end}"
        graph.add_edge(start, end, kind="axial", label=label, length_mm=length, diameter_mm=2.0)
    return graph


def test_each_pivot_nearer_the_heart_frees_more_length_and_ties_more_branches() -> None:
    """By hand: fork 20 mm, nothing tied; trunk 20 + 30 mm, the branch at the fork tied."""
    found = pedicles_by_pivot(forked(), "hilum")
    assert list(found) == ["fork", "trunk"]
    assert [one.length_mm for one in found.values()] == [20.0, 50.0]
    assert [one.branches_divided for one in found.values()] == [(), ("artery to muscle",)]
    assert found["trunk"] == pedicle(forked(), "trunk", "hilum")


def test_a_branch_to_what_is_kept_is_not_divided() -> None:
    kept = pedicles_by_pivot(forked(), "hilum", frozenset({"muscle"}))
    assert kept["trunk"].branches_divided == ()


@settings(deadline=None)
@given(st.sampled_from(sorted(ATLAS.flaps)))
def test_of_any_flap_of_the_atlas_pivots_nearer_the_heart_never_shorten_it(key: str) -> None:
    flap = ATLAS.flaps[key]
    hilum = flap.hilum if ATLAS.nodes[flap.hilum].side == "midline" else f"{flap.hilum}_right"
    found = list(pedicles_by_pivot(GRAPH, hilum).values())
    lengths = [one.length_mm for one in found]
    assert lengths == sorted(lengths)
    for nearer, farther in pairwise(found):
        assert set(nearer.branches_divided) <= set(farther.branches_divided)


def test_an_event_gives_a_new_graph() -> None:
    before = set(GRAPH.edges)
    changed, cuts = with_events(
        GRAPH, [happens("ligated", "internal_iliac_artery", "right")], ATLAS
    )
    assert set(GRAPH.edges) == before
    assert before - set(changed.edges) == {
        ("common_iliac_bifurcation_right", "internal_iliac_division_right")
    }
    assert (cuts[0].label, cuts[0].event) == ("right internal iliac artery", "ligated")


def test_a_resected_artery_takes_its_veins_along_and_a_ligated_one_does_not() -> None:
    artery = ("common_iliac_bifurcation_right", "internal_iliac_division_right")
    veins = (venous(artery[1]), venous(artery[0]))
    resected, cuts = with_events(
        GRAPH, [happens("resected", "internal_iliac_artery", "right")], ATLAS
    )
    assert set(GRAPH.edges) - set(resected.edges) == {artery, veins}
    assert [cut.label for cut in cuts] == [
        "right internal iliac artery",
        "right internal iliac vein",
    ]
    assert {cut.event for cut in cuts} == {"resected"}


@pytest.mark.parametrize("event", ["ligated", "occluded", "resected"])
def test_a_vein_may_be_named_by_itself(event: str) -> None:
    changed, cuts = with_events(GRAPH, [happens(event, "internal_iliac_vein", "left")], ATLAS)
    assert set(GRAPH.edges) - set(changed.edges) == {
        ("internal_iliac_division_left.vein", "common_iliac_bifurcation_left.vein")
    }
    assert [cut.label for cut in cuts] == ["left internal iliac vein"]


def test_a_vein_of_several_segments_goes_as_a_whole() -> None:
    inferior_caval = [way for way, v in GRAPH.edges.items() if v["vessel"] == "inferior_vena_cava"]
    assert len(inferior_caval) > 1
    changed, cuts = with_events(
        GRAPH, [happens("occluded", "inferior_vena_cava", "midline")], ATLAS
    )
    assert set(GRAPH.edges) - set(changed.edges) == set(inferior_caval)
    assert len(cuts) == len(inferior_caval)


def test_a_stenosis_narrows_and_radiation_marks() -> None:
    events = [
        happens("stenosed", "external_iliac_artery", "left", stenosis_percent=60),
        happens("irradiated", "external_iliac_artery", "right"),
    ]
    changed, cuts = with_events(GRAPH, events, ATLAS)
    ways = [("common_iliac_bifurcation_" + s, "inguinal_ligament_" + s) for s in ("left", "right")]
    assert cuts == ()
    assert changed.edges[ways[0]]["diameter_mm"] == pytest.approx(
        0.4 * GRAPH.edges[ways[0]]["diameter_mm"]
    )
    assert changed.edges[ways[0]]["state"] == "stenosed by 60 %"
    assert changed.edges[ways[1]]["state"] == "irradiated"


def test_a_vein_is_stenosed_like_an_artery_and_its_artery_is_not() -> None:
    event = happens("stenosed", "external_iliac_vein", "left", stenosis_percent=50)
    changed, _ = with_events(GRAPH, [event], ATLAS)
    artery = ("common_iliac_bifurcation_left", "inguinal_ligament_left")
    veins = (venous(artery[1]), venous(artery[0]))
    assert changed.edges[veins]["diameter_mm"] == 0.5 * GRAPH.edges[veins]["diameter_mm"]
    assert changed.edges[artery] == GRAPH.edges[artery]


def test_the_same_vessel_interrupted_twice_is_interrupted_once() -> None:
    events = [
        happens("ligated", "internal_iliac_artery", "both"),
        happens("occluded", "internal_iliac_artery", "right"),
    ]
    assert len(with_events(GRAPH, events, ATLAS)[1]) == 2


def test_an_unknown_vessel_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(CaseError, match="did you mean internal_iliac_artery"):
        with_events(GRAPH, [happens("ligated", "internal_iliac_atery", "left")], ATLAS)
    with pytest.raises(CaseError, match="did you mean internal_iliac_vein"):
        with_events(GRAPH, [happens("ligated", "internal_iliac_vain", "left")], ATLAS)


@pytest.mark.parametrize(
    ("vessel", "side", "allowed"),
    [
        ("internal_iliac_artery", "midline", "left, right or both"),
        ("internal_iliac_vein", "midline", "left, right or both"),
        ("thoracic_aorta", "left", "midline"),
    ],
)
def test_a_side_the_vessel_does_not_have_is_refused(vessel: str, side: str, allowed: str) -> None:
    with pytest.raises(CaseError, match=f"allowed is {allowed}"):
        with_events(GRAPH, [happens("ligated", vessel, side)], ATLAS)


@settings(deadline=None)
@given(
    st.sets(
        st.tuples(
            st.sampled_from(PAIRED),
            st.sampled_from(["left", "right"]),
            st.sampled_from(["ligated", "resected"]),
        ),
        max_size=6,
    )
)
def test_events_do_not_depend_on_their_order(cuts: set[tuple[str, str, str]]) -> None:
    events = [happens(event, vessel, side) for vessel, side, event in cuts]
    one, _ = with_events(GRAPH, events, ATLAS)
    other, _ = with_events(GRAPH, events[::-1], ATLAS)
    assert set(one.edges) == set(other.edges)


def other_artery(start: str, end: str, length: float) -> Vessel:
    return Vessel.model_validate(
        {
            "start": start,
            "end": end,
            "course": "intrapelvic",
            "length_mm": {"value": length, "unit": "mm", "gap": "of this test"},
            "diameter_mm": {"value": 3.0, "unit": "mm", "gap": "of this test"},
        }
    )


def varied() -> Any:
    """The atlas with one variant: no superior gluteal artery, but another that leaves higher."""
    variant = Variant.model_validate(
        {
            "title": "Superior gluteal artery from the common iliac",
            "frequency_percent": {"value": 1.0, "unit": "percent", "gap": "of this test"},
            "gap": "of this test",
            "without": ["superior_gluteal_artery"],
            "vessels": {
                "high_superior_gluteal_artery": other_artery(
                    "common_iliac_bifurcation", "superior_gluteal_exit", 95.0
                ),
                "inferior_gluteal_artery": other_artery(
                    INFERIOR_GLUTEAL.start, INFERIOR_GLUTEAL.end, 99.0
                ),
            },
        }
    )
    return replace(ATLAS, variants={"high_gluteal": variant})


def test_a_variant_is_there_on_its_side_only_and_replaces_what_it_names() -> None:
    layout = [Layout("high_gluteal", "right")]
    atlas = varied()
    graph = vascular_graph(atlas, Scale(length=2.0), layout)
    own = ("common_iliac_bifurcation_right", "superior_gluteal_exit_right")
    inferior = (f"{INFERIOR_GLUTEAL.start}_right", f"{INFERIOR_GLUTEAL.end}_right")
    twin = (mirrored(inferior[0]), mirrored(inferior[1]))
    assert graph.edges[own]["label"] == "right high superior gluteal artery"
    assert graph.edges[own]["length_mm"] == 190.0
    assert graph.edges[venous(own[1]), venous(own[0])]["kind"] == "vein"
    assert graph.edges[inferior]["length_mm"] == 198.0
    assert not graph.has_edge(mirrored(own[0]), mirrored(own[1]))
    assert graph.edges[twin]["length_mm"] == 2.0 * GRAPH.edges[twin]["length_mm"]


def test_an_artery_a_variant_lacks_is_an_interruption_and_its_veins_stay() -> None:
    """Veins vary on their own; what anastomoses feed still drains by them."""
    layout = [Layout("high_gluteal", "right")]
    atlas = varied()
    graph = vascular_graph(atlas, variants=layout)
    assert graph.has_edge(*SUPERIOR_GLUTEAL)
    changed, cuts = with_events(graph, [], atlas, layout)
    assert set(graph.edges) - set(changed.edges) == {SUPERIOR_GLUTEAL}
    assert [(cut.label, cut.event) for cut in cuts] == [("right superior gluteal artery", "absent")]
    found = pedicle(changed, "common_iliac_bifurcation_right", "superior_gluteal_exit_right")
    assert found.vessels == ("right high superior gluteal artery",)


def test_a_node_that_only_a_variant_reaches_is_there_with_it_alone() -> None:
    atlas = varied()
    node = Node.model_validate(
        {"territory": "skin", "mass_g": {"value": 10, "unit": "g", "gap": "of this test"}}
    )
    variant = atlas.variants["high_gluteal"].model_copy(
        update={
            "without": (),
            "vessels": {"extra_artery": other_artery("superior_gluteal_exit", "extra_skin", 10.0)},
        }
    )
    atlas = replace(atlas, nodes={**atlas.nodes, "extra_skin": node}, variants={"extra": variant})
    graph = vascular_graph(atlas, variants=[Layout("extra", "left")])
    assert graph.edges["extra_skin_left", "extra_skin_left.vein"]["mass_g"] == 10
    assert "extra_skin_right" not in graph
