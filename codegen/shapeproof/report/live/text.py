"""The summary of live responses, and the failure of a test that got invalid ones, as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from shapeproof.errors import one_line
from shapeproof.live.watching import Observation
from shapeproof.report.common.locations import shorten
from shapeproof.report.common.plurals import pluralize, pluralize_findings
from shapeproof.report.live.live_summary import FindingGroup, LiveSummary, OperationSummary
from shapeproof.validation.catalog import CODES, SEVERITIES, Severity

__all__ = ["Line", "failure_lines", "live_lines"]

_MAX_CLEAN: Final = 20
_MAX_PATHS: Final = 3
_MAX_MESSAGES: Final = 3
_MAX_IN_FAILURE: Final = 20


class Line(NamedTuple):
    """A line of text, and the severity that sets its colour."""

    text: str
    severity: Severity | None = None


def live_lines(summary: LiveSummary, *, verbose: bool = False) -> Iterator[Line]:
    """Yield the lines of the summary.

    Args:
        summary: the summary.
        verbose: list all messages and tests of each finding, and each operation without findings on its own line.
    """
    clean: dict[str, OperationSummary] = {}
    for name, operation in sorted(summary.operations.items()):
        if operation.findings:
            yield Line(one_line(f"{name}: {_responses(operation.origins)}"))
            yield from _findings(operation, verbose=verbose)
        else:
            clean[name] = operation
    yield from _clean(clean, verbose=verbose)
    if summary.allowed:
        yield Line(f"{pluralize(summary.allowed, 'finding')} allowed by marks of tests")
    for error, count in sorted(summary.check_errors.items()):
        yield Line(f"not checked, {pluralize(count, 'time')}: {one_line(error)}", "warning")
    if not summary.operations:
        yield Line("no response to a boto3 client was seen (sessions created before pytest started are not watched)")
        return
    operations = pluralize(len(summary.operations), "operation")
    yield Line(f"{pluralize(summary.responses, 'response')} of {operations}: {pluralize_findings(summary.severities)}")


def _responses(origins: Counter[str]) -> str:
    by_origin = ", ".join(f"{count:,} {origin}" for origin, count in sorted(origins.items()))
    return f"{pluralize(origins.total(), 'response')} ({by_origin})"


def _findings(operation: OperationSummary, *, verbose: bool) -> Iterator[Line]:
    groups = sorted(
        operation.findings.values(), key=lambda group: (SEVERITIES.index(group.severity), group.path, group.code)
    )
    for group in groups:
        if verbose or group.severity == "error":
            yield from _group(group, verbose=verbose)
    if not verbose:
        yield from _by_code([group for group in groups if group.severity != "error"])


def _group(group: FindingGroup, *, verbose: bool) -> Iterator[Line]:
    times = f", {group.count:,} times in {pluralize(len(group.tests), 'test')}" if group.count > 1 else ""
    yield Line(f"  {group.severity} {group.code} {_path(group)}{times}", group.severity)
    for message in group.messages[: None if verbose else _MAX_MESSAGES]:
        yield Line(f"      {one_line(message)}")
    if len(group.messages) > _MAX_MESSAGES and not verbose:
        yield Line("      and other messages (-v lists them)")
    for test in group.tests if verbose else group.tests[:1]:
        where = f"in {one_line(test)}" if test else "outside of tests"
        yield Line(f"      {'found' if verbose else 'first found'} {where}")


def _by_code(groups: list[FindingGroup]) -> Iterator[Line]:
    """Yield one line per code: warnings and notes are shortened."""
    for code in dict.fromkeys(group.code for group in groups):
        same_code = [group for group in groups if group.code == code]
        paths = ", ".join(_path(group) for group in same_code[:_MAX_PATHS])
        more = f" and {len(same_code) - _MAX_PATHS:,} more paths" if len(same_code) > _MAX_PATHS else ""
        message = same_code[0].messages[0] if len(same_code) == 1 else CODES[code].title
        yield Line(f"  {same_code[0].severity} {code} {paths}{more}: {one_line(message)}", same_code[0].severity)


def _path(group: FindingGroup) -> str:
    return shorten(group.path or group.pointer) or "(the whole response)"


def _clean(clean: dict[str, OperationSummary], *, verbose: bool) -> Iterator[Line]:
    if verbose:
        for name, operation in clean.items():
            yield Line(one_line(f"{name}: {_responses(operation.origins)}, no findings"))
        return
    if clean:
        names = [f"{name.partition('@')[0]} ({operation.origins.total():,})" for name, operation in clean.items()]
        more = f" and {len(names) - _MAX_CLEAN:,} more (-v lists them)" if len(names) > _MAX_CLEAN else ""
        yield Line(one_line(f"no findings: {', '.join(names[:_MAX_CLEAN])}{more}"))


def failure_lines(observations: list[Observation], allowed: Collection[str] = ()) -> Iterator[str]:
    """Yield why a test fails: the number of errors and the operations, then each error.

    Args:
        observations: the responses that the test got, and their findings.
        allowed: codes that the test allows.
    """
    errors = [
        (observation.response, finding)
        for observation in observations
        for finding in observation.findings
        if finding.severity == "error" and finding.code not in allowed
    ]
    names = dict.fromkeys(f"{response.contract.operation_name} ({response.origin})" for response, _ in errors)
    yield one_line(f"shapeproof: {pluralize(len(errors), 'error')} in responses of {', '.join(names)}")
    for response, finding in errors[:_MAX_IN_FAILURE]:
        yield one_line(f"  {response.contract.name} {shorten(finding.pointer) or '/'}")
        yield one_line(f"      {finding.message} [{finding.code}]")
    if len(errors) > _MAX_IN_FAILURE:
        yield f"  and {len(errors) - _MAX_IN_FAILURE:,} more"
