"""Values as recorders write them: members of an object, headers, base64."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Final, cast

__all__ = ["decode_base64", "headers_of", "json_type", "members_of"]

_JSON_TYPES: Final[dict[type, str]] = {
    dict: "an object",
    list: "a list",
    str: "a string",
    int: "a number",
    float: "a number",
    bool: "a boolean",
    type(None): "null",
}


def json_type(value: object) -> str:
    """The JSON type of a value as a message names it: `a list`, `null`."""
    return _JSON_TYPES.get(type(value), "a value that JSON does not have")


def members_of(value: object) -> Mapping[str, object]:
    """The members of an object; empty for anything else."""
    return cast("Mapping[str, object]", value) if isinstance(value, Mapping) else {}


def headers_of(recorded: object) -> dict[str, str]:
    """Headers by their names in lower case.

    Args:
        recorded: names with strings, bytes, or lists of them; anything but an object has no headers.
    """
    if not isinstance(recorded, Mapping):
        return {}
    headers: dict[str, str] = {}
    for name, value in cast("Mapping[object, object]", recorded).items():
        values = cast("list[object]", value) if isinstance(value, list) else [value]
        headers[_to_str(name).lower()] = ", ".join(map(_to_str, values))
    return headers


def _to_str(value: object) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def decode_base64(encoded: str) -> bytes:
    """Decode base64, which may be broken into lines. Raises ValueError for anything else."""
    return base64.b64decode("".join(encoded.split()), validate=True)
