"""Writes HTTP exchanges in the format of each recorder, and checks the files."""

from __future__ import annotations

import base64
import importlib.util
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from shapeproof.contract import Contract
from shapeproof.recordings.checking.check_options import CheckOptions
from shapeproof.recordings.checking.checker import Checker
from shapeproof.recordings.checking.unit_result import Located, UnitResult
from shapeproof.recordings.discovery.planner import plan_units
from shapeproof.representations.conversion import from_cli
from shapeproof.validation.catalog import matching_codes

needs_botocore: Final = pytest.mark.skipif(
    importlib.util.find_spec("botocore") is None, reason="botocore isn't installed: its models identify operations"
)

SAGEMAKER: Final = "https://api.sagemaker.us-east-1.amazonaws.com/"
TARGET: Final = {
    "X-Amz-Target": "SageMaker.DescribeHyperParameterTuningJob",
    "Content-Type": "application/x-amz-json-1.1",
}
S3: Final = "https://bucket.s3.amazonaws.com/key"


@dataclass(frozen=True)
class Call:
    """A request and its response, as a recorder sees them."""

    url: str
    body: bytes
    method: str = "POST"
    status: int = 200
    request: bytes = b""
    request_headers: Mapping[str, str] = field(default_factory=dict[str, str])
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


def header_lists(headers: Mapping[str, str]) -> dict[str, list[str]]:
    return {name: [value] for name, value in headers.items()}


def vcrpy(call: Call) -> dict[str, Any]:
    return {
        "request": {
            "method": call.method,
            "uri": call.url,
            "body": string_or_bytes(call.request),
            "headers": header_lists(call.request_headers),
        },
        "response": {
            "status": {"code": call.status, "message": "OK"},
            "headers": header_lists(call.headers),
            "body": {"string": string_or_bytes(call.body)},
        },
    }


def string_or_bytes(body: bytes) -> str | bytes:
    try:
        return body.decode()
    except UnicodeDecodeError:
        return body


def as_yaml(calls: list[Call]) -> str:
    cassette = {"interactions": [vcrpy(call) for call in calls], "version": 1}
    return str(yaml.dump(cassette, Dumper=getattr(yaml, "CDumper", yaml.Dumper)))


def as_json(calls: list[Call]) -> str:
    return json.dumps({"version": 1, "interactions": [vcrpy(call) for call in calls]}, indent=4) + "\n"


def ruby(call: Call) -> dict[str, Any]:
    def body(data: bytes) -> dict[str, str]:
        packed = {"encoding": "ASCII-8BIT", "base64_string": base64.b64encode(data).decode()}
        text = string_or_bytes(data)
        return {"encoding": "UTF-8", "string": text} if isinstance(text, str) else packed

    return {
        "request": {
            "method": call.method.lower(),
            "uri": call.url,
            "body": body(call.request),
            "headers": header_lists(call.request_headers),
        },
        "response": {
            "status": {"code": call.status, "message": "OK"},
            "headers": header_lists(call.headers),
            "body": body(call.body),
            "http_version": None,
        },
        "recorded_at": "Wed, 12 Aug 2020 14:15:08 GMT",
    }


def as_ruby(calls: list[Call]) -> str:
    cassette = {"http_interactions": [ruby(call) for call in calls], "recorded_with": "VCR 6.0.0"}
    return "---\n" + str(yaml.safe_dump(cassette, sort_keys=False, width=80))


def as_har(calls: list[Call]) -> str:
    def headers(named: Mapping[str, str]) -> list[dict[str, str]]:
        return [{"name": name, "value": value} for name, value in named.items()]

    def content(data: bytes) -> dict[str, Any]:
        text = string_or_bytes(data)
        if isinstance(text, str):
            return {"size": len(data), "mimeType": "", "text": text}
        return {"size": len(data), "mimeType": "", "text": base64.b64encode(data).decode(), "encoding": "base64"}

    entries = [
        {
            "request": {
                "method": call.method,
                "url": call.url,
                "headers": headers(call.request_headers),
                "postData": {"mimeType": "", "text": call.request.decode()},
            },
            "response": {"status": call.status, "headers": headers(call.headers), "content": content(call.body)},
        }
        for call in calls
    ]
    return json.dumps({"log": {"version": "1.2", "creator": {"name": "", "version": ""}, "entries": entries}}, indent=2)


WRITERS: Final[dict[str, Callable[[list[Call]], str]]] = {
    "vcrpy.yaml": as_yaml,
    "vcrpy.json": as_json,
    "ruby.yml": as_ruby,
    "browser.har": as_har,
}
"""The writers of files by their names. vcrpy's JSON can't hold bytes that are not UTF-8."""


WITHOUT_RULES: Final[dict[str, Any]] = dict.fromkeys(matching_codes("rule"))
"""The severities where samples of a schema are good responses: these are not made to keep rules."""


def result_of(path: Path, **options: Any) -> UnitResult:
    (planned,) = plan_units([str(path)])
    (result,) = Checker(CheckOptions(chosen=WITHOUT_RULES, **options)).check(planned)
    return result


def summary_of(findings: list[Located]) -> list[tuple[str, int, str]]:
    return sorted((located.finding.code, located.index, located.finding.pointer) for located in findings)


def wire_body(flagship: Contract, response: object) -> bytes:
    return json.dumps(from_cli(flagship.response, response, "wire"), ensure_ascii=False).encode()


def describe_job(body: bytes, **more: Any) -> Call:
    return Call(SAGEMAKER, body, request=b"{}", request_headers=TARGET, **more)
