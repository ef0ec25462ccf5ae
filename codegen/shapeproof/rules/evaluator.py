"""Evaluates the rules of a schema on responses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, cast

from shapeproof.cel.checker import Checked
from shapeproof.cel.compiler import CompiledExpression, compile_expression
from shapeproof.cel.evaluation_error import FAILURES, EvaluationError
from shapeproof.cel.steps import Steps
from shapeproof.contract import Contract, Part, Pointer, Schema
from shapeproof.rules.checked_rule import OLD_SELF, ROOT, SELF, CheckedRule, check_rule
from shapeproof.rules.reading import rules_of
from shapeproof.rules.rule import Rule
from shapeproof.rules.rule_places import Place, StructurePlace, places_of
from shapeproof.rules.rule_scan import Suspicion, compile_scan
from shapeproof.rules.schema_types import structures_of

__all__ = ["Evaluator", "RuleOutcome", "RuleState", "compile_rules", "evaluator_of"]

RuleState = Literal["kept", "broken", "not_relevant", "not_checked"]
_REPORTED: tuple[RuleState, ...] = ("broken", "not_checked")


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """What became of one rule at one structure.

    Attributes:
        rule: the rule.
        pointer: the structure in the response.
        state: `not_relevant` where `when` is false; `not_checked` where an expression has no value.
        reason: why the rule was not checked; otherwise empty.
        message: what is wrong where it is broken, with the values that the message shows; otherwise empty.
    """

    rule: Rule
    pointer: Pointer
    state: RuleState
    reason: str = ""
    message: str = ""


def evaluator_of(contract: Contract, part: Part = "response") -> Evaluator:
    """The evaluator of the rules that a contract has, compiled once."""
    return contract.derived(_evaluator, part)


def _evaluator(contract: Contract, part: Part) -> Evaluator:
    return compile_rules(contract.schema(part))


def compile_rules(schema: Schema, rules: Sequence[Rule] | None = None) -> Evaluator:
    """Compile rules for the responses of a schema.

    Args:
        schema: the schema.
        rules: the rules; by default those that it has.

    Raises:
        CaptureError: an expression isn't valid; with the rule's id, the expression and the column.
    """
    structures = structures_of(schema)
    return Evaluator(
        schema, [check_rule(rule, schema, structures) for rule in (rules_of(schema) if rules is None else rules)]
    )


class Evaluator:
    """Evaluates rules on responses in the `cli` representation.

    A response that isn't valid is evaluated as far as it has the structures of its schema. What is said of a structure that
    isn't valid itself means nothing.

    Attributes:
        rules: the rules, in the order of their structures in the schema.
    """

    def __init__(self, schema: Schema, rules: Sequence[CheckedRule]) -> None:
        """Prepare the evaluation. `compile_rules` is for who has a schema."""
        self.rules = tuple(rules)
        self._places = places_of(schema, {checked.rule.structure for checked in rules})
        self._stated = [rule for rule in rules if not rule.reads_old_self]

    def broken(self, response: object) -> list[RuleOutcome]:
        """The rules that a response breaks, and those that could not be evaluated on it. Transition rules are passed over.

        Args:
            response: JSON values.
        """
        found: list[Suspicion] = []
        try:
            self._scan(Steps(), response, found)
        except FAILURES:  # the response isn't valid: the rules are evaluated where it has their structures
            return [outcome for outcome in self.outcomes(response) if outcome.state in _REPORTED]
        return self._reported(response, found) if found else []

    def _reported(self, response: object, found: Sequence[Suspicion]) -> list[RuleOutcome]:
        numbers: dict[int, set[int]] = {}
        for number, value in found:
            numbers.setdefault(id(value), set()).add(number)
        steps = Steps()
        return [
            outcome
            for structure, pointer, value in self._structures(response)
            for number in sorted(numbers.get(id(value), ()))
            if self._stated[number].rule.structure == structure
            if (outcome := self._stated_rules[number].outcome(steps, pointer, value, response)).state in _REPORTED
        ]

    def outcomes(self, response: object) -> list[RuleOutcome]:
        """What becomes of all rules but transition rules, at all structures that they are about."""
        steps = Steps()
        return [
            rule.outcome(steps, pointer, value, response)
            for structure, pointer, value in self._structures(response)
            for rule in self._stated_by_structure.get(structure, ())
        ]

    def transitions(self, old: object, new: object) -> list[RuleOutcome]:
        """What becomes of the transition rules from one response of a resource to the next.

        Structures are compared with those at the same place. The items of a list have no place of their own: no transition
        rule is evaluated in them.

        Args:
            old: the earlier response.
            new: the later one, which `root` stands for.
        """
        steps = Steps()
        outcomes: list[RuleOutcome] = []
        for structure, pointer, value in self._structures(new):
            if rules := self._transition_rules.get(structure):
                before = _structure_at(old, pointer)
                if before is not None:
                    outcomes += [rule.outcome(steps, pointer, value, new, before) for rule in rules]
        return outcomes

    @cached_property
    def _scan(self) -> Callable[[Steps, object, list[Suspicion]], None]:
        return compile_scan(self._places, self._stated)

    @cached_property
    def _stated_rules(self) -> Sequence[_CompiledRule]:
        return self._compiled(self._stated)

    @cached_property
    def _stated_by_structure(self) -> Mapping[str, Sequence[_CompiledRule]]:
        return _by_structure(self._stated_rules)

    @cached_property
    def _transition_rules(self) -> Mapping[str, Sequence[_CompiledRule]]:
        return _by_structure(self._compiled([rule for rule in self.rules if rule.reads_old_self]))

    def _compiled(self, rules: Sequence[CheckedRule]) -> Sequence[_CompiledRule]:
        repeated = self._places.repeated
        return [_CompiledRule(rule, SELF if rule.rule.structure in repeated else None) for rule in rules]

    def _structures(self, response: object) -> Iterator[tuple[str, Pointer, Mapping[str, Any]]]:
        """The structures that lead to rules, in the order of the schema, each before those that it contains."""
        pending: list[tuple[Place, Pointer, object]] = []
        if self._places.root is not None:
            pending.append((self._places.root, (), response))
        while pending:
            place, pointer, value = pending.pop()
            inner: list[tuple[Place, Pointer, object]] = []
            if isinstance(place, StructurePlace):
                if isinstance(value, Mapping):
                    members = cast("Mapping[str, Any]", value)
                    yield place.structure, pointer, members
                    inner = [
                        (child, (*pointer, member), members[member])
                        for member, child in self._places.members[place.structure].items()
                        if member in members
                    ]
            elif place.kind == "list" and isinstance(value, list):
                items = enumerate(cast("list[object]", value))
                inner = [(place.item, (*pointer, index), item) for index, item in items]
            elif place.kind == "map" and isinstance(value, Mapping):
                entries = cast("Mapping[str, object]", value).items()
                inner = [(place.item, (*pointer, key), item) for key, item in entries]
            pending += reversed(inner)


class _CompiledRule:
    """A rule whose expressions are functions, compiled when they are first called."""

    def __init__(self, checked: CheckedRule, looping: str | None) -> None:
        self.structure = checked.rule.structure
        self._checked = checked
        self._looping = looping

    def outcome(
        self, steps: Steps, pointer: Pointer, value: object, root: object, before: object = None
    ) -> RuleOutcome:
        rule = self._checked.rule
        arguments = (steps, value, root, before)
        try:
            if self._when is not None and not self._when.value(*arguments):
                return RuleOutcome(rule, pointer, "not_relevant")
            if self._body.value(*arguments):
                return RuleOutcome(rule, pointer, "kept")
        except EvaluationError as error:
            return RuleOutcome(rule, pointer, "not_checked", reason=error.reason)
        return RuleOutcome(rule, pointer, "broken", message=self._message_of(*arguments))

    def _message_of(self, *arguments: Any) -> str:
        if self._message is not None:
            try:
                text = self._message.value(*arguments)
            except EvaluationError:
                text = ""  # a message that can't be made doesn't hide what is wrong
            if isinstance(text, str) and text:
                return text
        return self._checked.rule.message

    @cached_property
    def _when(self) -> CompiledExpression | None:
        return self._compiled(self._checked.when)

    @cached_property
    def _body(self) -> CompiledExpression:
        return compile_expression(self._checked.body, (SELF, ROOT, OLD_SELF), looping=self._looping)

    @cached_property
    def _message(self) -> CompiledExpression | None:
        return self._compiled(self._checked.message)

    def _compiled(self, checked: Checked | None) -> CompiledExpression | None:
        if checked is None:
            return None
        return compile_expression(checked, (SELF, ROOT, OLD_SELF), looping=self._looping)


def _by_structure(rules: Sequence[_CompiledRule]) -> dict[str, list[_CompiledRule]]:
    grouped: dict[str, list[_CompiledRule]] = {}
    for rule in rules:
        grouped.setdefault(rule.structure, []).append(rule)
    return grouped


def _structure_at(response: object, pointer: Pointer) -> Mapping[str, Any] | None:
    """The structure at a pointer that leads through members and keys; None if there is none."""
    value = response
    for key in pointer:
        if isinstance(key, int) or not isinstance(value, Mapping):
            return None
        value = cast("Mapping[str, object]", value).get(key)
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else None
