"""Detects the representation of a response from its content."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple, cast

from shapeproof.contract import Representation, Schema, resolve, walk
from shapeproof.representations.timestamps import is_printed_datetime
from shapeproof.representations.wire_names import payload_member, wire_names

__all__ = ["JSON_TYPES", "Detected", "detect"]

JSON_TYPES: Final = (str, int, float, bool, type(None), dict, list)


class Detected(NamedTuple):
    """A detected (or known) representation.

    Attributes:
        representation: the representation.
        has_epoch_times: whether times are epoch numbers, as old versions of the AWS CLI print them.
        has_printed_times: whether times of the SDK may be strings, as `json.dumps(response, default=str)` writes them.
            Where the values are Python's own, a string is a string.
        is_cbor: whether times and bytes on the wire are those of CBOR.
        has_base64: whether bytes of the SDK may be strings in base64, as JSON has to hold them.
    """

    representation: Representation
    has_epoch_times: bool = False
    has_printed_times: bool = False
    is_cbor: bool = False
    has_base64: bool = False


def detect(root: Schema, response: object) -> Detected:
    """Detect the representation of a response by its times, bytes and names; `cli` if nothing distinguishes it.

    Names that exist only on the wire decide; else times do, and if their forms differ, the more frequent form.

    Args:
        root: the schema of the response.
        response: JSON values, or what boto3 returns.
    """
    epoch_times = string_times = printed_times = 0
    wire_votes = _payload_votes(root, response)
    for visit in walk(root, response):
        value, shape = visit.value, visit.shape
        if not isinstance(value, JSON_TYPES):
            return Detected("sdk")
        if shape is None:
            continue
        if shape.get("format") == "date-time":
            if isinstance(value, str):
                if is_printed_datetime(value):
                    printed_times += 1
                else:
                    string_times += 1
            elif isinstance(value, int | float) and not isinstance(value, bool):
                epoch_times += 1
        elif isinstance(value, Mapping) and "properties" in shape:
            on_wire, members = wire_names(shape), shape["properties"]
            keys = cast("Mapping[str, object]", value)
            wire_votes += sum(1 if key in on_wire else -1 for key in keys if (key in on_wire) != (key in members))
    if printed_times:
        return Detected("sdk", has_printed_times=True, has_base64=True)
    if wire_votes > 0:  # times under wire names were not visited, and some are strings on the wire too
        return Detected("wire")
    if epoch_times > string_times:
        return Detected("cli", has_epoch_times=True) if wire_votes < 0 else Detected("wire")
    return Detected("cli")


def _payload_votes(root: Schema, response: object) -> int:
    """If the body of the operation is one member, the number of keys that belong to that member."""
    payload = payload_member(root)
    if payload is None or not isinstance(response, Mapping) or payload[0] in response:
        return 0
    members = resolve(root, payload[1]).get("properties", {})
    return sum(name in members for name in cast("Mapping[str, object]", response))
