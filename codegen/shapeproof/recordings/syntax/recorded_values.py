"""Values as recorders keep them: the members of an object, headers, base64."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import cast

__all__ = ["from_base64", "headers_of", "members_of"]


def members_of(value: object) -> Mapping[str, object]:
    """The members of an object; none of anything else."""
    return cast("Mapping[str, object]", value) if isinstance(value, Mapping) else {}


def headers_of(kept: object) -> dict[str, str]:
    """Headers as recorders keep them (name -> text, bytes, or a list of such) by their names in lower case."""
    if not isinstance(kept, Mapping):
        return {}
    found: dict[str, str] = {}
    for name, values in cast("Mapping[object, object]", kept).items():
        several = cast("list[object]", values) if isinstance(values, list) else [values]
        found[_text(name).lower()] = ", ".join(_text(one) for one in several)
    return found


def _text(value: object) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def from_base64(text: str) -> bytes:
    """The bytes of a base64 text, which may be broken into lines. Raises ValueError for anything else."""
    return base64.b64decode("".join(text.split()), validate=True)
