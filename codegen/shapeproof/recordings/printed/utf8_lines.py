"""Lines whose characters are asked for by bytes, as Python's parser counts them."""

from __future__ import annotations

from functools import cached_property
from typing import Final

__all__ = ["Utf8Line"]

_STEP: Final = 1024
_CONTINUATION_BYTES: Final = bytes(range(0x80, 0xC0))
"""The bytes of UTF-8 that do not start a character."""


class Utf8Line:
    """A line. It may be as long as a file, and be asked for each of its characters, so it is counted once."""

    def __init__(self, text: str) -> None:
        self._text = text

    def character_index(self, byte_index: int) -> int:
        """The index of the character that starts at a byte of the line in UTF-8."""
        if self._text.isascii():
            return byte_index
        step = min(byte_index // _STEP, len(self._characters_before) - 1)
        return self._characters_before[step] + _count_characters(self._data[step * _STEP : byte_index])

    @cached_property
    def _data(self) -> bytes:
        return self._text.encode()

    @cached_property
    def _characters_before(self) -> list[int]:
        """The number of characters that start before each step of bytes."""
        counts = [0]
        for start in range(0, len(self._data), _STEP):
            counts.append(counts[-1] + _count_characters(self._data[start : start + _STEP]))
        return counts


def _count_characters(data: bytes) -> int:
    return len(data.translate(None, _CONTINUATION_BYTES))
