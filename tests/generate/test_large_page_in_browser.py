"""A reference page with thousands of paths in a real browser: what is out of sight isn't laid out, and yet is there."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest

from shapeproof import load
from shapeproof.generate.docs.rendering import html

pytestmark = pytest.mark.survey

DEEP: Final = (
    "/Definition/Sheets/[]/Visuals/[]/PivotTableVisual/ChartConfiguration/TotalOptions/RowSubtotalOptions/StyleTargets"
)
RENDERED: Final = "element => element.checkVisibility({contentVisibilityAuto: true})"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    file: Path = tmp_path_factory.mktemp("page") / "page.html"
    file.write_text(html(load("quicksight.describe_dashboard_definition@installed")), encoding="utf-8")
    return file.as_uri()


def rendered_heads(page: Any) -> tuple[int, int]:
    """How many nodes of the response are laid out, and how many there are."""
    heads = "[...document.querySelectorAll('#response ~ .part .head')]"
    return page.evaluate(f"{heads}.filter({RENDERED}).length"), page.evaluate(f"{heads}.length")


def test_unfolding_all_lays_out_what_is_in_sight(page: Any) -> None:
    page.click("#unfold-all")
    rendered, total = rendered_heads(page)
    assert total > 2_000
    assert 0 < rendered < 100
    assert page.locator(f'[id="{DEEP}"]').is_visible()


@pytest.mark.parametrize("viewport", [{"width": 1200, "height": 800}, {"width": 390, "height": 844}])
@pytest.mark.parametrize("anchor", [DEEP, f"{DEEP}/[]/CellType", "shape-PivotTableVisual", "request:/DashboardId"])
def test_anchor_is_in_sight_and_stays_there(page: Any, address: str, anchor: str, viewport: dict[str, int]) -> None:
    page.set_viewport_size(viewport)
    page.goto("about:blank")
    page.goto(f"{address}#{anchor}")
    page.wait_for_function("document.querySelector('.here')")
    page.wait_for_timeout(400)
    header = page.locator("header.top").bounding_box()["height"]
    assert header <= page.locator(f'[id="{anchor}"]').bounding_box()["y"] <= header + 130


def test_browser_finds_and_copies_what_is_out_of_sight(page: Any) -> None:
    page.click("#unfold-all")
    assert page.evaluate("window.find('PivotTableConditionalFormattingScopeRole')")
    copied = page.evaluate(
        "(getSelection().selectAllChildren(document.querySelector('#response ~ .part')), getSelection().toString())"
    )
    assert "StyleTargets" in copied


def test_whole_page_is_printed(page: Any) -> None:
    page.emulate_media(media="print")
    rendered, total = rendered_heads(page)
    assert rendered == total


def test_search_ranks_exact_names_by_depth(page: Any) -> None:
    page.fill("#search", "Status")
    links = [link.get_attribute("href") for link in page.locator("#results a").all()]
    names = [link.inner_text() for link in page.locator("#results a b").all()]
    assert links[0] == "#/Status"
    exact = [link for link, name in zip(links, names, strict=True) if name == "Status"]
    assert links[: len(exact)] == exact, "exact names come before others"
    assert len(exact) > 5
    depths = [link.count("/") for link in exact]
    assert depths == sorted(depths)


def test_search_ranks_top_level_before_shapes_of_that_name(page: Any) -> None:
    page.fill("#search", "definition")
    links = [link.get_attribute("href") for link in page.locator("#results a").all()]
    assert links[0] == "#/Definition"


def test_page_is_complete_without_scripts(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert page.locator(f'[id="{DEEP}"]').is_visible()
    context.close()
