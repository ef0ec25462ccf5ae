"""Streams of a response as pages show them: what boto3 returns, and the events below a stream of events."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from shapeproof.contract import Contract, Schema, is_stream, resolve
from shapeproof.contract.schema import EVENT_STREAM, stream_kind
from shapeproof.representations.sdk_schema import stream_members

__all__ = ["with_events", "with_stream_contents"]

_OF_EVENTS: Final = (
    "boto3 returns a `botocore.eventstream.EventStream`: iterate over it, once. Each event is a dict with one member. "
    "An event that is an error is raised as `botocore.exceptions.EventStreamError`."
)
_OF_BYTES: Final = "boto3 returns a `botocore.response.StreamingBody`: read it, or iterate over it, once."


def with_events(response: Schema) -> Schema:
    """The schema with streams of events as lists, so that their events have paths; each stream says how it is read."""
    members = resolve(response, response)["properties"]
    return _with_members(
        response, {name: _described(node) if is_stream(node) else node for name, node in members.items()}
    )


def with_stream_contents(contract: Contract) -> Contract | None:
    """The contract with its streams as what is in them, bytes and lists of events; None if it has no stream."""
    members = resolve(contract.response, contract.response)["properties"]
    streams = stream_members(members)
    return replace(contract, response=_with_members(contract.response, {**members, **streams})) if streams else None


def _with_members(response: Schema, members: Schema) -> Schema:
    name: str = response["title"]
    root = {**response["$defs"][name], "properties": members}
    return {**response, "$defs": {**response["$defs"], name: root}}


def _described(stream: Schema) -> Schema:
    words = _OF_EVENTS if stream_kind(stream) == EVENT_STREAM else _OF_BYTES
    description = "\n\n".join(filter(None, (stream.get("description"), words)))
    if "x-events" not in stream:
        return {**stream, "description": description}
    return {**stream, "description": description, "type": "array", "items": stream["x-events"]}
