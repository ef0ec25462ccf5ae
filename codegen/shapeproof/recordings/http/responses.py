"""Decodes the JSON body of an HTTP response."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from shapeproof.contract import Contract, Representation, is_stream, resolve
from shapeproof.recordings.syntax.json_parser import parse_json
from shapeproof.representations.error_bodies import error_name_in_headers
from shapeproof.representations.wire_names import payload_member

__all__ = ["DecodedResponse", "decode_json_response", "has_structured_body", "is_error_status"]

_FIRST_ERROR_STATUS: Final = 300


@dataclass(frozen=True, slots=True)
class DecodedResponse:
    """A response of a service.

    Attributes:
        value: the response, in `representation`.
        representation: the representation that it can be checked in.
        error_name: the name that HTTP headers give to an error, if its body has none.
    """

    value: object
    representation: Representation
    error_name: str | None = None


def is_error_status(status: int) -> bool:
    """Whether a response of this HTTP status is one of the operation's errors: boto3 raises it."""
    return status >= _FIRST_ERROR_STATUS


def has_structured_body(contract: Contract, status: int) -> bool:
    """Whether the body of a response can be checked: it is not a stream, a blob or a string as a whole.

    Args:
        contract: the contract of the operation.
        status: the HTTP status of the response.
    """
    root = contract.schema()
    payload = payload_member(root)
    if is_error_status(status) or payload is None:
        return True
    return not is_stream(payload[1]) and resolve(root, payload[1]).get("type") != "string"


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
    value: object = parse_json(body) if body.strip() else {}
    if value is None and not contract.members():  # an operation that returns nothing: nobody reads the body
        value = {}
    return DecodedResponse(value, "wire", error_name_in_headers(contract, headers) if is_error_status(status) else None)
