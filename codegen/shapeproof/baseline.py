"""Findings that are known already: counted by file, contract, code and path, kept in a file, taken out of new results.

{"shapeproof_baseline": 1, "findings": [
{"file", "contract", "code", "path", "count"},
…
]}

One entry a line, sorted, so that a change of it can be read in a review. Files are named from the baseline's folder, so
that it holds in every checkout. A contract is named without its edition: another botocore would otherwise make all that
is known new at once; what really differs in the next edition shows as another path or another count.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import Final, NamedTuple, cast

from shapeproof.errors import UsageError
from shapeproof.recordings.checking.unit_result import Located, UnitResult
from shapeproof.recordings.discovery.globs import Below
from shapeproof.validation.catalog import INCOMPLETE

__all__ = ["Entry", "KnownFindings", "NewBaseline", "parse", "text_of"]

VERSION: Final = 1
_HINT: Final = "write it anew with --write-baseline"


class Entry(NamedTuple):
    """What makes findings the same: the file, the contract without its edition ("" for none), the code, the path."""

    file: str
    contract: str
    code: str
    path: str


class CheckedScope:
    """How far a run reaches into a baseline: the entries that it would have met again."""

    def __init__(self, entries: Iterable[Entry], below: Below, left_out: Collection[str]) -> None:
        """`left_out` are the codes that aren't reported."""
        self._below = below
        self._left_out = left_out
        self._files = {entry.file for entry in entries}
        self._seen: set[str] = set()
        self._undone: set[str] = set()

    def add(self, file: str, partial: UnitResult) -> None:
        """Note the result of one unit of a file, by its name from the baseline's folder."""
        if file in self._files:
            is_undone = any(located.finding.code in INCOMPLETE for located in partial.findings)
            (self._undone if is_undone else self._seen).add(file)

    def of(self, paths: Iterable[str], is_there: Callable[[str], bool]) -> Callable[[Entry], bool]:
        """Whether a run that was to check `paths` would have met an entry again.

        It would in files that were read, and in those that lay below these paths and are no more: `is_there` says so of
        a file's name.
        """
        asked = [self._below.name(path) for path in paths]
        read = self._seen - self._undone
        missing = {
            file
            for file in self._files - read
            if any(_is_below(file, folder) for folder in asked) and not is_there(file)
        }
        reached = read | missing
        return lambda entry: entry.file in reached and entry.code not in self._left_out


class KnownFindings:
    """Takes out of results what a baseline knows: of each entry so many findings as it counts, the first ones."""

    def __init__(self, counts: Mapping[Entry, int], below: Below, left_out: Collection[str] = ()) -> None:
        self._below = below
        self._left = dict(counts)
        self._reach = CheckedScope(counts, below, left_out)

    def sift(self, partial: UnitResult) -> UnitResult:
        """The same result, with what is known among what is known."""
        file = self._below.name(partial.path)
        self._reach.add(file, partial)
        return _sifted(partial, lambda located: self._is_known(_entry(file, located)))

    def gone(self, paths: Iterable[str], is_there: Callable[[str], bool]) -> list[Entry]:
        """The entries of which fewer findings were met than they count, as far as the run reaches (`Reach.of`)."""
        is_reached = self._reach.of(paths, is_there)
        return sorted(entry for entry, count in self._left.items() if count and is_reached(entry))

    def _is_known(self, entry: Entry) -> bool:
        left = self._left.get(entry, 0)
        if left:
            self._left[entry] = left - 1
        return left > 0


class NewBaseline:
    """Counts what is found, to be known from now on; all of it is. `before` is what the baseline held."""

    def __init__(self, below: Below, before: Mapping[Entry, int] | None = None, left_out: Collection[str] = ()) -> None:
        self._below = below
        self._before = before or {}
        self._reach = CheckedScope(self._before, below, left_out)
        self.counts: Counter[Entry] = Counter()

    def sift(self, partial: UnitResult) -> UnitResult:
        """The same result, with all that a baseline may hold among what is known."""
        if not partial.findings and not self._before:
            return partial
        file = self._below.name(partial.path)
        self._reach.add(file, partial)
        sifted = _sifted(partial, lambda _: True)
        self.counts.update(_entry(file, located) for located in sifted.known)
        return sifted

    def kept(self, paths: Iterable[str], is_there: Callable[[str], bool]) -> dict[Entry, int]:
        """What the baseline held and the run doesn't reach (`Reach.of`): it says nothing of that."""
        is_reached = self._reach.of(paths, is_there)
        return {entry: count for entry, count in self._before.items() if not is_reached(entry)}


def _sifted(partial: UnitResult, is_known: Callable[[Located], bool]) -> UnitResult:
    if not partial.findings:
        return partial
    new: list[Located] = []
    known: list[Located] = []
    for located in partial.findings:
        # What could not be checked is no finding that one could get used to.
        (known if located.finding.code not in INCOMPLETE and is_known(located) else new).append(located)
    return replace(partial, findings=new, known=known)


def _entry(file: str, located: Located) -> Entry:
    contract = (located.contract or "").partition("@")[0]
    return Entry(file, contract, located.finding.code, located.finding.path)


def _is_below(file: str, folder: str) -> bool:
    return file == folder or file.startswith(f"{folder}/") or (folder == "." and not file.startswith("../"))


def text_of(counts: Mapping[Entry, int]) -> str:
    """A baseline's text."""
    lines = [json.dumps({**entry._asdict(), "count": count}) for entry, count in sorted(counts.items())]
    return f'{{"shapeproof_baseline": {VERSION}, "findings": [\n' + ",\n".join(lines) + ("\n" if lines else "") + "]}\n"


def parse(data: bytes, where: str) -> dict[Entry, int]:
    """A baseline's entries and their counts. Raises UsageError for a text that is none; `where` names its file."""
    try:
        document: object = json.loads(data)
    except json.JSONDecodeError as error:
        raise UsageError(f"this is no JSON: {error.msg}", where=f"{where}:{error.lineno}", hint=_HINT) from None
    except ValueError:
        raise UsageError("this is no JSON", where=where, hint=_HINT) from None
    held = cast("dict[str, object]", document) if isinstance(document, dict) else {}
    entries = held.get("findings")
    if "shapeproof_baseline" not in held or not isinstance(entries, list):
        raise UsageError("this is no baseline", where=where, hint=_HINT)
    if held["shapeproof_baseline"] != VERSION:
        raise UsageError("this baseline is of another version of Shapeproof", where=where, hint=_HINT)
    counts: dict[Entry, int] = {}
    for number, one in enumerate(cast("list[object]", entries), start=1):
        entry, count = _parsed(one, f"{where}: entry {number}")
        if entry in counts:
            raise UsageError("this entry stands there twice", where=f"{where}: entry {number}", hint=_HINT)
        counts[entry] = count
    return counts


def _parsed(one: object, where: str) -> tuple[Entry, int]:
    held = cast("dict[str, object]", one) if isinstance(one, dict) else {}
    texts = [held.get(name) for name in Entry._fields]
    count = held.get("count")
    if not all(isinstance(text, str) for text in texts) or not isinstance(count, int) or count < 1:
        raise UsageError("this is no entry of a baseline", where=where, hint=_HINT)
    return Entry(*cast("list[str]", texts)), count
