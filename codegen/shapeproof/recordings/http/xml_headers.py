"""Reads the members of a response that travel in HTTP headers or in the status line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shapeproof.recordings.http.xml_scalars import scalar_from_text

__all__ = ["HeaderMembers", "header_members"]

HeaderMembers = Mapping[str, tuple[object, object]]
"""Members by their names in the contract: each in `cli`, and as it was sent."""


def header_members(output: Any, status: int, headers: Mapping[str, str]) -> HeaderMembers:
    """The members of a response outside its body.

    Args:
        output: the shape of the response, one of botocore's.
        status: the HTTP status.
        headers: the headers, by name in any case.
    """
    by_name = {name.lower(): value for name, value in headers.items()}
    members: dict[str, tuple[object, object]] = {}
    for name, shape in output.members.items():
        traits = shape.serialization
        sent_name = traits.get("name", name).lower()
        match traits.get("location"):
            case "statusCode":
                members[name] = status, status
            case "headers":
                prefixed = (key for key in by_name if key.startswith(sent_name))
                values = {key[len(sent_name) :]: by_name[key] for key in prefixed}
                members[name] = values, values
            case "header" if sent_name in by_name:
                members[name] = _value(shape, by_name[sent_name]), by_name[sent_name]
            case _:
                pass
    return members


def _value(shape: Any, text: str) -> object:
    if shape.type_name == "list":
        return [_value(shape.member, item.strip()) for item in text.split(",")]
    return scalar_from_text(shape, text, default_time_format="rfc822")
