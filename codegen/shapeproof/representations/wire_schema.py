"""Converts a contract's schema into the `wire` representation: the HTTP body of a service that speaks JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from shapeproof.contract import Contract, Schema, reachable_definitions, resolve
from shapeproof.contract.schema import RULES_KEYWORD
from shapeproof.errors import UsageError
from shapeproof.representations.wire_names import is_outside_body, payload_member

__all__ = ["to_wire_schema"]

_TIMESTAMP_SCHEMAS: Final[Mapping[str, Schema]] = {
    "unixTimestamp": {"type": "number"},
    "rfc822": {"type": "string"},
    "iso8601": {"type": "string", "format": "date-time"},
}


_OF_CLI: Final = frozenset({"x-changes", "x-wire", RULES_KEYWORD})
"""What holds for the `cli` representation only: rules have its names and its times."""


def to_wire_schema(contract: Contract, schema: Schema) -> Schema:
    """Convert a schema so that it holds for bodies, with names and times as the service writes them.

    Args:
        contract: the contract.
        schema: one of its schemas.

    Returns:
        A schema without the members that travel in headers or the status line.

    Raises:
        UsageError: the service doesn't speak JSON.
    """
    if contract.json_protocol is None:
        raise UsageError(
            "the bodies of this service are not JSON", where=contract.name, hint="use --representation cli"
        )
    definitions = {name: _convert(definition) for name, definition in schema["$defs"].items()}
    root: Schema = {"$ref": schema["$ref"]}
    payload = payload_member(schema)
    if payload is not None:
        root = _convert(resolve(schema, schema)["properties"][payload[0]])
    head = {key: schema[key] for key in ("$schema", "title")}
    return {
        **head,
        **root,
        "$defs": {name: definitions[name] for name in sorted(reachable_definitions(root, definitions))},
    }


def _convert(node: Schema) -> Schema:
    if node.get("format") == "date-time":
        others = {key: value for key, value in node.items() if key not in {"type", "format", "x-wire"}}
        return {**_TIMESTAMP_SCHEMAS[node["x-wire"]["time"]], **others}
    result: dict[str, Any] = {key: value for key, value in node.items() if key not in _OF_CLI}
    if "properties" in node:
        members = {name: member for name, member in node["properties"].items() if not is_outside_body(member)}
        on_wire = {name: member.get("x-wire", {}).get("name", name) for name, member in members.items()}
        result["properties"] = {on_wire[name]: _convert(member) for name, member in members.items()}
        required = [on_wire[name] for name in node.get("required", ()) if name in on_wire]
        result.pop("required", None)
        if required:
            result["required"] = required
    for keyword in ("items", "additionalProperties"):
        if isinstance(node.get(keyword), Mapping):
            result[keyword] = _convert(node[keyword])
    if "anyOf" in node:
        result["anyOf"] = [_convert(branch) for branch in node["anyOf"]]
    return result
