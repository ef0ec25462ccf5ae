"""Clients as projects make them: one when the conftest is read, others in fixtures."""

import os

import boto3
import moto  # noqa: F401  what moto should answer is made after it is imported
import pytest

os.environ |= {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "us-east-1",
}
EARLY = boto3.client("sagemaker")


@pytest.fixture(scope="session")
def sagemaker():
    return boto3.session.Session().client("sagemaker")
