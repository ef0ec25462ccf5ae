"""YAML scalars: their plain values, and the source offset of each character of a value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from shapeproof.recordings.syntax.json_token_faults import MAX_DIGITS, TOO_MANY_DIGITS
from shapeproof.recordings.syntax.parse_error import ParseError
from shapeproof.recordings.syntax.recorded_values import decode_base64
from shapeproof.validation.catalog import reading

__all__ = ["scalar_value", "source_offset"]

_STANDARD: Final = "tag:yaml.org,2002:"
_BINARY: Final = (f"{_STANDARD}binary", "!binary")  # Ruby writes the second

# Spaces that end no line are one piece: a search from each of them would take the square of their number.
_FOLD: Final = r"(?P<fold>[ \t]*+\r?\n(?P<blank>(?:[ \t]*+\r?\n)*+)[ \t]*+)|(?P<spaces>[ \t]++)"
_PIECES: Final = {
    "": re.compile(_FOLD + "|.", re.DOTALL),
    "'": re.compile(_FOLD + "|(?P<short>'')|.", re.DOTALL),
    '"': re.compile(
        r"(?P<joined>\\\r?\n[ \t]*)|" + _FOLD + r"|\\x..|\\u.{4}|\\U.{8}|\\.|.", re.DOTALL
    ),
}  # fmt: skip
_BLOCK_HEADER: Final = re.compile(r"\|[^\n]*\n")


def scalar_value(text: str, style: str, tag: str | None) -> Any:
    """The value of a scalar. A tag can ask for bytes or a plain type, and for nothing else.

    Args:
        text: the scalar's text, unescaped.
        style: how it is written: `'`, `"`, `|`, `>`, or empty if it is plain.
        tag: its tag, if it has one.

    Raises:
        ValueError: bytes are not valid base64.
        ParseError: a number has too many digits.
    """
    if tag in _BINARY:
        return decode_base64(text)
    effective_tag = tag or (_implicit_tag(text) if not style else "")
    if effective_tag.removeprefix(_STANDARD) not in {"null", "bool", "int", "float"}:
        return text
    if effective_tag.endswith("null"):
        return None
    if len(text) > MAX_DIGITS:
        raise ParseError(reading.TOO_LARGE, TOO_MANY_DIGITS, 1, 1)
    return _plain_value(effective_tag, text)


@cache
def _resolver_and_constructor() -> tuple[Any, Any]:
    """PyYAML's classes that give a plain scalar its tag and its value; they are only partly typed."""
    from yaml.constructor import SafeConstructor
    from yaml.resolver import Resolver

    return Resolver(), SafeConstructor()


def _implicit_tag(text: str) -> str:
    from yaml.nodes import ScalarNode

    return str(_resolver_and_constructor()[0].resolve(ScalarNode, text, (True, False)))


def _plain_value(tag: str, text: str) -> Any:
    from yaml.nodes import ScalarNode

    construct = getattr(_resolver_and_constructor()[1], f"construct_yaml_{tag.removeprefix(_STANDARD)}")
    try:
        return construct(ScalarNode(tag, text))
    except (ValueError, LookupError):  # the text doesn't fit its tag
        return text


def source_offset(source: str, value: str, style: str, offset: int) -> int | None:
    """The offset in a scalar's source of a character of its value.

    Args:
        source: the scalar as it is written, with its quotes or block indicator.
        value: the scalar's value.
        style: how it is written: `'`, `"`, `|`, `>`, or empty if it is plain.
        offset: the offset of the character in `value`.

    Returns:
        An offset in `source`; None for folded blocks, whose lines can't be followed.
    """
    if style == "|":
        return _offset_in_block(source, value, offset)
    pieces = _PIECES.get(style)
    if pieces is None:
        return None
    start, end = (1, len(source) - 1) if style else (0, len(source))
    value_length = 0
    for piece in pieces.finditer(source, start, end):
        length = _value_length(piece)
        if value_length + length > offset:
            return piece.start() + (offset - value_length if piece["spaces"] else 0)
        value_length += length
    return end


def _value_length(piece: re.Match[str]) -> int:
    """The number of characters that a piece of source yields: a line break and the space around it are folded."""
    groups = piece.groupdict()
    if groups.get("joined") is not None:
        return 0
    if groups["fold"] is not None:
        return groups["blank"].count("\n") or 1
    return len(groups["spaces"] or " ")


def _offset_in_block(source: str, value: str, offset: int) -> int | None:
    """In a literal block, only the indentation of lines is removed."""
    header = _BLOCK_HEADER.match(source)
    if header is None:
        return None
    before = value[:offset]
    for number, (start, line) in enumerate(_lines(source, header.end())):
        if number == before.count("\n"):
            value_line = value.split("\n")[number]
            indentation = len(line) - len(value_line)
            return start + indentation + len(before) - before.rfind("\n") - 1 if line.endswith(value_line) else None
    return None


def _lines(text: str, start: int) -> Iterator[tuple[int, str]]:
    """Each line from `start` on, with its offset and without its line end."""
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, text[start:end].removesuffix("\r")
        start = end + 1
