"""Parses JSON strictly.

jiter parses, and is trusted only when it succeeds. When it fails, the text is scanned again, slowly, for a plain reason
and the location where a person would look: jiter counts bytes, and often notices a fault only after it.
"""

from __future__ import annotations

import codecs
import re
from itertools import islice
from typing import Final

import jiter

from shapeproof.recordings.limits import MAX_VALUES_JSON
from shapeproof.recordings.location import FIRST_LOCATION, Location
from shapeproof.recordings.syntax.parse_error import ParseError
from shapeproof.validation.catalog import reading

__all__ = ["parse_json", "split_bom"]


_STRING_OR_VALUE: Final = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[,{\[]', re.DOTALL)
_QUOTE: Final = ord('"')


def parse_json(data: bytes, *, allow_non_finite: bool = False, start: Location = FIRST_LOCATION) -> object:
    """Parse one JSON text.

    Args:
        data: UTF-8, without a byte order mark.
        allow_non_finite: whether `NaN`, `Infinity` and `-Infinity` are numbers, as the AWS CLI and placebo write them.
        start: where the data starts in its file, for messages. An error is located in the data itself.

    Returns:
        Dicts, lists, strings, numbers, booleans and None. What jiter accepts and a strict reader refuses (1e400, an
        empty array at level 201) is left to `refused_values`.

    Raises:
        ParseError: the data is not strict JSON, or has too many values (SP909).
    """
    if len(data) > MAX_VALUES_JSON and _has_too_many_values(data):
        message = f"more than {MAX_VALUES_JSON:,} values; split it, or write one response per line (JSON Lines)"
        raise ParseError(reading.TOO_LARGE, message, 1, 1)
    try:
        value: object = jiter.from_json(data, catch_duplicate_keys=True, allow_inf_nan=allow_non_finite)
    except ValueError as error:
        jiter_message = str(error)
    else:
        return value
    from shapeproof.recordings.syntax.json_diagnosis import diagnose  # rarely needed, and slow to import

    raise diagnose(data, jiter_message, start)


def _has_too_many_values(data: bytes) -> bool:
    """Whether there are too many values to build them all, found before any is built: each follows a bracket or comma."""
    if data.count(b",") + data.count(b"{") + data.count(b"[") <= MAX_VALUES_JSON:
        return False
    values = (token for token in _STRING_OR_VALUE.finditer(data) if token.group()[0] != _QUOTE)  # not those in strings
    return next(islice(values, MAX_VALUES_JSON, None), None) is not None


def split_bom(data: bytes) -> tuple[bytes, bool]:
    """Remove a UTF-8 byte order mark; the second value says whether there was one."""
    has_bom = data.startswith(codecs.BOM_UTF8)
    return (data[len(codecs.BOM_UTF8) :] if has_bom else data), has_bom
