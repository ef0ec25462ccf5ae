"""Checks one unit at URLs: a pure function of the unit and the options to a digest."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from shapeproof.digest.digest import Digest
from shapeproof.digest.parts import NO_SUPPRESSIONS, SuppressionUse
from shapeproof.digest.unit_digest import digest_of
from shapeproof.far.unit_reading import UnreachableError, read_far_unit
from shapeproof.far.units import DEFAULT_COLUMN, FarPlanned, FarUnit
from shapeproof.recordings.checking.check_options import CheckOptions
from shapeproof.recordings.checking.checker import Checker
from shapeproof.recordings.checking.unit_result import UnitResult, renumber
from shapeproof.recordings.discovery.units import Planned, Skipped, Unusable
from shapeproof.suppression.filtering import filter_suppressed
from shapeproof.suppression.model import Suppression
from shapeproof.suppression.usage import SuppressionUsage

__all__ = ["FarCheckOptions", "check_far_unit"]

_PAUSES: Final = (1.0, 4.0)
"""Seconds to wait before a file that can't be reached is tried again. Libraries have tried before."""


@dataclass(frozen=True, slots=True)
class FarCheckOptions:
    """How units at URLs are checked: what a user chose. The same on every worker.

    Attributes:
        check: how recordings are checked.
        column: the column of Parquet files with the responses.
        suppressions: the suppressions of the run.
        today: the date of the run, which decides which of them apply.
        working_directory: what the paths of suppressions are relative to.
    """

    check: CheckOptions
    column: str = DEFAULT_COLUMN
    suppressions: tuple[Suppression, ...] = ()
    today: date = date.min
    working_directory: str = ""


def check_far_unit(planned: FarPlanned, options: FarCheckOptions, checker: Checker) -> Digest:
    """Check one unit.

    Args:
        planned: the unit, or what was planned in place of one.
        options: how to check.
        checker: checks with the contracts of the run.

    Returns:
        The digest of the unit: the same, whoever checks it.
    """
    for pause in _PAUSES:
        try:
            return _attempt(planned, options, checker, is_last=False)
        except UnreachableError:
            time.sleep(pause)
    return _attempt(planned, options, checker, is_last=True)


def _attempt(planned: FarPlanned, options: FarCheckOptions, checker: Checker, *, is_last: bool) -> Digest:
    usage = SuppressionUsage(options.suppressions, options.today, options.working_directory)
    parts: Iterable[Planned] = (planned,) if isinstance(planned, Skipped | Unusable) else ()
    first_row = offset = size = 0
    if isinstance(planned, FarUnit):
        parts = read_far_unit(planned, options.column, is_last_attempt=is_last)
        size = planned.size
        first_row, offset = (planned.offset, 0) if planned.kind == "rows" else (0, planned.offset)
    results = renumber(result for part in parts for result in checker.check(part))
    shifted = (_shifted(result, first_row) for result in results)
    filtered = (filter_suppressed(result, usage) for result in shifted) if options.suppressions else shifted
    return replace(
        digest_of(filtered, size=size, offset=offset), suppressions=_use_of(usage, len(options.suppressions))
    )


def _shifted(result: UnitResult, rows: int) -> UnitResult:
    """A result of rows, numbered from the first row of the file."""
    return replace(result.shifted(rows, rows), continues=True) if rows else result


def _use_of(usage: SuppressionUsage, count: int) -> SuppressionUse:
    """Which of the suppressions were used, and which could have been."""
    if not count:
        return NO_SUPPRESSIONS
    data = usage.to_data()
    covered = frozenset(range(count)) - frozenset(data["pending"])
    return SuppressionUse(frozenset(data["used"]), covered, frozenset(data["operations"]))
