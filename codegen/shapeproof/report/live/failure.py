"""Why a test fails: the responses with errors that it got, as text. It keeps no response."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from shapeproof.errors import one_line, shorten
from shapeproof.live.watching import Observation
from shapeproof.report.common.plurals import pluralize
from shapeproof.validation.finding import Finding

__all__ = ["ResponseErrors"]

_MAX_FINDINGS: Final = 20
_MAX_OPERATIONS: Final = 20


class ResponseErrors:
    """The errors in the responses that a test got, as the lines that are shown of them."""

    def __init__(self, *, has_baseline: bool = False) -> None:
        """`has_baseline` is whether known findings were taken out, so that the errors are new."""
        self._error = "new error" if has_baseline else "error"
        self._count = 0
        self._known = 0
        self._operations: dict[str, None] = {}
        self._lines: list[str] = []

    def __bool__(self) -> bool:
        return self._count > 0

    def add(self, observation: Observation, allowed: Collection[str] = ()) -> bool:
        """Add the errors in a response.

        Args:
            observation: the response and its findings.
            allowed: codes and rules that the test allows.

        Returns:
            Whether there are any.
        """
        contract, count_before = observation.response.contract, self._count
        for finding in observation.findings:
            if finding.severity != "error" or finding.is_named_in(allowed):
                continue
            self._count += 1
            if self._count <= _MAX_FINDINGS:
                self._lines.append(one_line(f"  {contract.name} {shorten(finding.pointer) or '/'}"))
                self._lines.append(one_line(f"      {finding.message} [{finding.label}]"))
        if self._count > count_before and len(self._operations) <= _MAX_OPERATIONS:
            self._operations[f"{contract.operation_name} ({observation.response.origin})"] = None
        return self._count > count_before

    def add_known(self, findings: Collection[Finding]) -> None:
        """Count known findings, which fail no test."""
        self._known += len(findings)

    def lines(self) -> Iterator[str]:
        """Yield the number of errors and the operations, then the first errors."""
        names = list(self._operations)
        more = " and others" if len(names) > _MAX_OPERATIONS else ""
        shown = ", ".join(names[:_MAX_OPERATIONS])
        yield one_line(f"shapeproof: {pluralize(self._count, self._error)} in responses of {shown}{more}")
        yield from self._lines
        if self._count > _MAX_FINDINGS:
            yield f"  and {self._count - _MAX_FINDINGS:,} more"
        if self._known:
            yield f"  known, in the baseline: {pluralize(self._known, 'finding')}"
