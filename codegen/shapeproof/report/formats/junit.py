"""The report for test dashboards: JUnit XML as Jenkins's xUnit plugin defines it (junit-10.xsd), in ASCII.

A result of a unit, usually of a file, is a test suite, so that its counts are known without the rest of the run. A
response is a test case. The class name is the operation without its edition: readers split it at the last dot and compare runs by class and
name (of duplicates, GitLab keeps the first). Locations of findings are in the text, because the format has no attribute
for them. Of a digest, only the responses of its samples are test cases.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from heapq import merge
from operator import itemgetter
from typing import Final

from click import unstyle

from shapeproof.contract import Contract, operation_of
from shapeproof.errors import one_line, shorten
from shapeproof.recordings.checking.unit_result import Located, UnitResult
from shapeproof.recordings.discovery.units import Skipped
from shapeproof.report.common.footer import INTERRUPTED, NOTHING_CHECKED, not_checked_lines, summary_line, unlisted_line
from shapeproof.report.common.locations import finding_text, portable_path
from shapeproof.report.common.plurals import pluralize
from shapeproof.report.common.run_summary import RunSummary

__all__ = ["JunitReport"]

_HEADER: Final = '<?xml version="1.0" encoding="utf-8"?>\n<testsuites name="shapeproof">\n'
_ESCAPES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


@dataclass(slots=True)
class _TestCase:
    """A response with its findings in the order of the file, a skipped file, or an error of the run."""

    name: str
    class_name: str
    findings: list[Located] = field(default_factory=list[Located])
    skipped: str = ""
    error: str = ""

    @property
    def errors(self) -> list[Located]:
        """The findings that are errors."""
        return [located for located in self.findings if located.finding.severity == "error"]

    @property
    def outcome(self) -> str:
        """The name of the element for the outcome; "" if the response passed.

        A response that can't be read is an error, one that breaks its contract is a failure.
        """
        if self.error or self.skipped:
            return "error" if self.error else "skipped"
        kinds = {located.finding.kind for located in self.errors}
        return "error" if "reading" in kinds else "failure" if kinds else ""


class JunitReport:
    """Writes the document."""

    def __init__(self, *, verbose: bool = False) -> None:
        """Create the report.

        Args:
            verbose: add skipped files, and every path that was not checked.
        """
        self._verbose = verbose
        self._header = _HEADER

    def add(self, result: UnitResult) -> Iterator[str]:
        """Yield the test suite of one unit."""
        skipped = result.skipped if self._verbose else ()
        if result.runs or result.findings or skipped:
            indices = [located.index for located in result.findings] + [
                contract_run.start for contract_run in result.runs
            ]
            name = f"{result.path} from response {min(indices, default=0)}" if result.continues else result.path
            yield self._pending_header()
            cases = partial(_test_cases, result, skipped)
            # A digest has results of parts of files, which are named apart.
            file = result.findings[0].file if result.findings else result.path
            yield from _suite(name, cases, file=portable_path(file) or "")

    def end(self, run: RunSummary, contract_of: Callable[[str], Contract]) -> Iterator[str]:
        """Yield a last suite about the run: an error if it is incomplete, what was not checked, the summary."""
        error = INTERRUPTED if run.interrupted else NOTHING_CHECKED if run.is_empty else ""
        cases = [_TestCase("run", "shapeproof", error=error)] if error else []
        rows = run.not_checked(contract_of)
        lines = [f"not checked: {line}" for line in not_checked_lines(rows, verbose=self._verbose)]
        yield self._pending_header()
        yield from _suite(
            "shapeproof",
            lambda: iter(cases),
            output=[*lines, *filter(None, [unlisted_line(run)]), unstyle(summary_line(run))],
        )
        yield "</testsuites>\n"

    def _pending_header(self) -> str:
        header, self._header = self._header, ""
        return header


def _test_cases(result: UnitResult, skipped: Iterable[Skipped]) -> Iterator[_TestCase]:
    """Yield the test cases of a result one by one: there may be many more clean responses than findings."""
    findings: dict[int, list[Located]] = {}
    for located in result.findings:
        findings.setdefault(located.index, []).append(located)
    checked = ((index, contract_run.contract) for contract_run in sorted(result.runs) for index in contract_run.indices)
    unread = ((index, None) for index in sorted(findings))
    previous: int | None = None
    for index, contract in merge(checked, unread, key=itemgetter(0)):  # of two with one index, the checked one is first
        if index != previous:
            class_name = operation_of(contract) if contract else "shapeproof.reading"
            name = f"{result.path} response {index}" if index else result.path
            yield _TestCase(name, class_name, findings.get(index, []))
        previous = index
    for file in skipped:
        yield _TestCase(file.path, "shapeproof.skipped", skipped=file.reason)


def _suite(
    name: str, cases: Callable[[], Iterator[_TestCase]], *, file: str = "", output: Iterable[str] = ()
) -> Iterator[str]:
    """Yield a test suite; `cases` is called twice, because the suite starts with their counts."""
    outcomes = Counter(case.outcome for case in cases())
    counts = {
        "tests": outcomes.total(),
        "failures": outcomes["failure"],
        "errors": outcomes["error"],
        "skipped": outcomes["skipped"],
    }
    attributes = f' name="{_attribute(name)}"' + "".join(f' {key}="{value}"' for key, value in counts.items())
    if file:
        attributes += f' file="{_attribute(file)}"'
    yield f"<testsuite{attributes}>\n"
    for case in cases():
        yield _element(case)
    yield f"{_output(output)}</testsuite>\n"


def _element(case: _TestCase) -> str:
    others = [finding_text(located).rstrip("\n") for located in case.findings if located.finding.severity != "error"]
    content = _outcome_element(case) + _output(others)
    start = f'<testcase classname="{_attribute(case.class_name)}" name="{_attribute(case.name)}"'
    return f"{start}>\n{content}</testcase>\n" if content else f"{start}/>\n"


def _outcome_element(case: _TestCase) -> str:
    """Return the element for the outcome of a test case. Readers show one element per case, so it lists all errors."""
    if case.error:
        return f'<error message="{_attribute(case.error)}">{_text(case.error)}</error>\n'
    if case.skipped:
        return f'<skipped message="{_attribute(case.skipped)}"/>\n'
    errors = case.errors
    if not errors:
        return ""
    first = errors[0].finding
    more = f" (and {pluralize(len(errors) - 1, 'other error')})" if len(errors) > 1 else ""
    pointer = f"{shorten(first.pointer)}: " if first.pointer else ""
    message = _attribute(f"{first.label} {pointer}{first.message}{more}")
    text = _text("".join(map(finding_text, errors)))
    return f'<{case.outcome} type="{first.code}" message="{message}">{text}</{case.outcome}>\n'


def _output(lines: Iterable[str]) -> str:
    text = _text("\n".join(lines))
    return f"<system-out>{text}</system-out>\n" if text else ""


def _attribute(text: str) -> str:
    """Escape the value of an attribute, and keep it on one line."""
    return _ascii(one_line(text).translate(_ESCAPES))


def _text(text: str) -> str:
    """Escape the text of an element. Line feeds are kept."""
    return _ascii("\n".join(one_line(line).translate(_ESCAPES) for line in text.split("\n")))


def _ascii(text: str) -> str:
    """Write other characters as references. All are in XML 1.0, because whatever isn't printable is an escape by now."""
    return text.encode("ascii", "xmlcharrefreplace").decode("ascii")
