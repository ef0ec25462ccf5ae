"""The second engine of rules: cel-expr-python, Google's implementation of CEL.

It needs the extra `rules`, and is some ten times slower than our own: it is for tests, and for those who want its word, too.
Expressions are checked against the types of the schema, as messages of Protocol Buffers; they are evaluated over maps.
Strings that it is given end for it at the first character zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, timedelta
from importlib import import_module
from typing import Any, Final, NamedTuple, cast

from shapeproof.cel.evaluation_error import EvaluationError
from shapeproof.cel.times import EPOCH, as_timestamp
from shapeproof.cel.types import DOUBLE, INT, TIMESTAMP, ListType, MapType, Structures, StructureType, Type
from shapeproof.cel.values import distinct
from shapeproof.contract import Pointer, Schema
from shapeproof.errors import CaptureError, needs_extra
from shapeproof.rules.checked_rule import OLD_SELF, ROOT, SELF, check_rule, variables_of
from shapeproof.rules.evaluator import RuleOutcome
from shapeproof.rules.reading import rules_of
from shapeproof.rules.reference_types import message_name, message_types
from shapeproof.rules.rule import Rule
from shapeproof.rules.schema_types import structures_of
from shapeproof.rules.structures import structures_in

__all__ = ["ReferenceEvaluator", "compile_reference"]

_PLACE: Final = "ERROR: <input>:"
"""What stands before the line and the column of an error."""


class _Compiled(NamedTuple):
    rule: Rule
    when: Any
    body: Any
    message: Any
    is_transition: bool


def compile_reference(schema: Schema, rules: Sequence[Rule] | None = None) -> ReferenceEvaluator:
    """Check rules with cel-expr-python, and make it evaluate them.

    Args:
        schema: the schema of a response.
        rules: the rules; by default those that it has.

    Raises:
        MissingExtraError: cel-expr-python isn't installed.
        CaptureError: it refuses an expression; with the rule's id, the expression and the column.
    """
    with needs_extra("the second engine of rules", extra="rules"):
        import_module("cel_expr_python")
        cel = import_module("cel_expr_python.cel")
        structures = structures_of(schema)
        pool = message_types(structures)
        extensions = [import_module(f"cel_expr_python.ext.ext_{name}") for name in ("strings", "math")]
    options = {
        "extensions": [extensions[0].ExtStrings(), extensions[1].ExtMath()],
        "functions": [_list_function(cel, "sum", _sum), _list_function(cel, "distinct", distinct)],
    }
    of_maps = cel.NewEnv(variables=dict.fromkeys((SELF, ROOT, OLD_SELF), cel.Type.DYN), **options)
    compiled: dict[str, list[_Compiled]] = {}
    typed: dict[str, Any] = {}
    for rule in rules_of(schema) if rules is None else rules:
        if rule.structure not in typed:
            variables = {
                name: cel.Type(message_name(cast("StructureType", kind).name))
                for name, kind in variables_of(rule.structure, schema).items()
            }
            typed[rule.structure] = cel.NewEnv(pool, variables=variables, **options)
        texts = {"when": rule.when, "rule": rule.rule, "messageExpression": rule.message_expression}
        for key, text in texts.items():
            if text is not None:
                _check(typed[rule.structure], rule, key, text)
        when, body, message = (of_maps.compile(text) if text is not None else None for text in texts.values())
        is_transition = check_rule(rule, schema, structures).reads_old_self
        compiled.setdefault(rule.structure, []).append(_Compiled(rule, when, body, message, is_transition))
    return ReferenceEvaluator(schema, structures, compiled, cel.Type.ERROR)


class ReferenceEvaluator:
    """Evaluates the rules of a schema as `Evaluator` does, which describes its methods."""

    def __init__(
        self, schema: Schema, structures: Structures, compiled: Mapping[str, list[_Compiled]], error_type: Any
    ) -> None:
        self._schema = schema
        self._structures = structures
        self._compiled = compiled
        self._error_type = error_type

    def outcomes(self, response: object) -> list[RuleOutcome]:
        """What each rule says of each of its structures in a response."""
        root = self._converted(response, None)
        return [
            self._outcome(compiled, pointer, {SELF: self._converted(value, name), ROOT: root})
            for pointer, name, value in structures_in(self._schema, response)
            for compiled in self._compiled.get(name, ())
            if not compiled.is_transition
        ]

    def broken(self, response: object) -> list[RuleOutcome]:
        """The outcomes of broken rules, and of those that couldn't be evaluated."""
        return [outcome for outcome in self.outcomes(response) if outcome.state in {"broken", "not_checked"}]

    def transitions(self, old: object, new: object) -> list[RuleOutcome]:
        """What each transition rule says of each of its structures that two responses both have, outside of lists."""
        root = self._converted(new, None)
        before = {pointer: value for pointer, _, value in structures_in(self._schema, old)}
        return [
            self._outcome(
                compiled,
                pointer,
                {SELF: self._converted(value, name), OLD_SELF: self._converted(before[pointer], name), ROOT: root},
            )
            for pointer, name, value in structures_in(self._schema, new)
            for compiled in self._compiled.get(name, ())
            if compiled.is_transition and pointer in before and not any(isinstance(key, int) for key in pointer)
        ]

    def _outcome(self, compiled: _Compiled, pointer: Pointer, variables: Mapping[str, Any]) -> RuleOutcome:
        rule = compiled.rule
        if compiled.when is not None:
            is_relevant, reason = self._evaluate(compiled.when, variables)
            if is_relevant is not True:
                return RuleOutcome(rule, pointer, "not_checked" if reason else "not_relevant", reason=reason)
        is_kept, reason = self._evaluate(compiled.body, variables)
        if reason:
            return RuleOutcome(rule, pointer, "not_checked", reason=reason)
        if is_kept:
            return RuleOutcome(rule, pointer, "kept")
        message = None if compiled.message is None else self._evaluate(compiled.message, variables)[0]
        return RuleOutcome(rule, pointer, "broken", message=message or rule.message)

    def _evaluate(self, expression: Any, variables: Mapping[str, Any]) -> tuple[Any, str]:
        """The value of an expression, or the reason why it has none."""
        result = expression.eval(data=variables)
        if result.type() == self._error_type:
            return None, str(result.value())
        return result.plain_value(), ""

    def _converted(self, value: object, structure: str | None) -> Any:
        """A structure as cel-expr-python takes it; the whole response if there is no name."""
        name = structure or str(self._schema["$ref"]).rpartition("/")[2]
        return _converted(value, StructureType(name), self._structures)


