"""Descriptions, which are plain text with `code` in backticks, as HTML and as Markdown."""

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
_LINE_BREAKS: Final = re.compile(r"(?<!\s)\s*\n\s*")  # from the first space only: each later one would search again
_EMPHASIS: Final = re.compile(r"[\\*\[\]~]|(?<!\w)_|_(?!\w)")
"""Characters that mean emphasis or a link in Markdown. An underscore within a word means itself."""
_OPENERS: Final = re.compile(r"^([^\S\n]*)([#>+=|]|\d+[.)](?=\s)|-(?! ))", re.MULTILINE)
"""What begins a heading, a quotation or a numbered list in Markdown. `- ` is left alone: it is meant as a list."""

_BREAK_POINTS: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[/_])(?=\w)")
"""Where a long name may be broken: between its words and between the steps of a path."""


class _SafeHtml(str):
    """Text that is HTML already: jinja2 doesn't escape what has the method `__html__`."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


def as_html(text: str) -> str:
    """The text as HTML paragraphs and lists; everything but the backticks of code is escaped."""
    return _SafeHtml("".join(_html_blocks(text)))


def _html_blocks(text: str) -> Iterator[str]:
    for block in _PARAGRAPHS.split(text.strip()):
        lines = block.split("\n")
        if all(_ITEM.match(line) for line in lines):
            items = (_html_inline(_ITEM.sub("", line, count=1)) for line in lines)
            yield f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
        elif block:
            yield f"<p>{_html_inline(block)}</p>"


def _html_inline(text: str) -> str:
    return "".join(
        f"<code>{escape(part.strip('`'))}</code>" if _is_code(index) else escape(part)
        for index, part in enumerate(_CODE.split(text))
    )


def _is_code(index: int) -> bool:
    """Whether a part of the text is code: `_CODE.split` puts what it matched at the odd indices."""
    return index % 2 == 1


def as_breakable(name: str) -> str:
    """A name or path as HTML that a narrow page can break between its words."""
    return _SafeHtml(_BREAK_POINTS.sub("<wbr>", escape(name)))


def as_block(text: str) -> str:
    """The text as Markdown paragraphs and lists; everything but backticks and `- ` is escaped."""
    return _OPENERS.sub(_with_backslash, _markdown_inline(text.strip()))


def as_cell(text: str) -> str:
    """The text on one line of Markdown, for table cells and list items: nothing in it ends the cell or opens a tag."""
    paragraphs = _PARAGRAPHS.sub("\n", _markdown_inline(text.strip()))
    return _LINE_BREAKS.sub("<br>", paragraphs).replace("|", r"\|")


def _markdown_inline(text: str) -> str:
    return "".join(part if _is_code(index) else _escaped(part) for index, part in enumerate(_CODE.split(text)))


def _escaped(text: str) -> str:
    return _EMPHASIS.sub(r"\\\g<0>", text).replace("&", "&amp;").replace("<", "&lt;").replace("`", r"\`")


def _with_backslash(match: re.Match[str]) -> str:
    """`# x` -> `\\# x`, but `1. x` -> `1\\. x`: Markdown has no escape for digits."""
    indent, opener = match.groups()
    return f"{indent}{opener[:-1]}\\{opener[-1]}"


def as_code(text: str) -> str:
    """The text as code in a cell of a Markdown table, whatever characters it has."""
    ticks = max((len(run) for run in re.findall("`+", text)), default=0)
    fence, space = "`" * (ticks + 1), " " if ticks else ""
    return f"{fence}{space}{text}{space}{fence}".replace("|", r"\|")


def heading_slugs(headings: Iterable[str]) -> list[str]:
    """The fragments that GitHub gives to headings, in order: `errors`, then `errors-1` for the next of that name."""
    seen: Counter[str] = Counter()
    slugs: list[str] = []
    for heading in headings:
        slug = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        slugs.append(f"{slug}-{seen[slug]}" if seen[slug] else slug)
        seen[slug] += 1
    return slugs
