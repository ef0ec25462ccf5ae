"""The summary of a test run: responses of clients and their findings, by operation. Mergeable across processes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from shapeproof.live.watching import Observation
from shapeproof.validation.catalog import Severity

__all__ = ["FindingGroup", "LiveSummary", "OperationSummary"]


_MAX_MESSAGES: Final = 5


@dataclass(slots=True)
class FindingGroup:
    """Findings of one operation that have the same severity, code and path.

    Attributes:
        severity: the severity.
        code: the code.
        path: the path in the contract.
        pointer: the pointer of the first finding.
        messages: the first few different messages.
        tests: the ids of the tests with such a finding; "" for code outside of tests.
        count: the number of findings.
    """

    severity: Severity
    code: str
    path: str
    pointer: str
    messages: list[str]
    tests: list[str]
    count: int = 1

    @property
    def key(self) -> tuple[str, str, str]:
        """What the findings have in common."""
        return self.severity, self.code, self.path


@dataclass(slots=True)
class OperationSummary:
    """The responses of one operation.

    Attributes:
        origins: the number of responses by origin.
        findings: the groups of findings, by `FindingGroup.key`.
    """

    origins: Counter[str] = field(default_factory=Counter[str])
    findings: dict[tuple[str, str, str], FindingGroup] = field(default_factory=dict[tuple[str, str, str], FindingGroup])

    def add(self, group: FindingGroup) -> None:
        """Add findings."""
        known = self.findings.setdefault(group.key, group)
        if known is not group:
            known.count += group.count
            known.messages = list(dict.fromkeys([*known.messages, *group.messages]))[:_MAX_MESSAGES]
            known.tests += [test for test in group.tests if test not in known.tests]


@dataclass(slots=True)
class LiveSummary:
    """The responses of a test run.

    Attributes:
        operations: the summary of each operation, by the full name of its contract.
        allowed: the number of findings that marks of tests allow.
        check_errors: why responses could not be checked, and how often.
    """

    operations: dict[str, OperationSummary] = field(default_factory=dict[str, OperationSummary])
    allowed: int = 0
    check_errors: Counter[str] = field(default_factory=Counter[str])

    def add(self, observation: Observation, test: str, allowed: Collection[str] = ()) -> None:
        """Add a response.

        Args:
            observation: the response and its findings.
            test: the id of the test that got it; "" outside of tests.
            allowed: codes whose findings are only counted.
        """
        response = observation.response
        operation = self.operations.setdefault(response.contract.name, OperationSummary())
        operation.origins[response.origin] += 1
        for finding in observation.findings:
            if finding.code in allowed:
                self.allowed += 1
            else:
                operation.add(
                    FindingGroup(
                        finding.severity, finding.code, finding.path, finding.pointer, [finding.message], [test]
                    )
                )

    def merge(self, other: LiveSummary) -> None:
        """Add the summary of another process."""
        self.allowed += other.allowed
        self.check_errors.update(other.check_errors)
        for name, theirs in other.operations.items():
            ours = self.operations.setdefault(name, OperationSummary())
            ours.origins.update(theirs.origins)
            for group in theirs.findings.values():
                ours.add(group)

    def to_data(self) -> dict[str, Any]:
        """Return the summary as plain JSON values, to send it to another process."""
        return {
            "operations": {
                name: {
                    "origins": dict(operation.origins),
                    "findings": [asdict(group) for group in operation.findings.values()],
                }
                for name, operation in self.operations.items()
            },
            "allowed": self.allowed,
            "check_errors": dict(self.check_errors),
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> LiveSummary:
        """Return the summary that `to_data` was called on."""
        summary = cls(allowed=data["allowed"], check_errors=Counter(data["check_errors"]))
        for name, values in data["operations"].items():
            operation = summary.operations[name] = OperationSummary(Counter(values["origins"]))
            for group in values["findings"]:
                operation.add(FindingGroup(**group))
        return summary

    @property
    def responses(self) -> int:
        """The number of responses that were checked."""
        return sum(operation.origins.total() for operation in self.operations.values())

    @property
    def severities(self) -> Counter[Severity]:
        """The number of findings by severity."""
        counts: Counter[Severity] = Counter()
        for operation in self.operations.values():
            for group in operation.findings.values():
                counts[group.severity] += group.count
        return counts