def _converted(value: Any, kind: Type, structures: Structures) -> Any:
    """A value of JSON with the types of its schema: integers, doubles and times that JSON writes otherwise."""
    if isinstance(value, dict):
        members = cast("dict[str, Any]", value)
        if isinstance(kind, StructureType):
            types: Mapping[str, Type] = structures[kind.name]
            return {key: _converted(item, types.get(key, kind), structures) for key, item in members.items()}
        inner = kind.value if isinstance(kind, MapType) else kind
        return {key: _converted(item, inner, structures) for key, item in members.items()}
    if isinstance(value, list):
        inner = kind.item if isinstance(kind, ListType) else kind
        return [_converted(item, inner, structures) for item in cast("list[object]", value)]
    if isinstance(value, bool):
        return value
    if kind == DOUBLE and isinstance(value, int):
        return float(value)
    if kind == INT and isinstance(value, float) and value.is_integer():
        return int(value)
    return _timestamp(value) if kind == TIMESTAMP else value


def _timestamp(value: object) -> Any:
    try:
        elapsed = as_timestamp(value).astimezone(UTC) - EPOCH
    except (EvaluationError, OverflowError, ValueError):
        return {"not a time": value}  # which has no order
    timestamp = import_module("google.protobuf.timestamp_pb2").Timestamp
    return timestamp(
        seconds=elapsed // timedelta(seconds=1),
        nanos=elapsed % timedelta(seconds=1) // timedelta(microseconds=1) * 1000,
    )


def _check(environment: Any, rule: Rule, key: str, text: str) -> None:
    try:
        environment.compile(text)
    except RuntimeError as error:
        first, _, _ = str(error).partition(_PLACE)[2].partition("\n")  # `1:31: undefined field …`
        _, column, message = first.split(":", 2) if first.count(":") > 1 else ("", "", "")
        found = f"{key}, column {column}: {message.strip()}" if message else f"{key}: {error}"
        raise CaptureError(found, where=f"rule {rule.id}") from error


def _sum(items: list[Any]) -> Any:
    return sum(items[1:], start=items[0]) if items else 0


def _list_function(cel: Any, name: str, implementation: Any) -> Any:
    """A function on lists, which cel-expr-python lacks."""
    overload = cel.Overload(
        f"list_{name}", return_type=cel.Type.DYN, parameters=[cel.Type.List(cel.Type.DYN)], is_member=True,
        impl=implementation,
    )  # fmt: skip
    return cel.FunctionDecl(name, [overload])
