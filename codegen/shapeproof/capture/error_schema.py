"""The errors of an operation as one schema: a structure with the members of all of them, as boto3 returns it."""

from __future__ import annotations

from typing import Any

from shapeproof.capture.model import OperationModel
from shapeproof.capture.shapes_to_schema import SchemaBuilder

__all__ = ["error_codes", "error_structure"]


def error_codes(model: OperationModel) -> dict[str, str]:
    """The name of the shape of each error of the operation, by the code that the service sends."""
    codes: dict[str, str] = {}
    for error in model.operation.get("errors", ()):
        shape = model.shape(error["shape"])
        codes[shape.get("error", {}).get("code", error["shape"])] = error["shape"]
    return codes


def error_structure(model: OperationModel, builder: SchemaBuilder) -> dict[str, Any]:
    """The schema of an error response: `Error` with its code and message, and the members that errors define.

    It allows further members: boto3 and services add some to errors (`Type`, `RequestId`, `HostId` …). A member that
    two errors define differently is marked as not checked.
    """
    codes = error_codes(model)
    members: dict[str, dict[str, Any]] = {}
    senders: dict[str, list[str]] = {}
    for sender, name in codes.items():
        shape = model.shape(name)
        for member_name, member in shape.get("members", {}).items():
            schema = builder.member(member_name, member, shape)
            senders.setdefault(member_name, []).append(sender)
            if members.setdefault(member_name, schema) != schema:
                reason = "errors of this operation define it differently"
                members[member_name] = {"x-not-checked": {"type": {"value": "several shapes", "reason": reason}}}
    for member_name, schema in members.items():
        schema["description"] = _sent_with(senders[member_name], len(codes))
    code: dict[str, Any] = {"type": "string"}
    if codes:
        code["enum"] = sorted(codes)
    error = {
        "type": "object",
        "properties": {
            "Code": code | {"description": "The error code. Services also send codes that they don't list."},
            "Message": {
                "type": "string",
                "description": "What went wrong, for people to read. The wording can change.",
            },
        },
        "required": ["Code"],
        "description": "The error.",
    }
    return {
        "type": "object",
        "properties": {"Error": error} | members,
        "required": ["Error"],
        "description": "The content of `ClientError.response` in boto3 when the service rejects the call.",
    }


def _sent_with(senders: list[str], error_count: int) -> str:
    if len(senders) == error_count > 1:
        return "Sent with every error that the operation lists."
    return f"Sent with {', '.join(f'`{code}`' for code in sorted(senders))}."
