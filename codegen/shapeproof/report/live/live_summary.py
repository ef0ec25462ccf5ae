"""The summary of a test run: responses of clients and their findings, by operation. Mergeable across processes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from shapeproof.errors import MAX_POINTER, cut, shorten
from shapeproof.live.watching import Observation
from shapeproof.validation.catalog import Severity
from shapeproof.validation.finding import Finding

__all__ = ["FindingGroup", "LiveSummary", "OperationSummary"]

_MAX_MESSAGES: Final = 5
_MAX_TESTS: Final = 50
_MAX_GROUPS: Final = 2_000
_MAX_CHECK_ERRORS: Final = 100
_OTHER_CHECK_ERRORS: Final = "other reasons"


@dataclass(slots=True)
class FindingGroup:
    """Findings of one operation that have the same severity, code, path and rule.

    Attributes:
        severity: the severity.
        code: the code.
        path: the path in the contract.
        pointer: the pointer of the first finding.
        messages: the first few different messages.
        tests: the ids of the first tests with such a finding; "" for code outside of tests.
        count: the number of findings.
        test_count: the number of tests; above the length of `tests`, those with findings in turns count several times.
        last_test: the last of the tests.
        rule: the id of the rule; empty if there is none.
        selector: what suppresses such findings; empty if nothing can.
    """

    severity: Severity
    code: str
    path: str
    pointer: str
    messages: list[str]
    tests: list[str]
    count: int = 1
    test_count: int = 1
    last_test: str = ""
    rule: str = ""
    selector: str = ""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What the findings have in common."""
        return self.severity, self.code, self.path, self.rule

    @property
    def label(self) -> str:
        """The code, and the rule if there is one."""
        return f"{self.code} {self.rule}" if self.rule else self.code

    def add(self, message: str, test: str) -> None:
        """Add a finding."""
        self.count += 1
        if message not in self.messages and len(self.messages) < _MAX_MESSAGES:
            self.messages.append(message)
        if test != self.last_test and test not in self.tests:
            self.test_count += 1
            self.last_test = test
            if len(self.tests) < _MAX_TESTS:
                self.tests.append(test)

    def merge(self, other: FindingGroup) -> None:
        """Add the findings of a group with the same key."""
        self.count += other.count
        self.messages = list(dict.fromkeys([*self.messages, *other.messages]))[:_MAX_MESSAGES]
        new_tests = [test for test in other.tests if test not in self.tests]
        self.test_count += other.test_count - (len(other.tests) - len(new_tests))
        self.tests = [*self.tests, *new_tests][:_MAX_TESTS]


@dataclass(slots=True)
class OperationSummary:
    """The responses of one operation.

    Attributes:
        origins: the number of responses by origin.
        findings: the groups of findings, by `FindingGroup.key`.
        hidden: the number of findings that are known, suppressed, or allowed by marks of tests.
    """

    origins: Counter[str] = field(default_factory=Counter[str])
    findings: dict[tuple[str, str, str, str], FindingGroup] = field(
        default_factory=dict[tuple[str, str, str, str], FindingGroup]
    )
    hidden: int = 0


