"""Fixtures for tests with live clients."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

collect_ignore = ["project"]  # the tests of another project, with its own conftest


@pytest.fixture
def client() -> Callable[[str], Any]:
    """Creates a boto3 client of a service, with fake credentials."""
    pytest.importorskip("moto")  # it mocks only clients that are created after its import
    boto3: Any = pytest.importorskip("boto3")
    keys = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing", "region_name": "us-east-1"}
    create_client: Callable[[str], Any] = boto3.Session(**keys).client
    return create_client
