"""The explanation of a rule, and the list of the rules of a contract."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, cast

from click import style

from shapeproof.errors import one_line
from shapeproof.report.common.plurals import pluralize
from shapeproof.report.explanations.sections import heading, section, severities, suppression
from shapeproof.rules.paths import structure_paths
from shapeproof.rules.reading import rule_to_json
from shapeproof.rules.rule import Rule
from shapeproof.validation.catalog import FindingCode, Severities
from shapeproof.validation.contract_rules import ContractRule

__all__ = ["rule_explanation", "rule_list", "rule_objects"]


def rule_explanation(known: ContractRule, others: Iterable[str] = ()) -> Iterator[str]:
    """Yield the lines: what it is, why it matters, both examples, how to fix it, how to suppress it.

    Args:
        known: the rule.
        others: the names of other contracts that have a rule with this id.
    """
    rule, contract, code = known
    yield heading(rule.id, rule.message)
    yield f"  rule of {one_line(contract.name)}. {_severities(rule, code)}"
    if names := list(others):
        yield f"  Other contracts with a rule {rule.id} (--contract NAME): {one_line(', '.join(names))}"
    yield from section("Where", [f"  {line}" for line in _places(known)])
    yield from section("What holds there", [f"  {rule.rule}"])
    if rule.is_transition:
        yield from section("Where it is checked", ["From one response of a resource to the next, not in single ones."])
    if rule.when is not None:
        yield from section("When there is anything to promise", [f"  {rule.when}"])
    yield from section(
        "Why it matters",
        ["A response that breaks it has the right types, and says what the service doesn't.", f"Source: {rule.source}"],
    )
    yield from section("Example that breaks it", _example(rule.breaks))
    yield from section("Example that keeps it", _example(rule.keeps))
    yield from section("How to fix it", [f"Correct one of the members: {', '.join(rule.at)}."])
    yield from suppression(rule.id)


def _places(known: ContractRule) -> Iterator[str]:
    paths = structure_paths(known.contract.response, known.rule.structure)
    more = f" and {pluralize(len(paths) - 1, 'other place')}" if len(paths) > 1 else ""
    yield f"{known.rule.structure}, at {(paths[0] if paths else '') or 'the root of the response'}{more}"
    yield f"members: {', '.join(known.rule.at)}"


def _example(example: Any) -> Iterator[str]:
    if isinstance(example, list):
        for label, item in zip(("older", "newer"), cast("list[object]", example), strict=True):
            yield f"  {label}: {json.dumps(item, ensure_ascii=False)}"
    else:
        yield f"  {json.dumps(example, ensure_ascii=False)}"


def _severities(rule: Rule, code: FindingCode) -> str:
    if rule.severity == "off":
        return (
            f"Off, because a partial response may break it; --warn {rule.id} asks for it. Generated responses keep it."
        )
    return severities(rule.severity, Severities("tolerant").of_rule(code, rule.id, rule.severity) or rule.severity)


def rule_list(rules: Iterable[ContractRule]) -> Iterator[str]:
    """Yield a line for each rule: its id, its severity, its structure, its message."""
    rows = [(known.rule.id, known.rule.severity, known.rule.structure, known.rule.message) for known in rules]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for name, severity, structure, message in rows:
        cells = (
            style(f"{name:{widths[0]}}", bold=True),
            f"{severity:{widths[1]}}",
            f"{one_line(structure):{widths[2]}}",
        )
        yield "  ".join((*cells, one_line(message)))


def rule_objects(rules: Iterable[ContractRule]) -> list[dict[str, Any]]:
    """The rules as JSON objects: what a schema says of them, and where."""
    return [
        {
            **rule_to_json(known.rule),
            "severity": known.rule.severity,
            "code": known.code.number,
            "structure": known.rule.structure,
            "paths": structure_paths(known.contract.response, known.rule.structure),
        }
        for known in rules
    ]
