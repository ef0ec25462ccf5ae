"""`pytest --shapeproof`: checks the responses that boto3 clients get in tests.

A thin adapter, like the command line. pytest loads this module in every run, so nothing heavy is imported until it is used.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import TYPE_CHECKING, Final, Literal, cast, get_args

import pytest

if TYPE_CHECKING:
    from shapeproof.pytest_plugin.response_validator import ResponseValidator

_Mode = Literal["off", "report", "fail", "new"]
_MODES: Final = get_args(_Mode)


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Declare the options, and the ini option for the default."""
    config = pluginmanager.get_plugin("pytestconfig")
    _refuse_other_values([] if config is None else config.invocation_params.args)
    group = parser.getgroup("shapeproof", "shapeproof: check the responses that boto3 clients get")
    group.addoption("--shapeproof", action="store_true", help="Report responses that break their contracts.")
    group.addoption(
        "--shapeproof-fail",
        action="store_const",
        const="fail",
        help="Fail tests that get such a response (severity error), unless the baseline knows it.",
    )
    # argparse looks for a whole argument first. An optional value would take `tests/` in `--shapeproof-fail tests/`.
    group.addoption(
        "--shapeproof-fail=new",
        dest="shapeproof_fail",
        action="store_const",
        const="new",
        help="The same, and there must be a baseline.",
    )
    group.addoption(
        "--shapeproof-baseline",
        metavar="FILE",
        help="Known findings: they are counted, and fail no test (default: from the settings).",
    )
    group.addoption(
        "--shapeproof-write-baseline",
        action="store_true",
        help="Write all findings of this run to the baseline (default file: shapeproof-baseline.json). "
        "Entries of tests that do not run, or do not pass, are kept.",
    )
    group.addoption(
        "--shapeproof-baseline-scope",
        choices=["test", "suite"],
        default="test",
        help="What an entry that is written holds for: its test (default), or every test of the suite.",
    )
    group.addoption(
        "--shapeproof-only",
        metavar="SERVICE[.OPERATION],…",
        help="Check only these services and operations, such as sagemaker,s3.list_buckets.",
    )
    group.addoption(
        "--shapeproof-rules",
        choices=["stated", "derived"],
        help="derived: also check rules that the names of members suggest (default: from the settings, else stated).",
    )
    group.addoption(
        "--shapeproof-report",
        action="append",
        metavar="FORMAT=FILE",
        help="Write the findings to a file: text, json, sarif, junit, html, github, … Can be repeated.",
    )
    group.addoption(
        "--shapeproof-no-cache", action="store_true", help="Build contracts anew, and keep none for the next run."
    )
    parser.addini(
        "shapeproof_cache", "Keep the contracts that are built from botocore's models for the next run", "bool", True
    )
    parser.addini(
        "shapeproof", "Check the responses that boto3 clients get: off (default), report, fail or new", default="off"
    )


def _refuse_other_values(arguments: Iterable[object]) -> None:
    """Raise pytest.UsageError for a value that `--shapeproof-fail` doesn't have: argparse would say that it ignores it."""
    for argument in map(str, arguments):
        option, is_given, value = argument.partition("=")
        if option == "--shapeproof-fail" and is_given and value != "new":
            from shapeproof.errors import UsageError, unknown_name_hint

            hint = unknown_name_hint(value, ["new"], "Either --shapeproof-fail or --shapeproof-fail=new")
            raise pytest.UsageError(UsageError(f"unknown value {value!r}", where=option, hint=hint))


class _AsWritten:
    """Finds our modules before pytest does.

    pytest rewrites the asserts of all modules of a distribution that has a plugin. Ours have no asserts for users to read,
    and looking at each of a hundred modules takes longer than to import it; where no bytecode is written, far longer.
    """

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> ModuleSpec | None:
        return PathFinder.find_spec(name, path, target) if name.startswith("shapeproof.") else None


def _forget_finder() -> None:
    with suppress(ValueError):  # somebody else has removed it
        sys.meta_path.remove(_AsWritten)


def _mode(config: pytest.Config) -> _Mode:
    setting = str(config.getini("shapeproof"))
    options = config.known_args_namespace
    if setting not in _MODES:
        from shapeproof.errors import UsageError, unknown_name_hint

        is_option = any(str(override).startswith("shapeproof=") for override in options.override_ini or ())
        raise pytest.UsageError(
            UsageError(
                f"unknown mode {setting!r}",
                where="-o shapeproof" if is_option or not config.inipath else f"{config.inipath}: shapeproof",
                hint=unknown_name_hint(setting, _MODES, f"One of: {', '.join(_MODES)}"),
            )
        )
    if options.shapeproof_fail:
        return cast("_Mode", options.shapeproof_fail)
    uses = (options.shapeproof_only, options.shapeproof_baseline, options.shapeproof_report)
    is_used = options.shapeproof or options.shapeproof_write_baseline or any(value is not None for value in uses)
    return "report" if is_used and setting == "off" else cast("_Mode", setting)


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Start to monitor responses, before a conftest can create the first client."""
    sys.meta_path.insert(0, _AsWritten)
    early_config.add_cleanup(_forget_finder)
    mode = _mode(early_config)
    if mode != "off":
        from shapeproof.errors import ShapeproofError
        from shapeproof.pytest_plugin.response_monitor import ResponseMonitor

        try:
            monitor = ResponseMonitor(early_config, mode)
        except ShapeproofError as error:
            raise pytest.UsageError(f"shapeproof: {error}") from error
        early_config.pluginmanager.register(monitor, "shapeproof-monitor")


def pytest_configure(config: pytest.Config) -> None:
    """Declare the mark, so that tests may have it whether responses are checked or not."""
    config.addinivalue_line(
        "markers", "shapeproof(allow=[CODE, …]): allow findings with these codes in responses that the test gets"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Reject invalid marks, whether responses are checked or not."""
    if any(item.get_closest_marker("shapeproof") for item in items):
        from shapeproof.pytest_plugin.marks import check_marks

        check_marks(items)


@pytest.fixture
def shapeproof(request: pytest.FixtureRequest) -> ResponseValidator:
    """Check hand-made responses against their contracts: `shapeproof.check(response, "s3.list_buckets")`."""
    from shapeproof.pytest_plugin.marks import allowed_codes
    from shapeproof.pytest_plugin.project import registry_of, settings_of, severities_of
    from shapeproof.pytest_plugin.response_suppressions import ResponseSuppressions
    from shapeproof.pytest_plugin.response_validator import ResponseValidator

    settings = settings_of(request.config)
    severities = severities_of(request.config, settings, allowed_codes(request.node))
    suppressions = ResponseSuppressions.of(request.config, settings)
    return ResponseValidator(
        registry_of(request.config, settings),
        severities,
        suppressions,
        request.node.nodeid,
        edition_notes=settings.edition_notes,
    )
