"""Deduplicates similar findings (same contract, code, rule and path): the first few are shown, the rest is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from shapeproof.errors import one_line
from shapeproof.recordings.checking.unit_result import Located

__all__ = ["Deduplicator"]

_MAX_GROUPS: Final = 10_000
_MAX_SHOWN: Final = 5


class Deduplicator:
    """Counts findings by contract, code and path, and decides which of them are shown."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str | None, str, str]] = Counter()

    def is_shown(self, located: Located) -> bool:
        """Count a finding, and return whether to show it. Reading problems are always shown: each one is different."""
        finding = located.finding
        key = (located.contract, finding.label, finding.path)
        if key not in self._counts and len(self._counts) >= _MAX_GROUPS:
            key = (located.contract, finding.label, "other paths")
        self._counts[key] += 1
        return finding.kind == "reading" or self._counts[key] <= _MAX_SHOWN

    def lines(self) -> Iterator[str]:
        """Yield a line with the number of hidden findings for each contract, code and path that has any."""
        for (contract, code, path), count in self._counts.items():
            if contract is not None and count > _MAX_SHOWN:
                yield one_line(f"and {count - _MAX_SHOWN:,} more {code} at {path or 'the root'} of {contract}")
