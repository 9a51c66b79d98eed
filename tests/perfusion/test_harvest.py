"""What moves with a flap, what is tied for it, and what else loses its blood by it."""

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flapplanner.anatomy import (
    HEART,
    AnatomyError,
    Layout,
    pedicle,
    vascular_graph,
    venous,
    with_events,
)
from flapplanner.perfusion import Exposure, Harvest, Loss, Vasculature, harvest
from tests.perfusion.bodies import Drawn, body, drawn_bodies, other_side
from vascular_models import load_atlas

REAL = Vasculature(vascular_graph(load_atlas()))
UNHURRIED = settings(deadline=None, max_examples=60)
ORDER = ["none", "choke_only", "axial"]

# heart -100-> root -30-> fork -20-> hilum -> skin; the fork also feeds muscle, the root a foot
# that has a second artery by the fork.
LEG = Vasculature(
    body(
        [
            ("heart", "root", 100.0),
            ("root", "fork", 30.0),
            ("fork", "hilum", 20.0),
            ("hilum", "skin", 5.0),
            ("fork", "muscle", 7.0),
            ("root", "shin", 300.0),
            ("shin", "foot", 9.0),
            ("fork", "foot", 400.0),
        ],
        links=[("skin", "muscle")],
        veins=[("skin", "shin")],
        tissue=["skin", "muscle"],
        vital=["foot"],
    )
)


def labels(found: Harvest) -> list[list[str]]:
    sorts = (found.divided, found.links_divided, found.veins_divided)
    return [[cut.label for cut in sort] for sort in sorts]


def test_a_pedicled_flap_keeps_its_vessels_at_the_start() -> None:
    """By hand: from the fork nothing is tied but the link and the vein across the border."""
    found = harvest(LEG, "fork", "hilum")
    assert found.nodes == {"hilum", "skin"}
    assert found.takes == ("skin",)
    assert found.pedicle == pedicle(LEG.graph, "fork", "hilum")
    assert labels(found) == [[], ["link of skin and muscle"], ["own vein from skin"]]
    assert found.loses == ()
    assert found.exposes == ()
    assert found.after.supplies["skin"] == "axial"


def test_a_longer_pedicle_ties_branches_and_takes_the_blood_of_what_they_fed() -> None:
    """By hand: from the root the branches to muscle and foot are tied; the shin still has it."""
    found = harvest(LEG, "root", "hilum")
    assert found.nodes == {"fork", "hilum", "skin"}
    assert found.pedicle.length_mm == 50.0
    assert found.pedicle.branches_divided == ("artery to foot", "artery to muscle")
    assert [cut.label for cut in found.divided] == ["artery to muscle", "artery to foot"]
    assert found.loses == (Loss("muscle", "none", drained=False, vital=False),)
    assert found.vital_lost == ()


def test_a_vital_part_that_hangs_on_fewer_vessels_is_named_with_them() -> None:
    assert LEG.lifelines["foot"] == ("artery to root",)
    found = harvest(LEG, "root", "hilum")
    assert found.exposes == (Exposure("foot", ("artery to shin", "artery to foot")),)


def test_a_vital_part_left_without_is_lost() -> None:
    without = LEG.without([("root", "shin")])
    found = harvest(without, "root", "hilum")
    assert found.vital_lost == ("foot",)
    assert found.exposes == ()


def test_a_free_flap_is_cut_at_its_start_too() -> None:
    found = harvest(LEG, "fork", "hilum", free=True)
    assert [cut.label for cut in found.divided] == ["artery to hilum"]
    assert {cut.label for cut in found.veins_divided} == {"vein from hilum", "own vein from skin"}
    assert {cut.event for cut in found.divided} == {"divided"}
    assert found.after.supplies["skin"] == "none"
    assert found.loses == ()  # what is taken along is not lost
    assert found.feeding.root == "fork"
    assert found.feeding.alone == ("artery to hilum",)


def test_what_feeds_the_flap_from_elsewhere_is_divided() -> None:
    """Two arteries to one muscle: raised on one, the other is tied and it hangs on the first."""
    twice = Vasculature(
        body(
            [("heart", "a"), ("heart", "b"), ("a", "muscle"), ("b", "muscle"), ("b", "other")],
            tissue=["muscle", "other"],
        )
    )
    assert twice.lifelines["muscle"] == ()
    found = harvest(twice, "a", "muscle")
    assert [(cut.start, cut.end) for cut in found.divided] == [("b", "muscle")]
    assert found.feeding.alone == ("artery to a", "artery to muscle")
    assert found.draining.alone == ("vein from a", "vein from muscle")


