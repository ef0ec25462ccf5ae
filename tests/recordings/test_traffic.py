"""HTTP exchanges: the same response and findings whichever recorder wrote them, at exact locations."""

from __future__ import annotations

import base64
import gzip
import importlib.util
import json
import threading
import urllib.request
import zlib
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shapeproof.contract import Contract
from shapeproof.recordings.checking.checker import Checker, CheckOptions
from shapeproof.recordings.checking.unit_result import ContractRun, Located, UnitResult
from shapeproof.recordings.discovery.planner import plan_units
from shapeproof.representations.conversion import from_cli
from shapeproof.sample.responses import fullest, smallest

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("botocore") is None, reason="botocore isn't installed: its models tell operations"
)

SAGEMAKER: Final = "https://api.sagemaker.us-east-1.amazonaws.com/"
TARGET: Final = {
    "X-Amz-Target": "SageMaker.DescribeHyperParameterTuningJob",
    "Content-Type": "application/x-amz-json-1.1",
}


@dataclass(frozen=True)
class Call:
    """A request and its response, as a recorder sees them."""

    url: str
    body: bytes
    method: str = "POST"
    status: int = 200
    request: bytes = b""
    request_headers: Mapping[str, str] = field(default_factory=dict[str, str])
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


def header_lists(headers: Mapping[str, str]) -> dict[str, list[str]]:
    return {name: [value] for name, value in headers.items()}


def vcrpy(call: Call) -> dict[str, Any]:
    return {
        "request": {
            "method": call.method,
            "uri": call.url,
            "body": to_text(call.request),
            "headers": header_lists(call.request_headers),
        },
        "response": {
            "status": {"code": call.status, "message": "OK"},
            "headers": header_lists(call.headers),
            "body": {"string": to_text(call.body)},
        },
    }


def to_text(body: bytes) -> str | bytes:
    try:
        return body.decode()
    except UnicodeDecodeError:
        return body


def as_yaml(calls: list[Call]) -> str:
    cassette = {"interactions": [vcrpy(call) for call in calls], "version": 1}
    return str(yaml.dump(cassette, Dumper=getattr(yaml, "CDumper", yaml.Dumper)))


def as_json(calls: list[Call]) -> str:
    return json.dumps({"version": 1, "interactions": [vcrpy(call) for call in calls]}, indent=4) + "\n"


def ruby(call: Call) -> dict[str, Any]:
    def body(data: bytes) -> dict[str, str]:
        packed = {"encoding": "ASCII-8BIT", "base64_string": base64.b64encode(data).decode()}
        text = to_text(data)
        return {"encoding": "UTF-8", "string": text} if isinstance(text, str) else packed

    return {
        "request": {
            "method": call.method.lower(),
            "uri": call.url,
            "body": body(call.request),
            "headers": header_lists(call.request_headers),
        },
        "response": {
            "status": {"code": call.status, "message": "OK"},
            "headers": header_lists(call.headers),
            "body": body(call.body),
            "http_version": None,
        },
        "recorded_at": "Wed, 12 Aug 2020 14:15:08 GMT",
    }


def as_ruby(calls: list[Call]) -> str:
    cassette = {"http_interactions": [ruby(call) for call in calls], "recorded_with": "VCR 6.0.0"}
    return "---\n" + str(yaml.safe_dump(cassette, sort_keys=False, width=80))


def as_har(calls: list[Call]) -> str:
    def headers(named: Mapping[str, str]) -> list[dict[str, str]]:
        return [{"name": name, "value": value} for name, value in named.items()]

    def content(data: bytes) -> dict[str, Any]:
        text = to_text(data)
        if isinstance(text, str):
            return {"size": len(data), "mimeType": "", "text": text}
        return {"size": len(data), "mimeType": "", "text": base64.b64encode(data).decode(), "encoding": "base64"}

    entries = [
        {
            "request": {
                "method": call.method,
                "url": call.url,
                "headers": headers(call.request_headers),
                "postData": {"mimeType": "", "text": call.request.decode()},
            },
            "response": {"status": call.status, "headers": headers(call.headers), "content": content(call.body)},
        }
        for call in calls
    ]
    return json.dumps({"log": {"version": "1.2", "creator": {"name": "", "version": ""}, "entries": entries}}, indent=2)


