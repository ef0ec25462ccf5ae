"""The operation that a request calls: by target, form field and URL; by host, signature and, last, by a search."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Collection
from dataclasses import replace
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

import pytest

from shapeproof.capture.sources import installed
from shapeproof.contract import Pointer
from shapeproof.errors import CaptureError
from shapeproof.recordings.http.hosts import Host, parse_host
from shapeproof.recordings.http.operations import Ignored, OperationCall, OperationIndex, UnknownOperation
from shapeproof.recordings.http.routes import build_routes, match_routes
from shapeproof.recordings.location import Location
from shapeproof.recordings.model import Exchange, OffsetFinder

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("botocore") is None, reason="botocore isn't installed: its models tell operations"
)


@pytest.fixture(scope="module")
def index() -> OperationIndex:
    return OperationIndex(installed())


def exchange(url: str, method: str = "GET", body: bytes = b"", **headers: str) -> Exchange:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return Exchange("vcr", 0, method, url, names, body, 200, {}, b"", locate)


def locate(members: Collection[Pointer], offsets_of: OffsetFinder | None = None) -> dict[Pointer, Location]:
    return dict.fromkeys(members, Location(1, 1))


def scope(service: str) -> str:
    return f"AWS4-HMAC-SHA256 Credential=ID/20240101/us-east-1/{service}/aws4_request, SignedHeaders=host"


AWS: Final = "amazonaws.com"
LOCAL: Final = "http://localhost:4566"


@pytest.mark.parametrize(
    ("called", "operations"),
    [
        (exchange(f"https://ecs.us-west-2.{AWS}/", "POST", x_amz_target="AmazonEC2ContainerServiceV20141113.ListServices"), "ecs.ListServices"),
        (exchange(f"{LOCAL}/", "POST", x_amz_target="Timestream_20181101.Query"), "timestream-query.Query"),
        (exchange(f"https://streams.dynamodb.us-east-1.{AWS}/", "POST", x_amz_target="DynamoDBStreams_20120810.ListStreams"), "dynamodbstreams.ListStreams"),
        (exchange(f"https://bedrock-runtime.us-east-1.{AWS}/model/a.b-v1%3A0/converse", "POST"), "bedrock-runtime.Converse"),
        (exchange(f"{LOCAL}/model/a.b-v1%3A0/converse", "POST", authorization=scope("bedrock")), "bedrock-runtime.Converse"),
        (exchange(f"https://my.own.bucket.s3.us-west-2.{AWS}/a/b%20c?x=1"), "s3.GetObject"),
        (exchange(f"https://s3-us-west-2.{AWS}/bucket/?list-type=2&prefix=a"), "s3.ListObjectsV2"),
        (exchange(f"https://bucket.s3.{AWS}/?location"), "s3.GetBucketLocation"),
        (exchange(f"https://s3.{AWS}.cn/bucket/key?partNumber=1&uploadId=u", "PUT"), "s3.UploadPart"),
        (exchange(f"https://s3.{AWS}/bucket/key", "PUT", x_amz_copy_source="a/b"), "s3.CopyObject"),
        (exchange(f"https://s3.{AWS}/bucket/key", "PUT"), "s3.PutObject"),
        (exchange("http://bucket.localhost:5000/key?uploads", "POST", authorization=scope("s3")), "s3.CreateMultipartUpload"),
        (exchange(f"{LOCAL}/b/k?X-Amz-Credential=ID%2F20240101%2Fus-east-1%2Fs3%2Faws4_request"), "s3.GetObject"),
        (exchange(f"https://123456789012.s3-control.us-east-1.{AWS}/v20180820/jobs"), "s3control.ListJobs"),
        (exchange("https://ec2.us-east-1.api.aws/", "POST", b"Action=DescribeVpcs&Version=2016-11-15"), "ec2.DescribeVpcs"),
        (exchange(f"https://elasticloadbalancing.us-east-1.{AWS}/?Action=DescribeLoadBalancers&Version=2015-12-01"), "elbv2.DescribeLoadBalancers"),
        (exchange(f"https://elasticloadbalancing.us-east-1.{AWS}/?Action=DescribeLoadBalancers&Version=2012-06-01"), "elb.DescribeLoadBalancers"),
        (exchange(f"https://rds.us-east-1.{AWS}/", "POST", b"Action=DescribeGlobalClusters&Version=2014-10-31"), "docdb.DescribeGlobalClusters neptune.DescribeGlobalClusters rds.DescribeGlobalClusters"),
        (exchange("http://moto:5000/", "POST", b"Action=GetCallerIdentity&Version=2011-06-15"), "sts.GetCallerIdentity"),
        (exchange(f"{LOCAL}/2015-03-31/functions/", amz_sdk_request="attempt=1"), "lambda.ListFunctions"),
        (exchange(f"https://lambda.us-east-1.{AWS}/2015-03-31/functions/arn%3Aaws%3Alambda%3A%3A%3Af/invocations", "POST"), "lambda.Invoke"),
        (exchange(f"https://apigateway.us-east-1.{AWS}/restapis/a/resources/b/methods/GET"), "apigateway.GetMethod"),
    ],
)  # fmt: skip
def test_the_request_identifies_the_operation(index: OperationIndex, called: Exchange, operations: str) -> None:
    result = index.identify(called)
    assert isinstance(result, OperationCall)
    assert sorted(result.operations) == operations.split()


@pytest.mark.parametrize(
    ("called", "kind"),
    [
        (exchange(f"{LOCAL}/2015-03-31/functions/"), Ignored),
        (exchange(f"{LOCAL}/", "POST", x_amz_target="Somebody.Else"), Ignored),
        (exchange(f"{LOCAL}/", "POST", b"Action=Login&Version=1"), Ignored),
        (exchange(f"{LOCAL}/", authorization="Basic x"), Ignored),
        (exchange(f"{LOCAL}/x", authorization=scope("execute-api")), Ignored),
        (exchange(f"https://bedrock.us-east-1.{AWS}/of/tomorrow"), UnknownOperation),
        (exchange(f"https://iam.{AWS}/", "POST", b"Action=Dream&Version=2010-05-08"), UnknownOperation),
    ],
)
def test_what_calls_no_operation_of_the_models(
    index: OperationIndex, called: Exchange, kind: type[Ignored | UnknownOperation]
) -> None:
    assert isinstance(index.identify(called), kind)


@pytest.mark.parametrize(
    ("called", "words"),
    [
        (exchange(f"https://kms.us-east-1.{AWS}/", "POST"), "no header X-Amz-Target that names the operation of kms"),
        (exchange(f"https://kms.us-east-1.{AWS}/", "POST", x_amz_target="FILTERED"), "no header X-Amz-Target"),
        (exchange(f"https://sns.us-east-1.{AWS}/", "POST"), "no form field Action that names the operation of sns"),
        (exchange(f"https://kms.us-east-1.{AWS}/", "POST", x_amz_target="Odd.ListKeys"), "for POST /"),
        (exchange(f"https://bedrock.us-east-1.{AWS}/", "POST", x_amz_target="FILTERED"), "for POST /"),
    ],
)
def test_what_the_recorder_removed_from_a_request_is_told(index: OperationIndex, called: Exchange, words: str) -> None:
    result = index.identify(called)
    assert isinstance(result, UnknownOperation)
    assert words in result.message


@pytest.mark.parametrize(
    ("body", "operations"),
    [
        (b'<ListTopicsResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">', ("sns.ListTopics",)),
        (b'<DreamResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">', None),
    ],
)
def test_a_root_names_the_operation_of_a_request_without_form(
    index: OperationIndex, body: bytes, operations: tuple[str, ...] | None
) -> None:
    result = index.identify(replace(exchange(f"https://sns.us-east-1.{AWS}/", "POST"), body=body))
    assert (result.operations if isinstance(result, OperationCall) else None) == operations


def test_a_default_service_is_tried_if_nothing_names_one(index: OperationIndex) -> None:
    called = exchange(f"{LOCAL}/2015-03-31/functions/")
    assert index.identify(called, default_service="lambda") == OperationCall(("lambda.ListFunctions",), "rest")


@pytest.mark.parametrize(
    ("called", "expected"),
    [
        (exchange("https://example.com/", "POST"), Ignored("traffic of hosts other than AWS")),
        (exchange(f"https://checkip.{AWS}/"), Ignored("traffic of AWS hosts that are not the endpoint of a service, or serve a user's own API")),
        (exchange(f"{LOCAL}/2015-03-31/functions/", amz_sdk_request="attempt=1"), OperationCall(("lambda.ListFunctions",), "rest")),
    ],
)  # fmt: skip
def test_a_default_service_doesnt_claim_other_traffic(
    index: OperationIndex, called: Exchange, expected: OperationCall | Ignored
) -> None:
    assert index.identify(called, default_service="dynamodb") == expected


@pytest.mark.parametrize(
    ("host", "endpoint_prefix", "subdomain"),
    [
        ("runtime-fips.sagemaker.us-gov-west-1.amazonaws.com", "runtime.sagemaker", ""),
        ("us-east-1.queue.amazonaws.com", "sqs", ""),
        ("b.s3.dualstack.us-west-2.amazonaws.com", "s3", "b"),
        ("b--usw2-az1--x-s3.s3express-usw2-az1.us-west-2.amazonaws.com", "s3", "b--usw2-az1--x-s3"),
        ("vpce-0a-1.s3.us-east-1.vpce.amazonaws.com", "s3", ""),
        ("S3.AMAZONAWS.COM.", "s3", ""),
        ("checkip.amazonaws.com", "", ""),
        ("b.s3.localhost.localstack.cloud", "", "b"),
    ],
)
def test_a_host_names_its_service(host: str, endpoint_prefix: str, subdomain: str) -> None:
    parsed = parse_host(host, installed().by_endpoint_prefix)
    assert (parsed.endpoint_prefix, parsed.subdomain) == (endpoint_prefix, subdomain)


def test_host_prefix_of_an_operation_precedes_the_endpoint(index: OperationIndex) -> None:
    """`workflows-` is in the model of one of the services; what no model has doesn't make a host an endpoint."""
    run = "omics.us-east-1.amazonaws.com/run/1"
    assert index.identify(exchange(f"https://workflows-{run}")) == OperationCall(("omics.GetRun",), "rest")
    assert index.identify(exchange(f"https://other-{run}")) == Ignored(
        "traffic of AWS hosts that are not the endpoint of a service, or serve a user's own API"
    )