def test_what_is_taken_along_keeps_its_branch_of_the_pedicle() -> None:
    found = harvest(LEG, "root", "hilum", also={"muscle"})
    assert found.takes == ("skin", "muscle")
    assert found.pedicle.branches_divided == ("artery to foot",)
    assert found.after.supplies["muscle"] == "axial"
    assert found.feeding.ends == {"hilum", "muscle"}


def test_a_branch_of_the_pedicle_is_preferred_to_a_link_and_the_nearest_to_others() -> None:
    """By hand: to the muscle 10 + 10 mm from the fork, 10 + 50 mm from the start, or a link."""
    vessels = Vasculature(
        body(
            [
                ("heart", "start"),
                ("start", "fork"),
                ("fork", "skin"),
                ("fork", "near"),
                ("near", "muscle"),
                ("start", "far"),
                ("far", "muscle", 50.0),
            ],
            links=[("skin", "muscle")],
            tissue=["skin", "muscle"],
        )
    )
    found = harvest(vessels, "start", "skin", {"muscle"})
    assert found.nodes == {"fork", "near", "skin", "muscle"}
    assert [(cut.start, cut.end) for cut in found.divided] == [("far", "muscle")]
    assert found.feeding.ends == {"skin", "muscle"}


def test_what_was_drained_through_the_flap_is_lost_though_it_is_fed() -> None:
    """The muscle's own veins are gone; what is left runs through the skin that moves."""
    vessels = Vasculature(
        body(
            [("heart", "a"), ("a", "skin"), ("heart", "muscle")],
            veins=[("muscle", "skin")],
            tissue=["skin", "muscle"],
        )
    ).without([("muscle.vein", "heart.vein")])
    assert "muscle" in vessels.drained
    found = harvest(vessels, "a", "skin")
    assert found.loses == (Loss("muscle", "axial", drained=False, vital=False),)


def test_what_no_artery_of_the_flap_feeds_is_taken_along_on_a_link() -> None:
    """A flap on one pedicle does not drag the trunk along that feeds its neighbour."""
    groin = Vasculature(
        body(
            [
                ("heart", "inguinal"),
                ("inguinal", "deep"),
                ("deep", "abdomen"),
                ("inguinal", "femoral"),
                ("femoral", "superficial"),
                ("superficial", "groin"),
                ("femoral", "leg"),
            ],
            links=[("abdomen", "groin")],
            tissue=["abdomen", "groin", "leg"],
        )
    )
    found = harvest(groin, "inguinal", "abdomen", {"groin"}, free=True)
    assert found.nodes == {"deep", "abdomen", "groin"}
    assert {cut.label for cut in found.divided} == {"artery to deep", "artery to groin"}
    assert found.links_divided == ()
    assert found.loses == ()
    assert found.feeding.ends == {"abdomen"}
    pedicled = harvest(groin, "inguinal", "abdomen", {"groin"})
    assert pedicled.after.supplies["groin"] == "choke_only"


def test_what_leaves_the_start_itself_is_a_second_pedicle() -> None:
    found = harvest(LEG, "fork", "hilum", also={"muscle"})
    assert labels(found) == [[], [], ["own vein from skin"]]
    assert found.feeding.ends == {"hilum", "muscle"}


def test_what_has_neither_is_taken_along_on_a_second_artery_from_the_start() -> None:
    found = harvest(LEG, "root", "hilum", also={"shin"}, free=True)
    assert found.nodes == {"fork", "hilum", "skin", "shin", "foot"}
    assert {cut.label for cut in found.divided} == {
        "artery to fork",
        "artery to muscle",
        "artery to shin",
    }
    assert found.feeding.ends == {"hilum", "shin"}


