"""Generated bodies, served over HTTP to a real boto3 client, are received in the `sdk` representation."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import islice
from typing import Any, cast

import pytest

from shapeproof.contract import Contract
from shapeproof.fuzz.drawing.corpus import corpus
from shapeproof.representations.conversion import from_cli


class _Service(HTTPServer):
    """Responds to every request with `body`."""

    body = b"{}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # headers and body in one packet: with two, delayed acknowledgements slow the test down

    def do_POST(self) -> None:
        body = cast("_Service", self.server).body
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(200)
        self.send_header("Content-Type", "application/x-amz-json-1.1")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in the base class
        """Log nothing."""


@pytest.fixture
def service() -> Iterator[_Service]:
    with _Service(("127.0.0.1", 0), _Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.survey
@pytest.mark.parametrize("scenario", [None, "every_member"])
def test_boto3_client_reads_generated_response(
    flagship: Contract, service: _Service, scenario: str | None, request: pytest.FixtureRequest
) -> None:
    """100 responses in every run, 500 with --survey."""
    boto3 = pytest.importorskip("boto3")
    client = boto3.client(
        "sagemaker",
        endpoint_url=f"http://127.0.0.1:{service.server_port}",
        region_name="us-east-1",
        aws_access_key_id="example",
        aws_secret_access_key="example",
    )
    responses = corpus(flagship, seed=11, scenario=scenario)
    count = 500 if request.config.getoption("--survey") else 100
    for response in islice(responses, count if scenario is None else count // 10):
        wire = from_cli(flagship.response, response, "wire")
        service.body = json.dumps(wire).encode()
        received: dict[str, Any] = client.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName="example")
        assert received.pop("ResponseMetadata")["HTTPStatusCode"] == 200
        assert received == from_cli(flagship.response, response, "sdk")
