"""Flaps with one anastomosis for several parts, flaps joined elsewhere, flaps joined to flaps."""

import networkx as nx
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from flapplanner.anatomy import HEART, AnatomyError, pedicle, vascular_graph, venous
from flapplanner.perfusion import (
    Harvest,
    Transfer,
    Vasculature,
    chimera,
    graft_needed_mm,
    harvest,
    joined,
    single_points_of_failure,
    supplies,
)
from tests.perfusion.bodies import Drawn, body, drawn_bodies, other_side
from vascular_models import load_atlas

REAL = Vasculature(vascular_graph(load_atlas()))
UNHURRIED = settings(deadline=None, max_examples=50)

# A donor leg and a wound: the flap's artery is 4 mm wide and 30 mm long to its hilum.
TWO = Vasculature(
    body(
        [
            ("heart", "leg", 500.0),
            ("leg", "branch", 30.0),
            ("branch", "bone", 10.0),
            ("branch", "skin", 15.0),
            ("leg", "foot", 400.0),
            ("heart", "pelvis", 200.0),
            ("pelvis", "stump", 50.0),
            ("stump", "buttock", 20.0),
        ],
        links=[("skin", "foot")],
        tissue=["bone", "skin", "foot", "buttock"],
    )
)
BONE = harvest(TWO, "leg", "bone", {"skin"}, free=True)


def narrowed(vessels: Vasculature, way: tuple[str, str], diameter_mm: float) -> Vasculature:
    graph = vessels.graph.copy()
    graph.edges[way]["diameter_mm"] = diameter_mm
    return Vasculature(graph)


def test_a_flap_joined_end_to_end_lives_by_its_recipient_alone() -> None:
    done = joined(BONE, "stump")
    after = done.harvest.after
    assert after.supplies["bone"] == after.supplies["skin"] == "axial"
    assert {"bone", "skin"} <= after.drained
    assert after.lifelines["bone"] == (
        "artery to pelvis",
        "artery to stump",
        "anastomosis to the artery to stump",
        "artery to branch",
        "artery to bone",
    )
    assert done.harvest.feeding.alone == after.lifelines["bone"]
    assert done.harvest.draining.alone == (
        "vein from pelvis",
        "vein from stump",
        "anastomosis to the vein from stump",
        "vein from branch",
        "vein from bone",
    )
    assert done.harvest.recipient == "stump"
    assert done.harvest.joined_to == "artery to stump"
    assert done.extra_stages == 0


def test_the_body_it_came_from_is_as_it_was() -> None:
    before = set(TWO.graph.edges)
    joined(BONE, "stump", graft_mm=20.0)
    assert set(TWO.graph.edges) == before
    assert BONE.recipient is None


def test_a_graft_lengthens_the_pedicle_by_itself() -> None:
    """By hand: 25 mm of graft, 30 mm to the branch, 10 mm to the bone."""
    done = joined(BONE, "stump", graft_mm=25.0)
    assert done.harvest.pedicle.length_mm == 65.0
    assert done.graft_mm == 25.0
    vein = done.harvest.after.graph.edges["stump_of_bone.vein", "stump.vein"]
    assert vein["length_mm"] == 25.0
    assert joined(BONE, "stump").harvest.pedicle.length_mm == 40.0


def test_the_anastomosis_is_as_wide_as_the_narrower_vessel() -> None:
    """4 mm arteries and 6 mm veins, but a recipient artery of 3 mm or a flap artery of 1 mm."""
    plain = joined(BONE, "stump")
    assert (plain.calibre_ratio, plain.vein_calibre_ratio) == (1.0, 1.0)
    thin = narrowed(TWO, ("pelvis", "stump"), 3.0)
    done = joined(harvest(thin, "leg", "bone", {"skin"}, free=True), "stump")
    assert done.calibre_ratio == 0.75
    assert done.harvest.pedicle.start_diameter_mm == 3.0
    thin = narrowed(TWO, ("leg", "branch"), 1.0)
    done = joined(harvest(thin, "leg", "bone", {"skin"}, free=True), "stump")
    assert done.calibre_ratio == 4.0
    assert done.harvest.pedicle.start_diameter_mm == 1.0


