"""What botocore makes of some texts before it hands them over: a document for a JSON text, null for an empty one.

Its handlers do this behind the model's back, so that boto3 and the AWS CLI show another type than the contract has.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final, NamedTuple, cast

from shapeproof.contract import Contract, Schema, child, reference, resolve

__all__ = ["as_sent"]


class _Handled(NamedTuple):
    """The texts of one shape, in one operation of a service or (without a name) in all of them."""

    service: str
    operation: str | None
    shape: str
    is_nullable: bool = False


_HANDLED: Final = (
    _Handled("iam", None, "policyDocumentType"),
    _Handled("cloudformation", "GetTemplate", "TemplateBody"),
    # The region that was there before regions had names is an empty element.
    _Handled("s3", "GetBucketLocation", "BucketLocationConstraint", is_nullable=True),
)


def as_sent(contract: Contract, response: object) -> object:
    """A response as the SDK or the AWS CLI shows it, with the texts in it that botocore decoded; others stay."""
    handled = {
        one.shape: one
        for one in _HANDLED
        if one.service == contract.service and one.operation in {None, contract.operation}
    }
    return _encoded(contract.response, contract.response, response, handled) if handled else response


def _encoded(root: Schema, node: Schema | None, value: object, handled: Mapping[str, _Handled]) -> object:
    if node is None or not isinstance(value, dict | list):
        return value
    shape = resolve(root, node)
    if _name(root, node) in handled:
        return json.dumps(value, default=str)
    if isinstance(value, list):
        return [_encoded(root, shape.get("items"), item, handled) for item in cast("list[object]", value)]
    found: dict[str, object] = {}
    for key, inner in cast("dict[str, object]", value).items():
        member = child(shape, key).node
        known = handled.get(_name(root, member)) if member is not None else None
        if not (inner is None and known and known.is_nullable):
            found[key] = _encoded(root, member, inner, handled)
    return found


def _name(root: Schema, node: Schema) -> str:
    name: str = reference(node) or resolve(root, node).get("x-shape", "")
    return name
