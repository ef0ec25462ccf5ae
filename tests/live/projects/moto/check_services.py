"""What moto answers for some services: values of DynamoDB as Python's own, nulls, names of members, other enum values."""

import boto3
import pytest
from boto3.dynamodb.conditions import Key
from botocore.exceptions import ClientError
from moto import mock_aws

pytestmark = pytest.mark.filterwarnings("ignore")


@mock_aws
def test_dynamodb_resource():
    table = boto3.resource("dynamodb").create_table(
        TableName="notes",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    table.put_item(
        Item={"id": "a", "number": 7, "bytes": b"\x00", "set": {1, 2}, "none": None, "map": {"k": [True, ""]}}
    )
    assert table.get_item(Key={"id": "a"})["Item"]["number"] == 7
    assert table.query(KeyConditionExpression=Key("id").eq("a"))["Count"] == len(table.scan()["Items"])


@mock_aws
def test_images():
    assert boto3.client("ec2").describe_images(Owners=["amazon"])["Images"]


@mock_aws
def test_keys():
    kms = boto3.client("kms")
    kms.describe_key(KeyId=kms.create_key()["KeyMetadata"]["KeyId"])


@mock_aws
def test_secrets():
    secrets = boto3.client("secretsmanager")
    secrets.create_secret(Name="one", SecretString="x")
    secrets.describe_secret(SecretId="one")


@mock_aws
def test_objects_and_errors():
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket="things")
    s3.put_object(Bucket="things", Key="ü/€.txt", Body=b"\x8b\x1f")
    assert s3.get_object(Bucket="things", Key="ü/€.txt")["Body"].read() == b"\x8b\x1f"
    assert s3.get_paginator("list_objects_v2").paginate(Bucket="things").build_full_result()
    for call in (s3.head_object, s3.get_object):
        with pytest.raises(ClientError):
            call(Bucket="things", Key="none")
