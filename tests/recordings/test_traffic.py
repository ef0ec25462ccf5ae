"""HTTP exchanges: the same answer and findings whatever recorder wrote them down, at places that can be clicked on."""

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
from shapeproof.recordings.discovery.files import units
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
class Kept:
    """An exchange that a recorder has met."""

    url: str
    body: bytes
    method: str = "POST"
    status: int = 200
    request: bytes = b""
    request_headers: Mapping[str, str] = field(default_factory=dict[str, str])
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


def listed(headers: Mapping[str, str]) -> dict[str, list[str]]:
    return {name: [value] for name, value in headers.items()}


def vcrpy(kept: Kept) -> dict[str, Any]:
    return {
        "request": {
            "method": kept.method,
            "uri": kept.url,
            "body": as_text(kept.request),
            "headers": listed(kept.request_headers),
        },
        "response": {
            "status": {"code": kept.status, "message": "OK"},
            "headers": listed(kept.headers),
            "body": {"string": as_text(kept.body)},
        },
    }


def as_text(body: bytes) -> str | bytes:
    try:
        return body.decode()
    except UnicodeDecodeError:
        return body


def as_yaml(kept: list[Kept]) -> str:
    cassette = {"interactions": [vcrpy(one) for one in kept], "version": 1}
    return str(yaml.dump(cassette, Dumper=getattr(yaml, "CDumper", yaml.Dumper)))


def as_json(kept: list[Kept]) -> str:
    return json.dumps({"version": 1, "interactions": [vcrpy(one) for one in kept]}, indent=4) + "\n"


def ruby(kept: Kept) -> dict[str, Any]:
    def body(data: bytes) -> dict[str, str]:
        packed = {"encoding": "ASCII-8BIT", "base64_string": base64.b64encode(data).decode()}
        text = as_text(data)
        return {"encoding": "UTF-8", "string": text} if isinstance(text, str) else packed

    return {
        "request": {
            "method": kept.method.lower(),
            "uri": kept.url,
            "body": body(kept.request),
            "headers": listed(kept.request_headers),
        },
        "response": {
            "status": {"code": kept.status, "message": "OK"},
            "headers": listed(kept.headers),
            "body": body(kept.body),
            "http_version": None,
        },
        "recorded_at": "Wed, 12 Aug 2020 14:15:08 GMT",
    }


def as_ruby(kept: list[Kept]) -> str:
    cassette = {"http_interactions": [ruby(one) for one in kept], "recorded_with": "VCR 6.0.0"}
    return "---\n" + str(yaml.safe_dump(cassette, sort_keys=False, width=80))


def as_har(kept: list[Kept]) -> str:
    def headers(held: Mapping[str, str]) -> list[dict[str, str]]:
        return [{"name": name, "value": value} for name, value in held.items()]

    def content(data: bytes) -> dict[str, Any]:
        text = as_text(data)
        if isinstance(text, str):
            return {"size": len(data), "mimeType": "", "text": text}
        return {"size": len(data), "mimeType": "", "text": base64.b64encode(data).decode(), "encoding": "base64"}

    entries = [
        {
            "request": {
                "method": one.method,
                "url": one.url,
                "headers": headers(one.request_headers),
                "postData": {"mimeType": "", "text": one.request.decode()},
            },
            "response": {"status": one.status, "headers": headers(one.headers), "content": content(one.body)},
        }
        for one in kept
    ]
    return json.dumps({"log": {"version": "1.2", "creator": {"name": "", "version": ""}, "entries": entries}}, indent=2)


WRITERS: Final[dict[str, Callable[[list[Kept]], str]]] = {
    "vcrpy.yaml": as_yaml,
    "vcrpy.json": as_json,
    "ruby.yml": as_ruby,
    "browser.har": as_har,
}
"""The name of a file -> what is written into it. vcrpy's JSON has no place for bytes that are no text."""


def result_of(path: Path, **options: Any) -> UnitResult:
    (planned,) = units([str(path)])
    return Checker(CheckOptions(**options)).check(planned)


