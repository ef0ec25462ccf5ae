"""Mutants: responses that break one constraint of their schema, and others only where that can't be avoided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from shapeproof.contract import (
    Contract,
    Part,
    Pointer,
    Schema,
    has_more_places,
    iter_schema,
    path_of,
    pointer_text,
    reference,
    value_at,
    walk,
)
from shapeproof.contract.schema import RULES_KEYWORD
from shapeproof.contract.traversal import MAX_PLACES
from shapeproof.rules.paths import member_pointer
from shapeproof.rules.rule import Rule
from shapeproof.sample.coherence import Repairer, repairer_of
from shapeproof.sample.coherence.breaking import broken_alone, coherent_bases
from shapeproof.sample.constraints import ConstraintPoint, constraint_points, distinct_constraint_points
from shapeproof.sample.errors import UnsatisfiableSchema, UnsatisfiableString
from shapeproof.sample.mutators import NoMutation, candidates
from shapeproof.sample.responses import fullest, response_with
from shapeproof.validation.engines.compilation import compile_schema
from shapeproof.validation.engines.violations import Violation

__all__ = ["Mutant", "SkippedConstraint", "mutants", "outcomes", "replaced", "skipped_constraints"]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A response that breaks one constraint, or one rule, and is valid everywhere else.

    Attributes:
        response: JSON values in the `cli` representation. Mutants and their bases share the parts in which they are
            equal: copy a response before you change it.
        pointer_parts: where the constraint is broken, as the keys and indexes from the root (`("Tags", 0, "Key")`). For
            `required` it ends with the missing member.
        path: the path of that place in the contract (`Tags[].Key`).
        keyword: the JSON Schema keyword that is broken (`maxLength`); `propertyNames/…` for a constraint on keys;
            `x-rules` for a rule.
        also_breaks: the other keywords that break at the same pointer because `keyword` can't be broken alone,
            sorted.
        base: the valid response that it was made from. If a rule is broken, it keeps all rules.
        rule: the id of the rule that is broken; empty if a constraint is.
    """

    response: Any
    pointer_parts: Pointer
    path: str
    keyword: str
    also_breaks: tuple[str, ...] = ()
    base: Any = field(default=None, repr=False, compare=False)
    rule: str = ""

    @property
    def pointer(self) -> str:
        """Where the constraint is broken, as RFC 6901 writes it: `/Tags/0/Key`."""
        return pointer_text(self.pointer_parts)


@dataclass(frozen=True, slots=True)
class SkippedConstraint:
    """A constraint, or a rule, that no mutant was made for.

    Attributes:
        path: where a mutant would break it, as a path in the contract.
        keyword: its JSON Schema keyword, `propertyNames/…` for a constraint on keys, `x-rules` for a rule.
        reason: why it was skipped, as a phrase in English.
        rule: the id of the rule; empty for a constraint.
    """

    path: str
    keyword: str
    reason: str
    rule: str = ""


def outcomes(
    contract: Contract, part: Part = "response", *, everywhere: bool = True
) -> Iterator[Mutant | SkippedConstraint]:
    """The outcome for each constraint of a part, in the order of the paths, then for each rule: its mutant, or why none.

    Args:
        contract: the contract of an operation.
        part: the `response`, the `request` or an `error`.
        everywhere: break a structure that occurs at several paths at each of them; otherwise at the first only.

    Raises:
        UnsatisfiableSchema: there is no valid response to start from. Raised with the first outcome.
    """
    root = contract.schema(part)
    yield from _outcomes(root, constraint_points(root) if everywhere else distinct_constraint_points(root))
    repairer = contract.derived(repairer_of, part)
    if repairer is not None:
        yield from _rule_outcomes(repairer)


def mutants(contract: Contract, part: Part = "response") -> Iterator[Mutant]:
    """Break each constraint and each rule of a contract, one at a time.

    Args:
        contract: the contract of an operation.
        part: what to break: the operation's `response`, its `request`, or an `error` of it.

    Returns:
        A mutant for each constraint at each path that it applies to, lazily, in the order of the paths; then one for each
        rule. For constraints and rules without a mutant see `skipped_constraints`.

    Raises:
        UnsatisfiableSchema: there is no valid response to start from. Raised with the first mutant.
    """
    return (outcome for outcome in outcomes(contract, part) if isinstance(outcome, Mutant))


