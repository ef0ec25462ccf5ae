"""The report for test dashboards: JUnit's XML as Jenkins's xUnit plugin defines it (junit-10.xsd), in ASCII.

A unit of work, a file as a rule, is a test suite, whose head can so be counted without the rest of the run; a response
is a test case. The class is the operation without its edition: readers split it at the last dot, and compare runs by
class and name, of which GitLab takes only the first that are the same. Places of findings stand in the text, for the
format has no attribute for them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from click import unstyle

from shapeproof.contract import Contract
from shapeproof.recordings.checking.unit_result import Located, UnitResult
from shapeproof.report.common.footer import INTERRUPTED, NOTHING_CHECKED, not_checked_lines, summary
from shapeproof.report.common.locations import plain, portable
from shapeproof.report.common.plurals import counted
from shapeproof.report.common.run_summary import RunSummary

__all__ = ["JunitReport"]

_HEAD: Final = '<?xml version="1.0" encoding="utf-8"?>\n<testsuites name="shapeproof">\n'
_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES: Final = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
)


@dataclass(slots=True)
class _Case:
    """A response, or a reason why there is none: what is said of it. `findings` are in the order of the file."""

    name: str
    class_name: str
    findings: list[Located] = field(default_factory=list[Located])
    skipped: str = ""
    error: str = ""


class JunitReport:
    """Writes the document in pieces: `add` for each partial result, `end` once.

    `verbose` also lists skipped files, and every place that wasn't checked.
    """

    def __init__(self, *, verbose: bool = False) -> None:
        self._verbose = verbose
        self._head = _HEAD

    def add(self, partial: UnitResult) -> Iterator[str]:
        """The test suite of one unit."""
        cases = _cases(partial)
        if self._verbose:
            cases += [_Case(one.path, "shapeproof.skipped", skipped=one.reason) for one in partial.skipped]
        if cases:
            start = min([one.index for one in partial.findings] + [one.start for one in partial.checked], default=0)
            name = f"{partial.path} from response {start}" if partial.continues else partial.path
            yield self._before() + _suite(name, cases, file=portable(partial.path) or "")

    def end(self, tally: RunSummary, contract_of: Callable[[str], Contract]) -> Iterator[str]:
        """A last suite about the run: what went wrong with it, what wasn't checked, the summary."""
        why = INTERRUPTED if tally.interrupted else NOTHING_CHECKED if tally.is_empty else ""
        cases = [_Case("run", "shapeproof", error=why)] if why else []
        rows = tally.not_checked(contract_of)
        lines = [f"not checked: {line}" for line in not_checked_lines(rows, verbose=self._verbose)]
        yield self._before() + _suite("shapeproof", cases, output=[*lines, unstyle(summary(tally))]) + "</testsuites>\n"

    def _before(self) -> str:
        head, self._head = self._head, ""
        return head


def _cases(partial: UnitResult) -> list[_Case]:
    cases: dict[int, _Case] = {}
    for stretch in partial.checked:
        class_name = stretch.contract.partition("@")[0]
        for index in range(stretch.start, stretch.start + stretch.length):
            cases[index] = _Case(_name(partial.path, index), class_name)
    for located in partial.findings:
        if located.index not in cases:
            cases[located.index] = _Case(_name(partial.path, located.index), "shapeproof.reading")
        cases[located.index].findings.append(located)
    return [case for _, case in sorted(cases.items())]


def _name(path: str, index: int) -> str:
    return f"{path} response {index}" if index else path


def _suite(name: str, cases: list[_Case], *, file: str = "", output: Iterable[str] = ()) -> str:
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
    inner = "".join(_case(case, told) for case, (_, told) in zip(cases, outcomes, strict=True))
    return f"<testsuite{attributes}>\n{inner}{_output(output)}</testsuite>\n"


def _case(case: _Case, told: str) -> str:
    others = [plain(one).rstrip("\n") for one in case.findings if one.finding.severity != "error"]
    inner = told + _output(others)
    start = f'<testcase classname="{_attribute(case.class_name)}" name="{_attribute(case.name)}"'
    return f"{start}>\n{inner}</testcase>\n" if inner else f"{start}/>\n"


def _outcome(case: _Case) -> tuple[str, str]:
    """What became of a test case, as the name of an element ("" if it passed), and that element.

    Readers show one element a case, so that it tells all errors. What can't be read is an error, what can be read and
    breaks the contract is a failure.
    """
    if case.error:
        return "error", f'<error message="{_attribute(case.error)}">{_text(case.error)}</error>\n'
    if case.skipped:
        return "skipped", f'<skipped message="{_attribute(case.skipped)}"/>\n'
    errors = [one for one in case.findings if one.finding.severity == "error"]
    if not errors:
        return "", ""
    kind = "error" if any(one.finding.kind == "reading" for one in errors) else "failure"
    first = errors[0].finding
    more = f" (and {counted(len(errors) - 1, 'other error')})" if len(errors) > 1 else ""
    pointer = f"{first.pointer}: " if first.pointer else ""
    message = _attribute(f"{first.code} {pointer}{first.message}{more}")
    text = _text("".join(map(plain, errors)))
    return kind, f'<{kind} type="{first.code}" message="{message}">{text}</{kind}>\n'


def _output(lines: Iterable[str]) -> str:
    text = _text("\n".join(lines))
    return f"<system-out>{text}</system-out>\n" if text else ""


def _attribute(text: str) -> str:
    """A text between quotes; line breaks and tabs are written as references, for XML takes them for spaces there."""
    return _ascii(_legal(text).translate(_ESCAPES))


def _text(text: str) -> str:
    """A text between tags; its line breaks stand as they are."""
    return _ascii("\n".join(line.translate(_ESCAPES) for line in _legal(text).split("\n")))


def _ascii(text: str) -> str:
    return text.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _legal(text: str) -> str:
    """A text without the characters that XML can't hold in any way: those are written as Python escapes."""
    return _NO_XML.sub(lambda found: found.group().encode("unicode_escape").decode("ascii"), text)
