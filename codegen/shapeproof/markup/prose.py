"""Descriptions, plain text with `code` in backticks, as the formats of pages have them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from html import escape
from typing import Final

__all__ = ["as_block", "as_breakable", "as_cell", "as_code", "as_html", "heading_slugs"]

_CODE: Final = re.compile(r"(`[^`\n]+`)")
_ITEM: Final = re.compile(r"\s*- ")
_PARAGRAPHS: Final = re.compile(r"\n\s*\n")
_MARKS: Final = re.compile(r"[\\*\[\]~]|(?<!\w)_|_(?!\w)")
"""What Markdown would take for emphasis or a link; an underscore within a word it leaves alone."""
_OPENERS: Final = re.compile(r"^(\s*)([#>+=|]|\d+[.)](?=\s)|-(?! ))", re.MULTILINE)
"""What would open a heading, a quotation, a numbered list; `- ` opens a list, as it should."""


_SEAMS: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[/_])(?=\w)")
"""Where a long name may be broken: between its words, between the steps of a path."""


class _Markup(str):
    """Text that is HTML already; jinja2 looks for the method."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


def as_html(text: str) -> str:
    """Paragraphs and lists in HTML, everything but the code marks escaped."""
    return _Markup("".join(_html_blocks(text)))


def _html_blocks(text: str) -> Iterator[str]:
    for block in _PARAGRAPHS.split(text.strip()):
        lines = block.split("\n")
        if all(_ITEM.match(line) for line in lines):
            items = (_html_inline(_ITEM.sub("", line, count=1)) for line in lines)
            yield f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
        elif block:
            yield f"<p>{_html_inline(block)}</p>"


def _html_inline(text: str) -> str:
    pieces = _CODE.split(text)
    return "".join(
        f"<code>{escape(piece.strip('`'))}</code>" if at % 2 else escape(piece) for at, piece in enumerate(pieces)
    )


def as_breakable(name: str) -> str:
    """A name or path in HTML that a narrow page breaks between its words."""
    return _Markup(_SEAMS.sub("<wbr>", escape(name)))


def as_block(text: str) -> str:
    """Paragraphs and lists of Markdown in which nothing but code marks and `- ` has a meaning."""
    return _OPENERS.sub(_with_backslash, _markdown_inline(text.strip()))


def as_cell(text: str) -> str:
    """The text on one line of Markdown, in a table or not: nothing in it ends the cell or opens a tag."""
    paragraphs = _PARAGRAPHS.sub("\n", _markdown_inline(text.strip()))
    return re.sub(r"\s*\n\s*", "<br>", paragraphs).replace("|", r"\|")


def _markdown_inline(text: str) -> str:
    return "".join(piece if at % 2 else _plain(piece) for at, piece in enumerate(_CODE.split(text)))


def _plain(text: str) -> str:
    marked = _MARKS.sub(r"\\\g<0>", text)
    return marked.replace("&", "&amp;").replace("<", "&lt;").replace("`", r"\`")


def _with_backslash(match: re.Match[str]) -> str:
    """`# x` -> `\\# x`, but `1. x` -> `1\\. x`: Markdown has no escape for digits."""
    indent, opener = match.groups()
    return f"{indent}{opener[:-1]}\\{opener[-1]}"


def as_code(text: str) -> str:
    """The text as code in a cell of a Markdown table, whatever characters it holds."""
    ticks = max((len(run) for run in re.findall("`+", text)), default=0)
    fence, space = "`" * (ticks + 1), " " if ticks else ""
    return f"{fence}{space}{text}{space}{fence}".replace("|", r"\|")


def heading_slugs(headings: Iterable[str]) -> list[str]:
    """The fragments that GitHub gives to headings, in their order: `errors`, and `errors-1` to the next of that name."""
    seen: Counter[str] = Counter()
    slugs: list[str] = []
    for heading in headings:
        slug = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        slugs.append(f"{slug}-{seen[slug]}" if seen[slug] else slug)
        seen[slug] += 1
    return slugs
