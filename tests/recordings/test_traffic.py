"""Recorded HTTP exchanges: what is checked, and what is ignored and why."""

from __future__ import annotations

import gzip
import json
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest
from tests.recordings.recorders import (
    S3,
    SAGEMAKER,
    TARGET,
    Call,
    as_har,
    as_yaml,
    describe_job,
    needs_botocore,
    result_of,
    wire_body,
)

from shapeproof.contract import Contract
from shapeproof.recordings.checking.unit_result import ContractRun
from shapeproof.sample.responses import smallest

pytestmark = needs_botocore

_GZIPPED: Final = gzip.compress(b'{"HyperParameterTuningJobStatus": "Complete"}', mtime=0)
GZIPPED: Final = (_GZIPPED[:20], _GZIPPED[20:])


@pytest.mark.parametrize(
    ("status", "headers", "body", "code"),
    [
        (400, {}, b'{"__type":"ResourceNotFound","message":"m"}', None),
        (400, {"x-amzn-ErrorType": "ResourceNotFound:http://x"}, b'{"message":"m"}', None),
        (400, {}, b'{"code":"ResourceNotFound"}', None),
        (400, {}, b'{"__type":"ThrottlingException"}', "SP303"),
        (403, {}, b'{"Message":"Forbidden"}', None),
    ],
)
def test_error_is_checked_against_error_schemas(
    tmp_path: Path, status: int, headers: Mapping[str, str], body: bytes, code: str | None
) -> None:
    (tmp_path / "x.yaml").write_text(as_yaml([describe_job(body, status=status, headers=headers)]))
    result = result_of(tmp_path / "x.yaml")
    assert [kind.part for kind in result.kinds] == ["error"]
    assert [located.finding.code for located in result.findings] == ([code] if code else [])


LAMBDA: Final = "https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/"


def test_error_name_in_header_is_reported_at_body(tmp_path: Path) -> None:
    call = Call(LAMBDA, b'{"message":"m"}', method="GET", status=400, headers={"x-amzn-ErrorType": "Odd:http://x"})
    (tmp_path / "x.yaml").write_text(as_yaml([call]))
    (located,) = result_of(tmp_path / "x.yaml").findings
    assert (located.finding.code, located.finding.pointer) == ("SP303", "")
    assert located.finding.message.startswith("`Odd` is not one of: ")


@pytest.mark.parametrize(
    "name", ["ServiceExceptio:http://internal.example.com/", "com.example#ServiceExceptio:http://x"]
)
def test_an_error_code_is_told_without_namespace_and_url(tmp_path: Path, name: str) -> None:
    call = Call(LAMBDA, b'{"message":"m"}', method="GET", status=400, headers={"x-amzn-ErrorType": name})
    (tmp_path / "x.yaml").write_text(as_yaml([call]))
    (located,) = result_of(tmp_path / "x.yaml").findings
    assert located.finding.message.startswith("`ServiceExceptio` is not one of: ")
    assert located.finding.message.endswith("; did you mean `ServiceException`?")


def test_a_suggestion_for_sqs_in_xml_is_a_tag(tmp_path: Path) -> None:
    request = b"Action=ListQueues&Version=2012-11-05"
    body = b"<ListQueuesResponse><ListQueuesResult><QueuUrl>u</QueuUrl></ListQueuesResult></ListQueuesResponse>"
    (tmp_path / "x.yaml").write_text(as_yaml([Call("https://sqs.us-east-1.amazonaws.com/", body, request=request)]))
    (located,) = result_of(tmp_path / "x.yaml").findings
    assert located.finding.message == "unknown member `QueuUrl`; did you mean `QueueUrl`?"


CARD: Final = "https://bedrock-agentcore.us-east-1.amazonaws.com/runtimes/arn/invocations/.well-known/agent-card.json"


@pytest.mark.parametrize(
    ("body", "code"), [(b'{"name": "x"}', None), (b"[1]", None), (b'{"a": 1, "a": 2}', "SP905"), (b"x", "SP901")]
)
def test_document_as_whole_body_is_read(tmp_path: Path, body: bytes, code: str | None) -> None:
    (tmp_path / "x.yaml").write_text(as_yaml([Call(CARD, body, method="GET")]))
    result = result_of(tmp_path / "x.yaml")
    assert (result.responses, [located.finding.code for located in result.findings]) == (1, [code] if code else [])


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (Call("https://api.example.com/x", b"{}"), "hosts other than AWS"),
        (Call("not a host", b"{}"), "hosts other than AWS"),
        (Call("https://[broken", b"{}"), "hosts other than AWS"),
        (Call("https://my-api.execute-api.us-east-1.amazonaws.com/prod/x", b"{}"), "a user's own API"),
        (Call("https://lb-1.us-east-1.elb.amazonaws.com/x", b"{}"), "a user's own API"),
        (Call("https://search-x.us-east-1.es.amazonaws.com/_search", b"{}"), "a user's own API"),
        (Call(S3, b"text", method="GET"), "a stream"),
        (Call(S3, b"", method="OPTIONS"), "preflight"),
        (Call(S3, b"", method="GET", status=304), "without a response"),
        (Call(SAGEMAKER, b"<html>Bad gateway", status=502, request_headers=TARGET), "error pages"),
        (Call("http://localhost:4566/my/own", b"{}", method="GET"), "hosts other than AWS"),
    ],
)  # fmt: skip
def test_ignored_exchange_is_counted_with_reason(tmp_path: Path, call: Call, words: str) -> None:
    (tmp_path / "x.yaml").write_text(as_yaml([call]))
    result = result_of(tmp_path / "x.yaml")
    assert (result.findings, result.responses) == ([], 0)
    ((form, reason),) = result.ignored
    assert (form, words in reason) == ("vcr", True)
    assert [skipped.reason for skipped in result.skipped] == [reason]


