"""A response without what its contract marks as sensitive: other values, just as valid, stand in its place."""

from __future__ import annotations

from collections.abc import Mapping

from shapeproof.contract import Contract, Part, Pointer, Representation, Schema, iter_schema, resolve, walk
from shapeproof.representations.conversion import from_cli, to_cli
from shapeproof.representations.detection import Recognised
from shapeproof.sample.errors import UnsatisfiableSchema
from shapeproof.sample.mutation import replaced
from shapeproof.sample.responses import smallest
from shapeproof.validation.engines.compilation import compile_schema

__all__ = ["redacted"]

_STAND_IN = "REDACTED"


def redacted(
    contract: Contract, part: Part, response: object, representation: Representation
) -> tuple[object, list[Pointer]]:
    """A copy of a response without sensitive values, and the places where other values stand now.

    `response` is JSON values, in `representation`. What stands in is valid: the word REDACTED where its constraints let
    it, else the smallest that keeps them. Members that the contract doesn't know are kept as they are.
    """
    root = contract.schema(part)
    converted = to_cli(root, response, Recognised(representation))
    found: list[Pointer] = []
    for visit in walk(root, converted.value):
        is_inside = any(visit.pointer[: len(one)] == one for one in found)
        if visit.node is not None and not is_inside and _is_sensitive(root, visit.node, visit.value):
            found.append(visit.pointer)
            place = converted.recorded_pointer(visit.pointer)
            response = replaced(response, place, _stand_in(root, visit.node, representation))
    return response, [converted.recorded_pointer(one) for one in found]


def _is_sensitive(root: Schema, node: Schema, value: object) -> bool:
    shape = resolve(root, node)
    if node.get("x-sensitive") or shape.get("x-sensitive"):
        return True
    if resolve(root, shape.get("propertyNames", {})).get("x-sensitive"):
        return True
    if isinstance(value, Mapping | list):
        return False  # what it holds is looked at by itself
    return any(
        inner.get("x-sensitive") for _, _, inner in iter_schema({**node, "$defs": root["$defs"]})
    )  # an object written as text, say, with all that is in it


def _stand_in(root: Schema, node: Schema, representation: Representation) -> object:
    schema: Schema = {**node, "$defs": root["$defs"]}
    if compile_schema(schema).is_valid(_STAND_IN):
        return _STAND_IN
    try:
        return from_cli(schema, smallest(schema), representation)
    except UnsatisfiableSchema:
        return None
