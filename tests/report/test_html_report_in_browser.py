"""The HTML report as a person meets it: in a real browser, from a file, without a network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest


@pytest.fixture(scope="module")
def address(page_of: Callable[..., str], examples: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    file: Path = tmp_path_factory.mktemp("report") / "report.html"
    file.write_text(page_of(examples), encoding="utf-8")
    return file.as_uri()


def seen(page: Any, selector: str) -> int:
    return int(page.locator(f"{selector}:visible").count())


def test_findings_are_sifted_by_words(page: Any) -> None:
    page.keyboard.press("/")
    page.keyboard.type("placeholder sp201")
    assert page.locator("#shown").inner_text() == "2 of 34 findings"
    assert seen(page, ".finding") == 2
    page.keyboard.press("Escape")
    assert page.locator("#shown").inner_text() == ""
    page.fill("#search", "no such thing")
    assert (seen(page, ".group"), seen(page, ".contract")) == (0, 0)


def test_findings_are_grouped_by_code_or_by_file(page: Any) -> None:
    groups = seen(page, ".group")
    page.get_by_role("button", name="By file").click()
    assert page.locator(".group h3 .file").first.inner_text().endswith("call_in_printed_dict.txt")
    assert seen(page, ".group") == 14
    assert page.locator(".finding").count() == 34
    assert page.locator(".finding .code").first.is_visible()
    page.get_by_role("button", name="By code and path").click()
    assert (seen(page, ".group"), page.locator(".finding").count()) == (groups, 34)
    page.get_by_role("button", name="Errors").click()
    assert page.locator("#shown").inner_text() == "34 of 34 findings"


def test_the_rest_of_a_group_is_shown_on_demand(page: Any) -> None:
    page.get_by_role("button", name="By file").click()
    before = seen(page, ".finding")
    more = page.locator(".more:visible").first
    count = int(more.inner_text().split()[1])
    more.focus()
    page.keyboard.press("Enter")
    assert seen(page, ".finding") == before + count
    assert page.evaluate("document.activeElement.matches('.finding')")


def test_the_tree_of_a_contract_folds(page: Any) -> None:
    spot = page.locator(".spot", has=page.locator("> .head .name", has_text="HyperParameterTuningJobConfig")).first
    inner = spot.locator("> .below > .spot").first
    button = spot.locator("> .head .fold")
    assert (button.get_attribute("aria-expanded"), inner.is_visible()) == ("false", False)
    button.focus()
    page.keyboard.press("Enter")
    assert (button.get_attribute("aria-expanded"), inner.is_visible()) == ("true", True)
    page.locator(".refold").click()
    assert not inner.is_visible()
    page.locator(".unfold").click()
    assert inner.is_visible()


def test_a_level_is_told_in_words_too(page: Any) -> None:
    page.locator(".unfold").click()
    for level, word in (("never", "never"), ("seldom", "in 1 of 23"), ("often", "in 23 of 23")):
        texts = page.locator(f".spot.{level} > .head .seen").all_inner_texts()
        assert any(word in text for text in texts)
        assert all(("never" in text) == (level == "never") for text in texts)


def test_a_link_opens_its_contract(page: Any, address: str) -> None:
    page.locator(".contract").evaluate("element => { element.open = false; }")
    page.locator("td a, th a").first.click()
    assert page.locator(".contract").evaluate("element => element.open || element.classList.contains('here')")
    page.goto("about:blank")
    page.goto(f"{address}#not-checked")
    page.locator("#not-checked").wait_for(state="visible")


@pytest.mark.parametrize(("scheme", "order"), [("light", "By file"), ("dark", "By code and path")])
def test_axe_finds_nothing(browser: Any, address: str, scheme: Literal["light", "dark"], order: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    opened = browser.new_page(color_scheme=scheme)
    opened.goto(address)
    opened.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    opened.locator(".unfold").click()
    opened.get_by_role("button", name=order).click()
    found = axe.Axe().run(opened, options={"resultTypes": ["violations"]})
    opened.close()
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", [360, 390])
def test_a_phone_scrolls_down_alone(browser: Any, address: str, width: int) -> None:
    opened = browser.new_page(viewport={"width": width, "height": 740})
    opened.goto(address)
    opened.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    opened.locator(".unfold").click()
    widths = opened.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    opened.close()
    assert widths[0] <= widths[1]


def test_light_and_dark_can_be_switched(page: Any) -> None:
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("#theme")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before


def test_without_a_script_everything_can_be_read(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(address)
    assert seen(opened, ".finding") == 34
    assert not opened.locator("#search").is_visible(), "what needs the script isn't offered"
    assert seen(opened, ".more") == 0
    assert seen(opened, ".tools") == 0
    context.close()
