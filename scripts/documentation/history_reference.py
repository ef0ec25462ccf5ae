"""Generates docs/reference/history.md: what came and went in the responses of the shipped contracts."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from shapeproof.markup.markdown_text import as_name
from shapeproof.markup.timeline_fragments import timeline_markdown
from shapeproof.markup.timeline_picture import timeline_words
from shapeproof.registry.timelines import read_timeline

__all__ = ["history_page"]

_HEAD: Final = """\
# History of contracts

<!-- Written by scripts/regenerate from the files history.json in schemas/. -->

When members of responses, and values of their enums, came and went. [`shapeproof history`](../guide/upgrade.md#when-did-it-change)
finds that for any operation, and [reference pages](../guide/documentation.md#show-when-members-and-values-came) show it.
"""


def history_page(schemas: Path) -> str:
    """The text of the page. `schemas` is the directory of the contracts."""
    sections = [_HEAD]
    for operation in sorted(schemas.glob("*/*/")):
        if timeline := read_timeline(operation):
            name = f"{operation.parent.name}.{operation.name}"
            sections.append(f"## {as_name(name)}\nIn botocore {as_name(timeline_words(timeline))}\n")
            sections.append(f"<!-- timeline: {name} -->\n\n{timeline_markdown(timeline).strip()}\n")
    return "\n".join(sections)
