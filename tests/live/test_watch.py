"""`shapeproof.watch`: watching clients and sessions without the pytest plugin."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from typing import Any, cast

import pytest
from tests.canned_answers import answered_by

import shapeproof
from shapeproof import LiveResponse
from shapeproof.live.contracts import LiveContracts
from shapeproof.live.events import Subscription, event_handlers
from shapeproof.registry import ContractRegistry

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


def test_client_is_watched_until_context_ends(
    client: Callable[[str], Any], location: Callable[..., Any], findings: Findings, on_finding: Callable[..., None]
) -> None:
    watched, other = client("s3"), client("s3")
    with shapeproof.watch(watched, on_finding=on_finding):
        assert location("nowhere", watched)["LocationConstraint"] == "nowhere"
        location("eu-west-1", watched)
        location("elsewhere", other)
    location("nowhere", watched)
    assert findings == [("s3.get_bucket_location", "stub", "SP302")]


@pytest.mark.parametrize("library", ["boto3", "botocore"])
def test_clients_of_session_are_watched(
    library: str, location: Callable[..., Any], findings: Findings, on_finding: Callable[..., None]
) -> None:
    boto3: Any = pytest.importorskip("boto3")
    credentials = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing", "region_name": "us-east-1"}
    session = boto3.Session() if library == "boto3" else pytest.importorskip("botocore.session").Session()
    with shapeproof.watch(session, on_finding=on_finding):
        s3 = session.client("s3", **credentials) if library == "boto3" else session.create_client("s3", **credentials)
        location("nowhere", s3)
    assert findings == [("s3.get_bucket_location", "stub", "SP302")]


def test_exception_of_callback_reaches_caller(client: Callable[[str], Any], location: Callable[..., Any]) -> None:
    def raise_finding(finding: shapeproof.Finding, response: LiveResponse) -> None:
        raise RuntimeError(f"{response.origin}: {finding.code}")

    s3 = client("s3")
    with shapeproof.watch(s3, on_finding=raise_finding), pytest.raises(RuntimeError, match="stub: SP302"):
        location("nowhere", s3)


def test_view_and_contracts_can_be_chosen(
    client: Callable[[str], Any], location: Callable[..., Any], tmp_path: Path
) -> None:
    from shapeproof.capture.sources import installed
    from shapeproof.registry.captured_files import write_edition

    write_edition(tmp_path, installed().find("s3", "GetBucketLocation"))
    findings: list[tuple[str, str]] = []
    s3 = client("s3")
    with shapeproof.watch(
        s3,
        on_finding=lambda finding, response: findings.append((finding.severity, response.contract.source)),
        view="tolerant",
    ):
        location("nowhere", s3)
    with shapeproof.watch(s3, on_finding=lambda finding, _: findings.append((finding.severity, "")), schemas=tmp_path):
        location("nowhere", s3)
    assert [severity for severity, _ in findings] == ["warning", "error"]


@pytest.mark.parametrize("target", [None, "s3", object()])
def test_target_without_events_is_an_error(target: object, on_finding: Callable[..., None]) -> None:
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


def test_clients_created_during_watch_are_not_watched_afterwards(
    location: Callable[..., Any], findings: Findings, on_finding: Callable[..., None]
) -> None:
    session: Any = pytest.importorskip("boto3").Session(
        aws_access_key_id="testing", aws_secret_access_key="testing", region_name="us-east-1"
    )
    with shapeproof.watch(session, on_finding=on_finding):
        s3 = session.client("s3")
    location("nowhere", s3)
    assert findings == []


def test_responses_are_unchanged_and_streams_unread(
    client: Callable[[str], Any], findings: Findings, on_finding: Callable[..., None]
) -> None:
    mock_aws: Any = pytest.importorskip("moto").mock_aws

    def read_object(s3: Any) -> tuple[bytes, Any]:
        s3.create_bucket(Bucket="results")
        s3.put_object(Bucket="results", Key="best", Body=b"a stream")
        s3_object = s3.list_objects_v2(Bucket="results")["Contents"][0]
        return s3.get_object(Bucket="results", Key="best")["Body"].read(), deepcopy(s3_object)

    with mock_aws():
        unwatched_responses = read_object(client("s3"))
    with mock_aws():
        watched_client = client("s3")
        with shapeproof.watch(watched_client, on_finding=on_finding):
            stream, s3_object = read_object(watched_client)
    assert findings == []
    assert stream == unwatched_responses[0] == b"a stream"
    assert {**s3_object, "LastModified": 0} == {**unwatched_responses[1], "LastModified": 0}


def test_invalid_json_body_is_reported_but_html_error_page_is_not(
    client: Callable[[str], Any], findings: Findings, on_finding: Callable[..., None]
) -> None:
    sagemaker = client("sagemaker")
    page = b"<html>Not today</html>"
    with shapeproof.watch(sagemaker, on_finding=on_finding):
        with answered_by(sagemaker, page):
            sagemaker.describe_training_job(TrainingJobName="a")
        with answered_by(sagemaker, page, status=400), pytest.raises(sagemaker.exceptions.ClientError):
            sagemaker.describe_training_job(TrainingJobName="a")
    assert [code for _, _, code in findings] == ["SP901", "SP303"]


@pytest.mark.parametrize(
    ("body", "status", "expected"),
    [
        (
            "<{0}Response><{0}Result><User><Tags><item/></Tags></User></{0}Result></{0}Response>",
            200,
            {"SP109", "SP101"},
        ),
        (
            "<{0}Response><{0}Result><User><UserNam>a</UserNam></User></{0}Result></{0}Response>",
            200,
            {"SP301", "SP101"},
        ),
        ("<Response><Errors><Error><Code>NoSuchEntity</Code></Error></Errors></Response>", 404, {"SP109"}),
        ("<ErrorResponse><Error><Code>NoSuchEntity</Code></Error></ErrorResponse>", 404, set[str]()),
    ],
)
def test_what_boto3_passes_over_in_xml_is_found(
    client: Callable[[str], Any],
    findings: Findings,
    on_finding: Callable[..., None],
    body: str,
    status: int,
    expected: set[str],
) -> None:
    iam = client("iam")
    with (
        answered_by(iam, body.format("GetUser").encode(), status=status),
        shapeproof.watch(iam, on_finding=on_finding),
        suppress(iam.exceptions.ClientError),
    ):
        iam.get_user(UserName="a")
    assert {code for _, _, code in findings} == expected


def test_check_errors_are_logged(
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


def test_body_that_older_botocore_cannot_read_is_reported_as_not_checked(client: Callable[[str], Any]) -> None:
    """Without the event `before-parse`, nobody knows what was parsed."""
    contracts, errors = LiveContracts.of_installed_botocore(ContractRegistry()), list[str]()
    handlers = event_handlers(contracts, lambda _: None, errors.append)

    ssm, body = client("ssm"), b'{"Parameter": {"LastModifiedDate": 1e13}}'
    older = tuple((name, handler) for name, handler in handlers if not name.startswith("before-parse"))
    with answered_by(ssm, body), Subscription(ssm, older), pytest.raises(ValueError, match="out of range"):
        ssm.get_parameter(Name="a")
    assert [error.partition(" (")[0] for error in errors] == ["GetParameter: boto3 cannot read this body"]
