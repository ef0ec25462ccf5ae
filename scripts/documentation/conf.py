"""Sphinx's settings for the site that `scripts/docs` builds from docs/.

Why Sphinx, with MyST and Furo: all three are maintained and past their first stable version; `-W -n` fails on broken links
and anchors, and on pages that no table of contents lists; the search works offline, from plain files; and Furo loads
nothing from the network. MkDocs has had no release since August 2024, support for its theme Material ends in November
2026, and Zensical, the successor of both, is still at 0.1.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Final

from sphinx.application import Sphinx  # only installed in the environment of scripts/docs

ROOT: Final = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "codegen"))

from shapeproof.markup.timeline_fragments import timeline_html  # noqa: E402 - the checkout's own code
from shapeproof.registry.timelines import read_timeline  # noqa: E402

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
html_static_path = [
    str(Path(__file__).parent / "static"),
    str(ROOT / "codegen" / "shapeproof" / "markup" / "templates" / "page" / "timeline.css"),
]
html_css_files = ["timeline.css", "site.css"]
pygments_style = "default"
pygments_dark_style = "github-dark"

_SECTION: Final = re.compile(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_ENTRY: Final = re.compile(r"^- \[([^\]]+)\]\(([\w/-]+)\.md\)", re.MULTILINE)

_TIMELINE: Final = re.compile(r"^<!-- timeline: ([\w-]+)\.(\w+) -->\n\n(?:\|.*\n)+", re.MULTILINE)


def add_navigation(_app: Sphinx, name: str, source: list[str]) -> None:
    """Add tables of contents to the index: one for each section, from the list of pages that readers on GitHub see."""
    if name != "index":
        return
    for title, text in _SECTION.findall(source[0]):
        if entries := _ENTRY.findall(text):
            lines = "\n".join(f"{label} <{page}>" for label, page in entries)
            source[0] += f"\n```{{toctree}}\n:hidden:\n:caption: {title}\n\n{lines}\n```\n"


def draw_timelines(_app: Sphinx, _name: str, source: list[str]) -> None:
    """Put the picture in the place of the table that readers on GitHub see. The picture has the same facts."""
    source[0] = _TIMELINE.sub(_picture, source[0])


def _picture(match: re.Match[str]) -> str:
    timeline = read_timeline(ROOT / "schemas" / match[1] / match[2])
    return f"```{{raw}} html\n{timeline_html(timeline)}\n```\n" if timeline else match[0]


def setup(app: Sphinx) -> None:
    """Register the hooks; Sphinx calls this function."""
    app.connect("source-read", add_navigation)
    app.connect("source-read", draw_timelines)
