"""boto3's `ResponseMetadata`, which belongs to no contract and is removed before anything else."""

from __future__ import annotations

from typing import Final, cast

__all__ = ["RESPONSE_METADATA", "strip_metadata"]

RESPONSE_METADATA: Final = "ResponseMetadata"


def strip_metadata(response: object) -> object:
    """A response without `ResponseMetadata`; what is not exactly a dict is returned as it is."""
    if type(response) is not dict:  # a subclass may do anything in its methods
        return response
    members = cast("dict[str, object]", response)
    if RESPONSE_METADATA not in members:
        return members
    return {name: value for name, value in members.items() if name != RESPONSE_METADATA}
