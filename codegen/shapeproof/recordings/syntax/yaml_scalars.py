"""YAML scalars: their plain values, and the source offset of each character of a value."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any, Final

from shapeproof.recordings.limits import MAX_DIGITS
from shapeproof.recordings.syntax.json_token_faults import TOO_MANY_DIGITS, has_too_many_digits
from shapeproof.recordings.syntax.parse_error import ParseError
from shapeproof.recordings.syntax.recorded_values import decode_base64
from shapeproof.validation.catalog import reading

__all__ = ["scalar_value", "source_offsets"]

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
_ONLY_YAML_1_1: Final = re.compile(r"(?i:yes|no|on|off|y|n)|[-+]?[0-9][0-9_]*+(?::[0-9_.]++)++")
"""What is a boolean, or a number in base 60, in YAML 1.1 alone."""
_ONLY_YAML_1_2: Final = re.compile(r"[-+]?(?:\.[0-9]++|[0-9]++(?:\.[0-9]*+)?)[eE][-+]?[0-9]++")
"""What is a float in YAML 1.2 alone, among others: `5e-05` has no point, `1.5e300` no sign."""
_BLOCK_HEADER: Final = re.compile(r"\|[^\n]*\n")


def scalar_value(text: str, style: str, tag: str | None, *, is_core: bool = False) -> Any:
    """The value of a scalar. A tag can ask for bytes or a plain type, and for nothing else.

    Args:
        text: the scalar's text, unescaped.
        style: how it is written: `'`, `"`, `|`, `>`, or empty if it is plain.
        tag: its tag, if it has one.
        is_core: whether a plain scalar has the type that YAML 1.2 gives it, not that of YAML 1.1.

    Raises:
        ValueError: bytes are not valid base64.
        ParseError: a number has too many digits.
    """
    if is_core and not (style or tag) and _ONLY_YAML_1_1.fullmatch(text):
        return text
    if tag in _BINARY:
        return decode_base64(text)
    effective_tag = tag or (_implicit_tag(text, is_core=is_core) if not style else "")
    if effective_tag.removeprefix(_STANDARD) not in {"null", "bool", "int", "float"}:
        return text
    if effective_tag.endswith("null"):
        return None
    # The text is bounded first, because converting it takes long; then the value, which hexadecimal digits make longer.
    value = None if len(text) > MAX_DIGITS else _plain_value(effective_tag, text)
    if value is None or has_too_many_digits(value):
        raise ParseError(reading.TOO_LARGE, TOO_MANY_DIGITS, 1, 1)
    return value


@cache
def _resolver_and_constructor() -> tuple[Any, Any]:
    """PyYAML's classes that give a plain scalar its tag and its value; they are only partly typed."""
    from yaml.constructor import SafeConstructor
    from yaml.resolver import Resolver

    return Resolver(), SafeConstructor()


def _implicit_tag(text: str, *, is_core: bool) -> str:
    from yaml.nodes import ScalarNode

    if is_core and _ONLY_YAML_1_2.fullmatch(text):
        return "float"
    return str(_resolver_and_constructor()[0].resolve(ScalarNode, text, (True, False)))


def _plain_value(tag: str, text: str) -> Any:
    from yaml.nodes import ScalarNode

    construct = getattr(_resolver_and_constructor()[1], f"construct_yaml_{tag.removeprefix(_STANDARD)}")
    try:
        return construct(ScalarNode(tag, text))
    except (ValueError, LookupError):  # the text doesn't fit its tag
        return text
    except OverflowError:  # a number in base 60 that is as large as infinity
        return -math.inf if text.startswith("-") else math.inf


def source_offsets(source: str, value: str, style: str, offsets: Iterable[int]) -> dict[int, int]:
    """The offsets in a scalar's source of characters of its value, found in one pass.

    Args:
        source: the scalar as it is written, with its quotes or block indicator.
        value: the scalar's value.
        style: how it is written: `'`, `"`, `|`, `>`, or empty if it is plain.
        offsets: offsets of characters in `value`.

    Returns:
        Offsets in `source`. Folded blocks, whose lines can't be followed, have none.
    """
    wanted = sorted(set(offsets))
    if style == "|":
        return dict(_offsets_in_block(source, value, wanted))
    pieces = _PIECES.get(style)
    return dict(_offsets_in_pieces(source, pieces, style, wanted)) if pieces else {}


def _offsets_in_pieces(
    source: str, pieces: re.Pattern[str], style: str, wanted: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Pairs of an offset in the value and that in the source, whose pieces yield the value's characters."""
    start, end = (1, len(source) - 1) if style else (0, len(source))
    remaining = iter(wanted)
    offset = next(remaining, None)
    value_length = 0
    for piece in pieces.finditer(source, start, end):
        if offset is None:
            return
        length = _value_length(piece)
        while offset is not None and value_length + length > offset:
            yield offset, piece.start() + (offset - value_length if piece["spaces"] else 0)
            offset = next(remaining, None)
        value_length += length
    while offset is not None:
        yield offset, end
        offset = next(remaining, None)


def _value_length(piece: re.Match[str]) -> int:
    """The number of characters that a piece of source yields: a line break and the space around it are folded."""
    groups = piece.groupdict()
    if groups.get("joined") is not None:
        return 0
    if groups["fold"] is not None:
        return groups["blank"].count("\n") or 1
    return len(groups["spaces"] or " ")


def _offsets_in_block(source: str, value: str, wanted: Sequence[int]) -> Iterator[tuple[int, int]]:
    """In a literal block, only the indentation of lines is removed."""
    header = _BLOCK_HEADER.match(source)
    lines = zip(_lines(value, 0), _lines(source, header.end()), strict=False) if header else iter(())
    remaining = iter(wanted)
    offset = next(remaining, None)
    for (value_start, value_line), (source_start, line) in lines:
        while offset is not None and offset <= value_start + len(value_line):
            if line.endswith(value_line):
                yield offset, source_start + len(line) - len(value_line) + offset - value_start
            offset = next(remaining, None)


def _lines(text: str, start: int) -> Iterator[tuple[int, str]]:
    """Each line from `start` on, with its offset and without its line end."""
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, text[start:end].removesuffix("\r")
        start = end + 1
