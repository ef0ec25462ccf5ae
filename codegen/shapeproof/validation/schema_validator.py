"""A response in the `cli` representation x a contract's schema -> findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Protocol, cast

from shapeproof.contract import (
    Contract,
    Part,
    Pointer,
    Representation,
    Schema,
    child,
    is_union,
    iter_schema,
    path_of,
    recursive_definitions,
    resolve,
)
from shapeproof.validation.catalog import CODES, Severities, Severity
from shapeproof.validation.engines.compilation import Engine, EngineName, compile_schema
from shapeproof.validation.engines.violations import Violation
from shapeproof.validation.finding import Finding

__all__ = ["RecordedView", "SchemaValidator", "compile_validator"]

_CODES: Final = {
    "required": "SP101",
    "type": "SP102",
    "format": "SP104",
    "pattern": "SP201",
    "minLength": "SP202",
    "maxLength": "SP203",
    "minimum": "SP204",
    "maximum": "SP205",
    "minItems": "SP206",
    "maxItems": "SP207",
    "minProperties": "SP208",
    "maxProperties": "SP209",
    "additionalProperties": "SP301",
    "enum": "SP302",
}
_JSON_TYPES: Final = (str, int, float, bool, list, dict, type(None))
_EMPTY_BREAKS: Final = frozenset({"minLength", "minItems", "minProperties", "pattern"})


class RecordedView(Protocol):
    """A response as it was recorded, beside what was made of it for validation."""

    def recorded(self, pointer: Pointer) -> Pointer:
        """Where the value at `pointer` stood, or would have to stand."""
        ...

    def value_at(self, pointer: Pointer) -> object:
        """What stood there."""
        ...


@dataclass(frozen=True, slots=True)
class _AsRecorded:
    """A response that was recorded just as it is validated."""

    response: object

    def recorded(self, pointer: Pointer) -> Pointer:
        return pointer

    def value_at(self, pointer: Pointer) -> object:
        return _at(self.response, pointer)


@dataclass(frozen=True, eq=False, slots=True)
class SchemaValidator:
    """One part of one contract, compiled by one engine.

    `is_open` says that the schema has places where any value, or one nested without end, passes, so that the engine
    alone can't refuse a bad one;
    `has_wire_names` that some members have another name, or another place, on the wire.
    """

    contract: Contract
    part: Part
    schema: Schema
    engine: Engine
    is_open: bool
    has_wire_names: bool

    def is_clean(self, response: object) -> bool:
        """Whether nothing at all is to be said of the response; fast."""
        return self.engine.is_valid(response)

    def violations(self, response: object) -> list[Violation]:
        """What the response breaks. Raises ValueError for a value that JSON lacks."""
        return self.engine.violations(response)

    def is_about_form(self, violation: Violation, response: object) -> bool:
        """Whether another representation would explain it: a timestamp is at fault, or a value that JSON lacks."""
        if violation.keyword != "type":
            return violation.keyword == "format"
        shape = _trail(self.schema, violation.pointer)[-1] or {}
        return shape.get("format") == "date-time" or not isinstance(_at(response, violation.pointer), _JSON_TYPES)

    def findings(
        self,
        violations: Iterable[Violation],
        response: object,
        severities: Severities,
        representation: Representation = "cli",
        original: RecordedView | None = None,
    ) -> Iterator[Finding]:
        """What is to be said of `response`, given what it breaks, in the order of `violations`.

        `original` is the response as it was recorded, in `representation`: places and messages speak of that one.
        Findings that the severities leave out are left out.
        """
        source = original or _AsRecorded(response)
        for violation in violations:
            finding = self._finding(violation, response, severities, representation, source)
            if finding:
                yield finding

    def _finding(
        self,
        violation: Violation,
        response: object,
        severities: Severities,
        representation: Representation,
        original: RecordedView,
    ) -> Finding | None:
        place, keyword = violation
        trail = _trail(self.schema, place)
        shape, owner = trail[-1] or {}, (trail[-2] or {}) if len(trail) > 1 else {}
        from shapeproof.validation.messages import describe

        is_absent = keyword == "required"
        code = self._code(keyword, place, shape, owner, None if is_absent else _at(response, place))
        is_sent = representation == "wire" or self.part == "error"  # boto3 hands on what an error's body holds
        severity = _null_severity(severities, is_sent=is_sent) if code == "SP103" else severities.of(code)
        if severity is None:
            return None
        if keyword.startswith("propertyNames/"):
            shape = resolve(self.schema, owner["propertyNames"])
        recorded = original.recorded(place)
        name = str(recorded[-1]) if recorded else self.schema["title"]
        value = None if is_absent else original.value_at(place)
        is_sensitive = any(step and step.get("x-sensitive") for step in (*trail, shape))
        if keyword == "type" and isinstance(value, str | float | int):  # an object as text, say, with all that is in it
            is_sensitive = is_sensitive or _holds_sensitive(self.schema, shape)
        return Finding(
            code=code,
            kind=CODES[code].kind,
            severity=severity,
            pointer_parts=recorded,
            path=path_of(self.schema, place),
            keyword=keyword,
            message=describe(
                code,
                keyword,
                value,
                name=name,
                shape=shape,
                owner=owner,
                sensitive=is_sensitive,
                representation=representation,
            ),
        )

    def _code(self, keyword: str, place: Pointer, shape: Schema, owner: Schema, value: object) -> str:
        if keyword.startswith("propertyNames/"):
            return "SP210"
        if keyword in {"type", "format"} and value is None and _is_optional(place, owner):
            return "SP103"
        if keyword == "type" and shape.get("format") == "date-time":
            return "SP104"
        if keyword in {"minProperties", "maxProperties"} and is_union(shape):
            return "SP105"
        if keyword in _EMPTY_BREAKS and value in ("", [], {}):
            return "SP220"
        if keyword == "minimum" and value == 0:
            return "SP221"
        if keyword == "enum" and self.part == "error" and place == ("Error", "Code"):
            return "SP303"
        return _CODES[keyword]


def _is_optional(place: Pointer, owner: Schema) -> bool:
    return bool(place) and "properties" in owner and place[-1] not in owner.get("required", ())


def _holds_sensitive(root: Schema, shape: Schema) -> bool:
    inside = (one for _, _, one in iter_schema({**shape, "$defs": root["$defs"]}))
    return any(
        one.get("x-sensitive") or resolve(root, one.get("propertyNames", {})).get("x-sensitive") for one in inside
    )


def _null_severity(severities: Severities, *, is_sent: bool) -> Severity | None:
    """Services do send null; boto3 and the AWS CLI leave the member out, so there it is a fault."""
    untouched = not (severities.chosen and "SP103" in severities.chosen)
    return "warning" if is_sent and untouched else severities.of("SP103")


def _trail(root: Schema, place: Pointer) -> list[Schema | None]:
    """The resolved schemas from the root to a place; None below what the contract doesn't know."""
    shapes: list[Schema | None] = [resolve(root, root)]
    for key in place:
        owner = shapes[-1]
        node = None if owner is None else child(owner, key).node
        shapes.append(None if node is None else resolve(root, node))
    return shapes


def _at(response: object, place: Pointer) -> object:
    for key in place:
        response = cast("Any", response)[key]
    return response


def compile_validator(contract: Contract, part: Part, engine: EngineName) -> SchemaValidator:
    """Compile the full schema of one part of a contract.

    Call it through `contract.derived`: compiling costs more than hundreds of validations.

    Raises:
        MissingExtraError: the engine is not installed.
        UsageError: there is no engine of that name.
    """
    schema = contract.schema(part)
    nodes = list(iter_schema(schema))
    return SchemaValidator(
        contract,
        part,
        schema,
        compile_schema(schema, engine),
        is_open=part == "error"
        or bool(recursive_definitions(schema))
        or any("type" not in shape for _, _, shape in nodes),
        has_wire_names=any(node.get("x-wire", {}).keys() & {"name", "in"} for _, node, _ in nodes),
    )
