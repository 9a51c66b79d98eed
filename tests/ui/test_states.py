"""Whatever the fields are set to, the page shows a plan or one sentence, never an exception."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flapplanner.ui import defect_entry, words
from tests.ui.page import case, field, headline, opened, session

Setting = tuple[str, str, Any]


def one_of(name: str, kind: str, values: st.SearchStrategy[Any]) -> st.SearchStrategy[Setting]:
    return st.tuples(st.just(kind), st.just(name), values)


def slider(name: str, span: tuple[float, float], step: float = 1.0) -> st.SearchStrategy[Setting]:
    counts = st.integers(0, round((span[1] - span[0]) / step))
    return one_of(name, "slider", counts.map(lambda count: span[0] + count * step))


def select(name: str, terms: dict[str, str]) -> st.SearchStrategy[Setting]:
    return one_of(name, "selectbox", st.sampled_from(sorted(terms)))


SHAPES = {key: word for key, word in words.SHAPES.items() if key != "polygon"}
SETTINGS = st.one_of(
    select("region", words.REGIONS),
    select("side", words.SIDES),
    select("level", words.LEVELS),
    select("shape", SHAPES),
    select("approach", words.APPROACHES),
    select("microsurgery", words.MICROSURGERY),
    select("limb", words.LIMBS),
    select("sex", words.SEXES),
    select("unstable", words.UNSTABLE),
    select("bone_quality", words.BONE_QUALITIES),
    select("chemotherapy", words.CHEMOTHERAPIES),
    select("bone_reconstruction", words.BONE_RECONSTRUCTION),
    one_of("life_expectancy", "number_input", st.none() | st.floats(0, 1200)),
    one_of("l5", "checkbox", st.booleans()),
    one_of("ilium", "checkbox", st.booleans()),
    slider("length", defect_entry.SIZE_MM),
    slider("width", defect_entry.SIZE_MM),
    slider("turn", defect_entry.TURN_DEG),
    slider("right", defect_entry.OFFSET_MM),
    slider("cranial", defect_entry.OFFSET_MM),
    slider("depth_mm", defect_entry.DEPTH_MM),
    slider("cavity_ml", defect_entry.CAVITY_ML, 10.0),
    slider("bone_gap_mm", defect_entry.GAP_MM),
    slider("weight_coverage", (0.0, 10.0), 0.5),
    one_of("depth_mm_by_hand", "toggle", st.just(False)),
    one_of("exposed", "multiselect", st.lists(st.sampled_from(sorted(words.EXPOSED)), unique=True)),
    one_of("positions", "multiselect", st.lists(st.sampled_from(["prone", "supine"]), unique=True)),
    one_of("stature", "number_input", st.none() | st.floats(1200, 2200)),
    one_of("mass", "number_input", st.none() | st.floats(25, 300)),
    one_of("label", "text_input", st.text("ab <&\"'", max_size=5)),
)
LEFT_OPEN = words.LEFT_OPEN["defect.bone_gap_mm"]
UNHURRIED = settings(
    max_examples=24, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)


@UNHURRIED
@given(st.lists(SETTINGS, min_size=1, max_size=8, unique_by=lambda one: one[1]))
def test_any_state_of_the_fields_gives_a_plan_or_a_sentence(states: list[Setting]) -> None:
    app = opened()
    told = {name: value for _, name, value in states}
    if "shape" in told:  # first, as it decides which fields can be set
        field(app, "selectbox", "shape").set_value(told["shape"]).run()
    for kind, name, value in states:
        widget = field(app, kind, name)
        if not getattr(widget, "disabled", False):
            widget.set_value(value)
    app.run()
    assert not app.exception
    if app.error:
        (error,) = app.error
        assert error.value.endswith((".", "?"))
        assert "\n" not in error.value
    else:
        found = session(app).planned
        assert found is not None
        assert found.headline.replace("&", "&amp;") in headline(app)
        stated = case(app).defect
        assert stated.region == told.get("region", stated.region)
        assert stated.skin.shape == told.get("shape", stated.skin.shape)


def test_a_bone_gap_that_is_left_open_follows_from_the_resection() -> None:
    app = opened("free_femur_fibula_fillet")
    assert case(app).defect.bone_gap_mm == 202
    field(app, "toggle", "bone_gap_mm_by_hand").set_value(False).run()
    assert case(app).defect.bone_gap_mm is None
    assert LEFT_OPEN in [caption.value for caption in app.caption]


def test_a_bone_gap_that_a_level_rules_out_is_estimated() -> None:
    app = opened("low_sacrectomy")
    field(app, "toggle", "bone_gap_mm_by_hand").set_value(False).run()
    captions = [caption.value for caption in app.caption]
    assert "Estimated: 0 mm" in captions
    assert LEFT_OPEN not in captions


@pytest.mark.parametrize(
    ("name", "chosen", "part", "told"),
    [
        ("unstable", "yes", "defect.unstable", True),
        ("unstable", "no", "defect.unstable", False),
        ("bone_reconstruction", "no", "surgery.bone_reconstruction", False),
        ("chemotherapy", "planned", "history.chemotherapy", "planned"),
        ("bone_quality", "osteopenic", "patient.bone_quality", "osteopenic"),
    ],
)
def test_what_bears_on_bone_reaches_the_case(name: str, chosen: str, part: str, told: Any) -> None:
    app = opened("low_sacrectomy")
    before = case(app)
    field(app, "selectbox", name).set_value(chosen).run()
    room, field_name = part.split(".")
    assert getattr(getattr(before, room), field_name) is None
    assert getattr(getattr(case(app), room), field_name) == told
    assert case(app).history.radiation == before.history.radiation
