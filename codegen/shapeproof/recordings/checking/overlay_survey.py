"""Proposes overlays of services from recordings: what they break, how often and where. A person judges them."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

from shapeproof.recordings.checking.unit_result import UnitResult
from shapeproof.validation.seen_deviations import SeenDeviation

__all__ = ["OverlaySurvey"]

_MAX_VALUES: Final = 20
"""The most different values of one entry that are proposed."""
_LISTS: Final = frozenset({"enum", "required", "additionalProperties"})
_LOWEST: Final = frozenset({"minimum", "minLength", "minItems"})
_REASON: Final = "TODO: what the service does; delete the entry if it was written by hand"


class OverlaySurvey:
    """Collects how recordings break the models of their services."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str, str], dict[SeenDeviation, int]] = defaultdict(dict)
        self._files: dict[tuple[str, str, str], set[str]] = defaultdict(set)

    def add(self, result: UnitResult) -> None:
        """Add the result of a unit."""
        for deviation in result.deviations:
            key = deviation.service, deviation.shape, deviation.keyword
            counts = self._seen[key]
            counts[deviation] = counts.get(deviation, 0) + 1
            self._files[key].add(result.path)

    def overlays(self, min_files: int = 1) -> Mapping[str, Mapping[str, Any]]:
        """The content of an `overlay.json` for each service, by its name: what most files show first.

        Args:
            min_files: the fewest files of an entry.
        """
        overlays: dict[str, dict[str, Any]] = {}
        for key in sorted(self._seen, key=self._rank):
            if len(self._files[key]) < min_files:
                continue
            service, shape, keyword = key
            overlay = overlays.setdefault(service, {"shapeproof": 1, "deviations": []})
            counts, files = self._seen[key], self._files[key]
            operations = sorted({deviation.operation for deviation in counts})
            overlay["deviations"].append(
                {
                    "shape": shape,
                    "keyword": keyword,
                    "sends": _sends(keyword, (deviation.sent for deviation in counts)),
                    "reason": _REASON,
                    "evidence": {
                        "seen": sum(counts.values()),
                        "where": f"recordings of {', '.join(operations)}, files: {len(files)}",
                    },
                }
            )
        return overlays

    def to_json(self, min_files: int = 1) -> str:
        """The `overlays` as a JSON document."""
        return json.dumps(self.overlays(min_files), indent=2, ensure_ascii=False)

    def count_in_fewer_files(self, min_files: int) -> int:
        """The number of entries that fewer files show."""
        return sum(len(files) < min_files for files in self._files.values())

    def _rank(self, key: tuple[str, str, str]) -> tuple[int, int, tuple[str, str, str]]:
        return -len(self._files[key]), -sum(self._seen[key].values()), key


def _sends(keyword: str, sent: Iterable[Any]) -> object:
    values = sorted(dict.fromkeys(sent))
    if keyword in _LISTS:
        return values[:_MAX_VALUES]
    if keyword == "pattern":  # exactly what was seen: a person knows what they have in common
        return "|".join(re.escape(value) for value in values[:_MAX_VALUES])
    return min(values) if keyword in _LOWEST else max(values)
