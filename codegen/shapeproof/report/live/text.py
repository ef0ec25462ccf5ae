"""The summary of live responses as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import Final, NamedTuple

from shapeproof.errors import one_line
from shapeproof.report.common.locations import shorten
from shapeproof.report.common.plurals import pluralize, pluralize_findings
from shapeproof.report.common.suppressions import suppress_line
from shapeproof.report.live.live_summary import FindingGroup, LiveSummary, OperationSummary
from shapeproof.validation.catalog import CODES, SEVERITIES, Severity

__all__ = ["Line", "live_lines"]

_MAX_CLEAN: Final = 20
_MAX_PATHS: Final = 3
_MAX_MESSAGES: Final = 3
_MAX_GROUPS: Final = 50
_MAX_UNSELECTED: Final = 5


class Line(NamedTuple):
    """A line of text, and the severity that sets its colour."""

    text: str
    severity: Severity | None = None


def live_lines(summary: LiveSummary, *, verbose: bool = False) -> Iterator[Line]:
    """Yield the lines of the summary.

    Args:
        summary: the summary.
        verbose: list all groups of findings with all their messages and tests, and each operation without findings on
            its own line.
    """
    clean: dict[str, OperationSummary] = {}
    hidden, room = 0, None if verbose else _MAX_GROUPS
    for name, operation in sorted(summary.operations.items()):
        if not operation.findings:
            clean[name] = operation
            continue
        groups = list(_findings(operation, verbose=verbose))
        shown = groups[:room]
        if shown:
            yield Line(one_line(f"{name}: {_responses(operation.origins)}"))
            yield from chain.from_iterable(shown)
        hidden += len(groups) - len(shown)
        room = None if room is None else room - len(shown)
    if hidden:
        yield Line(f"and {pluralize(hidden, 'more group')} of findings (-v lists them)")
    if summary.ungrouped:
        yield Line(f"and {pluralize_findings(summary.ungrouped)} at other places, which are only counted")
    yield from _clean(clean, verbose=verbose)
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
    yield Line(f"{pluralize(summary.responses, 'response')} of {operations}: {pluralize_findings(summary.severities)}")


def _unselected(counts: Counter[str]) -> str:
    """The responses that were seen, but not selected: `3 responses of s3.ListBuckets, sqs.ListQueues, … were seen`."""
    names = [one_line(name) for name, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
    more = f" and {pluralize(len(names) - _MAX_UNSELECTED, 'more operation')}" if len(names) > _MAX_UNSELECTED else ""
    verb = "was" if counts.total() == 1 else "were"
    return f"{pluralize(counts.total(), 'response')} of {', '.join(names[:_MAX_UNSELECTED])}{more} {verb} seen"


def _responses(origins: Counter[str]) -> str:
    by_origin = ", ".join(f"{count:,} {origin}" for origin, count in sorted(origins.items()))
    return f"{pluralize(origins.total(), 'response')} ({by_origin})"


def _findings(operation: OperationSummary, *, verbose: bool) -> Iterator[list[Line]]:
    """Yield the lines of each group of findings, or of each code of warnings and notes."""
    groups = sorted(
        operation.findings.values(), key=lambda group: (SEVERITIES.index(group.severity), group.path, group.code)
    )
    for group in groups:
        if verbose or group.severity == "error":
            yield list(_group(group, verbose=verbose))
    if not verbose:
        for line in _by_code([group for group in groups if group.severity != "error"]):
            yield [line]


def _group(group: FindingGroup, *, verbose: bool) -> Iterator[Line]:
    times = f", {group.count:,} times in {pluralize(group.test_count, 'test')}" if group.count > 1 else ""
    yield Line(f"  {group.severity} {group.label} {_path(group)}{times}", group.severity)
    for message in group.messages[: None if verbose else _MAX_MESSAGES]:
        yield Line(f"      {one_line(message)}")
    if len(group.messages) > _MAX_MESSAGES and not verbose:
        yield Line("      and other messages (-v lists them)")
    for test in group.tests if verbose else group.tests[:1]:
        where = f"in {one_line(test)}" if test else "outside of tests"
        yield Line(f"      {'found' if verbose else 'first found'} {where}")
    if verbose and group.test_count > len(group.tests):
        yield Line(f"      and in {pluralize(group.test_count - len(group.tests), 'more test')}")
    if verbose and group.selector:
        yield Line(f"      {suppress_line(group.selector)}")


def _by_code(groups: list[FindingGroup]) -> Iterator[Line]:
    """Yield one line per code: warnings and notes are shortened."""
    for label in dict.fromkeys(group.label for group in groups):
        same_code = [group for group in groups if group.label == label]
        paths = ", ".join(_path(group) for group in same_code[:_MAX_PATHS])
        more = f" and {len(same_code) - _MAX_PATHS:,} more paths" if len(same_code) > _MAX_PATHS else ""
        message = same_code[0].messages[0] if len(same_code) == 1 else CODES[same_code[0].code].title
        yield Line(f"  {same_code[0].severity} {label} {paths}{more}: {one_line(message)}", same_code[0].severity)


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
