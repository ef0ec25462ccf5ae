"""What another botocore changes of the operations that a project uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from click import style

from shapeproof.diff.catalog import CHANGE_CLASSES, ChangeClass, Reader
from shapeproof.diff.verdicts.verdict import Verdict
from shapeproof.errors import one_line
from shapeproof.report.common.plurals import pluralize
from shapeproof.report.diff.wording import change_line
from shapeproof.usage.used_operations import UsedOperation

__all__ = ["ComparedOperation", "Upgrade", "upgrade_text"]

_SHOWN_CHANGES: Final = 5
_SHOWN_NAMES: Final = 12
_COLOURS: Final[dict[ChangeClass, str]] = {"breaking": "red", "risky": "yellow", "undecided": "yellow"}


@dataclass(frozen=True, slots=True)
class ComparedOperation:
    """An operation that a project uses, and what changes of it.

    Attributes:
        used: the operation, and where it is used.
        verdicts: the changes, the worst first.
        is_old: whether the old release has it.
        is_new: whether the new release has it.
    """

    used: UsedOperation
    verdicts: tuple[Verdict, ...]
    is_old: bool = True
    is_new: bool = True


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What changes between two releases of botocore.

    Attributes:
        old: the version in use, and where it was found.
        new: the version to compare it with, likewise.
        reader: who reads the responses.
        operations: the operations that the project uses, by name.
    """

    old: tuple[str, str]
    new: tuple[str, str]
    reader: Reader
    operations: tuple[ComparedOperation, ...]

    @property
    def has_removed(self) -> bool:
        """Whether an operation is gone."""
        return any(operation.is_old and not operation.is_new for operation in self.operations)

    def count(self, change_class: ChangeClass) -> int:
        """The number of changes of a class."""
        return sum(verdict.change_class == change_class for one in self.operations for verdict in one.verdicts)


def upgrade_text(upgrade: Upgrade, *, verbose: bool) -> str:
    """The whole text.

    Args:
        upgrade: what changes.
        verbose: whether to list every change.
    """
    return "".join(f"{line}\n" for line in _lines(upgrade, verbose=verbose))


def _lines(upgrade: Upgrade, *, verbose: bool) -> Iterator[str]:
    (old, where), (new, newest) = upgrade.old, upgrade.new
    operations = upgrade.operations
    yield one_line(f"botocore {old} ({where}) -> {new} ({newest})")
    recorded = sum(bool(operation.used.recorded) for operation in operations)
    called = sum(operation.used.called_at is not None for operation in operations)
    yield (
        f"{pluralize(len(operations), 'operation')} used: {recorded:,} in recordings, {called:,} called in code; "
        f"{', '.join(f'{upgrade.count(change_class):,} {change_class}' for change_class in CHANGE_CLASSES)} "
        f"for {'a closed' if upgrade.reader == 'closed' else 'an open'} reader"
    )
    changed = [operation for operation in operations if _is_told(operation, verbose=verbose)]
    for operation in sorted(changed, key=_severity):
        yield ""
        yield from _operation_lines(operation, upgrade, verbose=verbose)
    unchanged = [operation.used.name for operation in operations if not _is_told(operation, verbose=verbose)]
    if unchanged:
        shown = unchanged if verbose else unchanged[:_SHOWN_NAMES]
        more = (
            f" and {len(unchanged) - len(shown):,} more (--verbose lists them)" if len(shown) < len(unchanged) else ""
        )
        yield ""
        none = "No change" if verbose else "Nothing that can break a reader"
        yield one_line(f"{none}: {', '.join(shown)}") + more


def _is_told(operation: ComparedOperation, *, verbose: bool) -> bool:
    is_in_both = operation.is_old and operation.is_new
    return not is_in_both or any(verbose or verdict.change_class != "harmless" for verdict in operation.verdicts)


def _severity(operation: ComparedOperation) -> tuple[int, str]:
    classes = [CHANGE_CLASSES.index(verdict.change_class) for verdict in operation.verdicts]
    return min(classes, default=-1 if operation.is_old else len(CHANGE_CLASSES)), operation.used.name


def _operation_lines(operation: ComparedOperation, upgrade: Upgrade, *, verbose: bool) -> Iterator[str]:
    used = operation.used
    places = [pluralize(used.recorded, "recorded response")] if used.recorded else []
    places += [used.called_at] if used.called_at else []
    heading = style(one_line(used.name), bold=True)
    yield f"{heading}  {one_line(', '.join(places))}"
    if not (operation.is_old and operation.is_new):
        version, _ = upgrade.new if operation.is_old else upgrade.old
        yield one_line(f"  botocore {version} doesn't have this operation")
        return
    noticed = [verdict for verdict in operation.verdicts if verbose or verdict.change_class != "harmless"]
    shown = noticed if verbose else noticed[:_SHOWN_CHANGES]
    for verdict in shown:
        change_class = style(f"{verdict.change_class:9}", fg=_COLOURS.get(verdict.change_class))
        yield f"  {change_class} {change_line(verdict.change)}"
    if hidden := Counter(verdict.change_class for verdict in noticed[len(shown) :]):
        counts = ", ".join(f"{count:,} {change_class}" for change_class, count in hidden.items())
        yield f"  and {counts} more (--verbose lists them)"
