"""Answers in CBOR that clients receive: checked as they were sent, and recorded as JSON."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import cbor2
import pytest
from tests.canned_answers import answered_by

import shapeproof
from shapeproof.cli import main_group
from shapeproof.live.responses import LiveResponse

NOON: Final = datetime(2024, 1, 2, 12, tzinfo=UTC)
CBOR: Final = "smithy-rpc-v2-cbor"
Ask = Callable[[bytes, int], None]


@pytest.fixture
def cloudwatch(tmp_path: Path) -> Any:
    """A client that speaks CBOR: botocore prefers JSON, so that the model of this service offers nothing else."""
    pytest.importorskip("moto")  # it mocks only clients that are created after its import
    boto3: Any = pytest.importorskip("boto3")
    keys = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing", "region_name": "us-east-1"}
    session = boto3.Session(**keys)
    model = pytest.importorskip("botocore.loaders").Loader().load_service_model("cloudwatch", "service-2")
    if CBOR not in model["metadata"].get("protocols", ()):
        pytest.skip("this botocore doesn't speak CBOR")
    changed = {**model, "metadata": {**model["metadata"], "protocol": CBOR, "protocols": [CBOR]}}
    directory = tmp_path / "models" / "cloudwatch" / model["metadata"]["apiVersion"]
    directory.mkdir(parents=True)
    (directory / "service-2.json").write_text(json.dumps(changed))
    session._session.get_component("data_loader").search_paths.insert(0, str(tmp_path / "models"))
    return session.client("cloudwatch")


@pytest.fixture
def ask(cloudwatch: Any) -> Ask:
    """Has the client ask for statistics, and be answered with a body."""

    def ask_for_statistics(body: bytes, status: int = 200) -> None:
        headers = {"Content-Type": "application/cbor"}
        with answered_by(cloudwatch, body, status=status, headers=headers), suppress(Exception):
            cloudwatch.get_metric_statistics(
                Namespace="n", MetricName="m", StartTime=NOON, EndTime=NOON, Period=60, Statistics=["Sum"]
            )

    return ask_for_statistics


def pack(*points: object, **more: object) -> bytes:
    return cbor2.dumps({"Datapoints": [*points], **more}, datetime_as_timestamp=True)


GOOD: Final = {"Timestamp": NOON, "Sum": math.nan, "Maximum": 1.5}


@pytest.mark.parametrize(
    ("body", "status", "expected"),
    [
        (pack(GOOD), 200, []),
        (pack({"Timestamp": NOON, "Surplus": NOON}), 200, [("SP301", "/Datapoints/0/Surplus")]),
        (pack({"Timestamp": 1}), 200, [("SP104", "/Datapoints/0/Timestamp")]),
        (pack({"Sum": "NaN"}), 200, [("SP102", "/Datapoints/0/Sum")]),
        (b"\xa2\x61a\x01\x61a\x01", 200, [("SP905", "")]),
        (b"\xa1\x61a", 200, [("SP901", "")]),
        (b"\xa1\x61a\xc2\x41\x01", 200, [("SP901", "")]),
        (cbor2.dumps({"__type": "Odd"}), 400, [("SP303", "/__type")]),
    ],
)
def test_body_is_checked_as_it_was_sent(
    cloudwatch: Any, ask: Ask, body: bytes, status: int, expected: list[tuple[str, str]]
) -> None:
    found: list[tuple[str, str]] = []

    def on_finding(finding: shapeproof.Finding, response: LiveResponse) -> None:
        assert response.read_error or response.representation == "wire"
        found.append((finding.code, finding.pointer))

    with shapeproof.watch(cloudwatch, on_finding=on_finding):
        ask(body, status)
    assert found == expected


def test_without_cbor2_what_boto3_returns_is_checked(
    cloudwatch: Any, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "cbor2", None)
    found: list[tuple[str, str]] = []

    def on_finding(finding: shapeproof.Finding, response: LiveResponse) -> None:
        found.append((response.representation, finding.code))

    with shapeproof.watch(cloudwatch, on_finding=on_finding):
        ask(pack(GOOD), 200)
        ask(pack({"Unit": "Parsecs", "Surplus": 1}), 200)
    assert found == [("sdk", "SP302")]


def test_recorded_answers_are_read_again(cloudwatch: Any, ask: Ask, tmp_path: Path) -> None:
    file = tmp_path / "answers.jsonl"
    with shapeproof.record(cloudwatch, file) as recording:
        ask(pack(GOOD), 200)
        ask(cbor2.dumps({"__type": "InternalServiceError", "message": "m"}), 500)
    assert recording.count == 2
    assert '"Sum": "NaN"' in file.read_text()
    assert main_group.main(["validate", str(file)], standalone_mode=False) == 0
