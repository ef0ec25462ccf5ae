"""What a test run tells about the answers that its clients got, as lines of text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from shapeproof.errors import one_line
from shapeproof.live.watching import Observation
from shapeproof.report.common.locations import cut
from shapeproof.report.common.plurals import counted, counted_findings
from shapeproof.report.live.tally import FindingGroup, LiveTally, OperationTally
from shapeproof.validation.catalog import CODES, SEVERITIES, Severity

__all__ = ["Line", "failure_lines", "live_lines"]

_MOST_CLEAN: Final = 20
_MOST_PLACES: Final = 3
_MOST_MESSAGES: Final = 3
_MOST_IN_FAILURE: Final = 20


class Line(NamedTuple):
    """A line, and the severity that it may be coloured by."""

    text: str
    severity: Severity | None = None


def live_lines(tally: LiveTally, *, verbose: bool = False) -> Iterator[Line]:
    """The summary of a test run: each contract with findings, the others in brief, and what couldn't be looked at.

    `verbose` tells every finding's messages and tests, and every contract on a line of its own.
    """
    clean: dict[str, OperationTally] = {}
    for name, one in sorted(tally.contracts.items()):
        if one.found:
            yield Line(f"{name}: {_answered(one.sources)}")
            yield from _found(one, verbose=verbose)
        else:
            clean[name] = one
    yield from _clean(clean, verbose=verbose)
    if tally.allowed:
        yield Line(f"{counted(tally.allowed, 'finding')} allowed by the tests' marks")
    for trouble, count in sorted(tally.troubles.items()):
        yield Line(f"not looked at, {counted(count, 'time')}: {one_line(trouble)}", "warning")
    if not tally.contracts:
        yield Line("no answer to a boto3 client was seen (clients of sessions made before pytest aren't heard)")
        return
    operations = counted(len(tally.contracts), "operation")
    yield Line(f"{counted(tally.responses, 'response')} of {operations}: {counted_findings(tally.severities)}")


def _answered(sources: Counter[str]) -> str:
    by_source = ", ".join(f"{count:,} {source}" for source, count in sorted(sources.items()))
    return f"{counted(sources.total(), 'response')} ({by_source})"


def _found(one: OperationTally, *, verbose: bool) -> Iterator[Line]:
    alike = sorted(one.found.values(), key=lambda one: (SEVERITIES.index(one.severity), one.path, one.code))
    for group in alike:
        if verbose or group.severity == "error":
            yield from _group(group, verbose=verbose)
    if not verbose:
        yield from _in_brief([group for group in alike if group.severity != "error"])


def _group(group: FindingGroup, *, verbose: bool) -> Iterator[Line]:
    times = f", {group.count:,} times in {counted(len(group.tests), 'test')}" if group.count > 1 else ""
    yield Line(f"  {group.severity} {group.code} {_place(group)}{times}", group.severity)
    for message in group.messages[: None if verbose else _MOST_MESSAGES]:
        yield Line(f"      {one_line(message)}")
    if len(group.messages) > _MOST_MESSAGES and not verbose:
        yield Line("      and others")
    for test in group.tests if verbose else group.tests[:1]:
        yield Line(f"      {'met' if verbose else 'first met'} in {one_line(test)}")


def _in_brief(groups: list[FindingGroup]) -> Iterator[Line]:
    """Warnings and notes, those of one code together."""
    for code in dict.fromkeys(group.code for group in groups):
        alike = [group for group in groups if group.code == code]
        shown = ", ".join(_place(group) for group in alike[:_MOST_PLACES])
        more = f" and {len(alike) - _MOST_PLACES:,} more places" if len(alike) > _MOST_PLACES else ""
        said = alike[0].messages[0] if len(alike) == 1 else CODES[code].title
        yield Line(f"  {alike[0].severity} {code} {shown}{more}: {one_line(said)}", alike[0].severity)


def _place(group: FindingGroup) -> str:
    return cut(group.path or group.pointer) or "(the whole response)"


def _clean(clean: dict[str, OperationTally], *, verbose: bool) -> Iterator[Line]:
    if verbose:
        for name, one in clean.items():
            yield Line(f"{name}: {_answered(one.sources)}, without findings")
        return
    if clean:
        named = [f"{name.partition('@')[0]} ({one.sources.total():,})" for name, one in clean.items()]
        more = f" and {len(named) - _MOST_CLEAN:,} more (-v lists them)" if len(named) > _MOST_CLEAN else ""
        yield Line(f"without findings: {', '.join(named[:_MOST_CLEAN])}{more}")


def failure_lines(observations: list[Observation], allowed: Collection[str] = ()) -> Iterator[str]:
    """Why a test fails: how many errors in which contracts, then each; those of `allowed` codes are none."""
    errors = [
        (one.response, finding)
        for one in observations
        for finding in one.findings
        if finding.severity == "error" and finding.code not in allowed
    ]
    names = dict.fromkeys(f"{response.contract.operation_name} ({response.source})" for response, _ in errors)
    yield f"{counted(len(errors), 'error')} in what {', '.join(names)} answered, by shapeproof"
    for response, finding in errors[:_MOST_IN_FAILURE]:
        yield f"  {response.contract.name} {cut(finding.pointer) or '/'}"
        yield f"      {one_line(finding.message)} [{finding.code}]"
    if len(errors) > _MOST_IN_FAILURE:
        yield f"  and {len(errors) - _MOST_IN_FAILURE:,} more"