WRITERS: Final[dict[str, Callable[[list[Call]], str]]] = {
    "vcrpy.yaml": as_yaml,
    "vcrpy.json": as_json,
    "ruby.yml": as_ruby,
    "browser.har": as_har,
}
"""The writers of files by their names. vcrpy's JSON can't hold bytes that are not UTF-8."""


def result_of(path: Path, **options: Any) -> UnitResult:
    (planned,) = plan_units([str(path)])
    return Checker(CheckOptions(**options)).check(planned)


def summary_of(findings: list[Located]) -> list[tuple[str, int, str]]:
    return sorted((located.finding.code, located.index, located.finding.pointer) for located in findings)


def wire_body(flagship: Contract, response: object) -> bytes:
    return json.dumps(from_cli(flagship.response, response, "wire"), ensure_ascii=False).encode()


def describe_job(body: bytes, **more: Any) -> Call:
    return Call(SAGEMAKER, body, request=b"{}", request_headers=TARGET, **more)


BROKEN: Final[dict[str, dict[str, Any]]] = {
    "good": {},
    "status": {"HyperParameterTuningJobStatus": "completed"},
    "unknown": {"Surplus": {"é\u2028": "'\"  two\n\n\tlines: # no comment, \\\\ and more" * 3}},
    "type": {"TrainingJobStatusCounters": 'a "text"'},
    "missing": {"HyperParameterTuningJobName": None},
}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(kinds=st.lists(st.sampled_from(sorted(BROKEN)), min_size=1, max_size=4), packed=st.booleans())
def test_an_exchange_gives_the_same_from_every_recorder(
    flagship: Contract, tmp_path: Path, kinds: list[str], packed: bool
) -> None:
    calls: list[Call] = []
    for kind in kinds:
        body = wire_body(flagship, {**smallest(flagship.response), **BROKEN[kind]})
        calls.append(
            describe_job(gzip.compress(body), headers={"Content-Encoding": "gzip"}) if packed else describe_job(body)
        )
    calls.append(Call("https://api.example.com/", b"<html>"))
    results: dict[str, tuple[list[tuple[str, int, str]], int, int]] = {}
    for name, write in WRITERS.items():
        if packed and name == "vcrpy.json":
            continue
        (tmp_path / name).write_text(write(calls), encoding="utf-8")
        result = result_of(tmp_path / name)
        results[name] = (summary_of(result.findings), result.responses, result.clean)
        assert sum(result.ignored.values()) == 1, name
    first = results["vcrpy.yaml"]
    assert first[1] == len(kinds)
    assert first[2] == kinds.count("good")
    assert all(result == first for result in results.values()), results


@pytest.mark.parametrize("name", WRITERS)
def test_a_finding_is_at_its_member_or_at_the_string_that_holds_it(
    flagship: Contract, tmp_path: Path, name: str
) -> None:
    odd = {"Surplus": 1, "Sur'plus": 2, "Sür\\plus": 3}
    body = wire_body(flagship, {**fullest(flagship.response), **odd})
    (tmp_path / name).write_text(WRITERS[name]([describe_job(body), describe_job(body)]), encoding="utf-8")
    result = result_of(tmp_path / name)
    lines = (tmp_path / name).read_text(encoding="utf-8").split("\n")
    assert len(result.findings) == 2 * len(odd)
    for located in result.findings:
        assert located.line is not None
        assert located.column is not None
        at = lines[located.line - 1][located.column - 1 :]
        if name.endswith((".json", ".har")):
            assert at.startswith(('"string": "{', '"text": "{'))
        else:  # in the quotes and escapes of YAML
            assert at.replace("\\\\", "\\").replace("''", "'").lstrip('\\"').startswith(("Sur", "S\\xFC", "Sü")), at


