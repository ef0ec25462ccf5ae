"""Descriptions: plain text with `code` in backticks, paragraphs between empty lines, and lists of lines after `- `."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

__all__ = ["Inline", "inlines", "is_list", "item_text", "paragraphs"]

_CODE: Final = re.compile(r"(?<!`)(`[^`\n]+`)(?!`)")
"""A single backtick on each side. Longer runs mean themselves, so that what follows them can't be code for one reader
and markup for another."""
_ITEM: Final = re.compile(r"\s*- ")
_PARAGRAPHS: Final = re.compile(r"\n\s*\n")


class Inline(NamedTuple):
    """A part of a line: its characters without backticks, and whether it is code."""

    text: str
    is_code: bool


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
    for index, part in enumerate(_CODE.split(text)):  # what matched is at the odd indices
        yield Inline(part[1:-1], True) if index % 2 else Inline(part, False)
