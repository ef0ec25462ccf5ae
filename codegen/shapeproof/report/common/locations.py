"""Text for the location of a finding: on one line, and short enough to read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from shapeproof.errors import one_line, shorten
from shapeproof.operating_system.paths import forward_slashes
from shapeproof.recordings.discovery.urls import is_url

if TYPE_CHECKING:  # slow to import, and reports of live responses have no files
    from shapeproof.recordings.checking.unit_result import Located, UnitResult

__all__ = ["common_contract", "finding_text", "heading", "location", "portable_path"]


def location(located: Located) -> str:
    """Return `file:line:column`, without the line or column if they are unknown."""
    return ":".join(str(part) for part in (one_line(located.file), located.line, located.column) if part is not None)


def heading(located: Located, severity: str, contract: str | None = None) -> str:
    """Return the first line about a finding.

    Args:
        located: the finding.
        severity: its severity, possibly coloured.
        contract: the name of its contract, if nothing before the line has named it.
    """
    finding = located.finding
    pointer = f" {shorten(finding.pointer)}" if finding.pointer else ""
    response = f"response {located.index}" if located.index else ""
    details = ", ".join(filter(None, (one_line(located.section), response, one_line(contract or ""))))
    return f"{location(located)}: {severity} {finding.label}{pointer}{f' ({details})' if details else ''}"


def common_contract(result: UnitResult) -> str | None:
    """Return the name of the contract of everything in a unit; None if there are several or none.

    Args:
        result: the result of the unit, or of a part of it.
    """
    contracts = {kind.contract for kind in result.kinds}
    suppressed = (suppressed.located for suppressed in result.suppressed)
    contracts |= {located.contract for located in (*result.findings, *suppressed, *result.known) if located.contract}
    return next(iter(contracts)) if len(contracts) == 1 else None


def finding_text(located: Located) -> str:
    """Return a finding as two lines of plain text."""
    return f"{heading(located, located.finding.severity)}\n    {one_line(located.finding.message)}\n"


def portable_path(path: str) -> str | None:
    """Return a path as CI services expect it: normalized, with forward slashes; None for standard input. URLs are kept."""
    from shapeproof.recordings.discovery.units import STANDARD_INPUT

    if is_url(path):
        return path
    normalized = os.path.normpath(path)
    return None if path == STANDARD_INPUT else forward_slashes(normalized)
