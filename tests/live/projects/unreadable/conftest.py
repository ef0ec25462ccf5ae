"""A server of canned answers, as emulators of AWS are."""

import io
import os

import boto3
import pytest
from botocore.awsrequest import AWSResponse

os.environ |= {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_MAX_ATTEMPTS": "1",
}


class Raw(io.BytesIO):
    def stream(self, **_):
        yield self.read()


@pytest.fixture
def answering():
    def client(service, body, *, status=200, content_type="application/x-amz-json-1.1"):
        created = boto3.client(service)
        headers = {"Content-Type": content_type}
        created.meta.events.register(
            "before-send", lambda request, **_: AWSResponse(request.url, status, headers, Raw(body))
        )
        return created

    return client
