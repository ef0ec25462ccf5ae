"""The schema of what boto3 returns: that of the contract, and what botocore adds to every response.

A response in `cli` that satisfies it, converted into `sdk`, is one that a client could return.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from shapeproof.contract import Contract, Part, Schema, is_union, recursive_definitions, resolve
from shapeproof.contract.schema import BYTE_STREAM, stream_kind
from shapeproof.contract.wire import BASE64, SDK_EVENTS, SDK_METADATA, SDK_STREAM, SDK_WITH_STRING, UNKNOWN_UNION_MEMBER
from shapeproof.representations.botocore_decoding import sdk_form
from shapeproof.representations.response_metadata import METADATA_SCHEMA, RESPONSE_METADATA

__all__ = ["added_members", "free_name", "sdk_schema", "stream_members"]

_STATUS: Final[Mapping[Part, tuple[int, int]]] = {"response": (200, 299), "error": (300, 599)}
_UNKNOWN: Final[Schema] = {
    "type": "object",
    "additionalProperties": {"type": "string", "x-shape": "String"},
    "x-shape": "UnknownMember",
    "description": "The `name` of a member that boto3 doesn't know.",
}
_ADDED_STRING: Final[Schema] = {"type": "string", "x-shape": "String", "description": "The time as it was sent."}


def sdk_schema(contract: Contract, part: Part) -> Schema:
    """The schema of what boto3 returns, in `cli`.

    Args:
        contract: the contract of the operation.
        part: `response` or `error`.

    Returns:
        The schema of the part with `ResponseMetadata`, and with streams as blobs or as lists of events.
    """
    schema = contract.schema(part)
    root = resolve(schema, schema)
    definitions: dict[str, Any] = dict(schema["$defs"])
    name: str = schema["title"]
    if name in recursive_definitions(schema):  # the structure within itself has no metadata
        name = free_name(name, definitions)
    metadata = free_name(RESPONSE_METADATA, definitions)
    definitions[metadata] = _metadata(part)
    streams = stream_members(root["properties"])
    definitions[name] = {
        **root,
        "properties": {**root["properties"], **streams, RESPONSE_METADATA: {"$ref": f"#/$defs/{metadata}"}},
        # botocore hands the stream over, however much is in it.
        "required": [*root.get("required", ()), *streams],
    }
    return {**schema, "title": name, "$ref": f"#/$defs/{name}", "$defs": definitions}


def stream_members(members: Mapping[str, Schema]) -> dict[str, Schema]:
    """The members that are streams, each as the schema of what it holds: a blob, or a list of events."""
    return {name: shown for name, node in members.items() if (shown := _shown(node))}


def added_members(root: Schema, structure: Schema, *, with_unknown: bool) -> dict[str, Schema]:
    """The schemas of the members that botocore adds to a structure.

    These are strings of times, which it returns as they were sent, and what stands for an unknown member of a union.

    Args:
        root: the schema that has the definitions.
        structure: the schema of the structure.
        with_unknown: whether unions may have unknown members.
    """
    members = structure.get("properties", {})
    if with_unknown and is_union(structure):
        return {UNKNOWN_UNION_MEMBER: _UNKNOWN}
    return {
        string_name: {**_ADDED_STRING, "x-wire": {"in": "header", "name": string_name}}
        for name, node in members.items()
        if sdk_form(root, node) == SDK_WITH_STRING and (string_name := f"{name}String") not in members
    }


def free_name(name: str, definitions: Mapping[str, object]) -> str:
    """A name that no definition has: the one that is wanted, with underscores behind it if need be."""
    while name in definitions:
        name += "_"
    return name


def _metadata(part: Part) -> Schema:
    """The schema of the metadata, within bounds."""
    lowest, highest = _STATUS[part]
    bounds = {"HTTPStatusCode": {"minimum": lowest, "maximum": highest}, "RetryAttempts": {"minimum": 0, "maximum": 10}}
    members = {name: node | bounds.get(name, {}) for name, node in METADATA_SCHEMA["properties"].items()}
    return {**METADATA_SCHEMA, "properties": members, "x-sdk": SDK_METADATA}


def _shown(node: Schema) -> Schema | None:
    """The schema of what a stream holds: a blob, or a list of events; None for what is no stream."""
    described = {keyword: node[keyword] for keyword in ("x-shape", "description", "x-wire") if keyword in node}
    if "x-events" in node:
        return {**described, "type": "array", "items": node["x-events"], "x-sdk": SDK_EVENTS}
    if stream_kind(node) == BYTE_STREAM:
        return {**described, "type": "string", "contentEncoding": "base64", "pattern": BASE64, "x-sdk": SDK_STREAM}
    return None
