"""The site that `scripts/docs` builds, opened from plain files: it fetches nothing, and its search finds things."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SITE = ROOT / "build" / "site"
PAGES = ["index", "guide/tests", "guide/ci", "reference/cli", "reference/findings", "reference/settings", "search"]
pytestmark = pytest.mark.survey


@pytest.fixture(scope="module")
def site() -> Path:
    done = subprocess.run([ROOT / "scripts" / "docs"], capture_output=True, text=True, check=False)
    if "Installation failed" in done.stderr:
        pytest.skip("no package index can be reached")
    assert done.returncode == 0, done.stderr
    return SITE


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_pages_fit_and_fetch_nothing(site: Path, browser: Any, scheme: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    opened = context.new_page()
    complaints: list[str] = []

    def fetch(request: Any) -> None:
        complaints.extend([] if request.url.startswith("file:") else [request.url])

    def fail(error: Any) -> None:
        complaints.append(str(error))

    opened.on("request", fetch)
    opened.on("pageerror", fail)
    for name in PAGES:
        opened.goto((site / f"{name}.html").as_uri())
        assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} is too wide"
    context.close()
    assert complaints == []


@pytest.mark.parametrize(
    ("words", "title"), [("SP302", "Findings"), ("baseline", "Adopt a baseline"), ("junit", "Write reports")]
)
def test_the_search_finds_pages(site: Path, browser: Any, words: str, title: str) -> None:
    opened = browser.new_page()
    opened.goto(f"{(site / 'search.html').as_uri()}?q={words}")
    opened.wait_for_selector("#search-results li a")
    titles = opened.locator("#search-results li > a").all_inner_texts()
    opened.close()
    assert title in titles[:5]


def test_nothing_in_the_site_is_from_elsewhere(site: Path) -> None:
    asset = re.compile(
        r"""(?:<(?:script|img|iframe)[^>]+src|<link[^>]+href)=["']?(?:https?:)?//[^"' >]+|url\(["']?https?:"""
    )
    files = [path for path in site.rglob("*") if path.suffix in {".html", ".css"}]
    assert files
    assert not [path for path in files if asset.search(path.read_text(encoding="utf-8"))]
