"""The body of an error of a service that speaks JSON -> the error as boto3 hands it over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple, cast

from shapeproof.contract import Contract, Pointer, resolve
from shapeproof.representations.conversion import Converted

__all__ = ["CODE", "error_body", "error_in_cli", "name_in_headers"]

CODE: Final = "Error.Code"
"""The path of an error's name. Gateways that stand before a service name none, which is no fault of a body."""

_HEADER: Final = "x-amzn-errortype"
_TYPE: Final = "__type"
_REST: Final = "rest-json"


class _Named(NamedTuple):
    """What names an error, as it was sent, and where it stands in the body; at its root if a header says it."""

    value: object
    pointer: Pointer


def name_in_headers(contract: Contract, headers: Mapping[str, str]) -> str | None:
    """The name of an error as its headers say it, which they do in REST alone; theirs goes before that of the body.

    Their names may be in any case. What formerly spoke `query` sends its old names in another header; contracts list the
    new ones.
    """
    if contract.json_protocol != _REST:
        return None
    return next((text for key, text in headers.items() if key.lower() == _HEADER), None)


def error_body(value: object, *, is_wire: bool) -> Mapping[str, object] | None:
    """The error's body that a value is; `__type` says so, if it isn't known to be as it was sent."""
    held = cast("dict[str, object]", value) if isinstance(value, dict) else {}
    return held if isinstance(value, dict) and (is_wire or _TYPE in held) else None


def error_in_cli(contract: Contract, body: Mapping[str, object], name: str | None) -> Converted:
    """An error's body as boto3 hands the error over; `name` is what its headers call it. Without any, it has no `Code`."""
    schema = contract.schema("error")
    error: dict[str, object] = {}
    moved: dict[Pointer, Pointer] = {("Error",): ()}
    named = _Named(name, ()) if name is not None else _named(body, is_rest=contract.json_protocol == _REST)
    beside: dict[Pointer, object] = {}
    if named:
        error["Code"] = _code(named.value)
        moved["Error", "Code"] = named.pointer
        if not named.pointer:
            beside["Error", "Code"] = named.value
    message = next((key for key in ("message", "Message") if key in body), None)
    if message:
        error["Message"] = body[message]
        moved["Error", "Message"] = (message,)
    members = resolve(schema, schema)["properties"]
    return Converted({"Error": error} | {key: body[key] for key in body if key in members}, body, moved, beside)


def _named(body: Mapping[str, object], *, is_rest: bool) -> _Named | None:
    """In botocore's order. Only REST has `code`; where another body holds one, it is a member like others."""
    if is_rest:
        key = "code" if "code" in body else "Code"
        if body.get(key) is not None:
            return _Named(body[key], (key,))
    return _Named(body[_TYPE], (_TYPE,)) if _TYPE in body else None


def _code(name: object) -> object:
    """`com.amazonaws.sagemaker#ResourceNotFound:http://…` -> `ResourceNotFound`; what is no text stays, to be found."""
    return name.partition(":")[0].rpartition("#")[2] if isinstance(name, str) else name