def signs(found: list[Located]) -> list[tuple[str, int, str]]:
    return sorted((one.finding.code, one.index, one.finding.pointer) for one in found)


def answer_of(flagship: Contract, response: object) -> bytes:
    return json.dumps(from_cli(flagship.response, response, "wire"), ensure_ascii=False).encode()


def told(body: bytes, **more: Any) -> Kept:
    return Kept(SAGEMAKER, body, request=b"{}", request_headers=TARGET, **more)


BROKEN: Final[dict[str, dict[str, Any]]] = {
    "good": {},
    "status": {"HyperParameterTuningJobStatus": "completed"},
    "unknown": {"Surplus": {"é\u2028": "'\"  two\n\n\tlines: # no comment, \\\\ and more" * 3}},
    "type": {"TrainingJobStatusCounters": 'a "text"'},
    "missing": {"HyperParameterTuningJobName": None},
}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(kinds=st.lists(st.sampled_from(sorted(BROKEN)), min_size=1, max_size=4), packed=st.booleans())
def test_an_exchange_gives_the_same_whatever_wrote_it_down(
    flagship: Contract, tmp_path: Path, kinds: list[str], packed: bool
) -> None:
    kept: list[Kept] = []
    for kind in kinds:
        body = answer_of(flagship, {**smallest(flagship.response), **BROKEN[kind]})
        kept.append(told(gzip.compress(body), headers={"Content-Encoding": "gzip"}) if packed else told(body))
    kept.append(Kept("https://api.example.com/", b"<html>"))
    results: dict[str, tuple[list[tuple[str, int, str]], int, int]] = {}
    for name, write in WRITERS.items():
        if packed and name == "vcrpy.json":
            continue
        (tmp_path / name).write_text(write(kept), encoding="utf-8")
        result = result_of(tmp_path / name)
        results[name] = (signs(result.findings), result.responses, result.clean)
        assert sum(result.passed.values()) == 1, name
    first = results["vcrpy.yaml"]
    assert first[1] == len(kinds)
    assert first[2] == kinds.count("good")
    assert all(one == first for one in results.values()), results


@pytest.mark.parametrize("name", WRITERS)
def test_a_finding_stands_at_its_member_or_at_the_text_that_holds_it(
    flagship: Contract, tmp_path: Path, name: str
) -> None:
    odd = {"Surplus": 1, "Sur'plus": 2, "Sür\\plus": 3}
    body = answer_of(flagship, {**fullest(flagship.response), **odd})
    (tmp_path / name).write_text(WRITERS[name]([told(body), told(body)]), encoding="utf-8")
    result = result_of(tmp_path / name)
    lines = (tmp_path / name).read_text(encoding="utf-8").split("\n")
    assert len(result.findings) == 2 * len(odd)
    for one in result.findings:
        assert one.line is not None
        assert one.column is not None
        at = lines[one.line - 1][one.column - 1 :]
        if name.endswith((".json", ".har")):
            assert at.startswith(('"string": "{', '"text": "{'))
        else:  # in the quotes and escapes of YAML
            assert at.replace("\\\\", "\\").replace("''", "'").lstrip('\\"').startswith(("Sur", "S\\xFC", "Sü")), at


@pytest.mark.parametrize("style", ["|", ">", "'", '"', None])
def test_places_in_every_style_of_yaml(flagship: Contract, tmp_path: Path, style: str | None) -> None:
    response = {**smallest(flagship.response), "Surplus": {"deep": [1, 2]}}
    body = json.dumps(from_cli(flagship.response, response, "wire"), indent=2 if style in {"|", None} else None)

    class Styled(yaml.SafeDumper):
        pass

    def written(dumper: Any, text: str) -> Any:
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style if text == body else None)

    Styled.add_representer(str, written)
    cassette = {"interactions": [vcrpy(told(body.encode()))], "version": 1}
    text = str(yaml.dump(cassette, Dumper=Styled, width=60))
    (tmp_path / "x.yaml").write_text(text)
    (found,) = result_of(tmp_path / "x.yaml").findings
    assert found.line is not None
    assert found.column is not None
    at = text.split("\n")[found.line - 1][found.column - 1 :]
    assert at.startswith(
        ">" if style == ">" else ('"Surplus"', '\\"Surplus')
    )  # folded blocks have no lines of their own


