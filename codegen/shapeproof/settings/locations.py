"""Where in a pyproject.toml a setting is: found without a TOML parser that tells, so it may be the line of the table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from shapeproof.settings.model import TABLE

__all__ = ["item_lines", "line_of"]

_HEADER: Final = r"^[ \t]*\[\[[ \t]*{}[ \t]*\.[ \t]*{}[ \t]*\]\]"


def line_of(text: str, key: str) -> int:
    """The line of a setting; the line of the table if it is not found."""
    start, end = _place(text, key)
    return _line_at(text, start if end is None else end)


def item_lines(text: str, key: str, quoted: list[str]) -> Iterator[int]:
    """The line of each item of an array: of its table's header or, in a list, of a string that is its own.

    Args:
        text: the whole file.
        key: the key of the array.
        quoted: a string of each item, by which it is found.
    """
    text = re.sub(r"^[ \t]*#.*", lambda comment: " " * len(comment.group()), text, flags=re.MULTILINE)
    headers = [
        match.end() for match in re.finditer(_HEADER.format(re.escape(TABLE), re.escape(key)), text, re.MULTILINE)
    ]
    if len(headers) == len(quoted):
        yield from (_line_at(text, header) for header in headers)
        return
    start, end = _place(text, key)
    position = start if end is None else end
    for string in quoted:
        found = re.compile(rf"([\"']){re.escape(string)}\1").search(text, position)
        position = found.end() if found else position
        yield _line_at(text, position)


def _place(text: str, key: str) -> tuple[int, int | None]:
    """Where the table starts, and where the key ends; None if it is not found."""
    table = re.search(rf"^[ \t]*\[[ \t]*{re.escape(TABLE)}", text, re.MULTILINE)
    start = table.start() if table else 0
    pattern = rf"^[ \t]*\[{{0,2}}[ \t]*(?:tool\.)?(?:shapeproof\.)?(?:rules\.)?[\"']?{re.escape(key)}(?!\w)"
    match = re.compile(pattern, re.MULTILINE).search(text, start)
    return start, match.end() if match else None


def _line_at(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
