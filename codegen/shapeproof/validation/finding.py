"""What validation hands on: one way in which one response differs from its contract, and an error that bears them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from shapeproof.contract import Pointer, pointer_text
from shapeproof.errors import ShapeproofError, one_line
from shapeproof.validation.catalog import FindingCode, FindingKind, Severities, Severity

__all__ = ["ContractViolation", "Finding", "reading_finding"]

_MOST_SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference.

    `pointer_parts` is where it is in the response, as keys and indices; `pointer` writes that as a JSON pointer. `path` is the
    place in the contract (`A.B[].C{}`), `keyword` the JSON Schema keyword that is broken ("" for reading findings).
    `message` is one sentence for a person, without the place.
    """

    code: str
    kind: FindingKind
    severity: Severity
    pointer_parts: Pointer
    path: str
    keyword: str
    message: str

    @property
    def pointer(self) -> str:
        """The place as RFC 6901 writes it: `/TrainingJobDefinitions/0/RoleArn`."""
        return pointer_text(self.pointer_parts)


def reading_finding(code: FindingCode, message: str, severities: Severities, pointer: Pointer = ()) -> Finding | None:
    """The finding about something that can't be read; None if the severities leave its code out."""
    severity = severities.of(code)
    return Finding(code.number, code.kind, severity, pointer, "", "", message) if severity else None


class ContractViolation(ShapeproofError):
    """A response differs from its contract. `findings` holds every difference, of whatever severity."""

    def __init__(self, message: str, findings: tuple[Finding, ...]) -> None:
        super().__init__(message)
        self.findings = findings

    @classmethod
    def over(cls, findings: Iterable[Finding], part: str, contract: str) -> ContractViolation | None:
        """What is to be raised over findings about the part of a contract; None if none of them is an error."""
        found = tuple(findings)
        errors = [one for one in found if one.severity == "error"]
        if not errors:
            return None
        lines = [one_line(f"  {one.pointer or '/'}: {one.message} [{one.code}]") for one in errors[:_MOST_SHOWN]]
        if len(errors) > _MOST_SHOWN:
            lines.append(f"  and {len(errors) - _MOST_SHOWN} more")
        return cls(f"the {part} breaks {contract}\n" + "\n".join(lines), found)

    def __str__(self) -> str:
        """A line for the contract and one for each of the first findings."""
        return self.message