@pytest.mark.parametrize("style", ["|", ">", "'", '"', None])
def test_pointers_in_every_style_of_yaml(flagship: Contract, tmp_path: Path, style: str | None) -> None:
    response = {**smallest(flagship.response), "Surplus": {"deep": [1, 2]}}
    body = json.dumps(from_cli(flagship.response, response, "wire"), indent=2 if style in {"|", None} else None)

    class Styled(yaml.SafeDumper):
        pass

    def written(dumper: Any, text: str) -> Any:
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style if text == body else None)

    Styled.add_representer(str, written)
    cassette = {"interactions": [vcrpy(describe_job(body.encode()))], "version": 1}
    text = str(yaml.dump(cassette, Dumper=Styled, width=60))
    (tmp_path / "x.yaml").write_text(text)
    (located,) = result_of(tmp_path / "x.yaml").findings
    assert located.line is not None
    assert located.column is not None
    at = text.split("\n")[located.line - 1][located.column - 1 :]
    assert at.startswith(
        ">" if style == ">" else ('"Surplus"', '\\"Surplus')
    )  # the lines of folded blocks can't be followed


def test_a_parsed_body_has_its_own_locations(flagship: Contract, tmp_path: Path) -> None:
    exchange = vcrpy(describe_job(b""))
    wire = from_cli(flagship.response, {**smallest(flagship.response), "Surplus": 1}, "wire")
    exchange["response"] = {key: value for key, value in exchange["response"].items() if key != "body"} | {
        "parsed_body": wire
    }
    text = yaml.safe_dump({"interactions": [exchange]})
    (tmp_path / "x.yaml").write_text(text)
    (located,) = result_of(tmp_path / "x.yaml").findings
    assert located.line is not None
    assert text.split("\n")[located.line - 1].strip() == "Surplus: 1"


def deflated(body: bytes) -> bytes:
    return zlib.compress(body, wbits=-15)


def chunked(body: bytes) -> bytes:
    return b"5\r\n%s\r\n%x;more\r\n%s\r\n0\r\n\r\n" % (body[:5], len(body) - 5, body[5:])


def gzipped(body: bytes) -> bytes:
    return gzip.compress(body)


def compressed(body: bytes) -> bytes:
    return zlib.compress(body)


@pytest.mark.parametrize(
    ("headers", "pack"),
    [
        ({"Content-Encoding": "gzip"}, gzipped),
        ({"Content-Encoding": "gzip"}, bytes),
        ({"content-encoding": "deflate"}, compressed),
        ({"content-encoding": "deflate"}, deflated),
        ({"Transfer-Encoding": "chunked"}, chunked),
        ({"Transfer-Encoding": "chunked"}, bytes),
        ({"Content-Encoding": "br"}, bytes),
    ],
)  # fmt: skip
def test_encoded_bodies_are_decoded(
    flagship: Contract, tmp_path: Path, headers: Mapping[str, str], pack: Callable[[bytes], bytes]
) -> None:
    body = wire_body(flagship, {**smallest(flagship.response), "Surplus": 1})
    (tmp_path / "x.yml").write_text(as_ruby([describe_job(pack(body), headers=headers)]))
    assert summary_of(result_of(tmp_path / "x.yml").findings) == [("SP301", 0, "/Surplus")]


@pytest.mark.parametrize(
    ("headers", "body", "words"),
    [
        ({"Content-Encoding": "gzip"}, gzip.compress(b"{}", mtime=0)[:-6], "truncated"),
        ({"Content-Encoding": "gzip"}, b"\x1f\x8b" + b"\xff" * 20, "corrupt"),
        ({"Content-Encoding": "br"}, b"\x0b\x02\x80", "encoding br"),
    ],
    ids=["truncated", "corrupt", "unknown"],
)
def test_a_body_that_cannot_be_decoded_is_a_finding(
    tmp_path: Path, headers: Mapping[str, str], body: bytes, words: str
) -> None:
    (tmp_path / "x.yaml").write_text(as_yaml([describe_job(body, headers=headers)]))
    (located,) = result_of(tmp_path / "x.yaml").findings
    assert located.finding.code == "SP913"
    assert words in located.finding.message


