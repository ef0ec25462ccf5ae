"""Shared options and fixtures: golden files, contracts and a browser. Surveys run only with `--survey`."""

from __future__ import annotations

import gc
import importlib.util
import shutil
import signal
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from tests.program.forks import Program, environment
from tests.program.wheels import wheel, wheel_environment

from shapeproof.capture.build import build
from shapeproof.capture.model import OperationModel
from shapeproof.capture.sources import installed
from shapeproof.contract import Contract
from shapeproof.registry import load
from shapeproof.user_cache.directory import CACHE_VARIABLE

__all__ = ["wheel", "wheel_environment"]

# Durations depend on the machine more than on the code; the first example also builds tables of all characters.
settings.register_profile("survey", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("shapeproof", settings.get_profile("survey"), max_examples=50)
settings.load_profile("shapeproof")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--survey", action="store_true", help="also run the surveys, which take longer")
    parser.addoption("--attacks", type=int, default=200, help="the runs of each attack in its survey (default: 200)")
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/golden; review the differences")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--survey"):
        settings.load_profile("survey")
    # A shell without job control makes what it starts in the background ignore interrupts. So would all programs that the
    # tests start.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--survey"):
        return
    for item in items:
        if item.get_closest_marker("survey"):
            item.add_marker(pytest.mark.skip(reason="a survey takes longer; run it with: pytest --survey"))


def pytest_collection_finish() -> None:
    # Fifteen thousand tests stay to the end. Looking through them for garbage took a fifth of the time.
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session", autouse=True)
def cache_of_contracts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Runs that tests start share a cache of contracts, which isn't the user's, and have no notes about newer editions."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHAPEPROOF_EDITION_NOTES", "0")
        patch.setenv(CACHE_VARIABLE, str(tmp_path_factory.mktemp("contracts")))
        yield


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a string with the file of that name in tests/golden."""

    def assert_golden(name: str, text: str) -> None:
        file = Path(__file__).parent / "golden" / name
        if request.config.getoption("--update-golden"):
            file.write_text(text)
        assert text == (file.read_text() if file.exists() else f"nothing: write {name} with pytest --update-golden")

    return assert_golden


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    with Program(tmp_path_factory.mktemp("program"), environment()) as program:
        yield program


@pytest.fixture(scope="session")
def handmade() -> Callable[..., OperationModel]:
    """Builds the model of an operation `example.get_thing`, whose output is the shape `Thing`, from shapes."""

    def build_model(shapes: Mapping[str, Any], protocol: str = "json", errors: tuple[str, ...] = ()) -> OperationModel:
        operation = {"name": "GetThing", "output": {"shape": "Thing"}, "errors": [{"shape": name} for name in errors]}
        model = {
            "metadata": {"apiVersion": "2020-01-01", "endpointPrefix": "example", "protocol": protocol},
            "operations": {"GetThing": operation},
            "shapes": shapes,
        }
        return OperationModel.from_service("example", "1.0", model, "GetThing")

    return build_model


@pytest.fixture(scope="session")
def flagship() -> Contract:
    return load("sagemaker.describe_hyper_parameter_tuning_job@1.29.145")


@pytest.fixture(scope="session")
def capture() -> Callable[[str], Contract]:
    """Builds the contract of `SERVICE.Operation` from the installed botocore."""
    if importlib.util.find_spec("botocore") is None:
        pytest.skip("botocore isn't installed: this test uses its models")
    source = installed()

    @cache
    def capture_contract(name: str) -> Contract:
        service, operation = name.split(".")
        return build(source.find(service, operation))

    return capture_contract


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A Chromium, without a network."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright isn't installed; scripts/setup brings it")
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    if executable is None:
        pytest.skip("chromium isn't on PATH (apt-get install chromium)")
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    """The open page at the module's `address`. Console output, page errors or network requests fail the test."""
    browser_page = browser.new_page(viewport={"width": 1200, "height": 800})
    problems: list[str] = []

    def on_console(message: Any) -> None:
        problems.append(str(message.text))

    def on_error(error: Any) -> None:
        problems.append(str(error))

    def on_request(request: Any) -> None:
        problems.extend([] if request.url.startswith("file:") else [request.url])

    for event, listener in (("console", on_console), ("pageerror", on_error), ("request", on_request)):
        browser_page.on(event, listener)
    browser_page.goto(address)
    yield browser_page
    browser_page.close()
    assert problems == []
