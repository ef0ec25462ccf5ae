"""Converts the body of an error of a service that speaks JSON into the error as boto3 returns it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple, cast

from shapeproof.contract import Contract, Pointer, resolve
from shapeproof.contract.wire import TYPE_MEMBER
from shapeproof.representations.conversion import Converted, to_cli
from shapeproof.representations.detection import Detected
from shapeproof.representations.wire_names import wire_names

__all__ = ["ERROR_CODE_PATH", "bare_error_code", "error_body", "error_name_in_headers", "error_to_cli"]

ERROR_CODE_PATH: Final = "Error.Code"
"""The path of an error's name. Gateways in front of a service send none, which is not a fault of the body."""

_ERROR_TYPE_HEADER: Final = "x-amzn-errortype"
_QUERY_ERROR_HEADER: Final = "x-amzn-query-error"
_REST_JSON: Final = "rest-json"


class _ErrorName(NamedTuple):
    """The name of an error as it was sent, and its pointer in the body: the root if a header names the error."""

    value: object
    pointer: Pointer


def error_name_in_headers(contract: Contract, headers: Mapping[str, str]) -> str | None:
    """The name of an error in the HTTP headers, which take precedence over the body.

    REST has it in one header. Services that formerly spoke `query` send their old names in another, as `name;Sender`: some
    contracts list these (CloudWatch's), some the new ones in the body (those of SQS).

    Args:
        contract: the contract of the operation.
        headers: the headers of the response, by name in any case.
    """
    if contract.json_protocol == _REST_JSON:
        return _header(headers, _ERROR_TYPE_HEADER)
    old_name = (_header(headers, _QUERY_ERROR_HEADER) or "").partition(";")[0]
    return old_name if old_name in _listed_codes(contract) else None


def _header(headers: Mapping[str, str], wanted: str) -> str | None:
    return next((value for name, value in headers.items() if name.lower() == wanted), None)


def _listed_codes(contract: Contract) -> list[str]:
    schema = contract.schema("error")
    error = resolve(schema, schema)["properties"]["Error"]
    codes: list[str] = resolve(schema, resolve(schema, error)["properties"]["Code"]).get("enum", [])
    return codes


def error_body(value: object, *, is_wire: bool) -> Mapping[str, object] | None:
    """The value as the body of an error; None if it isn't one.

    Args:
        value: the recorded value.
        is_wire: whether the value is known to be a body as it was sent; otherwise it needs `__type`.
    """
    members = cast("dict[str, object]", value) if isinstance(value, dict) else {}
    return members if isinstance(value, dict) and (is_wire or TYPE_MEMBER in members) else None


def error_to_cli(
    contract: Contract, body: Mapping[str, object], name: str | None, *, is_cbor: bool = False
) -> Converted:
    """Convert the body of an error into the error as boto3 returns it.

    Args:
        contract: the contract of the operation.
        body: the body as it was sent.
        name: the name that the HTTP headers give to the error. An error without any name has no `Code`.
        is_cbor: whether it was in CBOR.
    """
    schema = contract.schema("error")
    error: dict[str, object] = {}
    moved: dict[Pointer, Pointer] = {("Error",): ()}
    error_name = (
        _ErrorName(name, ()) if name is not None else _name_in_body(body, is_rest=contract.json_protocol == _REST_JSON)
    )
    from_headers: dict[Pointer, object] = {}
    if error_name:
        error["Code"] = bare_error_code(error_name.value)
        moved["Error", "Code"] = error_name.pointer
        if not error_name.pointer:
            from_headers["Error", "Code"] = error_name.value
    message = next((key for key in ("message", "Message") if key in body), None)
    if message:
        error["Message"] = body[message]
        moved["Error", "Message"] = (message,)
    names = wire_names(resolve(schema, schema))
    # A body may have a member `Error` of its own, but boto3 returns the error's name and message there.
    value = {key: body[key] for key in body if key in names} | {"Error": error}
    converted = to_cli(schema, value, Detected("wire", is_cbor=is_cbor))
    return Converted(converted.value, body, {**converted.moved, **moved}, from_headers)


def _name_in_body(body: Mapping[str, object], *, is_rest: bool) -> _ErrorName | None:
    """The name of an error, in botocore's order. Only REST has `code`; in another body it is a member like others."""
    if is_rest:
        key = "code" if "code" in body else "Code"
        if body.get(key) is not None:
            return _ErrorName(body[key], (key,))
    return _ErrorName(body[TYPE_MEMBER], (TYPE_MEMBER,)) if TYPE_MEMBER in body else None


def bare_error_code(name: object) -> object:
    """`com.amazonaws.sagemaker#ResourceNotFound:http://…` -> `ResourceNotFound`; what is not a string stays as it is."""
    return name.partition(":")[0].rpartition("#")[2] if isinstance(name, str) else name
