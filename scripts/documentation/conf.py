"""Sphinx's settings for the site that `scripts/docs` builds from docs/.

Why Sphinx, with MyST and Furo: all three are maintained and past their first stable version; `-W -n` fails on broken links
and anchors, and on pages that no table of contents lists; the search works offline, from plain files; and Furo loads
nothing from the network. MkDocs has had no release since August 2024, support for its theme Material ends in November
2026, and Zensical, the successor of both, is still at 0.1.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from sphinx.application import Sphinx  # only installed in the environment of scripts/docs

project = "Shapeproof"
html_title = "Shapeproof"
extensions = ["myst_parser"]
exclude_patterns: list[str] = []
source_suffix = {".md": "markdown"}

myst_heading_anchors = 4  # for links such as `cli.md#shapeproof-validate`, which GitHub supports too
myst_enable_extensions: list[str] = []
smartquotes = False  # `--view` must not become a dash
suppress_warnings = ["misc.highlighting_failure"]  # JSON with an ellipsis in it

html_theme = "furo"
html_show_sphinx = False
html_copy_source = False
html_static_path = [str(Path(__file__).parent / "static")]
html_css_files = ["site.css"]
pygments_style = "default"
pygments_dark_style = "github-dark"

_SECTION: Final = re.compile(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_ENTRY: Final = re.compile(r"^- \[([^\]]+)\]\(([\w/-]+)\.md\)", re.MULTILINE)


def add_navigation(_app: Sphinx, name: str, source: list[str]) -> None:
    """Add tables of contents to the index: one for each section, from the list of pages that readers on GitHub see."""
    if name != "index":
        return
    for title, text in _SECTION.findall(source[0]):
        if entries := _ENTRY.findall(text):
            lines = "\n".join(f"{label} <{page}>" for label, page in entries)
            source[0] += f"\n```{{toctree}}\n:hidden:\n:caption: {title}\n\n{lines}\n```\n"


def setup(app: Sphinx) -> None:
    """Register the hook; Sphinx calls this function."""
    app.connect("source-read", add_navigation)
