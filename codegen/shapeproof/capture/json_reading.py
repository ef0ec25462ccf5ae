"""Reads the JSON of models and committed contracts, which others wrote: strict, and within limits."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from typing import Any, Final, NoReturn, cast

from shapeproof.contract import Pointer, pointer_text
from shapeproof.files import MAX_FILE

__all__ = ["parse_object"]

_MAX_DEPTH: Final = 300
"""How deep values may be nested. Those of botocore's models are 6 deep, those of contracts have up to four levels for
each structure or list in another (see `contract.nesting`)."""
_EXCERPT: Final = 60
_SUSPECT: Final = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])|\x00")
"""The escapes of NUL and surrogates. A pair of surrogates is one character, so that a match proves nothing."""


def parse_object(content: bytes) -> dict[str, Any]:
    """Parse a document that holds one JSON object.

    Args:
        content: the document in UTF-8.

    Returns:
        The object. All strings in it can be encoded, and all numbers are finite.

    Raises:
        ValueError: the document isn't JSON, isn't an object, or passes a limit; the message says where.
    """
    if len(content) > MAX_FILE:
        raise ValueError(f"it has more than {MAX_FILE // 2**20} MiB")
    try:
        document: Any = json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_constant, parse_float=_finite)
    except RecursionError as error:
        raise ValueError("its values are nested too deeply") from error
    if not isinstance(document, dict):
        raise ValueError("it does not hold a JSON object")  # noqa: TRY004 - a fault of the document, not of the caller
    read = cast("dict[str, Any]", document)
    _check_depth(read)
    # Looking for two bytes takes a fraction of the time of the expression.
    if (b"\\u" in content or b"\0" in content) and _SUSPECT.search(content):
        _check_strings(read)
    return read


def _refuse_constant(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not a JSON value")


def _finite(number: str) -> float:
    value = float(number)
    if not math.isfinite(value):
        raise ValueError(f"the number {number[:_EXCERPT]} is too large")
    return value


def _check_depth(document: object) -> None:
    level: list[Any] = [document]
    for _ in range(_MAX_DEPTH):
        level = [value for owner in level for value in _values(owner) if isinstance(value, dict | list)]
        if not level:
            return
    raise ValueError(f"its values are nested more than {_MAX_DEPTH} deep")


def _values(owner: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return owner.values() if isinstance(owner, dict) else owner


def _check_strings(document: object) -> None:
    pending: list[tuple[Pointer, Any]] = [((), document)]
    while pending:
        pointer, value = pending.pop()
        if isinstance(value, str):
            _check_string(value, pointer)
        elif isinstance(value, dict):
            for key in cast("dict[str, object]", value):
                _check_string(key, pointer)
            pending += [((*pointer, key), inner) for key, inner in cast("dict[str, object]", value).items()]
        elif isinstance(value, list):
            pending += [((*pointer, index), inner) for index, inner in enumerate(cast("list[object]", value))]


def _check_string(value: str, pointer: Pointer) -> None:
    place = ascii(pointer_text(pointer))[1:-1] or "the document"
    if "\x00" in value:
        raise ValueError(f"{place}: a string has the character NUL")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"{place}: a string has half of a surrogate pair, which can't be encoded") from error
