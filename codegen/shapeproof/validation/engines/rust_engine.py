"""The engine jsonschema-rs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from math import isfinite
from types import MappingProxyType
from typing import Any, Final, NoReturn, cast

from jsonschema_rs import Draft202012Validator, RegexOptions, ValidationError

from shapeproof.contract import Pointer, Schema, pointer_text
from shapeproof.contract.schema import RULES_KEYWORD, objects_in
from shapeproof.errors import CaptureError
from shapeproof.validation.engines.date_times import DATE_TIME_FORM, is_date_time
from shapeproof.validation.engines.violations import Violation, normalized

__all__ = ["RustEngine", "compile_rust"]

_MAX_INDEX_DIGITS: Final = 20
_STARTS_OF_INDICES: Final = frozenset("+0123456789")
_MAX_DFA: Final = 2 * 2**20
"""The most bytes of the states that an engine keeps for each pattern as it matches strings: the default."""
_MAX_DFAS: Final = 200 * 2**20
"""The same for all patterns of a schema together. No operation of botocore 1.44.5 has more than 69 patterns."""

_NATIVE_TIME: Final[Schema] = {
    "type": "string",
    "format": "date-time",
    "pattern": DATE_TIME_FORM,
    "not": {"pattern": "^0000-"},
}
"""What `is_date_time` accepts, with the engine's own format for the days of months: the whole pattern takes three times as
long to compile. The format alone knows the year 0 and leap seconds, and takes some signs for digits."""

PointersOf = Callable[[ValidationError, object], Iterable[Pointer]]
"""Returns the pointers of an error in a response."""


class RustEngine:
    """A schema compiled twice: for a fast answer, and, once a response is invalid, for the pointers of its violations.

    Attributes:
        is_valid: whether a response is valid. It is the compiled function itself, without the cost of a method call.
    """

    def __init__(self, schema: Schema) -> None:
        """Compile a schema. Raises CaptureError for one that isn't valid JSON Schema."""
        self._schema = _without_rules(schema)
        self.is_valid: Callable[[Any], bool] = compile_rust(_with_native_times(self._schema), formats={}).is_valid

    @cached_property
    def _validator(self) -> Draft202012Validator:
        return compile_rust(self._schema)

    def violations(self, response: Any, /) -> list[Violation]:
        """The violated keywords, in the order of pointer and keyword. Raises ValueError for values that aren't JSON."""
        return normalized(_violations(self._validator.iter_errors(response), response))


