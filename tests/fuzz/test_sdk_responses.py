"""Responses in `sdk` have what botocore adds and decodes: metadata, streams, documents, nulls and strings of times."""

from __future__ import annotations

import datetime as dt
import io
import math
import re
from collections.abc import Callable
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shapeproof import findings, fuzz, load
from shapeproof.errors import UsageError
from shapeproof.fuzz import ABSENT, PRESENT, responses
from shapeproof.sample.recording_lines import recording_line

pytest.importorskip("botocore")

some = settings(
    max_examples=40,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def for_all(check: Callable[[Any], None], *arguments: Any, **options: Any) -> None:
    some(given(responses(*arguments, **options))(check))()


@pytest.mark.parametrize(
    "operation",
    [
        "cloudformation.get_template",
        "dynamodb.query",
        "iam.get_role",
        "lambda.invoke",
        "s3.get_bucket_location",
        "s3.get_object",
        "sagemaker.describe_hyper_parameter_tuning_job",
    ],
)
def test_responses_have_metadata_and_no_findings(operation: str) -> None:
    contract = load(operation)

    def check(response: Any) -> None:
        assert response["ResponseMetadata"]["HTTPStatusCode"] == 200
        assert response["ResponseMetadata"]["HTTPHeaders"]["x-amzn-requestid"]
        assert [finding for finding in findings(response, contract) if finding.kind != "rule"] == []

    for_all(check, operation)


def test_errors_have_metadata() -> None:
    def check(response: Any) -> None:
        assert response["ResponseMetadata"]["HTTPStatusCode"] == 400

    for_all(check, "sqs.send_message", part="error")


def test_what_errors_define_differently_is_no_stream() -> None:
    contract = load("dynamodb.batch_execute_statement")
    assert "x-not-checked" in contract.members("error")["message"]

    def check(response: Any) -> None:
        assert "message" not in response
        assert response["Error"]["Code"]

    for_all(check, contract, part="error")


def test_metadata_can_be_pinned() -> None:
    pins = {
        "ResponseMetadata.RetryAttempts": st.integers(1, 3),
        "ResponseMetadata.HTTPStatusCode": {"enum": [200, 202]},
        "ResponseMetadata.HostId": PRESENT,
    }
    seen: set[tuple[int, int]] = set()

    def check(response: Any) -> None:
        metadata = response["ResponseMetadata"]
        assert "HostId" in metadata
        seen.add((metadata["RetryAttempts"], metadata["HTTPStatusCode"]))

    for_all(check, "s3.list_buckets", pins=pins)
    assert {attempts for attempts, _ in seen} == {1, 2, 3}
    assert {status for _, status in seen} == {200, 202}


def test_metadata_can_be_left_out() -> None:
    def check(response: Any) -> None:
        assert "ResponseMetadata" not in response

    for_all(check, "s3.list_buckets", pins={"ResponseMetadata": ABSENT})


@pytest.mark.parametrize("representation", ["cli", "wire"])
def test_other_representations_have_no_metadata(representation: Any) -> None:
    def check(response: Any) -> None:
        assert "ResponseMetadata" not in response

    for_all(check, "sqs.list_queues", representation=representation)
    with pytest.raises(UsageError, match="no such path"):
        responses("sqs.list_queues", representation=representation, pins={"ResponseMetadata.RetryAttempts": 1})


def test_bodies_are_streams() -> None:
    contents: set[bytes] = set()

    def check(response: Any) -> None:
        with response["Body"] as body:
            contents.add(body.read())
            assert body.read() == b""

    for_all(check, "s3.get_object")
    assert len(contents) > 3


def test_content_of_body_can_be_pinned() -> None:
    def check(response: Any) -> None:
        assert [*response["Body"].iter_lines()] == [b"a,b", b"1,2"]
        assert "b'a,b" in repr(response["Body"])

    for_all(check, "s3.get_object", pins={"Body": b"a,b\n1,2\n"})


def test_documents_are_decoded() -> None:
    documents: list[Any] = []

    def check(response: Any) -> None:
        documents.append(response["Role"]["AssumeRolePolicyDocument"])

    for_all(check, "iam.get_role", pins={"Role.AssumeRolePolicyDocument": PRESENT})
    assert documents
    assert all(isinstance(document, dict) for document in documents)


def test_nulls_and_strings_of_times_are_added() -> None:
    locations: list[Any] = []
    for_all(lambda response: locations.append(response["LocationConstraint"]), "s3.get_bucket_location")
    assert None in locations

    def check(response: Any) -> None:
        expires: datetime = response["Expires"]
        assert parsedate_to_datetime(response["ExpiresString"]) == expires.replace(microsecond=0)

    for_all(check, "s3.get_object", pins={"Expires": PRESENT})


@pytest.mark.parametrize("operation", ["dynamodb.get_item", "dynamodbstreams.get_records"])
def test_boto3_deserializes_attribute_values(operation: str) -> None:
    deserializer: Any = pytest.importorskip("boto3.dynamodb.types").TypeDeserializer()

    def deserialize(response: Any) -> None:
        items = [response.get("Item", {})] if operation.startswith("dynamodb.") else []
        for record in response.get("Records", []):
            items += [record.get("dynamodb", {}).get(image, {}) for image in ("Keys", "NewImage", "OldImage")]
        for item in items:
            for value in item.values():
                deserializer.deserialize(value)

    for_all(deserialize, operation, pins={"*": PRESENT} if operation.endswith("records") else None)


@pytest.mark.parametrize(
    ("operation", "member"),
    [
        ("bedrock-runtime.converse_stream", "stream"),
        ("kinesis.subscribe_to_shard", "EventStream"),
        ("logs.start_live_tail", "responseStream"),
        ("s3.select_object_content", "Payload"),
    ],
)
def test_streams_of_events_can_be_iterated_once(operation: str, member: str) -> None:
    kinds: set[str] = set()

    def check(response: Any) -> None:
        events = [*response[member]]
        assert all(len(event) == 1 for event in events)
        assert [*response[member]] == []
        response[member].close()
        kinds.update(kind for event in events for kind in event)

    for_all(check, operation)
    assert kinds
    assert not any(kind.endswith(("Exception", "Error")) for kind in kinds), "the SDK raises these"


def test_events_can_be_pinned() -> None:
    def check(response: Any) -> None:
        texts = [event["contentBlockDelta"]["delta"]["text"] for event in response["stream"]]
        assert texts == ["Hello", " world"]
        assert "fuzz.event_stream([{'contentBlockDelta'" in repr(response["stream"])

    deltas = [{"contentBlockDelta": {"delta": {"text": text}, "contentBlockIndex": 0}} for text in ("Hello", " world")]
    for_all(check, "bedrock-runtime.converse_stream", pins={"stream": deltas})


def test_what_http_decides_agrees() -> None:
    def check(response: Any) -> None:
        if "ContentLength" in response:
            assert response["ContentLength"] == len(response["Body"].read())

    for_all(check, "s3.get_object")

    def check_status(response: Any) -> None:
        assert response["StatusCode"] == response["ResponseMetadata"]["HTTPStatusCode"] == 202

    for_all(check_status, "lambda.invoke", pins={"ResponseMetadata.HTTPStatusCode": 202})

    def check_pinned(response: Any) -> None:
        assert response["ContentLength"] == 5

    for_all(check_pinned, "s3.get_object", pins={"ContentLength": 5})


def test_requests_have_no_metadata() -> None:
    def check(request: Any) -> None:
        assert "ResponseMetadata" not in request

    for_all(check, "sqs.list_queues", part="request")


def test_the_aws_cli_prints_the_same_values() -> None:
    def check(response: Any) -> None:
        assert isinstance(response["PolicyVersion"]["Document"], dict)

    for_all(
        check,
        "iam.get_policy_version",
        representation="cli",
        pins={"PolicyVersion": PRESENT, "PolicyVersion.Document": PRESENT},
    )

    def check_time(response: Any) -> None:
        assert response["ExpiresString"] == "Mon, 06 May 2024 07:08:09 GMT"

    for_all(check_time, "s3.get_object", representation="cli", pins={"Expires": "2024-05-06T07:08:09Z"})
    line = recording_line(load("s3.get_bucket_location"), "response", {}, "cli")
    assert line["response"] == {"LocationConstraint": None}


@pytest.mark.parametrize(
    ("operation", "path", "pin", "expected"),
    [
        ("iam.get_role", "Role.AssumeRolePolicyDocument", {"Version": "2012-10-17"}, {"Version": "2012-10-17"}),
        ("iam.get_role", "Role.AssumeRolePolicyDocument", [1], [1]),
        ("s3.get_bucket_location", "LocationConstraint", None, None),
        ("s3.get_object", "ContentLength", 5, 5),
        ("lambda.invoke", "ResponseMetadata.HTTPHeaders{}", "mine", "mine"),
    ],
)
def test_values_of_boto3_can_be_pinned(operation: str, path: str, pin: Any, expected: Any) -> None:
    seen: list[Any] = []

    def check(response: Any) -> None:
        value = response
        for name in path.removesuffix("{}").split("."):
            value = value[name]
        seen.extend(value.values() if path.endswith("{}") else [value])

    for_all(check, operation, pins={path: pin})
    assert seen
    assert all(value == expected for value in seen)


def test_strategy_of_bytes_makes_streams() -> None:
    def check(response: Any) -> None:
        body = response["Body"]
        assert response["ContentLength"] == len(body.read()) == 3
        body.close()
        assert repr(body).startswith("fuzz.streaming_body(b'")

    for_all(check, "s3.get_object", pins={"Body": st.binary(min_size=3, max_size=3), "ContentLength": PRESENT})
    with pytest.raises(UsageError, match="a stream of bytes can't be a BytesIO"):
        responses("s3.get_object", pins={"Body": io.BytesIO(b"a")})


@pytest.mark.parametrize("time", ["0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00"])
def test_times_that_utc_cannot_express_have_no_string(time: str) -> None:
    def check(response: Any) -> None:
        assert "ExpiresString" not in response

    for_all(check, "s3.get_object", pins={"Expires": time})


STATUS: str = "ResponseMetadata.HTTPStatusCode"


@pytest.mark.parametrize(
    ("pins", "expected"),
    [
        ({}, {200}),
        ({"StatusCode": 202}, {202}),
        ({STATUS: 204}, {204}),
        ({"StatusCode": 202, STATUS: 202}, {202}),
        ({"StatusCode": {"enum": [200, 202]}}, {200, 202}),
        ({"StatusCode": st.sampled_from([201, 203])}, {201, 203}),
        ({"StatusCode": PRESENT, STATUS: {"minimum": 205, "maximum": 205}}, {205}),
        ({"ResponseMetadata": {"RequestId": "a", "HTTPStatusCode": 206, "HTTPHeaders": {}, "RetryAttempts": 0}}, {206}),
    ],
)
@pytest.mark.parametrize("view", ["strict", "tolerant"])
def test_the_status_is_one(view: Any, pins: dict[str, Any], expected: set[int]) -> None:
    seen: set[int] = set()

    def check(response: Any) -> None:
        assert response["StatusCode"] == response["ResponseMetadata"]["HTTPStatusCode"]
        seen.add(response["StatusCode"])

    for_all(check, "lambda.invoke", pins=pins, view=view)
    assert seen == expected


def test_a_status_without_the_other_is_what_is_pinned() -> None:
    def check(response: Any) -> None:
        assert response.get("StatusCode", 202) == 202

    for_all(check, "lambda.invoke", pins={"StatusCode": 202, "ResponseMetadata": ABSENT})
    for_all(check, "lambda.invoke", pins={"StatusCode": ABSENT, STATUS: 202})
    for_all(check, "lambda.invoke", pins={"StatusCode": 202}, representation="cli")


@pytest.mark.parametrize(
    ("pins", "message"),
    [
        (
            {"StatusCode": 202, STATUS: 200},
            "one status in StatusCode and in ResponseMetadata.HTTPStatusCode, got 202 and",
        ),
        ({"StatusCode": 202, "ResponseMetadata": {"HTTPStatusCode": 200}}, "got 202 and 200"),
        ({"StatusCode": 404}, "doesn't allow 404: it breaks maximum"),
    ],
)
def test_statuses_that_differ_are_told(pins: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        responses("lambda.invoke", pins=pins)


def test_no_drift_gets_into_the_metadata() -> None:
    """botocore alone makes it: its members, bounds and items are those of this botocore, whatever the service adds."""
    members = ["RequestId", "HTTPStatusCode", "HTTPHeaders", "RetryAttempts", "MaxAttemptsReached", "HostId"]
    pins: dict[str, Any] = {f"ResponseMetadata.{member}": PRESENT for member in members}
    drifted: list[Any] = []

    def check(response: Any) -> None:
        metadata = response["ResponseMetadata"]
        assert list(metadata) == ["RequestId", "HostId", *members[1:5]]
        assert 200 <= metadata["HTTPStatusCode"] <= 299
        assert 0 <= metadata["RetryAttempts"] <= 10
        assert None not in metadata["HTTPHeaders"].values()
        drifted.append("AddedTomorrow" in str(response))

    for_all(check, "ecs.describe_services", pins=pins, view="tolerant")
    assert any(drifted)


def test_metadata_of_a_first_attempt_says_nothing_of_the_last() -> None:
    def check(response: Any) -> None:
        assert response["ResponseMetadata"]["RetryAttempts"] == 0
        assert "MaxAttemptsReached" not in response["ResponseMetadata"]

    for_all(check, "sqs.list_queues")


def test_numbers_that_are_none_can_be_pasted_with_an_import() -> None:
    """They are floats of Python, as boto3 returns them, so that Hypothesis prints their names in `math`."""
    pins = {"Datapoints": PRESENT, "Datapoints[].Sum": PRESENT}
    drawn = responses("cloudwatch.get_metric_statistics@installed", view="tolerant", pins=pins)
    failing: list[Any] = []

    def check(response: Any) -> None:
        failing.append(response)
        assert all(math.isfinite(point.get("Sum", 0)) for point in response["Datapoints"])

    with pytest.raises(AssertionError) as failure:
        settings(some, max_examples=400)(given(response=drawn)(check))()
    printed = next(note for note in failure.value.__notes__ if "check(" in note).partition(": ")[2]
    names: dict[str, Any] = {"datetime": dt, "fuzz": fuzz, "inf": math.inf, "nan": math.nan, "check": dict}
    assert re.search(r"'Sum': (nan|-?inf)\b", printed)
    assert repr(eval(printed, names)["response"]) == repr(failing[-1])


@pytest.mark.parametrize(
    "operation",
    ["s3.get_object", "kinesis.get_records", "kinesis.subscribe_to_shard", "iam.get_role", "dynamodb.query"],
)
def test_what_hypothesis_prints_can_be_pasted_into_an_example(operation: str) -> None:
    def check(response: Any) -> None:
        shown = repr(response)
        pasted = eval(shown, {"datetime": dt, "fuzz": fuzz})
        assert repr(pasted) == shown
        for name, value in response.items():
            if hasattr(value, "read"):
                assert pasted[name].read() == value.read()
            elif type(value).__name__ == "EventStream":
                assert [*pasted[name]] == [*value]

    for_all(check, f"{operation}@installed")
