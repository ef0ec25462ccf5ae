"""`--shapeproof-report FORMAT=FILE`: writes the findings of a test run in the formats of `shapeproof validate`."""

from __future__ import annotations

from collections.abc import Collection, Generator
from pathlib import Path
from typing import Any, Final, Self

import pytest

from shapeproof.errors import ShapeproofError, one_line
from shapeproof.live.watching import Observation
from shapeproof.operating_system.paths import forward_slashes
from shapeproof.pytest_plugin.current_test import test_id
from shapeproof.registry import ContractRegistry
from shapeproof.report.live.live_results import OUTSIDE_TESTS, LiveResults, Place
from shapeproof.report.live.live_summary import LiveSummary
from shapeproof.report.outputs.options import report_files
from shapeproof.report.outputs.report_writers import ReportWriters, file_outputs

__all__ = ["ReportFiles"]

_OPTION: Final = "--shapeproof-report"


class ReportFiles:
    """pytest's hooks around the files. Workers of pytest-xdist send what they saw; the process that started them writes."""

    def __init__(
        self, config: pytest.Config, files: dict[str, str], registry: ContractRegistry, summary: LiveSummary
    ) -> None:
        """Collect what the files are to say.

        Args:
            config: pytest's configuration.
            files: the format of each file.
            registry: knows the contracts of the findings.
            summary: says which responses could not be checked.
        """
        self._config = config
        self._files = files
        self._registry = registry
        self._summary = summary
        self._results = LiveResults()
        self._outside = self._place = Place(_settings_file(config), None, OUTSIDE_TESTS)
        self._is_complete = True
        self._writers: ReportWriters | None = None
        self._lines: list[str] = []

    @classmethod
    def of(cls, config: pytest.Config, registry: ContractRegistry, summary: LiveSummary, baseline: Path | None) -> Self:
        """Return those of a run, with their hooks registered.

        Raises:
            UsageError: a value of the option is invalid.
        """
        values: list[str] = config.known_args_namespace.shapeproof_report
        in_use = {str(baseline): "the baseline"} if baseline else {}
        files = cls(config, report_files(values, in_use, option=_OPTION, for_printing=""), registry, summary)
        config.pluginmanager.register(files, "shapeproof-report-files")
        return files

    def add(self, observation: Observation, found: int, allowed: Collection[str], known: int = 0) -> None:
        """Add a response.

        Args:
            observation: the response, and the findings that are neither suppressed nor known.
            found: the number of all its findings.
            allowed: codes and rules that the test allows.
            known: the number of findings that the baseline holds.
        """
        findings = [finding for finding in observation.findings if not finding.is_named_in(allowed)]
        contract = observation.response.contract.name
        suppressed = found - known - len(findings)
        self._results.add(self._place, contract, findings, suppressed=suppressed, known=known)

    def pytest_configure(self, config: pytest.Config) -> None:
        """Open the files, so that a test that changes the working directory changes none of them."""
        if hasattr(config, "workerinput") or config.option.collectonly:
            return
        try:
            self._writers = ReportWriters(file_outputs(self._files))
        except ShapeproofError as error:
            raise pytest.UsageError(f"shapeproof: {error}") from error
        config.add_cleanup(self._writers.discard)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        self._place = _place_of(item)
        try:
            return (yield)
        finally:
            self._place = self._outside

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Add the results of a worker of pytest-xdist."""
        results: str | None = getattr(node, "workeroutput", {}).get("shapeproof_report")
        if results is None:
            self._is_complete = False
        else:
            self._results.merge(LiveResults.from_json(results))

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Send the results to the process that started this one, or write them."""
        output: dict[str, Any] | None = getattr(session.config, "workeroutput", None)
        if output is not None:
            output["shapeproof_report"] = self._results.to_json()
        elif self._writers:
            is_stopped = bool(session.shouldstop or session.shouldfail)
            try:
                self._write(self._writers, is_ended=exitstatus in _ENDED and not is_stopped)
            except ShapeproofError as error:  # the contract of a rule can't be read
                self._lines.append(one_line(f"{_OPTION}: {error}"))
            if self._lines and session.exitstatus in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}:
                session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def _write(self, writers: ReportWriters, *, is_ended: bool) -> None:
        interrupted = not (is_ended and self._is_complete)
        summary = self._results.summary(unchecked=self._summary.check_errors, interrupted=interrupted)
        for result in self._results.results(self._outside):
            summary.add(result)
            writers.add(result)
        writers.end(summary, self._registry.load)
        self._lines = [one_line(f"{_OPTION}: {failure}") for failure in writers.failures]

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print which reports could not be written."""
        for line in self._lines:
            terminalreporter.write_line(line, red=True)
        if self._lines:
            terminalreporter.write_line(f"the run fails: a report was not written ({_OPTION})", red=True)


_ENDED: Final = frozenset({pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED})


def _place_of(item: pytest.Item) -> Place:
    """The place of a test. The line of one that is inherited from another module is not in its own."""
    module = item.nodeid.partition("::")[0]
    file, line, _ = item.location
    is_here = forward_slashes(file) == module and line is not None
    return Place(module, line + 1 if is_here and line is not None else None, test_id(item))


def _settings_file(config: pytest.Config) -> str:
    """The file that stands for code outside of tests: the first conftest, else pytest's settings, else the directory."""
    if (config.rootpath / "conftest.py").is_file():
        return "conftest.py"
    path = config.inipath
    return path.name if path and path.parent == config.rootpath else "."
