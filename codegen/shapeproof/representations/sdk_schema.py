"""The schema of what boto3 returns: that of the contract, and what botocore adds to every response.

A response in `cli` that satisfies it, converted into `sdk`, is one that a client could return.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from shapeproof.contract import Contract, Part, Schema, is_stream, recursive_definitions, resolve
from shapeproof.contract.schema import is_event_stream
from shapeproof.contract.wire import BASE64, SDK_EVENTS, SDK_STREAM
from shapeproof.representations.response_metadata import RESPONSE_METADATA

__all__ = ["sdk_schema", "stream_members"]

_STATUS: Final[Mapping[Part, tuple[int, int]]] = {"response": (200, 299), "request": (200, 299), "error": (300, 599)}


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
        name = _free_name(name, definitions)
    metadata = _free_name(RESPONSE_METADATA, definitions) if RESPONSE_METADATA in definitions else RESPONSE_METADATA
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
    return {name: _shown(node) for name, node in members.items() if _is_shown(node)}


def _free_name(name: str, definitions: Mapping[str, object]) -> str:
    while name in definitions:
        name += "_"
    return name


def _metadata(part: Part) -> Schema:
    lowest, highest = _STATUS[part]
    string = {"type": "string", "x-shape": "String"}
    return {
        "type": "object",
        "properties": {
            "RequestId": string,
            "HostId": string,
            "HTTPStatusCode": {"type": "integer", "minimum": lowest, "maximum": highest, "x-shape": "Integer"},
            "HTTPHeaders": {"type": "object", "additionalProperties": string, "x-shape": "Headers"},
            "RetryAttempts": {"type": "integer", "minimum": 0, "maximum": 10, "x-shape": "Integer"},
        },
        "required": ["RequestId", "HTTPStatusCode", "HTTPHeaders", "RetryAttempts"],
        "additionalProperties": False,
        "description": "What boto3 tells about the request and its response.",
    }


def _is_shown(node: Schema) -> bool:
    return is_stream(node) and (not is_event_stream(node) or "x-events" in node)


def _shown(stream: Schema) -> Schema:
    """The schema of what a stream holds: a blob, or a list of events."""
    described = {keyword: stream[keyword] for keyword in ("x-shape", "description", "x-wire") if keyword in stream}
    if is_event_stream(stream):
        return {**described, "type": "array", "items": stream["x-events"], "x-sdk": SDK_EVENTS}
    return {**described, "type": "string", "contentEncoding": "base64", "pattern": BASE64, "x-sdk": SDK_STREAM}
