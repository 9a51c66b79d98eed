"""The Plan page shows plan()'s numbers, keeps what it is given, and answers in sentences."""

from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from flapplanner.case import Case, PolygonSkin
from flapplanner.planning import plan
from flapplanner.report import INTENDED_USE
from flapplanner.ui.words import percent_text, plain
from tests.given import EXAMPLES, planned_example
from tests.ui.page import case, field, footer, fresh, headline, opened, session, shown, text

NAMES = sorted(file.stem for file in EXAMPLES.glob("*.yaml"))
TRACED = """\
schema: flapplanner-case/1
label: traced
defect:
  region: sacral
  resection: {level: none}
  skin: {shape: polygon, points_mm: [[-30, -20], [30, -20], [10, 60]], offset_right_mm: 12.5}
  depth_mm: 20
"""


def test_page_opens_with_the_low_sacrectomy() -> None:
    app = fresh()
    assert not app.exception
    assert case(app) == Case.load(EXAMPLES / "low_sacrectomy.yaml")


def test_another_example_is_opened_by_choosing_it() -> None:
    app = opened()
    field(app, "slider", "depth_mm").set_value(20.0).run()
    app = field(app, "selectbox", "example").select("hemisacrectomy_right").run()
    assert case(app) == Case.load(EXAMPLES / "hemisacrectomy_right.yaml")
    assert session(app).planned == planned_example("hemisacrectomy_right")


@pytest.mark.parametrize("name", NAMES)
def test_each_example_is_planned_as_it_stands(name: str) -> None:
    app, found = opened(name), planned_example(name)
    assert not app.exception
    assert not app.error
    assert session(app).planned == found
    assert found.headline.replace("&", "&amp;") in headline(app)
    for choice in found.soft_tissue:
        option = choice.option
        share = option.coverage_fraction if found.defect else option.fill_fraction
        assert text(app, "ranking", f"share-{choice.rank}") == percent_text(share)
        assert option.reach is not None
        margin = f"{option.reach.margin_mm:.0f} mm"
        assert text(app, "ranking", f"margin-{choice.rank}") == margin
    for option in found.gated:
        assert option.gates[0].sentence in shown(app, "ruled_out")
    for choice in found.bone:
        assert choice.option.name in shown(app, "ranking")


def test_lifeboat_estimates_and_intended_use_are_on_the_page() -> None:
    app, found = opened("total_sacrectomy"), planned_example("total_sacrectomy")
    assert f"{found.lifeboat}." in text(app, "ranking", "lifeboat")
    words = " ".join(element.value for element in app.markdown)
    for estimate in found.estimates:
        assert estimate.sentence in words
    assert INTENDED_USE in footer(app)
    assert found.version in footer(app)
    assert f"edition {found.atlas.edition} ({found.atlas.digest[:12]})" in footer(app)


def test_a_slider_changes_the_case_and_the_numbers() -> None:
    app = opened()
    field(app, "slider", "cavity_ml").set_value(600.0).run()
    stated = Case.load(EXAMPLES / "palliative_s1_metastasis.yaml")
    changed = stated.defect.model_copy(update={"cavity_ml": 600.0})
    found = plan(stated.model_copy(update={"defect": changed}))
    assert case(app) == found.case
    assert headline(app).startswith(f'<h1 data-testid="headline">{found.headline}<')
    first = found.soft_tissue[0].option
    assert text(app, "ranking", "share-1") == percent_text(first.fill_fraction)


def test_chosen_option_is_drawn_with_what_it_leaves_bare() -> None:
    app = opened("total_sacrectomy")
    short = next(option for option in planned_example("total_sacrectomy").gated if option.bare)
    app.session_state["planner"] = replace(session(app), chosen=short.key)
    app.run()
    assert text(app, "option", "shown") == short.name
    assert f"{short.bare_area_mm2 / 100:.1f} cm²" in text(app, "option", "coverage")
    assert 'class="bare"' in shown(app, "drawing")


def test_no_option_is_laid_on_where_no_flap_is_needed() -> None:
    app = opened()
    assert 'class="paddle"' not in shown(app, "drawing")
    assert "What would pass all the same" in shown(app, "ranking")


def upload(app: AppTest, name: str, content: bytes) -> AppTest:
    field(app, "file_uploader", "file").upload(name, content)
    return app.run()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        (
            "a.yaml",
            b"[1, 2]",
            "a.yaml holds no fields; allowed is a case with schema, label, defect.",
        ),
        ("a.json", b"{", "a.json, line 1: this is not JSON"),
        ("a.yaml", b"\xff\xfe\x00", "a.yaml, line 1: this is not text; allowed is UTF-8."),
        ("a.yaml", TRACED.replace("none", "nine").encode(), "defect.resection.level is nine"),
    ],
)
def test_a_wrong_file_gives_one_sentence_and_leaves_the_case(
    name: str, content: bytes, sentence: str
) -> None:
    app = upload(opened(), name, content)
    assert not app.exception
    assert [plain(sentence) in error.value for error in app.error] == [True]
    assert case(app) == Case.load(EXAMPLES / "palliative_s1_metastasis.yaml")


def test_a_file_cannot_put_a_picture_from_elsewhere_into_its_sentence() -> None:
    app = upload(opened(), "![x](http:..y).yaml", b"label: '![x](http://y/z.png)'")
    (error,) = app.error
    assert "![" not in error.value
    assert "](" not in error.value


def test_a_sentence_about_a_file_goes_with_the_next_case() -> None:
    app = upload(opened(), "a.yaml", b"[1, 2]")
    assert app.error
    assert not upload(app, "b.yaml", TRACED.encode()).error


