"""The reader of XML against botocore's parser: what that refuses is an error, and what is valid has the same values."""

from __future__ import annotations

import importlib
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final, cast

import pytest
from tests.recordings.recorders import needs_botocore

from shapeproof.capture.sources import installed
from shapeproof.contract import Contract
from shapeproof.recordings.http.body_reading import BodyReading, check_body
from shapeproof.recordings.http.xml_responses import decode_xml_response
from shapeproof.recordings.syntax.parse_error import ParseError
from shapeproof.registry import ContractRegistry
from shapeproof.representations.response_metadata import strip_metadata
from shapeproof.validation.validator import Validator

pytestmark = needs_botocore

BODIES: Final = {
    ("ec2", "DescribeInstances", "ec2"): "<DescribeInstancesResponse><requestId>r</requestId><reservationSet><item>"
    "<reservationId>r-1</reservationId><instancesSet><item><amiLaunchIndex>0</amiLaunchIndex><ebsOptimized>true</ebsOptimized>"
    "<launchTime>2024-05-06T07:08:09.000Z</launchTime><placement><availabilityZone>a</availabilityZone></placement><tagSet>"
    "<item><key>k</key><value>v</value></item></tagSet></item></instancesSet></item></reservationSet></DescribeInstancesResponse>",
    ("iam", "GetAccountSummary", "query"): "<GetAccountSummaryResponse><GetAccountSummaryResult><SummaryMap><entry><key>Users"
    "</key><value>5</value></entry><entry><key>Groups</key><value>1</value></entry></SummaryMap></GetAccountSummaryResult>"
    "<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></GetAccountSummaryResponse>",
    ("sns", "GetSMSAttributes", "query"): "<GetSMSAttributesResponse><GetSMSAttributesResult><attributes><entry><key>a</key>"
    "<value>b</value></entry></attributes></GetSMSAttributesResult></GetSMSAttributesResponse>",
    ("cloudwatch", "GetMetricStatistics", "query"): "<GetMetricStatisticsResponse><GetMetricStatisticsResult><Label>x</Label>"
    "<Datapoints><member><Timestamp>2024-05-06T07:08:09Z</Timestamp><Sum>1.5E2</Sum><Maximum>NaN</Maximum></member>"
    "</Datapoints></GetMetricStatisticsResult></GetMetricStatisticsResponse>",
    ("s3", "ListObjectsV2", "rest-xml"): "<ListBucketResult><Name>b</Name><MaxKeys>2</MaxKeys><IsTruncated>false</IsTruncated>"
    "<Contents><Key>a</Key><Size>1</Size><LastModified>2024-05-06T07:08:09.000Z</LastModified></Contents><Contents><Key>b</Key>"
    "<Owner><ID>1</ID></Owner></Contents><CommonPrefixes><Prefix>p</Prefix></CommonPrefixes></ListBucketResult>",
    ("cloudfront", "GetInvalidation", "rest-xml"): "<Invalidation><Id>I</Id><Status>Completed</Status><CreateTime>"
    "2024-05-06T07:08:09Z</CreateTime><InvalidationBatch><Paths><Quantity>1</Quantity><Items><Path>/a</Path></Items></Paths>"
    "<CallerReference>c</CallerReference></InvalidationBatch></Invalidation>",
}  # fmt: skip
TEXTS: Final = ("", "None", "True", "0", "1e3", " 5 ", "2024-05-06", "1715000000")
"""What is written in place of the text of each element."""


def variants(body: str) -> Iterator[bytes]:
    """The body, and all bodies that differ from it in one element."""
    yield body.encode()
    count = sum(1 for _ in ET.fromstring(body).iter())
    for index in range(count):
        for change in range(5 + len(TEXTS)):
            root = ET.fromstring(body)
            element = list(root.iter())[index]
            parent = next((inner for inner in root.iter() if element in list(inner)), None)
            match change:
                case 0:
                    element.tag += "x"
                case 1:
                    element.tag = element.tag.swapcase()
                case 2:
                    ET.SubElement(element, "x")
                case 3 if parent is not None:
                    parent.append(element)
                case 4 if parent is not None:
                    parent.remove(element)
                case _ if change >= 5:
                    for child in list(element):
                        element.remove(child)
                    element.text = TEXTS[change - 5]
                case _:
                    continue
            yield ET.tostring(root)


def as_botocore_parses(service: str, operation: str, protocol: str, body: bytes) -> object:
    models: Any = importlib.import_module("botocore.model")
    parsers: Any = importlib.import_module("botocore.parsers")
    shape = models.ServiceModel(installed().model(service), service).operation_model(operation).output_shape
    return parsers.create_parser(protocol).parse({"body": body, "headers": {}, "status_code": 200}, shape)


def comparable(value: object) -> object:
    """A value without the notation of times."""
    if isinstance(value, dict):
        return {key: comparable(inner) for key, inner in cast("dict[str, object]", value).items()}
    if isinstance(value, list):
        return [comparable(inner) for inner in cast("list[object]", value)]
    if isinstance(value, str) and len(value) > len("2024-05-06"):
        return datetime.fromisoformat(value)
    return value


@pytest.mark.parametrize(
    ("operation", "body"), BODIES.items(), ids=[f"{service}.{name}" for service, name, _ in BODIES]
)
def test_what_botocore_refuses_is_an_error_and_what_is_valid_has_its_values(
    operation: tuple[str, str, str], body: str
) -> None:
    service, name, protocol = operation
    contract = ContractRegistry().load(f"{service}.{name}")
    valid = refused = 0
    for variant in variants(body):
        try:
            parsed = as_botocore_parses(service, name, protocol, variant)
        except Exception:  # noqa: BLE001  botocore's parser raises whatever a fault leads to
            assert errors(contract, operation, variant), variant
            refused += 1
            continue
        if not errors(contract, operation, variant):
            sdk = Validator(contract).check(strip_metadata(parsed), "sdk")
            assert comparable(read(operation, variant).converted.value) == comparable(sdk.value), variant
            valid += 1
    assert valid
    assert refused or protocol == "rest-xml"


def errors(contract: Contract, operation: tuple[str, str, str], body: bytes) -> list[str]:
    try:
        reading = read(operation, body)
    except ParseError as error:
        return [error.code.number]
    findings = check_body(Validator(contract, reading.part), reading.converted, reading.faults).findings
    return [finding.code for finding in findings if finding.severity == "error"]


def read(operation: tuple[str, str, str], body: bytes) -> BodyReading:
    service, name, protocol = operation
    return decode_xml_response(service, installed().model(service), name, protocol, 200, {}, body)
