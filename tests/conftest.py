"""What all tests share: the full survey is asked for, never run by accident."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--survey", action="store_true", help="also run over every operation of the installed botocore")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--survey"):
        return
    for item in items:
        if item.get_closest_marker("survey"):
            item.add_marker(pytest.mark.skip(reason="all of botocore takes minutes; run it with: pytest --survey"))
