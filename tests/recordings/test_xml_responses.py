"""XML responses are read as they were sent, with what boto3 passes over, and hostile XML is reported."""

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
            [("SP302", 0, "/Error/StorageClass")],
        ),
        (
            Call("https://ec2.us-east-1.amazonaws.com/", b"<DescribeRegionsResponse><regionInfo><item><regionName>a</regionName></item></regionInfo></DescribeRegionsResponse>",
                 request=b"Action=DescribeRegions", request_headers=QUERY),
            [],
        ),
        (
            Call("https://bucket.s3.us-west-2.amazonaws.com/?list-type=2", b"<ListBucketResult><Name>n</Name><MaxKeys>x</MaxKeys></ListBucketResult>", method="GET"),
            [("SP102", 0, "/MaxKeys")],
        ),
        (Call("https://s3.amazonaws.com/", b"<ListAllMyBucketsResult>", method="GET"), [("SP901", 0, "")]),
        (Call("https://s3.amazonaws.com/", b"<html>no", method="GET", status=503), []),
    ],
)  # fmt: skip
def test_xml_response_is_read_as_it_was_sent(tmp_path: Path, call: Call, expected: list[tuple[str, int, str]]) -> None:
    (tmp_path / "x.yaml").write_text(as_yaml([call]))
    result = result_of(tmp_path / "x.yaml")
    assert summary_of(result.findings) == expected
    unread = sum(code.startswith("SP9") for code, _, _ in expected)
    assert [kind.representation for kind in result.kinds] == ["wire"] * (result.responses - unread)
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
    assert "SP104" in [located.finding.code for located in result_of(tmp_path / "x.json").findings]


@pytest.mark.parametrize(
    ("timestamp", "is_valid"),
    [
        ("Sun, 17 May 2020 08:30:00 GMT", True),
        ("2020-05-17T08:30:00Z", False),
        ("1589704200.123", False),
        ("x" * 100, False),
    ],
)
def test_a_timestamp_in_a_header_has_the_form_of_http(tmp_path: Path, timestamp: str, *, is_valid: bool) -> None:
    headers = {"Last-Modified": timestamp, "Content-Length": "1", "x-amz-meta-colour": "red"}
    call = Call("https://bucket.s3.us-west-2.amazonaws.com/key", b"", method="HEAD", headers=headers)
    (tmp_path / "x.json").write_text(as_json([call]))
    assert summary_of(result_of(tmp_path / "x.json").findings) == ([] if is_valid else [("SP104", 0, "/LastModified")])


EC2: Final = "https://ec2.us-east-1.amazonaws.com/"
IAM: Final = "https://iam.amazonaws.com/"
S3: Final = "https://bucket.s3.us-west-2.amazonaws.com/"
INSTANCE: Final = "<DescribeInstancesResponse><reservationSet><item><instancesSet>{}</instancesSet></item></reservationSet></DescribeInstancesResponse>"


def ec2(body: str, action: str = "DescribeInstances", status: int = 200) -> Call:
    return Call(EC2, body.encode(), request=f"Action={action}".encode(), request_headers=QUERY, status=status)


def iam(body: str, action: str = "ListUsers", status: int = 200) -> Call:
    return Call(IAM, body.encode(), request=f"Action={action}".encode(), request_headers=QUERY, status=status)


