"""The report for people: findings by file, each with a place to click on, and one line that sums up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from click import style

from shapeproof.contract import Contract
from shapeproof.recordings.partial import UNKNOWN_MEMBERS, Located, Partial
from shapeproof.report.tally import NotCheckedRow, Tally

__all__ = ["TextReport"]

_COLOURS: Final = {"error": "red", "warning": "yellow", "note": "cyan"}
_MOST_REMEMBERED: Final = 10_000
_LONGEST_POINTER: Final = 200
_MOST_ALIKE: Final = 5
"""Findings of one code at one path that are told each; the rest are counted."""


class TextReport:
    """Writes the report in pieces: `add` for each partial result, `end` once.

    `verbose` tells every finding, every skipped file and every place that wasn't checked; `quiet` leaves the last line.
    """

    def __init__(self, *, verbose: bool = False, quiet: bool = False) -> None:
        self._verbose = verbose
        self._quiet = quiet
        self._last_file: str | None = None
        self._alike: Counter[tuple[str | None, str, str]] = Counter()

    def add(self, partial: Partial) -> Iterator[str]:
        """What is to be told of one unit."""
        if self._quiet:
            return
        for located in partial.findings:
            finding = located.finding
            key = (located.contract, finding.code, finding.path)
            if key not in self._alike and len(self._alike) >= _MOST_REMEMBERED:
                key = (located.contract, finding.code, "other places")
            self._alike[key] += 1
            if self._verbose or finding.kind == "reading" or self._alike[key] <= _MOST_ALIKE:
                yield from self._finding(located)
        if self._verbose:
            if partial.forms and not partial.continues:
                yield f"{style(_one_line(partial.path), dim=True)}: {', '.join(partial.forms)}\n"
            for skipped in partial.skipped:
                yield f"{style(_one_line(skipped.path), dim=True)}: skipped, {skipped.reason}\n"

    def _finding(self, located: Located) -> Iterator[str]:
        finding = located.finding
        if located.file != self._last_file:
            about = f"  {style(located.contract, dim=True)}" if located.contract else ""
            yield f"{'' if self._last_file is None else chr(10)}{style(_one_line(located.file), bold=True)}{about}\n"
            self._last_file = located.file
        place = ":".join(
            str(part) for part in (_one_line(located.file), located.line, located.column) if part is not None
        )
        severity = style(finding.severity, fg=_COLOURS[finding.severity])
        pointer = f" {_cut(finding.pointer)}" if finding.pointer else ""
        number = f" (response {located.index})" if located.index else ""
        yield f"  {place}: {severity} {finding.code}{pointer}{number}\n      {finding.message}\n"

    def end(self, tally: Tally, contract_of: Callable[[str], Contract]) -> Iterator[str]:
        """What is told at the end: repetitions, what wasn't checked, and the summary."""
        if not self._quiet:
            if self._last_file is not None:
                yield "\n"
            if not self._verbose:
                yield from self._repetitions()
            yield from _not_checked(tally.not_checked(contract_of), verbose=self._verbose)
        if tally.is_empty:
            yield from _nothing(tally)
        elif not self._verbose and not self._quiet:
            yield from _passed_over(tally)
        yield summary(tally) + "\n"

    def _repetitions(self) -> Iterator[str]:
        told = False
        for (contract, code, path), count in self._alike.items():
            if contract is not None and count > _MOST_ALIKE:
                yield f"and {count - _MOST_ALIKE:,} more {code} at {path or 'the root'} of {contract}\n"
                told = True
        if told:
            yield "(--verbose tells each)\n\n"


def _one_line(path: str) -> str:
    """A path as it can be printed: it may hold line breaks, and bytes that are no text."""
    return (
        path
        if path.isprintable()
        else "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in path)
    )


def _cut(pointer: str) -> str:
    """A pointer through hundreds of levels, at a length that a person reads."""
    return pointer if len(pointer) <= _LONGEST_POINTER else f"{pointer[:_LONGEST_POINTER]}…"


def _not_checked(rows: list[NotCheckedRow], *, verbose: bool) -> Iterator[str]:
    if not rows:
        return
    yield style("Not checked", bold=True) + "\n"
    if verbose:
        for row in rows:
            place = f"{row.contract} {row.what.path}".strip() + (f" ({row.what.keyword})" if row.what.keyword else "")
            yield f"  {row.responses:,} x {row.form}: {place + ': ' if place else ''}{row.what.reason}\n"
    else:
        for (form, reason), alike in _by_reason(rows).items():
            by_contract: dict[str, int] = {}
            for row in alike:  # a response is counted once, however many places of its contract are meant
                by_contract[row.contract] = max(row.responses, by_contract.get(row.contract, 0))
            places = sum(bool(row.what.path) for row in alike)
            where = f", {_counted(places, 'place')}" if places else ""
            yield f"  {form}, {_counted(sum(by_contract.values()), 'response')}{where}: {reason}\n"
    yield "\n"


def _by_reason(rows: list[NotCheckedRow]) -> dict[tuple[str, str], list[NotCheckedRow]]:
    grouped: dict[tuple[str, str], list[NotCheckedRow]] = {}
    for row in rows:
        keyword = f"{row.what.keyword}: " if row.what.keyword else ""
        grouped.setdefault((row.form, keyword + row.what.reason), []).append(row)
    return grouped


def _passed_over(tally: Tally) -> Iterator[str]:
    """A response of no known contract may be among these; files that are plainly something else need no word."""
    count = sum(reason.endswith(UNKNOWN_MEMBERS) for reason in tally.skipped.values())
    if count:
        yield f"Passed over: {_counted(count, 'file')} of data, but {UNKNOWN_MEMBERS} (--verbose lists them;\n"
        yield "  --contract SERVICE.OPERATION says what they are, shapeproof capture gets a contract).\n\n"


def _nothing(tally: Tally) -> Iterator[str]:
    yield "Nothing was checked: no response was found.\n"
    for reason, count in Counter(tally.skipped.values()).most_common():
        yield f"  {_counted(count, 'file')} skipped: {reason}\n"
    yield "  Name the files themselves, or say what they are: --contract SERVICE.OPERATION (see shapeproof list).\n\n"


def summary(tally: Tally) -> str:
    """The one line about the whole run."""
    counts = [_counted(tally.severities[one], one) for one in ("error", "warning", "note") if tally.severities[one]]
    found = ", ".join(counts) or "no findings"
    colour = "red" if tally.exit_code else "yellow" if tally.severities["warning"] else "green"
    skipped = f"; {_counted(len(tally.skipped), 'file')} skipped" if tally.skipped else ""
    return (
        f"{_counted(tally.responses, 'response')} in {_counted(len(tally.files), 'file')}: "
        f"{tally.clean:,} clean, {style(found, fg=colour)}{skipped}"
    )


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