def compile_rust(
    schema: Schema, formats: Mapping[str, Callable[[str], bool]] = MappingProxyType({"date-time": is_date_time})
) -> Draft202012Validator:
    """Compile a schema once.

    Args:
        schema: the schema.
        formats: functions that check formats in the place of the engine's own.

    Raises:
        CaptureError: it isn't valid, or has a pattern that the engine can't run.
    """
    try:
        return Draft202012Validator(
            cast("dict[str, Any]", schema),
            validate_formats=True,
            formats=dict(formats),
            # The regex engine whose time is linear, and whose programs have a limited size. It has no lookarounds;
            # patterns are translated without them.
            pattern_options=RegexOptions(dfa_size_limit=min(_MAX_DFA, _MAX_DFAS // max(1, _count_patterns(schema)))),
            retriever=_refuse,
        )
    except ValidationError as error:
        raise CaptureError(
            f"the engine jsonschema-rs can't compile this schema: {error.message}",
            where=pointer_text(tuple(error.instance_path)) or None,
        ) from error


def _refuse(uri: str) -> NoReturn:
    """Schemas refer to nothing outside themselves. By default, the engine would fetch it, by HTTP or from a file."""
    raise ValueError(f"schemas can't refer to {uri}")


def _count_patterns(schema: Schema) -> int:
    patterns = (members.get("pattern") for members in objects_in(schema))
    return len({pattern for pattern in patterns if isinstance(pattern, str)})


def _without_rules(schema: Schema) -> Schema:
    """The same schema without rules, which say nothing to the engine, and are longer than the rest."""
    definitions: Mapping[str, Any] = schema.get("$defs", {})
    with_rules = [name for name, node in definitions.items() if RULES_KEYWORD in node]
    if not with_rules:
        return schema
    without = {
        name: {key: value for key, value in definitions[name].items() if key != RULES_KEYWORD} for name in with_rules
    }
    return {**schema, "$defs": {**definitions, **without}}


def _with_native_times(schema: Schema) -> Schema:
    """The same schema with timestamps as the engine's own format: calling Python for each takes as long as all the rest.

    Definitions without any, which are most of a schema, are not copied.
    """
    definitions: Mapping[str, Any] = schema.get("$defs", {})
    rest = {key: value for key, value in schema.items() if key != "$defs"}
    converted = {name: _natively_timed(node) if _has_times(node) else node for name, node in definitions.items()}
    return {**_natively_timed(rest), "$defs": converted}


def _has_times(node: object) -> bool:
    return any(inner.get("format") == "date-time" for inner in objects_in(node))


def _natively_timed(node: Any) -> Any:
    if isinstance(node, list):
        return [_natively_timed(item) for item in cast("list[object]", node)]
    if not isinstance(node, Mapping):
        return node
    schema = cast("Mapping[str, object]", node)
    if schema.get("format") == "date-time":
        return _NATIVE_TIME
    return {key: _natively_timed(value) for key, value in schema.items()}


def _violations(
    errors: Iterable[ValidationError], response: object, pointers: PointersOf | None = None
) -> Iterator[Violation]:
    pointers = pointers or (_possible_pointers if _has_ambiguous_keys(response) else _pointer)
    for error in errors:
        for pointer in pointers(error, response):
            yield from _violations_at(pointer, error, response, pointers)


def _pointer(error: ValidationError, _response: object) -> list[Pointer]:
    return [tuple(error.instance_path)]


def _possible_pointers(error: ValidationError, response: object) -> Iterable[Pointer]:
    """The pointers of an error in a response with ambiguous keys.

    `instance_path` lacks empty keys, and has the index 1 for the key `"01"`.
    """
    return list(_pointers_to(error.instance, tuple(error.instance_path), response)) or _pointer(error, response)


def _pointers_to(target: object, instance_path: Pointer, value: object) -> Iterator[Pointer]:
    """The pointers below a value that an instance path may stand for and that lead to a value like the target."""
    if not instance_path:
        shown = _shown(value)
        if type(shown) is type(target) and shown == target:
            yield ()
    if isinstance(value, dict):
        for key, inner in cast("dict[str, object]", value).items():
            rest = _rest_after(key, instance_path)
            if rest is not None:
                yield from ((key, *below) for below in _pointers_to(target, rest, inner))
    elif instance_path and isinstance(value, list) and isinstance(instance_path[0], int):
        index = instance_path[0]
        for inner in cast("list[object]", value)[index : index + 1]:
            yield from ((index, *below) for below in _pointers_to(target, instance_path[1:], inner))


def _shown(value: object) -> object:
    """A value as errors show it: without numbers that no JSON has, which are null there."""
    if isinstance(value, dict):
        return {key: _shown(inner) for key, inner in cast("dict[str, object]", value).items()}
    if isinstance(value, list):
        return [_shown(inner) for inner in cast("list[object]", value)]
    return None if isinstance(value, float) and not isfinite(value) else value


def _rest_after(key: str, instance_path: Pointer) -> Pointer | None:
    """What follows a key in an instance path; None if the path doesn't start with the key."""
    if not key:
        return instance_path
    return instance_path[1:] if instance_path and instance_path[0] in {key, _as_index(key)} else None


def _as_index(key: str) -> int | None:
    digits = key.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        return None
    significant = digits.lstrip("0")
    return int(significant or "0") if len(significant) <= _MAX_INDEX_DIGITS else None


def _has_ambiguous_keys(value: object) -> bool:
    if isinstance(value, dict):
        members = cast("dict[str, object]", value)
        for key in members:
            if not key or (key[0] in _STARTS_OF_INDICES and _as_index(key) is not None):
                return True
        return any(map(_has_ambiguous_keys, members.values()))
    return isinstance(value, list) and any(map(_has_ambiguous_keys, cast("list[object]", value)))


def _violations_at(
    pointer: Pointer, error: ValidationError, response: object, pointers: PointersOf
) -> Iterator[Violation]:
    kind: Any = error.kind
    match kind.name:
        case "required":
            yield Violation((*pointer, kind.property), "required")
        case "additionalProperties":
            yield from (Violation((*pointer, name), "additionalProperties") for name in kind.unexpected)
        case "propertyNames":
            yield Violation((*pointer, kind.error.instance), f"propertyNames/{kind.error.kind.name}")
        case "anyOf":  # an item of a sparse list: its schema, or null
            yield from _violations(kind.context[0], response, pointers)
        case keyword:
            yield Violation(pointer, keyword)
