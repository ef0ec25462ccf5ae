"""The keywords of the schemas that capturing writes, and what the value of each must be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, cast

from shapeproof.capture.expectations import (
    BOOLEAN,
    NUMBER,
    OBJECT,
    OBJECTS,
    SIZE,
    STRING,
    STRINGS,
    STRINGS_BY_NAME,
    Expectation,
    name_of,
    one_of,
)
from shapeproof.contract.schema import DIALECT, RULES_KEYWORD
from shapeproof.contract.wire import LOCATIONS, SDK_FORMS, TIME_FORMATS

__all__ = [
    "DOCUMENT",
    "MAP",
    "OF_TYPE",
    "REFERRING",
    "REQUIRED",
    "SPARSE_ITEM",
    "STRUCTURE",
    "UNSTATED",
    "UNTYPED",
    "WIRE",
]

_SCHEMA: Final = OBJECT
_TRUE: Final = Expectation("true", lambda value: value is True)


def _is_nullable(value: object) -> bool:
    items = cast("list[object]", value) if isinstance(value, list) else []
    return len(items) == 2 and isinstance(items[0], dict) and items[1] == {"type": "null"}


_NULLABLE: Final = Expectation('an array of a schema and {"type": "null"}', _is_nullable)
DOCUMENT: Final[Mapping[str, Expectation]] = {
    "$schema": one_of(DIALECT),
    "title": name_of("shape"),
    "$ref": STRING,
    "$defs": OBJECT,
    "description": STRING,
}
REQUIRED: Final = ("$schema", "title", "$ref", "$defs")
_EVERYWHERE: Final[Mapping[str, Expectation]] = {
    "description": STRING,
    "deprecated": BOOLEAN,
    "x-shape": name_of("shape"),
    "x-sensitive": _TRUE,
    "x-wire": OBJECT,
    "x-not-checked": OBJECT,
    "x-deviations": OBJECT,
}
_SIZES: Final = {"minProperties": SIZE, "maxProperties": SIZE}
_RANGE: Final = {"minimum": NUMBER, "maximum": NUMBER}
STRUCTURE: Final = {
    **_EVERYWHERE,
    **_SIZES,
    "type": STRING,
    "properties": OBJECT,
    "required": STRINGS,
    "additionalProperties": Expectation("false", lambda value: value is False),
    "x-counts": OBJECT,
    "x-changes": OBJECT,
    RULES_KEYWORD: OBJECTS,
}
MAP: Final = {**_EVERYWHERE, **_SIZES, "type": STRING, "additionalProperties": _SCHEMA, "propertyNames": _SCHEMA}
OF_TYPE: Final[Mapping[str, Mapping[str, Expectation]]] = {
    "array": {**_EVERYWHERE, "type": STRING, "items": _SCHEMA, "minItems": SIZE, "maxItems": SIZE},
    "boolean": {**_EVERYWHERE, "type": STRING},
    "integer": {**_EVERYWHERE, **_RANGE, "type": STRING},
    "number": {**_EVERYWHERE, **_RANGE, "type": STRING},
    "string": {
        **_EVERYWHERE,
        "type": STRING,
        "enum": STRINGS,
        "pattern": STRING,
        "minLength": SIZE,
        "maxLength": SIZE,
        "format": one_of("date-time"),
        "contentEncoding": one_of("base64"),
        "x-sdk": one_of(*SDK_FORMS),
        "x-values": STRINGS_BY_NAME,
        "x-changes": OBJECT,
    },
}
UNTYPED: Final = {
    **_EVERYWHERE,
    "x-events": Expectation("a reference", lambda value: isinstance(value, dict) and "$ref" in value),
}
REFERRING: Final = {"$ref": STRING, **_EVERYWHERE}
SPARSE_ITEM: Final = {"anyOf": _NULLABLE, **_EVERYWHERE}
WIRE: Final[Mapping[str, Expectation]] = {
    "name": name_of("location name"),
    "in": one_of(*LOCATIONS, "payload"),
    "text": one_of("json"),
    "time": one_of(*TIME_FORMATS),
}
UNSTATED: Final[Mapping[str, Expectation]] = {"value": STRING, "reason": STRING}
