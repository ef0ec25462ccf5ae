"""The response that a client got, and where it came from, built from botocore's events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, Literal

from shapeproof.contract import Contract, Part, Representation
from shapeproof.errors import MissingExtraError
from shapeproof.recordings.http.botocore_rejection import botocore_rejection
from shapeproof.recordings.http.responses import (
    XML_PROTOCOLS,
    DecodedResponse,
    decode_cbor_response,
    decode_json_response,
    has_structured_body,
    is_error_page,
    is_error_status,
)
from shapeproof.recordings.limits import MAX_DOCUMENT
from shapeproof.recordings.syntax.parse_error import ParseError
from shapeproof.validation.catalog import reading

if TYPE_CHECKING:
    from shapeproof.recordings.http.body_reading import BodyReading

__all__ = ["LiveResponse", "ResponseOrigin", "live_response", "rejected_response"]

ResponseOrigin = Literal["moto", "placebo", "vcr", "stub", "wire"]
"""Who answered: one of these libraries, a handler in place of the service (such as botocore's Stubber), or a server."""

_LIBRARIES: Final[tuple[ResponseOrigin, ...]] = ("moto", "placebo", "vcr")
_JSON_PROTOCOLS: Final = frozenset({"json", "rest-json"})
_CBOR_PROTOCOL: Final = "smithy-rpc-v2-cbor"


@dataclass(frozen=True, slots=True)
class LiveResponse:
    """A response that a client got.

    Attributes:
        contract: the contract of the operation.
        part: `response` or `error`.
        value: the parsed body of a service that speaks JSON or CBOR (`wire`), else what botocore returned (`sdk`).
        representation: the representation of `value`.
        origin: who answered.
        error_name: the name of an error in its headers, if there is one.
        read_error: why a body can't be read, in words that quote nothing of it; `value` is None then. None if it can.
        reading: the body of a service that speaks XML, as it was sent; None if it can't be read, and for any other.
        rejection: why boto3 can't read a body that could be read here; its caller gets an exception. None if it can.
        is_cbor: whether the body was in CBOR.
    """

    contract: Contract
    part: Part
    value: object = field(repr=False)  # logs must not show what may be secret
    representation: Representation
    origin: ResponseOrigin
    error_name: str | None = None
    read_error: ParseError | None = None
    reading: BodyReading | None = field(default=None, repr=False)
    rejection: ParseError | None = None
    is_cbor: bool = False


def live_response(
    contract: Contract, model: Any, received: Mapping[str, Any] | None, http_response: Any, parsed: Any
) -> LiveResponse:
    """Build the response of one call of a client. Changes none of the arguments, and reads no stream.

    Args:
        contract: the contract of the operation.
        model: botocore's OperationModel.
        received: the HTTP response, botocore's `response_dict`; None if nothing was received.
        http_response: what the event `after-call` has under this name.
        parsed: what the event `after-call` has under this name.
    """
    origin = _origin(http_response, received)
    part: Part = "error" if is_error_status(http_response.status_code) else "response"
    as_parsed = LiveResponse(contract, part, parsed, "sdk", origin)
    return as_parsed if received is None else _as_sent(as_parsed, model, received)


def rejected_response(contract: Contract, model: Any, received: Mapping[str, Any], error: Exception) -> LiveResponse:
    """Build a response that botocore can't read, so that the client raises an error. Reads no stream.

    Args:
        contract: the contract of the operation.
        model: botocore's OperationModel.
        received: the HTTP response, botocore's `response_dict`. Its origin is `wire`: nothing in it says who answered.
        error: what botocore raised.
    """
    rejection = botocore_rejection(error)
    part: Part = "error" if is_error_status(received["status_code"]) else "response"
    unread = LiveResponse(contract, part, None, "sdk", "wire", read_error=rejection)
    sent = _as_sent(unread, model, received)
    return replace(sent, rejection=rejection) if sent.read_error is None else sent


def _as_sent(as_parsed: LiveResponse, model: Any, received: Mapping[str, Any]) -> LiveResponse:
    """The response with the body that was sent, if that can be checked; `as_parsed` if not."""
    contract = as_parsed.contract
    if not isinstance(received["body"], bytes):
        return as_parsed
    if len(received["body"]) > MAX_DOCUMENT:
        message = f"the body is larger than {MAX_DOCUMENT // 2**20} MiB, and is not checked"
        return replace(as_parsed, value=None, read_error=ParseError(reading.TOO_LARGE, message, 1, 1))
    status, headers = received["status_code"], received["headers"]
    if not has_structured_body(contract, status):
        return as_parsed
    protocol = _protocol(contract, model)
    if protocol in XML_PROTOCOLS:
        from shapeproof.recordings.http.xml_responses import read_xml_response  # most services speak JSON

        try:
            read = read_xml_response(model, protocol, status, headers, received["body"])
        except ParseError:  # botocore has said so
            return as_parsed
        return LiveResponse(
            contract, as_parsed.part, as_parsed.value, as_parsed.representation, as_parsed.origin, reading=read
        )
    try:
        body = _decoded(contract, model, protocol, received)
    except ParseError as error:
        if is_error_page(status, headers, received["body"], error):  # botocore accepts it
            return as_parsed
        return replace(as_parsed, value=None, read_error=_without_quotes(error, received["body"]))
    if body is None:
        return as_parsed
    # Not by `replace`, which takes as long as to check a small response.
    return LiveResponse(
        contract,
        as_parsed.part,
        body.value,
        body.representation,
        as_parsed.origin,
        body.error_name,
        is_cbor=body.is_cbor,
    )


def _decoded(
    contract: Contract, model: Any, protocol: str | None, received: Mapping[str, Any]
) -> DecodedResponse | None:
    """The body that was sent; None if the client reads neither JSON nor CBOR, or cbor2 isn't installed."""
    status, headers, body = received["status_code"], received["headers"], received["body"]
    if protocol in _JSON_PROTOCOLS:
        return decode_json_response(contract, status, headers, body)
    if protocol != _CBOR_PROTOCOL:
        return None
    is_read = is_error_status(status) or model.output_shape is not None
    try:
        return decode_cbor_response(contract, status, headers, body if is_read else b"")
    except MissingExtraError:
        return None


def _without_quotes(error: ParseError, body: bytes) -> ParseError:
    """The same error in words that quote nothing of the body: it may hold secrets, and logs are read by many."""
    hint = "; it looks like HTML or XML, an error page perhaps" if body.lstrip().startswith(b"<") else ""
    message = f"{error.code.title}, at line {error.line}, column {error.column} of the body, which is not shown{hint}"
    return ParseError(error.code, message, error.line, error.column)


def _protocol(contract: Contract, model: Any) -> str | None:
    """The protocol that this client reads. Of a service with several, botocore may have chosen another one."""
    service = model.service_model
    declared = contract.json_protocol or service.metadata.get("protocol")
    protocol: str | None = getattr(service, "resolved_protocol", declared)  # botocore 1.36 and newer
    return protocol


def _origin(http_response: Any, received: object) -> ResponseOrigin:
    raw = getattr(http_response, "raw", None)
    # vcrpy's responses are urllib3's, around a connection of its own.
    for layer in (http_response, raw, getattr(raw, "_fp", None), getattr(raw, "_original_response", None)):
        library = type(layer).__module__.partition(".")[0]
        if library in _LIBRARIES:
            return library
    return "stub" if received is None else "wire"