def test_of_several_arteries_and_veins_the_widest_are_joined() -> None:
    """The recipient is fed by 2 and 3 mm, the flap leaves its start by 1 and 4 mm."""
    graph = body(
        [
            ("heart", "leg"),
            ("leg", "bone"),
            ("leg", "skin"),
            ("heart", "stump"),
            ("heart", "side"),
            ("side", "stump"),
        ],
        tissue=["bone", "skin"],
    )
    for way, width in {
        ("heart", "stump"): 2.0,
        ("side", "stump"): 3.0,
        ("leg", "bone"): 1.0,
        ("leg", "skin"): 4.0,
        ("skin.vein", "leg.vein"): 12.0,
    }.items():
        graph.edges[way]["diameter_mm"] = width
    done = joined(harvest(Vasculature(graph), "leg", "bone", {"skin"}, free=True), "stump")
    assert done.calibre_ratio == 0.75
    assert done.vein_calibre_ratio == 0.5
    assert done.harvest.after.supplies["skin"] == "axial"


def test_end_to_end_divides_what_the_recipient_fed_and_end_to_side_does_not() -> None:
    ended = joined(BONE, "stump").harvest
    assert [cut.label for cut in ended.divided] == ["artery to branch", "artery to buttock"]
    assert [loss.territory for loss in ended.loses] == ["buttock"]
    beside = joined(BONE, "stump", how="end_to_side").harvest
    assert [cut.label for cut in beside.divided] == ["artery to branch"]
    assert beside.loses == ()
    assert beside.after.supplies["buttock"] == "axial"


def test_a_loop_is_a_longer_graft_and_an_operation_more() -> None:
    done = joined(BONE, "stump", graft_mm=150.0, how="arteriovenous_loop")
    assert done.harvest.pedicle.length_mm == 190.0
    assert done.extra_stages == 1
    assert done.harvest.pedicle.vessels[0] == "arteriovenous loop from the artery to stump"
    assert done.harvest.loses == ()


def test_a_graft_bridges_what_the_pedicles_leave_of_the_way() -> None:
    """By hand: 200 mm of way, less 40 mm of the flap's and 50 mm of the recipient's own."""
    turned = pedicle(TWO.graph, "pelvis", "stump")
    assert graft_needed_mm(200.0, BONE.pedicle, turned) == 110.0
    assert graft_needed_mm(90.0, BONE.pedicle, turned) == 0.0


@pytest.mark.parametrize(
    ("flap", "recipient", "graft_mm", "how", "message"),
    [
        (harvest(TWO, "leg", "bone"), "stump", 0.0, "end_to_end", "not cut free"),
        (joined(BONE, "stump").harvest, "pelvis", 0.0, "end_to_end", "not cut free"),
        (BONE, "nowhere", 0.0, "end_to_end", "There is no nowhere"),
        (BONE, "skin", 0.0, "end_to_end", "There is no skin"),
        (BONE, HEART, 0.0, "end_to_end", "heart has no artery"),
        (BONE, "stump", -1.0, "end_to_end", "joins nothing"),
        (BONE, "stump", 0.0, "arteriovenous_loop", "joins nothing"),
    ],
)
def test_what_cannot_be_joined_is_refused(
    flap: Harvest, recipient: str, graft_mm: float, how: str, message: str
) -> None:
    with pytest.raises(AnatomyError, match=message):
        joined(flap, recipient, graft_mm, how)  # type: ignore[arg-type]


def test_a_recipient_or_a_flap_without_veins_is_refused() -> None:
    bare = TWO.without([("stump.vein", "pelvis.vein")])
    with pytest.raises(AnatomyError, match="stump has no vein"):
        joined(harvest(bare, "leg", "bone", free=True), "stump")
    bare = TWO.without([("branch.vein", "leg.vein")])
    with pytest.raises(AnatomyError, match="stump of bone has no vein"):
        joined(harvest(bare, "leg", "bone", free=True), "stump")


def test_a_missing_length_or_calibre_raises() -> None:
    graph = TWO.graph.copy()
    flap = harvest(Vasculature(graph), "leg", "bone", {"skin"}, free=True)
    del graph.edges["branch", "bone"]["length_mm"]
    with pytest.raises(AnatomyError, match="artery to bone has no length"):
        joined(flap, "stump")
    with pytest.raises(AnatomyError, match="artery to bone has no length"):
        chimera(Vasculature(graph), ["bone", "skin"])
    del graph.edges["pelvis", "stump"]["diameter_mm"]
    with pytest.raises(AnatomyError, match="artery to stump has no diameter"):
        joined(flap, "stump")


