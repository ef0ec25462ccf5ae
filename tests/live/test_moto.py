"""What moto answers in process, operation by operation, held against the contracts. `pytest --survey -s` tells more."""

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
from shapeproof.live.watching import Observation, all_clients, live_contracts
from shapeproof.registry import ContractRegistry
from shapeproof.representations.conversion import from_cli
from shapeproof.validation.catalog import Severities

KEYS = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing", "region_name": "us-east-1"}
# What makes comes before what reads: the smallest requests of both speak of things of the same names.
ORDER = ("Create", "Put", "Register", "Start", "Add", "Tag", "Update", "Describe", "Get", "List")
LEFT_OUT = ("Delete", "Invoke", "Terminate", "Deregister")
LONGEST = 3.0


class TooLate(BaseException):
    """moto works on and on at a request."""


def answered(services: list[str], seen: list[Observation], troubles: list[str]) -> Iterator[str]:
    """Call all that moto has of the services, with the smallest requests; the names of operations called."""
    boto3: Any = pytest.importorskip("boto3")
    mock_aws: Any = pytest.importorskip("moto").mock_aws
    contracts = live_contracts(ContractRegistry())
    with mock_aws(), all_clients(contracts, seen.append, troubles.append, Severities()):
        session = boto3.Session(**KEYS)
        for service in services:
            client = session.client(service)
            names = [one for one in client.meta.service_model.operation_names if not one.startswith(LEFT_OUT)]
            for name in sorted(names, key=lambda one: (rank(one), one)):
                contract = contracts.of(client.meta.service_model.operation_model(name))
                with suppress(Exception, TooLate):  # what moto lacks, what it refuses, what it chokes on
                    call(client, contract)
                    yield contract.operation_name


def rank(operation: str) -> int:
    return next((at for at, word in enumerate(ORDER) if operation.startswith(word)), len(ORDER))


def call(client: Any, contract: Contract) -> None:
    request = from_cli(contract.request, sample.smallest(contract, "request"), "sdk")
    method: Callable[..., Any] = getattr(client, snake_case(contract.operation))
    signal.setitimer(signal.ITIMER_REAL, LONGEST)
    try:
        method(**request)  # type: ignore[arg-type]  # a structure's
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


@pytest.fixture
def alarm() -> Iterator[None]:
    def ring(number: int, frame: FrameType | None) -> None:
        raise TooLate

    before = signal.signal(signal.SIGALRM, ring)
    yield
    signal.signal(signal.SIGALRM, before)


@pytest.mark.filterwarnings("ignore")  # moto's own, and those of what it is made of
@pytest.mark.usefixtures("alarm")
def test_queues_and_keys_are_looked_at_without_trouble() -> None:
    seen: list[Observation] = []
    troubles: list[str] = []
    called = set(answered(["kms", "sqs"], seen, troubles))
    assert {"kms.create_key", "kms.list_keys", "sqs.list_queues"} <= called
    assert {one.response.part for one in seen} == {"response", "error"}
    assert {one.response.source for one in seen} == {"moto"}
    assert troubles == []


@pytest.mark.survey
@pytest.mark.filterwarnings("ignore")
@pytest.mark.usefixtures("alarm")
def test_everything_that_moto_answers(capsys: pytest.CaptureFixture[str]) -> None:
    listed: Any = pytest.importorskip("moto.backends").list_of_moto_modules
    boto3: Any = pytest.importorskip("boto3")
    mocked = {name.replace("_", "") for name in listed()} | {"lambda"}
    services = [one for one in boto3.Session(**KEYS).get_available_services() if one.replace("-", "") in mocked]
    seen: list[Observation] = []
    troubles: list[str] = []
    list(answered(services, seen, troubles))
    good = [one for one in seen if one.response.part == "response"]
    broken = {one.response.contract.name for one in good if any(found.severity == "error" for found in one.findings)}
    operations = {one.response.contract.name for one in good}
    with capsys.disabled():
        codes = Counter(found.code for one in good for found in one.findings)
        services = sorted({one.response.contract.service for one in good})
        sys.stdout.write(f"\n{len(operations)} operations of {len(services)} services, {len(broken)} broken: {codes}\n")
    assert len(operations) >= 150
    assert troubles == []
