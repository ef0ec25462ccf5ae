"""Takes suppressed findings out of the results of recordings."""

from __future__ import annotations

from dataclasses import replace

from shapeproof.contract import operation_of
from shapeproof.recordings.checking.unit_result import Located, SuppressedFinding, UnitResult
from shapeproof.suppression.model import Scope
from shapeproof.suppression.usage import SuppressionUsage

__all__ = ["filter_suppressed"]


def filter_suppressed(result: UnitResult, usage: SuppressionUsage) -> UnitResult:
    """Return a result with suppressed findings moved from `findings` to `suppressed`.

    Args:
        result: the result of a unit.
        usage: the suppressions of the run, which count their uses.
    """
    for kind in result.kinds:
        usage.note_checked(Scope(operation_of(kind.contract), result.path))
    if not result.findings:
        return result
    findings: list[Located] = []
    suppressed: list[SuppressedFinding] = []
    for located in result.findings:
        scope = Scope(operation_of(located.contract), located.file)
        usage.note_checked(scope)  # of what can't be read, there is no kind
        suppression = usage.find(located.finding, scope)
        if suppression:
            suppressed.append(SuppressedFinding(located, suppression.label, suppression.reason))
        else:
            findings.append(located)
    return replace(result, findings=findings, suppressed=suppressed)
