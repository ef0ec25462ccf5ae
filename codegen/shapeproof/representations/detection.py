"""Which representation a response is in, by what it looks like."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple, cast

from shapeproof.contract import Representation, Schema, resolve, walk
from shapeproof.representations.wire_names import payload_member, wire_names

__all__ = ["JSON_TYPES", "Recognised", "is_printed_time", "parsed_time", "recognise"]

JSON_TYPES: Final = (str, int, float, bool, type(None), dict, list)


class Recognised(NamedTuple):
    """What a response looks like. Old versions of the AWS CLI print `cli` with epoch numbers for times."""

    representation: Representation
    has_epoch_times: bool = False


def recognise(root: Schema, response: object) -> Recognised:
    """Which representation a response is in, by its times, its bytes and its names; `cli` where nothing tells.

    Names that only the wire knows decide; else times, and where those differ among themselves, the more frequent form.
    """
    epochs = texts = 0
    names = _payload_votes(root, response)
    for visit in walk(root, response):
        value, shape = visit.value, visit.shape
        if not isinstance(value, JSON_TYPES):
            return Recognised("sdk")
        if shape is None:
            continue
        if shape.get("format") == "date-time":
            if isinstance(value, str):
                if is_printed_time(value):
                    return Recognised("sdk")
                texts += 1
            elif isinstance(value, int | float) and not isinstance(value, bool):
                epochs += 1
        elif isinstance(value, Mapping) and "properties" in shape:
            wire, known = wire_names(shape), shape["properties"]
            held = cast("Mapping[str, object]", value)
            names += sum(1 if key in wire else -1 for key in held if (key in wire) != (key in known))
    if names > 0:  # times under such names were not even seen, and some are texts on the wire, too
        return Recognised("wire")
    if epochs > texts:
        return Recognised("cli", has_epoch_times=True) if names < 0 else Recognised("wire")
    return Recognised("cli")


def _payload_votes(root: Schema, response: object) -> int:
    """For an operation whose body is one member: how many names speak for that member standing alone."""
    payload = payload_member(root)
    if payload is None or not isinstance(response, Mapping) or payload[0] in response:
        return 0
    members = resolve(root, payload[1]).get("properties", {})
    return sum(name in members for name in cast("Mapping[str, object]", response))


def is_printed_time(text: str) -> bool:
    """`str(datetime)`: what `json.dumps(response, default=str)` leaves behind. A space where ISO 8601 has a T."""
    return len(text) > 18 and text[10] == " " and parsed_time(text) is not None


def parsed_time(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
