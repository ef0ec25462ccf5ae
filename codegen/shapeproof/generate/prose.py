"""Descriptions, plain text with `code` in backticks, as the formats of pages have them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

__all__ = ["as_cell", "as_code", "as_html", "github_slug"]

_CODE: Final = re.compile(r"`([^`\n]+)`")
_ITEM: Final = re.compile(r"\s*- ")


class _Markup(str):
    """Text that is HTML already; jinja2 looks for the method."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


def as_html(text: str) -> str:
    """Paragraphs and lists in HTML, everything but the code marks escaped."""
    return _Markup("".join(_blocks(text)))


def _blocks(text: str) -> Iterator[str]:
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = block.split("\n")
        if all(_ITEM.match(line) for line in lines):
            items = (_inline(_ITEM.sub("", line, count=1)) for line in lines)
            yield f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
        elif block:
            yield f"<p>{_inline(block)}</p>"


def _inline(text: str) -> str:
    return _CODE.sub(r"<code>\1</code>", _escaped(text))


def _escaped(text: str) -> str:
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&#39;")):
        text = text.replace(character, entity)
    return text


def as_cell(text: str) -> str:
    """The text on one line of Markdown, in a table or not: nothing in it ends the cell or opens a tag."""
    pieces = re.split(r"(`[^`\n]+`)", text.strip())
    safe = [piece if at % 2 else piece.replace("&", "&amp;").replace("<", "&lt;") for at, piece in enumerate(pieces)]
    return re.sub(r"\s*\n\s*", "<br>", re.sub(r"\n\s*\n", "\n", "".join(safe))).replace("|", r"\|")


def as_code(text: str) -> str:
    """The text as code in a cell of a Markdown table, whatever characters it holds."""
    fence = "``" if "`" in text else "`"
    space = " " if "`" in text else ""
    return f"{fence}{space}{text}{space}{fence}".replace("|", r"\|")


def github_slug(heading: str) -> str:
    """The fragment that GitHub gives to a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
