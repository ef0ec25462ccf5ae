"""Strings from outside as Markdown for GitHub. Nothing else makes `MarkdownText`, the only type that templates print.

No string means a heading, a list, a table, a link, an image, a mention, HTML or mathematics. What Markdown has no
escape for is cut by an empty comment. The links in descriptions are those of `capture.prose_links`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from shapeproof.errors import printable
from shapeproof.markup.prose import inlines, is_list, item_text, paragraphs

__all__ = [
    "MarkdownText",
    "as_block",
    "as_cell",
    "as_code",
    "as_code_block",
    "as_code_cell",
    "as_name",
    "heading_slugs",
]

_MEANINGFUL: Final = re.compile(r"[\\`*\[\]~|$]|(?<![^\W_])_|_(?![^\W_])|(?<=[a-z]):(?=//)|(?<=\bwww)\.", re.IGNORECASE)
"""What means emphasis, code, a link, a cell or mathematics. An underscore within a word means itself."""
_REFERENCES: Final = re.compile(r"@(?=\w)|#(?=\d)|\bGH(?=-\d)", re.IGNORECASE)
"""What GitHub makes mentions, addresses and links to issues of, after it has read the escapes."""
_OPENERS: Final = re.compile(r"^([#>+=-]+|\d+[.)](?=\s|$)|:(?=[-:]))", re.MULTILINE)
"""What begins a heading, a quotation, a list, a rule or the second line of a table."""
_CUT: Final = "<!-- -->"
_HEADING_ENDS: Final = re.compile(r"(?<!#)(#+)$")


class MarkdownText(str):
    """A string that is Markdown already: templates print no other."""

    __slots__ = ()

    def __html__(self) -> str:
        """Jinja prints what has this method as it is."""
        return self


def as_block(text: str) -> MarkdownText:
    """The text as Markdown paragraphs and lists; everything but code, links and `- ` is escaped."""
    return MarkdownText(
        "\n\n".join(
            "\n".join(f"- {_line(item_text(line))}" for line in lines)
            if is_list(lines)
            else "\n".join(map(_line, lines))
            for lines in paragraphs(text)
        )
    )


def _line(text: str) -> str:
    """A line of a block. It begins without spaces, which would mean code, and with nothing that opens a block."""
    return _OPENERS.sub(_with_backslash, _inline(text.strip(), is_cell=False))


def _with_backslash(match: re.Match[str]) -> str:
    """`# x` -> `\\# x`, but `1. x` -> `1\\. x`: Markdown has no escape for digits."""
    opener = match.group()
    return f"{opener[:-1]}\\{opener[-1]}" if opener[0].isdigit() else f"\\{opener}"


def as_cell(text: str) -> MarkdownText:
    """The text on one line, for cells of tables and items of lists."""
    lines = [line for paragraph in paragraphs(text) for line in paragraph]
    return MarkdownText("<br>".join(_inline(line.strip(), is_cell=True) for line in lines))


def as_name(text: str) -> MarkdownText:
    """A name, or words, in a heading, a link or a cell: no part of it is code."""
    return MarkdownText(_HEADING_ENDS.sub(r"\\\1", _escaped(text)))


def _inline(text: str, *, is_cell: bool) -> str:
    code = as_code_cell if is_cell else as_code
    written = ""
    for part in inlines(text):
        if part.is_code:
            written += code(part.text)
        elif part.target:
            if written.endswith("!"):  # which would make an image of the link
                written += _CUT
            written += f"[{_inline(part.text, is_cell=is_cell)}]({part.target.replace('&', '&amp;')})"
        else:
            written += _escaped(part.text)
    return written


def _escaped(text: str) -> str:
    escaped = _MEANINGFUL.sub(r"\\\g<0>", _visible(text))
    escaped = escaped.replace("&", "&amp;").replace("<", "&lt;")
    return _REFERENCES.sub(rf"\g<0>{_CUT}", escaped)


def _visible(text: str) -> str:
    return printable(text).replace("\n", r"\n")


def as_code(text: str) -> MarkdownText:
    """The text as code outside of tables, whatever characters it has."""
    line = _visible(text)
    if not line.strip() or "##" in line:  # a span of code can't be empty
        return _code_element(line)
    ticks = max((len(run) for run in re.findall("`+", line)), default=0)
    is_padded = line[0] in " `" or line[-1] in " `"
    fence, space = "`" * (ticks + 1), " " if is_padded else ""
    return MarkdownText(f"{fence}{space}{line}{space}{fence}")


def as_code_cell(text: str) -> MarkdownText:
    """The text as code in a cell of a table. Readers don't agree on a backslash before `|`, so that is written in HTML."""
    if "\\|" in _visible(text):
        return _code_element(_visible(text))
    return MarkdownText(as_code(text).replace("|", r"\|"))


def _code_element(text: str) -> MarkdownText:
    """Code as HTML, with a reference for every character that means something in Markdown."""
    references = (
        character if character.isalnum() or character == " " else f"&#{ord(character)};" for character in text
    )
    return MarkdownText(f"<code>{''.join(references)}</code>")


def as_code_block(text: str, language: str = "") -> MarkdownText:
    """The text as a block of code, with a fence longer than any in it."""
    ticks = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, ticks + 1)
    return MarkdownText(f"{fence}{language}\n{printable(text)}\n{fence}")


def heading_slugs(headings: Iterable[str]) -> list[str]:
    """The fragments that GitHub gives to headings, in order: `errors`, then `errors-1` for the next of that name.

    They consist of letters, digits, `_` and `-`.
    """
    seen: Counter[str] = Counter()
    slugs: list[str] = []
    for heading in headings:
        slug = re.sub(r"[^\w\- ]", "", _visible(heading.strip()).lower()).replace(" ", "-")
        slugs.append(f"{slug}-{seen[slug]}" if seen[slug] else slug)
        seen[slug] += 1
    return slugs
