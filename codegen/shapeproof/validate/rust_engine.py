"""jsonschema-rs behind the engines' Protocol."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, cast

from jsonschema_rs import Draft202012Validator, RegexOptions, ValidationError

from shapeproof.contract import Pointer, Schema
from shapeproof.validate.engines import Violation, in_order
from shapeproof.validate.times import DATE_TIME, is_date_time

__all__ = ["RustEngine"]


class RustEngine:
    """A schema compiled twice: for the quick answer, and, once that is no, for the places."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self.is_valid: Callable[[Any], bool] = _compiled(_with_times_as_patterns(schema)).is_valid

    @cached_property
    def _validator(self) -> Draft202012Validator:
        return _compiled(self._schema)

    def violations(self, response: Any, /) -> list[Violation]:
        """Every keyword broken. Raises ValueError for a value that JSON lacks."""
        return in_order(_violations(self._validator.iter_errors(response)))


def _compiled(schema: Schema) -> Draft202012Validator:
    return Draft202012Validator(
        cast("dict[str, Any]", schema),
        validate_formats=True,
        formats={"date-time": is_date_time},
        # The engine without look-around, linear in time: patterns are translated to what it knows.
        pattern_options=RegexOptions(),
    )


def _with_times_as_patterns(node: object) -> Any:
    """The same schema without a call back into Python for each timestamp, which costs as much as all the rest."""
    if isinstance(node, list):
        return [_with_times_as_patterns(item) for item in cast("list[object]", node)]
    if not isinstance(node, Mapping):
        return node
    held = cast("Mapping[str, object]", node)
    if held.get("format") == "date-time":
        return {"type": "string", "pattern": DATE_TIME}
    return {key: _with_times_as_patterns(value) for key, value in held.items()}


def _violations(errors: Iterable[ValidationError]) -> Iterator[Violation]:
    for error in errors:
        place: Pointer = tuple(error.instance_path)
        kind: Any = error.kind
        match kind.name:
            case "required":
                yield Violation((*place, kind.property), "required")
            case "additionalProperties":
                yield from (Violation((*place, name), "additionalProperties") for name in kind.unexpected)
            case "propertyNames":
                yield Violation((*place, kind.error.instance), f"propertyNames/{kind.error.kind.name}")
            case "anyOf":  # the value or null, as a sparse list holds it
                yield from _violations(kind.context[0])
            case keyword:
                yield Violation(place, keyword)
