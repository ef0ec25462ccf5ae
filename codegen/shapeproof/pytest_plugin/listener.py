"""Collects what the tests' clients are answered, test by test, and tells it."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import ExitStack
from typing import Any, Final

import pytest

from shapeproof.live.events import Only
from shapeproof.live.watching import Observation, all_clients, live_contracts
from shapeproof.pytest_plugin.marks import allowed
from shapeproof.pytest_plugin.project import registry_of, settings_of, severities_of
from shapeproof.report.common.colours import COLOURS
from shapeproof.report.live.tally import LiveTally
from shapeproof.report.live.text import failure_lines, live_lines

__all__ = ["Listener"]

_OUTSIDE: Final = "no test, but outside of all"


class Listener:
    """pytest's hooks around tests. `fails` says that a test which meets an error is to fail."""

    def __init__(self, config: pytest.Config, *, fails: bool) -> None:
        """Listens from now on until `config` is done with. Raises ShapeproofError, pytest.UsageError."""
        self._fails = fails
        self._tally = LiveTally()
        self._test = _OUTSIDE
        self._allowed: frozenset[str] = frozenset()
        self._met: list[Observation] = []
        self._outside = False
        only = config.known_args_namespace.shapeproof_only
        settings = settings_of(config)
        registry = registry_of(config, settings)
        listening = ExitStack()
        listening.enter_context(
            all_clients(
                live_contracts(registry),
                self._observe,
                self._trouble,
                severities_of(settings),
                Only.of(only, registry) if only is not None else Only(),
            )
        )
        config.add_cleanup(listening.close)  # pytest_unconfigure isn't called when a conftest can't be read

    def _observe(self, observation: Observation) -> None:
        self._tally.add(observation, self._test, self._allowed)
        if any(one.severity == "error" and one.code not in self._allowed for one in observation.findings):
            self._met.append(observation)
            self._outside = self._outside or self._test == _OUTSIDE

    def _trouble(self, sentence: str) -> None:
        self._tally.troubles[sentence] += 1

    def _fail_if_met(self) -> None:
        if self._fails and self._met:
            met, self._met = self._met, []
            pytest.fail("\n".join(failure_lines(met, self._allowed)), pytrace=False)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        self._test, self._allowed = item.nodeid, allowed(item)
        try:
            return (yield)
        finally:
            self._test, self._allowed = _OUTSIDE, frozenset()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_setup(self) -> Generator[None, object, object]:
        self._met = []  # of this attempt: a test may be run again
        return (yield)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_call(self) -> Generator[None, object, object]:
        result = yield
        self._fail_if_met()
        return result

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_teardown(self) -> Generator[None, object, object]:
        self._met = []
        result = yield
        self._fail_if_met()
        return result

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take in what a worker of pytest-xdist saw."""
        sent = getattr(node, "workeroutput", {}).get("shapeproof")
        if sent is None:
            self._trouble(f"what the worker {node.gateway.id} saw is lost with it")
        else:
            self._tally.merge(LiveTally.from_data(sent["tally"]))
            self._outside = self._outside or sent["outside"]

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        output = getattr(session.config, "workeroutput", None)
        if output is not None:
            output["shapeproof"] = {"tally": self._tally.to_data(), "outside": self._outside}
        elif self._unmet and exitstatus in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    @property
    def _unmet(self) -> str:
        """Why the run fails, though no test does: nothing is to pass that wasn't looked at."""
        if self._fails and self._outside:
            return "errors outside of all tests fail the run (--shapeproof-fail)"
        if self._fails and self._tally.troubles:
            return "what wasn't looked at fails the run (--shapeproof-fail)"
        return ""

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        terminalreporter.write_sep("=", "shapeproof")
        for line in live_lines(self._tally, verbose=terminalreporter.verbosity > 0):
            markup = {COLOURS[line.severity]: True} if line.severity else {}
            terminalreporter.write_line(line.text, **markup)
        if self._unmet:
            terminalreporter.write_line(self._unmet, red=True)
