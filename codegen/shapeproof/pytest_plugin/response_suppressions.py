"""The suppressions of the settings, in a run of tests: for responses of clients, and for the fixture."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from shapeproof.pytest_plugin.narrowing import is_narrowed
from shapeproof.report.common.plurals import pluralize
from shapeproof.settings import Settings
from shapeproof.validation.finding import Finding

if TYPE_CHECKING:  # most projects suppress nothing, and the fixture watches no client
    from shapeproof.live.watching import Observation
    from shapeproof.suppression.usage import SuppressionUsage

__all__ = ["ResponseSuppressions"]


class ResponseSuppressions:
    """Takes suppressed findings out. Its hooks collect what happened in workers of pytest-xdist, and tell it."""

    _KEY: Final = pytest.StashKey["ResponseSuppressions"]()

    def __init__(self, suppressions: SuppressionUsage, settings: Settings, config: pytest.Config) -> None:
        self._usage = suppressions
        self._settings = settings
        self._config = config
        self._is_whole = False
        self._is_complete = True

    @classmethod
    def of(cls, config: pytest.Config, settings: Settings) -> ResponseSuppressions | None:
        """Those of a run; None if the settings suppress nothing. The monitor and the fixture share them."""
        if not settings.suppressions:
            return None
        if cls._KEY not in config.stash:
            from shapeproof.suppression.selectors import concerns_changes
            from shapeproof.suppression.usage import SuppressionUsage

            today = datetime.now().astimezone().date()
            suppressions = [entry for entry in settings.suppressions if not concerns_changes(entry)]
            usage = SuppressionUsage(suppressions, today, str(config.rootpath))
            config.stash[cls._KEY] = cls(usage, settings, config)
        return config.stash[cls._KEY]

    def filter(self, observation: Observation, test: str) -> tuple[Observation, list[Finding]]:
        """The response without its suppressed findings, and these.

        Args:
            observation: the response and its findings.
            test: the id of the test that got it; "" outside of tests.
        """
        remaining, suppressed = self._split(observation.findings, observation.response.contract.name, test)
        return replace(observation, findings=tuple(remaining)) if suppressed else observation, suppressed

    def remaining(self, findings: Iterable[Finding], contract: str, test: str) -> tuple[Finding, ...]:
        """The findings about one response that are not suppressed."""
        return tuple(self._split(findings, contract, test)[0])

    def _split(self, findings: Iterable[Finding], contract: str, test: str) -> tuple[list[Finding], list[Finding]]:
        """The findings that are not suppressed, and those that are."""
        from shapeproof.contract import operation_of
        from shapeproof.suppression.model import Scope

        scope = Scope(operation_of(contract), test=test or None)
        self._usage.note_checked(scope)
        remaining: list[Finding] = []
        suppressed: list[Finding] = []
        for finding in findings:
            (suppressed if self._usage.find(finding, scope) else remaining).append(finding)
        return remaining, suppressed

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Add what happened in a worker of pytest-xdist."""
        output: dict[str, Any] | None = getattr(node, "workeroutput", {}).get("shapeproof_suppressions")
        if output is None:
            self._is_complete = False
        else:
            self._usage.merge_data(output)

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Send what happened here to the process that started this one; in that one, see what was left out."""
        output: dict[str, Any] | None = getattr(session.config, "workeroutput", None)
        if output is not None:
            output["shapeproof_suppressions"] = self._usage.to_data()
        is_ended = exitstatus in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}
        is_stopped = bool(session.shouldstop or session.shouldfail)
        self._is_whole = self._is_complete and is_ended and not is_stopped and self._is_all_selected()

    def _is_all_selected(self) -> bool:
        from shapeproof.suppression.run_extent import is_whole

        config = self._config
        if is_narrowed(config) or config.getoption("shapeproof_only", None):
            return False
        is_given = config.args_source is pytest.Config.ArgsSource.ARGS
        given = [Path(os.path.abspath(argument)) for argument in config.args] if is_given else []
        usual = [config.rootpath / path for path in config.getini("testpaths")]
        return is_whole(given, usual, os.path.isdir)

    @pytest.hookimpl(trylast=True)
    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print how many findings are suppressed, and which suppressions are expired or unused."""
        if self._usage.count:
            terminalreporter.write_line(f"{pluralize(self._usage.count, 'finding')} suppressed by settings")
        for problem in self._usage.problems(is_whole=self._is_whole, unknown_name=self._unknown_name):
            terminalreporter.write_line(problem, yellow=True)

    def _unknown_name(self, service: str, operation: str) -> str | None:
        from shapeproof.pytest_plugin.project import registry_of  # few runs have suppressions that met nothing

        return registry_of(self._config, self._settings).unknown_name(service, operation)
