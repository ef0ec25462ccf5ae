"""Strings from outside as HTML. Nothing else makes `HtmlText`, the type that pages print as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Final

from shapeproof.errors import printable
from shapeproof.markup.prose import Inline, inlines, is_list, item_text, paragraphs

__all__ = ["HtmlText", "as_anchor", "as_breakable", "as_html", "as_text"]

_BREAK_POINTS: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[/_])(?=\w)")
"""Where a long name may be broken: between its words and between the steps of a path."""
_NOT_IN_ANCHORS: Final = re.compile(r"[^A-Za-z0-9_./:\[\]{}-]")
_CI_COMMAND: Final = re.compile(r"^( *):(?=:)", re.MULTILINE)
"""Pages are printed, too, and what prints them may be a job on GitHub."""


class HtmlText(str):
    """A string that is HTML already: Jinja doesn't escape what has the method `__html__`."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


def as_text(text: str) -> HtmlText:
    """The text as it is, in an element or a quoted attribute: escaped, and with escapes for what can't be seen."""
    escaped = escape(printable(text)).replace("##", "#&#35;")
    return HtmlText(_CI_COMMAND.sub(r"\1&#58;", escaped))


def as_html(text: str) -> HtmlText:
    """The text as HTML paragraphs and lists; everything but the backticks of code and the marks of links is escaped."""
    return HtmlText("".join(_blocks(text)))


def _blocks(text: str) -> Iterator[str]:
    for lines in paragraphs(text):
        if is_list(lines):
            yield f"<ul>{''.join(f'<li>{_inline(item_text(line))}</li>' for line in lines)}</ul>"
        else:
            yield f"<p>{_inline(chr(10).join(lines))}</p>"


def _inline(text: str) -> str:
    return "".join(map(_part, inlines(text)))


def _part(part: Inline) -> str:
    if part.is_code:
        return f"<code>{as_text(part.text)}</code>"
    if part.target:
        return f'<a href="{as_text(part.target)}" rel="noopener">{_inline(part.text)}</a>'
    return as_text(part.text)


def as_breakable(name: str) -> HtmlText:
    """A name or path as HTML that a narrow page can break between its words."""
    return HtmlText("<wbr>".join(as_text(part) for part in _BREAK_POINTS.split(name)))


def as_anchor(text: str) -> HtmlText:
    """An `id`, and the fragment of a link to it: letters, digits and a few signs that mean the same in both.

    Names of APIs and the signs of paths stay as they are; anything else becomes `~20~`, its number between tildes.
    """
    return HtmlText(_NOT_IN_ANCHORS.sub(lambda match: f"~{ord(match.group()):x}~", text))
