"""The options of a scalar (string, number, boolean, timestamp, document), by its schema."""

from __future__ import annotations

import base64
import json
from typing import Any, Final

from shapeproof.contract import Schema
from shapeproof.contract.wire import SDK_DOCUMENT
from shapeproof.fuzz.core.choices import Generated, Option, copies
from shapeproof.fuzz.values.numbers import number_options
from shapeproof.fuzz.values.strings import string_options
from shapeproof.fuzz.values.times import time_options
from shapeproof.sample.coherence.member_tests import MemberTests
from shapeproof.sample.errors import UnsatisfiableString
from shapeproof.sample.scalars import fitting_strings
from shapeproof.validation.engines.compilation import compile_schema

__all__ = ["enum_class", "is_scalar", "scalar_options", "tested_options"]

_DOCUMENTS: Final[tuple[Any, ...]] = (
    {},
    {"example": "value"},
    {"nested": {"list": [1, 2.5, None, True, "text"], "empty": {}}},
    [],
    [{"a": 1}],
    "text",
    "",
    0,
    1.5,
    False,
    None,
)
_ENCODED_DOCUMENTS: Final = tuple(json.dumps(document) for document in _DOCUMENTS if isinstance(document, dict))
"""botocore decodes strings of JSON that AWS writes, which hold objects."""
_BLOBS: Final = (
    b"example",
    b"",
    b"\0",
    b"\xff\xfe\xfd",
    b"\x89PNG\r\n\x1a\n",
    bytes(range(256)),
    '{"text": "é"}'.encode(),
)
_BLOB_FILLING: Final = b"example bytes "
_LONGEST_BLOB: Final = 4_000


def is_scalar(shape: Schema) -> bool:
    """Whether a resolved schema is that of one choice: of anything but a structure, a list or a map."""
    return not shape.keys() & {"properties", "items", "additionalProperties"}


def enum_class(value: str) -> str:
    """The name of the coverage class of an enum's value."""
    return f"={value}"


def scalar_options(shape: Schema) -> list[Option]:
    """The options of a scalar, the simplest first, all valid. Raises UnsatisfiableString if there are none."""
    if "const" in shape:
        return [Option(shape["const"])]
    if "enum" in shape:
        # Other constraints may rule out values that the model lists.
        fits = compile_schema(shape).is_valid
        options = [
            Option(value, coverage_class=enum_class(value), enum_value=str(value))
            for value in shape["enum"]
            if fits(value)
        ]
    elif "type" not in shape:
        options = [Option(copies(document)) for document in _DOCUMENTS]
    elif shape["type"] == "boolean":
        options = [Option(False), Option(True)]
    elif shape["type"] in {"integer", "number"}:
        options = number_options(shape)
    elif "format" in shape:
        options = time_options()
    elif "contentEncoding" in shape:
        options = _blob_options(shape)
    elif shape.get("x-sdk") == SDK_DOCUMENT and (encoded := fitting_strings(shape, _ENCODED_DOCUMENTS)):
        options = [Option(string) for string in encoded]
    else:
        lengths = shape.get("minLength", 0), shape.get("maxLength")
        options = list(string_options(shape.get("pattern"), *lengths, shape.get("x-shape", "")))
    if not options:
        raise UnsatisfiableString("no value satisfies all constraints")
    return options


def tested_options(shape: Schema, tests: MemberTests) -> list[Option]:
    """The options of a scalar that keep the promises about it, if there are any. Raises UnsatisfiableString as above."""
    options = scalar_options(tests.narrowed(shape))
    fits = compile_schema(shape).is_valid

    def is_kept_by(value: Any) -> bool:
        return isinstance(value, Generated) or (tests.is_kept_by(value) and fits(value))

    return [option for option in options if is_kept_by(option.value)] or scalar_options(shape)


def _blob_options(shape: Schema) -> list[Option]:
    low, high = shape.get("minLength", 0) // 4 * 3, min(shape.get("maxLength", _LONGEST_BLOB) // 4 * 3, _LONGEST_BLOB)
    blobs = list(_BLOBS)
    blobs += [(_BLOB_FILLING * (size // len(_BLOB_FILLING) + 1))[:size] for size in (low, high)]
    encoded = dict.fromkeys(base64.b64encode(blob).decode() for blob in blobs)
    return [Option(string) for string in fitting_strings(shape, encoded)]
