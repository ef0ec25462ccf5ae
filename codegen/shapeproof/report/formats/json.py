"""The report for programs: one JSON document, version 1, in ASCII. Findings are written as they come.

{"version": 1,
 "findings": [{"file", "index", "line", "column", "contract", "code", "kind", "severity",
               "pointer", "path", "keyword", "message"}, …],                one about a rule has "rule" and "related", too
 "skipped": [{"file", "reason"}, …],                                        with --verbose only
 "not_checked": [{"form", "contract", "path", "keyword", "reason", "responses"}, …],
 "coverage": [{"contract", "responses",                                     with --coverage only
               "features": [{"kind", "subject", "state", "responses"}, …],
               "scenarios": [{"scenario", "responses"}, …]}, …],
 "summary": {"files", "responses", "clean", "skipped", "codes", "severities", "exit_code"}}

Each finding that can be suppressed has the "selector" that does. With suppressions, the summary counts the "suppressed"
findings, and --verbose adds them, each with "suppressed": {"by", "reason"}. With a baseline, the summary counts its "known"
findings and "stale" entries, and --verbose adds the known findings, each with "known": true. The summary of an
interrupted run has "interrupted": true. A report on a digest has the samples of its findings, and counts the others:
"unlisted": [{"contract", "code", "severity", "path", "findings"}, …], without a path where it is one of many others; one
about a rule has "rule", too. Its summary has the number of "listed" findings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from shapeproof.contract import Contract
from shapeproof.markup.json_text import ascii_json
from shapeproof.recordings.checking.unit_result import Located, UnitResult
from shapeproof.recordings.discovery.units import Skipped
from shapeproof.report.common.run_summary import RunSummary
from shapeproof.report.common.unlisted import Unlisted
from shapeproof.suppression.printed_selectors import selector_of

__all__ = ["JsonReport"]

VERSION: Final = 1


class JsonReport:
    """Writes the document."""

    def __init__(self, *, verbose: bool = False, coverage: bool = False) -> None:
        """Create the report.

        Args:
            verbose: add skipped files, suppressed and known findings.
            coverage: add the coverage of each contract.
        """
        self._verbose = verbose
        self._coverage = coverage
        self._started = False
        self._skipped: list[Skipped] = []

    def add(self, result: UnitResult) -> Iterator[str]:
        """Yield the findings of one unit."""
        if self._verbose:
            self._skipped += result.skipped
        for located in result.findings:
            yield self._separator() + ascii_json(_finding_object(located))
        for suppressed in result.suppressed if self._verbose else ():
            by = {"by": suppressed.by, **({"reason": suppressed.reason} if suppressed.reason else {})}
            yield self._separator() + ascii_json(_finding_object(suppressed.located) | {"suppressed": by})
        for located in result.known if self._verbose else ():
            yield self._separator() + ascii_json(_finding_object(located) | {"known": True})

    def end(self, run: RunSummary, contract_of: Callable[[str], Contract]) -> Iterator[str]:
        """Yield everything after the findings."""
        members: dict[str, object] = {}
        if self._verbose:
            members["skipped"] = [{"file": file.path, "reason": file.reason} for file in self._skipped]
        members["not_checked"] = [
            {
                "form": row.form,
                "contract": row.contract,
                "path": row.not_checked.path,
                "keyword": row.not_checked.keyword,
                "reason": row.not_checked.reason,
                "responses": row.responses,
            }
            for row in run.not_checked(contract_of)
        ]
        if self._coverage:
            from shapeproof.report.coverage.contract_coverage import contract_coverages
            from shapeproof.report.coverage.json_document import coverage_rows

            members["coverage"] = coverage_rows(contract_coverages(run.coverage, contract_of))
        if run.unlisted.findings:
            members["unlisted"] = list(_unlisted_rows(run.unlisted))
        summary: dict[str, object] = {
            "files": run.file_count,
            "responses": run.responses,
            "clean": run.clean,
            "skipped": run.skipped_count,
            "codes": dict(sorted(run.codes.items())),
            "severities": dict(sorted(run.severities.items())),
            "exit_code": run.exit_code,
            **({"suppressed": run.suppressed} if run.suppressed else {}),
            **({"known": run.known} if run.known else {}),
            **({"stale": len(run.stale)} if run.stale else {}),
            **({"listed": run.unlisted.listed} if run.unlisted.findings else {}),
        }
        members["summary"] = summary | ({"interrupted": True} if run.interrupted else {})
        opening = "\n],\n" if self._started else f'{{"version": {VERSION}, "findings": [],\n'
        yield opening + ascii_json(members)[1:] + "\n"

    def _separator(self) -> str:
        if self._started:
            return ",\n"
        self._started = True
        return f'{{"version": {VERSION}, "findings": [\n'


def _finding_object(located: Located) -> dict[str, object]:
    finding = located.finding
    selector = selector_of(finding, located.contract, located.file)
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
        **({"section": located.section} if located.section else {}),
        **(_rule_members(located) if finding.rule else {}),
        **({"selector": selector} if selector else {}),
    }


def _unlisted_rows(unlisted: Unlisted) -> Iterator[dict[str, object]]:
    for key, group in unlisted.groups.items():
        yield {
            "contract": key.contract or None,
            "code": key.code,
            **({"rule": key.rule} if key.rule else {}),
            "severity": key.severity,
            "path": key.path,
            "findings": group.findings,
        }
    for (severity, code), findings in unlisted.others.items():
        yield {"contract": None, "code": code, "severity": severity, "path": None, "findings": findings}


def _rule_members(located: Located) -> dict[str, object]:
    places = zip(located.finding.related, located.related, strict=True)
    related = [{"pointer": pointer, "line": line, "column": column} for pointer, (line, column) in places]
    return {"rule": located.finding.rule, "related": related}