def test_a_body_that_decodes_to_too_much_is_refused(tmp_path: Path) -> None:
    bomb = gzip.compress(bytes(2**26 + 1))
    (tmp_path / "x.yaml").write_text(as_yaml([describe_job(bomb, headers={"Content-Encoding": "gzip"})]))
    (located,) = result_of(tmp_path / "x.yaml").findings
    assert (located.finding.code, "64 MiB" in located.finding.message) == ("SP913", True)


QUERY: Final = {"Content-Type": "application/x-www-form-urlencoded"}
XML: Final = "<{0}Response xmlns='https://x'><{0}Result>{1}</{0}Result><ResponseMetadata/></{0}Response>"


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (
            Call("https://iam.amazonaws.com/", XML.format("ListUsers", "<Users/><IsTruncated>false</IsTruncated>").encode(),
                 request=b"Action=ListUsers&Version=2010-05-08", request_headers=QUERY),
            [],
        ),
        (
            Call("https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08", XML.format("ListUsers", "").encode(), method="GET"),
            [("SP101", 0, "/Users")],
        ),
        (
            Call("https://iam.amazonaws.com/", b"<ErrorResponse><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>m</Message></Error></ErrorResponse>",
                 request=b"Action=GetRole&RoleName=x", request_headers=QUERY, status=404),
            [],
        ),
        (
            Call("https://ec2.us-east-1.amazonaws.com/", b"<DescribeRegionsResponse><regionInfo><item><regionName>a</regionName></item></regionInfo></DescribeRegionsResponse>",
                 request=b"Action=DescribeRegions", request_headers=QUERY),
            [],
        ),
        (
            Call("https://bucket.s3.us-west-2.amazonaws.com/?list-type=2", b"<ListBucketResult><Name>n</Name><MaxKeys>x</MaxKeys></ListBucketResult>", method="GET"),
            [("SP901", 0, "")],
        ),
        (Call("https://s3.amazonaws.com/", b"<ListAllMyBucketsResult>", method="GET"), [("SP901", 0, "")]),
        (Call("https://s3.amazonaws.com/", b"<html>no", method="GET", status=503), []),
    ],
)  # fmt: skip
def test_responses_in_xml_are_read_as_boto3_reads_them(
    tmp_path: Path, call: Call, expected: list[tuple[str, int, str]]
) -> None:
    (tmp_path / "x.yaml").write_text(as_yaml([call]))
    result = result_of(tmp_path / "x.yaml")
    assert summary_of(result.findings) == expected
    unread = sum(code.startswith("SP9") for code, _, _ in expected)
    assert [kind.representation for kind in result.kinds] == ["sdk"] * (result.responses - unread)
    assert result.responses + sum(result.ignored.values()) == 1


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
def test_an_error_is_checked_against_the_error_schemas(
    tmp_path: Path, status: int, headers: Mapping[str, str], body: bytes, code: str | None
) -> None:
    (tmp_path / "x.yaml").write_text(as_yaml([describe_job(body, status=status, headers=headers)]))
    result = result_of(tmp_path / "x.yaml")
    assert [kind.part for kind in result.kinds] == ["error"]
    assert [located.finding.code for located in result.findings] == ([code] if code else [])


LAMBDA: Final = "https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/"