def test_a_parsed_body_has_places_of_its_own(flagship: Contract, tmp_path: Path) -> None:
    held = vcrpy(told(b""))
    wire = from_cli(flagship.response, {**smallest(flagship.response), "Surplus": 1}, "wire")
    held["response"] = {key: value for key, value in held["response"].items() if key != "body"} | {"parsed_body": wire}
    text = yaml.safe_dump({"interactions": [held]})
    (tmp_path / "x.yaml").write_text(text)
    (found,) = result_of(tmp_path / "x.yaml").findings
    assert found.line is not None
    assert text.split("\n")[found.line - 1].strip() == "Surplus: 1"


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
def test_bodies_are_unpacked_where_they_still_are_packed(
    flagship: Contract, tmp_path: Path, headers: Mapping[str, str], pack: Callable[[bytes], bytes]
) -> None:
    body = answer_of(flagship, {**smallest(flagship.response), "Surplus": 1})
    (tmp_path / "x.yml").write_text(as_ruby([told(pack(body), headers=headers)]))
    assert signs(result_of(tmp_path / "x.yml").findings) == [("SP301", 0, "/Surplus")]


@pytest.mark.parametrize(
    ("headers", "body", "words"),
    [
        ({"Content-Encoding": "gzip"}, gzip.compress(b"{}", mtime=0)[:-6], "cut off"),
        ({"Content-Encoding": "gzip"}, b"\x1f\x8b" + b"\xff" * 20, "broken"),
        ({"Content-Encoding": "br"}, b"\x0b\x02\x80", "with br"),
    ],
    ids=["cut off", "broken", "unknown"],
)
def test_what_cant_be_unpacked_is_told(tmp_path: Path, headers: Mapping[str, str], body: bytes, words: str) -> None:
    (tmp_path / "x.yaml").write_text(as_yaml([told(body, headers=headers)]))
    (found,) = result_of(tmp_path / "x.yaml").findings
    assert found.finding.code == "SP913"
    assert words in found.finding.message


def test_a_body_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    bomb = gzip.compress(bytes(2**26 + 1))
    (tmp_path / "x.yaml").write_text(as_yaml([told(bomb, headers={"Content-Encoding": "gzip"})]))
    (found,) = result_of(tmp_path / "x.yaml").findings
    assert (found.finding.code, "64 MiB" in found.finding.message) == ("SP913", True)


QUERY: Final = {"Content-Type": "application/x-www-form-urlencoded"}
XML: Final = "<{0}Response xmlns='https://x'><{0}Result>{1}</{0}Result><ResponseMetadata/></{0}Response>"


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        (
            Kept("https://iam.amazonaws.com/", XML.format("ListUsers", "<Users/><IsTruncated>false</IsTruncated>").encode(),
                 request=b"Action=ListUsers&Version=2010-05-08", request_headers=QUERY),
            [],
        ),
        (
            Kept("https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08", XML.format("ListUsers", "").encode(), method="GET"),
            [("SP101", 0, "/Users")],
        ),
        (
            Kept("https://iam.amazonaws.com/", b"<ErrorResponse><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>m</Message></Error></ErrorResponse>",
                 request=b"Action=GetRole&RoleName=x", request_headers=QUERY, status=404),
            [],
        ),
        (
            Kept("https://ec2.us-east-1.amazonaws.com/", b"<DescribeRegionsResponse><regionInfo><item><regionName>a</regionName></item></regionInfo></DescribeRegionsResponse>",
                 request=b"Action=DescribeRegions", request_headers=QUERY),
            [],
        ),
        (
            Kept("https://bucket.s3.us-west-2.amazonaws.com/?list-type=2", b"<ListBucketResult><Name>n</Name><MaxKeys>x</MaxKeys></ListBucketResult>", method="GET"),
            [("SP901", 0, "")],
        ),
        (Kept("https://s3.amazonaws.com/", b"<ListAllMyBucketsResult>", method="GET"), [("SP901", 0, "")]),
        (Kept("https://s3.amazonaws.com/", b"<html>no", method="GET", status=503), []),
    ],
)  # fmt: skip
def test_answers_in_xml_are_read_as_boto3_reads_them(
    tmp_path: Path, kept: Kept, expected: list[tuple[str, int, str]]
) -> None:
    (tmp_path / "x.yaml").write_text(as_yaml([kept]))
    result = result_of(tmp_path / "x.yaml")
    assert signs(result.findings) == expected
    unread = sum(code.startswith("SP9") for code, _, _ in expected)
    assert [seen.representation for seen in result.seen] == ["sdk"] * (result.responses - unread)
    assert result.responses + sum(result.passed.values()) == 1


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
def test_an_error_is_held_against_the_errors(
    tmp_path: Path, status: int, headers: Mapping[str, str], body: bytes, code: str | None
) -> None:
    (tmp_path / "x.yaml").write_text(as_yaml([told(body, status=status, headers=headers)]))
    result = result_of(tmp_path / "x.yaml")
    assert [seen.part for seen in result.seen] == ["error"]
    assert [one.finding.code for one in result.findings] == ([code] if code else [])


