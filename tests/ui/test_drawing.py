"""The drawing: true to scale and side, complete, readable by machines, and always the same."""

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box

from flapplanner.options import Option
from flapplanner.planning import Plan
from flapplanner.report.drawing import plan_svg
from flapplanner.report.drawing_ink import DARK, LIGHT
from flapplanner.report.drawing_labels import labels
from flapplanner.report.drawing_window import HEIGHT, WIDTH, window_round
from tests.given import EXAMPLES, planned, planned_example
from tests.ui.mirror import mirrored, mirrored_option

NAMES = sorted(file.stem for file in EXAMPLES.glob("*.yaml"))
SVG = "{http://www.w3.org/2000/svg}"
NUMBER = r"-?\d+\.\d"


def first(plan: Plan) -> Option | None:
    return plan.soft_tissue[0].option if plan.soft_tissue else None


def drawn(plan: Plan, choice: Option | None) -> ElementTree.Element:
    return ElementTree.fromstring(plan_svg(plan, choice))


def of_class(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [element for element in root.iter() if element.get("class") == name]


def points(path: ElementTree.Element) -> list[tuple[float, float]]:
    pairs = re.findall(rf"({NUMBER}),({NUMBER})", path.get("d", ""))
    return [(float(x), float(y)) for x, y in pairs]


def marks(root: ElementTree.Element, landmark: str) -> list[tuple[float, float]]:
    """Where a landmark is marked, the right one first."""
    (group,) = [g for g in of_class(root, "landmark") if g.findtext(f"{SVG}title") == landmark]
    return [points(mark)[0] for mark in group.iter(f"{SVG}path")]


def words(root: ElementTree.Element) -> str:
    return " ".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))


@pytest.mark.parametrize("name", NAMES)
def test_each_example_is_drawn_in_full(name: str) -> None:
    plan = planned_example(name)
    choice = first(plan)
    layings = choice.layings if choice else ()
    root = drawn(plan, choice)
    assert plan.case.label in (root.findtext(f"{SVG}title") or "")
    assert "the patient's right is at the right" in (root.findtext(f"{SVG}desc") or "")
    assert len(of_class(root, "missing")) == len(of_class(root, "margin")) == bool(plan.defect)
    for part in ("paddle", "pedicle", "hilum", "pivot"):
        assert len(of_class(root, part)) == len(layings), part
    assert len(of_class(root, "arc")) + len(of_class(root, "cut")) == len(layings)
    assert len(of_class(root, "body")) == (plan.view == "posterior")
    assert len(of_class(root, "landmark")) >= 4
    assert len(of_class(root, "scale")) == 1
    assert {"Left", "Right"} <= {end.split(",")[0] for end in words(root).split()}
    for label in ("50 mm", "cranial ↑", "caudal ↓"):
        assert label in words(root)


@pytest.mark.parametrize("name", NAMES)
def test_what_stays_bare_is_hatched_and_counted(name: str) -> None:
    for option in planned_example(name).gated:
        root = drawn(planned_example(name), option)
        assert len(of_class(root, "bare")) == len(option.bare)
        bare = f"stays bare: {option.bare_area_mm2 / 100:.1f} cm²"
        assert (bare in words(root)) == bool(option.bare)


def test_full_coverage_shows_no_slivers() -> None:
    plan = planned_example("low_sacrectomy")
    choice = first(plan)
    assert choice is not None
    assert choice.coverage_fraction == 1.0
    assert choice.bare == ()
    assert not of_class(drawn(plan, choice), "bare")


@pytest.mark.parametrize("name", ["low_sacrectomy", "total_sacrectomy", "hemisacrectomy_right"])
def test_scale_bar_is_50_mm_of_the_picture(name: str) -> None:
    plan = planned_example(name)
    root = drawn(plan, first(plan))
    (bar,) = of_class(root, "scale")
    length = float(re.findall(rf"h({NUMBER})", bar[0].get("d", ""))[0])
    right, left = marks(root, "greater trochanter")
    apart = (
        plan.landmarks["greater_trochanter_lateral_right"][0]
        - plan.landmarks["greater_trochanter_lateral_left"][0]
    )
    assert (right[0] - left[0]) / length * 50 == pytest.approx(apart, rel=0.002)


def test_patients_right_is_at_the_right_and_cranial_is_up() -> None:
    plan = planned()
    root = drawn(plan, None)
    right, left = marks(root, "posterior superior iliac spine")
    (tip,) = marks(root, "tip of sacrum and coccyx")
    assert plan.landmarks["psis_right"][0] > plan.landmarks["psis_left"][0]
    assert right[0] > left[0]
    assert tip[1] > right[1]  # further down the picture


