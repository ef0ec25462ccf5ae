"""The summary of live responses as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

from shapeproof.errors import one_line, shorten
from shapeproof.report.common.causes import Cause, by_operation, cause_lines, kind_counts, worst_first
from shapeproof.report.common.commands import Commands
from shapeproof.report.common.next_steps import next_steps, step_lines
from shapeproof.report.common.plurals import pluralize, pluralize_findings
from shapeproof.report.common.suppressions import suppress_line
from shapeproof.report.live.live_summary import FindingGroup, LiveSummary, OperationSummary
from shapeproof.validation.catalog import FindingKind, Severity
from shapeproof.validation.known_deviations import KNOWN

__all__ = ["Line", "live_lines"]

_MAX_CLEAN: Final = 20
_MAX_MESSAGES: Final = 3
_MAX_UNSELECTED: Final = 5
_MAX_LISTED: Final = 20
"""Groups of findings that are all listed. Of more, the largest are."""
_MAX_TOP: Final = 10


class Line(NamedTuple):
    """A line of text, and the severity that sets its colour."""

    text: str
    severity: Severity | None = None


def live_lines(
    summary: LiveSummary, *, verbose: bool = False, columns: int | None = None, write_baseline: str = ""
) -> Iterator[Line]:
    """Yield the lines of the summary: the findings, or what to do first if they are many.

    Args:
        summary: the summary.
        verbose: list all groups of findings with all their messages and tests, and each operation without findings on
            its own line.
        columns: the columns of the terminal; None if there is none.
        write_baseline: the command that writes a baseline; empty if the run has one.
    """
    causes = list(_causes(summary))
    clean = {name: operation for name, operation in sorted(summary.operations.items()) if not operation.findings}
    is_listed = verbose or len(causes) <= _MAX_LISTED
    if is_listed:
        yield from _findings(summary, causes, verbose=verbose)
    else:
        yield from _lead(summary, causes, columns, write_baseline)
    if summary.ungrouped:
        yield Line(f"and {pluralize_findings(summary.ungrouped)} at other places, which are only counted")
    if is_listed:
        yield from _clean(clean, verbose=verbose)
    else:
        for words, names in _by_words(clean).items():
            yield Line(f"{words}: {pluralize(len(names), 'operation')} (-v lists them)")
    if summary.allowed:
        yield Line(f"{pluralize(summary.allowed, 'finding')} allowed by marks of tests")
    for error, count in sorted(summary.check_errors.items()):
        yield Line(f"not checked, {pluralize(count, 'time')}: {one_line(error)}", "warning")
    if summary.cache_problem:
        yield Line(one_line(f"contracts are not kept for the next run: {summary.cache_problem}"), "note")
    if not summary.operations and summary.unselected:
        yield Line(f"{_unselected(summary.unselected)}; none that --shapeproof-only selects", "warning")
        return
    if not summary.operations:
        yield Line("no response to a boto3 client was seen (sessions created before pytest started are not watched)")
        return
    operations = pluralize(len(summary.operations), "operation")
    findings = pluralize_findings(summary.severities, summary.hidden)
    yield Line(f"{pluralize(summary.responses, 'response')} of {operations}: {findings}")


def _unselected(counts: Counter[str]) -> str:
    """The responses that were seen, but not selected: `3 responses of s3.ListBuckets, sqs.ListQueues, … were seen`."""
    names = [one_line(name) for name, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
    more = f" and {pluralize(len(names) - _MAX_UNSELECTED, 'more operation')}" if len(names) > _MAX_UNSELECTED else ""
    verb = "was" if counts.total() == 1 else "were"
    return f"{pluralize(counts.total(), 'response')} of {', '.join(names[:_MAX_UNSELECTED])}{more} {verb} seen"


def _causes(summary: LiveSummary) -> Iterator[Cause]:
    """Yield each group of findings as a cause, in an order that doesn't depend on that of the tests."""
    for name, operation in sorted(summary.operations.items()):
        for group in sorted(operation.findings.values(), key=lambda group: (group.path, group.code, group.rule)):
            yield Cause(
                group.severity,
                group.code,
                name,
                group.path or group.pointer,
                f"first met {_where(group.tests[0])}",
                group.messages[0],
                group.rule,
                group.count,
                group.test_count,
                group.count if group.messages[0].startswith(KNOWN) else 0,
            )


