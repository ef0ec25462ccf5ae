"""The settings of a project."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from shapeproof.contract import View
from shapeproof.registry.project_rules import NO_RULES, ProjectRules
from shapeproof.validation.catalog import Severity, chosen_severities

if TYPE_CHECKING:  # slow to import, and tests with the pytest plugin look at no files
    from shapeproof.recordings.discovery.base_directory import BaseDirectory
    from shapeproof.recordings.discovery.selection import Selection
    from shapeproof.recordings.identification.identifier import ContractsByPath
    from shapeproof.suppression.model import Suppression

__all__ = ["TABLE", "Settings"]

TABLE: Final = "tool.shapeproof"


class Settings(NamedTuple):
    """The settings of a project; the defaults are those of a project without settings.

    Attributes:
        file: the file with the settings; None if there is none.
        paths: what to check, as absolute paths.
        include: globs of files to check.
        exclude: globs of files to skip.
        contracts: the name of the contract for each glob of files below the file's directory; the first match counts.
        schemas: the directory of the project's contracts, as an absolute path.
        view: decides the severities of findings.
        error: codes, groups, kinds and rules of findings that are errors.
        warn: codes, groups, kinds and rules of findings that are warnings.
        ignore: codes, groups, kinds and rules of findings that are not reported, nor counted.
        baseline: the baseline file, as an absolute path.
        redact: names of members whose values `shapeproof.record` replaces.
        rules: rules that the project adds to contracts.
        derived_rules: whether rules that the names of members suggest are checked, too.
        edition_notes: whether a name that means an older edition than the installed botocore has is told.
        suppressions: the entries of the key `ignore` that are more than a code.
    """

    file: Path | None = None
    paths: tuple[Path, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    contracts: Mapping[str, str] = MappingProxyType({})
    schemas: Path | None = None
    view: View = "strict"
    error: tuple[str, ...] = ()
    warn: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    baseline: Path | None = None
    redact: tuple[str, ...] = ()
    rules: ProjectRules = NO_RULES
    derived_rules: bool = False
    edition_notes: bool = True
    suppressions: tuple[Suppression, ...] = ()

    def by_path(self, working_directory: Path) -> ContractsByPath | None:
        """Return the contracts of files by path; None if the settings name none.

        Args:
            working_directory: what relative paths are relative to.
        """
        from shapeproof.recordings.identification.identifier import ContractsByPath

        base = self._base(working_directory)
        return ContractsByPath(base, tuple(self.contracts.items())) if base and self.contracts else None

    def _base(self, working_directory: Path) -> BaseDirectory | None:
        from shapeproof.recordings.discovery.base_directory import BaseDirectory

        return BaseDirectory(str(self.file.parent), str(working_directory.absolute())) if self.file else None

    def selection(self, working_directory: Path, *, include: bool, exclude: bool) -> Selection:
        """Return which files in directories are checked.

        Args:
            working_directory: what relative paths are relative to.
            include: whether the setting `include` is used; an option may replace it.
            exclude: whether the setting `exclude` is used.
        """
        from shapeproof.recordings.discovery.selection import Selection

        base = self._base(working_directory)
        return Selection(
            self.include if include else (), self.exclude if exclude else (), base, option_format=f"{TABLE}.{{}}"
        )

    @property
    def severities(self) -> dict[str, Severity | None]:
        """The severity of each code that the settings name; None if its findings are not reported."""
        return chosen_severities(self.error, self.warn, self.ignore)
