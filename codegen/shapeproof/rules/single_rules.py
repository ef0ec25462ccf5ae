"""Evaluates rules one by one, with their places in the response, and the reasons and messages of what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final, cast

from shapeproof.cel.checker import Checked
from shapeproof.cel.compiler import CompiledExpression, compile_expression
from shapeproof.cel.evaluation_error import EvaluationError
from shapeproof.cel.steps import Steps
from shapeproof.cel.types import Structures
from shapeproof.contract import Pointer, Schema
from shapeproof.errors import CaptureError
from shapeproof.rules.checked_rule import OLD_SELF, ROOT, SELF, CheckedRule, check_rule
from shapeproof.rules.outcome import RuleOutcome, RuleState, Scan, Suspicion
from shapeproof.rules.reading import rules_of
from shapeproof.rules.rule import Rule
from shapeproof.rules.rule_places import Place, StructurePlace, places_of
from shapeproof.rules.rule_scan import ScanCode, compile_scan, scan_code
from shapeproof.rules.schema_types import structures_of

__all__ = ["SingleRules"]

_REPORTED: Final[tuple[RuleState, ...]] = ("broken", "not_checked")


class SingleRules:
    """The rules of a schema, each read and compiled when it is first needed. Rules are numbered from 0."""

    def __init__(self, schema: Schema, rules: Sequence[Rule] | None = None) -> None:
        """Prepare the rules of a schema. `compile_rules` says what the arguments are."""
        self._schema = schema
        self._given = rules_of(schema) if rules is None else tuple(rules)
        self._types = structures_of(schema)
        self._places = places_of(schema, {rule.structure for rule in self._given})
        self._compiled: dict[int, _CompiledRule] = {}

    @cached_property
    def rules(self) -> tuple[CheckedRule, ...]:
        """The rules with all their expressions."""
        return tuple(check_rule(rule, self._schema, self._types) for rule in self._given)

    def scan(self) -> Scan:
        """Compile the function that looks for rules that a response may break. Raises CaptureError."""
        return compile_scan(self._places, self._stated)

    def scan_code(self) -> ScanCode:
        """The code of this function."""
        return scan_code(self._places, self._stated)

    def reported(
        self, response: object, found: Sequence[Suspicion], *, with_messages: bool = True
    ) -> list[RuleOutcome]:
        """What becomes of the rules that a scan found, where they are broken or can't be evaluated."""
        numbers: dict[int, set[int]] = {}
        for number, value in found:
            numbers.setdefault(id(value), set()).add(number)
        left = len(found)  # the structures after the last one that was found needn't be visited
        steps = Steps()
        outcomes: list[RuleOutcome] = []
        for structure, pointer, value in self._structures(response):
            for number in sorted(numbers.get(id(value), ())):
                if self._given[number].structure == structure:
                    left -= 1
                    outcome = self._rule(number).outcome(steps, pointer, value, response, with_message=with_messages)
                    if outcome.state in _REPORTED:
                        outcomes.append(outcome)
            if not left:
                break
        return outcomes

    def all_reported(self, response: object) -> list[RuleOutcome]:
        """The same for all rules."""
        return [outcome for outcome in self.outcomes(response) if outcome.state in _REPORTED]

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
    def _stated(self) -> Mapping[int, CheckedRule]:
        """The rules about single responses."""
        numbers = (number for number, rule in enumerate(self._given) if not rule.is_transition)
        checked = ((number, self._rule(number).checked) for number in numbers)
        return {number: rule for number, rule in checked if not rule.reads_old_self}

    @cached_property
    def _stated_by_structure(self) -> Mapping[str, Sequence[_CompiledRule]]:
        return _by_structure(map(self._rule, self._stated))

    @cached_property
    def _transition_rules(self) -> Mapping[str, Sequence[_CompiledRule]]:
        compiled = map(self._rule, range(len(self._given)))
        return _by_structure(rule for rule in compiled if rule.checked.reads_old_self)

    def _rule(self, number: int) -> _CompiledRule:
        if number not in self._compiled:
            rule = self._given[number]
            looping = SELF if rule.structure in self._places.repeated else None
            self._compiled[number] = _CompiledRule(rule, self._schema, self._types, looping)
        return self._compiled[number]

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

    def __init__(self, rule: Rule, schema: Schema, types: Structures, looping: str | None) -> None:
        self.checked = check_rule(rule, schema, types, with_message=False)
        self._schema = schema
        self._types = types
        self._looping = looping

    def outcome(
        self,
        steps: Steps,
        pointer: Pointer,
        value: object,
        root: object,
        before: object = None,
        *,
        with_message: bool = True,
    ) -> RuleOutcome:
        rule = self.checked.rule
        arguments = (steps, value, root, before)
        try:
            if self._when is not None and not self._when.value(*arguments):
                return RuleOutcome(rule, pointer, "not_relevant")
            if self._body.value(*arguments):
                return RuleOutcome(rule, pointer, "kept")
        except EvaluationError as error:
            return RuleOutcome(rule, pointer, "not_checked", reason=error.reason)
        message = self._message_of(*arguments) if with_message else ""
        return RuleOutcome(rule, pointer, "broken", message=message)

    def _message_of(self, *arguments: Any) -> str:
        if self._message is not None:
            try:
                text = self._message.value(*arguments)
            except EvaluationError:
                text = ""  # a message that can't be made doesn't hide what is wrong
            if isinstance(text, str) and text:
                return text
        return self.checked.rule.message

    @cached_property
    def _when(self) -> CompiledExpression | None:
        return self._compiled(self.checked.when)

    @cached_property
    def _body(self) -> CompiledExpression:
        return compile_expression(self.checked.body, (SELF, ROOT, OLD_SELF), looping=self._looping)

    @cached_property
    def _message(self) -> CompiledExpression | None:
        try:
            return self._compiled(check_rule(self.checked.rule, self._schema, self._types).message)
        except CaptureError:  # what capture would have refused: a message that can't be made hides nothing
            return None

    def _compiled(self, checked: Checked | None) -> CompiledExpression | None:
        if checked is None:
            return None
        return compile_expression(checked, (SELF, ROOT, OLD_SELF), looping=self._looping)


def _by_structure(rules: Iterable[_CompiledRule]) -> dict[str, list[_CompiledRule]]:
    grouped: dict[str, list[_CompiledRule]] = {}
    for rule in rules:
        grouped.setdefault(rule.checked.rule.structure, []).append(rule)
    return grouped


def _structure_at(response: object, pointer: Pointer) -> Mapping[str, Any] | None:
    """The structure at a pointer that leads through members and keys; None if there is none."""
    value = response
    for key in pointer:
        if isinstance(key, int) or not isinstance(value, Mapping):
            return None
        value = cast("Mapping[str, object]", value).get(key)
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else None
