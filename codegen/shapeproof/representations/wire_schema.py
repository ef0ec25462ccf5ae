"""A contract's schema in the `wire` representation: the HTTP body of a service that speaks JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from shapeproof.contract import Contract, Schema, reachable_definitions, resolve
from shapeproof.errors import UsageError
from shapeproof.representations.wire_names import outside_the_body, payload_member

__all__ = ["in_wire_form"]

_TIMES: Final[Mapping[str, Schema]] = {
    "unixTimestamp": {"type": "number"},
    "rfc822": {"type": "string"},
    "iso8601": {"type": "string", "format": "date-time"},
}


def in_wire_form(contract: Contract, schema: Schema) -> Schema:
    """`schema`, one of the contract's, as it holds for bodies: names and times as the service writes them.

    Members that travel in headers or the status line are left out. Raises UsageError for a service without JSON bodies.
    """
    if contract.json_protocol is None:
        raise UsageError(
            "the bodies of this service are no JSON", where=contract.name, hint="show it as --representation cli"
        )
    written = {name: _written(definition) for name, definition in schema["$defs"].items()}
    root: Schema = {"$ref": schema["$ref"]}
    payload = payload_member(schema)
    if payload is not None:
        root = _written(resolve(schema, schema)["properties"][payload[0]])
    head = {key: schema[key] for key in ("$schema", "title")}
    return {**head, **root, "$defs": {name: written[name] for name in sorted(reachable_definitions(root, written))}}


def _written(node: Schema) -> Schema:
    if node.get("format") == "date-time":
        kept = {key: value for key, value in node.items() if key not in {"type", "format", "x-wire"}}
        return {**_TIMES[node["x-wire"]["time"]], **kept}
    result: dict[str, Any] = {key: value for key, value in node.items() if key != "x-wire"}
    if "properties" in node:
        members = {name: one for name, one in node["properties"].items() if not outside_the_body(one)}
        names = {name: one.get("x-wire", {}).get("name", name) for name, one in members.items()}
        result["properties"] = {names[name]: _written(one) for name, one in members.items()}
        required = [names[name] for name in node.get("required", ()) if name in names]
        result.pop("required", None)
        if required:
            result["required"] = required
    for keyword in ("items", "additionalProperties"):
        if isinstance(node.get(keyword), Mapping):
            result[keyword] = _written(node[keyword])
    if "anyOf" in node:
        result["anyOf"] = [_written(one) for one in node["anyOf"]]
    return result
