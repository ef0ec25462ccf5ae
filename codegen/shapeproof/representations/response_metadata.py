"""What SDKs add to a response, which belongs to no contract: checks remove it first, strategies and models add boto3's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

__all__ = ["METADATA_NAMES", "METADATA_SCHEMA", "RESPONSE_METADATA", "is_of_go", "strip_metadata"]

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


_GO_METADATA: Final = "ResultMetadata"
_SDK_METADATA: Final = frozenset({RESPONSE_METADATA, "$metadata", "@metadata"})
"""What SDKs add to a response: that for Python (and that for .NET), for JavaScript (version 3), for PHP."""

METADATA_NAMES: Final = _SDK_METADATA | {_GO_METADATA}
"""The names of members that an SDK adds, and no service sends."""


def strip_metadata(response: object) -> object:
    """A response without what an SDK added at the top level; what is not exactly a dict is returned as it is."""
    if type(response) is not dict:  # a subclass may do anything in its methods
        return response
    members = cast("dict[str, object]", response)
    if METADATA_NAMES.isdisjoint(members):
        return members
    dropped = METADATA_NAMES if is_of_go(members) else _SDK_METADATA
    return {name: value for name, value in members.items() if name not in dropped}


def is_of_go(response: object) -> bool:
    """Whether the AWS SDK for Go (version 2) left its trace in a response: an object that encoders write empty."""
    return type(response) is dict and cast("dict[str, object]", response).get(_GO_METADATA) == {}
