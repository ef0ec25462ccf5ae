"""Evaluates the rules of a schema on responses.

Nearly all responses keep their rules, and one function tells that. What reads and compiles rules is imported when one is
broken, and for contracts whose function doesn't ship with Shapeproof: it takes longer than checking a response.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from shapeproof.cel.evaluation_error import FAILURES
from shapeproof.cel.steps import Steps
from shapeproof.contract import Contract, Part, Schema
from shapeproof.rules.outcome import RuleOutcome, RuleState, Suspicion
from shapeproof.rules.shipped_scans import shipped_scan

if TYPE_CHECKING:
    from shapeproof.rules.checked_rule import CheckedRule
    from shapeproof.rules.rule import Rule
    from shapeproof.rules.single_rules import SingleRules

__all__ = ["Evaluator", "RuleOutcome", "RuleState", "compile_rules", "evaluator_of"]


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
        CaptureError: an expression isn't valid; with the rule's id, the expression and the column. Those of messages and of
            transition rules are read when they are first needed.
    """
    return Evaluator(schema, rules)


class Evaluator:
    """Evaluates rules on responses in the `cli` representation.

    A response that isn't valid is evaluated as far as it has the structures of its schema. What is said of a structure that
    isn't valid itself means nothing.
    """

    def __init__(self, schema: Schema, rules: Sequence[Rule] | None = None) -> None:
        """Compile rules. See `compile_rules`."""
        self._schema = schema
        self._given = rules
        shipped = shipped_scan(schema) if rules is None else None
        self._scan = shipped or self._single.scan()

    @cached_property
    def _single(self) -> SingleRules:
        from shapeproof.rules.single_rules import SingleRules

        return SingleRules(self._schema, self._given)

    @property
    def rules(self) -> tuple[CheckedRule, ...]:
        """The rules with all their expressions, in the order of their structures in the schema. Raises CaptureError."""
        return self._single.rules

    def broken(self, response: object, *, with_messages: bool = True) -> list[RuleOutcome]:
        """The rules that a response breaks, and those that could not be evaluated on it. Transition rules are passed over.

        Args:
            response: JSON values.
            with_messages: whether each outcome says what is wrong; who only repairs it saves the time.
        """
        found: list[Suspicion] = []
        try:
            self._scan(Steps(), response, found)
        except FAILURES:  # the response isn't valid: the rules are evaluated where it has their structures
            return self._single.all_reported(response)
        return self._single.reported(response, found, with_messages=with_messages) if found else []

    def outcomes(self, response: object) -> list[RuleOutcome]:
        """What becomes of all rules but transition rules, at all structures that they are about."""
        return self._single.outcomes(response)

    def transitions(self, old: object, new: object) -> list[RuleOutcome]:
        """What becomes of the transition rules from one response of a resource to the next.

        Structures are compared with those at the same place. The items of a list have no place of their own: no transition
        rule is evaluated in them.

        Args:
            old: the earlier response.
            new: the later one, which `root` stands for.
        """
        return self._single.transitions(old, new)
