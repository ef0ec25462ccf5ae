"""Responses of moto are checked against the contracts. `pytest --survey -s` tests all operations and prints statistics."""

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

CREDENTIALS = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing", "region_name": "us-east-1"}
# Operations that create resources come before those that read them: their smallest requests use the same names.
PREFIX_ORDER = ("Create", "Put", "Register", "Start", "Add", "Tag", "Update", "Describe", "Get", "List")
EXCLUDED_PREFIXES = ("Delete", "Invoke", "Terminate", "Deregister")
TIMEOUT = 3.0


class TimedOut(BaseException):
    """moto did not respond to a request in time."""


def called_operations(services: list[str], observations: list[Observation], errors: list[str]) -> Iterator[str]:
    """Call every operation of the services with its smallest request; yield the names of those to which moto responds."""
    boto3: Any = pytest.importorskip("boto3")
    mock_aws: Any = pytest.importorskip("moto").mock_aws
    contracts = LiveContracts.of_installed_botocore(ContractRegistry())
    with mock_aws(), observe_all_clients(contracts, observations.append, errors.append, Severities()):
        session = boto3.Session(**CREDENTIALS)
        for service in services:
            client = session.client(service)
            names = [
                name for name in client.meta.service_model.operation_names if not name.startswith(EXCLUDED_PREFIXES)
            ]
            for name in sorted(names, key=lambda name: (rank(name), name)):
                contract = contracts.contract_of(client.meta.service_model.operation_model(name))
                with suppress(Exception, TimedOut):  # not implemented, rejected, or crashed
                    call(client, contract)
                    yield contract.operation_name


def rank(operation: str) -> int:
    return next((index for index, prefix in enumerate(PREFIX_ORDER) if operation.startswith(prefix)), len(PREFIX_ORDER))


def call(client: Any, contract: Contract) -> None:
    request = from_cli(contract.request, sample.smallest(contract, "request"), "sdk")
    method: Callable[..., Any] = getattr(client, snake_case(contract.operation))
    signal.setitimer(signal.ITIMER_REAL, TIMEOUT)
    try:
        method(**request)  # type: ignore[arg-type]  # the representation of a structure is a dict
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


@pytest.fixture
def timeout_alarm() -> Iterator[None]:
    def on_alarm(number: int, frame: FrameType | None) -> None:
        raise TimedOut

    previous_handler = signal.signal(signal.SIGALRM, on_alarm)
    yield
    signal.signal(signal.SIGALRM, previous_handler)


@pytest.mark.filterwarnings("ignore")  # of moto and its dependencies
@pytest.mark.usefixtures("timeout_alarm")
def test_sqs_and_kms_are_checked_without_errors() -> None:
    observations: list[Observation] = []
    errors: list[str] = []
    called = set(called_operations(["kms", "sqs"], observations, errors))
    assert {"kms.create_key", "kms.list_keys", "sqs.list_queues"} <= called
    assert {observation.response.part for observation in observations} == {"response", "error"}
    assert {observation.response.origin for observation in observations} == {"moto"}
    assert errors == []


@pytest.mark.survey
@pytest.mark.filterwarnings("ignore")
@pytest.mark.usefixtures("timeout_alarm")
def test_all_operations_of_moto_are_checked_without_errors(capsys: pytest.CaptureFixture[str]) -> None:
    list_modules: Any = pytest.importorskip("moto.backends").list_of_moto_modules
    boto3: Any = pytest.importorskip("boto3")
    mocked_services = {name.replace("_", "") for name in list_modules()} | {"lambda"}
    services = [
        service
        for service in boto3.Session(**CREDENTIALS).get_available_services()
        if service.replace("-", "") in mocked_services
    ]
    observations: list[Observation] = []
    errors: list[str] = []
    list(called_operations(services, observations, errors))
    responses = [observation for observation in observations if observation.response.part == "response"]
    broken_contracts = {
        observation.response.contract.name
        for observation in responses
        if any(finding.severity == "error" for finding in observation.findings)
    }
    operations = {observation.response.contract.name for observation in responses}
    with capsys.disabled():
        codes = Counter(finding.code for observation in responses for finding in observation.findings)
        services = sorted({observation.response.contract.service for observation in responses})
        sys.stdout.write(
            f"\n{len(operations)} operations of {len(services)} services, {len(broken_contracts)} broken: {codes}\n"
        )
    assert len(operations) >= 150
    assert errors == []
