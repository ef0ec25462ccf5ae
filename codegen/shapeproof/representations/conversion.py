"""Converts responses between representations, guided by the schema: `wire` and `sdk` from and to `cli`.

`wire` is the HTTP body (names and times as the service writes them), `cli` plain JSON with ISO 8601 times as the AWS CLI
prints it, `sdk` what boto3 returns (datetimes, bytes). What can't be converted stays as it is, so that validation
finds it.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, cast

from shapeproof.contract import Pointer, Representation, Schema, child, resolve, value_at
from shapeproof.contract.wire import SDK_EVENTS, SDK_STREAM, UNKNOWN_UNION_MEMBER
from shapeproof.representations.detection import JSON_TYPES, Detected
from shapeproof.representations.non_finite import NON_FINITE, is_non_finite, non_finite_string
from shapeproof.representations.streams import event_stream, streaming_body
from shapeproof.representations.timestamps import (
    is_printed_datetime,
    parse_timestamp,
    timestamp_from_wire,
    timestamp_to_wire,
)
from shapeproof.representations.wire_names import is_outside_body, payload_member, wire_names

__all__ = ["Converted", "from_cli", "to_cli"]

_WITHOUT_LINE_BREAKS: Final = str.maketrans("", "", "\r\n")
_JSON_SCALARS: Final = (str, int, float, bool, type(None))
_PLAIN_SCALARS: Final = frozenset(_JSON_SCALARS)


@dataclass(frozen=True, slots=True)
class Converted:
    """A response converted into `cli`.

    Attributes:
        value: the response in `cli`.
        original: the response as it was recorded.
        moved: recorded pointers by the pointers in `value`, for members whose name or parent differs.
        from_headers: values that were recorded in HTTP headers, by their pointers in `value`.
        names: the recorded names of a structure's members by their names in the contract, by the structure's pointer in
            `value`.
        unseen: the paths of members that a response of this kind need not show.
        is_text: whether scalars were recorded as text, as in XML.
    """

    value: object
    original: object
    moved: Mapping[Pointer, Pointer] = field(default_factory=dict[Pointer, Pointer])
    from_headers: Mapping[Pointer, object] = field(default_factory=dict[Pointer, object])
    names: Mapping[Pointer, Mapping[str, str]] = field(default_factory=dict[Pointer, Mapping[str, str]])
    unseen: frozenset[str] = frozenset()
    is_text: bool = False

    def recorded_pointer(self, pointer: Pointer) -> Pointer:
        """The pointer in the recorded response of a pointer in `value`."""
        for length in range(len(pointer), -1, -1):
            original = self.moved.get(pointer[:length])
            if original is not None:
                return original + pointer[length:]
        return pointer

    def recorded_value(self, pointer: Pointer) -> object:
        """The recorded value of a pointer in `value`."""
        for length in range(len(pointer), 0, -1):
            if pointer[:length] in self.from_headers:  # a header may hold a list or a map
                return value_at(self.from_headers[pointer[:length]], pointer[length:])
        return value_at(self.original, self.recorded_pointer(pointer))

    def recorded_names(self, pointer: Pointer) -> Mapping[str, str] | None:
        """The recorded names of a structure's members, by their names in the contract.

        Args:
            pointer: the pointer of the structure in `value`.

        Returns:
            The names; None if the schema tells them.
        """
        return self.names.get(pointer)


def to_cli(root: Schema, response: object, detected: Detected, same: Collection[int] = ()) -> Converted:
    """Convert a response into `cli`.

    Args:
        root: the schema of the response.
        response: the response. Values that exist only in Python are read as the SDK's in every representation.
        detected: its representation, detected or known.
        same: the ids of definitions whose values are the same on the wire (see `same_on_wire`): those aren't looked at.
    """
    match detected:
        case Detected(is_cbor=True):
            converted = Converted(response, response)
        case Detected("wire"):
            converted = _from_wire(root, response, same)
        case Detected(has_epoch_times=True):
            converted = Converted(_map_scalars(root, root, response, _epoch_to_cli), response)
        case Detected("cli"):
            converted = Converted(_map_scalars(root, root, response, _printed_to_cli), response)
        case _:
            converted = Converted(response, response)
    if detected.representation == "sdk" or detected.is_cbor or not _has_only_json(response):
        return replace(converted, value=_from_sdk(root, root, converted.value, detected))
    return converted


def _has_only_json(response: object) -> bool:
    pending = [response]
    while pending:
        value = pending.pop()
        if not isinstance(value, JSON_TYPES):
            return False
        if isinstance(value, dict):
            pending += cast("dict[str, object]", value).values()
        elif isinstance(value, list):
            pending += cast("list[object]", value)
    return True


def _from_sdk(root: Schema, node: Schema | None, value: object, detected: Detected) -> object:
    shape = None if node is None else resolve(root, node)
    if isinstance(value, Mapping):
        members = cast("Mapping[str, object]", value)
        return {
            key: _from_sdk(root, shape and child(shape, key).node, inner, detected) for key, inner in members.items()
        }
    if isinstance(value, list | tuple):
        items = shape.get("items") if shape else None
        return [_from_sdk(root, items, inner, detected) for inner in cast("list[object]", value)]
    expected: Schema = shape or {}
    if expected.get("format") == "date-time":
        is_printed = detected.has_printed_times and isinstance(value, str) and is_printed_datetime(value)
        moment = parse_timestamp(cast("str", value)) if is_printed else value
        if isinstance(moment, datetime):
            try:
                return moment.isoformat()  # not valid without a zone, which boto3's times always have
            except Exception:  # noqa: BLE001  its time zone is an object of the caller's: it may raise anything
                return _wrong_type(expected)
        if isinstance(value, str):  # the SDK has no other strings for times, not even ISO 8601
            return _wrong_type(expected)
    elif isinstance(value, bytes) and (expected.get("contentEncoding") == "base64" or not expected):
        return base64.b64encode(value).decode()
    elif isinstance(value, float):
        return non_finite_string(expected, value)
    elif isinstance(value, str) and _is_string_for_json(expected, value, detected):
        return _wrong_type(expected)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    # A Python value that JSON lacks, where none is allowed: return another value of a wrong type, to be reported.
    return value if isinstance(value, _JSON_SCALARS) else _wrong_type(expected)


def _is_string_for_json(shape: Schema, value: str, detected: Detected) -> bool:
    """Whether a string stands for what JSON lacks, where values are not JSON's: bytes, or a number that is not finite."""
    if shape.get("contentEncoding") == "base64":
        return detected.is_cbor or (detected.representation == "sdk" and not detected.has_base64)
    return detected.is_cbor and is_non_finite(shape, value)


