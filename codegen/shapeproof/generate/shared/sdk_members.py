"""The members that boto3 adds to responses, as members of their structures."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from shapeproof.contract import Schema, View
from shapeproof.representations.response_metadata import METADATA_SCHEMA, RESPONSE_METADATA
from shapeproof.representations.sdk_schema import added_members

__all__ = ["with_sdk_members"]

_REQUEST_ID = "RequestId"


def with_sdk_members(
    shapes: Mapping[str, Schema], returned: Collection[str], view: View, *, is_complete: bool
) -> dict[str, Schema]:
    """Definitions with what boto3 adds.

    Args:
        shapes: the schema of each structure and enum by its AWS name.
        returned: the structures that are a response or an error as a whole, which have `ResponseMetadata`.
        view: in the tolerant view, unions may have members that boto3 doesn't know.
        is_complete: whether the models are of boto3's own dicts, which always have `ResponseMetadata`; other models are of
            what the AWS CLI printed and the service sent, too.
    """
    metadata = RESPONSE_METADATA
    while metadata in shapes:
        metadata += "_"
    required = [*METADATA_SCHEMA["required"]]
    if not is_complete:  # some answers of mocks have none
        required.remove(_REQUEST_ID)
    changed: dict[str, Schema] = {metadata: {**METADATA_SCHEMA, "required": required}}
    for name, shape in shapes.items():
        added = added_members({"$defs": shapes}, shape, with_unknown=view == "tolerant")
        if name in returned and RESPONSE_METADATA not in shape["properties"]:
            added[RESPONSE_METADATA] = {"$ref": f"#/$defs/{metadata}"}
        if not added:
            changed[name] = shape
            continue
        changed[name] = {**shape, "properties": {**shape["properties"], **added}}
        if is_complete and RESPONSE_METADATA in added:
            changed[name] = {**changed[name], "required": [*shape.get("required", ()), RESPONSE_METADATA]}
    return changed
