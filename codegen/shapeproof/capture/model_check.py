"""Checks what was read of a service model: names, types of traits, and that shapes refer to shapes.

Capturing relies on it, so it is done once for whatever is captured, when it is read. Traits that capturing doesn't know
may be anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

from shapeproof.capture.expectations import (
    BOOLEAN,
    NUMBER,
    OBJECT,
    OBJECTS,
    STRING,
    STRINGS,
    Expectation,
    check_members,
    name_of,
    one_of,
    unexpected,
)
from shapeproof.capture.name_grammar import require_name
from shapeproof.contract import Pointer
from shapeproof.contract.nesting import MAX_NESTING, nesting_depths
from shapeproof.contract.wire import LOCATIONS, SDK_FORMS, SDK_WITH_STRING, TIME_FORMATS
from shapeproof.errors import CaptureError

__all__ = [
    "check_metadata",
    "check_operation",
    "check_parts",
    "check_references",
    "check_shape",
    "referenced_by_operation",
    "shape_references",
]

_TYPES: Final = (
    "blob",
    "boolean",
    "character",
    "double",
    "float",
    "integer",
    "list",
    "long",
    "map",
    "string",
    "structure",
    "timestamp",
)
_PARTS: Final[Mapping[str, tuple[str, ...]]] = {"list": ("member",), "map": ("key", "value")}
_SIZED: Final = frozenset({"blob", "list", "map", "string"})
_BOUND: Final = Expectation(
    "a non-negative integer below 2**53",
    lambda value: isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53,
)
_PROSE: Final = {"documentation": STRING, "deprecatedMessage": STRING}

_METADATA: Final[Mapping[str, Expectation]] = {
    "apiVersion": name_of("API version"),
    "endpointPrefix": name_of("endpoint prefix"),
    "protocol": name_of("protocol"),
    "protocols": STRINGS,
    "serviceId": STRING,
    "targetPrefix": STRING,
    "jsonVersion": STRING,
}
_OPERATION: Final[Mapping[str, Expectation]] = {
    **_PROSE,
    "name": name_of("operation"),
    "http": OBJECT,
    "input": OBJECT,
    "output": OBJECT,
    "errors": OBJECTS,
    "deprecated": BOOLEAN,
}
_SHAPE: Final[Mapping[str, Expectation]] = {
    **_PROSE,
    "type": one_of(*_TYPES),
    "members": OBJECT,
    "member": OBJECT,
    "key": OBJECT,
    "value": OBJECT,
    "required": STRINGS,
    "enum": STRINGS,
    "payload": name_of("member"),
    "timestampFormat": one_of(*TIME_FORMATS),
    "pattern": STRING,
    "min": NUMBER,
    "max": NUMBER,
    "error": OBJECT,
    "location": one_of(*LOCATIONS),
    "locationName": name_of("location name"),
    "jsonvalue": BOOLEAN,
    "sdk": one_of(*SDK_FORMS),
    **dict.fromkeys(("deprecated", "document", "eventstream", "sensitive", "sparse", "streaming", "union"), BOOLEAN),
}
_REFERENCE: Final[Mapping[str, Expectation]] = {
    **_PROSE,
    "shape": name_of("shape"),
    "location": one_of(*LOCATIONS),
    "locationName": name_of("location name"),
    "timestampFormat": one_of(*TIME_FORMATS),
    **dict.fromkeys(("deprecated", "jsonvalue", "streaming"), BOOLEAN),
}


def check_metadata(metadata: object, *, where: str, pointer: Pointer = ("metadata",)) -> None:
    """Check the metadata of a model. Raises CaptureError."""
    check_members(metadata, _METADATA, required=("apiVersion", "endpointPrefix"), where=where, pointer=pointer)


def check_operation(name: str, operation: object, *, where: str, pointer: Pointer) -> None:
    """Check an operation: its name, and its references to shapes. Raises CaptureError."""
    require_name("operation", name, where=where, pointer=pointer)
    check_members(operation, _OPERATION, where=where, pointer=pointer)
    entry = cast("Mapping[str, Any]", operation)
    for role in ("input", "output"):
        if role in entry:
            _check_reference(entry[role], where=where, pointer=(*pointer, role))
    for index, error in enumerate(entry.get("errors", ())):
        _check_reference(error, where=where, pointer=(*pointer, "errors", index))


def referenced_by_operation(operation: Mapping[str, Any]) -> list[str]:
    """The names of the shapes that an operation refers to: its input, its output and its errors."""
    parts = [operation[role] for role in ("input", "output") if role in operation]
    return [part["shape"] for part in (*parts, *operation.get("errors", ()))]


def check_references(operation: Mapping[str, Any], shapes: Mapping[str, Mapping[str, Any]], *, where: str) -> None:
    """Check how an operation and its shapes refer to shapes, each of them checked by itself before.

    Raises:
        CaptureError: a shape is missing or has another type than it must have, or shapes are nested too deeply.
    """
    check_parts(operation, shapes, where=where)
    for name, shape in shapes.items():
        for target in shape_references(shape):
            if target not in shapes:
                raise _undefined(target, where)
        if shape["type"] == "map" and shapes[shape["key"]["shape"]]["type"] != "string":
            pointer = ("shapes", name, "key", "shape")
            raise unexpected("the name of a string", shape["key"]["shape"], where=where, pointer=pointer)
    depths = nesting_depths({name: tuple(shape_references(shape)) for name, shape in shapes.items()})
    if (depth := max(depths.values(), default=0)) > MAX_NESTING:
        raise CaptureError(f"shapes are nested {depth} deep; at most {MAX_NESTING} are supported", where=where)


def check_parts(operation: Mapping[str, Any], shapes: Mapping[str, Mapping[str, Any]], *, where: str) -> None:
    """Check that the parts of an operation, checked before, refer to structures. Raises CaptureError."""
    for name in referenced_by_operation(operation):
        if name not in shapes:
            raise _undefined(name, where)
        if (kind := shapes[name].get("type")) != "structure":
            raise CaptureError(f"the shape {name} must be a structure, not a {kind}", where=where)


def _undefined(name: str, where: str) -> CaptureError:
    return CaptureError(f"the model refers to a shape {name} that it doesn't define", where=where)


def check_shape(name: str, shape: object, *, where: str) -> None:
    """Check one shape by itself: its name and its traits. Raises CaptureError."""
    pointer: Pointer = ("shapes", name)
    require_name("shape", name, where=where, pointer=pointer)
    check_members(shape, _SHAPE, required=("type",), where=where, pointer=pointer)
    traits = cast("Mapping[str, Any]", shape)
    if traits["type"] != "string" and "enum" in traits:
        raise unexpected(
            "the type string, since it has an enum", traits["type"], where=where, pointer=(*pointer, "type")
        )
    if "enum" in traits and not traits["enum"]:
        raise unexpected("at least one value", traits["enum"], where=where, pointer=(*pointer, "enum"))
    if "sdk" in traits and traits["type"] != (
        expected := "timestamp" if traits["sdk"] == SDK_WITH_STRING else "string"
    ):
        raise unexpected(
            f"the type {expected}, since its 'sdk' is {traits['sdk']!r}",
            traits["type"],
            where=where,
            pointer=(*pointer, "type"),
        )
    if traits["type"] in _SIZED:
        check_members(traits, {"min": _BOUND, "max": _BOUND}, where=where, pointer=pointer)
    for part in _PARTS.get(traits["type"], ()):
        if part not in traits:
            raise CaptureError(f"the {traits['type']} {name} lacks {part!r}", where=where)
    for part in ("member", "key", "value"):
        if part in traits:
            _check_reference(traits[part], where=where, pointer=(*pointer, part))
    members: Mapping[str, object] = traits.get("members", {})
    for member, reference in members.items():
        require_name("member", member, where=where, pointer=(*pointer, "members", member))
        _check_reference(reference, where=where, pointer=(*pointer, "members", member))
    for index, member in enumerate(traits.get("required", ())):
        if member not in members:
            raise unexpected("the name of a member", member, where=where, pointer=(*pointer, "required", index))
    if "payload" in traits and traits["payload"] not in members:
        raise unexpected("the name of a member", traits["payload"], where=where, pointer=(*pointer, "payload"))
    check_members(traits.get("error", {}), {"code": STRING}, where=where, pointer=(*pointer, "error"))


def _check_reference(reference: object, *, where: str, pointer: Pointer) -> None:
    check_members(reference, _REFERENCE, required=("shape",), where=where, pointer=pointer)


def shape_references(shape: Mapping[str, Any]) -> Iterator[str]:
    """The names of the shapes that a shape refers to, in its order."""
    for member in shape.get("members", {}).values():
        yield member["shape"]
    for role in ("member", "key", "value"):
        if role in shape:
            yield shape[role]["shape"]
