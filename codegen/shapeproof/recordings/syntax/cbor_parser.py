"""Parses CBOR (RFC 8949), as far as AWS's protocol rpc-v2-cbor uses it."""

from __future__ import annotations

from typing import Final, cast

from shapeproof.errors import needs_extra
from shapeproof.operating_system.times import utc_time
from shapeproof.recordings.syntax.cbor_faults import EPOCH_TIME, refuse_faults
from shapeproof.recordings.syntax.parse_error import ParseError
from shapeproof.validation.catalog import reading
from shapeproof.validation.refused_values import MAX_NESTING

__all__ = ["is_cbor_map", "parse_cbor"]

_MAP_STARTS: Final = range(0xA0, 0xC0)
_UNDEFINED: Final = b"\xf7"


def is_cbor_map(data: bytes) -> bool:
    """Whether bytes start as a map in CBOR does. No text in UTF-8 starts like that."""
    return bool(data) and data[0] in _MAP_STARTS


def parse_cbor(data: bytes) -> object:
    """Parse one value in CBOR.

    Args:
        data: untrusted bytes.

    Returns:
        Dicts, lists, strings, bytes, numbers, booleans, None, and datetimes in UTC. A time that no datetime can hold
        stays a number.

    Raises:
        ParseError: the bytes are not one value of this protocol; see `refuse_faults`.
        MissingExtraError: cbor2 isn't installed.
    """
    with needs_extra("reading CBOR", extra="aws"):
        import cbor2
    refuse_faults(data)
    try:
        value: object = cbor2.loads(
            data,
            semantic_decoders={EPOCH_TIME: _time},
            max_depth=MAX_NESTING,
            allow_duplicate_keys=False,
            strict_hashable_types=True,
        )
    except cbor2.CBORError as error:
        raise ParseError(reading.INVALID_SYNTAX, f"not valid CBOR: {error}; record the response again", 1, 1) from error
    return _without_undefined(value, cbor2.undefined) if _UNDEFINED in data else value


def _time(seconds: object, _is_immutable: bool) -> object:
    try:
        return utc_time(cast("float", seconds))
    except (ValueError, OverflowError):
        return seconds


def _without_undefined(value: object, undefined: object) -> object:
    """A value with null in the place of `undefined`, as every SDK reads it. It is not nested too deep for recursion."""
    if isinstance(value, dict):
        members = cast("dict[str, object]", value)
        return {key: _without_undefined(member, undefined) for key, member in members.items()}
    if isinstance(value, list):
        return [_without_undefined(item, undefined) for item in cast("list[object]", value)]
    return None if value is undefined else value
