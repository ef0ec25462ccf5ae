"""Findings that are alike, of one code at one path of one contract: the first few are told each, the rest counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from shapeproof.errors import one_line
from shapeproof.recordings.checking.unit_result import Located

__all__ = ["Deduplicator"]

_MOST_REMEMBERED: Final = 10_000
_MOST_ALIKE: Final = 5


class Deduplicator:
    """Counts findings, and says which of them are to be told."""

    def __init__(self) -> None:
        self._alike: Counter[tuple[str | None, str, str]] = Counter()

    def is_told(self, located: Located) -> bool:
        """Count a finding; whether it is one of the few, or of those that are each different: what can't be read."""
        finding = located.finding
        key = (located.contract, finding.code, finding.path)
        if key not in self._alike and len(self._alike) >= _MOST_REMEMBERED:
            key = (located.contract, finding.code, "other places")
        self._alike[key] += 1
        return finding.kind == "reading" or self._alike[key] <= _MOST_ALIKE

    def lines(self) -> Iterator[str]:
        """How many were not told, by contract, code and path."""
        for (contract, code, path), count in self._alike.items():
            if contract is not None and count > _MOST_ALIKE:
                yield one_line(f"and {count - _MOST_ALIKE:,} more {code} at {path or 'the root'} of {contract}")
