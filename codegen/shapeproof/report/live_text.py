"""What a test run tells about the answers that its clients got, as lines of text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

from shapeproof.errors import one_line
from shapeproof.live.watching import Observation
from shapeproof.report.counted import counted, counted_findings
from shapeproof.report.live_tally import Alike, LiveTally, OperationTally
from shapeproof.report.places import cut
from shapeproof.validate.codes import SEVERITIES, Severity

__all__ = ["Line", "failure_lines", "live_lines"]

_MOST_CLEAN: Final = 20
_MOST_ALIKE: Final = 8
_MOST_IN_FAILURE: Final = 20


class Line(NamedTuple):
    """A line, and the severity that it may be coloured by."""

    text: str
    severity: Severity | None = None


def live_lines(tally: LiveTally, *, verbose: bool = False) -> Iterator[Line]:
    """The summary of a test run: each contract with findings, the others in brief, and what couldn't be looked at.

    `verbose` tells every group of findings, and every contract on a line of its own.
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
    operations = counted(len(tally.contracts), "operation")
    yield Line(f"{counted(tally.responses, 'response')} of {operations}: {counted_findings(tally.severities)}")


def _answered(sources: Counter[str]) -> str:
    by_source = ", ".join(f"{count:,} {source}" for source, count in sorted(sources.items()))
    return f"{counted(sources.total(), 'response')} ({by_source})"


def _found(one: OperationTally, *, verbose: bool) -> Iterator[Line]:
    alike = sorted(one.found.values(), key=lambda one: (SEVERITIES.index(one.severity), one.path, one.code))
    for group in alike if verbose else alike[:_MOST_ALIKE]:
        times = f" ({group.count:,} times)" if group.count > 1 else ""
        yield Line(f"  {group.severity} {group.code} {_place(group)}{times}", group.severity)
        yield Line(f"      {one_line(group.message)}")
        yield Line(f"      first in {one_line(group.first)}")
    if not verbose and len(alike) > _MOST_ALIKE:
        yield Line(f"  and {len(alike) - _MOST_ALIKE:,} more kinds of findings (-v tells each)")


def _place(group: Alike) -> str:
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


def failure_lines(observations: list[Observation]) -> Iterator[str]:
    """Why a test fails: how many errors in which contracts, then each."""
    errors = [
        (one.response, finding) for one in observations for finding in one.findings if finding.severity == "error"
    ]
    names = dict.fromkeys(f"{response.contract.operation_name} ({response.source})" for response, _ in errors)
    yield f"{counted(len(errors), 'error')} in what {', '.join(names)} answered, by shapeproof"
    for response, finding in errors[:_MOST_IN_FAILURE]:
        yield f"  {response.contract.name} {cut(finding.pointer) or '/'}"
        yield f"      {one_line(finding.message)} [{finding.code}]"
    if len(errors) > _MOST_IN_FAILURE:
        yield f"  and {len(errors) - _MOST_IN_FAILURE:,} more"