def test_an_error_name_in_a_header_is_reported_at_the_body(tmp_path: Path) -> None:
    call = Call(LAMBDA, b'{"message":"m"}', method="GET", status=400, headers={"x-amzn-ErrorType": "Odd:http://x"})
    (tmp_path / "x.yaml").write_text(as_yaml([call]))
    (located,) = result_of(tmp_path / "x.yaml").findings
    assert (located.finding.code, located.finding.pointer) == ("SP303", "")
    assert "`Odd:http://x`" in located.finding.message


def nested(levels: int) -> bytes:
    return b"<a>" * levels + b"</a>" * levels


BOMB: Final = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%b">' % (97 + at, b"&%c;" % (96 + at) * 10) for at in range(1, 10))
    + b"]><x>&j;</x>"
)


@pytest.mark.parametrize("status", [200, 400])
@pytest.mark.parametrize(
    ("body", "code"),
    [
        (nested(200), None),
        (nested(201), "SP908"),
        (nested(3000), "SP908"),
        (b"<a>" * 100_000, "SP908"),
        (BOMB, "SP901"),
    ],
    ids=["most", "deeper", "deep", "open", "bomb"],
)
def test_xml_that_is_nested_too_deep_is_a_finding(tmp_path: Path, status: int, body: bytes, code: str | None) -> None:
    call = Call("https://ec2.us-east-1.amazonaws.com/", body, request=b"Action=DescribeRegions", status=status)
    (tmp_path / "x.yaml").write_text(as_yaml([call]))
    codes = [located.finding.code for located in result_of(tmp_path / "x.yaml").findings]
    is_page = status == 400 and code == "SP901"  # an error that is not XML was not written by the service
    assert [reading_code for reading_code in codes if reading_code.startswith("SP9")] == (
        [code] if code and not is_page else []
    )


def test_an_error_in_botocore_is_a_finding(tmp_path: Path) -> None:
    users = "<Users><member><CreateDate>1e300</CreateDate></member></Users>"
    (tmp_path / "x.yaml").write_text(
        as_yaml(
            [Call("https://iam.amazonaws.com/", XML.format("ListUsers", users).encode(), request=b"Action=ListUsers")]
        )
    )
    (located,) = result_of(tmp_path / "x.yaml").findings
    assert located.finding.code == "SP901"
    assert "boto3 cannot read this body (RuntimeError" in located.finding.message


CARD: Final = "https://bedrock-agentcore.us-east-1.amazonaws.com/runtimes/arn/invocations/.well-known/agent-card.json"


@pytest.mark.parametrize(
    ("body", "code"), [(b'{"name": "x"}', None), (b"[1]", None), (b'{"a": 1, "a": 2}', "SP905"), (b"x", "SP901")]
)
def test_a_document_that_is_the_whole_body_is_read(tmp_path: Path, body: bytes, code: str | None) -> None:
    (tmp_path / "x.yaml").write_text(as_yaml([Call(CARD, body, method="GET")]))
    result = result_of(tmp_path / "x.yaml")
    assert (result.responses, [located.finding.code for located in result.findings]) == (1, [code] if code else [])


S3: Final = "https://bucket.s3.amazonaws.com/key"


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
        (Call("https://sqs.us-east-1.amazonaws.com/", b"<x/>", request=b"Action=ListQueues"), "know JSON only"),
        (Call("https://monitoring.us-east-1.amazonaws.com/service/GraniteServiceVersion20100801/operation/ListMetrics",
              b"\xa0", request_headers={"smithy-protocol": "rpc-v2-cbor"}), "CBOR"),
        (Call("http://localhost:4566/my/own", b"{}", method="GET"), "hosts other than AWS"),
    ],
)  # fmt: skip
def test_ignored_exchanges_are_counted_with_the_reason(tmp_path: Path, call: Call, words: str) -> None:
    (tmp_path / "x.yaml").write_text(as_yaml([call]))
    result = result_of(tmp_path / "x.yaml")
    assert (result.findings, result.responses) == ([], 0)
    ((form, reason),) = result.ignored
    assert (form, words in reason) == ("vcr", True)
    assert [skipped.reason for skipped in result.skipped] == [reason]