LAMBDA: Final = "https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/"


def test_what_a_header_calls_an_error_is_told_at_the_body(tmp_path: Path) -> None:
    kept = Kept(LAMBDA, b'{"message":"m"}', method="GET", status=400, headers={"x-amzn-ErrorType": "Odd:http://x"})
    (tmp_path / "x.yaml").write_text(as_yaml([kept]))
    (found,) = result_of(tmp_path / "x.yaml").findings
    assert (found.finding.code, found.finding.pointer) == ("SP303", "")
    assert "`Odd:http://x`" in found.finding.message


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
    kept = Kept("https://ec2.us-east-1.amazonaws.com/", body, request=b"Action=DescribeRegions", status=status)
    (tmp_path / "x.yaml").write_text(as_yaml([kept]))
    codes = [one.finding.code for one in result_of(tmp_path / "x.yaml").findings]
    is_page = status == 400 and code == "SP901"  # an error that is no XML isn't the service's
    assert [one for one in codes if one.startswith("SP9")] == ([code] if code and not is_page else [])


def test_whatever_trips_botocore_is_a_finding(tmp_path: Path) -> None:
    users = "<Users><member><CreateDate>1e300</CreateDate></member></Users>"
    (tmp_path / "x.yaml").write_text(
        as_yaml(
            [Kept("https://iam.amazonaws.com/", XML.format("ListUsers", users).encode(), request=b"Action=ListUsers")]
        )
    )
    (found,) = result_of(tmp_path / "x.yaml").findings
    assert found.finding.code == "SP901"
    assert "boto3 itself can't read this body (RuntimeError" in found.finding.message


CARD: Final = "https://bedrock-agentcore.us-east-1.amazonaws.com/runtimes/arn/invocations/.well-known/agent-card.json"


@pytest.mark.parametrize(
    ("body", "code"), [(b'{"name": "x"}', None), (b"[1]", None), (b'{"a": 1, "a": 2}', "SP905"), (b"x", "SP901")]
)
def test_a_document_that_is_the_whole_body_is_read(tmp_path: Path, body: bytes, code: str | None) -> None:
    (tmp_path / "x.yaml").write_text(as_yaml([Kept(CARD, body, method="GET")]))
    result = result_of(tmp_path / "x.yaml")
    assert (result.responses, [one.finding.code for one in result.findings]) == (1, [code] if code else [])


S3: Final = "https://bucket.s3.amazonaws.com/key"


