"""The HTML report in a real browser, opened from a file, without a network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest

pytestmark = pytest.mark.survey


@pytest.fixture(scope="module")
def address(render_html_report: Callable[..., str], examples: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    file: Path = tmp_path_factory.mktemp("report") / "report.html"
    file.write_text(render_html_report(examples), encoding="utf-8")
    return file.as_uri()


def visible_count(page: Any, selector: str) -> int:
    return int(page.locator(f"{selector}:visible").count())


def test_findings_are_filtered_by_words(page: Any) -> None:
    page.keyboard.press("/")
    page.keyboard.type("placeholder sp201")
    assert page.locator("#matches").inner_text() == "2 of 34 findings"
    assert visible_count(page, ".finding") == 2
    page.keyboard.press("Escape")
    assert page.locator("#matches").inner_text() == ""
    page.fill("#search", "no such thing")
    assert (visible_count(page, ".group"), visible_count(page, ".contract")) == (0, 0)


def test_findings_are_grouped_by_code_or_by_file(page: Any) -> None:
    group_count = visible_count(page, ".group")
    page.get_by_role("button", name="By file").click()
    assert page.locator(".group h3 .file").first.inner_text().endswith("call_in_printed_dict.txt")
    assert visible_count(page, ".group") == 14
    assert page.locator(".finding").count() == 34
    assert page.locator(".finding .code").first.is_visible()
    page.get_by_role("button", name="By code and path").click()
    assert (visible_count(page, ".group"), page.locator(".finding").count()) == (group_count, 34)
    page.get_by_role("button", name="Errors").click()
    assert page.locator("#matches").inner_text() == "30 of 34 findings"


def test_rest_of_group_is_shown_on_demand(page: Any) -> None:
    page.get_by_role("button", name="By file").click()
    before = visible_count(page, ".finding")
    more_button = page.locator(".more:visible").first
    count = int(more_button.inner_text().split()[1])
    more_button.focus()
    page.keyboard.press("Enter")
    assert visible_count(page, ".finding") == before + count
    assert page.evaluate("document.activeElement.matches('.finding')")


def test_contract_tree_folds(page: Any) -> None:
    node = page.locator(".node", has=page.locator("> .head .name", has_text="HyperParameterTuningJobConfig")).first
    child = node.locator("> .below > .node").first
    button = node.locator("> .head .fold")
    assert (button.get_attribute("aria-expanded"), child.is_visible()) == ("false", False)
    button.focus()
    page.keyboard.press("Enter")
    assert (button.get_attribute("aria-expanded"), child.is_visible()) == ("true", True)
    page.locator(".collapse-all").click()
    assert not child.is_visible()
    page.locator(".expand-all").click()
    assert child.is_visible()


def test_levels_are_also_shown_in_words(page: Any) -> None:
    page.locator(".expand-all").click()
    for level, word in (("never", "never"), ("seldom", "in 1 of 25"), ("often", "in 25 of 25")):
        texts = page.locator(f".node.{level} > .head .frequency").all_inner_texts()
        assert any(word in text for text in texts)
        assert all(("never" in text) == (level == "never") for text in texts)


def test_link_opens_its_contract(page: Any, address: str) -> None:
    page.locator(".contract").evaluate("element => { element.open = false; }")
    page.locator("td a, th a").first.click()
    assert page.locator(".contract").evaluate("element => element.open || element.classList.contains('here')")
    page.goto("about:blank")
    page.goto(f"{address}#not-checked")
    page.locator("#not-checked").wait_for(state="visible")


@pytest.mark.parametrize(("scheme", "order"), [("light", "By file"), ("dark", "By code and path")])
def test_axe_reports_no_violations(browser: Any, address: str, scheme: Literal["light", "dark"], order: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = browser.new_page(color_scheme=scheme)
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach((element) => { element.open = true; })")
    page.locator(".expand-all").click()
    page.get_by_role("button", name=order).click()
    results = axe.Axe().run(page, options={"resultTypes": ["violations"]})
    page.close()
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("width", [360, 390])
def test_narrow_page_scrolls_only_vertically(browser: Any, address: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 740})
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach((element) => { element.open = true; })")
    page.locator(".expand-all").click()
    widths = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    page.close()
    assert widths[0] <= widths[1]


def test_theme_can_be_switched(page: Any) -> None:
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("#theme")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before


def test_page_is_readable_without_scripts(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert visible_count(page, ".finding") == 34
    assert not page.locator("#search").is_visible(), "controls that need scripts are hidden"
    assert visible_count(page, ".more") == 0
    assert visible_count(page, ".tools") == 0
    context.close()
