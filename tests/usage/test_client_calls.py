"""Operations that Python code calls."""

from __future__ import annotations

import pytest

from shapeproof.usage.client_calls import called_operations, client_code

METHODS = {
    "s3": ["list_buckets", "get_object", "list_objects_v2"],
    "sqs": ["list_queues", "receive_message"],
    "sagemaker": ["describe_training_job"],
}


def called(source: str, **other: str) -> dict[str, str]:
    codes = {"app.py": client_code(source)} | {f"{name}.py": client_code(text) for name, text in other.items()}
    services = {service for code in codes.values() for service in code.services}
    methods = {name: methods for name, methods in METHODS.items() if name in services}
    return {".".join(operation): place for operation, place in called_operations(codes, methods).items()}


@pytest.mark.parametrize(
    "source",
    [
        'client = boto3.client("s3")\nclient.list_buckets()',
        'client = session.client(service_name="s3")\nclient.list_buckets()',
        'client: S3Client = boto3.client("s3")\nclient.list_buckets()',
        'from boto3 import client\nclient("s3").list_buckets()',
        'boto3.client("s3",\n).list_buckets()',
        'if (client := boto3.client("s3")):\n    client.list_buckets()',
        'with boto3.client("s3") as client:\n    client.list_buckets()',
        'def read(client):\n    client.list_buckets()\nread(boto3.client("s3"))',
        'async def read():\n  async with session.client("s3") as c:\n    await c.list_buckets()',
        'stubber = Stubber(boto3.client("s3"))\nstubber.add_response("list_buckets", {})',
        'pages = boto3.client("s3").get_paginator("list_buckets").paginate()',
        'class Reader:\n    def __init__(self):\n        self.s3 = boto3.client("s3")\n    def read(self):\n        self.s3.list_buckets()',
    ],
)
def test_a_call_is_found_however_the_client_is_held(source: str) -> None:
    assert list(called(source)) == ["s3.list_buckets"]


def test_a_client_has_the_operations_of_its_own_service_alone() -> None:
    source = (
        's3 = boto3.client("s3")\nsqs = boto3.client("sqs")\ns3.list_buckets()\nsqs.list_queues()\ns3.list_queues()'
    )
    assert called(source) == {"s3.list_buckets": "app.py:3", "sqs.list_queues": "app.py:4"}


def test_a_client_from_another_file_may_be_of_any_service_of_the_project() -> None:
    source = "def read(client):\n    return client.describe_training_job()"
    assert called(source) == {}
    assert called(source, main='boto3.client("sagemaker")') == {"sagemaker.describe_training_job": "app.py:2"}


@pytest.mark.parametrize(
    "source",
    [
        'client = boto3.client("s3")\nclient.list_bucket()',  # no operation
        'client = boto3.client("s3")\nprint(client.list_buckets)',  # no call
        'client = boto3.client("s3")\n"client.list_buckets()"',
        "client = boto3.client(name)\nclient.list_buckets()",  # nobody knows the service
        'client = boto3.client("s3")\nclient.list_buckets(',  # no Python
        'boto3.client("s3")\nx = ' + "(" * 5_000 + ")" * 5_000,
        'boto3.client("s3").list_buckets()\n\0',
    ],
)
def test_what_is_no_call_is_not_found(source: str) -> None:
    assert called(source) == {}
