"""What all tests share: the full survey is asked for, never run by accident; contracts made by hand, the flagship's, and installed ones."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from shapeproof.capture.build import build
from shapeproof.capture.model import OperationModel
from shapeproof.capture.sources import installed
from shapeproof.contract import Contract
from shapeproof.registry import load

# How long an example takes says more of the machine than of the code; the first one also builds tables of all characters.
settings.register_profile("shapeproof", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shapeproof")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--survey", action="store_true", help="also run over every operation of the installed botocore")
    parser.addoption("--update-golden", action="store_true", help="write tests/golden anew; look at the differences")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--survey"):
        return
    for item in items:
        if item.get_closest_marker("survey"):
            item.add_marker(pytest.mark.skip(reason="all of botocore takes minutes; run it with: pytest --survey"))


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Holds a text against the file of that name in tests/golden."""

    def held(name: str, text: str) -> None:
        file = Path(__file__).parent / "golden" / name
        if request.config.getoption("--update-golden"):
            file.write_text(text)
        assert text == (file.read_text() if file.exists() else f"nothing: write {name} with pytest --update-golden")

    return held


@pytest.fixture(scope="session")
def handmade() -> Callable[..., OperationModel]:
    """Shapes -> the model of an operation `example.get_thing` that answers with the shape `Thing`."""

    def made(shapes: Mapping[str, Any], protocol: str = "json", errors: tuple[str, ...] = ()) -> OperationModel:
        operation = {"name": "GetThing", "output": {"shape": "Thing"}, "errors": [{"shape": name} for name in errors]}
        model = {
            "metadata": {"apiVersion": "2020-01-01", "endpointPrefix": "example", "protocol": protocol},
            "operations": {"GetThing": operation},
            "shapes": shapes,
        }
        return OperationModel.from_service("example", "1.0", model, "GetThing")

    return made


@pytest.fixture(scope="session")
def flagship() -> Contract:
    return load("sagemaker.describe_hyper_parameter_tuning_job@1.29.145")


@pytest.fixture(scope="session")
def capture() -> Callable[[str], Contract]:
    """`SERVICE.Operation` -> its contract, out of the installed botocore."""
    if importlib.util.find_spec("botocore") is None:
        pytest.skip("botocore isn't installed, and its models are what this test samples")
    source = installed()

    @cache
    def captured(name: str) -> Contract:
        service, operation = name.split(".")
        return build(source.find(service, operation))

    return captured


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A Chromium, without a network."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright isn't installed; scripts/setup brings it")
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("there is no chromium on PATH (apt-get install chromium)")
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=arguments)
        yield started
        started.close()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    """The page at the module's `address`, opened; in the end its console must have said nothing, nothing been fetched."""
    opened = browser.new_page(viewport={"width": 1200, "height": 800})
    said: list[str] = []

    def hear(message: Any) -> None:
        said.append(str(message.text))

    def fail(error: Any) -> None:
        said.append(str(error))

    def fetch(request: Any) -> None:
        said.extend([] if request.url.startswith("file:") else [request.url])

    for event, listener in (("console", hear), ("pageerror", fail), ("request", fetch)):
        opened.on(event, listener)
    opened.goto(address)
    yield opened
    opened.close()
    assert said == []
