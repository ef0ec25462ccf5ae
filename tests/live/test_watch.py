"""`shapeproof.watch`: clients and sessions outside of pytest."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any, cast

import pytest

import shapeproof
from shapeproof import LiveResponse

Findings = list[tuple[str, str, str]]
"""Operation, origin and code."""


@pytest.fixture
def findings() -> Findings:
    return []


@pytest.fixture
def on_finding(findings: Findings) -> Callable[[shapeproof.Finding, LiveResponse], None]:
    return lambda finding, response: findings.append((response.contract.operation_name, response.origin, finding.code))


@pytest.fixture
def location(client: Callable[[str], Any]) -> Callable[..., Any]:
    """Calls get_bucket_location of an S3 client with a stubbed location."""
    stubber: Any = pytest.importorskip("botocore.stub").Stubber

    def get_location(name: str, s3: Any = None) -> Any:
        s3 = s3 or client("s3")
        with stubber(s3) as stub:
            stub.add_response("get_bucket_location", {"LocationConstraint": name})
            return s3.get_bucket_location(Bucket="b")

    return get_location


def test_a_client_is_watched_until_the_end(
    client: Callable[[str], Any], location: Callable[..., Any], findings: Findings, on_finding: Callable[..., None]
) -> None:
    watched, other = client("s3"), client("s3")
    with shapeproof.watch(watched, on_finding=on_finding):
        assert location("nowhere", watched)["LocationConstraint"] == "nowhere"
        location("eu-west-1", watched)
        location("elsewhere", other)
    location("nowhere", watched)
    assert findings == [("s3.get_bucket_location", "stub", "SP302")]


@pytest.mark.parametrize("kind", ["boto3", "botocore"])
def test_clients_of_a_session_are_watched(
    kind: str, location: Callable[..., Any], findings: Findings, on_finding: Callable[..., None]
) -> None:
    boto3: Any = pytest.importorskip("boto3")
    keys = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing", "region_name": "us-east-1"}
    session = boto3.Session() if kind == "boto3" else pytest.importorskip("botocore.session").Session()
    with shapeproof.watch(session, on_finding=on_finding):
        created = session.client("s3", **keys) if kind == "boto3" else session.create_client("s3", **keys)
        location("nowhere", created)
    assert findings == [("s3.get_bucket_location", "stub", "SP302")]


def test_an_exception_of_the_callback_reaches_the_caller(
    client: Callable[[str], Any], location: Callable[..., Any]
) -> None:
    def raise_finding(finding: shapeproof.Finding, response: LiveResponse) -> None:
        raise RuntimeError(f"{response.origin}: {finding.code}")

    s3 = client("s3")
    with shapeproof.watch(s3, on_finding=raise_finding), pytest.raises(RuntimeError, match="stub: SP302"):
        location("nowhere", s3)


def test_views_and_contracts_of_the_project(
    client: Callable[[str], Any], location: Callable[..., Any], tmp_path: Path
) -> None:
    from shapeproof.capture.sources import installed
    from shapeproof.registry.captured_files import write_edition

    write_edition(tmp_path, installed().find("s3", "GetBucketLocation"))
    seen: list[tuple[str, str]] = []
    s3 = client("s3")
    with shapeproof.watch(
        s3,
        on_finding=lambda finding, response: seen.append((finding.severity, response.contract.source)),
        view="tolerant",
    ):
        location("nowhere", s3)
    with shapeproof.watch(s3, on_finding=lambda finding, _: seen.append((finding.severity, "")), schemas=tmp_path):
        location("nowhere", s3)
    assert [severity for severity, _ in seen] == ["warning", "error"]


@pytest.mark.parametrize("target", [None, "s3", object()])
def test_a_target_without_events_is_an_error(target: object, on_finding: Callable[..., None]) -> None:
    with pytest.raises(shapeproof.ShapeproofError, match="which has no events"):
        shapeproof.watch(target, on_finding=on_finding)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"view": "loose"}, "unknown view 'loose'"),
        ({"on_finding": 3}, "expected a function, got an int"),
        ({"schemas": "nowhere"}, "there is no such directory of contracts"),
    ],
)
def test_invalid_arguments_are_errors(
    client: Callable[[str], Any], on_finding: Callable[..., None], arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(shapeproof.ShapeproofError, match=message):
        cast("Any", shapeproof.watch)(client("s3"), **{"on_finding": on_finding, **arguments})


def test_clients_created_during_a_watch_are_not_watched_after_its_end(
    location: Callable[..., Any], findings: Findings, on_finding: Callable[..., None]
) -> None:
    session: Any = pytest.importorskip("boto3").Session(
        aws_access_key_id="testing", aws_secret_access_key="testing", region_name="us-east-1"
    )
    with shapeproof.watch(session, on_finding=on_finding):
        created = session.client("s3")
    location("nowhere", created)
    assert findings == []


def test_responses_are_unchanged_and_streams_unread(
    client: Callable[[str], Any], findings: Findings, on_finding: Callable[..., None]
) -> None:
    mock_aws: Any = pytest.importorskip("moto").mock_aws

    def responses(s3: Any) -> tuple[bytes, Any]:
        s3.create_bucket(Bucket="results")
        s3.put_object(Bucket="results", Key="best", Body=b"a stream")
        listed = s3.list_objects_v2(Bucket="results")["Contents"][0]
        return s3.get_object(Bucket="results", Key="best")["Body"].read(), deepcopy(listed)

    with mock_aws():
        without = responses(client("s3"))
    with mock_aws():
        watched = client("s3")
        with shapeproof.watch(watched, on_finding=on_finding):
            stream, listed = responses(watched)
    assert findings == []
    assert stream == without[0] == b"a stream"
    assert {**listed, "LastModified": 0} == {**without[1], "LastModified": 0}


def test_a_body_that_is_not_json_is_a_finding_but_an_error_page_is_not(
    client: Callable[[str], Any], findings: Findings, on_finding: Callable[..., None]
) -> None:
    awsrequest: Any = pytest.importorskip("botocore.awsrequest")

    def page(status: int) -> Callable[..., Any]:
        class Raw(io.BytesIO):
            def stream(self, **_: object) -> Any:
                yield self.read()

        def answer(**_: object) -> Any:
            return awsrequest.AWSResponse("http://x", status, {}, Raw(b"<html>Not today</html>"))

        return answer

    sagemaker = client("sagemaker")
    with shapeproof.watch(sagemaker, on_finding=on_finding):
        sagemaker.meta.events.register_first("before-send", page(200), unique_id="page")
        sagemaker.describe_training_job(TrainingJobName="a")
        sagemaker.meta.events.unregister("before-send", unique_id="page")
        sagemaker.meta.events.register_first("before-send", page(400), unique_id="page")
        with pytest.raises(sagemaker.exceptions.ClientError):
            sagemaker.describe_training_job(TrainingJobName="a")
    assert [code for _, _, code in findings] == ["SP901", "SP303"]


def test_errors_of_the_check_are_logged(
    client: Callable[[str], Any],
    location: Callable[..., Any],
    on_finding: Callable[..., None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    s3 = client("s3")
    model = s3.meta.service_model._service_description
    model["operations"]["GetBucketLocation"]["errors"] = [{"shape": "Nobody"}]
    with caplog.at_level(logging.WARNING, "shapeproof"), shapeproof.watch(s3, on_finding=on_finding):
        assert location("nowhere", s3)
    assert "GetBucketLocation: CaptureError" in caplog.text
