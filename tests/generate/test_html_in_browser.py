"""The HTML reference page in a real browser, opened from a file, without a network."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, Literal

import pytest

from shapeproof import load
from shapeproof.capture.descriptions import described
from shapeproof.generate.docs.rendering import html
from shapeproof.registry import default_registry
from shapeproof.registry.timelines import timeline_of_contract

pytestmark = pytest.mark.survey

MAX_RESOURCE: Final = "/HyperParameterTuningJobConfig/StrategyConfig/HyperbandStrategyConfig/MaxResource"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    file: Path = tmp_path_factory.mktemp("page") / "page.html"
    contract = load("sagemaker.describe_hyper_parameter_tuning_job@1.29.145")
    timeline = timeline_of_contract(default_registry(), contract)
    assert timeline, "its history is committed"
    file.write_text(html(contract, timeline), encoding="utf-8")
    return file.as_uri()


def element_at(page: Any, anchor: str) -> Any:
    return page.locator(f'[id="{anchor}"]')


def test_search_finds_and_opens_member(page: Any) -> None:
    assert not element_at(page, MAX_RESOURCE).is_visible()
    page.keyboard.press("/")
    page.keyboard.type("maxresource")
    assert page.locator("#count").inner_text() == "2 results"
    first = page.locator("#results a").first
    assert first.get_attribute("href") == f"#{MAX_RESOURCE}"
    assert first.locator("b mark").inner_text() == "MaxResource"
    page.keyboard.press("Enter")
    element_at(page, MAX_RESOURCE).wait_for(state="visible")
    assert page.evaluate("decodeURIComponent(location.hash)") == f"#{MAX_RESOURCE}"
    assert page.locator("#results").is_hidden()


@pytest.mark.parametrize(
    ("query", "target"),
    [
        ("hyperband maxres", f"#{MAX_RESOURCE}"),
        ("ml.g5.48xlarge", "#value-TrainingInstanceType-ml.g5.48xlarge"),
        ("inferred from static hyperparameters", f"#{MAX_RESOURCE}"),
        ("HyperbandStrategyConfig", "#/HyperParameterTuningJobConfig/StrategyConfig/HyperbandStrategyConfig"),
    ],
    ids=["parts of a path", "enum value", "description", "structure"],
)
def test_search_finds_values_and_descriptions(page: Any, query: str, target: str) -> None:
    page.fill("#search", query)
    assert target in [link.get_attribute("href") for link in page.locator("#results a").all()]


def test_search_works_with_keyboard_only(page: Any) -> None:
    page.keyboard.press("/")
    page.keyboard.type("arn")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("[...document.querySelectorAll('#results a')].indexOf(document.activeElement)") == 1
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.press("ArrowDown")
    page.keyboard.type("n")
    assert page.locator("#search").input_value() == "arnn", "typing must continue in the search field"
    page.keyboard.press("Escape")
    assert page.locator("#search").input_value() == ""
    page.fill("#search", "no such thing")
    assert page.locator("#count").inner_text() == "0 results"


def test_members_fold_and_unfold(page: Any) -> None:
    config, strategy = "/HyperParameterTuningJobConfig", "/HyperParameterTuningJobConfig/Strategy"
    button = element_at(page, config).locator("> .head > .fold")
    assert (button.get_attribute("aria-expanded"), element_at(page, strategy).is_visible()) == ("false", False)
    button.focus()
    page.keyboard.press("Enter")
    assert (button.get_attribute("aria-expanded"), element_at(page, strategy).is_visible()) == ("true", True)
    button.click()
    assert not element_at(page, strategy).is_visible()
    page.click("#unfold-all")
    assert element_at(page, MAX_RESOURCE).is_visible()
    page.click("#fold-all")
    assert not element_at(page, strategy).is_visible()


@pytest.mark.parametrize(
    "anchor",
    [MAX_RESOURCE, "/TrainingJobDefinitions/[]/RoleArn", "shape-VpcConfig", "request:/HyperParameterTuningJobName"],
)
def test_anchor_unfolds_and_scrolls_to_its_element(page: Any, address: str, anchor: str) -> None:
    page.goto("about:blank")
    page.goto(f"{address}#{anchor}")
    assert_below_header(page, anchor)
    page.evaluate("scrollTo(0, 0)")
    page.reload()
    assert_below_header(page, anchor)


def assert_below_header(page: Any, anchor: str) -> None:
    element_at(page, anchor).wait_for(state="visible")
    page.wait_for_function("document.querySelector('.here')?.id === decodeURIComponent(location.hash.slice(1))")
    header = page.locator("header.top").bounding_box()
    assert header["height"] <= element_at(page, anchor).bounding_box()["y"] <= header["height"] + 120


def test_every_link_target_can_be_revealed(page: Any) -> None:
    unreachable = page.evaluate(
        """() => [...document.querySelectorAll("a[href^='#']")].map((link) => {
            const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
            reveal(target ? target.id : "");
            return target && target.checkVisibility() ? "" : link.hash;
        }).filter(Boolean)"""
    )
    assert unreachable == []


def test_browser_search_reveals_folded_element(page: Any) -> None:
    assert not element_at(page, MAX_RESOURCE).is_visible()
    element_at(page, MAX_RESOURCE).evaluate(
        "element => element.dispatchEvent(new Event('beforematch', {bubbles: true}))"
    )
    assert element_at(page, MAX_RESOURCE).is_visible()


def test_link_is_copied_and_confirmed(page: Any, address: str) -> None:
    page.evaluate(
        "Object.defineProperty(navigator, 'clipboard', {value: {writeText: async (text) => { window.copied = text; }}})"
    )
    row = element_at(page, "/HyperParameterTuningJobArn").locator("> .head")
    row.hover()
    row.locator(".copy").click()
    page.locator("#toast", has_text="Link copied").wait_for()
    assert page.evaluate("window.copied") == f"{address}#/HyperParameterTuningJobArn"


def test_link_is_copied_without_clipboard_api(page: Any, address: str) -> None:
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.evaluate("document.addEventListener('copy', () => { window.copied = document.activeElement.value; })")
    button = element_at(page, "/HyperParameterTuningJobArn").locator("> .head .copy")
    button.focus()
    page.keyboard.press("Enter")
    page.locator("#toast", has_text="Link copied").wait_for()
    assert page.evaluate("window.copied") == f"{address}#/HyperParameterTuningJobArn"
    assert button.evaluate("element => element === document.activeElement")


def test_shape_links_to_its_paths_and_back(page: Any) -> None:
    element_at(page, "/WarmStartConfig").locator("> .head .type a").click()
    shape = element_at(page, "shape-HyperParameterTuningJobWarmStartConfig")
    assert shape.evaluate("element => element.classList.contains('here')")
    shape.locator(".uses a").first.click()
    assert element_at(page, "/WarmStartConfig").evaluate("element => element.classList.contains('here')")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_reports_no_violations(browser: Any, address: str, scheme: Literal["light", "dark"]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = browser.new_page(color_scheme=scheme)
    page.goto(address)
    page.click("#unfold-all")
    page.fill("#search", "resource")
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") == (scheme == "dark")
    result = axe.Axe().run(page, options={"resultTypes": ["violations"]})
    page.close()
    assert result.violations_count == 0, result.generate_report()


@pytest.mark.parametrize("width", [360, 390])
def test_narrow_page_scrolls_only_vertically(browser: Any, address: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 740})
    page.goto(address)
    page.click("#unfold-all")
    widths = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    page.close()
    assert widths[0] <= widths[1]


def test_page_prints_unfolded_and_on_white(browser: Any, address: str) -> None:
    page = browser.new_page(color_scheme="dark")
    page.goto(address)
    page.emulate_media(media="print")
    assert element_at(page, MAX_RESOURCE).is_visible()
    assert_wide(page, "/HyperParameterTuningJobConfig")
    assert not page.locator("header.top").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.close()


def assert_wide(page: Any, anchor: str) -> None:
    """Assert that a row uses the width of the page: a hidden fold button still has its own column."""
    assert element_at(page, anchor).locator("> .head .row").bounding_box()["width"] > 400


@pytest.mark.parametrize("has_scripts", [True, False])
def test_folded_introduction_is_printed(browser: Any, tmp_path: Path, has_scripts: bool) -> None:
    contract = load("s3.get_object@installed")
    file = tmp_path / "page.html"
    file.write_text(html(described(contract, default_registry().descriptions(contract))), encoding="utf-8")
    context = browser.new_context(java_script_enabled=has_scripts, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(file.as_uri())
    assert page.locator("#response ~ .part .tree").bounding_box()["y"] < 844, "the tree begins on the first screen"
    introduction = page.locator(".introduction .description p").last
    assert not introduction.is_visible()
    page.emulate_media(media="print")
    assert introduction.is_visible()
    context.close()


def test_theme_can_be_switched(page: Any) -> None:
    def background() -> str:
        return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))

    initial_background = background()
    page.click("#theme")
    assert background() != initial_background
    page.click("#theme")
    assert background() == initial_background


def test_page_is_readable_without_scripts(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert element_at(page, MAX_RESOURCE).is_visible()
    assert_wide(page, "/HyperParameterTuningJobConfig")
    assert not page.locator("#search").is_visible(), "controls that need scripts must be hidden"
    context.close()


@pytest.mark.parametrize("width", [390, 800, 1200])
def test_history_has_a_bar_beside_its_facts(browser: Any, address: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 844})
    page.goto(f"{address}#history")
    rows = page.get_by_role("table", name="When members and values came and went").get_by_role("row")
    assert rows.count() > 40
    row = rows.filter(has_text="AutoParameters").first
    assert row.get_by_role("rowheader").inner_text() == "HyperParameterTuningJobConfig.ParameterRanges.AutoParameters"
    assert row.get_by_role("cell").first.inner_text().split() == ["1.29.141", "(2023-05-25)"]
    assert row.get_by_role("img", name="came 1.29.141 (2023-05-25)").count() == 1
    track, bar, marked = (row.locator(kind).bounding_box() for kind in ("svg", "rect.member", "rect.marked"))
    assert track["x"] < bar["x"] < track["x"] + track["width"] / 2, "it came in the first half of the time"
    assert abs(bar["x"] + bar["width"] - track["x"] - track["width"]) < 2, "and is still there"
    assert abs(marked["x"] - bar["x"]) < 2, "the contract of the page begins with it"
    assert page.evaluate("document.querySelectorAll('[style]').length") == 0
    page.close()