def test_a_body_that_was_not_recorded_is_not_checked(tmp_path: Path) -> None:
    har = json.loads(as_har([describe_job(b"{}")]))
    har["log"]["entries"][0]["response"]["content"] = {"size": 12}
    (tmp_path / "x.har").write_text(json.dumps(har))
    assert [reason for _, reason in result_of(tmp_path / "x.har").ignored] == ["responses whose body was not recorded"]


def test_a_named_contract_applies_only_to_its_own_operation(flagship: Contract, tmp_path: Path) -> None:
    other = {"X-Amz-Target": "SageMaker.ListModels"}
    good = wire_body(flagship, smallest(flagship.response))
    (tmp_path / "x.yaml").write_text(as_yaml([describe_job(good), Call(SAGEMAKER, b"{}", request_headers=other)]))
    result = result_of(tmp_path / "x.yaml", contract="sagemaker.describe_hyper_parameter_tuning_job@1.29.145")
    assert (result.responses, result.clean) == (1, 1)
    assert [reason for _, reason in result.ignored] == ["responses of operations other than the one that is named"]


def test_checked_responses_are_counted_by_the_number_of_their_exchange(flagship: Contract, tmp_path: Path) -> None:
    other = Call("https://api.example.com/", b"{}")
    good = describe_job(wire_body(flagship, smallest(flagship.response)))
    bad = describe_job(wire_body(flagship, {**smallest(flagship.response), "Surplus": 1}))
    (tmp_path / "x.yaml").write_text(as_yaml([other, good, bad, other, bad]))
    result = result_of(tmp_path / "x.yaml", contract=flagship.name)
    assert result.runs == [ContractRun(1, 2, flagship.name), ContractRun(4, 1, flagship.name)]
    assert [located.index for located in result.findings] == [2, 4]


def test_a_named_contract_ignores_other_hosts(tmp_path: Path) -> None:
    other = Call("https://example.com/login", b"{}", request=b'{"user": "x"}')
    (tmp_path / "x.yaml").write_text(as_yaml([other]))
    result = result_of(tmp_path / "x.yaml", contract="dynamodb.list_tables@installed")
    assert (result.findings, result.responses) == ([], 0)
    assert [reason for _, reason in result.ignored] == ["traffic of hosts other than AWS"]


def test_an_unknown_operation_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(
        as_yaml([Call(SAGEMAKER, b"{}", request_headers={"X-Amz-Target": "SageMaker.Dream"})])
    )
    (located,) = result_of(tmp_path / "x.yaml").findings
    assert located.finding.code == "SP991"
    assert "sagemaker.Dream" in located.finding.message


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("interactions: []", "SP902"),
        ("interactions: [1]", "SP914"),
        ("interactions:\n- request: {method: GET, uri: http://x}\n  response: {}", "SP914"),
        ("interactions:\n- request: {uri: 'https://s3.amazonaws.com/', method: GET}\n  response: {status: 200, body: {base64_string: '#'}}", "SP901"),
        ("interactions: 5", "SP902"),
        ("name: a workflow", "SP902"),
        ("interactions:\n- {request: {a: 1, a: 2}}", "SP905"),
        ("interactions:\n\t- tab", "SP901"),
        ("interactions: [*nothing]", "SP901"),
        ("interactions: &all [*all]", "SP908"),
        ("interactions: " + "[" * 5000, "SP908"),
    ],
)  # fmt: skip
def test_an_invalid_cassette_is_a_finding_with_a_location(tmp_path: Path, text: str, code: str) -> None:
    (tmp_path / "x.yaml").write_text(text)
    (located,) = result_of(tmp_path / "x.yaml").findings
    assert located.finding.code == code
    assert located.line is not None


