"""JSON pointers (RFC 6901): places in a response, as tuples and as strings."""

from __future__ import annotations

from typing import Any, cast

__all__ = ["Pointer", "pointer_text", "value_at"]

Pointer = tuple[str | int, ...]
"""A place in a response: member names, map keys and list indices, from the root."""


def pointer_text(pointer: Pointer) -> str:
    """The pointer as RFC 6901 writes it: `/TrainingJobDefinitions/0/RoleArn`; the empty string for the root."""
    return "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in pointer)


def value_at(response: object, pointer: Pointer) -> Any:
    """The value at a pointer into a response. Raises LookupError or TypeError if the response has no such place."""
    value = response
    for key in pointer:
        value = cast("Any", value)[key]
    return value
