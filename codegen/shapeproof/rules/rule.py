"""A rule: one promise across members of a structure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

__all__ = ["Rule", "RuleSeverity"]

RuleSeverity = Literal["error", "warning", "note", "off"]
"""`off`: a promise that a partial response, such as a mock that has only what its reader needs, breaks without lying."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One promise across members of a structure.

    Expressions are CEL (see `docs/reference/rules-language.md`). In them, `self` is the structure, `root` the whole response, and
    `oldSelf` the structure in the response before, in a history of one resource.

    Attributes:
        id: a stable name, unique in its contract: `HPT014`.
        structure: the name in `$defs` of the structure that it is about.
        rule: the expression that is true where the promise is kept.
        when: the expression that is true where there is anything to promise; None if there always is. A rule that is kept
            for want of an occasion is not counted as kept.
        message: what is wrong where the rule is broken: one line, without values.
        message_expression: an expression whose string replaces the message, to show values; None if there is none.
        at: the paths, from the structure, of the members that it is about, the one to blame first.
        severity: how severe a broken rule is in the strict view; the tolerant view has no rule above a warning. One that is
            `off` is reported where it is asked for, and generated responses keep it.
        source: where the promise is written: an address, or a reference to real responses.
        keeps: an example that keeps it: the members that matter, of the structure, or of the whole response if the rule
            reads `root`. For a rule that reads `oldSelf`, a pair of them, the older first.
        breaks: an example that breaks it, in the same form.
    """

    id: str
    structure: str
    rule: str
    when: str | None
    message: str
    message_expression: str | None
    at: tuple[str, ...]
    severity: RuleSeverity
    source: str
    keeps: Any
    breaks: Any

    @property
    def is_transition(self) -> bool:
        """Whether it is about two responses of one resource: single responses are not checked against it."""
        return isinstance(self.keeps, list)
