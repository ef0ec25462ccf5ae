"""What strategies draw could be an answer of boto3: botocore accepts it as a stub, and both engines find nothing."""

from __future__ import annotations

from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings

from shapeproof import findings, load
from shapeproof.contract import Contract
from shapeproof.contract.schema import objects_in
from shapeproof.fuzz import responses
from shapeproof.validation.validator import Validator

STREAMS: Final = (
    "bedrock-runtime.converse_stream",
    "bedrock-runtime.invoke_model",
    "kinesis.subscribe_to_shard",
    "lambda.invoke",
    "logs.start_live_tail",
    "polly.synthesize_speech",
    "s3.get_object",
    "s3.select_object_content",
)
FORMED: Final = (
    "cloudformation.get_template",
    "iam.get_policy_version",
    "iam.get_role",
    "iam.list_roles",
    "s3.get_bucket_location",
    "s3.head_object",
)
UNIONS: Final = (
    "bedrock-runtime.converse",
    "dynamodb.batch_get_item",
    "dynamodb.get_item",
    "dynamodb.query",
    "dynamodb.scan",
    "dynamodb.transact_get_items",
    "dynamodbstreams.get_records",
    "rds-data.execute_statement",
    "verifiedpermissions.get_policy",
)
PLAIN: Final = (
    "apigateway.get_rest_apis",
    "cloudfront.list_distributions",
    "cloudwatch.get_metric_data",
    "ec2.describe_instances",
    "ecs.describe_services",
    "eks.describe_cluster",
    "kms.describe_key",
    "lambda.list_functions",
    "logs.filter_log_events",
    "organizations.describe_account",
    "rds.describe_db_instances",
    "route53.list_hosted_zones",
    "s3.list_objects_v2",
    "sagemaker.describe_hyper_parameter_tuning_job",
    "secretsmanager.get_secret_value",
    "sqs.receive_message",
    "ssm.get_parameters",
)
OPERATIONS: Final = (*STREAMS, *FORMED, *UNIONS, *PLAIN)


def is_accepted_as_stub(contract: Contract) -> bool:
    """Whether botocore's check of stubs knows all that boto3 returns.

    It wants strings that botocore decodes only afterwards, and knows neither nulls in sparse lists nor streams of events.
    """
    nodes = [*objects_in(contract.response)]
    return not any("anyOf" in node or "x-events" in node or node.get("x-sdk") in {"document", "null"} for node in nodes)


@pytest.mark.parametrize(
    ("operation", "count"),
    # Every fourth of them in every run.
    [(operation, 5) for operation in OPERATIONS[::4]]
    + [pytest.param(operation, 250, marks=pytest.mark.survey) for operation in OPERATIONS],
)
def test_responses_are_accepted_as_stubs(operation: str, count: int) -> None:
    boto3: Any = pytest.importorskip("boto3")
    validate: Any = pytest.importorskip("botocore.validate").validate_parameters
    contract = load(operation)
    service, method = operation.split(".")
    client = boto3.Session(aws_access_key_id="a", aws_secret_access_key="b", region_name="us-east-1").client(service)
    shape = client.meta.service_model.operation_model(client.meta.method_to_api_mapping[method]).output_shape
    is_accepted = is_accepted_as_stub(contract)
    reference = Validator(contract, engine="jsonschema")

    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(responses(contract))
    def check(response: Any) -> None:
        for found in (findings(response, contract), reference.check(response, "sdk").findings):
            assert [finding for finding in found if finding.kind != "rule"] == []
        if is_accepted:
            validate({name: value for name, value in response.items() if name in contract.members()}, shape)

    check()
