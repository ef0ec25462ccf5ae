"""What a contract says of the wire: how members are called in a body, which of them are in none."""

from __future__ import annotations

from shapeproof.contract import Schema, resolve

__all__ = ["outside_the_body", "payload_member", "wire_names"]


def outside_the_body(node: Schema) -> bool:
    """Whether a member travels outside the HTTP body (header, status line, address), so that no body can show it."""
    return node.get("x-wire", {}).get("in") in {"header", "headers", "statusCode", "uri", "querystring"}


def wire_names(shape: Schema) -> dict[str, str]:
    """Wire name -> member, for the members that a body can hold."""
    return {
        member.get("x-wire", {}).get("name", name): name
        for name, member in shape["properties"].items()
        if not outside_the_body(member) and member.get("x-wire", {}).get("in") != "payload"
    }


def payload_member(root: Schema) -> tuple[str, Schema] | None:
    """The member that is the whole body, of an operation that has one."""
    members = resolve(root, root).get("properties", {})
    return next(((name, one) for name, one in members.items() if one.get("x-wire", {}).get("in") == "payload"), None)
