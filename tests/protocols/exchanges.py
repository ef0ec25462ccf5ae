"""The HTTP exchanges of the suite: its requests as botocore completes them, and its responses with a request for each."""

from __future__ import annotations

import base64
import re
from importlib import import_module
from typing import Any, Final, cast
from urllib.parse import urlencode, urlsplit

from tests.protocols.botocore_reading import as_python, body_of, model_of
from tests.protocols.suite import Case
from tests.recordings.recorders import Call

__all__ = ["request", "response"]

awsrequest, serialize = (cast("Any", import_module(f"botocore.{name}")) for name in ("awsrequest", "serialize"))
_LABEL: Final = re.compile(r"\{[^{}]*\}")


def request(case: Case) -> Call:
    """The request of a case of the input, which says what of it matters; the rest is botocore's."""
    serialized, params = case.content["serialized"], as_python(case, "input", case.content["params"])
    sent = serialize.create_serializer(case.protocol, include_validation=False).serialize_to_request(
        params, model_of(case)
    )
    awsrequest.prepare_request_dict(sent, _endpoint(case))
    parts = urlsplit(cast("str", sent["url"]))
    target = serialized.get("uri", f"{parts.path}?{parts.query}".removesuffix("?"))
    if "body" not in serialized:
        body = urlencode(sent["body"]).encode() if isinstance(sent["body"], dict) else sent["body"]
    else:
        body = _bytes(case, serialized["body"])
    headers = {**sent["headers"], **serialized.get("headers", {})}
    return Call(f"https://{parts.netloc}{target}", b"", method=sent["method"], request=body, request_headers=headers)


def response(case: Case) -> Call:
    """The response of a case of the output, with a request for it."""
    operation, recorded = model_of(case), case.content["response"]
    path, headers, body = _LABEL.sub("x", operation.http["requestUri"]), dict[str, str](), b""
    metadata: Any = operation.metadata
    match case.protocol:
        case "json":
            headers = {"X-Amz-Target": f"{metadata['targetPrefix']}.{case.operation}"}
        case "query" | "ec2":
            body = urlencode({"Action": case.operation, "Version": metadata["apiVersion"]}).encode()
        case "smithy-rpc-v2-cbor":
            headers = {"smithy-protocol": "rpc-v2-cbor"}
            path = f"/service/{metadata['targetPrefix']}/operation/{case.operation}"
        case _:
            pass
    return Call(
        _endpoint(case) + path,
        body_of(case),
        method=operation.http["method"],
        status=recorded["status_code"],
        request=body,
        request_headers=headers,
        headers=recorded.get("headers", {}),
    )


def _endpoint(case: Case) -> str:
    return f"https://{case.service.name}.us-east-1.amazonaws.com"


def _bytes(case: Case, body: str) -> bytes:
    return base64.b64decode(body) if case.protocol == "smithy-rpc-v2-cbor" else body.encode()
