"""The members that boto3 adds to responses, as members of their structures."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from shapeproof.contract import Schema, View
from shapeproof.representations.response_metadata import METADATA_SCHEMA, RESPONSE_METADATA
from shapeproof.representations.sdk_schema import added_members, free_name

__all__ = ["with_sdk_members"]


def with_sdk_members(
    shapes: Mapping[str, Schema], returned: Collection[str], view: View, *, is_complete: bool
) -> tuple[dict[str, Schema], str]:
    """Definitions with what boto3 adds, and the name of the structure of `ResponseMetadata`.

    Args:
        shapes: the schema of each structure and enum by its AWS name.
        returned: the structures that are a response or an error as a whole, which have `ResponseMetadata`.
        view: in the tolerant view, unions may have members that boto3 doesn't know.
        is_complete: whether the models are of boto3's own dicts, which always have `ResponseMetadata`; other models are of
            what the AWS CLI printed and the service sent, too.
    """
    metadata = free_name(RESPONSE_METADATA, shapes)
    known, required = dict(METADATA_SCHEMA["properties"]), [*METADATA_SCHEMA["required"]]
    if is_complete:  # as boto3-stubs has them, so that its types fit
        del known["MaxAttemptsReached"]
    else:  # some answers of mocks have none
        required.remove("RequestId")
    changed: dict[str, Schema] = {metadata: {**METADATA_SCHEMA, "properties": known, "required": required}}
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
    return changed, metadata
