"""The Plan page in a real browser: what the surgeon moves, sees, and never sends anywhere."""

import os
import re
import socket
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from flapplanner.case import Case
from flapplanner.options import Option
from flapplanner.planning import Plan, plan
from flapplanner.ui.option_view import coverage_sentence
from flapplanner.ui.reconstruction_view import covering
from tests.given import EXAMPLES, planned_example

pytestmark = pytest.mark.browser
Tab = Callable[..., Page]

PATIENCE_MS = 60_000
IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def headline(page: Page) -> Locator:
    return page.get_by_test_id("headline")


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_label(label, exact=True).first.click()
    page.get_by_role("option", name=option, exact=True).click()


def longer(name: str, length_mm: float) -> Plan:
    case = Case.load(EXAMPLES / f"{name}.yaml")
    skin = case.defect.skin.model_copy(update={"length_mm": length_mm})
    defect = case.defect.model_copy(update={"skin": skin})
    return plan(case.model_copy(update={"defect": defect}))


def option_of(found: Plan, key: str) -> Option:
    options = [*(choice.option for choice in found.soft_tissue), *found.gated]
    return next(option for option in options if option.key == key)


def test_page_opens_with_a_plan(tab: Tab) -> None:
    page = tab()
    found = planned_example("low_sacrectomy")
    expect(headline(page)).to_have_text(found.headline, timeout=PATIENCE_MS)
    expect(page.get_by_role("img", name=re.compile(found.case.label))).to_be_visible()
    expect(page.get_by_test_id("ranking")).to_contain_text(found.soft_tissue[0].option.title)
    expect(page.get_by_text("Not a medical device.")).to_be_visible()


def test_length_slider_answers_to_the_keyboard(tab: Tab) -> None:
    page = tab()
    found = planned_example("low_sacrectomy")
    short = next(option for option in found.gated if option.bare)
    page.get_by_role("button", name=short.name, exact=True).click(timeout=PATIENCE_MS)
    coverage = page.get_by_test_id("coverage")
    expect(coverage).to_have_text(coverage_sentence(short), timeout=PATIENCE_MS)
    slider = page.get_by_role("group", name="Length", exact=True).get_by_role("slider")
    slider.focus()
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    expect(slider).to_have_value("120")
    after = longer("low_sacrectomy", 120.0)
    changed = coverage_sentence(option_of(after, short.key))
    assert changed != coverage_sentence(short)
    expect(coverage).to_have_text(changed, timeout=PATIENCE_MS)
    expect(headline(page)).to_have_text(after.headline, timeout=PATIENCE_MS)


def test_an_option_is_chosen_by_keyboard_and_keeps_the_focus(tab: Tab) -> None:
    page = tab()
    found = planned_example("low_sacrectomy")
    second = found.soft_tissue[1].option
    row = page.get_by_role("button", name=second.name, exact=True)
    row.focus(timeout=PATIENCE_MS)
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("shown")).to_have_text(second.name, timeout=PATIENCE_MS)
    expect(page.get_by_role("img", name=re.compile(re.escape(second.name)))).to_be_visible()
    expect(row).to_be_focused()


def test_a_reconstruction_is_chosen_by_keyboard_and_opened(tab: Tab) -> None:
    page = tab()
    found = planned_example("low_sacrectomy")
    expect(headline(page)).to_have_text(found.headline, timeout=PATIENCE_MS)
    second = found.reconstructions.found[1]
    share = covering(second)
    assert share is not None
    drawn = next(c.option for c in found.soft_tissue if c.option.flap == share.flap)
    row = page.get_by_test_id("reconstructions").get_by_role("button").nth(1)
    row.focus(timeout=PATIENCE_MS)
    page.keyboard.press("Enter")
    opened = page.get_by_test_id("opened")
    expect(opened).to_have_text(f"2. {second.name}", timeout=PATIENCE_MS)
    expect(page.get_by_role("img", name=re.compile(re.escape(drawn.name)))).to_be_visible()
    expect(row).to_be_focused()


