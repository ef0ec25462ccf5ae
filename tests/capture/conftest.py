"""The patterns of all services of the installed botocore."""

from __future__ import annotations

import gzip
import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="session")
def installed_patterns() -> list[str]:
    """Each distinct pattern, as the models write it."""
    package = importlib.util.find_spec("botocore")
    if package is None or not package.submodule_search_locations:
        pytest.skip("botocore isn't installed, and this test translates its patterns")
    return sorted(set(_patterns(Path(package.submodule_search_locations[0]) / "data")))


def _patterns(data: Path) -> Iterator[str]:
    for file in data.glob("*/*/service-2.json*"):
        content = file.read_bytes()
        model: dict[str, Any] = json.loads(gzip.decompress(content) if file.suffix == ".gz" else content)
        yield from (shape["pattern"] for shape in model["shapes"].values() if "pattern" in shape)
