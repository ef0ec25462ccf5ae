"""The explanation of a finding code."""

from __future__ import annotations

from collections.abc import Iterator

from shapeproof.report.explanations.consequences import consequence
from shapeproof.report.explanations.sections import heading, section, severities, suppression
from shapeproof.validation.catalog import INCOMPLETE, FindingCode
from shapeproof.validation.catalog.examples import EXAMPLES

__all__ = ["code_explanation"]


def code_explanation(code: FindingCode) -> Iterator[str]:
    """Yield the lines: what it is, why it matters, both examples, how to fix it, how to suppress it."""
    yield heading(f"{code.number} {code.name}", code.title)
    yield f"  {code.kind}. {severities(code.strict, code.tolerant)}"
    if code.as_sent is not None:
        yield f"  In a response as the service sent it: {code.as_sent}."
    yield from section("Why it matters", [consequence(code), *filter(None, [code.severity_reason])])
    example = EXAMPLES[code.number]
    yield from section("Example with it", [f"  {example.breaks}"])
    yield from section("Example without it", [f"  {example.keeps}"])
    yield from section("How to fix it", [code.hint])
    if code.number in INCOMPLETE:
        yield from section("How to suppress it", ["Its severity can't be changed: a part of the job was not done."])
    else:
        yield from suppression(code.number)
