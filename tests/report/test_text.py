"""The plan as text: whole reconstructions, their bone, ring, fixation and function, each once."""

import re

import pytest

from flapplanner.bone import Built, Cut, Docking, Strut
from flapplanner.planning import Plan
from flapplanner.planning.reconstruction import Reconstructions
from flapplanner.report import plan_text
from flapplanner.report.built_text import built_facts, weights_text
from flapplanner.report.plan_words import WIDTH
from flapplanner.report.reconstruction_text import NONE_FOUND, TOLD, refused_facts
from flapplanner.report.stability_text import advice_sentence
from tests.given import EXAMPLES, planned_example
from vascular_models import load_atlas

NAMES = sorted(file.stem for file in EXAMPLES.glob("*.yaml"))
WITH_BONE = ("total_sacrectomy", "hemipelvectomy_right", "free_femur_fibula_fillet")
AFTER = "\nSoft tissue"


def in_one_line(text: str) -> str:
    """The text without its line breaks, so that sentences can be looked for."""
    return re.sub(r"\s+", " ", text)


def section(plan: Plan, title: str, following: str) -> str:
    text = plan_text(plan)
    start = text.index(f"\n{title}\n")
    return text[start : text.index(f"\n{following}", start + 1)]


@pytest.mark.parametrize("name", NAMES)
def test_the_table_lists_the_reconstructions_in_their_order(name: str) -> None:
    plan = planned_example(name)
    lines = section(plan, "Reconstructions", "\n1. ").splitlines()
    found = plan.reconstructions.found
    header = next(n for n, line in enumerate(lines) if "lifeboats" in line)
    for one, line in zip(found, lines[header + 1 :], strict=False):
        assert re.match(rf"  {one.rank}  {re.escape(one.name)} ", line)
        assert line.endswith(f" {one.score:.0f}")


@pytest.mark.parametrize("name", NAMES)
def test_the_first_few_are_told_in_full(name: str) -> None:
    plan = planned_example(name)
    told = in_one_line(section(plan, "Reconstructions", "Pelvic ring"))
    for one in plan.reconstructions.found[:TOLD]:
        assert f" {one.rank}. {one.name} " in told
        for step in one.course.steps:
            assert f"{step.position}: {'; '.join(step.done)}" in told
        for sentence in (*one.joins, *one.cautions):
            assert sentence in told
        if one.fallback:
            assert (one.fallback.lifeboat or "no flap of the atlas is left") in told
    for sentence in refused_facts(plan):
        assert sentence in told


@pytest.mark.parametrize("name", WITH_BONE)
def test_bone_is_told_with_its_struts_cuts_strength_and_healing(name: str) -> None:
    plan = planned_example(name)
    walking = load_atlas().body["walking_load_body_weights"].central
    constructs = [one.built for one in plan.reconstructions.found if one.built]
    assert constructs
    for built in constructs:
        told = " ".join(built_facts(built))
        assert built.title in told
        for strut in built.struts:
            assert f"{strut.gap_mm:.0f} mm" in told
            assert strut.start.title in told
            assert strut.end.title in told
        if built.cut:
            assert f"{built.cut.needed_mm:.0f} of the {built.cut.available_mm:.0f} mm" in told
        if built.strength:
            assert f"{weights_text(built.strength.body_weights)} body weights" in told
            assert f"{walking:g} in walking" in told
        if built.union_percent and not built.metal:
            assert built.union_percent.in_words() in told
        if built.failure_percent:
            assert built.failure_percent.in_words() in told


@pytest.mark.parametrize("name", NAMES)
def test_ring_fixation_and_function_follow(name: str) -> None:
    plan = planned_example(name)
    told = in_one_line(section(plan, "Pelvic ring", AFTER))
    for sentence in (*plan.ring.sentences, advice_sentence(plan.fixation), *plan.roots.sentences):
        assert sentence in told
    for figure in plan.fixation.advised.reported:
        assert f"{figure.what[1:]}: {figure.in_words()}" in told


@pytest.mark.parametrize("name", NAMES)
def test_new_sections_break_their_lines(name: str) -> None:
    plan = planned_example(name)
    text = section(plan, "Reconstructions", AFTER)
    table = len(plan.reconstructions.found) + 2
    assert [line for line in text.strip().splitlines()[table:] if len(line) > WIDTH] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_sentence_is_said_twice_of_one_reconstruction(name: str) -> None:
    plan = planned_example(name)
    first = plan.reconstructions.found[0]
    if first.built:
        facts = list(built_facts(first.built))
        assert len(set(facts)) == len(facts)
    words = in_one_line(plan_text(plan))
    for sentence in (*plan.ring.sentences, *plan.roots.sentences):
        assert words.count(sentence) == 1


def test_a_plan_without_reconstructions_says_so() -> None:
    none = Reconstructions(found=(), considered=0, made=0, complete=True)
    plan = planned_example("total_sacrectomy").model_copy(update={"reconstructions": none})
    assert f"\nReconstructions\n  {NONE_FOUND}\n" in plan_text(plan)
    assert "\nPelvic ring\n" in plan_text(plan)


def docking(title: str, cut_deg: float, docking_mm: float = 9.0) -> Docking:
    return Docking(
        title=title,
        point_mm=(0.0, 0.0, 0.0),
        outward=(0.0, 0.0, -1.0),
        docking_mm=docking_mm,
        most_docking_mm=20.0,
        cut_deg=cut_deg,
    )


def built(pieces: tuple[float, ...], released: tuple[float, ...], cuts: tuple[float, float]) -> str:
    """What is said of two pieces side by side, the folds between them given."""
    strut = Strut(
        start=docking("L5", cuts[0]),
        end=docking("right ilium", cuts[1], 12.0),
        side="right",
        parallel=2,
        gap_mm=79.0,
        length_mm=100.0,
        most_length_mm=119.0,
    )
    cut = Cut(
        bone="fibula",
        whole_mm=375.0,
        protected_proximal_mm=40.0,
        protected_distal_mm=60.0,
        available_mm=260.0,
        needed_mm=sum(pieces) + sum(released),
        pieces_mm=pieces,
        released_mm=released,
    )
    made = Built(
        key="made_up",
        title="Two struts",
        short="two struts",
        material="fibula",
        material_title="fibula",
        living=True,
        across="L5 to the ilium",
        struts=(strut,),
        cut=cut,
        experience_count=4,
    )
    return " ".join(built_facts(made))


def test_equal_pieces_are_told_once() -> None:
    told = built((100.0, 100.0), (20.0,), (0.0, 0.0))
    assert (
        "2 pieces of 100 mm from 375 mm of fibula, 20 mm taken out between them: 220 of the 260 mm"
    ) in told
    assert "2 struts of 100 mm, side by side, L5 to right ilium" in told
    assert "docked 9 and 12 mm (20 and 20 mm at most); both ends cut square" in told


def test_unequal_pieces_are_told_one_by_one() -> None:
    told = built((100.0, 90.0, 80.0), (20.0, 20.0), (0.0, 45.0))
    assert "3 pieces of 100 mm, 90 mm and 80 mm from 375 mm" in told
    assert "20 mm each taken out between them" in told
    assert "one end cut square, the other at 45°" in told


def test_what_is_not_known_of_a_construct_is_said() -> None:
    told = built((100.0,), (), (30.0, 45.0))
    assert "1 piece of 100 mm from 375 mm of fibula: 100 of the 260 mm" in told
    assert "ends cut at 30° and 45°" in told
    assert "Its strength is not computed" in told
    assert "How often bone bridges the gap was not read." in told
    assert "Reported in 4 patients with such a resection." in told
