"""Checks the responses that clients get during each test, fails tests, and prints the summary."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Final, Literal

import pytest

from shapeproof.live.garbage_collection import existing_objects_exempt
from shapeproof.live.operation_filter import ALL_OPERATIONS, OperationFilter
from shapeproof.live.watching import Observation, observe_all_clients
from shapeproof.pytest_plugin.marks import allowed_codes
from shapeproof.pytest_plugin.project import live_contracts_of, registry_of, settings_of, severities_of
from shapeproof.pytest_plugin.response_suppressions import ResponseSuppressions
from shapeproof.report.common.colours import COLOURS
from shapeproof.report.live.failure import ResponseErrors
from shapeproof.report.live.live_summary import LiveSummary
from shapeproof.report.live.text import live_lines
from shapeproof.validation.finding import Finding

if TYPE_CHECKING:  # most runs have no baseline and write no report, whose modules are slow to import
    from shapeproof.pytest_plugin.report_files import ReportFiles
    from shapeproof.pytest_plugin.response_baseline import ResponseBaseline
    from shapeproof.registry import ContractRegistry
    from shapeproof.settings import Settings
    from shapeproof.validation.catalog import Severities

__all__ = ["ResponseMonitor"]

_NO_TEST: Final = ""


class ResponseMonitor:
    """pytest's hooks around tests."""

    def __init__(self, config: pytest.Config, mode: Literal["report", "fail", "new"]) -> None:
        """Observe all clients from now until `config` is cleaned up.

        Args:
            config: pytest's configuration.
            mode: whether tests that get a response with an error fail; `new` fails them for what no baseline knows.

        Raises:
            ShapeproofError: an option is invalid, the baseline can't be read, or botocore is not installed.
            pytest.UsageError: the settings of the project are invalid.
        """
        self._fails = mode != "report"
        self._summary = LiveSummary()
        self._test = _NO_TEST
        self._allowed: frozenset[str] = frozenset()
        self._has_errors_outside_tests = False
        only = config.known_args_namespace.shapeproof_only
        settings = settings_of(config)
        registry = registry_of(config, settings)
        self._suppressions = ResponseSuppressions.of(config, settings)
        if self._suppressions:
            config.pluginmanager.register(self._suppressions, "shapeproof-suppressions")
        severities = severities_of(config, settings)
        operations = ALL_OPERATIONS if only is None else OperationFilter.parse(only, registry)
        self._baseline = _baseline_of(config, settings, severities, operations, is_required=mode == "new")
        self._errors = self._no_errors()
        self._report_files = _report_files_of(config, registry, self._summary, self._baseline)
        self._contracts = live_contracts_of(config, registry)
        observation = ExitStack()
        observation.enter_context(
            observe_all_clients(
                self._contracts,
                self._add,
                self._add_check_error,
                severities,
                operations,
                self._summary.add_unselected,
            )
        )
        observation.enter_context(existing_objects_exempt())  # pytest's and ours: no conftest was loaded yet
        config.add_cleanup(observation.close)  # pytest_unconfigure isn't called if a conftest can't be imported

    def _add(self, observation: Observation) -> None:
        found, suppressed, known = len(observation.findings), list[Finding](), list[Finding]()
        if self._suppressions:
            observation, suppressed = self._suppressions.filter(observation, self._test)
        if self._baseline:
            observation, known = self._baseline.filter(observation, self._allowed, suppressed)
            self._errors.add_known(known)
        self._summary.add(observation, self._test, self._allowed, len(suppressed) + len(known))
        if self._report_files:
            self._report_files.add(observation, found, self._allowed, len(known))
        if self._errors.add(observation, self._allowed):
            self._has_errors_outside_tests = self._has_errors_outside_tests or self._test == _NO_TEST

    def _add_check_error(self, message: str) -> None:
        self._summary.add_check_error(message)

    def _no_errors(self) -> ResponseErrors:
        return ResponseErrors(has_baseline=self._baseline is not None)

    def _fail_on_errors(self) -> None:
        if self._fails and self._errors:
            errors, self._errors = self._errors, self._no_errors()
            pytest.fail("\n".join(errors.lines()), pytrace=False)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        self._test, self._allowed = item.nodeid, allowed_codes(item)
        try:
            return (yield)
        finally:
            self._test, self._allowed = _NO_TEST, frozenset()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_setup(self) -> Generator[None, object, object]:
        self._errors = self._no_errors()  # a test may be run again: count only this attempt
        return (yield)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_call(self) -> Generator[None, object, object]:
        result = yield
        self._fail_on_errors()
        return result

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_teardown(self) -> Generator[None, object, object]:
        self._errors = self._no_errors()
        result = yield
        self._fail_on_errors()
        return result

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Add the summary of a worker of pytest-xdist."""
        output = getattr(node, "workeroutput", {}).get("shapeproof")
        if output is None:
            self._add_check_error(f"worker {node.gateway.id} ended without its summary")
        else:
            self._summary.merge(LiveSummary.from_data(output["summary"]))
            self._has_errors_outside_tests = self._has_errors_outside_tests or output["has_errors_outside_tests"]
            if self._baseline:
                self._baseline.merge(output["baseline"])

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        if self._contracts.cache_problem:
            self._summary.cache_problem = self._contracts.cache_problem
        output = getattr(session.config, "workeroutput", None)
        if output is not None:
            output["shapeproof"] = {
                "summary": self._summary.to_data(),
                "has_errors_outside_tests": self._has_errors_outside_tests,
                "baseline": self._baseline and self._baseline.to_data(),
            }
            return
        if self._baseline:
            self._baseline.finish(exitstatus, has_check_errors=bool(self._summary.check_errors))
        if self._run_failure and exitstatus in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    @property
    def _run_failure(self) -> str:
        """Why the run fails although no test does: an unchecked response must not pass."""
        if self._fails and self._has_errors_outside_tests:
            return "the run fails: errors outside of tests (--shapeproof-fail)"
        if self._fails and self._summary.check_errors:
            return "the run fails: responses that could not be checked (--shapeproof-fail)"
        return self._baseline.run_failure if self._baseline else ""

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        terminalreporter.write_sep("=", "shapeproof")
        columns = terminalreporter.config.get_terminal_writer().fullwidth if terminalreporter.isatty else None
        is_verbose = terminalreporter.verbosity > 0
        write = "" if self._baseline else "pytest --shapeproof-write-baseline"
        lines = live_lines(self._summary, verbose=is_verbose, columns=columns, write_baseline=write)
        for line in (*lines, *(self._baseline.lines() if self._baseline else ())):
            markup = {COLOURS[line.severity]: True} if line.severity else {}
            terminalreporter.write_line(line.text, **markup)
        if self._run_failure:
            terminalreporter.write_line(self._run_failure, red=True)


def _baseline_of(
    config: pytest.Config,
    settings: Settings,
    severities: Severities,
    operations: OperationFilter,
    *,
    is_required: bool,
) -> ResponseBaseline | None:
    options = config.known_args_namespace
    is_named = options.shapeproof_baseline is not None or settings.baseline is not None
    if not (is_required or is_named or options.shapeproof_write_baseline):
        return None
    from shapeproof.pytest_plugin.response_baseline import ResponseBaseline

    return ResponseBaseline.of(config, settings, severities, operations, is_required=is_required)


def _report_files_of(
    config: pytest.Config, registry: ContractRegistry, summary: LiveSummary, baseline: ResponseBaseline | None
) -> ReportFiles | None:
    if not config.known_args_namespace.shapeproof_report:
        return None
    from shapeproof.pytest_plugin.report_files import ReportFiles

    return ReportFiles.of(config, registry, summary, baseline.path if baseline else None)
