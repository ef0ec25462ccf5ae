"""Validation of responses in the `cli` representation against the schema of a contract."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Final, cast

from shapeproof.contract import (
    Contract,
    Part,
    Pointer,
    Representation,
    Schema,
    iter_schema,
    path_of,
    recursive_definitions,
    resolve,
    shapes_along,
    value_at,
)
from shapeproof.contract.schema import RULES_KEYWORD
from shapeproof.errors import CaptureError, cut
from shapeproof.representations.non_finite import is_non_finite
from shapeproof.representations.wire_names import wire_names
from shapeproof.validation.catalog import Severities, ViolationDetails
from shapeproof.validation.catalog.structure import NON_FINITE_NUMBER
from shapeproof.validation.classification import KEY_PREFIX, code_of
from shapeproof.validation.engines.compilation import Engine, EngineName, compile_schema
from shapeproof.validation.engines.large_responses import SchemaPart, is_large, violations_in_pieces
from shapeproof.validation.engines.violations import TOO_MANY, Violation
from shapeproof.validation.finding import Finding, too_many_findings
from shapeproof.validation.known_deviations import KNOWN, explanation
from shapeproof.validation.protocol import without_protocol
from shapeproof.validation.recorded_view import RecordedView, UnconvertedView
from shapeproof.validation.release_changes import release_change

if TYPE_CHECKING:
    from shapeproof.validation.contract_rules import CompiledRules

__all__ = ["SchemaValidator", "compile_validator", "contains_sensitive"]

_JSON_TYPES: Final = (str, int, float, bool, list, dict, type(None))


@dataclass(frozen=True, eq=False, slots=True)
class SchemaValidator:
    """The schema of one part of a contract, compiled by an engine. Responses are in the `cli` representation.

    Attributes:
        contract: the contract.
        part: the part of the contract.
        schema: its full schema, that of the strict view.
        engine_name: the name of the engine.
        engine: the compiled schema.
        is_open: whether some values may be of any type, or nested to any depth. The engine accepts even values there
            that no response can have, such as NaN.
        has_wire_names: whether members have another name on the wire, or are sent outside the body.
        same_in: the representations in which valid responses are the same as in `cli`.
        has_rules: whether the schema states rules.
    """

    contract: Contract
    part: Part
    schema: Schema
    engine_name: EngineName
    engine: Engine
    is_open: bool
    has_wire_names: bool
    same_in: frozenset[Representation]
    has_rules: bool
    _sensitive: dict[int, bool] = field(default_factory=dict[int, bool], init=False, repr=False)
    """Whether a node of the schema contains a sensitive one, by its id; looked for once, for all findings about it."""

    def is_valid(self, response: object) -> bool:
        """Whether a response has no violations. Raises ValueError for values that aren't JSON."""
        return self.engine.is_valid(response)

    def violations(self, response: object) -> list[Violation]:
        """The violations of a response; see `violations_in_pieces`. Raises ValueError for values that aren't JSON."""
        if is_large(response):
            violations = violations_in_pieces(self.schema, response, self._engine_for)
        else:
            violations = self.engine.violations(response)
        return list(without_protocol(self.schema, violations, response))

    def rules(self, *, derived: bool) -> CompiledRules | None:
        """The compiled rules; None if there are none.

        Args:
            derived: whether to include those that the names of members suggest.

        Raises:
            CaptureError: a rule is invalid.
        """
        if not (self.has_rules or derived):
            return None
        from shapeproof.validation.contract_rules import compiled_rules  # most contracts have none

        return compiled_rules(self.contract, self.part, derived=derived)

    def _engine_for(self, part: SchemaPart) -> Engine:
        return self.contract.derived(_compile_schema_part, self.part, self.engine_name, part)

    def depends_on_representation(self, violation: Violation, response: object) -> bool:
        """Whether the value may be valid in another representation: a timestamp, NaN, or a value that isn't JSON."""
        if violation.keyword != "type":
            return violation.keyword == "format"
        shape = shapes_along(self.schema, violation.pointer)[-1] or {}
        value = value_at(response, violation.pointer)
        return shape.get("format") == "date-time" or is_non_finite(shape, value) or not isinstance(value, _JSON_TYPES)

    def findings(
        self,
        violations: Iterable[Violation],
        response: object,
        severities: Severities,
        representation: Representation = "cli",
        original: RecordedView | None = None,
    ) -> Iterator[Finding]:
        """Iterate over the findings about a response, in the order of its violations.

        Args:
            violations: the violations of the response.
            response: the response in `cli`.
            severities: the severity of each code; findings of codes that they leave out are left out.
            representation: how the response was recorded.
            original: the response as it was recorded, whose pointers and values the findings show; None if it was not
                converted.
        """
        view = original or UnconvertedView(response)
        for pointer, group in groupby(violations, key=_pointer):
            findings = {
                violation.keyword: finding
                for violation in group
                if (finding := self._finding(violation, response, severities, representation, view))
            }
            if len(findings) > 1:
                from shapeproof.validation.same_bound import without_same_bound  # few places break several keywords

                findings = without_same_bound(findings, self.contract, self.schema, pointer, response)
            yield from findings.values()

    def _finding(
        self,
        violation: Violation,
        response: object,
        severities: Severities,
        representation: Representation,
        view: RecordedView,
    ) -> Finding | None:
        from shapeproof.validation.unmarked_secrets import may_be_secret  # most responses have no violations

        pointer, keyword = violation.pointer, violation.keyword
        if keyword == TOO_MANY:
            return too_many_findings(severities)
        shapes = shapes_along(self.schema, pointer)
        shape, owner = shapes[-1] or {}, (shapes[-2] or {}) if len(shapes) > 1 else {}
        is_missing, is_key = keyword == "required", keyword.startswith(KEY_PREFIX)
        at_fault = None if is_missing else value_at(response, pointer)
        if is_key:
            shape = resolve(self.schema, owner["propertyNames"])
        name, beside = pointer[-1] if pointer else None, _beside(response, pointer)
        change = release_change(
            keyword.removeprefix(KEY_PREFIX),
            shape,
            owner,
            name,
            name if is_key else at_fault,
            self.contract.edition,
            beside,
            representation,
        )
        code = code_of(violation, shape, owner, at_fault, self.part, change)
        if code is NON_FINITE_NUMBER and representation != "cli":
            return None
        as_sent = representation == "wire" or self.part == "error"  # boto3 returns what the body of an error holds
        severity = severities.of(code, as_sent=as_sent)
        if severity is None:
            return None
        recorded = view.recorded_pointer(pointer)
        value = None if is_missing else view.recorded_value(pointer)
        is_sensitive = any(step and step.get("x-sensitive") for step in (*shapes, shape))
        if keyword == "type" and isinstance(value, str | float | int):  # perhaps an object written as a string
            is_sensitive = is_sensitive or self._contains_sensitive(shape)
        is_sensitive = is_sensitive or may_be_secret(
            self.schema, response, pointer, keyword, str(pointer[-1]) if is_key else value
        )
        details = ViolationDetails(
            keyword.removeprefix(KEY_PREFIX),
            value,
            name=str(recorded[-1]) if recorded else self.schema["title"],
            shape=shape,
            owner=owner,
            is_sensitive=is_sensitive,
            representation=representation,
            beside=beside,
            names=_recorded_names(view, pointer, owner, representation) if keyword == "additionalProperties" else {},
            is_text=view.is_text,
            is_key=is_key,
            change=change,
        )
        known = explanation(
            self.contract,
            self.engine_name,
            details.keyword,
            shape,
            owner,
            name,
            name if is_key else at_fault,
        )
        message = code.message(details)
        return Finding(
            code=code.number,
            kind=code.kind,
            severity="note" if known else severity,
            pointer_parts=recorded,
            path=path_of(self.schema, _shown(pointer) if keyword == "additionalProperties" else pointer),
            keyword=keyword,
            message=cut(f"{KNOWN} ({known}): {message}" if known else message),
        )

    def _contains_sensitive(self, shape: Schema) -> bool:
        if id(shape) not in self._sensitive:
            self._sensitive[id(shape)] = contains_sensitive(self.schema, shape)
        return self._sensitive[id(shape)]


