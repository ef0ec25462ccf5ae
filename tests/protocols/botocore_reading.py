"""What botocore itself makes of the responses of the suite, as boto3 returns it, and the suite's JSON as Python's values."""

from __future__ import annotations

import base64
import math
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from typing import Any, Final, cast

from tests.protocols.suite import Case

__all__ = ["as_python", "body_of", "comparable", "model_of", "parsed"]


# botocore has no types.
awsrequest, models, parsers = (
    cast("Any", import_module(f"botocore.{name}")) for name in ("awsrequest", "model", "parsers")
)

_NAN: Final = object()


def model_of(case: Case) -> Any:
    """The operation that a case calls, as botocore has it."""
    return models.ServiceModel(case.service.model(), case.service.name).operation_model(case.operation)


def body_of(case: Case) -> bytes:
    """The body of the response of a case."""
    body: str = case.content["response"].get("body", _smallest_body(case))
    is_base64 = case.protocol == "smithy-rpc-v2-cbor" or _streams_events(case)
    return base64.b64decode(body) if is_base64 else body.encode()


def _smallest_body(case: Case) -> str:
    """What stands for a body that the suite leaves out: in Query, no response is without one."""
    if case.protocol != "query":
        return ""
    wrapper = case.service.operations[case.operation].get("output", {}).get("resultWrapper")
    return f"<{case.operation}Response>{f'<{wrapper}/>' if wrapper else ''}</{case.operation}Response>"


def _streams_events(case: Case) -> bool:
    has_events: bool = model_of(case).has_event_stream_output
    return has_events


class _Stream:
    """The body of a response as botocore reads event streams from it."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def stream(self) -> Iterator[bytes]:
        yield self._body

    def close(self) -> None:
        """Nothing is open."""


def parsed(case: Case) -> dict[str, Any] | None:
    """What boto3 returns for the response of a case, or has in `ClientError.response`, without `ResponseMetadata`.

    None if it raises another error.
    """
    operation, recorded = model_of(case), case.content["response"]
    response = {
        "body": _Stream(body_of(case)) if _streams_events(case) else body_of(case),
        "headers": awsrequest.HeadersDict(recorded.get("headers", {})),
        "status_code": recorded["status_code"],
        "context": {"operation_name": case.operation},
    }
    parser = parsers.create_parser(case.protocol)
    try:
        result: dict[str, Any] = parser.parse(response, operation.output_shape)
        error_shape = operation.service_model.shape_for_error_code(result.get("Error", {}).get("Code"))
        if "error" in case.content and error_shape is not None:
            result |= parser.parse(response, error_shape)
    except (parsers.ResponseParserError, TypeError):
        return None
    return {name: value for name, value in result.items() if name != "ResponseMetadata"}


def as_python(case: Case, role: str, value: Any) -> Any:
    """A value of the suite, which is JSON, with the datetimes, bytes and floats that boto3 has in their place."""
    shape = getattr(model_of(case), f"{role}_shape")
    return value if shape is None else _as_python(shape, value)


def _as_python(shape: Any, given: Any) -> Any:
    value: object = given
    if value is None:
        return None
    match shape.type_name:
        case "structure" if isinstance(value, dict) and not shape.is_document_type:
            members = cast("dict[str, object]", value)
            return {
                name: _as_python(shape.members[name], inner) if name in shape.members else inner
                for name, inner in members.items()
            }
        case "map":
            entries = cast("dict[str, object]", value).items()
            return {key: _as_python(shape.value, inner) for key, inner in entries}
        case "list" if isinstance(value, list):
            return [_as_python(shape.member, item) for item in cast("list[object]", value)]
        case "timestamp":
            return datetime.fromtimestamp(cast("float", value), UTC)
        case "blob" if isinstance(value, str):
            return value.encode()
        case "float" | "double":
            return float(cast("float", value))
        case _:
            return given


def comparable(value: object) -> object:
    """A value that equals another one of the same meaning: of times in other zones, and of NaN."""
    if isinstance(value, dict):
        return {key: comparable(inner) for key, inner in cast("dict[str, object]", value).items()}
    if isinstance(value, list):
        return [comparable(item) for item in cast("list[object]", value)]
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    return _NAN if isinstance(value, float) and math.isnan(value) else value
