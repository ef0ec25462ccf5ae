"""No message about a recording is longer than a person reads, whatever it quotes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pytest
from tests.recordings.recorders import S3, Call, as_har, describe_job, needs_botocore, result_of

LONG: Final = "hunter2" * 10_000
STS: Final = "https://sts.amazonaws.com/"

CALLS: Final = {
    "content encoding": describe_job(b"\x00", headers={"Content-Encoding": LONG}),
    "action": Call(STS, b"<a/>", request=f"Action={LONG}&Version=2011-06-15".encode()),
    "target": Call("https://api.sagemaker.us-east-1.amazonaws.com/", b"{}", request_headers={"X-Amz-Target": f"SageMaker.{LONG}"}),
    "path": Call(f"https://apigateway.us-east-1.amazonaws.com/{LONG}", b"{}", method="GET"),
    "number": Call(S3.removesuffix("key") + "?list-type=2", f"<ListBucketResult><MaxKeys>{LONG}</MaxKeys></ListBucketResult>".encode(), method="GET"),
    "member": describe_job(json.dumps({LONG: 1}).encode()),
}  # fmt: skip
FILES: Final = {
    "x.jsonl": json.dumps({"shapeproof": 1, "contract": LONG, "representation": "cli", "response": {}}),
    "y.jsonl": json.dumps({"shapeproof": 1, "contract": f"sts.{LONG}", "representation": "cli", "response": {}}),
    "x.txt": "{'a': " + LONG + ".b()}",
    "y.txt": "{'a': 1, " + LONG + "=1}",
    "z.txt": f"{{'a': datetime.datetime(2020, 1, 1, {LONG}=1)}}",
    "x.json": "{" + LONG,
    "x.yaml": f"interactions:\n- *{LONG}",
}


def longest_message(path: Path) -> int:
    return max(len(located.finding.message) for located in result_of(path).findings)


@needs_botocore
@pytest.mark.parametrize("name", CALLS)
def test_of_an_exchange(tmp_path: Path, name: str) -> None:
    (tmp_path / "x.har").write_text(as_har([CALLS[name]]))
    assert longest_message(tmp_path / "x.har") <= 500


@pytest.mark.parametrize("name", FILES)
def test_of_a_file(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(FILES[name])
    assert longest_message(tmp_path / name) <= 500
