"""Splits an expression into tokens."""

from __future__ import annotations

import re
from math import isinf
from typing import Final, Literal, NamedTuple

from shapeproof.cel.cel_error import CelError
from shapeproof.cel.string_literals import string_at
from shapeproof.expressions import Expression as RegularExpression

__all__ = ["Token", "TokenKind", "tokens_of"]

TokenKind = Literal["name", "quoted name", "int", "double", "string", "operator", "end"]

_COMMON: Final = RegularExpression(
    r"[\t\n\f\r ]*+(?:([A-Za-z_][A-Za-z0-9_]*+)(?!['\"])|(&&|\|\||[=!<>]=|[][<>!()?:,+*%{}-]|\.(?![0-9])))"
)
"""Names and operators with the white space before them: most of an expression, read in one step."""
_SPACE: Final = RegularExpression(r"(?:[\t\n\f\r ]++|//[^\r\n]*+)*+")
_NAME: Final = RegularExpression(r"[A-Za-z_][A-Za-z0-9_]*+")
_QUOTED_NAME: Final = RegularExpression(r"`([A-Za-z0-9_./ -]++)`")
_NUMBER: Final = RegularExpression(
    r"(?P<hexadecimal>0x[0-9A-Fa-f]++)|(?P<double>[0-9]*+\.[0-9]++(?:[eE][+-]?[0-9]++)?|[0-9]++[eE][+-]?[0-9]++)"
    r"|(?P<decimal>[0-9]++)"
)
_OPERATOR: Final = RegularExpression(r"&&|\|\||[=!<>]=|[][<>!()?:.,+*/%{}-]")
_MAX_INT: Final = 2**63
"""The largest magnitude: that of the least integer, of which the parser allows only the negative."""


class Token(NamedTuple):
    """A token.

    Attributes:
        kind: what it is.
        text: how the expression writes it.
        column: where it starts, in characters from 0.
        value: the value of a number or a string; None for others.
    """

    kind: TokenKind
    text: str
    column: int
    value: int | float | str | None = None


def tokens_of(source: str) -> list[Token]:
    """The tokens of an expression; the last one is its end.

    Raises:
        CelError: something isn't a token, or one of CEL that the subset doesn't have.
    """
    tokens: list[Token] = []
    match_common = _COMMON.compiled.match
    position = 0
    while True:
        if match := match_common(source, position):
            kind: TokenKind = "name" if match.lastindex == 1 else "operator"
            tokens.append(Token(kind, match[match.lastindex or 0], match.start(match.lastindex or 0)))
            position = match.end()
            continue
        position = _after_space(source, position)
        if position == len(source):
            break
        token, position = _token(source, position)
        tokens.append(token)
    tokens.append(Token("end", "the end", len(source)))
    return tokens


def _after_space(source: str, start: int) -> int:
    """The position after white space and comments."""
    match = _SPACE.compiled.match(source, start)
    return match.end() if match else start


def _token(source: str, start: int) -> tuple[Token, int]:
    character = source[start]
    if character in "'\"" or (character in "rR" and source[start + 1 : start + 2] in ("'", '"')):
        value, end = string_at(source, start)
        return Token("string", source[start:end], start, value), end
    if name := _NAME.compiled.match(source, start):
        end = name.end()
        if name[0].lower() in {"b", "br", "rb"} and source[end : end + 1] in ("'", '"'):
            raise CelError("bytes are outside of this subset of CEL", column=start, hint="write a string")
        return Token("name", name[0], start), end
    if number := _NUMBER.compiled.match(source, start):
        return _number(number), number.end()
    if operator := _OPERATOR.compiled.match(source, start):
        return Token("operator", operator[0], start), operator.end()
    if quoted := _QUOTED_NAME.compiled.match(source, start):
        return Token("quoted name", quoted[1], start), quoted.end()
    hints = {"=": "to compare, write ==", "&": "write && for and", "|": "write || for or"}
    raise CelError(f"unexpected {character!r}", column=start, hint=hints.get(character))


def _number(match: re.Match[str]) -> Token:
    text, start = match[0], match.start()
    following = match.string[match.end() : match.end() + 1]
    if following in {"u", "U"}:
        raise CelError("unsigned integers are outside of this subset of CEL", column=start, hint="leave out the u")
    if following.isalnum() or following == "_":
        raise CelError(f"{following!r} in a number", column=match.end())
    if match["double"]:
        value = float(text)
        if isinf(value):
            raise CelError("a double must be finite", column=start)
        return Token("double", text, start, value)
    # Python refuses to read integers of thousands of digits.
    digits = text[2:] if match["hexadecimal"] else text
    integer = int(digits, 16 if match["hexadecimal"] else 10) if len(digits.lstrip("0")) <= 20 else _MAX_INT + 1
    if integer > _MAX_INT:
        raise CelError("an integer must fit in 64 bits", column=start)
    return Token("int", text, start, integer)