def requests_of(service: str) -> list[tuple[str, dict[str, Any]]]:
    """The smallest request of each REST operation, as botocore writes it."""
    awsrequest, models, serialize = (
        importlib.import_module(f"botocore.{name}") for name in ("awsrequest", "model", "serialize")
    )
    values = {
        "string": "abc",
        "boolean": True,
        "list": ["a"],
        "map": {"a": "b"},
        "timestamp": 0,
        "integer": 1,
        "long": 1,
    }
    model: Any = models.ServiceModel(installed().model(service), service)
    protocols = [model.metadata["protocol"], *model.metadata.get("protocols", ())]
    protocol = next((protocol for protocol in protocols if protocol.startswith("rest")), None)
    requests: list[tuple[str, dict[str, Any]]] = []
    for name in model.operation_names if protocol else ():
        operation = model.operation_model(name)
        shape = operation.input_shape
        members = {key: shape.members[key] for key in shape.required_members} if shape else {}
        arguments = {
            key: values[member.type_name] for key, member in members.items() if member.serialization.get("location")
        }
        serializer = serialize.create_serializer(protocol, include_validation=False)
        request = serializer.serialize_to_request(arguments, operation)
        awsrequest.prepare_request_dict(request, endpoint_url="https://x.amazonaws.com")
        requests.append((name, request))
    return requests


