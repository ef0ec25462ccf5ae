"""jsonschema behind the engines' Protocol, with the meanings that it leaves open, or to another library, fixed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, Final, cast

from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from jsonschema.validators import extend  # pyright: ignore[reportUnknownVariableType] - its stub has no types

from shapeproof.contract import Pointer, Schema
from shapeproof.validation.engines.date_times import is_date_time
from shapeproof.validation.engines.violations import Violation, in_order

__all__ = ["ReferenceEngine"]


class ReferenceEngine:
    """A schema, evaluated by plain Python."""

    def __init__(self, schema: Schema) -> None:
        self._validator: Any = _Validator(schema, format_checker=_FORMATS)

    def is_valid(self, response: Any, /) -> bool:
        """Whether the response keeps the schema."""
        return bool(self._validator.is_valid(response))

    def violations(self, response: Any, /) -> list[Violation]:
        """Every keyword broken."""
        return in_order(_violations(self._validator.iter_errors(response)))


def _violations(errors: Iterable[ValidationError]) -> Iterator[Violation]:
    for error in errors:
        place: Pointer = tuple(error.absolute_path)
        value: Any = error.instance
        schema: Any = error.schema
        match error.validator:
            case "required":
                yield from (Violation((*place, name), "required") for name in schema["required"] if name not in value)
            case "additionalProperties":
                unknown = (name for name in value if name not in schema["properties"])
                yield from (Violation((*place, name), "additionalProperties") for name in unknown)
            case "propertyNames":
                yield Violation((*place, value), f"propertyNames/{(error.context or [error])[0].validator}")
            case "anyOf":  # the value or null, as a sparse list holds it
                yield from _violations(one for one in error.context or () if one.schema_path[0] == 0)
            case keyword:
                yield Violation(place, str(keyword))


def _pattern(_validator: object, expression: str, value: object, _schema: object) -> Iterator[ValidationError]:
    if isinstance(value, str) and not _compiled(expression).search(value):
        yield ValidationError("does not match")


@lru_cache(maxsize=4096)
def _compiled(expression: str) -> re.Pattern[str]:
    # `$` must mean the end: Python's lets a newline stand behind it.
    return re.compile(f"{expression.removesuffix('$')}\\Z" if expression.endswith("$") else expression)


def _property_names(validator: Any, names: Schema, value: object, _schema: object) -> Iterator[ValidationError]:
    # jsonschema's own points at the map and forgets the key.
    if isinstance(value, dict):
        for key in cast("dict[str, object]", value):
            for error in validator.descend(instance=key, schema=names):
                yield ValidationError("", validator="propertyNames", instance=key, context=[error])


def _is_date_time(value: object) -> bool:
    return not isinstance(value, str) or is_date_time(value)


_FORMATS: Final = FormatChecker(formats=())
_FORMATS.checks("date-time")(_is_date_time)
_Validator: Final[Any] = extend(  # type: ignore[no-untyped-call]
    Draft202012Validator, {"pattern": _pattern, "propertyNames": _property_names}
)
