"""Causes: findings of one severity, code, rule, operation and path, which most likely have one reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from shapeproof.contract import operation_of
from shapeproof.errors import one_line, shorten
from shapeproof.report.common.plurals import pluralize
from shapeproof.validation.catalog import CODES, SEVERITIES, FindingKind, Severity

__all__ = ["Cause", "OperationCauses", "by_operation", "cause_lines", "example", "kind_counts", "worst_first"]

_MAX_EXAMPLE: Final = 200
_MIN_MESSAGE: Final = 60


@dataclass(slots=True)
class Cause:
    """Findings of one severity, code, rule, operation and path.

    Attributes:
        severity: the severity.
        code: the number of the finding code.
        operation: the full name of the contract; empty if it is unknown.
        path: the path in the contract; empty for the whole response. Of what could not be read, the path of the file.
        place: where the first one is: `file:line:column`, or a test.
        message: the message of the first one.
        rule: the id of the rule; empty if there is none.
        count: the number of findings.
        sources: the number of files or tests that they are in.
        aws: how many of them are probably AWS's own: real services send this.
    """

    severity: Severity
    code: str
    operation: str
    path: str
    place: str
    message: str
    rule: str = ""
    count: int = 1
    sources: int = 1
    aws: int = 0

    @property
    def label(self) -> str:
        """The code, and the rule if there is one."""
        return f"{self.code} {self.rule}" if self.rule else self.code

    @property
    def kind(self) -> FindingKind:
        """The kind of the code."""
        return CODES[self.code].kind

    @property
    def is_unread(self) -> bool:
        """Whether something could not be read or checked; then `path` is that of the file."""
        return self.severity == "error" and self.kind == "reading"

    @property
    def service_operation(self) -> str:
        """The operation without its edition."""
        return operation_of(self.operation)


@dataclass(frozen=True, slots=True)
class OperationCauses:
    """What is wrong with the responses of one operation.

    Attributes:
        operation: the full name of the contract; empty if it is unknown.
        causes: the causes, the worst first.
    """

    operation: str
    causes: list[Cause]

    @property
    def severities(self) -> Counter[Severity]:
        """The number of findings by severity."""
        counts: Counter[Severity] = Counter()
        for cause in self.causes:
            counts[cause.severity] += cause.count
        return counts


def worst_first(causes: Iterable[Cause]) -> list[Cause]:
    """Sort causes: by severity, then by the number of findings, then by that of files or tests; the rest as they came."""
    return sorted(causes, key=lambda cause: (SEVERITIES.index(cause.severity), -cause.count, -cause.sources))


def by_operation(causes: Iterable[Cause]) -> list[OperationCauses]:
    """Group causes by operation, the one with the most errors first, then by warnings and notes."""
    in_order = sorted(worst_first(causes), key=lambda cause: cause.operation)
    groups = [
        OperationCauses(operation, list(group)) for operation, group in groupby(in_order, lambda cause: cause.operation)
    ]
    return sorted(groups, key=lambda group: [-group.severities[severity] for severity in SEVERITIES])


def kind_counts(kinds: Counter[FindingKind]) -> str:
    """Return the number of findings by kind, the most frequent first: `3 structure, 1 drift`."""
    return ", ".join(f"{count:,} {kind}" for kind, count in kinds.most_common())


def cause_lines(cause: Cause, source: str, columns: int | None, *, has_operation: bool) -> Iterator[str]:
    """Yield two lines about a cause: what and how often, and an example with its place.

    Args:
        cause: the cause.
        source: what the findings are in: `file` or `test`.
        columns: the columns of the terminal; None if there is none.
        has_operation: whether to name the operation.
    """
    operation = f" {cause.service_operation}" if has_operation and cause.operation else ""
    path = CODES[cause.code].title if cause.kind == "reading" else shorten(cause.path) or "(the whole response)"
    times = f" ({cause.count:,} in {pluralize(cause.sources, source)})" if cause.count > 1 else ""
    aws = ", probably AWS's own" if cause.aws and cause.severity == "error" else ""  # notes say so themselves
    yield one_line(f"{cause.severity} {cause.label}{operation} {path}{times}{aws}")
    yield f"    {example(cause, columns)}"


def example(cause: Cause, columns: int | None) -> str:
    """Return the place and the message, which is cut so that both take two lines of a terminal, or a bit more."""
    message = one_line(cause.message)
    room = max(_MIN_MESSAGE, (2 * columns if columns else _MAX_EXAMPLE) - len(cause.place) - 10)
    return f"{cause.place}: {message if len(message) <= room else message[: room - 1] + '…'}"