@dataclass(slots=True)
class LiveSummary:
    """The responses of a test run: short strings and numbers, however many the responses are, and however large.

    Attributes:
        operations: the summary of each operation, by the full name of its contract.
        allowed: the number of findings that marks of tests allow.
        check_errors: why responses could not be checked, and how often.
        ungrouped: the number of findings by severity, of those at more places than are kept.
        cache_problem: why contracts could not be kept for the next run; None if they could.
        unselected: the number of responses by operation, of those that were seen but not selected.
    """

    operations: dict[str, OperationSummary] = field(default_factory=dict[str, OperationSummary])
    allowed: int = 0
    check_errors: Counter[str] = field(default_factory=Counter[str])
    ungrouped: Counter[Severity] = field(default_factory=Counter["Severity"])
    cache_problem: str | None = None
    unselected: Counter[str] = field(default_factory=Counter[str])
    _group_count: int = 0

    def add(self, observation: Observation, test: str, allowed: Collection[str] = (), hidden: int = 0) -> None:
        """Add a response.

        Args:
            observation: the response and its findings.
            test: the id of the test that got it; "" outside of tests.
            allowed: codes and rules whose findings are only counted.
            hidden: the number of its findings that are known or suppressed, and not among those of `observation`.
        """
        response = observation.response
        name = response.contract.name
        operation = self.operations.get(name)
        if operation is None:
            operation = self.operations[name] = OperationSummary()
        operation.origins[response.origin] += 1
        operation.hidden += hidden
        for finding in observation.findings:
            if finding.is_named_in(allowed):
                self.allowed += 1
                operation.hidden += 1
            else:
                self._add(operation, finding, test, name)

    def _add(self, operation: OperationSummary, finding: Finding, test: str, contract: str) -> None:
        path, message = shorten(finding.path), finding.message
        group = operation.findings.get((finding.severity, finding.code, path, finding.rule))
        if group is not None:
            group.add(message, test)
        elif self._group_count < _MAX_GROUPS:
            self._group_count += 1
            pointer = shorten(finding.pointer)
            group = FindingGroup(
                finding.severity,
                finding.code,
                path,
                pointer,
                [message],
                [test],
                last_test=test,
                rule=finding.rule,
                selector=_selector(finding, contract),
            )
            operation.findings[group.key] = group
        else:
            self.ungrouped[finding.severity] += 1

    def add_unselected(self, operation: str) -> None:
        """Add a response of an operation that isn't selected."""
        self.unselected[operation] += 1

    def add_check_error(self, message: str, count: int = 1) -> None:
        """Add a response that could not be checked."""
        known = cut(message)
        is_kept = known in self.check_errors or len(self.check_errors) < _MAX_CHECK_ERRORS
        self.check_errors[known if is_kept else _OTHER_CHECK_ERRORS] += count

    def merge(self, other: LiveSummary) -> None:
        """Add the summary of another process."""
        self.allowed += other.allowed
        self.ungrouped.update(other.ungrouped)
        self.unselected.update(other.unselected)
        self.cache_problem = self.cache_problem or other.cache_problem
        for message, count in other.check_errors.items():
            self.add_check_error(message, count)
        for name, theirs in other.operations.items():
            ours = self.operations.setdefault(name, OperationSummary())
            ours.origins.update(theirs.origins)
            ours.hidden += theirs.hidden
            for group in theirs.findings.values():
                if group.key in ours.findings:
                    ours.findings[group.key].merge(group)
                elif self._group_count < _MAX_GROUPS:
                    self._group_count += 1
                    ours.findings[group.key] = group
                else:
                    self.ungrouped[group.severity] += group.count

    def to_data(self) -> dict[str, Any]:
        """Return the summary as plain JSON values, to send it to another process."""
        return {
            "operations": {
                name: {
                    "origins": dict(operation.origins),
                    "findings": [asdict(group) for group in operation.findings.values()],
                    "hidden": operation.hidden,
                }
                for name, operation in self.operations.items()
            },
            "allowed": self.allowed,
            "check_errors": dict(self.check_errors),
            "ungrouped": dict(self.ungrouped),
            "cache_problem": self.cache_problem,
            "unselected": dict(self.unselected),
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> LiveSummary:
        """Return the summary that `to_data` was called on."""
        summary = cls(
            {},
            data["allowed"],
            Counter(data["check_errors"]),
            Counter(data["ungrouped"]),
            data["cache_problem"],
            Counter(data["unselected"]),
        )
        for name, values in data["operations"].items():
            operation = summary.operations[name] = OperationSummary(Counter(values["origins"]), hidden=values["hidden"])
            for group in (FindingGroup(**data) for data in values["findings"]):
                operation.findings[group.key] = group
                summary._group_count += 1
        return summary

    @property
    def responses(self) -> int:
        """The number of responses that were checked."""
        return sum(operation.origins.total() for operation in self.operations.values())

    @property
    def hidden(self) -> int:
        """The number of findings that are known, suppressed, or allowed by marks of tests."""
        return sum(operation.hidden for operation in self.operations.values())

    @property
    def severities(self) -> Counter[Severity]:
        """The number of findings by severity."""
        counts: Counter[Severity] = Counter(self.ungrouped)
        for operation in self.operations.values():
            for group in operation.findings.values():
                counts[group.severity] += group.count
        return counts


def _selector(finding: Finding, contract: str) -> str:
    """What suppresses such findings; "" if nothing can, or if it is too long to be shown."""
    from shapeproof.suppression.printed_selectors import selector_of  # most responses have no findings

    return (len(finding.path) <= MAX_POINTER and selector_of(finding, contract)) or ""
