"""How severe the findings of each code are: by view, and by the options of the user."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import get_args

from shapeproof.contract import View, require_option
from shapeproof.errors import UsageError, unknown_name_hint
from shapeproof.validation.catalog.codes import CODES, INCOMPLETE
from shapeproof.validation.catalog.finding_code import FindingCode, Severity

__all__ = ["Severities", "chosen_severities", "matching_codes"]


@dataclass(frozen=True, slots=True)
class Severities:
    """The severity of each code.

    Attributes:
        view: decides the severities that the user didn't choose.
        chosen: the severities that the user chose, by the code's number; None leaves its findings out.
    """

    view: View = "strict"
    chosen: Mapping[str, Severity | None] | None = None

    def __post_init__(self) -> None:
        """Raises UsageError for an unknown view."""
        require_option("view", self.view, get_args(View))

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


def matching_codes(selector: str) -> list[str]:
    """The numbers of the codes that `SP201`, `SP2xx` or a kind such as `drift` selects.

    Raises:
        UsageError: the selector matches no code, or one whose severity can't be changed.
    """
    matching = [code.number for code in CODES.values() if selector in {code.number, code.kind, code.group}]
    if not matching:
        groups = sorted({code.group for code in CODES.values()} | {code.kind for code in CODES.values()})
        hint = unknown_name_hint(selector, (*groups, *CODES), "Codes: SP201, a group such as SP2xx, or a kind: drift")
        raise UsageError(f"{selector!r} is not a finding code, a group or a kind", hint=hint)
    if selector in INCOMPLETE:
        raise UsageError(f"the severity of {selector} can't be changed: {CODES[selector].title}")
    return [number for number in matching if number not in INCOMPLETE]


def chosen_severities(
    error: Iterable[str] = (), warn: Iterable[str] = (), ignore: Iterable[str] = ()
) -> dict[str, Severity | None]:
    """The severities that options choose, by the code's number; None for the codes to ignore.

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