def test_a_second_flap_hangs_on_the_end_of_the_first() -> None:
    """Flow-through. By hand: 30 + 10 mm of the carrier, graft 5 mm, then 20 mm to the buttock."""
    carrier = joined(BONE, "stump", how="end_to_side").harvest
    second = harvest(carrier.after, "stump", "buttock", free=True)
    done = joined(second, "bone", graft_mm=5.0)
    whole = done.harvest.after
    assert pedicle(whole.graph, "stump", "buttock").length_mm == 30.0 + 10.0 + 5.0 + 20.0
    assert whole.supplies["buttock"] == "axial"
    assert "buttock" in whole.drained
    # both hang on the recipient of the first
    assert "anastomosis to the artery to stump" in whole.lifelines["buttock"]
    assert "anastomosis to the artery to bone" in whole.lifelines["buttock"]
    lost = whole.without([("stump", "stump_of_bone")])
    assert lost.supplies["bone"] == lost.supplies["buttock"] == "none"


def test_a_vram_that_stays_on_its_pedicle_carries_a_fibula() -> None:
    vram = harvest(REAL, "inguinal_ligament_right", "rectus_hilum_right")
    end = next(node for node in vram.takes if not REAL.arteries.out_degree(node))
    fibula = harvest(vram.after, "peroneal_origin_left", "fibula_shaft_left", free=True)
    done = joined(fibula, end)
    leash = pedicle(done.harvest.after.graph, "inguinal_ligament_right", "fibula_shaft_left")
    own = pedicle(REAL.graph, "inguinal_ligament_right", end)
    assert leash.length_mm == pytest.approx(own.length_mm + fibula.pedicle.length_mm)
    assert leash.vessels[0] == "right deep inferior epigastric artery"
    assert done.harvest.after.supplies["fibula_shaft_left"] == "axial"
    assert "fibula_shaft_left" in done.harvest.after.drained


def test_a_fibula_joined_to_the_gluteal_vessels_depends_on_the_internal_iliac() -> None:
    fibula = harvest(REAL, "peroneal_origin_left", "fibula_shaft_left", free=True)
    done = joined(fibula, "superior_gluteal_exit_right", graft_mm=40.0)
    assert done.harvest.pedicle.length_mm == pytest.approx(40 + fibula.pedicle.length_mm)
    assert "right internal iliac artery" in done.harvest.feeding.alone
    assert "left external iliac artery" not in done.harvest.feeding.alone
    assert "right internal iliac vein" in done.harvest.draining.alone


def test_the_parts_of_a_chimeric_flap_share_the_vessel_they_part_from() -> None:
    """By hand: bone 10 mm and skin 15 mm from the branch; the foot joins them at the leg."""
    found = chimera(TWO, ["bone", "skin"])
    assert found.anastomosis == "branch"
    assert [leash.length_mm for leash in found.leashes] == [10.0, 15.0]
    found = chimera(TWO, ["skin", "foot", "bone"])
    assert found.anastomosis == "leg"
    assert [leash.length_mm for leash in found.leashes] == [45.0, 400.0, 40.0]
    assert found.leashes[0].branches_divided == ()


def test_of_two_arteries_that_feed_all_parts_the_wider_is_joined() -> None:
    twice = body(
        [("heart", "root")]
        + [("root", artery) for artery in ("upper", "lower")]
        + [(artery, part) for artery in ("upper", "lower") for part in ("muscle", "skin")]
    )
    for wide in ("upper", "lower"):
        vessels = narrowed(Vasculature(twice), ("root", wide), 5.0)
        assert chimera(vessels, ["muscle", "skin"]).anastomosis == wide


def test_femur_and_fillet_share_the_vessels_at_the_groin() -> None:
    found = chimera(REAL, ["femur_shaft_left", "fillet_soft_tissue_left"])
    assert found.anastomosis == "deep_femoral_origin_left"
    whole = harvest(REAL, found.anastomosis, "femur_shaft_left", {"fillet_soft_tissue_left"}, True)
    assert {"femur_shaft_left", "fillet_soft_tissue_left"} <= set(whole.takes)
    assert whole.feeding.ends == {"femur_shaft_left", "fillet_soft_tissue_left"}
    done = joined(whole, "common_iliac_bifurcation_left")
    for hilum in ("femur_shaft_left", "fillet_soft_tissue_left"):
        assert done.harvest.after.supplies[hilum] == "axial"


