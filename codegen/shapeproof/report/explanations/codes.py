"""The explanation of a finding code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from shapeproof.report.explanations.sections import heading, section, severities, suppression
from shapeproof.validation.catalog import INCOMPLETE, FindingCode, FindingKind
from shapeproof.validation.catalog.examples import EXAMPLES

__all__ = ["code_explanation"]

_WHY: Final[Mapping[FindingKind, str]] = {
    "structure": "A program that reads the response may fail on it: the contract promises another structure.",
    "constraint": "The value is outside the limits that the contract sets, so that a real response differs from this one.",
    "drift": "The contract doesn't know this. It is misspelt, or the service is newer than the contract.",
    "rule": "Each member is valid, but together they say what the service would never say.",
    "reading": "What can't be read, or belongs to no known contract, is not checked.",
}


def code_explanation(code: FindingCode) -> Iterator[str]:
    """Yield the lines: what it is, why it matters, both examples, how to fix it, how to suppress it."""
    yield heading(f"{code.number} {code.name}", code.title)
    yield f"  {code.kind}. {severities(code.strict, code.tolerant)}"
    if code.as_sent is not None:
        yield f"  In a response as the service sent it: {code.as_sent}."
    yield from section("Why it matters", [_WHY[code.kind], *filter(None, [code.severity_reason])])
    example = EXAMPLES[code.number]
    yield from section("Example with it", [f"  {example.breaks}"])
    yield from section("Example without it", [f"  {example.keeps}"])
    yield from section("How to fix it", [code.hint])
    if code.number in INCOMPLETE:
        yield from section("How to suppress it", ["Its severity can't be changed: a part of the job was not done."])
    else:
        yield from suppression(code.number)
