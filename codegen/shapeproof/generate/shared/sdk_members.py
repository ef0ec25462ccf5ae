"""What boto3 makes of responses, as members of their structures: those that it adds, and streams."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from shapeproof.contract import Schema, View
from shapeproof.contract.schema import BYTE_STREAM, stream_kind
from shapeproof.contract.wire import SDK_STREAM
from shapeproof.representations.response_metadata import METADATA_SCHEMA, RESPONSE_METADATA
from shapeproof.representations.sdk_schema import added_members, free_name

__all__ = ["with_sdk_members"]


def with_sdk_members(
    shapes: Mapping[str, Schema],
    responses: Collection[str],
    errors: Collection[str],
    view: View,
    *,
    is_complete: bool,
) -> tuple[dict[str, Schema], str]:
    """Definitions with what boto3 adds and with its streams, and the name of the structure of `ResponseMetadata`.

    Args:
        shapes: the schema of each structure and enum by its AWS name.
        responses: the structures that are a response as a whole. They have `ResponseMetadata`, and may have a stream.
        errors: the structures that are an error as a whole. They have `ResponseMetadata`; boto3 reads their bodies.
        view: in the tolerant view, unions may have members that boto3 doesn't know.
        is_complete: whether the models are of boto3's own dicts, which always have `ResponseMetadata` and streams; other
            models are of what the AWS CLI printed and the service sent, too.
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
        streams = _streams(shape) if name in responses else {}
        if (name in responses or name in errors) and RESPONSE_METADATA not in shape["properties"]:
            added[RESPONSE_METADATA] = {"$ref": f"#/$defs/{metadata}"}
        if not added and not streams:
            changed[name] = shape
            continue
        changed[name] = {**shape, "properties": {**shape["properties"], **streams, **added}}
        if is_complete:
            always = [*streams, *(member for member in added if member == RESPONSE_METADATA)]
            changed[name] = {**changed[name], "required": [*shape.get("required", ()), *always]}
    return changed, metadata


def _streams(response: Schema) -> dict[str, Schema]:
    """The members of a response that botocore hands over as streams, which it does however much is in them."""
    return {
        name: {**node, "x-sdk": SDK_STREAM} if stream_kind(node) == BYTE_STREAM else node
        for name, node in response["properties"].items()
        if stream_kind(node)
    }