def test_yaml_that_is_not_a_cassette_is_skipped_in_a_directory(tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text("services:\n  db: {image: x}\n")
    (planned,) = plan_units([str(tmp_path)])
    assert [skipped.reason for skipped in Checker(CheckOptions()).check(planned).skipped] == [
        "not a recording, by its content"
    ]


class Handler(BaseHTTPRequestHandler):
    """Answers as SageMaker does, packed and in chunks."""

    body = b""
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        packed = gzip.compress(self.body)
        self.send_response(200)
        self.send_header("Content-Type", "application/x-amz-json-1.1")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for piece in (packed[:50], packed[50:]):
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep quiet."""


@pytest.fixture
def service(flagship: Contract, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    body = wire_body(flagship, {**smallest(flagship.response), "Surplus": "from the wire"})
    monkeypatch.setattr(Handler, "body", body)
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.mark.parametrize("serializer", ["yaml", "json"])
@pytest.mark.parametrize("is_decoded", [True, False], ids=["decoded", "packed"])
def test_what_vcrpy_itself_writes(tmp_path: Path, service: str, serializer: str, is_decoded: bool) -> None:
    if serializer == "json" and not is_decoded:
        pytest.skip("vcrpy's JSON can't hold bytes")
    vcr = pytest.importorskip("vcr", reason="vcrpy isn't installed, and it is what writes the cassettes")
    cassette = tmp_path / f"x.{serializer}"
    recorder = vcr.VCR(serializer=serializer, decode_compressed_response=is_decoded)
    with recorder.use_cassette(str(cassette)):
        request = urllib.request.Request(service, data=b"{}", headers=TARGET)
        with urllib.request.urlopen(request) as answer:
            assert answer.status == 200
    result = result_of(cassette)
    assert summary_of(result.findings) == [("SP301", 0, "/Surplus")]
    assert [kind.form for kind in result.kinds] == ["vcr"]


def test_what_boto3_and_vcrpy_write_together(tmp_path: Path, service: str) -> None:
    vcr = pytest.importorskip("vcr", reason="vcrpy isn't installed, and it is what writes the cassettes")
    boto3 = pytest.importorskip("boto3", reason="boto3 isn't installed, and it is whose calls are recorded")
    client = boto3.client(
        "sagemaker", region_name="us-east-1", endpoint_url=service, aws_access_key_id="id", aws_secret_access_key="none"
    )
    with vcr.use_cassette(str(tmp_path / "x.yaml")):
        client.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName="a")
    assert summary_of(result_of(tmp_path / "x.yaml").findings) == [("SP301", 0, "/Surplus")]


ODD: Final[list[Any]] = [
    None,
    True,
    0,
    -1,
    1.5,
    10**30,
    "",
    "x",
    "\ud800",
    [],
    [[]],
    {},
    {"": 1},
    "https://[",
    "{}",
    "\x1f\x8b",
]


def pointers_in(value: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    for key in value if value.__class__ is dict else range(len(value)) if value.__class__ is list else ():
        inner = value[key]
        yield (*at, key)
        yield from pointers_in(inner, (*at, key))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(name=st.sampled_from(["vcrpy.json", "browser.har", "ruby.yml"]), data=st.data())
def test_every_cassette_gives_a_result(tmp_path: Path, name: str, data: st.DataObject) -> None:
    calls = [
        describe_job(b'{"a": 1}'),
        Call(S3, b"<a/>", method="GET"),
        Call("https://iam.amazonaws.com/", b"<", request=b"Action=ListUsers"),
    ]
    text = WRITERS[name](calls)
    document: Any = yaml.safe_load(text) if name.endswith("yml") else json.loads(text)
    for _ in range(data.draw(st.integers(1, 3))):
        *owner, last = data.draw(st.sampled_from(list(pointers_in(document))))
        inner = document
        for key in owner:
            inner = inner[key]
        inner[last] = deepcopy(data.draw(st.sampled_from(ODD)))
    (tmp_path / name).write_text(json.dumps(document))
    result = result_of(tmp_path / name)
    assert result.responses or result.ignored or result.findings or result.skipped
