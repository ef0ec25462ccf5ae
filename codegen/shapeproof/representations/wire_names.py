"""The names that members have on the wire, and which members are not in the HTTP body."""

from __future__ import annotations

from shapeproof.contract import Schema, resolve
from shapeproof.contract.wire import LOCATIONS

__all__ = ["is_outside_body", "payload_member", "wire_names"]


def is_outside_body(member: Schema) -> bool:
    """Whether a member travels outside the HTTP body (header, status line, URL), so that no body can show it."""
    return member.get("x-wire", {}).get("in") in LOCATIONS


def wire_names(shape: Schema) -> dict[str, str]:
    """The members of a structure by their names on the wire, for the members that a body can hold."""
    return {
        member.get("x-wire", {}).get("name", name): name
        for name, member in shape["properties"].items()
        if not is_outside_body(member) and member.get("x-wire", {}).get("in") != "payload"
    }


def payload_member(root: Schema) -> tuple[str, Schema] | None:
    """The name and schema of the member that is the whole body; None if the operation has none."""
    members = resolve(root, root).get("properties", {})
    return next(
        ((name, member) for name, member in members.items() if member.get("x-wire", {}).get("in") == "payload"), None
    )
