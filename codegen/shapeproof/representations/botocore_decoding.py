"""Undoes what botocore decodes before it returns a response: a JSON string becomes a document, an empty string null.

botocore's handlers do this, and its models don't mention it, so that boto3 and the AWS CLI show another type than the
contract has.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final, NamedTuple, cast

from shapeproof.contract import Contract, Schema, child, reference, resolve

__all__ = ["restore_strings"]


class _DecodedShape(NamedTuple):
    """The strings of one shape, in one operation of a service or (None) in all of them."""

    service: str
    operation: str | None
    shape: str
    is_nullable: bool = False


_DECODED_SHAPES: Final = (
    _DecodedShape("iam", None, "policyDocumentType"),
    _DecodedShape("cloudformation", "GetTemplate", "TemplateBody"),
    # The region from the time before regions had names is an empty element.
    _DecodedShape("s3", "GetBucketLocation", "BucketLocationConstraint", is_nullable=True),
)


def restore_strings(contract: Contract, response: object) -> object:
    """Encode the strings that botocore decoded again; everything else stays as it is.

    Args:
        contract: the contract of the operation.
        response: a response in `sdk` or `cli`.
    """
    shapes = {
        decoded.shape: decoded
        for decoded in _DECODED_SHAPES
        if decoded.service == contract.service and decoded.operation in {None, contract.operation}
    }
    return _restore(contract.response, contract.response, response, shapes) if shapes else response


def _restore(root: Schema, node: Schema | None, value: object, shapes: Mapping[str, _DecodedShape]) -> object:
    if node is None or not isinstance(value, dict | list):
        return value
    shape = resolve(root, node)
    if _shape_name(root, node) in shapes:
        return json.dumps(value, default=str)
    if isinstance(value, list):
        return [_restore(root, shape.get("items"), item, shapes) for item in cast("list[object]", value)]
    restored: dict[str, object] = {}
    for key, inner in cast("dict[str, object]", value).items():
        member = child(shape, key).node
        decoded = shapes.get(_shape_name(root, member)) if member is not None else None
        if not (inner is None and decoded and decoded.is_nullable):
            restored[key] = _restore(root, member, inner, shapes)
    return restored


def _shape_name(root: Schema, node: Schema) -> str:
    name: str = reference(node) or resolve(root, node).get("x-shape", "")
    return name