@pytest.mark.parametrize(
    ("kept", "words"),
    [
        (Kept("https://api.example.com/x", b"{}"), "other hosts"),
        (Kept("not a host", b"{}"), "other hosts"),
        (Kept("https://[broken", b"{}"), "other hosts"),
        (Kept("https://my-api.execute-api.us-east-1.amazonaws.com/prod/x", b"{}"), "somebody's own API"),
        (Kept("https://lb-1.us-east-1.elb.amazonaws.com/x", b"{}"), "somebody's own API"),
        (Kept("https://search-x.us-east-1.es.amazonaws.com/_search", b"{}"), "somebody's own API"),
        (Kept(S3, b"text", method="GET"), "a stream"),
        (Kept(S3, b"", method="OPTIONS"), "preflight"),
        (Kept(S3, b"", method="GET", status=304), "without an answer"),
        (Kept(SAGEMAKER, b"<html>Bad gateway", status=502, request_headers=TARGET), "error pages"),
        (Kept("https://sqs.us-east-1.amazonaws.com/", b"<x/>", request=b"Action=ListQueues"), "with JSON alone"),
        (Kept("https://monitoring.us-east-1.amazonaws.com/service/GraniteServiceVersion20100801/operation/ListMetrics",
              b"\xa0", request_headers={"smithy-protocol": "rpc-v2-cbor"}), "CBOR"),
        (Kept("http://localhost:4566/my/own", b"{}", method="GET"), "other hosts"),
    ],
)  # fmt: skip
def test_what_isnt_checked_is_counted_with_the_reason(tmp_path: Path, kept: Kept, words: str) -> None:
    (tmp_path / "x.yaml").write_text(as_yaml([kept]))
    result = result_of(tmp_path / "x.yaml")
    assert (result.findings, result.responses) == ([], 0)
    ((form, reason),) = result.passed
    assert (form, words in reason) == ("vcr", True)
    assert [one.reason for one in result.skipped] == [reason]


def test_a_body_that_wasnt_kept_isnt_checked(tmp_path: Path) -> None:
    har = json.loads(as_har([told(b"{}")]))
    har["log"]["entries"][0]["response"]["content"] = {"size": 12}
    (tmp_path / "x.har").write_text(json.dumps(har))
    assert [reason for _, reason in result_of(tmp_path / "x.har").passed] == ["answers whose body wasn't kept"]


def test_a_named_contract_is_that_of_its_own_operation_alone(flagship: Contract, tmp_path: Path) -> None:
    other = {"X-Amz-Target": "SageMaker.ListModels"}
    good = answer_of(flagship, smallest(flagship.response))
    (tmp_path / "x.yaml").write_text(as_yaml([told(good), Kept(SAGEMAKER, b"{}", request_headers=other)]))
    result = result_of(tmp_path / "x.yaml", contract="sagemaker.describe_hyper_parameter_tuning_job@1.29.145")
    assert (result.responses, result.clean) == (1, 1)
    assert [reason for _, reason in result.passed] == ["answers of other operations than the one that is named"]


def test_what_is_checked_is_counted_by_the_number_of_its_exchange(flagship: Contract, tmp_path: Path) -> None:
    other = Kept("https://api.example.com/", b"{}")
    good = told(answer_of(flagship, smallest(flagship.response)))
    bad = told(answer_of(flagship, {**smallest(flagship.response), "Surplus": 1}))
    (tmp_path / "x.yaml").write_text(as_yaml([other, good, bad, other, bad]))
    result = result_of(tmp_path / "x.yaml", contract=flagship.name)
    assert result.checked == [ContractRun(1, 2, flagship.name), ContractRun(4, 1, flagship.name)]
    assert [one.index for one in result.findings] == [2, 4]


def test_a_named_contract_makes_nothing_of_other_hosts(tmp_path: Path) -> None:
    other = Kept("https://example.com/login", b"{}", request=b'{"user": "x"}')
    (tmp_path / "x.yaml").write_text(as_yaml([other]))
    result = result_of(tmp_path / "x.yaml", contract="dynamodb.list_tables@installed")
    assert (result.findings, result.responses) == ([], 0)
    assert [reason for _, reason in result.passed] == ["traffic of other hosts than AWS's"]