def skipped_constraints(contract: Contract, part: Part = "response") -> Iterator[SkippedConstraint]:
    """The constraints and rules of a contract that `mutants` skips, each with the reason.

    A constraint is skipped if nothing breaks it, if breaking it would also break a constraint elsewhere, or if every
    value that breaks it is too large to be useful. A rule is skipped if no response was found that breaks it alone, or if
    it is about two responses.

    Args:
        contract: the contract of an operation.
        part: the `response`, the `request` or an `error`, as for `mutants`.

    Returns:
        The skipped constraints and rules, lazily, in the order of the mutants.

    Raises:
        UnsatisfiableSchema: there is no valid response to start from. Raised with the first one.
    """
    return (outcome for outcome in outcomes(contract, part) if isinstance(outcome, SkippedConstraint))


def _outcomes(root: Schema, points: Iterable[ConstraintPoint]) -> Iterator[Mutant | SkippedConstraint]:
    engine = compile_schema(root)
    valid_responses = _ValidResponses(root)
    for point in points:
        best: Mutant | None = None
        reason = "it can't be broken without also breaking a constraint elsewhere"
        try:
            response, pointer = valid_responses.with_value_at(point.path)
            for candidate in candidates(point, value_at(response, pointer), root):
                mutated = replaced(response, pointer, candidate.value)
                target = Violation((*pointer, *candidate.subpointer), point.keyword)
                violations = engine.violations(mutated)
                if target not in violations or any(violation.pointer != target.pointer for violation in violations):
                    continue
                also_breaks = tuple(sorted(violation.keyword for violation in violations if violation != target))
                if best is None or len(also_breaks) < len(best.also_breaks):
                    path = path_of(root, target.pointer)
                    best = Mutant(mutated, target.pointer, path, point.keyword, also_breaks, response)
                if not also_breaks:
                    break
        except (NoMutation, UnsatisfiableString, UnsatisfiableSchema) as error:
            reason = error.message
        yield best or SkippedConstraint(point.violation_path, point.keyword, reason)


def _rule_outcomes(repairer: Repairer) -> Iterator[Mutant | SkippedConstraint]:
    bases = coherent_bases(repairer)
    for readers in repairer.rules.values():
        rule = readers.checked.rule
        if readers.checked.reads_old_self:
            yield _skipped(repairer.root, rule, "it is about a response and the one before")
            continue
        found = broken_alone(repairer, rule, bases)
        if found is None:
            yield _skipped(repairer.root, rule, "no response was found that breaks it and nothing else")
            continue
        pointer = (*found.pointer, *member_pointer(repairer.root, rule, rule.at[0]))
        yield Mutant(found.response, pointer, path_of(repairer.root, pointer), RULES_KEYWORD, (), found.base, rule.id)


def _skipped(root: Schema, rule: Rule, reason: str) -> SkippedConstraint:
    paths = (path for path, node, _ in iter_schema(root) if reference(node) == rule.structure)
    path = f"{next(paths, '')}.{rule.at[0]}".removeprefix(".")
    return SkippedConstraint(path, RULES_KEYWORD, reason, rule.id)


class _ValidResponses:
    """Valid responses to mutate: the fullest one, and others for the paths that it lacks."""

    def __init__(self, root: Schema) -> None:
        self._root = root
        self._fills_once = has_more_places(root, MAX_PLACES)
        self._by_path: dict[str, tuple[Any, Pointer]] = {}
        self._index(fullest(root))

    def _index(self, response: Any) -> None:
        for visit in walk(self._root, response):
            if visit.value is not None:  # a null in a sparse list has no constraint to break
                self._by_path.setdefault(visit.path, (response, visit.pointer))

    def with_value_at(self, path: str) -> tuple[Any, Pointer]:
        """A response that has a value at `path`, and the pointer of that value.

        Raises UnsatisfiableSchema if no valid response has one.
        """
        if path not in self._by_path:
            self._index(response_with(self._root, path, fills_once=self._fills_once))
        return self._by_path[path]


def replaced(response: Any, pointer: Pointer, value: Any) -> Any:
    """A copy of a response with `value` at `pointer`, an existing value or a new member; all other parts are shared."""
    if not pointer:
        return value
    key, *rest = pointer
    copy = response.copy()
    copy[key] = replaced(response[key], tuple(rest), value) if rest else value
    return copy
