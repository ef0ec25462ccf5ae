"""SP4xx: promises across members, which a schema can't state."""

from __future__ import annotations

from functools import partial
from typing import Final

from shapeproof.validation.catalog.finding_code import FindingCode

__all__ = ["DERIVED_RULE_BROKEN", "RULE_BROKEN", "RULE_NOT_EVALUATED"]

_code = partial(FindingCode, kind="rule", strict="error", tolerant="warning")

RULE_BROKEN: Final = _code(
    number="SP401",
    name="RuleBroken",
    title="rule of the contract broken",
    hint="Correct one of the members that the message is about. `shapeproof explain` with the rule's id has examples.",
)
DERIVED_RULE_BROKEN: Final = _code(
    number="SP402",
    name="DerivedRuleBroken",
    title="rule broken that the names of members suggest",
    hint="In a mock, correct one of the members. The page of the service doesn't promise this: ignore it where it is wrong.",
    strict="warning",
    severity_reason="The names of members suggest these rules; no page promises them, and real responses break some.",
)
RULE_NOT_EVALUATED: Final = _code(
    number="SP403",
    name="RuleNotEvaluated",
    title="rule that could not be evaluated",
    hint="Nothing is wrong with the response. If the rule is yours, guard it with has(self.Member), or state `when` it applies.",
    strict="note",
    tolerant="note",
    severity_reason="A rule that has no value says nothing about the response.",
)
