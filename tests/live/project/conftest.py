"""Clients as projects create them: one at import of the conftest, others in fixtures."""

import os

import boto3
import moto  # noqa: F401  moto mocks only clients that are created after its import
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
