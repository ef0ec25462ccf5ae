"""Responses of moto, operation by operation, checked against the contracts. `pytest --survey -s` prints figures."""

from __future__ import annotations

import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from types import FrameType
from typing import Any

import pytest

from shapeproof import sample
from shapeproof.capture.model import snake_case
from shapeproof.contract import Contract
from shapeproof.live.contracts import LiveContracts
from shapeproof.live.watching import Observation, observe_all_clients
from shapeproof.registry import ContractRegistry
from shapeproof.representations.conversion import from_cli
from shapeproof.validation.catalog import Severities

KEYS = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing", "region_name": "us-east-1"}
# What creates comes before what reads: the smallest requests of both use the same names.
ORDER = ("Create", "Put", "Register", "Start", "Add", "Tag", "Update", "Describe", "Get", "List")
EXCLUDED = ("Delete", "Invoke", "Terminate", "Deregister")
TIMEOUT = 3.0


class TimedOut(BaseException):
    """moto takes too long for a request."""


def called_operations(services: list[str], observations: list[Observation], errors: list[str]) -> Iterator[str]:
    """Call every operation of the services with its smallest request, and yield the names of those that moto answers."""
    boto3: Any = pytest.importorskip("boto3")
    mock_aws: Any = pytest.importorskip("moto").mock_aws
    contracts = LiveContracts.of_installed_botocore(ContractRegistry())
    with mock_aws(), observe_all_clients(contracts, observations.append, errors.append, Severities()):
        session = boto3.Session(**KEYS)
        for service in services:
            client = session.client(service)
            names = [name for name in client.meta.service_model.operation_names if not name.startswith(EXCLUDED)]
            for name in sorted(names, key=lambda name: (rank(name), name)):
                contract = contracts.contract_of(client.meta.service_model.operation_model(name))
                with suppress(Exception, TimedOut):  # not implemented, refused, or crashed
                    call(client, contract)
                    yield contract.operation_name


def rank(operation: str) -> int:
    return next((index for index, word in enumerate(ORDER) if operation.startswith(word)), len(ORDER))


def call(client: Any, contract: Contract) -> None:
    request = from_cli(contract.request, sample.smallest(contract, "request"), "sdk")
    method: Callable[..., Any] = getattr(client, snake_case(contract.operation))
    signal.setitimer(signal.ITIMER_REAL, TIMEOUT)
    try:
        method(**request)  # type: ignore[arg-type]  # a structure's
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


@pytest.fixture
def alarm() -> Iterator[None]:
    def ring(number: int, frame: FrameType | None) -> None:
        raise TimedOut

    before = signal.signal(signal.SIGALRM, ring)
    yield
    signal.signal(signal.SIGALRM, before)


@pytest.mark.filterwarnings("ignore")  # moto's own, and those of its dependencies
@pytest.mark.usefixtures("alarm")
def test_queues_and_keys_are_checked_without_errors() -> None:
    observations: list[Observation] = []
    errors: list[str] = []
    called = set(called_operations(["kms", "sqs"], observations, errors))
    assert {"kms.create_key", "kms.list_keys", "sqs.list_queues"} <= called
    assert {observation.response.part for observation in observations} == {"response", "error"}
    assert {observation.response.origin for observation in observations} == {"moto"}
    assert errors == []


@pytest.mark.survey
@pytest.mark.filterwarnings("ignore")
@pytest.mark.usefixtures("alarm")
def test_everything_that_moto_answers(capsys: pytest.CaptureFixture[str]) -> None:
    listed: Any = pytest.importorskip("moto.backends").list_of_moto_modules
    boto3: Any = pytest.importorskip("boto3")
    mocked = {name.replace("_", "") for name in listed()} | {"lambda"}
    services = [
        service for service in boto3.Session(**KEYS).get_available_services() if service.replace("-", "") in mocked
    ]
    observations: list[Observation] = []
    errors: list[str] = []
    list(called_operations(services, observations, errors))
    good = [observation for observation in observations if observation.response.part == "response"]
    broken = {
        observation.response.contract.name
        for observation in good
        if any(finding.severity == "error" for finding in observation.findings)
    }
    operations = {observation.response.contract.name for observation in good}
    with capsys.disabled():
        codes = Counter(finding.code for observation in good for finding in observation.findings)
        services = sorted({observation.response.contract.service for observation in good})
        sys.stdout.write(f"\n{len(operations)} operations of {len(services)} services, {len(broken)} broken: {codes}\n")
    assert len(operations) >= 150
    assert errors == []