def test_a_flap_that_slides_in_place_keeps_every_artery_that_leads_to_it() -> None:
    """V-Y of a muscle with two arteries: neither is tied, and neither alone can take it."""
    buttock = Vasculature(
        body(
            [
                ("heart", "iliac"),
                ("iliac", "upper"),
                ("iliac", "lower"),
                ("upper", "muscle"),
                ("lower", "muscle"),
                ("muscle", "skin"),
                ("upper", "deep"),
                ("lower", "pudendal"),
            ],
            links=[("skin", "pudendal")],
            tissue=["muscle", "skin", "deep", "pudendal"],
        )
    )
    found = harvest(buttock, "iliac", "skin", {"muscle"}, in_place=True)
    assert found.takes == ("muscle", "skin")
    assert labels(found) == [[], ["link of skin and pudendal"], []]
    assert found.pedicle.branches_divided == ()
    assert found.loses == ()
    assert found.feeding.alone == ("artery to iliac", "artery to skin")
    assert found.draining.alone == ("vein from iliac", "vein from skin")
    assert found.feeding.holds({("iliac", "upper")})
    assert not found.feeding.holds({("iliac", "upper"), ("lower", "muscle")})
    islanded = harvest(buttock, "iliac", "skin", {"muscle"})
    assert "deep" in {loss.territory for loss in islanded.loses}
    with pytest.raises(AnatomyError, match="does not stay in place"):
        harvest(buttock, "iliac", "skin", free=True, in_place=True)


@pytest.mark.parametrize(
    ("start", "hilum", "also", "message"),
    [
        ("nowhere", "hilum", "muscle", "nowhere is not in the graph"),
        ("root", "nowhere", "muscle", "nowhere is not in the graph"),
        ("root", "hilum", "nowhere", "nowhere is not in the graph"),
        ("shin", "hilum", "muscle", "No vessels lead from shin to hilum"),
        ("hilum", "hilum", "muscle", "has no vessels"),
        ("fork", "hilum", "root", "The fork hangs on the root itself"),
        ("fork", "hilum", "fork", "The fork hangs on the fork itself"),
    ],
)
def test_what_cannot_be_raised_is_refused(start: str, hilum: str, also: str, message: str) -> None:
    with pytest.raises(AnatomyError, match=message):
        harvest(LEG, start, hilum, {also})


def test_a_missing_length_raises() -> None:
    for way in (("fork", "hilum"), ("fork", "muscle")):
        graph = LEG.graph.copy()
        del graph.edges[way]["length_mm"]
        with pytest.raises(AnatomyError, match=f"artery to {way[1]} has no length"):
            harvest(Vasculature(graph), "root", "hilum", {"muscle"})


@st.composite
def raised(draw: st.DrawFn) -> tuple[Drawn, Harvest]:
    """Any body and any flap of its right side."""
    drawn = draw(drawn_bodies())
    vessels = Vasculature(drawn.graph)
    hilum = draw(st.sampled_from(drawn.nodes[1:]))
    start = draw(st.sampled_from(sorted(nx.ancestors(vessels.arteries, hilum) - {HEART})))
    up = nx.ancestors(vessels.arteries, start) | {start}
    also = draw(st.sets(st.sampled_from(sorted(set(drawn.nodes[1:]) - up)), max_size=2))
    return drawn, harvest(vessels, start, hilum, also, free=draw(st.booleans()))


@UNHURRIED
@given(raised())
def test_raising_a_flap_never_adds_supply_or_drainage(made: tuple[Drawn, Harvest]) -> None:
    _, found = made
    before, after = found.before, found.after
    for node in before.graph:
        assert ORDER.index(after.supplies[node]) <= ORDER.index(before.supplies[node])
    assert after.drained <= before.drained
    worse = {
        node
        for node in before.territories
        if after.supplies[node] != before.supplies[node]
        or (node in before.drained) != (node in after.drained)
    }
    assert {loss.territory for loss in found.loses} == worse - found.nodes


@UNHURRIED
@given(raised())
def test_a_flap_hangs_on_its_start_alone(made: tuple[Drawn, Harvest]) -> None:
    _, found = made
    start = found.pedicle.nodes[0]
    trunk = {way for way in found.after.graph.edges if start in way or venous(start) in way}
    away = {(one, two) for one, two in trunk if {one, two} & _moving(found)}
    loose = found.after.without(away)
    assert {loose.supplies[node] for node in found.nodes} == {"none"}
    assert loose.drained.isdisjoint(found.nodes)
    free = found.feeding.root != HEART
    assert bool(away) != free


def _moving(found: Harvest) -> set[str]:
    return {*found.nodes, *map(venous, found.nodes)}


