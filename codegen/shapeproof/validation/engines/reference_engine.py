"""The engine jsonschema, with formats, patterns and key names that mean the same as in jsonschema-rs.

Python's `re` matches the patterns, except those on which it could backtrack for hours: these are left to the linear
engine of jsonschema-rs.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final, cast

from jsonschema import Draft202012Validator, FormatChecker, SchemaError, ValidationError
from jsonschema.validators import extend  # pyright: ignore[reportUnknownVariableType] - its stub has no types
from referencing import Registry

from shapeproof.capture.patterns.backtracking import slow_patterns
from shapeproof.contract import Pointer, Schema, pointer_text
from shapeproof.errors import CaptureError
from shapeproof.validation.engines.date_times import is_date_time
from shapeproof.validation.engines.rust_engine import compile_rust
from shapeproof.validation.engines.violations import Violation, normalized

__all__ = ["ReferenceEngine"]


class ReferenceEngine:
    """A schema that jsonschema evaluates."""

    def __init__(self, schema: Schema) -> None:
        """Compile a schema. Raises CaptureError for one that isn't valid JSON Schema."""
        matches = _matchers(schema)

        def pattern_keyword(
            _validator: object, pattern: str, value: object, _schema: object
        ) -> Iterator[ValidationError]:
            if isinstance(value, str) and not matches[pattern](value):
                yield ValidationError("does not match")

        try:
            _Validator.check_schema(schema)
        except SchemaError as error:
            raise _not_compiled(error.message, tuple(error.absolute_path)) from error
        # An empty registry retrieves nothing. By default, a reference would be fetched, by HTTP or from a file.
        validator: Any = extend(_Validator, {"pattern": pattern_keyword})  # type: ignore[no-untyped-call]
        self._validator: Any = validator(schema, format_checker=_FORMATS, registry=Registry[Any]())

    def is_valid(self, response: Any, /) -> bool:
        """Whether the response is valid."""
        return bool(self._validator.is_valid(response))

    def violations(self, response: Any, /) -> list[Violation]:
        """The violated keywords, in the order of pointer and keyword."""
        return normalized(_violations(self._validator.iter_errors(response)))


def _violations(errors: Iterable[ValidationError]) -> Iterator[Violation]:
    for error in errors:
        pointer: Pointer = tuple(error.absolute_path)
        value: Any = error.instance
        schema: Any = error.schema
        match error.validator:
            case "required":
                yield from (Violation((*pointer, name), "required") for name in schema["required"] if name not in value)
            case "additionalProperties":
                unknown = (name for name in value if name not in schema["properties"])
                yield from (Violation((*pointer, name), "additionalProperties") for name in unknown)
            case "propertyNames":
                yield Violation((*pointer, value), f"propertyNames/{(error.context or [error])[0].validator}")
            case "anyOf":  # an item of a sparse list: its schema, or null
                yield from _violations(inner for inner in error.context or () if inner.schema_path[0] == 0)
            case keyword:
                yield Violation(pointer, str(keyword))


def _not_compiled(message: str, pointer: Pointer) -> CaptureError:
    return CaptureError(
        f"the engine jsonschema can't compile this schema: {message}", where=pointer_text(pointer) or None
    )


def _matchers(schema: Schema) -> dict[str, Callable[[str], object]]:
    """What searches for each pattern of a schema."""
    pointers = _patterns(schema)
    # Whatever the maxLength: this keyword is evaluated for a string that is too long, too.
    slow = {pattern for pattern, _ in slow_patterns((pattern, None) for pattern in pointers)}
    matchers: dict[str, Callable[[str], object]] = {}
    for pattern, pointer in pointers.items():
        try:
            matchers[pattern] = _matcher(pattern, pattern in slow)
        except (re.error, OverflowError, RecursionError, CaptureError) as error:
            raise _not_compiled(f"{pattern!r} is not a pattern: {error}", (*pointer, "pattern")) from error
    return matchers


def _patterns(schema: Schema) -> dict[str, Pointer]:
    """The distinct patterns of a schema, each with the pointer of a node that has it."""
    found: dict[str, Pointer] = {}
    pending: list[tuple[Pointer, object]] = [((), schema)]
    while pending:
        pointer, node = pending.pop()
        if isinstance(node, list):
            pending += [((*pointer, index), item) for index, item in enumerate(cast("list[object]", node))]
        if not isinstance(node, Mapping):
            continue
        members = cast("Mapping[str, object]", node)
        pending += [((*pointer, key), value) for key, value in members.items()]
        if isinstance(pattern := members.get("pattern"), str):
            found.setdefault(pattern, pointer)
    return found


@lru_cache(maxsize=256)
def _matcher(pattern: str, is_slow: bool) -> Callable[[str], object]:
    if is_slow:
        return compile_rust({"pattern": pattern}).is_valid
    # `$` means the end of the string, but in Python also the place before a final newline.
    return re.compile(f"{pattern.removesuffix('$')}\\Z" if pattern.endswith("$") else pattern).search


def _property_names(validator: Any, names: Schema, value: object, _schema: object) -> Iterator[ValidationError]:
    # The errors of jsonschema's own keyword have the pointer of the map, and not the key.
    if isinstance(value, dict):
        for key in cast("dict[str, object]", value):
            for error in validator.descend(instance=key, schema=names):
                yield ValidationError("", validator="propertyNames", instance=key, context=[error])


def _is_date_time(value: object) -> bool:
    return not isinstance(value, str) or is_date_time(value)


def _is_number(_checker: object, value: object) -> bool:
    """Whether a value is a number of JSON, which has no NaN and no infinities."""
    is_finite = isinstance(value, int) or (isinstance(value, float) and math.isfinite(value))
    return is_finite and not isinstance(value, bool)


_FORMATS: Final = FormatChecker(formats=())
_FORMATS.checks("date-time")(_is_date_time)
_TYPES: Final[Any] = Draft202012Validator.TYPE_CHECKER.redefine("number", _is_number)
_Validator: Final[Any] = extend(  # type: ignore[no-untyped-call]
    Draft202012Validator, {"propertyNames": _property_names}, type_checker=_TYPES
)