@pytest.mark.parametrize(
    ("hila", "message"),
    [
        (["bone"], "two parts or more"),
        (["bone", "bone"], "two parts or more"),
        (["bone", "nowhere"], "nowhere is not in the graph"),
        (["bone", "buttock"], "No artery feeds both the bone and the buttock"),
        (["branch", "bone"], "The branch lies on the way to the others"),
    ],
)
def test_parts_that_are_not_chimeric_are_refused(hila: list[str], message: str) -> None:
    with pytest.raises(AnatomyError, match=message):
        chimera(TWO, hila)


@UNHURRIED
@given(drawn_bodies(more_ways=False), st.data())
def test_in_a_tree_the_anastomosis_is_the_lowest_common_ancestor(
    drawn: Drawn, data: st.DataObject
) -> None:
    vessels = Vasculature(drawn.graph)
    one, other = data.draw(
        st.lists(st.sampled_from(drawn.nodes[1:]), min_size=2, max_size=2, unique=True)
    )
    lowest = nx.lowest_common_ancestor(vessels.arteries, one, other)
    assume(lowest not in (one, other))
    found = chimera(vessels, [one, other])
    assert found.anastomosis == lowest
    assert [leash.nodes[-1] for leash in found.leashes] == [one, other]
    twin = chimera(vessels, [other_side(one), other_side(other)])
    assert twin.anastomosis == other_side(lowest)
    assert [a.length_mm for a in twin.leashes] == [a.length_mm for a in found.leashes]


@st.composite
def transferred(draw: st.DrawFn) -> tuple[Harvest, Transfer]:
    """Any flap of the right side, cut free and then joined anywhere on the left."""
    drawn = draw(drawn_bodies())
    vessels = Vasculature(drawn.graph)
    hilum = draw(st.sampled_from(drawn.nodes[1:]))
    start = draw(st.sampled_from(sorted(nx.ancestors(vessels.arteries, hilum) - {HEART})))
    recipient = other_side(draw(st.sampled_from(drawn.nodes)))
    how = draw(st.sampled_from(["end_to_end", "end_to_side"]))
    graft = draw(st.integers(0, 50).map(float))
    flap = harvest(vessels, start, hilum, free=True)
    return flap, joined(flap, recipient, graft, how)  # type: ignore[arg-type]


@UNHURRIED
@given(transferred())
def test_a_joined_flap_has_blood_and_loses_all_of_it_with_its_anastomosis(
    made: tuple[Harvest, Transfer],
) -> None:
    _, done = made
    flap, after = done.harvest, done.harvest.after
    hilum = flap.pedicle.nodes[-1]
    assert nx.is_directed_acyclic_graph(after.arteries)
    assert supplies(after.graph)[hilum] == "axial"
    assert flap.feeding.holds()
    assert flap.draining.holds()
    assert flap.feeding.alone == single_points_of_failure(after.graph)[hilum]
    stump = f"stump_of_{hilum}"
    at = flap.pedicle.nodes[0]
    cut = after.without([(at, stump), (venous(stump), venous(at))])
    assert {cut.supplies[node] for node in flap.nodes} == {"none"}
    assert cut.drained.isdisjoint(flap.nodes)


@UNHURRIED
@given(transferred())
def test_a_joined_pedicle_is_the_old_one_and_its_graft(made: tuple[Harvest, Transfer]) -> None:
    free, done = made
    own, hung = free.pedicle, done.harvest.pedicle
    assert hung.length_mm == pytest.approx(own.length_mm + done.graft_mm)
    assert hung.vessels[1:] == own.vessels
    assert hung.nodes[0] == done.harvest.recipient
    assert hung.branches_divided == own.branches_divided


@UNHURRIED
@given(transferred())
def test_joining_costs_the_body_no_less_than_raising(made: tuple[Harvest, Transfer]) -> None:
    free, done = made
    order = ["none", "choke_only", "axial"]
    for node in set(free.before.territories) - free.nodes:
        left = done.harvest.after.supplies[node]
        assert order.index(left) <= order.index(free.after.supplies[node])
    assert free.cuts <= done.harvest.cuts
