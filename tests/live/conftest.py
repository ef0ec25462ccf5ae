"""Clients with fake credentials, and test runs of separate projects with the pytest plugin."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any, NamedTuple

import pytest

from shapeproof.user_cache.directory import CACHE_VARIABLE

collect_ignore = ["project"]  # the tests of another project, with its own conftest

STUBBED = """
    import boto3, pytest
    from botocore.stub import Stubber

    def buckets(response):
        client = boto3.client("s3", region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
        with Stubber(client) as stubber:
            stubber.add_response("list_buckets", response)
            return client.list_buckets()

    def queue(**response):
        client = boto3.client("sqs", region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
        with Stubber(client) as stubber:
            stubber.add_response("get_queue_attributes", response)
            return client.get_queue_attributes(QueueUrl="q")

    def location(name):
        client = boto3.client("s3", region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
        with Stubber(client) as stubber:
            stubber.add_response("get_bucket_location", {"LocationConstraint": name})
            return client.get_bucket_location(Bucket="b")
"""


@pytest.fixture
def client() -> Callable[[str], Any]:
    """Creates a boto3 client of a service, with fake credentials."""
    pytest.importorskip("moto")  # it mocks only clients that are created after its import
    boto3: Any = pytest.importorskip("boto3")
    keys = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing", "region_name": "us-east-1"}
    create_client: Callable[[str], Any] = boto3.Session(**keys).client
    return create_client


class Run(NamedTuple):
    """A test run: its exit status and its output."""

    status: int
    output: str

    @property
    def summary(self) -> str:
        summary = re.search(
            r"^=+ shapeproof =+\n(.*?)^(?:=|\d+ (?:passed|failed|x))", self.output, re.MULTILINE | re.DOTALL
        )
        assert summary, self.output
        now = re.sub(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z", "NOW", summary[1])
        return re.sub(r"@\d+\.\d+\.\d+", "@EDITION", now)

    @property
    def failed(self) -> set[str]:
        return set(re.findall(r"^(?:FAILED|ERROR) \S+::(\w+)", self.output, re.MULTILINE))


def run(directory: Path, *arguments: str, cache: Path | None = None) -> Run:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "AWS_"))}
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
        cwd=directory,
        env={
            **environment,
            **({CACHE_VARIABLE: str(cache)} if cache else {}),
            "PYTHONDONTWRITEBYTECODE": "1",
            "COLUMNS": "100",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return Run(result.returncode, result.stdout + result.stderr)


@pytest.fixture(scope="module")
def require_mock_libraries() -> None:
    for library in ("boto3", "moto", "vcr"):
        pytest.importorskip(library)


@pytest.fixture
def project(tmp_path: Path) -> Callable[[str], Path]:
    """Creates a project with a test file: the given source after stubs of S3 and SQS."""

    def create(source: str, *, settings: str = "[pytest]\n") -> Path:
        (tmp_path / "pytest.ini").write_text(settings)
        (tmp_path / "test_it.py").write_text(dedent(STUBBED) + dedent(source))
        return tmp_path

    return create