def test_unrecorded_body_is_ignored(tmp_path: Path) -> None:
    har = json.loads(as_har([describe_job(b"{}")]))
    har["log"]["entries"][0]["response"]["content"] = {"size": 12}
    (tmp_path / "x.har").write_text(json.dumps(har))
    assert [reason for _, reason in result_of(tmp_path / "x.har").ignored] == ["responses whose body was not recorded"]


@pytest.mark.parametrize(
    "content",
    [
        {"encoding": "base64", "text": json.dumps([b64encode(part).decode() for part in GZIPPED])},
        {"_isBinary": True, "text": json.dumps([part.hex() for part in GZIPPED])},
        {"_isBinary": True, "text": b"".join(GZIPPED).hex()},
        {"encoding": "base64", "_isBinary": True, "text": b64encode(b"".join(GZIPPED)).decode()},
    ],
    ids=["base64", "hex", "one in hex", "one in base64"],
)
def test_bodies_of_polly_are_put_together(tmp_path: Path, content: dict[str, object]) -> None:
    har = json.loads(as_har([describe_job(b"", headers={"Content-Encoding": "gzip"})]))
    har["log"]["entries"][0]["response"]["content"] = content
    (tmp_path / "x.har").write_text(json.dumps(har))
    assert "SP302" in {located.finding.code for located in result_of(tmp_path / "x.har").findings}


@pytest.mark.parametrize("text", ['["?"]', "[1]", "[", "[" * 100_000, '{"a": 1}'], ids=lambda text: text[:9])
def test_what_polly_didnt_write_is_not_base64(tmp_path: Path, text: str) -> None:
    har = json.loads(as_har([describe_job(b"")]))
    har["log"]["entries"][0]["response"]["content"] = {"encoding": "base64", "text": text}
    (tmp_path / "x.har").write_text(json.dumps(har))
    (located,) = result_of(tmp_path / "x.har").findings
    assert (located.finding.code, "not valid base64" in located.finding.message) == ("SP901", True)


def test_named_contract_applies_only_to_its_operation(flagship: Contract, tmp_path: Path) -> None:
    other = {"X-Amz-Target": "SageMaker.ListModels"}
    good = wire_body(flagship, smallest(flagship.response))
    (tmp_path / "x.yaml").write_text(as_yaml([describe_job(good), Call(SAGEMAKER, b"{}", request_headers=other)]))
    result = result_of(tmp_path / "x.yaml", contract="sagemaker.describe_hyper_parameter_tuning_job@1.29.145")
    assert (result.responses, result.clean) == (1, 1)
    assert [reason for _, reason in result.ignored] == ["responses of operations other than the one that is named"]


def test_checked_responses_are_indexed_by_exchange(flagship: Contract, tmp_path: Path) -> None:
    other = Call("https://api.example.com/", b"{}")
    good = describe_job(wire_body(flagship, smallest(flagship.response)))
    bad = describe_job(wire_body(flagship, {**smallest(flagship.response), "Surplus": 1}))
    (tmp_path / "x.yaml").write_text(as_yaml([other, good, bad, other, bad]))
    result = result_of(tmp_path / "x.yaml", contract=flagship.name)
    assert result.runs == [ContractRun(1, 2, flagship.name), ContractRun(4, 1, flagship.name)]
    assert [located.index for located in result.findings] == [2, 4]


def test_named_contract_ignores_other_hosts(tmp_path: Path) -> None:
    other = Call("https://example.com/login", b"{}", request=b'{"user": "x"}')
    (tmp_path / "x.yaml").write_text(as_yaml([other]))
    result = result_of(tmp_path / "x.yaml", contract="dynamodb.list_tables@installed")
    assert (result.findings, result.responses) == ([], 0)
    assert [reason for _, reason in result.ignored] == ["traffic of hosts other than AWS"]


def test_unknown_operation_is_reported(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(
        as_yaml([Call(SAGEMAKER, b"{}", request_headers={"X-Amz-Target": "SageMaker.Dream"})])
    )
    (located,) = result_of(tmp_path / "x.yaml").findings
    assert located.finding.code == "SP991"
    assert "sagemaker.Dream" in located.finding.message
