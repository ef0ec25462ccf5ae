"""The coverage of contracts as text: a table, and what the responses never show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from click import style

from shapeproof.errors import one_line
from shapeproof.report.common.plurals import counted
from shapeproof.report.coverage.counts import COLUMNS, Covered, Share
from shapeproof.report.coverage.gaps import Gaps, Missing, gaps

__all__ = ["coverage_text"]

_MOST_ROWS: Final = 20
_MOST_CONTRACTS: Final = 3
_MOST_LINES: Final = 6
_MOST_STATES: Final = 8
_INDENT: Final = 16


def coverage_text(covered: Sequence[Covered], *, verbose: bool) -> Iterator[str]:
    """The table, then what was never shown of each contract; shortened unless `verbose`."""
    yield style("Coverage", bold=True) + "\n"
    if not covered:
        yield "  no response that could be read\n\n"
        return
    yield from _table(covered[: None if verbose else _MOST_ROWS])
    if not verbose and len(covered) > _MOST_ROWS:
        yield f"  and {len(covered) - _MOST_ROWS:,} more contracts (--verbose tells each)\n"
    yield "\n"
    for one in covered[: None if verbose else _MOST_CONTRACTS]:
        yield from _never_shown(one, verbose=verbose)
    if not verbose and len(covered) > _MOST_CONTRACTS:
        more = len(covered) - _MOST_CONTRACTS
        yield f"What {counted(more, 'more contract')} never show{'s' if more == 1 else ''} is told by --verbose.\n\n"


def _table(covered: Sequence[Covered]) -> Iterator[str]:
    rows = [(one_line(one.contract.name), f"{one.responses:,}", *map(_share, one.shares.values())) for one in covered]
    heads = ("", "responses", *COLUMNS)
    widths = [max(len(row[at]) for row in (heads, *rows)) for at in range(len(heads))]
    for number, row in enumerate((heads, *rows)):
        cells = [f"{cell:>{width}}" for cell, width in zip(row[1:], widths[1:], strict=True)]
        line = "  ".join([f"  {row[0]:{widths[0]}}", *cells])
        yield (line if number else style(line, dim=True)) + "\n"


def _share(share: Share) -> str:
    return f"{share.shown:,} of {share.all:,}" if share.all else "-"


def _never_shown(covered: Covered, *, verbose: bool) -> Iterator[str]:
    shown, known = covered.total
    name = one_line(covered.contract.name)
    if shown == known:
        yield f"{name} is shown whole.\n\n"
        return
    yield f"{style('Never shown', bold=True)} by {name}: {known - shown:,} of {known:,}\n"
    found = gaps(covered)
    for label, lines in _lines(found, verbose=verbose):
        told = lines if verbose else lines[:_MOST_LINES]
        for number, line in enumerate(told):
            yield f"  {'' if number else label:{_INDENT - 2}}{one_line(line)}\n"
        if len(told) < len(lines):
            yield f"{'':{_INDENT}}and {len(lines) - len(told):,} more (--verbose tells each)\n"
    yield "\n"


def _lines(found: Gaps, *, verbose: bool) -> Iterator[tuple[str, list[str]]]:
    yield "scenarios", [f"{name}: {description}" for name, description in found.scenarios.items()]
    yield "values", [f"{one.place} = {_states(one, verbose=verbose)}" for one in found.values]
    yield "never there", [f"{one.path}{_inside(one.inside)}" for one in found.there]
    yield "never absent", list(found.absent)
    yield "sizes", [f"{one.place or 'the response'}: {_states(one, verbose=verbose)}" for one in found.sizes]


def _states(one: Missing, *, verbose: bool) -> str:
    if verbose or len(one.states) <= _MOST_STATES:
        return ", ".join(one.states)
    return f"{', '.join(one.states[:_MOST_STATES])} and {len(one.states) - _MOST_STATES} more of {one.all}"


def _inside(count: int) -> str:
    return f" (and what is in it: {counted(count, 'member')})" if count else ""
