"""Reads a string literal: plain, raw or triple-quoted, with CEL's escapes."""

from __future__ import annotations

from typing import Final

from shapeproof.cel.cel_error import CelError

__all__ = ["string_at"]

_SIMPLE: Final = {
    "a": "\a",
    "b": "\b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
    "\\": "\\",
    "?": "?",
    '"': '"',
    "'": "'",
    "`": "`",
}
_HEXADECIMAL_DIGITS: Final = {"x": 2, "X": 2, "u": 4, "U": 8}
_HEXADECIMAL: Final = frozenset("0123456789abcdefABCDEF")
_OCTAL: Final = frozenset("01234567")


def string_at(source: str, start: int) -> tuple[str, int]:
    """The value of the string literal that starts at a position, and where it ends.

    Args:
        source: the expression.
        start: the position of its `r` or its quote, which the caller has seen.

    Raises:
        CelError: it isn't closed, or an escape isn't one of CEL's.
    """
    is_raw = source[start] in "rR"
    position = start + is_raw
    quote = source[position]
    delimiter = quote * 3 if source.startswith(quote * 3, position) else quote
    position += len(delimiter)
    parts: list[str] = []
    while not source.startswith(delimiter, position):
        if position >= len(source):
            raise CelError(f"a string isn't closed: expected {delimiter}", column=start)
        character = source[position]
        if character in "\r\n" and len(delimiter) == 1:
            raise CelError(
                "a line break in a string", column=position, hint="write \\n, or put three quotes around the string"
            )
        if character == "\\" and not is_raw:
            character, position = _escape(source, position)
        else:
            position += 1
        parts.append(character)
    return "".join(parts), position + len(delimiter)


def _escape(source: str, start: int) -> tuple[str, int]:
    """The character of the escape whose backslash is at `start`, and where the escape ends."""
    letter = source[start + 1 : start + 2]
    if letter in _SIMPLE:
        return _SIMPLE[letter], start + 2
    if letter in _HEXADECIMAL_DIGITS:
        end = start + 2 + _HEXADECIMAL_DIGITS[letter]
        digits = source[start + 2 : end]
        if len(digits) < end - start - 2 or not _HEXADECIMAL.issuperset(digits):
            raise CelError(f"\\{letter} needs {_HEXADECIMAL_DIGITS[letter]} hexadecimal digits", column=start)
        return _character(int(digits, 16), start), end
    octal = source[start + 1 : start + 4]
    if len(octal) == 3 and octal[0] in "0123" and _OCTAL.issuperset(octal):
        return chr(int(octal, 8)), start + 4
    raise CelError(
        f"unknown escape \\{letter}",
        column=start,
        hint="write \\\\ for a backslash, or r'…' for a string without escapes",
    )


def _character(point: int, column: int) -> str:
    if point > 0x10FFFF or 0xD800 <= point <= 0xDFFF:
        raise CelError(f"U+{point:04X} is not a character", column=column)
    return chr(point)
