"""Descriptions: plain text with `code` in backticks, paragraphs between empty lines, and lists of lines after `- `.

They may have the links that `capture.prose_links` writes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from shapeproof.capture.prose_links import LINK, MARKS

__all__ = ["Inline", "inlines", "is_list", "item_text", "paragraphs", "split_lead"]

_CODE: Final = re.compile(rf"(?<!`)`[^`\n{MARKS}]+`(?!`)")
"""A single backtick on each side. Longer runs mean themselves, so that what follows them can't be code for one reader
and markup for another."""
_MARKED: Final = re.compile(f"{_CODE.pattern}|{LINK.pattern}")
_SENTENCE_ENDS: Final = re.compile(rf"(?<=[.!?])\s(?=[A-Z`{MARKS}])")
_ITEM: Final = re.compile(r"\s*- ")
_PARAGRAPHS: Final = re.compile(r"\n\s*\n")


class Inline(NamedTuple):
    """A part of a line: its characters without backticks, whether it is code, and where it links to.

    The text of a link has parts itself.
    """

    text: str
    is_code: bool = False
    target: str = ""


def paragraphs(text: str) -> Iterator[list[str]]:
    """The lines of each paragraph or list that has any."""
    for block in _PARAGRAPHS.split(text.strip()):
        if block:
            yield block.split("\n")


def is_list(lines: list[str]) -> bool:
    """Whether every line is an item of a list."""
    return all(_ITEM.match(line) for line in lines)


def item_text(line: str) -> str:
    """The text of an item of a list."""
    return _ITEM.sub("", line, count=1)


def inlines(text: str) -> Iterator[Inline]:
    """The parts of a text."""
    end = 0
    for match in _MARKED.finditer(text):
        yield Inline(text[end : match.start()])
        end = match.end()
        if target := match["target"]:
            yield Inline(match["text"], target=target)
        else:
            yield Inline(match.group()[1:-1], is_code=True)
    yield Inline(text[end:])


def split_lead(text: str, longest: int) -> tuple[str, str]:
    """The first paragraphs of a text, and its rest, which is empty for a short text.

    If the first paragraph alone is too long, it is cut after a sentence; if that is too long as well, there is no lead.

    Args:
        text: a description.
        longest: the most characters that the lead may have.
    """
    if len(text) <= longest:
        return text, ""
    ends = [match.span() for match in _PARAGRAPHS.finditer(text, 0, longest + 1)] or _sentence_ends(text, longest)
    if not ends:
        return "", text
    start, end = ends[-1]
    return text[:start], text[end:]


def _sentence_ends(text: str, longest: int) -> list[tuple[int, int]]:
    """The spans between sentences within the first characters of a text that are not in code or in the text of a link."""
    marked = [match.span() for match in _MARKED.finditer(text)]
    spans = (match.span() for match in _SENTENCE_ENDS.finditer(text, 0, longest + 1))
    return [(start, end) for start, end in spans if not any(first < end <= last for first, last in marked)]
