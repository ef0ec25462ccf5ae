"""The plugin's modules are imported as written: pytest has no asserts to rewrite in them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.live.conftest import run

pytestmark = pytest.mark.usefixtures("require_mock_libraries")

LOADED_WITH_PYTEST = {"shapeproof", "shapeproof.errors", "shapeproof.pytest_plugin"}
SOURCE = """
    def test_checks(shapeproof):
        location("nowhere")
        shapeproof.check({"Buckets": [], "ResponseMetadata": {"HTTPStatusCode": 200}}, "s3.list_buckets")
"""
CONFTEST = """
import atexit, sys

def tell():
    for name, module in list(sys.modules.items()):
        print("module:", name, type(getattr(module, "__loader__", None)).__module__)
    print("finders:", sys.meta_path)

atexit.register(tell)
"""


@pytest.mark.parametrize("options", [[], ["--shapeproof"]])
def test_modules_are_imported_as_written(options: list[str], project: Callable[..., Path]) -> None:
    directory = project(SOURCE)
    (directory / "conftest.py").write_text(CONFTEST)
    output = run(directory, *options).output
    assert "1 passed" in output
    loaders = dict(re.findall(r"^module: (\S+) (\S+)$", output, re.MULTILINE))
    rewritten = {name for name, loader in loaders.items() if loader.startswith("_pytest.")}
    assert {"conftest", "test_it"} <= rewritten  # so the loader is known by its name
    assert "shapeproof.validation.validator" in loaders
    assert {name for name in rewritten if name.startswith("shapeproof")} <= LOADED_WITH_PYTEST
    (finders,) = re.findall(r"^finders: (.*)", output, re.MULTILINE)
    assert "shapeproof" not in finders
