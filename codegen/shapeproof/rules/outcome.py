"""What an evaluation of rules tells, and the functions that look for what it may tell."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, NamedTuple

from shapeproof.cel.steps import Steps
from shapeproof.contract import Pointer

if TYPE_CHECKING:  # a response that keeps its rules needs none of them
    from shapeproof.rules.rule import Rule

__all__ = ["RuleOutcome", "RuleState", "Scan", "Suspicion"]

RuleState = Literal["kept", "broken", "not_relevant", "not_checked"]

Suspicion = tuple[int, object]
"""The number of a rule, and the structure at which it is broken or can't be evaluated by the fast form."""
Scan = Callable[[Steps, object, list[Suspicion]], None]
"""A function of the steps, the response, and the list to which it appends what it finds. It raises one of `FAILURES` if the
response doesn't have the structures of the schema."""


class RuleOutcome(NamedTuple):
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
