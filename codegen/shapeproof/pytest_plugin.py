"""`pytest --shapeproof`: what the tests' boto3 clients are answered, held against the contracts.

A thin adapter, like the command line. Nothing heavy is imported until it is switched on; pytest loads this everywhere.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import pytest

if TYPE_CHECKING:
    from shapeproof.contract import Contract, Part, View
    from shapeproof.live.watching import Observation
    from shapeproof.report.live_text import Line
    from shapeproof.settings import Settings

_MODES: Final = ("off", "report", "fail")
_OUTSIDE: Final = "no test: outside of all tests"
_COLOURS: Final = {"error": "red", "warning": "yellow", "note": "cyan"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the options, and the setting that stands for them."""
    group = parser.getgroup("shapeproof", "shapeproof: answers to boto3 clients held against their contracts")
    group.addoption("--shapeproof", action="store_true", help="Report where answers break their contracts.")
    group.addoption(
        "--shapeproof-fail", action="store_true", help="Fail the tests that meet such an answer (severity error)."
    )
    group.addoption(
        "--shapeproof-only",
        metavar="SERVICE[.OPERATION],…",
        help="Look at these alone: sagemaker,s3.list_buckets",
    )
    parser.addini("shapeproof", "Answers to boto3 clients: report, fail, or off (the default)", default="off")


def _mode(config: pytest.Config) -> str:
    stated = str(config.getini("shapeproof"))
    if stated not in _MODES:
        raise pytest.UsageError(f"shapeproof = {stated!r} in {config.inipath}: one of {', '.join(_MODES)} belongs here")
    options = config.known_args_namespace
    if options.shapeproof_fail:
        return "fail"
    if options.shapeproof or options.shapeproof_only is not None:
        return stated if stated == "fail" else "report"
    return stated


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Start to listen, before a conftest can make the first client."""
    mode = _mode(early_config)
    if mode != "off":
        from shapeproof.errors import ShapeproofError

        try:
            listener = _Listener(early_config, fails=mode == "fail")
        except ShapeproofError as error:
            raise pytest.UsageError(f"shapeproof: {error}") from None
        early_config.pluginmanager.register(listener, "shapeproof-listener")


def pytest_configure(config: pytest.Config) -> None:
    """Declare the mark, so that tests may bear it whether anybody listens or not."""
    config.addinivalue_line(
        "markers", "shapeproof(allow=[CODE, …]): answers in this test may break their contracts in these ways"
    )


class _Listener:
    """Collects what is observed, test by test, and tells it."""

    def __init__(self, config: pytest.Config, *, fails: bool) -> None:
        from contextlib import ExitStack

        from shapeproof.live.events import Only
        from shapeproof.live.watching import all_clients, live_contracts
        from shapeproof.report.live_tally import LiveTally
        from shapeproof.validate.codes import Severities

        self._fails = fails
        self._tally = LiveTally()
        self._test = _OUTSIDE
        self._allowed: frozenset[str] = frozenset()
        self._met: list[Observation] = []
        self._outside = False
        only = config.known_args_namespace.shapeproof_only
        settings = _settings(config)
        self._listening = ExitStack()
        self._listening.enter_context(
            all_clients(
                live_contracts(_own_contracts(config, settings)),
                self._observe,
                self._trouble,
                Severities(settings.view, settings.severities),
                Only.of(only) if only else Only(),
            )
        )

    def _observe(self, observation: Observation) -> None:
        self._tally.add(observation, self._test, self._allowed)
        if any(one.severity == "error" and one.code not in self._allowed for one in observation.findings):
            self._met.append(observation)
            self._outside = self._outside or self._test == _OUTSIDE

    def _trouble(self, sentence: str) -> None:
        self._tally.troubles[sentence] += 1

    def _fail_if_met(self) -> None:
        if self._fails and self._met:
            from shapeproof.report.live_text import failure_lines

            met, self._met = self._met, []
            pytest.fail("\n".join(failure_lines(met)), pytrace=False)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        self._test, self._allowed = item.nodeid, _allowed(item)
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
        from shapeproof.report.live_tally import LiveTally

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
        elif self._fails and self._outside and exitstatus in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        from shapeproof.report.live_text import live_lines

        terminalreporter.write_sep("=", "shapeproof")
        for line in live_lines(self._tally, verbose=terminalreporter.verbosity > 0):
            _write(terminalreporter, line)

    def pytest_unconfigure(self) -> None:
        self._listening.close()


def _write(terminal: pytest.TerminalReporter, line: Line) -> None:
    markup = {_COLOURS[line.severity]: True} if line.severity else {}
    terminal.write_line(line.text, **markup)


def _settings(config: pytest.Config) -> Settings:
    from shapeproof import settings

    return settings.read(config.rootpath)


def _own_contracts(config: pytest.Config, settings: Settings) -> Path:
    from shapeproof.schemas import PROJECT_FOLDER

    return settings.schemas or config.rootpath / PROJECT_FOLDER


def _allowed(item: pytest.Item) -> frozenset[str]:
    from shapeproof.errors import UsageError
    from shapeproof.validate.codes import codes_meant

    texts = [text for mark in item.iter_markers("shapeproof") for text in _texts(mark)]
    try:
        return frozenset(code for text in texts for code in codes_meant(text))
    except UsageError as error:
        raise pytest.UsageError(f"{item.nodeid}: the mark shapeproof: {error}") from None


def _texts(mark: pytest.Mark) -> Iterable[str]:
    allow = mark.kwargs.get("allow", ())
    return [allow] if isinstance(allow, str) else cast("Iterable[str]", allow)


class ResponseCheck:
    """What the fixture `shapeproof` gives: hand-made responses held against a contract, by name."""

    def __init__(self, schemas: Path, view: View) -> None:
        self._schemas = schemas
        self._view: View = view

    def check(self, response: object, contract: Contract | str, part: Part = "response") -> None:
        """Fail the test, telling each finding, if the response (or request, or error) breaks its contract.

        `contract` is a Contract or its name, `sagemaker.describe_hyper_parameter_tuning_job`; a bare name means the
        project's own contract, else that of the installed botocore, as for the answers of clients.
        """
        __tracebackhide__ = True
        import shapeproof

        try:
            known = _loaded(contract, self._schemas) if isinstance(contract, str) else contract
            shapeproof.check(response, known, part, view=self._view)
        except shapeproof.ContractBroken as broken:
            raise AssertionError(str(broken)) from None
        except shapeproof.ShapeproofError as error:  # a name that nothing knows: the test's line says enough
            raise error.with_traceback(None) from None


def _loaded(name: str, folder: Path) -> Contract:
    from shapeproof import schemas
    from shapeproof.errors import UnknownContractError

    wanted = schemas.parse_name(name)
    if wanted.edition is None:
        if own := schemas.project_contract(wanted.service, wanted.operation, folder):
            return own
        try:
            return schemas.load(f"{name}@{schemas.INSTALLED}")
        except UnknownContractError:  # no botocore here, or one without this operation: the shipped one, if any
            pass
    return schemas.load(name)


@pytest.fixture(scope="session")
def shapeproof(pytestconfig: pytest.Config) -> ResponseCheck:
    """Hold hand-made responses against their contracts: `shapeproof.check(response, "s3.list_buckets")`."""
    settings = _settings(pytestconfig)
    return ResponseCheck(_own_contracts(pytestconfig, settings), settings.view)
