"""The first fault of bytes that are not the CBOR of AWS's protocol rpc-v2-cbor: found before anything is built of them.

Lengths are believed only as far as there are bytes, and nothing is allocated for them. What the library that builds the
values would do with more of CBOR (big numbers, references, regular expressions) doesn't matter: it never sees it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from shapeproof.contract import Pointer
from shapeproof.recordings.limits import MAX_VALUES_JSON
from shapeproof.recordings.syntax.json_token_faults import TRUNCATED
from shapeproof.recordings.syntax.parse_error import ParseError
from shapeproof.validation.catalog import FindingCode, reading
from shapeproof.validation.quotations import quote_name
from shapeproof.validation.refused_values import MAX_NESTING, TOO_DEEP

__all__ = ["EPOCH_TIME", "refuse_faults"]

EPOCH_TIME: Final = 1
"""The tag of a time, a number of seconds: the only tag of the protocol that services use."""

_BYTES, _STRING, _ARRAY, _MAP, _TAG, _SIMPLE = range(2, 8)
_FLOATS: Final = frozenset({25, 26, 27})
_FALSE_TO_UNDEFINED: Final = range(20, 24)
_UNTIL_BREAK: Final = -1
_BREAK: Final = 0xFF
_TOO_MANY: Final = f"more than {MAX_VALUES_JSON:,} values; record a smaller response"
_HINT: Final = "record the response again"


def refuse_faults(data: bytes) -> None:
    """Raise ParseError for bytes that are not one CBOR value, or have more of CBOR than the protocol.

    Its code is that of invalid syntax (SP901), invalid UTF-8 (SP903), a duplicate key (SP905), values nested too deep
    (SP908), too many values (SP909), or a key that is not a string (SP915). Such bytes have no lines.
    """
    _Scanner(data).scan()


@dataclass(slots=True)
class _Container:
    """An array or a map that is not complete. `part` is the index or the key of its current value, if it has one."""

    remaining: int  # items, keys among them; _UNTIL_BREAK if a break code ends it
    keys: set[str] | None  # None for an array
    part: str | int | None = None
    awaits_value: bool = False  # of a map, after a key


class _Scanner:
    """Goes through the values one after the other, however deep they are."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._position = 0
        self._count = 0
        self._open: list[_Container] = []

    def scan(self) -> None:
        self._value()
        while self._open:
            container = self._open[-1]
            if container.remaining == 0 or (container.remaining == _UNTIL_BREAK and self._is_break(container)):
                self._open.pop()
                continue
            if container.remaining > 0:
                container.remaining -= 1
            if container.keys is None:
                container.part = container.part + 1 if isinstance(container.part, int) else 0
            elif container.awaits_value:
                container.awaits_value = False
            else:
                self._key(container, container.keys)
                continue
            self._value()
        if self._position < len(self._data):
            raise self._error(reading.INVALID_SYNTAX, f"expected nothing after the CBOR value; {_HINT}")

    def _value(self) -> None:
        start = self._position
        major, info, argument = self._head()
        if major in {_BYTES, _STRING}:
            self._string(major, argument)
        elif major in {_ARRAY, _MAP}:
            if len(self._open) == MAX_NESTING:
                raise self._error(reading.NESTED_TOO_DEEP, TOO_DEEP)
            per_entry = 2 if major == _MAP else 1
            remaining = _UNTIL_BREAK if argument is None else argument * per_entry
            self._open.append(_Container(remaining, set() if major == _MAP else None))
        elif major == _TAG:
            self._time(argument)
        elif major == _SIMPLE and info not in _FLOATS and info not in _FALSE_TO_UNDEFINED:
            raise self._invalid(start)

    def _key(self, container: _Container, keys: set[str]) -> None:
        container.part = None
        major, _, argument = self._head()
        if major != _STRING:
            raise self._error(reading.KEY_NOT_A_STRING, f"a map has a key that is not a string; {_HINT}")
        container.part = key = self._string(major, argument)
        if key in keys:
            message = f"duplicate key {quote_name(key)} in one map; readers differ in which value they take: {_HINT}"
            raise self._error(reading.DUPLICATE_KEY, message)
        keys.add(key)
        container.awaits_value = True

    def _time(self, tag: int | None) -> None:
        if tag != EPOCH_TIME:
            message = (
                f"CBOR tag {tag}, and boto3 reads no other than {EPOCH_TIME}, a time; compare it with the service's"
            )
            raise self._error(reading.INVALID_SYNTAX, message)
        major, info, _ = self._head()
        if major > 1 and not (major == _SIMPLE and info in _FLOATS):
            message = f"a time in CBOR that is not a number of seconds; {_HINT}"
            raise self._error(reading.INVALID_SYNTAX, message)

    def _string(self, major: int, length: int | None) -> str:
        """Read a string; return it if it is one of characters."""
        if length is not None:
            return self._characters(major, length)
        chunks: list[str] = []
        while self._next_byte() != _BREAK:
            start = self._position
            chunk_major, _, chunk_length = self._head()
            if chunk_major != major or chunk_length is None:
                raise self._invalid(start)
            chunks.append(self._characters(major, chunk_length))
        self._position += 1
        return "".join(chunks)

    def _characters(self, major: int, length: int) -> str:
        raw = self._take(length)
        if major == _BYTES:
            return ""
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError as error:
            message = f"a string in CBOR is not valid UTF-8; {_HINT}"
            raise self._error(reading.NOT_UTF8, message) from error

    def _head(self) -> tuple[int, int, int | None]:
        """The major type of what comes next, the other bits of its first byte, and its argument (None: indefinite)."""
        start = self._position
        self._count += 1
        if self._count > MAX_VALUES_JSON:
            raise self._error(reading.TOO_LARGE, _TOO_MANY)
        first = self._take(1)[0]
        major, info = first >> 5, first & 0x1F
        if info < 24:
            return major, info, info
        if info < 28:
            return major, info, int.from_bytes(self._take(1 << (info - 24)))
        if info == 31 and _BYTES <= major <= _MAP:
            return major, info, None
        raise self._invalid(start)

    def _is_break(self, container: _Container) -> bool:
        if self._next_byte() != _BREAK or container.awaits_value:
            return False
        self._position += 1
        return True

    def _next_byte(self) -> int:
        if self._position == len(self._data):
            raise self._truncated()
        return self._data[self._position]

    def _take(self, length: int) -> bytes:
        start = self._position
        if length > len(self._data) - start:
            raise self._truncated()
        self._position = start + length
        return self._data[start : self._position]

    def _truncated(self) -> ParseError:
        return self._error(reading.INVALID_SYNTAX, f"unexpected end of the CBOR; {TRUNCATED}")

    def _invalid(self, position: int) -> ParseError:
        message = f"not valid CBOR: byte {self._data[position]:#04x} at offset {position:,} starts no value; {_HINT}"
        return self._error(reading.INVALID_SYNTAX, message)

    def _error(self, code: FindingCode, message: str) -> ParseError:
        pointer: Pointer = tuple(container.part for container in self._open if container.part is not None)
        return ParseError(code, message, 1, 1, pointer)