def _wrong_type(shape: Schema) -> object:
    """A value that validation reports as being of the wrong type."""
    return [] if shape.get("type") == "boolean" else True


def _from_wire(root: Schema, response: object, same: Collection[int]) -> Converted:
    moved: dict[Pointer, Pointer] = {}
    known_names: dict[int, dict[str, str]] = {}  # by the identity of a structure's schema: lists hold many of a kind

    def convert_scalar(node: Schema | None, value: object) -> object:
        if node is None:
            return value
        shape = resolve(root, node)
        return _wire_timestamp_to_cli(value, {**shape, **node}) if shape.get("format") == "date-time" else value

    def convert(node: Schema | None, value: object, pointer: Pointer, recorded: Pointer) -> object:
        if node is None:
            return value
        if type(value) in _PLAIN_SCALARS:
            return convert_scalar(node, value)
        shape = resolve(root, node)
        if id(shape) in same:
            return value
        if isinstance(value, Mapping) and "properties" in shape:
            names = known_names.get(id(shape)) or known_names.setdefault(id(shape), wire_names(shape))
            members = shape["properties"]
            converted_members: dict[str, object] = {}
            for key, inner in cast("Mapping[str, object]", value).items():
                # A name that only the SDK uses is unknown on the wire; it must not pass for the member.
                name = names.get(key, f"{key} (not its wire name)" if key in members else key)
                if name != key:
                    moved[(*pointer, name)] = (*recorded, key)
                # Most members are scalars, which need no pointers.
                converted_members[name] = (
                    convert_scalar(members.get(name), inner)
                    if type(inner) in _PLAIN_SCALARS
                    else convert(members.get(name), inner, (*pointer, name), (*recorded, key))
                )
            for name in shape.get("required", ()):
                if name not in converted_members:
                    moved[(*pointer, name)] = (*recorded, members[name].get("x-wire", {}).get("name", name))
            return converted_members
        if isinstance(value, Mapping):
            entries = cast("Mapping[str, object]", value)
            return {
                key: convert(child(shape, key).node, inner, (*pointer, key), (*recorded, key))
                for key, inner in entries.items()
            }
        if isinstance(value, list):
            item_schema, items = shape.get("items"), cast("list[object]", value)
            return [
                convert(item_schema, item, (*pointer, index), (*recorded, index)) for index, item in enumerate(items)
            ]
        return convert_scalar(node, value)

    payload = payload_member(root)
    if payload is None:
        return Converted(convert(root, response, (), ()), response, moved)
    name, member = payload
    moved[(name,)] = ()
    return Converted({name: convert(member, response, (name,), ())}, response, moved)


