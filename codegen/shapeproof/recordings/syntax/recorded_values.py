"""Values as recorders write them: members of an object, headers, base64."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from typing import Final, cast

__all__ = ["decode_base64", "headers_of", "json_type", "members_of", "scalar_string"]

_PAIR: Final = 2
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
        recorded: names with strings, bytes, or lists of them; or pairs of a name and a value, in lists (old versions of
            vcrpy keep a `frozenset`). Anything else has no headers.
    """
    headers: dict[str, str] = {}
    for name, value in _header_items(recorded):
        values = cast("list[object]", value) if isinstance(value, list) else [value]
        headers[scalar_string(name).lower()] = ", ".join(map(scalar_string, values))
    return headers


def _header_items(recorded: object) -> Iterable[tuple[object, object]]:
    if isinstance(recorded, Mapping):
        return cast("Mapping[object, object]", recorded).items()
    items = cast("list[object]", recorded) if isinstance(recorded, list) else []
    if len(items) == 1 and isinstance(items[0], list):  # the arguments of `frozenset`
        items = cast("list[object]", items[0])
    pairs = (cast("list[object]", item) for item in items if isinstance(item, list))
    return [(pair[0], pair[1]) for pair in pairs if len(pair) == _PAIR and isinstance(pair[0], str | bytes)]


def scalar_string(value: object) -> str:
    """A scalar as a string: what recorders write in the place of a name, a method, a URL or a header.

    Returns:
        The string itself, or not much more than was written in its place; for an object or a list, an empty string.
    """
    if isinstance(value, bytes):
        return value.decode("latin-1")
    return "" if isinstance(value, Mapping | list) else str(value)


def decode_base64(encoded: str) -> bytes:
    """Decode base64, which may be broken into lines. Raises ValueError for anything else."""
    return base64.b64decode("".join(encoded.split()), validate=True)
