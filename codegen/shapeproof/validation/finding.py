"""Findings, and the exception that holds those about one response."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from shapeproof.contract import Part, Pointer, pointer_text
from shapeproof.errors import ShapeproofError, cut, one_line, shorten
from shapeproof.validation.catalog import FindingCode, FindingKind, Severities, Severity, reading
from shapeproof.validation.engines.violations import MAX_VIOLATIONS

__all__ = ["ContractViolation", "Finding", "reading_finding", "too_many_findings"]

_MAX_SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class Finding:
    """One way in which a response differs from its contract.

    Attributes:
        code: the number of the finding code (`SP101`).
        kind: the kind of the code.
        severity: how severe it is, in the view and with the options of the check.
        pointer_parts: the place in the response as it was recorded: member names, map keys and list indices.
        path: the place in the contract (`A.B[].C{}`); empty for reading findings.
        keyword: the violated JSON Schema keyword, for a map key with the prefix `propertyNames/`; `x-rules` for a rule;
            empty for reading findings.
        message: what is wrong, in one line without the location.
        rule: the id of the rule that it is about; empty if it is about none.
        related_parts: the places of the other members that the rule is about, as `pointer_parts` has them.
    """

    code: str
    kind: FindingKind
    severity: Severity
    pointer_parts: Pointer
    path: str
    keyword: str
    message: str
    rule: str = ""
    related_parts: tuple[Pointer, ...] = ()

    @property
    def pointer(self) -> str:
        """The place in the response as RFC 6901 writes it: `/TrainingJobDefinitions/0/RoleArn`.

        Keys that may be secret are shown as `(not shown)`.
        """
        from shapeproof.validation.quotations import masked  # most responses have no findings

        return pointer_text(masked(self.pointer_parts))

    @property
    def related(self) -> tuple[str, ...]:
        """The places of the other members that the rule is about, as `pointer` writes them."""
        from shapeproof.validation.quotations import masked

        return tuple(pointer_text(masked(parts)) for parts in self.related_parts)

    def is_named_in(self, selectors: Collection[str]) -> bool:
        """Whether its code or its rule is one of these."""
        return self.code in selectors or self.rule in selectors

    @property
    def label(self) -> str:
        """What reports show as its code: `SP302`, or with its rule `SP401 HPT014`."""
        return f"{self.code} {self.rule}" if self.rule else self.code


def reading_finding(code: FindingCode, message: str, severities: Severities, pointer: Pointer = ()) -> Finding | None:
    """The finding about something that can't be read; None if the severities leave out its code."""
    from shapeproof.validation.quotations import without_secrets  # most responses can be read

    severity = severities.of(code)
    # Cut last: half of a secret is not known as one.
    shown = cut(without_secrets(message))
    return Finding(code.number, code.kind, severity, pointer, "", "", shown) if severity else None


def too_many_findings(severities: Severities) -> Finding | None:
    """The finding that says that a response has more findings than are listed."""
    message = f"the response has more than {MAX_VIOLATIONS:,} findings; the others are not listed"
    return reading_finding(reading.TOO_MANY_FINDINGS, message, severities)


class ContractViolation(ShapeproofError):
    """A response differs from its contract. Its string lists the first errors, a line each.

    Of a response that resembles another contract, it says which one, and not what follows from that.

    Attributes:
        findings: all findings about the response, of every severity.
    """

    def __init__(self, message: str, findings: tuple[Finding, ...]) -> None:
        super().__init__(message)
        self.findings = findings

    @classmethod
    def from_findings(cls, findings: Iterable[Finding], part: Part, contract: str) -> ContractViolation | None:
        """The exception to raise for findings; None if none of them is an error.

        Args:
            findings: all findings about a response.
            part: the part of the contract that the response was checked against.
            contract: the name of the contract.
        """
        all_findings = tuple(findings)
        errors = [finding for finding in all_findings if finding.severity == "error"]
        if not errors:
            return None
        causes = [finding for finding in errors if finding.code == reading.OTHER_CONTRACT.number]
        shown = (causes or errors)[:_MAX_SHOWN]
        lines = [
            one_line(f"  {shorten(finding.pointer) or '/'}: {finding.message} [{finding.label}]") for finding in shown
        ]
        if len(errors) > len(shown):
            lines.append(f"  and {len(errors) - len(shown)} more{' that follow from it' if causes else ''}")
        return cls(one_line(f"the {part} violates {contract}") + "\n" + "\n".join(lines), all_findings)

    def __str__(self) -> str:
        return self.message
