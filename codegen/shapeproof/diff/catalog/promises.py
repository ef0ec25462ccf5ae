"""SP64x to SP66x: error codes, rules and scenarios."""

from __future__ import annotations

from typing import Final

from shapeproof.diff.catalog.change_code import ChangeCode

__all__ = [
    "ERROR_CODES_ADDED",
    "ERROR_CODES_REMOVED",
    "RULE_ADDED",
    "RULE_CHANGED",
    "RULE_REMOVED",
    "SCENARIO_ADDED",
    "SCENARIO_CHANGED",
    "SCENARIO_REMOVED",
]

_NOT_FOUND: Final = '{"type": "string", "enum": ["OrderNotFound"]}'
_OR_LOCKED: Final = '{"type": "string", "enum": ["OrderLocked", "OrderNotFound"]}'
_RULE: Final = "self.Shipped <= self.Ordered"
_STRICTER: Final = "self.Shipped < self.Ordered"
_SCENARIO: Final = '{"present": ["ShippedAt"]}'
_OTHER_SCENARIO: Final = '{"present": ["ShippedAt", "Carrier"]}'
_NONE: Final = "none"

ERROR_CODES_ADDED: Final = ChangeCode(
    number="SP641",
    name="ErrorCodesAdded",
    title="error codes added",
    closed="risky",
    open="risky",
    request="harmless",
    why="Services also send codes that they don't list, so code that handles errors must expect any. What one of these "
    "means, only new code knows.",
    hint="Decide for each code whether to repeat the call, to give up or to do something else.",
    old=_NOT_FOUND,
    new=_OR_LOCKED,
    mirror="SP642",
    has_witness=False,
)
ERROR_CODES_REMOVED: Final = ChangeCode(
    number="SP642",
    name="ErrorCodesRemoved",
    title="error codes removed",
    closed="harmless",
    open="harmless",
    request="harmless",
    why="Code that handles them is no longer needed. It does no harm.",
    hint="Code that handles them can go, unless the service still sends them.",
    old=_OR_LOCKED,
    new=_NOT_FOUND,
    mirror="SP641",
)
RULE_ADDED: Final = ChangeCode(
    number="SP651",
    name="RuleAdded",
    title="rule added",
    closed="harmless",
    open="harmless",
    request="harmless",
    why="Responses promise more than before.",
    hint="Nothing breaks. Mocks must keep the rule.",
    old=_NONE,
    new=_RULE,
    mirror="SP652",
)
RULE_REMOVED: Final = ChangeCode(
    number="SP652",
    name="RuleRemoved",
    title="rule removed",
    closed="risky",
    open="risky",
    request="harmless",
    why="Code may rely on the promise. Schemas don't state it, so no reader refuses the response.",
    hint="Look for code that relies on the promise.",
    old=_RULE,
    new=_NONE,
    mirror="SP651",
)
RULE_CHANGED: Final = ChangeCode(
    number="SP653",
    name="RuleChanged",
    title="rule changed",
    closed="risky",
    open="risky",
    request="harmless",
    why="It matters only if a response keeps the new rule and breaks the old one. Without such a response it is undecided.",
    hint="Compare both expressions.",
    old=_STRICTER,
    new=_RULE,
    mirror="SP653",
)
SCENARIO_ADDED: Final = ChangeCode(
    number="SP661",
    name="ScenarioAdded",
    title="scenario added",
    closed="harmless",
    open="harmless",
    request="harmless",
    why="A scenario describes a case of what the schema allows; it promises nothing.",
    hint="Test the code with responses of it: `shapeproof fuzz run --scenario`.",
    old=_NONE,
    new=_SCENARIO,
    mirror="SP662",
)
SCENARIO_REMOVED: Final = ChangeCode(
    number="SP662",
    name="ScenarioRemoved",
    title="scenario removed",
    closed="harmless",
    open="harmless",
    request="harmless",
    why="A scenario describes a case of what the schema allows; it promises nothing.",
    hint="Tests that name it need another one.",
    old=_SCENARIO,
    new=_NONE,
    mirror="SP661",
)
SCENARIO_CHANGED: Final = ChangeCode(
    number="SP663",
    name="ScenarioChanged",
    title="scenario changed",
    closed="harmless",
    open="harmless",
    request="harmless",
    why="A scenario describes a case of what the schema allows; it promises nothing.",
    hint="Look at the tests that name it.",
    old=_SCENARIO,
    new=_OTHER_SCENARIO,
    mirror="SP663",
)
