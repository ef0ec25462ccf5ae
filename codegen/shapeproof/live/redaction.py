"""Replaces values that a contract marks as sensitive with other valid values."""

from __future__ import annotations

from collections.abc import Mapping

from shapeproof.contract import Contract, Part, Pointer, Representation, Schema, iter_schema, resolve, walk
from shapeproof.representations.conversion import from_cli, to_cli
from shapeproof.representations.detection import Detected
from shapeproof.sample.errors import UnsatisfiableSchema
from shapeproof.sample.mutation import replaced
from shapeproof.sample.responses import smallest
from shapeproof.validation.engines.compilation import compile_schema

__all__ = ["redact"]

_PLACEHOLDER = "REDACTED"


def redact(
    contract: Contract, part: Part, response: object, representation: Representation
) -> tuple[object, list[Pointer]]:
    """Replace the sensitive values of a response: by "REDACTED" where that is valid, else by the smallest valid value.

    Args:
        contract: the contract of the response.
        part: the part of the contract.
        response: the response as JSON values; it is not changed.
        representation: how the response is written down.

    Returns:
        A copy without sensitive values, and the pointers to what was replaced. Unknown members are kept.
    """
    root = contract.schema(part)
    converted = to_cli(root, response, Detected(representation))
    redacted: list[Pointer] = []
    for visit in walk(root, converted.value):
        is_inside = any(visit.pointer[: len(pointer)] == pointer for pointer in redacted)
        if visit.node is not None and not is_inside and _is_sensitive(root, visit.node, visit.value):
            redacted.append(visit.pointer)
            recorded_pointer = converted.recorded_pointer(visit.pointer)
            response = replaced(response, recorded_pointer, _replacement(root, visit.node, representation))
    return response, [converted.recorded_pointer(pointer) for pointer in redacted]


def _is_sensitive(root: Schema, node: Schema, value: object) -> bool:
    shape = resolve(root, node)
    if node.get("x-sensitive") or shape.get("x-sensitive"):
        return True
    if resolve(root, shape.get("propertyNames", {})).get("x-sensitive"):
        return True
    if isinstance(value, Mapping | list):
        return False  # its members are checked by themselves
    # Objects may be sent as strings: such a string is sensitive if anything in the object is.
    return any(
        inner.get("x-sensitive") for _, _, inner in iter_schema({**node, "$defs": root["$defs"]}, each_once=True)
    )


def _replacement(root: Schema, node: Schema, representation: Representation) -> object:
    schema: Schema = {**node, "$defs": root["$defs"]}
    if compile_schema(schema).is_valid(_PLACEHOLDER):
        return _PLACEHOLDER
    try:
        return from_cli(schema, smallest(schema), representation)
    except UnsatisfiableSchema:
        return None