def _shown(pointer: Pointer) -> Pointer:
    """The pointer of an unknown member, whose name may be a secret, as those in findings are shown."""
    from shapeproof.validation.quotations import masked  # few responses have unknown members

    return (*pointer[:-1], *masked(pointer[-1:]))


def _pointer(violation: Violation) -> Pointer:
    return violation.pointer


def _recorded_names(
    view: RecordedView, pointer: Pointer, owner: Schema, representation: Representation
) -> Mapping[str, str]:
    """The recorded names of the members beside one, by their names in the contract, for those that differ."""
    names = view.recorded_names(pointer[:-1])
    if names is None and representation == "wire" and "properties" in owner:
        return {name: on_wire for on_wire, name in wire_names(owner).items()}
    return names or {}


def _beside(response: object, pointer: Pointer) -> Collection[str]:
    owner = value_at(response, pointer[:-1]) if pointer else None
    return cast("Mapping[str, object]", owner).keys() if isinstance(owner, Mapping) else ()


def _compile_schema_part(contract: Contract, part: Part, engine: EngineName, schema_part: SchemaPart) -> Engine:
    return compile_schema(schema_part.schema(contract.schema(part)), engine)


def contains_sensitive(root: Schema, shape: Schema) -> bool:
    """Whether the model marks anything in a schema as sensitive: the node, what it contains, or keys of maps."""
    shapes = (inner for _, _, inner in iter_schema({**shape, "$defs": root["$defs"]}, each_once=True))
    return any(
        inner.get("x-sensitive") or resolve(root, inner.get("propertyNames", {})).get("x-sensitive") for inner in shapes
    )