@pytest.mark.parametrize("name", NAMES)
def test_mirrored_plan_is_drawn_mirrored(name: str) -> None:
    plan = planned_example(name)
    choice = first(plan)
    root = drawn(plan, choice)
    other = drawn(mirrored(plan), mirrored_option(choice) if choice else None)
    for part in ("missing", "margin", "paddle", "arc", "bare"):
        for one, its in zip(of_class(root, part), of_class(other, part), strict=True):
            ours, theirs = points(one), points(its)
            assert len(ours) == len(theirs)
            for (x, y), (other_x, other_y) in zip(ours, theirs, strict=True):
                assert other_x == pytest.approx(WIDTH - x, abs=0.11)
                assert other_y == y


def test_side_marks_follow_the_side_from_which_the_body_is_seen() -> None:
    right, left = (
        planned_example("hemipelvectomy_right"),
        planned_example("free_femur_fibula_fillet"),
    )
    assert "Left, back Right, front" in words(drawn(right, None))
    assert "Left, front Right, back" in words(drawn(left, None))


def test_perineum_is_seen_from_below() -> None:
    plan = planned(
        defect={
            "region": "perineal",
            "resection": {"level": "none"},
            "skin": {"shape": "ellipse", "length_mm": 60, "width_mm": 40},
        }
    )
    root = drawn(plan, first(plan))
    assert "to the sacrum ↑" in words(root)
    assert "pubic" in words(root)
    assert not of_class(root, "body")


def test_dark_and_light_differ_in_colours_only() -> None:
    plan = planned_example("total_sacrectomy")
    one, other = (plan_svg(plan, first(plan), scheme) for scheme in ("light", "dark"))
    for name in vars(LIGHT):
        one = one.replace(getattr(LIGHT, name), name)
        other = other.replace(getattr(DARK, name), name)
    assert one == other
    assert set(re.findall(r"#\w+", one)) <= {"#picture", "#hatch"}


def test_either_leaves_the_colours_to_the_page() -> None:
    plan = planned_example("total_sacrectomy")
    svg = plan_svg(plan, first(plan), "either")
    assert f"light-dark({LIGHT.paddle},{DARK.paddle})" in svg


def test_words_of_the_user_cannot_become_markup() -> None:
    plan = planned(label="<script>alert('R & L')</script>")
    svg = plan_svg(plan, None)
    assert "<script" not in svg
    title = ElementTree.fromstring(svg).findtext(f"{SVG}title")
    assert title == "<script>alert('R & L')</script>"


def test_same_plan_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    plan = planned_example("total_sacrectomy")
    plan.save(tmp_path / "plan.json")
    script = (
        "import sys; from flapplanner.planning import Plan; "
        "from flapplanner.report.drawing import plan_svg; plan = Plan.load(sys.argv[1]); "
        "sys.stdout.reconfigure(encoding='utf-8'); "
        "sys.stdout.write(plan_svg(plan, plan.soft_tissue[0].option))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "plan.json")],
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={"PYTHONHASHSEED": "7", "PYTHONPATH": ":".join(sys.path)},
    )
    saved = Plan.load(tmp_path / "plan.json")
    assert done.stdout == plan_svg(saved, first(saved))


COORDINATE = st.floats(-400, 400)
POINT = st.tuples(COORDINATE, COORDINATE)


@given(st.lists(POINT, min_size=1, max_size=8))
def test_window_holds_all_its_points(found: list[tuple[float, float]]) -> None:
    window = window_round(found)
    assert all(window.shows(point) for point in found)


@given(st.lists(POINT, min_size=1, max_size=8))
def test_window_of_mirrored_points_is_mirrored(found: list[tuple[float, float]]) -> None:
    window, other = window_round(found), window_round([(-u, v) for u, v in found])
    for u, v in found:
        x, y = window.xy((u, v))
        assert other.xy((-u, v)) == pytest.approx((WIDTH - x, y))


PLACE = st.tuples(st.floats(0, WIDTH), st.floats(0, HEIGHT))


@given(st.lists(st.lists(PLACE, min_size=1, max_size=2), max_size=8))
def test_labels_stay_in_the_picture_and_apart(marks: list[list[tuple[float, float]]]) -> None:
    placed = labels([(("greater", "trochanter"), mark) for mark in marks], [])
    boxes = [box(*label.box) for label in placed]
    for number, one in enumerate(boxes):
        assert box(0, 0, WIDTH, HEIGHT).contains(one)
        assert not any(one.intersects(other) for other in boxes[:number])


def test_a_label_leaves_what_matters_free() -> None:
    area = box(WIDTH / 2 - 60, HEIGHT / 2 - 60, WIDTH / 2 + 60, HEIGHT / 2 + 60)
    (label,) = labels([(("tip",), [(WIDTH / 2, HEIGHT / 2)])], [area])
    assert not box(*label.box).intersects(area)
    assert label.leader is not None
