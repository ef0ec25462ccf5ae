"""The locations of many offsets in one text, in any order."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from functools import cached_property
from itertools import chain

from shapeproof.recordings.location import Location

__all__ = ["LineIndex"]


class LineIndex:
    """Turns offsets into locations. Lines end with a line feed, as editors and reports count them."""

    def __init__(self, text: str) -> None:
        self._text = text

    def location(self, offset: int) -> Location:
        """The location of an offset (in characters); that of the text's end if it lies behind all but white space."""
        offset = min(offset, self._end)
        line = bisect_right(self._starts, offset)
        return Location(line, offset - self._starts[line - 1] + 1)

    @cached_property
    def _end(self) -> int:
        return len(self._text.rstrip())

    @cached_property
    def _starts(self) -> array[int]:
        """The offset of each line."""
        return array("Q", chain((0,), (line_feed.end() for line_feed in re.finditer("\n", self._text))))
