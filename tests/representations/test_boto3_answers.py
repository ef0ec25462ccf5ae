"""What we call `sdk` is what boto3 returns: moto writes a response as the service does, and boto3's own parser reads it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, cast
from urllib.parse import quote

import pytest
from tests.canned_answers import answered_by

from shapeproof import findings, load
from shapeproof.contract import Contract, Schema, is_stream, resolve
from shapeproof.fuzz.drawing.agreement import HttpMembers, agree_http
from shapeproof.representations.botocore_decoding import as_shown, restore_strings
from shapeproof.representations.conversion import from_cli
from shapeproof.representations.response_metadata import strip_metadata
from shapeproof.representations.sdk_schema import sdk_schema
from shapeproof.sample.responses import fullest, smallest

DOCUMENTS: Final = (
    "iam.create_policy_version",
    "iam.create_role",
    "iam.get_account_authorization_details",
    "iam.get_group_policy",
    "iam.get_policy_version",
    "iam.get_role",
    "iam.get_role_policy",
    "iam.get_user_policy",
    "iam.list_roles",
    "cloudformation.get_template",
)
STREAMS: Final = (
    "apigateway.get_export",
    "appconfigdata.get_latest_configuration",
    "bedrock-runtime.invoke_model",
    "lambda.invoke",
    "lex-runtime.post_content",
    "mediastore-data.get_object",
    "polly.synthesize_speech",
    "s3.get_object",
    "s3.get_object_torrent",
    "sagemaker-runtime.invoke_endpoint",
)
UNIONS: Final = (
    "bedrock-runtime.converse",
    "dynamodb.batch_get_item",
    "dynamodb.get_item",
    "dynamodb.put_item",
    "dynamodb.query",
    "dynamodb.scan",
    "dynamodb.transact_get_items",
    "dynamodbstreams.get_records",
    "rds-data.execute_statement",
    "verifiedpermissions.get_policy",
)
HEADERS: Final = (
    "s3.copy_object",
    "s3.get_bucket_location",
    "s3.head_bucket",
    "s3.head_object",
    "s3.list_buckets",
    "s3.list_objects_v2",
    "s3.list_parts",
    "cloudfront.get_distribution",
    "route53.list_hosted_zones",
    "lambda.get_function",
)
TIMES: Final = (
    "cloudwatch.get_metric_data",
    "ec2.describe_instances",
    "ecs.describe_services",
    "eks.describe_cluster",
    "logs.describe_log_groups",
    "rds.describe_db_instances",
    "sagemaker.describe_hyper_parameter_tuning_job",
    "sqs.receive_message",
    "ssm.get_parameters",
    "sts.assume_role",
)
PLAIN_BYTES: Final = (
    "kinesis.get_records",
    "kms.decrypt",
    "kms.encrypt",
    "kms.generate_data_key",
    "secretsmanager.get_secret_value",
    "acm-pca.get_certificate_authority_csr",
    "athena.get_query_results",
    "ecr.get_authorization_token",
    "firehose.describe_delivery_stream",
    "glue.get_table",
)
OPERATIONS: Final = (*DOCUMENTS, *STREAMS, *UNIONS, *HEADERS, *TIMES, *PLAIN_BYTES)


def as_sent(contract: Contract, answer: Any) -> Any:
    """What the service sends for an answer, as moto takes it: streams as bytes, decoded documents as strings."""
    restored: Any = restore_strings(contract, "response", strip_metadata(answer))
    if contract.service == "iam":
        restored = quoted(contract, restored)
    return {name: value.read() if hasattr(value, "read") else value for name, value in restored.items()}


def quoted(contract: Contract, value: Any) -> Any:
    """The response with each document in the encoding of URLs, as IAM sends policies."""
    if isinstance(value, dict):
        return {key: quoted(contract, inner) for key, inner in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        return [quoted(contract, inner) for inner in cast("list[object]", value)]
    return quote(value) if isinstance(value, str) and value.startswith("{") else value


def boto3_answer(contract: Contract, answer: Any) -> Any:
    """What boto3 returns if the service sends an answer."""
    boto3: Any = pytest.importorskip("boto3")
    serialize: Any = pytest.importorskip("moto.core.serialize")
    moto_model: Any = pytest.importorskip("moto.core.model")
    client = boto3.Session(aws_access_key_id="a", aws_secret_access_key="b", region_name="us-east-1").client(
        contract.service
    )
    service = client.meta.service_model
    model = moto_model.ServiceModel(service._service_description, contract.service).operation_model(contract.operation)
    serializer = serialize.get_serializer_class(contract.service, service.resolved_protocol)(model)
    sent = serializer.serialize(as_sent(contract, answer))
    body = sent["body"].encode() if isinstance(sent["body"], str) else sent["body"]

    with answered_by(client, body, status=sent["status_code"], headers=sent["headers"]):
        return getattr(client, contract.method)(**request_of(contract))


def request_of(contract: Contract) -> Any:
    """A request that boto3 accepts: what is required, with no empty strings."""
    request: Any = from_cli(contract.request, smallest(contract.request), "sdk")
    streams = {
        name: b"" for name in resolve(contract.request, contract.request).get("required", ()) if name not in request
    }
    streams |= {name: b"" for name, node in contract.members("request").items() if is_stream(node)}
    return {name: "example" if value == "" else value for name, value in request.items()} | streams


def for_json(value: Any) -> Any:
    """A response with the content of its streams, without the exact type of its dicts, and with whole seconds."""
    if isinstance(value, dict):
        return {key: for_json(inner) for key, inner in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        return [for_json(inner) for inner in cast("list[object]", value)]
    if isinstance(value, datetime):
        return value.replace(microsecond=0)  # headers have whole seconds
    return value.read() if hasattr(value, "read") else value


def expected_answer(contract: Contract, build: Callable[[Schema], Any]) -> Any:
    """What boto3 should return, without checksums of streams, against which it checks their content."""
    root = sdk_schema(contract, "response")
    http = HttpMembers.of(root)
    response = agree_http(build(root), http)
    response = {name: value for name, value in response.items() if not (http.streams and name.startswith("Checksum"))}
    return as_shown(root, from_cli(root, response, "sdk"))


def as_boto3_returns(contract: Contract, build: Callable[[Schema], Any]) -> Any:
    """What boto3 returns if the service sends a sample."""
    return boto3_answer(contract, expected_answer(contract, build))


@pytest.mark.parametrize(
    ("operation", "build"),
    # The fullest answer of every sixth operation in every run.
    [
        pytest.param(operation, build, marks=() if build is fullest and index % 6 == 0 else pytest.mark.survey)
        for index, operation in enumerate(OPERATIONS)
        for build in (fullest, smallest)
    ],
)
def test_boto3_returns_what_we_call_sdk(operation: str, build: Callable[[Schema], Any]) -> None:
    contract = load(operation)
    if build is smallest and contract.json_protocol is None:
        pytest.skip("moto writes no empty strings in XML")
    returned, expected = as_boto3_returns(contract, build), expected_answer(contract, build)
    # A sample has the shape of a response; it needn't keep the rules.
    assert [finding for finding in findings(returned, contract) if finding.kind != "rule"] == []
    returned, expected = for_json(strip_metadata(returned)), for_json(strip_metadata(expected))
    if contract.json_protocol is not None:  # moto writes the type and the status of the body itself
        own = {name for name in (*expected, *returned) if name.lower() in {"contenttype", "statuscode"}}
        assert {name: returned[name] for name in returned.keys() - own} == {
            name: expected[name] for name in expected.keys() - own
        }
    for name in expected.keys() & returned.keys():
        assert type(returned[name]) is type(expected[name])
