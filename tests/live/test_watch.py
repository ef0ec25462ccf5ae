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

Told = list[tuple[str, str, str]]


@pytest.fixture
def told() -> Told:
    return []


@pytest.fixture
def tell(told: Told) -> Callable[[shapeproof.Finding, LiveResponse], None]:
    return lambda finding, response: told.append((response.contract.operation_name, response.source, finding.code))


@pytest.fixture
def location(client: Callable[[str], Any]) -> Callable[..., Any]:
    """What an S3 client (or one given) makes of a stubbed location."""
    stubber: Any = pytest.importorskip("botocore.stub").Stubber

    def asked(place: str, s3: Any = None) -> Any:
        s3 = s3 or client("s3")
        with stubber(s3) as stub:
            stub.add_response("get_bucket_location", {"LocationConstraint": place})
            return s3.get_bucket_location(Bucket="b")

    return asked


def test_a_client_is_watched_until_the_end(
    client: Callable[[str], Any], location: Callable[..., Any], told: Told, tell: Callable[..., None]
) -> None:
    watched, other = client("s3"), client("s3")
    with shapeproof.watch(watched, on_finding=tell):
        assert location("nowhere", watched)["LocationConstraint"] == "nowhere"
        location("eu-west-1", watched)
        location("elsewhere", other)
    location("nowhere", watched)
    assert told == [("s3.get_bucket_location", "stub", "SP302")]


@pytest.mark.parametrize("kind", ["boto3", "botocore"])
def test_a_session_s_clients_are_watched(
    kind: str, location: Callable[..., Any], told: Told, tell: Callable[..., None]
) -> None:
    boto3: Any = pytest.importorskip("boto3")
    keys = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing", "region_name": "us-east-1"}
    session = boto3.Session() if kind == "boto3" else pytest.importorskip("botocore.session").Session()
    with shapeproof.watch(session, on_finding=tell):
        made = session.client("s3", **keys) if kind == "boto3" else session.create_client("s3", **keys)
        location("nowhere", made)
    assert told == [("s3.get_bucket_location", "stub", "SP302")]


def test_what_the_listener_raises_reaches_the_caller(
    client: Callable[[str], Any], location: Callable[..., Any]
) -> None:
    def refuse(finding: shapeproof.Finding, response: LiveResponse) -> None:
        raise RuntimeError(f"{response.source}: {finding.code}")

    s3 = client("s3")
    with shapeproof.watch(s3, on_finding=refuse), pytest.raises(RuntimeError, match="stub: SP302"):
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
def test_what_has_no_events_is_refused(target: object, tell: Callable[..., None]) -> None:
    with pytest.raises(shapeproof.ShapeproofError, match="has no events to listen to"):
        shapeproof.watch(target, on_finding=tell)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"view": "loose"}, "there is no view 'loose'"),
        ({"on_finding": 3}, "give it a function"),
        ({"schemas": "nowhere"}, "there is no such directory of contracts"),
    ],
)
def test_arguments_that_cannot_be_meant_are_refused(
    client: Callable[[str], Any], tell: Callable[..., None], arguments: dict[str, Any], told: str
) -> None:
    with pytest.raises(shapeproof.ShapeproofError, match=told):
        cast("Any", shapeproof.watch)(client("s3"), **{"on_finding": tell, **arguments})


def test_after_the_end_clients_made_meanwhile_are_left_alone(
    location: Callable[..., Any], told: Told, tell: Callable[..., None]
) -> None:
    session: Any = pytest.importorskip("boto3").Session(
        aws_access_key_id="testing", aws_secret_access_key="testing", region_name="us-east-1"
    )
    with shapeproof.watch(session, on_finding=tell):
        made = session.client("s3")
    location("nowhere", made)
    assert told == []


def test_answers_are_the_same_and_streams_are_left_to_their_reader(
    client: Callable[[str], Any], told: Told, tell: Callable[..., None]
) -> None:
    mock_aws: Any = pytest.importorskip("moto").mock_aws

    def answers(s3: Any) -> tuple[bytes, Any]:
        s3.create_bucket(Bucket="results")
        s3.put_object(Bucket="results", Key="best", Body=b"a stream")
        listed = s3.list_objects_v2(Bucket="results")["Contents"][0]
        return s3.get_object(Bucket="results", Key="best")["Body"].read(), deepcopy(listed)

    with mock_aws():
        without = answers(client("s3"))
    with mock_aws():
        watched = client("s3")
        with shapeproof.watch(watched, on_finding=tell):
            stream, listed = answers(watched)
    assert told == []
    assert stream == without[0] == b"a stream"
    assert {**listed, "LastModified": 0} == {**without[1], "LastModified": 0}


def test_a_body_that_is_no_json_is_found_and_an_error_page_is_none(
    client: Callable[[str], Any], told: Told, tell: Callable[..., None]
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
    with shapeproof.watch(sagemaker, on_finding=tell):
        sagemaker.meta.events.register_first("before-send", page(200), unique_id="page")
        sagemaker.describe_training_job(TrainingJobName="a")
        sagemaker.meta.events.unregister("before-send", unique_id="page")
        sagemaker.meta.events.register_first("before-send", page(400), unique_id="page")
        with pytest.raises(sagemaker.exceptions.ClientError):
            sagemaker.describe_training_job(TrainingJobName="a")
    assert [code for _, _, code in told] == ["SP901", "SP303"]


def test_its_own_trouble_is_logged(
    client: Callable[[str], Any],
    location: Callable[..., Any],
    tell: Callable[..., None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    s3 = client("s3")
    model = s3.meta.service_model._service_description
    model["operations"]["GetBucketLocation"]["errors"] = [{"shape": "Nobody"}]
    with caplog.at_level(logging.WARNING, "shapeproof"), shapeproof.watch(s3, on_finding=tell):
        assert location("nowhere", s3)
    assert "GetBucketLocation: CaptureError" in caplog.text
