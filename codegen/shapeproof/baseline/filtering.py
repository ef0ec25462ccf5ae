"""Takes findings that are already known out of results, and counts the findings of a new baseline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace

from shapeproof.baseline.file_format import Entry
from shapeproof.contract import operation_of
from shapeproof.recordings.checking.unit_result import Located, UnitResult
from shapeproof.recordings.discovery.base_directory import BaseDirectory
from shapeproof.validation.catalog import INCOMPLETE

__all__ = ["BaselineFilter", "NewBaseline"]


class CheckedScope:
    """The part of a baseline that a run checks again."""

    def __init__(self, entries: Iterable[Entry], below: BaseDirectory, ignored_codes: Collection[str]) -> None:
        """`ignored_codes` are the codes and rules that are not reported."""
        self._below = below
        self._ignored = frozenset(ignored_codes)
        self._files = {entry.file for entry in entries}
        self._checked: set[str] = set()
        self._incomplete: set[str] = set()

    def add(self, file: str, result: UnitResult) -> None:
        """Note the result of one unit of `file`, which is named relative to the baseline's directory."""
        if file in self._files:
            is_incomplete = any(located.finding.code in INCOMPLETE for located in result.findings)
            (self._incomplete if is_incomplete else self._checked).add(file)

    def contains(self, paths: Iterable[str], exists: Callable[[str], bool]) -> Callable[[Entry], bool]:
        """Return a predicate: would a run over `paths` have reported the findings of an entry again?

        It would for files that were read, and for files below `paths` that no longer exist.

        Args:
            paths: what the run was asked to check.
            exists: whether a file exists, by its name relative to the baseline's directory.
        """
        roots = [self._below.relative(path) for path in paths]
        read = self._checked - self._incomplete
        deleted = {
            file for file in self._files - read if any(_is_below(file, root) for root in roots) and not exists(file)
        }
        files = read | deleted
        return lambda entry: entry.file in files and not self._ignored.intersection((entry.code, entry.rule))


class BaselineFilter:
    """Takes the findings that a baseline knows out of results: of each entry the first ones, up to its count."""

    def __init__(self, counts: Mapping[Entry, int], below: BaseDirectory, ignored_codes: Collection[str] = ()) -> None:
        self._below = below
        self._remaining = dict(counts)
        self._scope = CheckedScope(counts, below, ignored_codes)

    def filter(self, result: UnitResult) -> UnitResult:
        """Return the result with known findings moved from `findings` to `known`."""
        file = self._below.relative(result.path)
        self._scope.add(file, result)
        for suppressed in result.suppressed:  # its entry is not stale: the finding is still there
            self._take(_entry(file, suppressed.located))
        return _split(result, lambda located: self._take(_entry(file, located)))

    def stale_entries(self, paths: Iterable[str], exists: Callable[[str], bool]) -> list[Entry]:
        """Return the checked entries that count more findings than were reported (see `CheckedScope.contains`)."""
        is_checked = self._scope.contains(paths, exists)
        return sorted(entry for entry, count in self._remaining.items() if count and is_checked(entry))

    def _take(self, entry: Entry) -> bool:
        remaining = self._remaining.get(entry, 0)
        if remaining:
            self._remaining[entry] = remaining - 1
        return remaining > 0


class NewBaseline:
    """Counts all findings of a run, for the baseline that it writes.

    Attributes:
        counts: the number of findings of each entry so far.
    """

    def __init__(
        self, below: BaseDirectory, previous: Mapping[Entry, int] | None = None, ignored_codes: Collection[str] = ()
    ) -> None:
        """`previous` are the entries of the baseline that is replaced."""
        self._below = below
        self._previous = previous or {}
        self._scope = CheckedScope(self._previous, below, ignored_codes)
        self.counts: Counter[Entry] = Counter()

    def filter(self, result: UnitResult) -> UnitResult:
        """Return the result with every finding that a baseline may hold moved from `findings` to `known`."""
        if not result.findings and not self._previous:
            return result
        file = self._below.relative(result.path)
        self._scope.add(file, result)
        filtered = _split(result, lambda _: True)
        self.counts.update(_entry(file, located) for located in filtered.known)
        return filtered

    def retained(self, paths: Iterable[str], exists: Callable[[str], bool]) -> dict[Entry, int]:
        """Return the previous entries that the run did not check, and so must keep (see `CheckedScope.contains`)."""
        is_checked = self._scope.contains(paths, exists)
        return {entry: count for entry, count in self._previous.items() if not is_checked(entry)}


def _split(result: UnitResult, is_known: Callable[[Located], bool]) -> UnitResult:
    if not result.findings:
        return result
    new: list[Located] = []
    known: list[Located] = []
    for located in result.findings:
        # What could not be checked must stay visible: a baseline never hides it.
        (known if located.finding.code not in INCOMPLETE and is_known(located) else new).append(located)
    return replace(result, findings=new, known=known)


def _entry(file: str, located: Located) -> Entry:
    contract = operation_of(located.contract)
    return Entry(file, contract, located.finding.code, located.finding.path, located.finding.rule)


def _is_below(file: str, directory: str) -> bool:
    return file == directory or file.startswith(f"{directory}/") or (directory == "." and not file.startswith("../"))