def check_every_route(service: str) -> None:
    routes = build_routes(installed().model(service))
    for name, request in requests_of(service):
        url: SplitResult = urlsplit(str(request["url"]))
        headers = {key.lower(): value for key, value in request["headers"].items()}
        matches = match_routes(routes, request["method"], url.path, url.query, headers)
        best = max(match.closeness for match in matches)
        assert name in {match.operation for match in matches if match.closeness == best}, f"{service}.{name}"


def test_the_name_of_a_host_is_not_searched_for_hours() -> None:
    host = f"x{'-aa-a' * 200_000}.us-east-1.amazonaws.com"
    assert parse_host(host, installed().by_endpoint_prefix) == Host(is_aws=False)


@pytest.mark.parametrize(
    ("template", "path", "is_match"),
    [
        ("/{a+}/{b+}/{c+}/{d+}/end", "/x" * 3_000, False),
        ("/{a+}/{b+}/{c+}/{d+}/end", "/x" * 3_000 + "/end/", True),
        ("/{a}-{b}-{c}-{d}", "/" + "-" * 5_000 + "/x", False),
        ("/{a}-{b}-{c}-{d}", "/" + "-" * 5_000, True),
        ("/" + "{" * 100, "/x", False),
        ("/{a+}", "/x/y", True),
        ("/{a}", "/x/y", False),
    ],
)
def test_no_template_of_a_path_is_matched_for_hours(template: str, path: str, is_match: bool) -> None:
    model = {"operations": {"Get": {"http": {"method": "GET", "requestUri": template}}}, "shapes": {}}
    assert bool(match_routes(build_routes(model), "GET", path, "", {})) is is_match


@pytest.mark.parametrize("template", ["/" + "{a+}" * 5_000, "/" + "{" * 100_000])
def test_an_endless_template_of_a_path_is_an_error(template: str) -> None:
    model = {"operations": {"Get": {"http": {"requestUri": template}}}, "shapes": {}}
    with pytest.raises(CaptureError, match="the requestUri of Get can't be matched: it is too long"):
        build_routes(model)


@pytest.mark.survey
def test_templates_that_take_too_long_to_analyse_together_are_an_error() -> None:
    operations = {f"Get{number}": {"http": {"requestUri": f"/{number}/{'{a}' * 200}"}} for number in range(20_000)}
    with pytest.raises(CaptureError, match="can't be matched"):
        build_routes({"operations": operations, "shapes": {}})


@pytest.mark.parametrize("service", ["s3", "apigateway", "iot", "pinpoint", "route53", "bedrock-agent"])
def test_the_url_that_botocore_builds_leads_back_to_its_operation(service: str) -> None:
    assert requests_of(service)
    check_every_route(service)


@pytest.mark.survey
def test_every_operation_of_every_service() -> None:
    for service in installed().services:
        check_every_route(service)