def test_a_traced_outline_is_kept_and_says_why_it_cannot_be_sized() -> None:
    app = upload(opened(), "traced.yaml", TRACED.encode())
    length, width = field(app, "slider", "length"), field(app, "slider", "width")
    assert (length.value, width.value) == (80.0, 60.0)
    assert length.disabled
    assert width.disabled
    assert "traced" in length.help
    field(app, "slider", "depth_mm").set_value(30.0).run()
    defect = case(app).defect
    assert isinstance(defect.skin, PolygonSkin)
    assert defect.skin.points_mm == ((-30.0, -20.0), (30.0, -20.0), (10.0, 60.0))
    assert defect.skin.offset_right_mm == 12.5
    assert defect.depth_mm == 30.0


def test_a_traced_outline_comes_back_after_another_shape() -> None:
    app = upload(opened(), "traced.yaml", TRACED.encode())
    before = case(app)
    field(app, "selectbox", "shape").select("none").run()
    assert case(app).defect.skin.shape == "none"
    field(app, "selectbox", "shape").select("polygon").run()
    assert case(app) == before


def test_a_field_taken_in_hand_starts_from_the_estimate_and_remembers() -> None:
    app = opened("hemisacrectomy_right")
    assert "Estimated: 10 mm" in [caption.value for caption in app.sidebar.caption]
    field(app, "toggle", "inset_margin_mm_by_hand").set_value(True).run()
    assert case(app).preferences.inset_margin_mm == 10.0
    field(app, "slider", "inset_margin_mm").set_value(15.0).run()
    field(app, "toggle", "inset_margin_mm_by_hand").set_value(False).run()
    assert case(app).preferences.inset_margin_mm is None
    field(app, "toggle", "inset_margin_mm_by_hand").set_value(True).run()
    assert case(app).preferences.inset_margin_mm == 15.0


def test_a_vessel_is_added_and_taken_back() -> None:
    app = opened()
    field(app, "selectbox", "vessel").select("internal_iliac_artery").run()
    assert field(app, "button", "add").disabled  # a side is never chosen for the surgeon
    field(app, "selectbox", "side_of_vessel_paired").select("left").run()
    field(app, "button", "add").click().run()
    (event,) = case(app).vessels
    assert (event.vessel, event.side, event.event) == ("internal_iliac_artery", "left", "ligated")
    words = [element.value for element in app.sidebar.markdown]
    assert ":small[internal iliac artery, left: ligated]" in words
    field(app, "button", "drop_0").click().run()
    assert case(app).vessels == ()


def test_a_variant_is_added_and_taken_back() -> None:
    app = opened()
    field(app, "selectbox", "variant").select("peronea_arteria_magna").run()
    assert field(app, "button", "add_variant").disabled
    field(app, "selectbox", "side_of_variant_paired").select("right").run()
    field(app, "button", "add_variant").click().run()
    (present,) = case(app).variants
    assert (present.variant, present.side) == ("peronea_arteria_magna", "right")
    field(app, "button", "drop_variant_0").click().run()
    assert case(app).variants == ()


def test_a_narrowed_vessel_asks_by_how_much() -> None:
    app = opened()
    field(app, "selectbox", "vessel").select("lower_abdominal_aorta").run()
    field(app, "selectbox", "event").select("stenosed").run()
    field(app, "slider", "stenosis").set_value(70.0).run()
    field(app, "button", "add").click().run()
    (event,) = case(app).vessels
    assert (event.side, event.stenosis_percent) == ("midline", 70.0)


def test_a_side_that_the_region_asks_for_is_a_sentence_not_a_guess() -> None:
    app = opened()
    field(app, "selectbox", "region").select("gluteal").run()
    assert not app.exception
    assert [error.value for error in app.error] == [
        plain("defect.side is midline; for the region gluteal allowed is left or right.")
    ]
    assert INTENDED_USE in footer(app)


def test_weights_that_are_all_nothing_give_a_sentence() -> None:
    app = opened()
    for slider in [s for s in app.slider if str(s.key).startswith("weight_")]:
        slider.set_value(0.0)
    app.run()
    assert not app.exception
    assert plain("preferences.weights") in app.error[0].value


def test_a_figure_that_is_cleared_is_not_stated() -> None:
    app = opened()
    field(app, "number_input", "stature").set_value(1600.0).run()
    assert case(app).patient.stature_mm == 1600.0
    field(app, "number_input", "stature").set_value(None).run()
    assert case(app).patient.stature_mm is None


def test_what_no_field_asks_for_stays_in_the_case() -> None:
    app = opened("hemisacrectomy_right")
    field(app, "slider", "depth_mm").set_value(70.0).run()
    stated = Case.load(EXAMPLES / "hemisacrectomy_right.yaml")
    assert case(app).history == stated.history
    assert case(app).patient.age_years == 45
    assert case(app).notes == stated.notes


def test_page_asks_for_no_name() -> None:
    fields = [widget.label.lower() for widget in (*opened().text_input, *opened().text_area)]
    assert fields == ["label"]


def test_examples_are_read_from_the_folder_beside_the_app() -> None:
    assert sorted(opened().selectbox(key="example_0").options) == [
        n.replace("_", " ") for n in NAMES
    ]


def test_downloads_are_the_case_and_the_plan(tmp_path: Path) -> None:
    app = opened()
    assert [b.label for b in app.download_button] == ["Case file (YAML)", "Plan (JSON)"]
