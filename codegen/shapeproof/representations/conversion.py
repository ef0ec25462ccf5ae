"""Representations are conversions of values, guided by the schema: `wire` and `sdk` are read into `cli`, and written from it.

`wire` is the HTTP body (names and times as the service writes them), `cli` plain JSON with ISO 8601 times as the AWS CLI
prints it, `sdk` what boto3 hands over (datetimes, bytes). Anything that can't be converted stays as it is, so that
validation finds it.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final, cast

from shapeproof.contract import Pointer, Representation, Schema, child, resolve, walk
from shapeproof.representations.detection import JSON_TYPES, Recognised, is_printed_time, parsed_time
from shapeproof.representations.wire_names import outside_the_body, payload_member, wire_names

__all__ = ["Converted", "from_cli", "to_cli"]

_PLAIN: Final = (str, int, float, bool, type(None))


@dataclass(frozen=True, slots=True)
class Converted:
    """A response in `cli` (`value`), and the one that it was made from (`original`).

    `moved` maps a pointer in `value` to the one as recorded, for members whose name or place is another there. `beside`
    holds what was told beside the original (in a header, say), by its pointer in `value`.
    """

    value: object
    original: object
    moved: Mapping[Pointer, Pointer] = field(default_factory=dict[Pointer, Pointer])
    beside: Mapping[Pointer, object] = field(default_factory=dict[Pointer, object])

    def recorded_pointer(self, pointer: Pointer) -> Pointer:
        """The pointer of the same value as it was recorded."""
        for length in range(len(pointer), -1, -1):
            original = self.moved.get(pointer[:length])
            if original is not None:
                return original + pointer[length:]
        return pointer

    def recorded_value(self, pointer: Pointer) -> object:
        """The value as it was recorded, of a pointer in `value`."""
        if pointer in self.beside:
            return self.beside[pointer]
        found: Any = self.original
        for key in self.recorded_pointer(pointer):
            found = found[key]
        return found


def to_cli(root: Schema, response: object, recognised: Recognised) -> Converted:
    """A response as it was recognised (or is known to be), read into `cli`.

    Values that only Python has are read as the SDK's, even where the response is said to be something else.
    """
    match recognised:
        case Recognised("wire"):
            converted = _from_wire(root, response)
        case Recognised(has_epoch_times=True):
            converted = Converted(_rebuilt(root, root, response, _with_time), response)
        case _:
            converted = Converted(response, response)
    if recognised.representation == "sdk" or not all(isinstance(one.value, JSON_TYPES) for one in walk(root, response)):
        return replace(converted, value=_from_sdk(root, root, converted.value))
    return converted


def _from_sdk(root: Schema, node: Schema | None, value: object) -> object:
    shape = None if node is None else resolve(root, node)
    if isinstance(value, Mapping):
        held = cast("Mapping[str, object]", value)
        return {key: _from_sdk(root, shape and child(shape, key).node, inner) for key, inner in held.items()}
    if isinstance(value, list | tuple):
        items = shape.get("items") if shape else None
        return [_from_sdk(root, items, inner) for inner in cast("list[object]", value)]
    expected: Schema = shape or {}
    if expected.get("format") == "date-time":
        moment = parsed_time(value) if isinstance(value, str) and is_printed_time(value) else value
        if isinstance(moment, datetime):
            return _iso(moment)
        if isinstance(value, str):  # the SDK has no other texts for times: not the ISO 8601 of the CLI
            return _misfit(expected)
    elif isinstance(value, bytes) and (expected.get("contentEncoding") == "base64" or not expected):
        return base64.b64encode(value).decode()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    # A Python value that JSON lacks, where none belongs: hand on something else of a wrong type, to be found.
    return value if isinstance(value, _PLAIN) else _misfit(expected)


def _misfit(shape: Schema) -> object:
    return [] if shape.get("type") == "boolean" else True


def _iso(moment: datetime) -> str:
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()


def _from_wire(root: Schema, response: object) -> Converted:
    moved: dict[Pointer, Pointer] = {}

    def read(node: Schema | None, value: object, place: Pointer, origin: Pointer) -> object:
        if node is None:
            return value
        shape = resolve(root, node)
        if isinstance(value, Mapping) and "properties" in shape:
            names, known = wire_names(shape), shape["properties"]
            read_members: dict[str, object] = {}
            for key, inner in cast("Mapping[str, object]", value).items():
                # A name that only the SDK uses is unknown on the wire; it must not pass for the member.
                name = names.get(key, f"{key} (not its wire name)" if key in known else key)
                if name != key:
                    moved[(*place, name)] = (*origin, key)
                read_members[name] = read(known.get(name), inner, (*place, name), (*origin, key))
            for name in shape.get("required", ()):
                if name not in read_members:
                    moved[(*place, name)] = (*origin, known[name].get("x-wire", {}).get("name", name))
            return read_members
        if isinstance(value, Mapping):
            held = cast("Mapping[str, object]", value)
            return {
                key: read(child(shape, key).node, inner, (*place, key), (*origin, key)) for key, inner in held.items()
            }
        if isinstance(value, list):
            items, found = shape.get("items"), cast("list[object]", value)
            return [read(items, inner, (*place, at), (*origin, at)) for at, inner in enumerate(found)]
        return _time_as_written(value, {**shape, **node}) if shape.get("format") == "date-time" else value

    payload = payload_member(root)
    if payload is None:
        return Converted(read(root, response, (), ()), response, moved)
    name, member = payload
    moved[(name,)] = ()
    return Converted({name: read(member, response, (name,), ())}, response, moved)


def _with_time(shape: Schema, value: Any) -> object:
    """A scalar, an epoch time written out."""
    return _time_from_wire(value) if shape.get("format") == "date-time" else value


def _time_as_written(value: object, shape: Schema) -> object:
    """A time on the wire, if it is written as the contract says; something of a wrong type, if it is a time otherwise."""
    written = shape["x-wire"]["time"]
    if written == "iso8601":
        return value
    is_expected = isinstance(value, str) == (written == "rfc822")
    return _time_from_wire(value) if is_expected else _misfit(shape) if isinstance(value, str) else value


def _time_from_wire(value: object) -> object:
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            return _iso(datetime.fromtimestamp(value, UTC))
        except (ValueError, OverflowError, OSError):
            return value
    if isinstance(value, str):
        from email.utils import parsedate_to_datetime  # imports half of email

        try:
            return _iso(parsedate_to_datetime(value))
        except (ValueError, OverflowError):
            return value
    return value


def from_cli(root: Schema, response: object, representation: Representation) -> object:
    """A `cli` response in another representation; the inverse of `to_cli`.

    Members outside the body are left out of the wire form; times become epoch seconds or what the member's
    `timestampFormat` says, in `sdk` datetimes; blobs become bytes in `sdk`. What breaks the contract stays as it is.
    """
    if representation == "cli":
        return response
    write = _to_sdk if representation == "sdk" else _to_wire
    written = _rebuilt(root, root, response, write)
    payload = payload_member(root) if representation == "wire" else None
    if payload is None or not isinstance(written, Mapping):
        return written
    return cast("Mapping[str, object]", written).get(payload[0], {})


def _rebuilt(root: Schema, node: Schema | None, value: object, write: Callable[[Schema, Any], object]) -> object:
    """The same response, each scalar that the contract knows as `write` makes it; on the wire, under its wire name."""
    if node is None:
        return value
    shape = resolve(root, node)
    if isinstance(value, Mapping):
        result: dict[str, object] = {}
        for key, inner in cast("Mapping[str, object]", value).items():
            member = child(shape, key).node
            wire: Schema = (member or {}).get("x-wire", {}) if write is _to_wire and "properties" in shape else {}
            if wire and outside_the_body(cast("Schema", member)):
                continue
            result[wire.get("name", key)] = _rebuilt(root, member, inner, write)
        return result
    if isinstance(value, list):
        return [_rebuilt(root, shape.get("items"), inner, write) for inner in cast("list[object]", value)]
    return write({**shape, **node} if "x-wire" in node else shape, value)


def _to_sdk(shape: Schema, value: Any) -> object:
    if isinstance(value, str) and shape.get("format") == "date-time":
        return parsed_time(value) or value
    if isinstance(value, str) and shape.get("contentEncoding") == "base64":
        try:
            return base64.b64decode(value, validate=True)
        except ValueError:
            return value
    return value


def _to_wire(shape: Schema, value: Any) -> object:
    if not isinstance(value, str) or shape.get("format") != "date-time":
        return value
    moment = parsed_time(value)
    match shape["x-wire"]["time"]:
        case "unixTimestamp" if moment:
            seconds = moment.timestamp()
            return int(seconds) if seconds.is_integer() else seconds
        case "rfc822" if moment:
            from email.utils import format_datetime

            return format_datetime(moment.astimezone(UTC), usegmt=True)
        case _:
            return value
