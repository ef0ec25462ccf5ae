"""`pytest --shapeproof`: what the tests' boto3 clients are answered, held against the contracts.

A thin adapter, like the command line. Nothing heavy is imported until it is switched on; pytest loads this everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from shapeproof.pytest_plugin.checking import ResponseCheck

_MODES: Final = ("off", "report", "fail")


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
        from shapeproof.pytest_plugin.listener import Listener

        try:
            listener = Listener(early_config, fails=mode == "fail")
        except ShapeproofError as error:
            raise pytest.UsageError(f"shapeproof: {error}") from None
        early_config.pluginmanager.register(listener, "shapeproof-listener")


def pytest_configure(config: pytest.Config) -> None:
    """Declare the mark, so that tests may bear it whether anybody listens or not."""
    config.addinivalue_line(
        "markers", "shapeproof(allow=[CODE, …]): answers in this test may break their contracts in these ways"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse marks that would say nothing, whether anybody listens or not."""
    if any(item.get_closest_marker("shapeproof") for item in items):
        from shapeproof.pytest_plugin.marks import allowed

        for item in items:
            allowed(item)


@pytest.fixture
def shapeproof(request: pytest.FixtureRequest) -> ResponseCheck:
    """Hold hand-made responses against their contracts: `shapeproof.validate(response, "s3.list_buckets")`."""
    from shapeproof.pytest_plugin.checking import ResponseCheck
    from shapeproof.pytest_plugin.marks import allowed
    from shapeproof.pytest_plugin.project import registry_of, settings_of, severities_of

    settings = settings_of(request.config)
    return ResponseCheck(registry_of(request.config, settings), severities_of(settings, allowed(request.node)))
