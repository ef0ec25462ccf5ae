"""A scalar of a YAML text -> its plain value; a place in such a value -> the place in the text that was written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from shapeproof.recordings.syntax.json_faults import MAX_DIGITS, TOO_MANY_DIGITS
from shapeproof.recordings.syntax.recorded_values import from_base64
from shapeproof.recordings.syntax.unreadable import UnreadableText
from shapeproof.validation.catalog import reading

__all__ = ["offset_in_text", "scalar_value"]

_STANDARD: Final = "tag:yaml.org,2002:"
_BINARY: Final = (f"{_STANDARD}binary", "!binary")  # the second is how Ruby writes it

_FOLD: Final = r"(?P<fold>[ \t]*\r?\n(?P<blank>(?:[ \t]*\r?\n)*)[ \t]*)"
_PIECES: Final = {
    "": re.compile(_FOLD + "|.", re.DOTALL),
    "'": re.compile(_FOLD + "|(?P<short>'')|.", re.DOTALL),
    '"': re.compile(
        r"(?P<joined>\\\r?\n[ \t]*)|" + _FOLD + r"|\\x..|\\u.{4}|\\U.{8}|\\.|.", re.DOTALL
    ),
}  # fmt: skip
_BLOCK_HEAD: Final = re.compile(r"\|[^\n]*\n")


def scalar_value(text: str, style: str, tag: str | None) -> Any:
    """What a scalar stands for: a tag can ask for bytes or a plain type, and for nothing else.

    `text` is the scalar's, unescaped; `style` is how it is written (`'`, `"`, `|`, `>`, or nothing). Raises ValueError
    for bytes that are no base64, UnreadableText for a number that is too long.
    """
    if tag in _BINARY:
        return from_base64(text)
    kind = tag or (_kind(text) if not style else "")
    if kind.removeprefix(_STANDARD) not in {"null", "bool", "int", "float"}:
        return text
    if kind.endswith("null"):
        return None
    if len(text) > MAX_DIGITS:
        raise UnreadableText(reading.TOO_LARGE, TOO_MANY_DIGITS, 1, 1)
    return _plain(kind, text)


@cache
def _reader() -> tuple[Any, Any]:
    """What tells plain scalars apart, and what reads them: parts of PyYAML that have no whole types."""
    from yaml.constructor import SafeConstructor
    from yaml.resolver import Resolver

    return Resolver(), SafeConstructor()


def _kind(text: str) -> str:
    from yaml.nodes import ScalarNode

    return str(_reader()[0].resolve(ScalarNode, text, (True, False)))


def _plain(kind: str, text: str) -> Any:
    from yaml.nodes import ScalarNode

    read = getattr(_reader()[1], f"construct_yaml_{kind.removeprefix(_STANDARD)}")
    try:
        return read(ScalarNode(kind, text))
    except (ValueError, LookupError):  # a tag that its text doesn't keep
        return text


def offset_in_text(written: str, value: str, style: str, offset: int) -> int | None:
    """Where the character at `offset` of a scalar's value stands in `written`, the scalar as it stands in its text.

    None where that can't be told: in folded blocks.
    """
    if style == "|":
        return _in_block(written, value, offset)
    pieces = _PIECES.get(style)
    if pieces is None:
        return None
    start, end = (1, len(written) - 1) if style else (0, len(written))
    reached = 0
    for piece in pieces.finditer(written, start, end):
        reached += _length(piece)
        if reached > offset:
            return piece.start()
    return end


def _length(piece: re.Match[str]) -> int:
    """How many characters a piece of a scalar stands for: a break and what surrounds it is folded."""
    found = piece.groupdict()
    if found.get("joined") is not None:
        return 0
    if found["fold"] is not None:
        return found["blank"].count("\n") or 1
    return 1


def _in_block(written: str, value: str, offset: int) -> int | None:
    """Lines of a literal block stand as they are, but for their indentation."""
    head = _BLOCK_HEAD.match(written)
    if head is None:
        return None
    before = value[:offset]
    for number, (start, line) in enumerate(_lines(written, head.end())):
        if number == before.count("\n"):
            whole = value.split("\n")[number]
            indentation = len(line) - len(whole)
            return start + indentation + len(before) - before.rfind("\n") - 1 if line.endswith(whole) else None
    return None


def _lines(text: str, start: int) -> Iterator[tuple[int, str]]:
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, text[start:end].removesuffix("\r")
        start = end + 1
