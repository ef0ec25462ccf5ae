"""How severe the findings of each code are: by view, and by the options of the user."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from shapeproof.contract import View, require_option
from shapeproof.errors import UsageError, unknown_name_hint
from shapeproof.validation.catalog.codes import CODES, INCOMPLETE
from shapeproof.validation.catalog.finding_code import SEVERITIES, FindingCode, Severity

if TYPE_CHECKING:  # responses without rules need no rule
    from shapeproof.rules.rule import RuleSeverity

__all__ = ["Severities", "chosen_severities", "matching_codes"]


@dataclass(frozen=True, slots=True)
class Severities:
    """The severity of each code, and of each rule.

    Attributes:
        view: decides the severities that the user didn't choose.
        chosen: the severities that the user chose, by the code's number or the rule's id; None leaves its findings out.
        derived_rules: whether rules that the names of members suggest have findings.
    """

    view: View = "strict"
    chosen: Mapping[str, Severity | None] | None = None
    derived_rules: bool = False

    def __post_init__(self) -> None:
        """Raises UsageError for an unknown view."""
        require_option("view", self.view, get_args(View))

    def __hash__(self) -> int:
        """A hash of the values; a mapping has none of its own."""
        return hash((self.view, frozenset((self.chosen or {}).items()), self.derived_rules))

    def of(self, code: FindingCode, *, as_sent: bool = False) -> Severity | None:
        """The severity of a code's findings; None if they are left out.

        Args:
            code: the code.
            as_sent: whether the response is as the service sent it, on the wire or in an error.
        """
        if self.chosen and code.number in self.chosen:
            return self.chosen[code.number]
        if as_sent and code.as_sent:
            return code.as_sent
        return code.strict if self.view == "strict" else code.tolerant

    def of_rule(self, code: FindingCode, rule: str, stated: RuleSeverity) -> Severity | None:
        """The severity of the findings about a rule; None if they are left out. A choice of the rule counts first.

        Args:
            code: the code of the findings.
            rule: the id of the rule.
            stated: the severity that the rule states, for the strict view. The tolerant view has none above the code's.
                What is off is left out unless the rule itself is chosen.
        """
        for name in (rule,) if stated == "off" else (rule, code.number):
            if self.chosen and name in self.chosen:
                return self.chosen[name]
        if stated == "off":
            return None
        is_milder = SEVERITIES.index(code.tolerant) > SEVERITIES.index(stated)
        return code.tolerant if self.view == "tolerant" and is_milder else stated


def matching_codes(selector: str) -> list[str]:
    """The numbers of the codes that `SP201`, `SP2xx` or a kind such as `drift` selects; of a rule, its id itself.

    Which rules there are, only the contracts of a run say: so whatever has the form of an id may be one.

    Raises:
        UsageError: the selector matches no code, or one whose severity can't be changed.
    """
    matching = [code.number for code in CODES.values() if selector in {code.number, code.kind, code.group}]
    if not matching:
        from shapeproof.capture.name_grammar import is_name  # compiles expressions that few runs need

        if is_name("rule", selector):
            return [selector]
        groups = sorted({code.group for code in CODES.values()} | {code.kind for code in CODES.values()})
        hint = unknown_name_hint(
            selector, (*groups, *CODES), "Codes: SP201, a group such as SP2xx, a kind: drift, or a rule: HPT014"
        )
        raise UsageError(f"{selector!r} is not a finding code, a group, a kind or a rule", hint=hint)
    if selector in INCOMPLETE:
        raise UsageError(
            f"the severity of {selector} can't be changed: {CODES[selector].title}",
            hint=f"a part of the job was not done; shapeproof explain {selector} says how to do it",
        )
    return [number for number in matching if number not in INCOMPLETE]


def chosen_severities(
    error: Iterable[str] = (), warn: Iterable[str] = (), ignore: Iterable[str] = ()
) -> dict[str, Severity | None]:
    """The severities that options choose, by the code's number or the rule's id; None for those to ignore.

    A code's own number takes precedence over its group and kind, then the higher severity over the lower.

    Args:
        error: selectors of the codes that count as errors. Each string holds one or several, separated by commas.
        warn: selectors of the codes that count as warnings.
        ignore: selectors of the codes whose findings are left out.

    Raises:
        UsageError: a selector matches no code, or one whose severity can't be changed.
    """
    options: tuple[tuple[list[str], Severity | None], ...] = (
        (_split(ignore), None),
        (_split(warn), "warning"),
        (_split(error), "error"),
    )
    chosen: dict[str, Severity | None] = {}
    for is_exact in (False, True):
        for selectors, severity in options:
            for selector in selectors:
                if (selector in CODES) is is_exact:
                    chosen |= dict.fromkeys(matching_codes(selector), severity)
    return chosen


def _split(values: Iterable[str]) -> list[str]:
    return [selector for value in values for selector in value.split(",")]
