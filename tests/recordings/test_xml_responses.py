"""XML responses are read as boto3 reads them, and hostile XML is reported."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from tests.recordings.recorders import Call, as_json, as_yaml, needs_botocore, result_of, summary_of

pytestmark = needs_botocore

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
            Call("https://bucket.s3.us-west-2.amazonaws.com/key", b"<Error><Code>InvalidObjectState</Code><StorageClass>FROZEN</StorageClass></Error>",
                 method="GET", status=403),
            [("SP302", 0, "/StorageClass")],
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
def test_xml_response_is_read_as_boto3_reads_it(
    tmp_path: Path, call: Call, expected: list[tuple[str, int, str]]
) -> None:
    (tmp_path / "x.yaml").write_text(as_yaml([call]))
    result = result_of(tmp_path / "x.yaml")
    assert summary_of(result.findings) == expected
    unread = sum(code.startswith("SP9") for code, _, _ in expected)
    assert [kind.representation for kind in result.kinds] == ["sdk"] * (result.responses - unread)
    assert result.responses + sum(result.ignored.values()) == 1


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
def test_hostile_xml_is_reported(tmp_path: Path, status: int, body: bytes, code: str | None) -> None:
    call = Call("https://ec2.us-east-1.amazonaws.com/", body, request=b"Action=DescribeRegions", status=status)
    (tmp_path / "x.yaml").write_text(as_yaml([call]))
    codes = [located.finding.code for located in result_of(tmp_path / "x.yaml").findings]
    is_page = status == 400 and code == "SP901"  # an error that is not XML was not written by the service
    assert [reading_code for reading_code in codes if reading_code.startswith("SP9")] == (
        [code] if code and not is_page else []
    )


def test_botocore_exception_is_reported(tmp_path: Path) -> None:
    users = "<Users><member><CreateDate>1e300</CreateDate></member></Users>"
    (tmp_path / "x.yaml").write_text(
        as_yaml(
            [Call("https://iam.amazonaws.com/", XML.format("ListUsers", users).encode(), request=b"Action=ListUsers")]
        )
    )
    (located,) = result_of(tmp_path / "x.yaml").findings
    assert located.finding.code == "SP901"
    assert "boto3 cannot read this body (RuntimeError" in located.finding.message


LONG: Final = "a." * 3_000_000
"""A timestamp that dateutil takes hours to refuse: the time is the square of its length."""


@pytest.mark.parametrize(
    "call",
    [
        Call("https://iam.amazonaws.com/", XML.format("ListUsers", f"<Users><member><CreateDate>{LONG}</CreateDate></member></Users>").encode(),
             request=b"Action=ListUsers"),
        Call("https://bucket.s3.us-west-2.amazonaws.com/key", b"", method="HEAD", headers={"Last-Modified": LONG}),
    ],
    ids=["body", "header"],
)  # fmt: skip
def test_a_timestamp_is_not_parsed_if_it_is_too_long(tmp_path: Path, call: Call) -> None:
    (tmp_path / "x.json").write_text(as_json([call]))
    (located,) = result_of(tmp_path / "x.json").findings
    assert located.finding.code == "SP909"
    assert located.finding.message == "a timestamp of more than 100 characters; record the response again"


@pytest.mark.parametrize(
    "timestamp", ["2020-05-17T08:30:00.123456789+00:00", "Sun, 17 May 2020 08:30:00 GMT", "1589704200.123", "x" * 100]
)
def test_a_timestamp_of_usual_length_is_parsed(tmp_path: Path, timestamp: str) -> None:
    headers = {"Last-Modified": timestamp}
    call = Call("https://bucket.s3.us-west-2.amazonaws.com/key", b"", method="HEAD", headers=headers)
    (tmp_path / "x.json").write_text(as_json([call]))
    codes = [located.finding.code for located in result_of(tmp_path / "x.json").findings]
    assert ("SP901" in codes, "SP909" in codes) == (timestamp.startswith("x"), False)
