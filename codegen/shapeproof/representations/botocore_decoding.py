"""What botocore makes of strings before it returns a response: a document of JSON, null of an absent one, and more.

botocore's handlers do this, and its models don't mention it, so that boto3 and the AWS CLI show another type than the
model has. Overlays say so, and schemas in `x-sdk`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Final, cast

from shapeproof.contract import Contract, Part, Schema, child, resolve
from shapeproof.contract.schema import objects_in
from shapeproof.contract.wire import SDK_DOCUMENT, SDK_NULL, SDK_WITH_STRING
from shapeproof.representations.timestamps import parse_timestamp

__all__ = ["as_shown", "changes_values", "has_sdk_forms", "restore_strings", "sdk_form"]

_KEYWORD: Final = "x-sdk"


def sdk_form(root: Schema, node: Schema) -> str | None:
    """What botocore makes of a string or a stream, a word of `x-sdk`; None if that is nothing else.

    Args:
        root: the schema that has the definitions.
        node: the schema of the value.
    """
    form: str | None = node.get(_KEYWORD) or resolve(root, node).get(_KEYWORD)
    return form


def _decoded(value: str) -> object:
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
    if not contract.derived(changes_values, part):
        return response
    root = contract.schema(part)
    return _restore(root, root, response)


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
    added |= {string for _, string, form in _formed_members(root, shape) if form == SDK_WITH_STRING and string}
    return {key: _restore(root, child(shape, key).node, inner) for key, inner in members.items() if key not in added}


def _formed_members(root: Schema, shape: Schema) -> Iterator[tuple[str, str | None, str]]:
    """The members of a structure that botocore returns in another form.

    Yields:
        The name of a member, that of its string if the structure has no other member of this name, and the form.
    """
    members: Mapping[str, Schema] = shape.get("properties", {})
    for name, member in members.items():
        if form := sdk_form(root, member):
            string_name = f"{name}String"
            yield name, None if string_name in members else string_name, form


def has_sdk_forms(root: Schema) -> bool:
    """Whether boto3 and the AWS CLI show other values than the service sends (see `as_shown`)."""
    return any(_KEYWORD in node for node in objects_in(root))


def changes_values(contract: Contract, part: Part) -> bool:
    """Whether they do so for a part of a contract; for `Contract.derived`."""
    return has_sdk_forms(contract.schema(part))


def as_shown(root: Schema, response: object) -> object:
    """A response in `sdk` or `cli` with what botocore makes of strings.

    Documents are decoded. Null stands for some strings that are absent, and beside some times the string that was sent.

    Args:
        root: the schema of the response.
        response: the response, with the strings that the service sends.
    """
    return _as_shown(root, root, response)


def _as_shown(root: Schema, node: Schema | None, value: object) -> object:
    if node is None:
        return value
    is_document = sdk_form(root, node) == SDK_DOCUMENT
    if isinstance(value, str):
        return _decoded(value) if is_document else value
    shape = resolve(root, node)
    if isinstance(value, list):
        items = cast("list[object]", value)
        return items if is_document else [_as_shown(root, shape.get("items"), item) for item in items]
    if is_document or not isinstance(value, dict):
        return value
    members = cast("dict[str, object]", value)
    result = {key: _as_shown(root, child(shape, key).node, inner) for key, inner in members.items()}
    for name, string_name, form in _formed_members(root, shape):
        if form == SDK_NULL:
            result.setdefault(name, None)
        elif form == SDK_WITH_STRING and string_name and (string := _as_sent(members.get(name))):
            result[string_name] = string
    return result


def _as_sent(moment: object) -> str | None:
    """A time as HTTP writes it; None for what is no time, and for one that UTC can't express."""
    from email.utils import format_datetime  # slow to import

    parsed = parse_timestamp(moment) if isinstance(moment, str) else moment
    try:
        return format_datetime(parsed.astimezone(UTC), usegmt=True) if isinstance(parsed, datetime) else None
    except OverflowError:
        return None
