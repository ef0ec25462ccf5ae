"""The suppressions of a run: those of `--ignore` and those of the settings."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from shapeproof.errors import UsageError
from shapeproof.recordings.checking.unit_result import UnitResult
from shapeproof.recordings.discovery.units import STANDARD_INPUT
from shapeproof.registry import ContractRegistry
from shapeproof.settings import Settings

if TYPE_CHECKING:  # most runs suppress nothing
    from shapeproof.digest.parts import SuppressionUse
    from shapeproof.suppression.model import Suppression
    from shapeproof.suppression.usage import SuppressionUsage

__all__ = ["RunSuppressions"]

_EXAMPLE: Final = "for example --ignore 'SP302@ec2.*:Reservations[].*'"


class RunSuppressions:
    """The suppressions of a run; without any, all results pass unchanged.

    Attributes:
        ignored_codes: the codes of `--ignore` whose findings are not even made.
    """

    def __init__(self, ignore: Sequence[str], settings: Settings) -> None:
        """Read the options. Raises UsageError if one is invalid.

        Args:
            ignore: the values of `--ignore`.
            settings: the settings of the project.
        """
        scoped = [value for value in ignore if "@" in value or ":" in value]
        self.ignored_codes = [value for value in ignore if value not in scoped]
        self._settings = settings
        self._usage: SuppressionUsage | None = None
        suppressions = _about_findings(settings)
        working_directory = str(Path().absolute())
        for value in scoped:
            from shapeproof.suppression.selectors import parse_selector

            origin = f"--ignore {value}"
            try:
                suppressions.append(parse_selector(value, origin=origin, directory=working_directory, is_option=True))
            except UsageError as error:
                raise UsageError(error.message, where=origin, hint=error.hint or _EXAMPLE) from error
        if suppressions:
            from shapeproof.suppression.usage import SuppressionUsage

            self._usage = SuppressionUsage(suppressions, datetime.now().astimezone().date(), working_directory)

    def filter(self, results: Iterator[UnitResult]) -> Iterator[UnitResult]:
        """The results, with their suppressed findings separated."""
        if self._usage is None:
            return results
        from shapeproof.suppression.filtering import filter_suppressed

        usage = self._usage
        return (filter_suppressed(result, usage) for result in results)

    def listed(self) -> tuple[Suppression, ...]:
        """All of them, in the order by which they are numbered, for other processes."""
        return self._usage.suppressions if self._usage else ()

    def add_use(self, use: SuppressionUse) -> None:
        """Add which of them other processes have used."""
        if self._usage:
            pending = set(range(len(self._usage.suppressions))) - use.covered
            self._usage.merge_data({"count": 0, "used": use.used, "pending": pending, "operations": use.operations})

    def problems(self, registry: ContractRegistry, paths: Sequence[str], *, is_selected: bool) -> Iterator[str]:
        """What is wrong with them, after a run that could check everything.

        Args:
            registry: the contracts of the project.
            paths: what the run was asked to check; empty for what the settings name.
            is_selected: whether options left files out.
        """
        if self._usage is None:
            return iter(())
        from shapeproof.suppression.run_extent import is_whole

        given = [Path(os.path.abspath(path)) for path in paths]
        usual = [Path(os.path.abspath(path)) for path in self._settings.paths]
        is_all = not is_selected and STANDARD_INPUT not in paths and is_whole(given, usual, os.path.isdir)
        return self._usage.problems(is_whole=is_all, unknown_name=registry.unknown_name)


def _about_findings(settings: Settings) -> list[Suppression]:
    """The suppressions of the settings without those of changes between editions, which no recording needs."""
    if not settings.suppressions:
        return []
    from shapeproof.suppression.selectors import concerns_changes

    return [suppression for suppression in settings.suppressions if not concerns_changes(suppression)]
