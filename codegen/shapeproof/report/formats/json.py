"""The report for programs: one JSON document, version 1, written as the findings come, in ASCII whatever the terminal.

{"version": 1,
 "findings": [{"file", "index", "line", "column", "contract", "code", "kind", "severity",
               "pointer", "path", "keyword", "message"}, …],
 "skipped": [{"file", "reason"}, …],                                        with --verbose only
 "not_checked": [{"form", "contract", "path", "keyword", "reason", "responses"}, …],
 "coverage": [{"contract", "responses",                                     with --coverage only
               "features": [{"kind", "place", "state", "responses"}, …],
               "scenarios": [{"scenario", "responses"}, …]}, …],
 "summary": {"files", "responses", "clean", "skipped", "codes", "severities", "exit_code"}}

Under a baseline the summary counts what is "known" of it and what is "gone"; --verbose adds known findings, each with
"known": true.
A run that was interrupted says so in its summary: "interrupted": true.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from shapeproof.contract import Contract
from shapeproof.recordings.checking.unit_result import Located, UnitResult
from shapeproof.recordings.discovery.files import Skipped
from shapeproof.report.common.run_summary import RunSummary

__all__ = ["JsonReport"]

VERSION = 1


class JsonReport:
    """Writes the document in pieces: `add` for each partial result, `end` once."""

    def __init__(self, *, verbose: bool = False, coverage: bool = False) -> None:
        self._verbose = verbose
        self._coverage = coverage
        self._started = False
        self._skipped: list[Skipped] = []

    def add(self, partial: UnitResult) -> Iterator[str]:
        """The findings of one unit."""
        if self._verbose:
            self._skipped += partial.skipped
        for located in partial.findings:
            yield self._before() + json.dumps(_finding(located))
        for located in partial.known if self._verbose else ():
            yield self._before() + json.dumps(_finding(located) | {"known": True})

    def end(self, tally: RunSummary, contract_of: Callable[[str], Contract]) -> Iterator[str]:
        """All that comes after the findings."""
        rest: dict[str, object] = {}
        if self._verbose:
            rest["skipped"] = [{"file": one.path, "reason": one.reason} for one in self._skipped]
        rest["not_checked"] = [
            {
                "form": row.form,
                "contract": row.contract,
                "path": row.what.path,
                "keyword": row.what.keyword,
                "reason": row.what.reason,
                "responses": row.responses,
            }
            for row in tally.not_checked(contract_of)
        ]
        if self._coverage:
            from shapeproof.report.coverage.counts import covered
            from shapeproof.report.coverage.document import coverage_rows

            rest["coverage"] = coverage_rows(covered(tally.coverage, contract_of))
        summary: dict[str, object] = {
            "files": len(tally.files),
            "responses": tally.responses,
            "clean": tally.clean,
            "skipped": len(tally.skipped),
            "codes": dict(sorted(tally.codes.items())),
            "severities": dict(sorted(tally.severities.items())),
            "exit_code": tally.exit_code,
            **({"known": tally.known} if tally.known else {}),
            **({"gone": len(tally.gone)} if tally.gone else {}),
        }
        rest["summary"] = summary | ({"interrupted": True} if tally.interrupted else {})
        opening = "\n],\n" if self._started else f'{{"version": {VERSION}, "findings": [],\n'
        yield opening + json.dumps(rest)[1:] + "\n"

    def _before(self) -> str:
        if self._started:
            return ",\n"
        self._started = True
        return f'{{"version": {VERSION}, "findings": [\n'


def _finding(located: Located) -> dict[str, object]:
    finding = located.finding
    return {
        "file": located.file,
        "index": located.index,
        "line": located.line,
        "column": located.column,
        "contract": located.contract,
        "code": finding.code,
        "kind": finding.kind,
        "severity": finding.severity,
        "pointer": finding.pointer,
        "path": finding.path,
        "keyword": finding.keyword,
        "message": finding.message,
    }