def compile_validator(contract: Contract, part: Part, engine: EngineName) -> SchemaValidator:
    """Compile the full schema of one part of a contract.

    Compiling takes as long as hundreds of validations: call it by `contract.derived`, which keeps the result.

    Raises:
        CaptureError: the engine can't compile the schema.
        MissingExtraError: the engine is not installed.
        UsageError: there is no engine of that name.
    """
    schema = contract.schema(part)
    try:
        compiled = compile_schema(schema, engine)
    except CaptureError as error:
        where = f"the {part} schema of {contract.name}"
        raise CaptureError(error.message, where=f"{where}: {error.where}" if error.where else where) from error
    nodes = list(iter_schema(schema, each_once=True))
    has_wire_names = any(node.get("x-wire", {}).keys() & {"name", "in"} for _, node, _ in nodes)
    return SchemaValidator(
        contract,
        part,
        schema,
        engine,
        compiled,
        is_open=part == "error"
        or bool(recursive_definitions(schema))
        or any("type" not in shape for _, _, shape in nodes),
        has_wire_names=has_wire_names,
        same_in=_same_representations(nodes, has_wire_names=has_wire_names),
        has_rules=any(RULES_KEYWORD in shape for _, _, shape in nodes),
    )


def _same_representations(
    nodes: Iterable[tuple[str, Schema, Schema]], *, has_wire_names: bool
) -> frozenset[Representation]:
    """The representations in which valid responses are the same as in `cli`: it is their times, names and bytes that differ.

    Whatever else differs (NaN, objects in place of strings) is not valid as it is.
    """
    nodes = list(nodes)
    time_formats = {
        node.get("x-wire", shape.get("x-wire", {})).get("time")
        for _, node, shape in nodes
        if shape.get("format") == "date-time"
    }
    same: list[Representation] = ["cli"]
    if not time_formats and not any(shape.get("contentEncoding") == "base64" for _, _, shape in nodes):
        same.append("sdk")
    if not has_wire_names and time_formats <= {"iso8601"}:
        same.append("wire")
    return frozenset(same)