def s3(body: str, url: str = "?list-type=2", status: int = 200) -> Call:
    return Call(S3 + url, body.encode(), method="GET", status=status)


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (ec2(INSTANCE.format("<item><ebsOptimized>True</ebsOptimized></item>")),
         ["SP102 /reservationSet/0/instancesSet/0/ebsOptimized: expected `true` or `false`, got `True`, which boto3 reads as false"]),
        (ec2(INSTANCE.format("<item><ebsOptimized/></item>")),
         ["SP102 /reservationSet/0/instancesSet/0/ebsOptimized: expected `true` or `false`, got the empty string, which boto3 reads as false"]),
        (ec2(INSTANCE.format("<item><ebsOptimised>true</ebsOptimised></item>")),
         ["SP301 /reservationSet/0/instancesSet/0/ebsOptimised: unknown member `ebsOptimised`; did you mean `ebsOptimized`?"]),
        (ec2(INSTANCE.format("<item><EbsOptimized>true</EbsOptimized></item>")),
         ["SP301 /reservationSet/0/instancesSet/0/EbsOptimized: unknown member `EbsOptimized`; on the wire its name is `ebsOptimized`"]),
        (ec2(INSTANCE.format("<item><placement>here</placement></item>")),
         ["SP102 /reservationSet/0/instancesSet/0/placement: expected an object, got the string `here`"]),
        (ec2(INSTANCE.format("<item><imageId><b/></imageId></item>")),
         ["SP102 /reservationSet/0/instancesSet/0/imageId: expected a string, got an object"]),
        (ec2(INSTANCE.format("<item><imageId>a</imageId><imageId>b</imageId></item>")),
         ["SP905 /reservationSet/0/instancesSet/0/imageId: the element `imageId` occurs 2 times, expected one"]),
        (ec2(INSTANCE.format("<member/><member/>")),
         ["SP109 /reservationSet/0/instancesSet/member: expected elements `item`, got `member`"]),
        (ec2("<DescribeInstances/>"), ["SP109 : expected the root `DescribeInstancesResponse`, got `DescribeInstances`"]),
        (ec2("<DescribeInstancesResponse><requestId/><return>true</return></DescribeInstancesResponse>"), []),
        (ec2("<Response><Errors><Error><Code>A</Code><Message/></Error></Errors><RequestID/></Response>", status=400), []),
        (ec2("<ErrorResponse><Error><Code>A</Code></Error></ErrorResponse>", status=400),
         ["SP109 : expected the error in `Response/Errors/Error`, got the root `ErrorResponse`"]),
        (ec2("<nothing/>", status=400), ["SP109 : expected the error in `Response/Errors/Error`, got the root `nothing`"]),
        (ec2("<html><body>busy</body></html>", status=503), None),
        (iam("<ListUsersResponse><Users/></ListUsersResponse>"),
         ["SP109 : expected the element `ListUsersResult` in the root, got `Users`"]),
        (iam("<ListUsersResponse><ListUsersResult><Users/></ListUsersResult><IsTruncated>false</IsTruncated></ListUsersResponse>"),
         ["SP109 /IsTruncated: expected the members in `ListUsersResult`, got `IsTruncated` beside it"]),
        (iam("<ErrorResponse><Error><Code>ServiceFailure</Code></Error></ErrorResponse>"),
         ["SP109 : expected the root `ListUsersResponse`, got an error with the HTTP status 200"]),
        (iam("<Response><Errors><Error><Code>ServiceFailure</Code></Error></Errors></Response>", status=400),
         ["SP109 : expected the error in `ErrorResponse/Error`, got the root `Response`"]),
        (iam("<ErrorResponse><Error><Message>m</Message></Error></ErrorResponse>", status=400),
         ["SP101 /Error/Code: required member `Code` is missing"]),
        (iam(XML.format("GetAccountSummary", "<SummaryMap><entry><key>Users</key><value>many</value></entry></SummaryMap>"), "GetAccountSummary"),
         ["SP102 /SummaryMap/Users: expected an integer, got `many`"]),
        (iam(XML.format("GetAccountSummary", "<SummaryMap><entry><Name>Users</Name><value>1</value></entry><entry><Name>x</Name></entry></SummaryMap>"), "GetAccountSummary"),
         ["SP109 /SummaryMap: expected the elements `key` and `value` in each entry, got `Name`, `value`"]),
        (iam(XML.format("GetAccountSummary", "<SummaryMap><item><key>Users</key><value>1</value></item></SummaryMap>"), "GetAccountSummary"),
         ["SP109 /SummaryMap/item: expected elements `entry`, got `item`"]),
        (s3("<ListBucketResult><Contents><Size>1</Size><Colour/></Contents><Contents><Size>x</Size></Contents></ListBucketResult>"),
         ["SP301 /Contents/0/Colour: unknown member `Colour`", "SP102 /Contents/1/Size: expected an integer, got `x`"]),
        (s3("<ListBucketResult><CommonPrefixes/><IsTruncated>false</IsTruncated></ListBucketResult>"), []),
        (s3("<LocationConstraint>eu-west-1</LocationConstraint>", "?location"), []),
        (s3("<LocationConstraint/>", "?location"), []),
        (s3("<LocationConstraint>here</LocationConstraint>", "?location"),
         ["SP302 /LocationConstraint: `here` is not one of"]),
        (s3("<Error><Code>NoSuchBucket</Code><HostId/></Error>", status=404), []),
        (s3("<ErrorResponse><Error><Code>NoSuchBucket</Code></Error></ErrorResponse>", status=404),
         ["SP109 : expected the error in `Error`, got the root `ErrorResponse`"]),
        (s3("", status=404), []),
        (s3("<AccessControlPolicy><AccessControlList><Grant><Grantee xmlns:xsi='http://x' xsi:type='Group'><URI>u</URI></Grantee></Grant></AccessControlList></AccessControlPolicy>", "?acl"), []),
        (s3("<AccessControlPolicy><AccessControlList><Grant><Grantee xmlns:xsi='http://x' xsi:type='Gruppe'/></Grant></AccessControlList></AccessControlPolicy>", "?acl"),
         ["SP302 /AccessControlList/0/Grantee/xsi:type: `Gruppe` is not one of"]),
        (s3("<CopyObjectResult><ETag>x</ETag></CopyObjectResult>", "?acl"), ["SP301 /ETag: unknown member `ETag`"]),
    ],
)  # fmt: skip
def test_what_boto3_passes_over_is_found(tmp_path: Path, call: Call, expected: list[str] | None) -> None:
    (tmp_path / "x.yaml").write_text(as_yaml([call]))
    result = result_of(tmp_path / "x.yaml")
    found = [located.finding for located in result.findings]
    assert result.responses == (expected is not None)
    assert len(found) == len(expected or ())
    for finding, message in zip(found, expected or (), strict=True):
        assert f"{finding.code} {finding.pointer}: {finding.message}".startswith(message)


def test_findings_have_the_location_of_their_element(tmp_path: Path) -> None:
    body = "<DescribeVolumesResponse>\n  <volumeSet><item>\n    <name>\u00e9</name><size>big</size>\n  </item></volumeSet>\n</DescribeVolumesResponse>"
    (tmp_path / "ec2.DescribeVolumes_1.xml").write_text(body, encoding="utf-8")
    indented = body.replace("\n", "\n        ")
    (tmp_path / "x.yaml").write_text(
        "interactions:\n"
        "- request: {body: Action=DescribeVolumes, headers: {}, method: POST, uri: 'https://ec2.us-east-1.amazonaws.com/'}\n"
        f"  response:\n    status: {{code: 200}}\n    headers: {{}}\n    body:\n      string: |\n        {indented}\n",
        encoding="utf-8",
    )
    places = {
        name: [
            (located.finding.pointer, located.line, located.column) for located in result_of(tmp_path / name).findings
        ]
        for name in ("ec2.DescribeVolumes_1.xml", "x.yaml")
    }
    assert places == {
        "ec2.DescribeVolumes_1.xml": [("/volumeSet/0/name", 3, 5), ("/volumeSet/0/size", 3, 19)],
        "x.yaml": [("/volumeSet/0/name", 10, 13), ("/volumeSet/0/size", 10, 27)],
    }
