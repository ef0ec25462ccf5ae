"""The site that `scripts/docs` builds, opened from local files: it fetches nothing, and its search works."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SITE = ROOT / "build" / "site"
PAGES = [
    "index",
    "guide/tests",
    "guide/ci",
    "reference/cli",
    "reference/findings",
    "reference/history",
    "reference/settings",
    "search",
]
pytestmark = pytest.mark.survey


@pytest.fixture(scope="module")
def site() -> Path:
    result = subprocess.run([ROOT / "scripts" / "docs"], capture_output=True, text=True, check=False)
    if "Installation failed" in result.stderr:
        pytest.skip("no package index can be reached")
    assert result.returncode == 0, result.stderr
    return SITE


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_pages_fit_their_width_and_fetch_nothing(site: Path, browser: Any, scheme: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    problems: list[str] = []

    def on_request(request: Any) -> None:
        problems.extend([] if request.url.startswith("file:") else [request.url])

    def on_error(error: Any) -> None:
        problems.append(str(error))

    page.on("request", on_request)
    page.on("pageerror", on_error)
    for name in PAGES:
        page.goto((site / f"{name}.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} is too wide"
    context.close()
    assert problems == []


@pytest.mark.parametrize(
    ("query", "title"), [("SP302", "Findings"), ("baseline", "Adopt a baseline"), ("junit", "Write reports")]
)
def test_search_finds_pages(site: Path, browser: Any, query: str, title: str) -> None:
    page = browser.new_page()
    page.goto(f"{(site / 'search.html').as_uri()}?q={query}")
    page.wait_for_selector("#search-results li a")
    titles = page.locator("#search-results li > a").all_inner_texts()
    page.close()
    assert title in titles[:5]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_histories_are_drawn_in_the_colours_of_the_theme(site: Path, browser: Any, scheme: str) -> None:
    page = browser.new_page(color_scheme=scheme)
    page.goto((site / "reference" / "history.html").as_uri())
    assert page.locator(".timeline tbody svg title").count() == page.locator(".timeline tbody tr").count() > 40
    assert page.locator("table.docutils").count() == 0, "the picture has the facts of the table"
    bars = page.locator(".timeline tbody rect.member").first

    def colour() -> str:
        return str(bars.evaluate("bar => getComputedStyle(bar).fill"))

    initial = colour()
    page.evaluate("theme => { document.body.dataset.theme = theme; }", "dark" if scheme == "light" else "light")
    assert colour() != initial
    page.close()


def test_site_has_no_external_assets(site: Path) -> None:
    external_asset = re.compile(
        r"""(?:<(?:script|img|iframe)[^>]+src|<link[^>]+href)=["']?(?:https?:)?//[^"' >]+|url\(["']?https?:"""
    )
    text_files = [path for path in site.rglob("*") if path.suffix in {".html", ".css"}]
    assert text_files
    assert not [path for path in text_files if external_asset.search(path.read_text(encoding="utf-8"))]