def _epoch_to_cli(shape: Schema, value: Any) -> object:
    """A scalar, with an epoch time or an HTTP date converted into ISO 8601."""
    if shape.get("format") == "date-time" and not isinstance(value, str):
        return timestamp_from_wire(value)
    return _printed_to_cli(shape, value)


def _printed_to_cli(shape: Schema, value: Any) -> object:
    """A scalar that an AWS CLI may have printed: an HTTP date, as version 1 does where a service sends it, or `NaN`."""
    if isinstance(value, float):
        return non_finite_string(shape, value)
    is_http_date = isinstance(value, str) and shape.get("x-wire", {}).get("time") == "rfc822"
    return timestamp_from_wire(value) if is_http_date else value


def _wire_timestamp_to_cli(value: object, shape: Schema) -> object:
    """A time on the wire in ISO 8601, if it has the contract's form; a value of a wrong type if it has another form."""
    wire_format = shape["x-wire"]["time"]
    if wire_format == "iso8601":
        return value
    is_expected_type = isinstance(value, str) == (wire_format == "rfc822")
    if is_expected_type:
        return timestamp_from_wire(value)
    return _wrong_type(shape) if isinstance(value, str) else value


def from_cli(root: Schema, response: object, representation: Representation) -> object:
    """Convert a response in `cli` into another representation.

    `to_cli` gets the response back, but for streams in `sdk`, which it doesn't read, and for what a body in `wire` lacks:
    members that are sent in headers, the time zones of epoch seconds, what is in an unknown member of a union.

    Args:
        root: the schema of the response.
        response: a response in `cli`. What breaks the contract stays as it is.
        representation: `wire` leaves members outside the body out and writes times as epoch seconds, or as the member's
            `timestampFormat` says; `sdk` has datetimes, bytes and streams. NaN and the infinities are strings in `wire`, else floats.
    """
    if representation == "cli":
        return response
    convert = _to_sdk if representation == "sdk" else _to_wire
    converted = _map_scalars(root, root, response, convert)
    payload = payload_member(root) if representation == "wire" else None
    if payload is None or not isinstance(converted, Mapping):
        return converted
    return cast("Mapping[str, object]", converted).get(payload[0], {})


def _map_scalars(root: Schema, node: Schema | None, value: object, convert: Callable[[Schema, Any], object]) -> object:
    """A response with each scalar that the contract knows converted; with `_to_wire`, members get their wire names."""
    if node is None:
        return value
    shape = resolve(root, node)
    if isinstance(value, Mapping):
        result: dict[str, object] = {}
        for key, inner in cast("Mapping[str, object]", value).items():
            member = child(shape, key).node
            wire: Schema = (member or {}).get("x-wire", {}) if convert is _to_wire and "properties" in shape else {}
            if wire and is_outside_body(cast("Schema", member)):
                continue
            if convert is _to_wire and key == UNKNOWN_UNION_MEMBER:
                result |= _as_sent(inner)
                continue
            result[wire.get("name", key)] = _map_scalars(root, member, inner, convert)
        return result
    if isinstance(value, list):
        items = [_map_scalars(root, shape.get("items"), inner, convert) for inner in cast("list[object]", value)]
        return event_stream(items) if convert is _to_sdk and shape.get("x-sdk") == SDK_EVENTS else items
    return convert({**shape, **node} if "x-wire" in node else shape, value)


def _as_sent(unknown: object) -> dict[str, object]:
    """The member of a union of which the SDK keeps the name only, with some content."""
    name = cast("Mapping[str, object]", unknown).get("name") if isinstance(unknown, Mapping) else None
    return {name: {}} if isinstance(name, str) else {UNKNOWN_UNION_MEMBER: unknown}


def _to_sdk(shape: Schema, value: Any) -> object:
    if isinstance(value, bytes) and shape.get("x-sdk") == SDK_STREAM:  # of a strategy that is pinned
        return streaming_body(value)
    if isinstance(value, str) and shape.get("format") == "date-time":
        return parse_timestamp(value) or value
    if isinstance(value, str) and shape.get("contentEncoding") == "base64":
        try:
            content = base64.b64decode(value.translate(_WITHOUT_LINE_BREAKS), validate=True)
        except ValueError:
            return value
        return streaming_body(content) if shape.get("x-sdk") == SDK_STREAM else content
    if isinstance(value, str) and is_non_finite(shape, value):
        return NON_FINITE[value]
    return value


def _to_wire(shape: Schema, value: Any) -> object:
    if not isinstance(value, str) or shape.get("format") != "date-time":
        return non_finite_string(shape, value)
    return timestamp_to_wire(value, shape["x-wire"]["time"])
