"""What the tests of live clients share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

collect_ignore = ["project"]  # another project's tests, with a conftest of its own


@pytest.fixture
def client() -> Callable[[str], Any]:
    """SERVICE -> a boto3 client with credentials that are none."""
    pytest.importorskip("moto")  # it answers only clients that are made after it is imported
    boto3: Any = pytest.importorskip("boto3")
    keys = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing", "region_name": "us-east-1"}
    made: Callable[[str], Any] = boto3.Session(**keys).client
    return made