def test_an_operation_that_nothing_knows_is_an_error_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(
        as_yaml([Kept(SAGEMAKER, b"{}", request_headers={"X-Amz-Target": "SageMaker.Dream"})])
    )
    (found,) = result_of(tmp_path / "x.yaml").findings
    assert found.finding.code == "SP991"
    assert "sagemaker.Dream" in found.finding.message


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
def test_a_cassette_that_is_none_is_a_finding_with_a_place(tmp_path: Path, text: str, code: str) -> None:
    (tmp_path / "x.yaml").write_text(text)
    (found,) = result_of(tmp_path / "x.yaml").findings
    assert found.finding.code == code
    assert found.line is not None


def test_yaml_that_is_no_cassette_is_passed_over_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text("services:\n  db: {image: x}\n")
    (planned,) = units([str(tmp_path)])
    assert [one.reason for one in Checker(CheckOptions()).check(planned).skipped] == ["no recording, by its text"]


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
    body = answer_of(flagship, {**smallest(flagship.response), "Surplus": "from the wire"})
    monkeypatch.setattr(Handler, "body", body)
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.mark.parametrize("serializer", ["yaml", "json"])
@pytest.mark.parametrize("is_decoded", [True, False], ids=["decoded", "packed"])
def test_what_vcrpy_itself_writes(tmp_path: Path, service: str, serializer: str, is_decoded: bool) -> None:
    if serializer == "json" and not is_decoded:
        pytest.skip("vcrpy's JSON has no place for bytes")
    vcr = pytest.importorskip("vcr", reason="vcrpy isn't installed, and it is what writes the cassettes")
    cassette = tmp_path / f"x.{serializer}"
    recorder = vcr.VCR(serializer=serializer, decode_compressed_response=is_decoded)
    with recorder.use_cassette(str(cassette)):
        request = urllib.request.Request(service, data=b"{}", headers=TARGET)
        with urllib.request.urlopen(request) as answer:
            assert answer.status == 200
    result = result_of(cassette)
    assert signs(result.findings) == [("SP301", 0, "/Surplus")]
    assert [seen.form for seen in result.seen] == ["vcr"]


def test_what_boto3_and_vcrpy_write_together(tmp_path: Path, service: str) -> None:
    vcr = pytest.importorskip("vcr", reason="vcrpy isn't installed, and it is what writes the cassettes")
    boto3 = pytest.importorskip("boto3", reason="boto3 isn't installed, and it is whose calls are recorded")
    client = boto3.client(
        "sagemaker", region_name="us-east-1", endpoint_url=service, aws_access_key_id="id", aws_secret_access_key="none"
    )
    with vcr.use_cassette(str(tmp_path / "x.yaml")):
        client.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName="a")
    assert signs(result_of(tmp_path / "x.yaml").findings) == [("SP301", 0, "/Surplus")]


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


def places_in(value: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    for key in value if value.__class__ is dict else range(len(value)) if value.__class__ is list else ():
        inner = value[key]
        yield (*at, key)
        yield from places_in(inner, (*at, key))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(name=st.sampled_from(["vcrpy.json", "browser.har", "ruby.yml"]), data=st.data())
def test_whatever_stands_in_a_cassette_there_is_a_verdict(tmp_path: Path, name: str, data: st.DataObject) -> None:
    kept = [
        told(b'{"a": 1}'),
        Kept(S3, b"<a/>", method="GET"),
        Kept("https://iam.amazonaws.com/", b"<", request=b"Action=ListUsers"),
    ]
    text = WRITERS[name](kept)
    document: Any = yaml.safe_load(text) if name.endswith("yml") else json.loads(text)
    for _ in range(data.draw(st.integers(1, 3))):
        *owner, last = data.draw(st.sampled_from(list(places_in(document))))
        inner = document
        for key in owner:
            inner = inner[key]
        inner[last] = deepcopy(data.draw(st.sampled_from(ODD)))
    (tmp_path / name).write_text(json.dumps(document))
    result = result_of(tmp_path / name)
    assert result.responses or result.passed or result.findings or result.skipped
