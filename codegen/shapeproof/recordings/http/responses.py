"""Decodes the body of an HTTP response, in JSON or in CBOR."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from shapeproof.contract import Contract, Representation, is_stream, resolve
from shapeproof.recordings.syntax.json_parser import parse_json
from shapeproof.recordings.syntax.parse_error import ParseError
from shapeproof.representations.error_bodies import error_name_in_headers
from shapeproof.representations.wire_names import payload_member
from shapeproof.validation.catalog import reading

__all__ = [
    "XML_PROTOCOLS",
    "DecodedResponse",
    "decode_cbor_response",
    "decode_json_response",
    "has_structured_body",
    "is_cbor_body",
    "is_error_page",
    "is_error_status",
]

_FIRST_ERROR_STATUS: Final = 300
_JSON_SUBTYPE: Final = re.compile(r"json|x-amz-json-[0-9.]+|[^\s;]+\+json")
_XML_SUBTYPE: Final = re.compile(r"xml|[^\s;]+\+xml")
_HTML_TYPES: Final = frozenset({"text/html", "application/xhtml+xml"})
_HTML: Final = re.compile(rb"<(?:!doctype\s+)?html\b", re.IGNORECASE)
_LONGEST_PROLOG: Final = 1000
_SERVICE_BODY: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\{|<(?:\?xml|ErrorResponse|Response|Error)\b)")
"""How the body of an error begins: a JSON object, or one of the roots in XML."""
_CBOR: Final = "application/cbor"
_NAMELESS_TYPES: Final = frozenset({"", "application/octet-stream", "binary/octet-stream"})
XML_PROTOCOLS: Final = frozenset({"query", "ec2", "rest-xml"})
_PAGE_FAULTS: Final = frozenset({reading.INVALID_SYNTAX, reading.NOT_UTF8})


@dataclass(frozen=True, slots=True)
class DecodedResponse:
    """A response of a service.

    Attributes:
        value: the response, in `representation`.
        representation: the representation that it can be checked in.
        error_name: the name that HTTP headers give to an error, if its body has none.
        is_cbor: whether it was in CBOR, which has times and bytes of its own.
    """

    value: object
    representation: Representation
    error_name: str | None = None
    is_cbor: bool = False


def is_error_status(status: int) -> bool:
    """Whether a response of this HTTP status is one of the operation's errors: boto3 raises it."""
    return status >= _FIRST_ERROR_STATUS


def is_error_page(status: int, headers: Mapping[str, str], body: bytes, error: ParseError) -> bool:
    """Whether a body that can't be decoded is the error page of a proxy, which may have any form, and not the service's.

    A body that is declared to be JSON or CBOR is not a page, whatever is wrong with it. Of others, HTML is one; what is
    declared to be XML, or begins as the body of a service does, is not.

    Args:
        status: the HTTP status of the response.
        headers: its headers, by name in any case.
        body: its body, without chunks and compression.
        error: why its body can't be decoded.
    """
    if not is_error_status(status) or error.code not in _PAGE_FAULTS:
        return False
    content_type = _content_type(headers)
    subtype = content_type.partition("/")[2]
    if content_type == _CBOR or _JSON_SUBTYPE.fullmatch(subtype):
        return False
    if content_type in _HTML_TYPES or _HTML.search(body, 0, _LONGEST_PROLOG) or not body.strip():
        return True
    return not (_XML_SUBTYPE.fullmatch(subtype) or _SERVICE_BODY.match(body))


def _content_type(headers: Mapping[str, str]) -> str:
    """The content type of a response, without parameters; empty if it has none."""
    declared = next((value for name, value in headers.items() if name.lower() == "content-type"), "")
    return declared.partition(";")[0].strip().lower()


def is_cbor_body(headers: Mapping[str, str], body: bytes, *, is_rpc: bool) -> bool:
    """Whether a body is in CBOR: it says so, or the recorder lost the header that did.

    Args:
        headers: the headers of the response, by name in any case.
        body: its body, without chunks and compression.
        is_rpc: whether the request was in the protocol rpc-v2.
    """
    from shapeproof.recordings.syntax.cbor_parser import is_cbor_map  # few services speak it

    content_type = _content_type(headers)
    return content_type == _CBOR or (is_rpc and content_type in _NAMELESS_TYPES and is_cbor_map(body))


def has_structured_body(contract: Contract, status: int) -> bool:
    """Whether the body of a response can be checked: it is not a stream, a blob or a string as a whole.

    Args:
        contract: the contract of the operation.
        status: the HTTP status of the response.
    """
    return is_error_status(status) or contract.derived(_has_structured_body)


def _has_structured_body(contract: Contract) -> bool:
    root = contract.schema()
    if any(map(is_stream, contract.members().values())):  # an event stream may be a member without being the payload
        return False
    payload = payload_member(root)
    return payload is None or resolve(root, payload[1]).get("type") != "string"


def decode_json_response(contract: Contract, status: int, headers: Mapping[str, str], body: bytes) -> DecodedResponse:
    """Decode the body of a response as it was sent, in `wire`, so that nothing of it is hidden.

    Args:
        contract: the contract of the operation, whose service speaks JSON.
        status: the HTTP status of the response.
        headers: its headers, by name in any case.
        body: its body, without chunks and compression, which has a structure.

    Raises:
        ParseError: the body is not valid JSON.
    """
    is_error = is_error_status(status)
    try:
        value: object = parse_json(body) if body.strip() else {}
    except ParseError as error:
        if is_error or contract.members() or error.code != reading.INVALID_SYNTAX:
            raise
        value = None
    if value is None and not contract.members():  # an operation that returns nothing: nobody reads the body
        value = {}
    return DecodedResponse(value, "wire", error_name_in_headers(contract, headers) if is_error else None)


def decode_cbor_response(contract: Contract, status: int, headers: Mapping[str, str], body: bytes) -> DecodedResponse:
    """Decode the body of a response in the protocol rpc-v2-cbor as it was sent, in `wire`.

    Args:
        contract: the contract of the operation.
        status: the HTTP status of the response.
        headers: its headers, by name in any case.
        body: its body, without chunks and compression, which has a structure; that of an empty response may be empty.

    Raises:
        ParseError: the body is not valid CBOR, or has more of CBOR than the protocol.
        MissingExtraError: cbor2 isn't installed.
    """
    from shapeproof.recordings.syntax.cbor_parser import parse_cbor

    error_name = error_name_in_headers(contract, headers) if is_error_status(status) else None
    return DecodedResponse(parse_cbor(body) if body else {}, "wire", error_name, is_cbor=True)
