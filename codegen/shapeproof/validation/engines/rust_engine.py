"""jsonschema-rs behind the engines' Protocol."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Final, cast

from jsonschema_rs import Draft202012Validator, RegexOptions, ValidationError

from shapeproof.contract import Pointer, Schema
from shapeproof.validation.engines.date_times import DATE_TIME, is_date_time
from shapeproof.validation.engines.violations import Violation, in_order

__all__ = ["RustEngine"]


_INDEX_DIGITS: Final = 20


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
        return in_order(_violations(self._validator.iter_errors(response), response))


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


def _violations(errors: Iterable[ValidationError], response: object) -> Iterator[Violation]:
    places = _places if _has_odd_keys(response) else _place
    for error in errors:
        for place in places(error, response):
            yield from _at(place, error, response)


def _place(error: ValidationError, _response: object) -> list[Pointer]:
    return [tuple(error.instance_path)]


def _places(error: ValidationError, response: object) -> Iterable[Pointer]:
    """Where an error is, in a response with odd keys: `instance_path` lacks empty keys, and `"01"` is the index 1 in it."""
    return list(_leading_to(error.instance, tuple(error.instance_path), response)) or _place(error, response)


def _leading_to(target: object, path: Pointer, value: object) -> Iterator[Pointer]:
    """Every place below `value` that `path` may mean, if the target stands there."""
    if not path and type(value) is type(target) and value == target:
        yield ()
    if isinstance(value, dict):
        for key, inner in cast("dict[str, object]", value).items():
            rest = path if not key else path[1:] if path and path[0] in {key, _as_index(key)} else None
            if rest is not None:
                yield from ((key, *below) for below in _leading_to(target, rest, inner))
    elif path and isinstance(value, list) and isinstance(path[0], int):
        for inner in cast("list[object]", value)[path[0] : path[0] + 1]:
            yield from ((path[0], *below) for below in _leading_to(target, path[1:], inner))


def _as_index(key: str) -> int | None:
    digits = key.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        return None
    significant = digits.lstrip("0")
    return int(significant or "0") if len(significant) <= _INDEX_DIGITS else None


def _has_odd_keys(value: object) -> bool:
    if isinstance(value, dict):
        held = cast("dict[str, object]", value)
        return any(not key or _as_index(key) is not None for key in held) or any(map(_has_odd_keys, held.values()))
    return isinstance(value, list) and any(map(_has_odd_keys, cast("list[object]", value)))


def _at(place: Pointer, error: ValidationError, response: object) -> Iterator[Violation]:
    kind: Any = error.kind
    match kind.name:
        case "required":
            yield Violation((*place, kind.property), "required")
        case "additionalProperties":
            yield from (Violation((*place, name), "additionalProperties") for name in kind.unexpected)
        case "propertyNames":
            yield Violation((*place, kind.error.instance), f"propertyNames/{kind.error.kind.name}")
        case "anyOf":  # the value or null, as a sparse list holds it
            yield from _violations(kind.context[0], response)
        case keyword:
            yield Violation(place, keyword)
