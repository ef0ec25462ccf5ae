"""Every relative link in the docs has an existing file as its target, and its anchor an existing heading."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from documentation.markdown import anchors, links

ROOT = Path(__file__).parents[2]


def broken_links(page: Path) -> Iterator[str]:
    """The links of a page whose targets do not exist."""
    for target in links(page.read_text(encoding="utf-8")):
        if "://" in target:
            continue
        name, _, anchor = target.partition("#")
        file = (page.parent / name).resolve() if name else page
        if not file.exists() or (anchor and anchor not in anchors(file.read_text(encoding="utf-8"))):
            yield target


def test_no_link_is_broken(page: Path) -> None:
    assert list(broken_links(page)) == []


@pytest.mark.parametrize("name", ["ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"])
def test_no_link_of_other_pages_is_broken(name: str) -> None:
    assert list(broken_links(ROOT / name)) == []


def test_broken_links_and_anchors_are_reported(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# One `code` thing\n[a](#one-code-thing) [b](#two) [c](gone.md) [d](page.md#three) ![e](f.png)\n")
    assert list(broken_links(page)) == ["#two", "gone.md", "page.md#three", "f.png"]


def test_every_page_is_in_index() -> None:
    docs = ROOT / "docs"
    index = {(docs / target).resolve() for target in links((docs / "index.md").read_text(encoding="utf-8"))}
    assert set(docs.rglob("*.md")) - {docs / "index.md"} == index


def test_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 200