@pytest.mark.parametrize("width", [1280, 1024])
def test_bone_of_a_reconstruction_is_drawn_and_turned(
    tab: Tab, width: int, browser_requests: list[str]
) -> None:
    page = tab(width=width)
    expect(headline(page)).not_to_be_empty(timeout=PATIENCE_MS)
    choose(page, "Example case", "total sacrectomy")
    found = planned_example("total_sacrectomy")
    expect(headline(page)).to_have_text(found.headline, timeout=PATIENCE_MS)
    built = next(one.built for one in found.reconstructions.found if one.built)
    page.get_by_role("tab", name="Bone", exact=True).click()
    drawing = page.get_by_role("img", name=re.compile(re.escape(built.title)))
    expect(drawing).to_be_visible(timeout=PATIENCE_MS)
    box = drawing.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= width
    assert page.get_by_test_id("stMain").evaluate("e => e.scrollWidth <= e.clientWidth")
    page.get_by_role("tab", name="Bone in space").click()
    canvas = page.frame_locator("iframe").get_by_role("img", name=re.compile("turn it"))
    expect(canvas).to_be_visible(timeout=PATIENCE_MS)
    before = canvas.screenshot()
    canvas.focus()
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    assert canvas.screenshot() != before
    assert not [url for url in browser_requests if urlsplit(url).hostname not in {*LOOPBACK, None}]


def test_nothing_leaves_the_machine(tab: Tab, browser_requests: list[str]) -> None:
    page = tab()
    expect(headline(page)).not_to_be_empty(timeout=PATIENCE_MS)
    choose(page, "Example case", "palliative s1 metastasis")
    page.get_by_text("No soft-tissue flap is needed").first.wait_for(timeout=PATIENCE_MS)
    with page.expect_download() as download:
        page.get_by_role("button", name="Plan (JSON)").click()
    assert download.value.suggested_filename == "plan.json"
    assert any(url.startswith("ws") for url in browser_requests)
    urls = [url.removeprefix("blob:") for url in browser_requests if not url.startswith("data:")]
    hosts = {urlsplit(url).hostname for url in urls}
    assert hosts <= LOOPBACK


def test_server_listens_on_one_loopback_address_only(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=5):
        pass
    # All of 127/8 is this machine: whoever listens on every interface would answer here too.
    with pytest.raises(OSError, match=r"refused|unreachable|assign"):
        socket.create_connection(("127.0.0.2", port), timeout=5).close()


def test_two_tabs_do_not_see_each_others_case(tab: Tab) -> None:
    one, other = tab(), tab()
    expect(headline(one)).not_to_be_empty(timeout=PATIENCE_MS)
    expect(headline(other)).not_to_be_empty(timeout=PATIENCE_MS)
    label = one.get_by_label("Label", exact=True)
    label.fill("only in the first")
    label.press("Enter")
    expect(one.get_by_test_id("need")).to_contain_text("only in the first", timeout=PATIENCE_MS)
    choose(other, "Example case", "palliative s1 metastasis")
    expect(other.get_by_test_id("need")).to_contain_text("Palliative", timeout=PATIENCE_MS)
    assert "only in the first" not in other.content()
    expect(one.get_by_test_id("need")).to_contain_text("only in the first")


def test_a_wrong_file_gives_a_sentence_and_no_traceback(tab: Tab) -> None:
    page = tab()
    expect(headline(page)).not_to_be_empty(timeout=PATIENCE_MS)
    page.get_by_text("Open a case file").click()
    wrong = {"name": "wrong.yaml", "mimeType": "text/yaml", "buffer": b"label: [1, 2"}
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(wrong)  # type: ignore[arg-type]
    alert = page.get_by_role("alert").filter(has_text="wrong.yaml, line 2")
    expect(alert).to_be_visible(timeout=PATIENCE_MS)
    assert "Traceback" not in page.content()
    expect(headline(page)).to_have_text(planned_example("low_sacrectomy").headline)


def test_theme_of_the_drawing_follows_the_page(tab: Tab) -> None:
    for scheme, paper in (("light", "rgb(255, 255, 255)"), ("dark", "rgb(18, 24, 31)")):
        page = tab(scheme=scheme)
        background = page.locator("svg .paper")
        background.wait_for(timeout=PATIENCE_MS)
        assert background.evaluate("e => getComputedStyle(e).fill") == paper


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 1024])
def test_page_fits_the_screen(tab: Tab, width: int, scheme: str) -> None:
    page = tab(width=width, height=800 if width == 1280 else 768, scheme=scheme)
    expect(headline(page)).not_to_be_empty(timeout=PATIENCE_MS)
    drawing = page.get_by_role("img", name=re.compile("Low sacrectomy"))
    drawing.wait_for(timeout=PATIENCE_MS)
    main = page.get_by_test_id("stMain")
    assert main.evaluate("e => e.scrollWidth <= e.clientWidth")
    found = drawing.bounding_box()
    assert found is not None
    assert found["x"] + found["width"] <= width
    if width == 1280:  # the whole picture is seen without scrolling
        assert found["y"] + found["height"] <= 800
    if os.environ.get("FLAPPLANNER_SCREENSHOTS"):
        page.wait_for_timeout(500)
        IMAGES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=IMAGES / f"plan-{scheme}-{width}.png")
