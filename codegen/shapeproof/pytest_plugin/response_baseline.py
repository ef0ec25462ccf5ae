"""The baseline of a test run: read before it, and written after it where that is asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final, Literal

import pytest

from shapeproof.baseline.file_format import Baseline, LiveEntry, OptionNames
from shapeproof.baseline.files import DEFAULT_NAME, BaselineFile, exists
from shapeproof.baseline.live import LiveBaseline
from shapeproof.errors import ShapeproofError, UsageError
from shapeproof.live.operation_filter import OperationFilter
from shapeproof.live.watching import Observation
from shapeproof.pytest_plugin.current_test import CurrentTest
from shapeproof.pytest_plugin.narrowing import is_narrowed
from shapeproof.report.live.baseline_text import refused_line, stale_lines, written_lines
from shapeproof.report.live.text import Line
from shapeproof.settings import Settings
from shapeproof.validation.catalog import Severities
from shapeproof.validation.catalog.rules import DERIVED_RULE_BROKEN
from shapeproof.validation.finding import Finding

__all__ = ["ResponseBaseline"]

_OPTIONS: Final = OptionNames("--shapeproof-baseline", "--shapeproof-write-baseline")


class ResponseBaseline:
    """What the monitor asks about known findings."""

    def __init__(
        self,
        config: pytest.Config,
        file: BaselineFile,
        severities: Severities,
        operations: OperationFilter,
        *,
        is_named: bool,
    ) -> None:
        """Read the baseline.

        Args:
            config: pytest's configuration.
            file: the file of the baseline.
            severities: the severities of findings.
            operations: the operations whose responses are checked.
            is_named: whether an option or the settings name the file.

        Raises:
            UsageError: the file doesn't exist, or is not a baseline.
        """
        options = config.known_args_namespace
        self._config = config
        self._file = file
        self._severities = severities
        self._operations = operations
        self._is_written: bool = options.shapeproof_write_baseline
        self._is_named = is_named
        self._scope: Literal["test", "suite"] = options.shapeproof_baseline_scope
        self._before, self._problem = file.read_for_update() if self._is_written else (file.read(), "")
        self._known = LiveBaseline(self._before.live, is_written=self._is_written)
        self._stale: Collection[LiveEntry] = ()
        self._lines: list[Line] = []
        self.run_failure = ""
        self._current = CurrentTest(self._add_test, self._deselected)
        config.pluginmanager.register(self._current, "shapeproof-current-test")

    @classmethod
    def of(
        cls,
        config: pytest.Config,
        settings: Settings,
        severities: Severities,
        operations: OperationFilter,
        *,
        is_required: bool,
    ) -> ResponseBaseline | None:
        """Return the baseline of a run; None if it has none.

        Args:
            config: pytest's configuration.
            settings: the settings of the project, which may name the file.
            severities: the severities of findings.
            operations: the operations whose responses are checked.
            is_required: whether a run without a baseline is an error.

        Raises:
            UsageError: there is none although it is required, the file doesn't exist, or is not a baseline.
        """
        options = config.known_args_namespace
        named: str | None = options.shapeproof_baseline
        file = BaselineFile.find(
            None if named is None else config.invocation_params.dir / named,
            settings.baseline,
            config.rootpath,
            _OPTIONS,
            is_written=options.shapeproof_write_baseline,
        )
        if file is not None:
            return cls(config, file, severities, operations, is_named=bool(named or settings.baseline))
        if is_required:
            raise UsageError(
                "expected a baseline: which findings are new?",
                where="--shapeproof-fail=new",
                hint=f"write one with {_OPTIONS.write}, then name it: {_OPTIONS.file}={DEFAULT_NAME}, "
                f'or baseline = "{DEFAULT_NAME}" in [tool.shapeproof]',
            )
        return None

    @property
    def path(self) -> Path:
        """The path of the file."""
        return self._file.path

    def filter(
        self, observation: Observation, allowed: Collection[str], suppressed: Iterable[Finding]
    ) -> tuple[Observation, list[Finding]]:
        """Return a response that a client just got without its known findings, and these.

        Args:
            observation: the response and the findings that are not suppressed.
            allowed: codes and rules that the test allows.
            suppressed: the findings that are suppressed.
        """
        self._known.note_hidden(observation, suppressed, self._current.owner)
        return self._known.filter(observation, self._current.owner, allowed)

    def to_data(self) -> dict[str, Any]:
        """Return what this process knows, for the one that started it."""
        return self._known.to_data()

    def merge(self, data: dict[str, Any]) -> None:
        """Add what `to_data` returned in a worker."""
        self._known.merge(data)

    def finish(self, exitstatus: int, *, has_check_errors: bool) -> None:
        """Write the file if that is asked for and nothing speaks against it.

        Args:
            exitstatus: that of pytest's run.
            has_check_errors: whether a response could not be checked.
        """
        self._stale = self._known.stale_entries(
            self._is_reported, partial(exists, self._config.rootpath), is_whole=self._is_whole
        )
        if not self._is_written:
            self._lines = list(
                stale_lines(self._name, self._known.known_findings, self._stale, verbose=self._is_verbose)
            )
        elif reason := self._why_not_written(exitstatus, has_check_errors=has_check_errors):
            self._refuse(f"not written, because {reason}")
        else:
            self._write()

    def _why_not_written(self, exitstatus: int, *, has_check_errors: bool) -> str:
        if exitstatus not in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED}:
            return "the run was interrupted"
        if has_check_errors or self._known.has_incomplete:
            return "not everything could be checked"
        return "" if self._known.tests.total else "no test ran"

    def _write(self) -> None:
        found, kept = self._known.updated(self._stale, for_any_test=self._scope == "suite")
        try:
            self._file.write(Baseline(self._before.recorded, found | kept))
        except ShapeproofError as error:
            self._refuse(str(error))
            return
        hint = "" if self._is_named else f'name it in pyproject.toml, [tool.shapeproof]: baseline = "{DEFAULT_NAME}"'
        self._lines = list(
            written_lines(
                self._name,
                problem=self._problem,
                entries=len(found),
                findings=self._known.known_findings,
                kept=len(kept),
                dropped=len(self._stale),
                hint=hint,
            )
        )

    def _refuse(self, why: str) -> None:
        self._lines = [refused_line(self._name, why)]
        self.run_failure = f"the run fails: the baseline was not written ({_OPTIONS.write})"

    def lines(self) -> Iterator[Line]:
        """Yield the lines of the summary about the baseline."""
        yield from self._lines

    def _add_test(self, test: str, passed: bool) -> None:
        self._known.add_test(test, passed=passed)

    def _deselected(self) -> None:
        self._known.tests.is_complete = False

    def _is_reported(self, entry: LiveEntry) -> bool:
        """Whether findings like those of an entry are looked for, and reported."""
        service, _, operation = entry.contract.partition(".")
        chosen = self._severities.chosen or {}
        ignored = {name for name, severity in chosen.items() if severity is None}
        is_derived = entry.code == DERIVED_RULE_BROKEN.number
        return (
            self._operations.matches(service, operation)
            and not ignored.intersection((entry.code, entry.rule))
            and (self._severities.derived_rules or not is_derived)
        )

    @property
    def _is_whole(self) -> bool:
        """Whether pytest was asked for all tests of the project."""
        named = self._config.args_source == pytest.Config.ArgsSource.ARGS
        return (
            not named and not is_narrowed(self._config) and self._config.invocation_params.dir == self._config.rootpath
        )

    @property
    def _name(self) -> str:
        path, directory = self._file.path, self._config.invocation_params.dir
        return str(path.relative_to(directory) if path.is_relative_to(directory) else path)

    @property
    def _is_verbose(self) -> bool:
        return bool(self._config.option.verbose > 0)
