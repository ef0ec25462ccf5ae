"""The coverage of contracts as text: a table, then the gaps of each contract."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from click import style

from shapeproof.errors import one_line
from shapeproof.report.common.plurals import pluralize
from shapeproof.report.coverage.contract_coverage import COLUMNS, ContractCoverage, Share
from shapeproof.report.coverage.gaps import CoverageGaps, MissingStates, coverage_gaps

__all__ = ["coverage_text"]

_MAX_ROWS: Final = 20
_MAX_CONTRACTS: Final = 3
_MAX_LINES: Final = 6
_MAX_STATES: Final = 8
_INDENT: Final = 17


def coverage_text(coverages: Sequence[ContractCoverage], *, verbose: bool) -> Iterator[str]:
    """Yield the table, then the gaps of each contract; shortened unless `verbose`."""
    yield style("Coverage", bold=True) + "\n"
    if not coverages:
        yield "  no readable response\n\n"
        return
    yield from _table(coverages[: None if verbose else _MAX_ROWS])
    if not verbose and len(coverages) > _MAX_ROWS:
        yield f"  and {len(coverages) - _MAX_ROWS:,} more contracts (--verbose lists all)\n"
    yield "\n"
    for coverage in coverages[: None if verbose else _MAX_CONTRACTS]:
        yield from _gaps(coverage, verbose=verbose)
    if not verbose and len(coverages) > _MAX_CONTRACTS:
        more = pluralize(len(coverages) - _MAX_CONTRACTS, "more contract")
        yield f"Gaps of {more} are not listed (--verbose lists all).\n\n"


def _table(coverages: Sequence[ContractCoverage]) -> Iterator[str]:
    header = ("", "responses", *COLUMNS)
    rows = [
        (one_line(coverage.contract.name), f"{coverage.responses:,}", *map(_share, coverage.shares.values()))
        for coverage in coverages
    ]
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
    for number, row in enumerate((header, *rows)):
        cells = [f"{cell:>{width}}" for cell, width in zip(row[1:], widths[1:], strict=True)]
        line = "  ".join([f"  {row[0]:{widths[0]}}", *cells])
        yield (line if number else style(line, dim=True)) + "\n"


def _share(share: Share) -> str:
    return f"{share.shown:,} of {share.total:,}" if share.total else "-"


def _gaps(coverage: ContractCoverage, *, verbose: bool) -> Iterator[str]:
    shown, total = coverage.total
    name = one_line(coverage.contract.name)
    if shown == total:
        yield f"{name}: everything is shown.\n\n"
        return
    yield f"{style('Never shown', bold=True)} by {name}: {total - shown:,} of {total:,}\n"
    for label, all_lines in _labelled_lines(coverage_gaps(coverage), verbose=verbose):
        lines = all_lines if verbose else all_lines[:_MAX_LINES]
        for number, line in enumerate(lines):
            yield f"  {'' if number else label:{_INDENT - 2}}{one_line(line)}\n"
        if len(lines) < len(all_lines):
            yield f"{'':{_INDENT}}and {len(all_lines) - len(lines):,} more (--verbose lists all)\n"
    yield "\n"


def _labelled_lines(gaps: CoverageGaps, *, verbose: bool) -> Iterator[tuple[str, list[str]]]:
    yield "scenarios", [f"{name}: {description}" for name, description in gaps.scenarios.items()]
    yield "values", [f"{enum.subject} = {_states(enum, verbose=verbose)}" for enum in gaps.values]
    yield "never present", [f"{member.path}{_members_below(member.members_below)}" for member in gaps.never_present]
    yield "never absent", list(gaps.never_absent)
    yield "rules", [f"{name} {_times(broken)}: {message}" for name, (message, broken) in gaps.rules.items()]
    yield "sizes", [f"{size.subject or 'the response'}: {_states(size, verbose=verbose)}" for size in gaps.sizes]


def _states(missing: MissingStates, *, verbose: bool) -> str:
    if verbose or len(missing.states) <= _MAX_STATES:
        return ", ".join(missing.states)
    return f"{', '.join(missing.states[:_MAX_STATES])} and {len(missing.states) - _MAX_STATES} more of {missing.total}"


def _times(broken: int) -> str:
    return f"broken in {pluralize(broken, 'response')}, never kept" if broken else "never relevant"


def _members_below(count: int) -> str:
    return f" (with {pluralize(count, 'member')} below it)" if count else ""
