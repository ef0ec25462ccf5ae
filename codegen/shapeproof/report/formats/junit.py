"""The report for test dashboards: JUnit XML as Jenkins's xUnit plugin defines it (junit-10.xsd), in ASCII.

A unit, usually a file, is a test suite, so that its counts are known without the rest of the run. A response is a test
case. The class name is the operation without its edition: readers split it at the last dot and compare runs by class and
name (of duplicates, GitLab keeps the first). Locations of findings are in the text, because the format has no attribute
for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from click import unstyle

from shapeproof.contract import Contract
from shapeproof.errors import one_line
from shapeproof.recordings.checking.unit_result import Located, UnitResult
from shapeproof.report.common.footer import INTERRUPTED, NOTHING_CHECKED, not_checked_lines, summary_line
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
        cases = _test_cases(result)
        if self._verbose:
            cases += [_TestCase(file.path, "shapeproof.skipped", skipped=file.reason) for file in result.skipped]
        if cases:
            indices = [located.index for located in result.findings] + [
                contract_run.start for contract_run in result.runs
            ]
            name = f"{result.path} from response {min(indices, default=0)}" if result.continues else result.path
            yield self._pending_header() + _suite(name, cases, file=portable_path(result.path) or "")

    def end(self, run: RunSummary, contract_of: Callable[[str], Contract]) -> Iterator[str]:
        """Yield a last suite about the run: an error if it is incomplete, what was not checked, the summary."""
        error = INTERRUPTED if run.interrupted else NOTHING_CHECKED if run.is_empty else ""
        cases = [_TestCase("run", "shapeproof", error=error)] if error else []
        rows = run.not_checked(contract_of)
        lines = [f"not checked: {line}" for line in not_checked_lines(rows, verbose=self._verbose)]
        yield (
            self._pending_header()
            + _suite("shapeproof", cases, output=[*lines, unstyle(summary_line(run))])
            + "</testsuites>\n"
        )

    def _pending_header(self) -> str:
        header, self._header = self._header, ""
        return header


def _test_cases(result: UnitResult) -> list[_TestCase]:
    cases: dict[int, _TestCase] = {}
    for contract_run in result.runs:
        class_name = contract_run.contract.partition("@")[0]
        for index in range(contract_run.start, contract_run.start + contract_run.length):
            cases[index] = _TestCase(_name(result.path, index), class_name)
    for located in result.findings:
        if located.index not in cases:
            cases[located.index] = _TestCase(_name(result.path, located.index), "shapeproof.reading")
        cases[located.index].findings.append(located)
    return [case for _, case in sorted(cases.items())]


def _name(path: str, index: int) -> str:
    return f"{path} response {index}" if index else path


def _suite(name: str, cases: list[_TestCase], *, file: str = "", output: Iterable[str] = ()) -> str:
    outcomes = [_outcome(case) for case in cases]
    counts = {
        "tests": len(cases),
        "failures": sum(kind == "failure" for kind, _ in outcomes),
        "errors": sum(kind == "error" for kind, _ in outcomes),
        "skipped": sum(kind == "skipped" for kind, _ in outcomes),
    }
    attributes = f' name="{_attribute(name)}"' + "".join(f' {key}="{value}"' for key, value in counts.items())
    if file:
        attributes += f' file="{_attribute(file)}"'
    content = "".join(_element(case, outcome) for case, (_, outcome) in zip(cases, outcomes, strict=True))
    return f"<testsuite{attributes}>\n{content}{_output(output)}</testsuite>\n"


def _element(case: _TestCase, outcome: str) -> str:
    others = [finding_text(located).rstrip("\n") for located in case.findings if located.finding.severity != "error"]
    content = outcome + _output(others)
    start = f'<testcase classname="{_attribute(case.class_name)}" name="{_attribute(case.name)}"'
    return f"{start}>\n{content}</testcase>\n" if content else f"{start}/>\n"


def _outcome(case: _TestCase) -> tuple[str, str]:
    """Return the outcome of a test case: the name of an element ("" if it passed), and the element.

    Readers show one element per case, so it lists all errors. A response that can't be read is an error, one that breaks
    its contract is a failure.
    """
    if case.error:
        return "error", f'<error message="{_attribute(case.error)}">{_text(case.error)}</error>\n'
    if case.skipped:
        return "skipped", f'<skipped message="{_attribute(case.skipped)}"/>\n'
    errors = [located for located in case.findings if located.finding.severity == "error"]
    if not errors:
        return "", ""
    kind = "error" if any(located.finding.kind == "reading" for located in errors) else "failure"
    first = errors[0].finding
    more = f" (and {pluralize(len(errors) - 1, 'other error')})" if len(errors) > 1 else ""
    pointer = f"{first.pointer}: " if first.pointer else ""
    message = _attribute(f"{first.code} {pointer}{first.message}{more}")
    text = _text("".join(map(finding_text, errors)))
    return kind, f'<{kind} type="{first.code}" message="{message}">{text}</{kind}>\n'


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
