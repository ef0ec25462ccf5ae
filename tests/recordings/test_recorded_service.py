"""Responses recorded by vcrpy from a local HTTP server."""

from __future__ import annotations

import gzip
import threading
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.recordings.recorders import TARGET, needs_botocore, result_of, summary_of, wire_body

from shapeproof.contract import Contract
from shapeproof.sample.responses import smallest

pytestmark = needs_botocore


class SageMakerHandler(BaseHTTPRequestHandler):
    """Responds as SageMaker does, with a gzipped, chunked body."""

    body = b""
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        packed = gzip.compress(self.body)
        self.send_response(200)
        self.send_header("Content-Type", "application/x-amz-json-1.1")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for piece in (packed[:50], packed[50:]):
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep quiet."""


@pytest.fixture
def service(flagship: Contract, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    body = wire_body(flagship, {**smallest(flagship.response), "Surplus": "from the wire"})
    monkeypatch.setattr(SageMakerHandler, "body", body)
    with ThreadingHTTPServer(("127.0.0.1", 0), SageMakerHandler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.mark.parametrize("serializer", ["yaml", "json"])
@pytest.mark.parametrize("is_decoded", [True, False], ids=["decoded", "packed"])
def test_vcrpy_recording_is_checked(tmp_path: Path, service: str, serializer: str, is_decoded: bool) -> None:
    if serializer == "json" and not is_decoded:
        pytest.skip("vcrpy's JSON can't hold bytes")
    vcr = pytest.importorskip("vcr", reason="vcrpy isn't installed")
    cassette = tmp_path / f"x.{serializer}"
    recorder = vcr.VCR(serializer=serializer, decode_compressed_response=is_decoded)
    with recorder.use_cassette(str(cassette)):
        request = urllib.request.Request(service, data=b"{}", headers=TARGET)
        with urllib.request.urlopen(request) as answer:
            assert answer.status == 200
    result = result_of(cassette)
    assert summary_of(result.findings) == [("SP301", 0, "/Surplus")]
    assert [kind.form for kind in result.kinds] == ["vcr"]


def test_boto3_call_recorded_by_vcrpy_is_checked(tmp_path: Path, service: str) -> None:
    vcr = pytest.importorskip("vcr", reason="vcrpy isn't installed")
    boto3 = pytest.importorskip("boto3", reason="boto3 isn't installed")
    client = boto3.client(
        "sagemaker", region_name="us-east-1", endpoint_url=service, aws_access_key_id="id", aws_secret_access_key="none"
    )
    with vcr.use_cassette(str(tmp_path / "x.yaml")):
        client.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName="a")
    assert summary_of(result_of(tmp_path / "x.yaml").findings) == [("SP301", 0, "/Surplus")]
