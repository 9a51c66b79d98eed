"""The plan: deterministic, mirrored, unswayed by weights where a gate stands, and honest."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flapplanner.case import Case, Weights
from flapplanner.planning import Plan, rules
from flapplanner.planning.ranking import ranked
from tests.given import EXAMPLES, defect, ligated, options, planned, planned_example

ALL_EXAMPLES = sorted(EXAMPLES.glob("*.yaml"))
WEIGHT = st.floats(0, 10)


@pytest.mark.parametrize("file", ALL_EXAMPLES, ids=lambda file: file.stem)
def test_an_example_plans_and_says_what_was_published(file: Path) -> None:
    stated = Case.load(file)
    found = planned_example(file.stem)
    assert stated.notes.published
    assert stated.notes.filled_in
    assert found.headline
    assert found.soft_tissue
    for option in found.gated:
        assert option.gates
        for gate in option.gates:
            assert gate.sentence.endswith(".")


def test_two_processes_write_the_same_bytes(tmp_path: Path) -> None:
    script = "import sys; from flapplanner.cli import main; sys.argv[0] = 'flapplanner'; main()"
    written = []
    for name in ("one", "two"):
        out = tmp_path / name
        subprocess.run(
            [
                sys.executable,
                "-c",
                script,
                "plan",
                str(EXAMPLES / "low_sacrectomy.yaml"),
                "-o",
                str(out),
            ],
            check=True,
            capture_output=True,
        )
        written.append((out / "plan.json").read_bytes())
    assert written[0] == written[1]


def test_a_saved_plan_is_read_back_and_written_again_the_same(tmp_path: Path) -> None:
    made = planned()
    made.save(tmp_path / "plan.json")
    again = Plan.load(tmp_path / "plan.json")
    assert again.text() == (tmp_path / "plan.json").read_text("utf-8")
    assert again.case == made.case


@pytest.mark.parametrize("name", sorted(file.stem for file in EXAMPLES.glob("*.yaml")))
def test_the_plan_of_every_example_is_read_back(name: str) -> None:
    made = planned_example(name)
    assert Plan.model_validate_json(made.text()).text() == made.text()


def test_every_source_of_the_plan_is_in_its_references() -> None:
    made = planned()
    for choice in made.soft_tissue:
        assert choice.option.sources
        assert set(choice.option.sources) <= set(made.references)
    whole = planned_example("total_sacrectomy")
    for one in whole.reconstructions.found:
        assert one.built is not None
        assert set(one.built.sources) <= set(whole.references)
    for known in (whole.ring, whole.roots, whole.fixation.advised):
        assert known.sources
        assert set(known.sources) <= set(whole.references)


@settings(deadline=None)
@given(
    st.lists(WEIGHT, min_size=len(Weights.model_fields), max_size=len(Weights.model_fields)).filter(
        any
    )
)
def test_no_weight_brings_back_a_gated_option(values: list[float]) -> None:
    found = options(vessels=[ligated("internal_iliac_artery", "right")]).values()
    feasible = {option.flap for option in found if option.feasible}
    judged = ranked(found, Weights(**dict(zip(Weights.model_fields, values, strict=True))))
    assert {choice.option.flap for choice in judged} == feasible
    assert all(choice.option.feasible for choice in judged)
    assert all(0 <= choice.score <= 100 + 1e-9 for choice in judged)


def test_contributions_add_up_to_the_score_and_the_order_follows_it() -> None:
    made = planned()
    scores = [choice.score for choice in made.soft_tissue]
    assert scores == sorted(scores, reverse=True)
    assert [choice.rank for choice in made.soft_tissue] == list(range(1, len(scores) + 1))
    for choice in made.soft_tissue:
        assert choice.score == pytest.approx(sum(c.contribution for c in choice.criteria))


def test_a_dominated_option_is_worse_or_equal_in_everything() -> None:
    made = planned()
    by_name = {choice.option.name: choice for choice in made.soft_tissue}
    dominated = [choice for choice in made.soft_tissue if choice.dominated_by]
    assert dominated
    for choice in dominated:
        other = by_name.get(choice.dominated_by[0])
        if other is not None:
            pairs = zip(other.criteria, choice.criteria, strict=True)
            assert all(theirs.worth >= ours.worth for theirs, ours in pairs)


@pytest.mark.parametrize("name", sorted(rules().criteria))
def test_a_criterion_gives_nothing_at_its_worst_and_all_at_its_best(name: str) -> None:
    rule = rules().criteria[name]
    assert rule.worth(rule.worst) == 0
    assert rule.worth(rule.best) == 1
    assert rule.worth((rule.worst + rule.best) / 2) == pytest.approx(0.5)
    assert rule.source or rule.gap


def test_every_weight_has_its_criterion() -> None:
    assert set(Weights.model_fields) == set(rules().criteria)


def test_no_flap_is_needed_for_a_percutaneous_palliation() -> None:
    made = planned_example("palliative_s1_metastasis")
    assert not made.need.needed
    assert made.headline.startswith("No soft-tissue flap is needed")


def test_a_flap_is_needed_for_skin_for_a_cavity_and_for_what_lies_bare() -> None:
    for part in (
        {},
        {"skin": {"shape": "none"}, "cavity_ml": 400},
        {"skin": {"shape": "none"}, "cavity_ml": 0, "exposed": ["dura"]},
    ):
        assert planned(defect=defect(**part)).need.needed, part
    small = {"shape": "ellipse", "length_mm": 80, "width_mm": 40}
    assert not planned(defect=defect(skin=small, cavity_ml=100)).need.needed


def test_the_lifeboat_does_not_hang_on_the_first_choice() -> None:
    made = planned()
    first = made.soft_tissue[0].option
    named = [
        option
        for option in options().values()
        if made.lifeboat in (option.name, f"{option.short}, either side")
    ]
    assert named
    for boat in named:
        assert boat.flap != first.flap
        if boat.side == first.side:
            assert not set(boat.pedicle.vessels) & set(first.pedicle.vessels)


def test_what_is_left_out_is_estimated_and_listed() -> None:
    made = planned()
    listed = {estimate.field for estimate in made.estimates}
    assert "patient.stature_mm" in listed
    assert "defect.cavity_ml" not in listed
    assert all(estimate.sentence and estimate.source for estimate in made.estimates)


def test_the_words_are_advice() -> None:
    forbidden = ("you must", "should be performed", "guarantee", "probability of success")
    for file in ALL_EXAMPLES:
        words = planned_example(file.stem).text().lower()
        for phrase in forbidden:
            assert phrase not in words, (file.stem, phrase)


def test_plan_json_says_its_schema_version_and_atlas() -> None:
    data = json.loads(planned().text())
    assert data["schema"] == "flapplanner-plan/3"
    assert data["version"]
    assert len(data["atlas"]["digest"]) == 64
