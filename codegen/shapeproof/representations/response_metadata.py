"""boto3's `ResponseMetadata`, which belongs to no contract: checks remove it first, strategies and models add it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

__all__ = ["METADATA_SCHEMA", "RESPONSE_METADATA", "strip_metadata"]

RESPONSE_METADATA: Final = "ResponseMetadata"

_STRING: Final = {"type": "string", "x-shape": "String"}
_INTEGER: Final = {"type": "integer", "x-shape": "Integer"}
METADATA_SCHEMA: Final[Mapping[str, Any]] = {
    "type": "object",
    "properties": {
        "RequestId": _STRING,
        "HostId": _STRING,
        "HTTPStatusCode": _INTEGER,
        "HTTPHeaders": {"type": "object", "additionalProperties": _STRING, "x-shape": "HTTPHeaders"},
        "RetryAttempts": _INTEGER,
        "MaxAttemptsReached": {"type": "boolean", "x-shape": "Boolean"},
    },
    "required": ["RequestId", "HTTPStatusCode", "HTTPHeaders", "RetryAttempts"],
    "additionalProperties": False,
    "description": "What boto3 tells about a request and its response.",
}
"""Its schema. `HostId` is S3's. boto3 counts the attempts after the first one, and says if there may be no further one."""


def strip_metadata(response: object) -> object:
    """A response without `ResponseMetadata`; what is not exactly a dict is returned as it is."""
    if type(response) is not dict:  # a subclass may do anything in its methods
        return response
    members = cast("dict[str, object]", response)
    if RESPONSE_METADATA not in members:
        return members
    return {name: value for name, value in members.items() if name != RESPONSE_METADATA}
