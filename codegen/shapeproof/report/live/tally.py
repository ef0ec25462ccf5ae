"""The count of what was observed while tests ran: by operation, findings of one code and place together. Mergeable."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from shapeproof.live.watching import Observation
from shapeproof.validation.catalog import Severity

__all__ = ["FindingGroup", "LiveTally", "OperationTally"]


_MOST_MESSAGES: Final = 5


@dataclass(slots=True)
class FindingGroup:
    """Findings of one severity, code and path: how many, the first few different messages, the tests that met them."""

    severity: Severity
    code: str
    path: str
    pointer: str
    messages: list[str]
    tests: list[str]
    count: int = 1

    @property
    def key(self) -> tuple[str, str, str]:
        """What findings have in common to be counted together."""
        return self.severity, self.code, self.path


@dataclass(slots=True)
class OperationTally:
    """What was seen of one contract: responses by their source, and what was found."""

    sources: Counter[str] = field(default_factory=Counter[str])
    found: dict[tuple[str, str, str], FindingGroup] = field(default_factory=dict[tuple[str, str, str], FindingGroup])

    def add(self, alike: FindingGroup) -> None:
        """Count more findings."""
        known = self.found.setdefault(alike.key, alike)
        if known is not alike:
            known.count += alike.count
            known.messages = list(dict.fromkeys([*known.messages, *alike.messages]))[:_MOST_MESSAGES]
            known.tests += [test for test in alike.tests if test not in known.tests]


@dataclass(slots=True)
class LiveTally:
    """Counts of a test run. `troubles` are answers that couldn't be looked at, by what went wrong."""

    contracts: dict[str, OperationTally] = field(default_factory=dict[str, OperationTally])
    allowed: int = 0
    troubles: Counter[str] = field(default_factory=Counter[str])

    def add(self, observation: Observation, test: str, allowed: Collection[str] = ()) -> None:
        """Count an answer that `test` met. Findings of `allowed` codes are no more than counted."""
        response = observation.response
        tally = self.contracts.setdefault(response.contract.name, OperationTally())
        tally.sources[response.source] += 1
        for one in observation.findings:
            if one.code in allowed:
                self.allowed += 1
            else:
                tally.add(FindingGroup(one.severity, one.code, one.path, one.pointer, [one.message], [test]))

    def merge(self, other: LiveTally) -> None:
        """Take in what another process counted."""
        self.allowed += other.allowed
        self.troubles.update(other.troubles)
        for name, theirs in other.contracts.items():
            ours = self.contracts.setdefault(name, OperationTally())
            ours.sources.update(theirs.sources)
            for alike in theirs.found.values():
                ours.add(alike)

    def to_data(self) -> dict[str, Any]:
        """The counts as plain JSON values, for another process."""
        return {
            "contracts": {
                name: {"sources": dict(one.sources), "found": [asdict(alike) for alike in one.found.values()]}
                for name, one in self.contracts.items()
            },
            "allowed": self.allowed,
            "troubles": dict(self.troubles),
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> LiveTally:
        """What `to_data` wrote."""
        tally = cls(allowed=data["allowed"], troubles=Counter(data["troubles"]))
        for name, one in data["contracts"].items():
            operation = tally.contracts[name] = OperationTally(Counter(one["sources"]))
            for alike in one["found"]:
                operation.add(FindingGroup(**alike))
        return tally

    @property
    def responses(self) -> int:
        """How many answers were looked at."""
        return sum(one.sources.total() for one in self.contracts.values())

    @property
    def severities(self) -> Counter[Severity]:
        """Findings by severity."""
        counts: Counter[Severity] = Counter()
        for one in self.contracts.values():
            for alike in one.found.values():
                counts[alike.severity] += alike.count
        return counts
