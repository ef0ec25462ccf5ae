"""Deduplicates similar findings (same contract, code, rule and path): the first few are shown, the rest is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from shapeproof.errors import one_line
from shapeproof.recordings.checking.unit_result import Located
from shapeproof.report.common.unlisted import Unlisted

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

    def lines(self, unlisted: Unlisted) -> Iterator[str]:
        """Yield a line with the number of hidden findings for each contract, code and path that has any.

        Args:
            unlisted: the findings that are counted without having been listed anywhere.
        """
        hidden: Counter[tuple[str | None, str, str]] = Counter()
        for name, count in self._counts.items():
            if name[0] is not None and count > _MAX_SHOWN:
                hidden[name] = count - _MAX_SHOWN
        for key, group in unlisted.groups.items():
            hidden[key.contract or None, key.label, key.path] += group.findings
        for (contract, label, path), count in hidden.items():
            yield one_line(
                f"and {count:,} more {label}" + (f" at {path or 'the root'} of {contract}" if contract else "")
            )
        for (_, code), count in unlisted.others.items():
            yield f"and {count:,} more {code} at other paths"