def _lead(summary: LiveSummary, causes: list[Cause], columns: int | None, write_baseline: str) -> Iterator[Line]:
    """Yield the counts, the largest causes, and the first steps: near the end, where a terminal stops."""
    severities = summary.severities
    yield Line(f"{pluralize(severities.total(), 'finding')}: {pluralize_findings(severities)}")
    kinds: Counter[FindingKind] = Counter()
    for cause in causes:
        kinds[cause.kind] += cause.count
    yield Line(f"  By kind: {kind_counts(kinds)}")
    if explained := sum(cause.aws for cause in causes):
        yield Line(f"  AWS's own: {explained:,} that overlays explain: nothing to do")
    yield from (Line(""), Line(f"The {_MAX_TOP} largest of {len(causes):,} causes (code, operation, path)"))
    for cause in worst_first(causes)[:_MAX_TOP]:
        heading, example = cause_lines(cause, "test", columns, has_operation=True)
        yield from (Line(f"  {heading}", cause.severity), Line(f"  {example}"))
    yield from (Line(f"and {pluralize(len(causes) - _MAX_TOP, 'other cause')} (-v lists them)"), Line(""))
    commands = Commands(write_baseline=write_baseline)
    for number, step in enumerate(next_steps(causes, commands, has_baseline=not write_baseline, has_files=False), 1):
        if number == 1:
            yield Line("Start here")
        yield from map(Line, step_lines(number, step, columns))
    yield Line("")


def _findings(summary: LiveSummary, causes: list[Cause], *, verbose: bool) -> Iterator[Line]:
    """Yield the operations, the one with the most errors first, each with its groups of findings, the worst first."""
    for operation in by_operation(causes):
        of_name = summary.operations[operation.operation]
        yield Line(one_line(f"{operation.operation}: {_responses(of_name.origins)}"))
        groups = {
            (group.severity, group.code, group.path or group.pointer, group.rule): group
            for group in of_name.findings.values()
        }
        for cause in operation.causes:
            yield from _group(groups[cause.severity, cause.code, cause.path, cause.rule], verbose=verbose)


def _responses(origins: Counter[str]) -> str:
    by_origin = ", ".join(f"{count:,} {origin}" for origin, count in sorted(origins.items()))
    return f"{pluralize(origins.total(), 'response')} ({by_origin})"


def _group(group: FindingGroup, *, verbose: bool) -> Iterator[Line]:
    times = f", {group.count:,} times in {pluralize(group.test_count, 'test')}" if group.count > 1 else ""
    yield Line(f"  {group.severity} {group.label} {_path(group)}{times}", group.severity)
    for message in group.messages[: None if verbose else _MAX_MESSAGES]:
        yield Line(f"      {one_line(message)}")
    if len(group.messages) > _MAX_MESSAGES and not verbose:
        yield Line("      and other messages (-v lists them)")
    for test in group.tests if verbose else group.tests[:1]:
        yield Line(f"      {'met' if verbose else 'first met'} {_where(test)}")
    if verbose and group.test_count > len(group.tests):
        yield Line(f"      and in {pluralize(group.test_count - len(group.tests), 'more test')}")
    if verbose and group.selector:
        yield Line(f"      {suppress_line(group.selector)}")


def _where(test: str) -> str:
    return f"in {one_line(test)}" if test else "outside of tests"


def _path(group: FindingGroup) -> str:
    return shorten(group.path or group.pointer) or "(the whole response)"


def _clean(clean: dict[str, OperationSummary], *, verbose: bool) -> Iterator[Line]:
    if verbose:
        for name, operation in clean.items():
            findings = pluralize_findings({}, operation.hidden)
            yield Line(one_line(f"{name}: {_responses(operation.origins)}, {findings}"))
        return
    for words, operations in _by_words(clean).items():
        names = [f"{name.partition('@')[0]} ({operation.origins.total():,})" for name, operation in operations.items()]
        more = f" and {len(names) - _MAX_CLEAN:,} more (-v lists them)" if len(names) > _MAX_CLEAN else ""
        yield Line(one_line(f"{words}: {', '.join(names[:_MAX_CLEAN])}{more}"))


def _by_words(clean: dict[str, OperationSummary]) -> dict[str, dict[str, OperationSummary]]:
    """The operations without findings, by what is said of them: last those whose findings are known or suppressed."""
    by_words: dict[str, dict[str, OperationSummary]] = {}
    for name, operation in sorted(clean.items(), key=lambda item: item[1].hidden > 0):
        by_words.setdefault(pluralize_findings({}, operation.hidden), {})[name] = operation
    return by_words
