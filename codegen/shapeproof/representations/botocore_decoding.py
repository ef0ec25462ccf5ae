"""What botocore makes of strings before it returns a response: a document of JSON, null of an absent one, and more.

botocore's handlers do this, and its models don't mention it, so that boto3 and the AWS CLI show another type than the
model has. Overlays say so, and schemas in `x-sdk`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Final, cast

from shapeproof.contract import Contract, Part, Schema, child, resolve
from shapeproof.contract.schema import objects_in
from shapeproof.contract.wire import SDK_DOCUMENT, SDK_NULL, SDK_WITH_STRING

__all__ = ["add_values", "adds_values", "decoded_document", "restore_strings", "sdk_form"]

_KEYWORD: Final = "x-sdk"


def sdk_form(root: Schema, node: Schema) -> str | None:
    """What botocore makes of a string, one of `SDK_FORMS`; None if it stays a string, or is none.

    Args:
        root: the schema that has the definitions.
        node: the schema of the value.
    """
    form: str | None = node.get(_KEYWORD) or resolve(root, node).get(_KEYWORD)
    return form


def decoded_document(value: str) -> object:
    """The object or array that a string of JSON holds; any other string as it is, as botocore does."""
    try:
        document = json.loads(value)
    except (ValueError, RecursionError):
        return value
    return cast("object", document) if isinstance(document, dict | list) else value


def restore_strings(contract: Contract, part: Part, response: object) -> object:
    """Encode the strings that botocore decoded again, and leave out what it added; everything else stays as it is.

    Args:
        contract: the contract of the operation.
        part: the part of it that the response is.
        response: a response in `sdk` or `cli`.
    """
    if not contract.derived(_has_forms, part):
        return response
    root = contract.schema(part)
    return _restore(root, root, response)


def _has_forms(contract: Contract, part: Part) -> bool:
    return any(_KEYWORD in node for node in objects_in(contract.schema(part)))


def _restore(root: Schema, node: Schema | None, value: object) -> object:
    if node is None or not isinstance(value, dict | list):
        return value
    if sdk_form(root, node) == SDK_DOCUMENT:
        return json.dumps(value, default=str)
    shape = resolve(root, node)
    if isinstance(value, list):
        return [_restore(root, shape.get("items"), item) for item in cast("list[object]", value)]
    members = cast("dict[str, object]", value)
    added = {
        name for name, _, form in _formed_members(root, shape) if form == SDK_NULL and members.get(name, "") is None
    }
    added |= {string_name for _, string_name, form in _formed_members(root, shape) if form == SDK_WITH_STRING}
    return {key: _restore(root, child(shape, key).node, inner) for key, inner in members.items() if key not in added}


def _formed_members(root: Schema, shape: Schema) -> Iterator[tuple[str, str, str]]:
    """The members of a structure that botocore returns in another form: their names, those of their strings, the forms."""
    for name, member in shape.get("properties", {}).items():
        if form := sdk_form(root, member):
            yield name, f"{name}String", form


def adds_values(root: Schema) -> bool:
    """Whether botocore returns values that the service doesn't send (see `add_values`)."""
    return any(node.get(_KEYWORD) in {SDK_NULL, SDK_WITH_STRING} for node in objects_in(root))


def add_values(root: Schema, response: object) -> object:
    """A response in `sdk` with the values that botocore adds.

    These are null for some strings that are absent, and for some times the string that was sent.

    Args:
        root: the schema of the response.
        response: a response in `sdk`.
    """
    return _add_values(root, root, response)


def _add_values(root: Schema, node: Schema | None, value: object) -> object:
    if node is None or not isinstance(value, dict | list):
        return value
    shape = resolve(root, node)
    if isinstance(value, list):
        return [_add_values(root, shape.get("items"), item) for item in cast("list[object]", value)]
    members = cast("dict[str, object]", value)
    result = {key: _add_values(root, child(shape, key).node, inner) for key, inner in members.items()}
    for name, string_name, form in _formed_members(root, shape):
        if form == SDK_NULL:
            result.setdefault(name, None)
        elif form == SDK_WITH_STRING and isinstance(moment := members.get(name), datetime):
            result[string_name] = format_datetime(moment.astimezone(UTC), usegmt=True)
    return result