@UNHURRIED
@given(raised())
def test_a_pedicled_flap_keeps_axial_blood_in_all_that_arteries_feed(
    made: tuple[Drawn, Harvest],
) -> None:
    _, found = made
    assert found.feeding.holds()
    assert found.draining.holds()
    if found.feeding.root == HEART:
        assert {found.after.supplies[node] for node in found.feeding.ends} == {"axial"}
        ends = {node.removesuffix(".vein") for node in found.draining.ends}
        assert ends & set(found.before.territories) <= found.after.drained


@UNHURRIED
@given(raised())
def test_what_a_flap_hangs_on_alone_is_what_its_hilum_cannot_miss(
    made: tuple[Drawn, Harvest],
) -> None:
    """The dominators, against losing each vessel in turn."""
    _, found = made
    hilum = found.pedicle.nodes[-1]
    for lifeline, root, end in (
        (found.feeding, HEART, hilum),
        (found.draining, venous(hilum), venous(HEART)),
    ):
        if found.feeding.root != HEART:
            continue
        part = found.after.arteries if lifeline is found.feeding else found.after.veins
        alone = {
            part.edges[way]["label"]
            for way in part.edges
            if not nx.has_path(nx.restricted_view(part, [], [way]), root, end)
        }
        assert set(lifeline.alone) == alone


@UNHURRIED
@given(raised())
def test_the_pedicle_ties_what_is_divided_along_it(made: tuple[Drawn, Harvest]) -> None:
    _, found = made
    along = [cut.label for cut in found.divided if cut.start in found.pedicle.nodes[1:-1]]
    assert sorted(along) == list(found.pedicle.branches_divided)
    assert found.cuts.isdisjoint(found.after.graph.edges)
    assert found.cuts | set(found.after.graph.edges) == set(found.before.graph.edges)


@UNHURRIED
@given(drawn_bodies(), st.data())
def test_the_other_side_is_its_mirror(drawn: Drawn, data: st.DataObject) -> None:
    vessels = Vasculature(drawn.graph)
    hilum = data.draw(st.sampled_from(drawn.nodes[1:]))
    start = data.draw(st.sampled_from(sorted(nx.ancestors(vessels.arteries, hilum) - {HEART})))
    one = harvest(vessels, start, hilum)
    twin = harvest(vessels, other_side(start), other_side(hilum))
    assert {other_side(node) for node in one.nodes} == twin.nodes
    assert {other_side(node) for node in one.takes} == set(twin.takes)
    assert one.pedicle.length_mm == twin.pedicle.length_mm
    assert {(other_side(a), other_side(b)) for a, b in one.cuts} == twin.cuts
    assert {(other_side(loss.territory), loss.supply) for loss in one.loses} == {
        (loss.territory, loss.supply) for loss in twin.loses
    }
    assert {other_side(found.territory) for found in one.exposes} == {
        found.territory for found in twin.exposes
    }


def test_a_vram_moves_on_the_deep_inferior_epigastric_artery_and_costs_no_vital_part() -> None:
    found = harvest(REAL, "inguinal_ligament_right", "rectus_hilum_right")
    assert found.pedicle.vessels == ("right deep inferior epigastric artery",)
    assert {"rectus_abdominis_right", "abdominal_skin_right"} <= set(found.takes)
    assert "right superior epigastric artery" in {cut.label for cut in found.links_divided}
    assert found.vital_lost == ()


def test_where_the_peroneal_artery_feeds_the_foot_a_fibula_takes_its_blood() -> None:
    """Peronea arteria magna: both tibial arteries end in the leg."""
    atlas, layout = load_atlas(), [Layout("peronea_arteria_magna", "right")]
    graph, _ = with_events(vascular_graph(atlas, variants=layout), [], atlas, layout)
    vessels = Vasculature(graph)
    for side, lost in (("right", True), ("left", False)):
        fibula = harvest(vessels, f"peroneal_origin_{side}", f"fibula_shaft_{side}", free=True)
        assert bool(fibula.vital_lost) == lost


def test_a_fillet_takes_the_blood_of_the_foot_and_a_fibula_does_not() -> None:
    fillet = harvest(REAL, "inguinal_ligament_left", "fillet_soft_tissue_left")
    vital = {node for node in REAL.territories if REAL.is_vital(node) and node.endswith("_left")}
    assert vital
    assert set(fillet.vital_lost) == vital
    fibula = harvest(REAL, "peroneal_origin_left", "fibula_shaft_left", free=True)
    assert fibula.vital_lost == ()
