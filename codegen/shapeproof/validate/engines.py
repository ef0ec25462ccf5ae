"""Two JSON Schema engines behind one Protocol. They say where a response breaks its schema; nothing else knows which ran.

jsonschema-rs is the fast one; jsonschema, slower by two to three orders, is the reference it is held against.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, Protocol, cast

from shapeproof.contract import Pointer, Schema
from shapeproof.errors import MissingExtraError, UsageError
from shapeproof.validate.times import is_date_time

if TYPE_CHECKING:
    from jsonschema import ValidationError
    from jsonschema.protocols import Validator
    from jsonschema_rs import Draft202012Validator
    from jsonschema_rs import ValidationError as RustError

__all__ = ["ENGINES", "Engine", "EngineName", "Violation", "compile_schema"]

EngineName = Literal["jsonschema-rs", "jsonschema"]
ENGINES: Final[tuple[EngineName, ...]] = ("jsonschema-rs", "jsonschema")


class Violation(NamedTuple):
    """One keyword that a value breaks.

    `pointer` names the value itself: an unknown or absent member, a map entry with a bad key. `keyword` is the
    schema's keyword; for a key, `propertyNames/` and the keyword that the key breaks.
    """

    pointer: Pointer
    keyword: str


class Engine(Protocol):
    """A compiled schema."""

    def is_valid(self, response: object) -> bool:
        """Whether the response (plain JSON values) keeps the schema."""
        ...

    def violations(self, response: object) -> list[Violation]:
        """Every keyword broken, each once, in the order of pointer and keyword."""
        ...


def compile_schema(schema: Schema, engine: EngineName = "jsonschema-rs") -> Engine:
    """A schema that `capture` built, ready to hold responses against.

    Raises MissingExtraError if the engine isn't installed, UsageError for a name that is no engine.
    """
    if engine == "jsonschema-rs":
        return _RustEngine(schema)
    if engine == "jsonschema":
        return _ReferenceEngine(schema)
    raise UsageError(f"there is no engine {engine!r}", mend=f"engines: {', '.join(ENGINES)}")


def _normalised(violations: Iterable[Violation]) -> list[Violation]:
    found = set(violations)
    # A wrong type breaks whatever else is said of the value; only the type is worth a word. A key is no part of it.
    mistyped = {one.pointer for one in found if one.keyword == "type"}
    kept = [
        one
        for one in found
        if one.pointer not in mistyped or one.keyword == "type" or one.keyword.startswith("propertyNames/")
    ]
    return sorted(kept, key=lambda one: ([(isinstance(key, str), key) for key in one.pointer], one.keyword))


class _RustEngine:
    def __init__(self, schema: Schema) -> None:
        import jsonschema_rs

        self._validator: Draft202012Validator = jsonschema_rs.Draft202012Validator(
            cast("dict[str, Any]", schema),
            validate_formats=True,
            formats={"date-time": is_date_time},
            pattern_options=jsonschema_rs.RegexOptions(),
        )
        self.is_valid: Callable[[object], bool] = self._validator.is_valid

    def violations(self, response: object) -> list[Violation]:
        return _normalised(_rust_violations(self._validator.iter_errors(response)))


def _rust_violations(errors: Iterable[RustError]) -> Iterator[Violation]:
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
                yield from _rust_violations(kind.context[0])
            case keyword:
                yield Violation(place, keyword)


class _ReferenceEngine:
    def __init__(self, schema: Schema) -> None:
        self._validator = _reference_validator()(schema)

    def is_valid(self, response: object) -> bool:
        return self._validator.is_valid(response)

    def violations(self, response: object) -> list[Violation]:
        return _normalised(_reference_violations(self._validator.iter_errors(response)))


def _reference_violations(errors: Iterable[ValidationError]) -> Iterator[Violation]:
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
                yield Violation((*place, value), f"propertyNames/{error.context[0].validator}")
            case "anyOf":
                yield from _reference_violations(one for one in error.context if one.schema_path[0] == 0)
            case keyword:
                yield Violation(place, str(keyword))


@lru_cache(maxsize=1)
def _reference_validator() -> Callable[[Schema], Validator]:
    """jsonschema's validator with the two meanings that it leaves open, or to another library, fixed."""
    try:
        from jsonschema import Draft202012Validator, FormatChecker, ValidationError
        from jsonschema.validators import extend
    except ModuleNotFoundError:
        raise MissingExtraError("the engine jsonschema", extra="reference") from None

    def pattern(_validator: object, expression: str, value: object, _schema: object) -> Iterator[ValidationError]:
        # `$` must mean the end: Python's lets a newline stand behind it.
        if isinstance(value, str) and not _compiled(expression).search(value):
            yield ValidationError("does not match")

    def property_names(validator: Any, names: Schema, value: object, _schema: object) -> Iterator[ValidationError]:  # noqa: ANN401
        if isinstance(value, dict):
            for key in cast("dict[str, object]", value):
                for error in validator.descend(instance=key, schema=names):
                    yield ValidationError("", validator="propertyNames", instance=key, context=[error])

    checker = FormatChecker(formats=())
    checker.checks("date-time")(lambda value: not isinstance(value, str) or is_date_time(value))
    extended: Any = extend(Draft202012Validator, {"pattern": pattern, "propertyNames": property_names})
    return lambda schema: extended(schema, format_checker=checker)


@lru_cache(maxsize=4096)
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(f"{expression.removesuffix('$')}\\Z" if expression.endswith("$") else expression)
