"""What kind of value a resolved schema describes, as readers tell them apart."""

from __future__ import annotations

from typing import Final, Literal

from shapeproof.contract import Schema, is_stream
from shapeproof.contract.schema import EVENT_STREAM, stream_kind

__all__ = ["Kind", "is_wider", "kind_of"]

Kind = Literal[
    "structure",
    "map",
    "list",
    "string",
    "timestamp",
    "blob",
    "integer",
    "number",
    "boolean",
    "document",
    "event stream",
    "byte stream",
    "several shapes",
]

_SCALARS: Final[dict[str, Kind]] = {"integer": "integer", "number": "number", "boolean": "boolean", "array": "list"}
_STREAMS: Final[frozenset[Kind]] = frozenset(["event stream", "byte stream", "several shapes"])


def kind_of(shape: Schema) -> Kind:
    """The kind of a resolved schema."""
    if is_stream(shape):
        kind = stream_kind(shape)
        return "several shapes" if kind is None else "event stream" if kind == EVENT_STREAM else "byte stream"
    if "type" not in shape:
        return "document"
    if shape["type"] == "object":
        return "structure" if "properties" in shape else "map"
    if shape["type"] in _SCALARS:
        return _SCALARS[shape["type"]]
    if "format" in shape:
        return "timestamp"
    return "blob" if "contentEncoding" in shape else "string"


def is_wider(kind: Kind, other: Kind) -> bool:
    """Whether every value of the other kind, and not only those, is of this kind, and read as the same type."""
    if kind in _STREAMS or other in _STREAMS:
        return False
    return kind != other and (kind == "document" or (kind == "number" and other == "integer"))
