"""Findings about rules: promises across members, evaluated where what they read has no violation of its schema."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from shapeproof.contract import Pointer, Schema, path_of, shapes_along, value_at
from shapeproof.contract.routes import Route, route_of
from shapeproof.contract.schema import RULES_KEYWORD
from shapeproof.errors import cut, nearest, one_line
from shapeproof.rules.paths import member_pointer
from shapeproof.validation.catalog import Severities
from shapeproof.validation.catalog.rules import RULE_NOT_EVALUATED
from shapeproof.validation.contract_rules import CompiledRules, identity
from shapeproof.validation.engines.violations import MAX_VIOLATIONS, Violation
from shapeproof.validation.finding import Finding, too_many_findings
from shapeproof.validation.quotations import without_secrets
from shapeproof.validation.recorded_view import RecordedView
from shapeproof.validation.unmarked_secrets import may_be_secret

if TYPE_CHECKING:
    from shapeproof.rules.evaluator import RuleOutcome

__all__ = ["intended_members", "rule_findings"]


def rule_findings(
    rules: CompiledRules,
    outcomes: Sequence[RuleOutcome],
    schema: Schema,
    response: object,
    faults: Collection[Pointer],
    severities: Severities,
    view: RecordedView,
) -> Iterator[Finding]:
    """Iterate over the findings about the rules of a response.

    Args:
        rules: the rules.
        outcomes: those that the response breaks, and those that could not be evaluated on it.
        schema: the schema of the response.
        response: the response in `cli`.
        faults: the places where it is not as its schema says, or isn't known. A rule that reads one of them is not
            evaluated: what it said would follow from the fault.
        severities: the severities; findings that they leave out are left out.
        view: the response as it was recorded, whose pointers the findings show.
    """
    for count, outcome in enumerate(_sound(rules, schema, outcomes, faults)):
        if count == MAX_VIOLATIONS:
            if too_many := too_many_findings(severities):
                yield too_many
            return
        code = rules.code_of(outcome.rule) if outcome.state == "broken" else RULE_NOT_EVALUATED
        is_as_stated = outcome.state == "broken" or outcome.rule.severity == "off"
        stated = outcome.rule.severity if is_as_stated else code.strict
        severity = severities.of_rule(code, outcome.rule.id, stated)
        if severity is None:
            continue
        first, *others = _places(schema, outcome, response)
        yield Finding(
            code=code.number,
            kind=code.kind,
            severity=severity,
            pointer_parts=view.recorded_pointer(first),
            path=path_of(schema, first),
            keyword=RULES_KEYWORD,
            message=_message(rules, schema, outcome, response),
            rule=outcome.rule.id,
            related_parts=tuple(view.recorded_pointer(place) for place in others),
        )


def intended_members(schema: Schema, response: object, violations: Iterable[Violation]) -> Iterator[Pointer]:
    """Yield the places of absent members that unknown ones beside them seem to be, misspelt: they aren't known to be absent.

    Args:
        schema: the schema of the response.
        response: the response in `cli`.
        violations: its violations.
    """
    for violation in violations:
        if violation.keyword == "additionalProperties":
            *owner, name = violation.pointer
            shape = shapes_along(schema, tuple(owner))[-1] or {}
            beside = cast("Mapping[str, object]", value_at(response, tuple(owner)))
            for intended in nearest(str(name), shape.get("properties", {}).keys() - beside.keys()):
                yield (*owner, intended)


def _sound(
    rules: CompiledRules, schema: Schema, outcomes: Sequence[RuleOutcome], faults: Collection[Pointer]
) -> Iterable[RuleOutcome]:
    """The outcomes that faults can't have changed, because the rule reads none of them."""
    if not outcomes or not faults:
        return outcomes
    routes = [(fault, route_of(schema, fault)) for fault in faults]
    return (
        outcome
        for outcome in outcomes
        if not any(
            place.depends_on(route)
            for place in rules.reads(outcome.rule)
            for route in _routes_from(() if place.is_in_root else outcome.pointer, routes)
        )
    )


def _routes_from(structure: Pointer, routes: Iterable[tuple[Pointer, Route]]) -> Iterable[Route]:
    """The routes, from a structure on, of the places that are in it."""
    depth = len(structure)
    return (route[depth:] for pointer, route in routes if pointer[:depth] == structure)


def _places(schema: Schema, outcome: RuleOutcome, response: object) -> list[Pointer]:
    """The place of the member to blame, wherever it would be, then those of the others that are there."""
    places = [(*outcome.pointer, *member_pointer(schema, outcome.rule, path)) for path in outcome.rule.at]
    first, *others = dict.fromkeys(places)
    return [first, *(place for place in others if _is_there(response, place))]


def _is_there(response: object, pointer: Pointer) -> bool:
    try:
        value_at(response, pointer)
    except (LookupError, TypeError):
        return False
    return True


def _message(rules: CompiledRules, schema: Schema, outcome: RuleOutcome, response: object) -> str:
    rule = outcome.rule
    if outcome.state != "broken":
        return cut(without_secrets(one_line(f"not checked: {rule.message}: {outcome.reason}")))
    shown = outcome.message
    if shown != rule.message and (identity(rule) in rules.sensitive or _may_show_secret(schema, outcome, response)):
        shown = rule.message
    return cut(without_secrets(one_line(shown)))


def _may_show_secret(schema: Schema, outcome: RuleOutcome, response: object) -> bool:
    """Whether a member that the rule is about may be secret, so that the message must not show values."""
    return any(
        may_be_secret(schema, response, place, RULES_KEYWORD, value_at(response, place))
        for place in _places(schema, outcome, response)
        if _is_there(response, place)
    )
