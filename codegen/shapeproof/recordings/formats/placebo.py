"""Reads placebo's recordings: `{"status_code": …, "data": …}`, with times as objects."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final, cast

from shapeproof.recordings.location import Location
from shapeproof.recordings.model import ReadFailure, Recording, Remark
from shapeproof.recordings.syntax.recorded_values import json_type
from shapeproof.validation.catalog import reading

__all__ = ["unwrap"]

_KEYS: Final = frozenset({"status_code", "data"})
_STATUS: Final = re.compile(r"[1-5][0-9]{2}")
_TIME_UNITS: Final = ("year", "month", "day", "hour", "minute", "second", "microsecond")
_FIRST_ERROR_STATUS: Final = 400


def unwrap(recording: Recording) -> Recording | ReadFailure | None:
    """The response in a recording of placebo's, or why there is none; None if it is not one of placebo's."""
    wrapper = recording.value
    members = cast("dict[str, object]", wrapper) if isinstance(wrapper, dict) else {}
    if not members.keys() >= _KEYS:
        return None
    status, data = _number(members["status_code"]), members["data"]
    if status is None:
        return None
    if not isinstance(data, dict):
        return _without_response(members, recording) if members.keys() == _KEYS else None
    response = cast("dict[str, object]", data)
    return replace(
        recording,
        value={key: _restore(value) for key, value in response.items()},
        form="placebo",
        representation="sdk",
        part="error" if status >= _FIRST_ERROR_STATUS else None,
        prefix=(*recording.prefix, "data"),
        remarks=_remarks(members, recording),
    )


def _number(status: object) -> int | None:
    """A status as a number, though it was written as a string; None for anything else."""
    if isinstance(status, str):
        return int(status) if _STATUS.fullmatch(status) else None
    return status if isinstance(status, int) and not isinstance(status, bool) else None


def _without_response(members: dict[str, object], recording: Recording) -> ReadFailure:
    pointer = (*recording.prefix, "data")
    message = f"expected an object as data of a placebo recording, got {json_type(members['data'])}; record it again"
    location = recording.locate((pointer,))[pointer] if recording.locate else Location(recording.line, 1)
    # Other programs write such objects, too: the form is not certain.
    return ReadFailure(reading.RESPONSE_NOT_AN_OBJECT, message, recording.index, *location, form=recording.form)


def _remarks(members: dict[str, object], recording: Recording) -> tuple[Remark, ...]:
    """Remarks about a status that is a string, and about the keys that placebo passes over."""
    remarks: list[Remark] = []
    if isinstance(members["status_code"], str):
        message = "placebo hands on status_code as it is, and boto3 fails on a string; write a number"
        remarks.append(_remark(message, "status_code", recording))
    stray = [key for key in members if key not in _KEYS]
    if not stray:
        return tuple(remarks)
    from shapeproof.validation.quotations import quote_name  # few recordings have such keys

    more = f" and {len(stray) - 1} more" if len(stray) > 1 else ""
    message = (
        f"placebo doesn't read the key {quote_name(stray[0])}{more} beside status_code and data; delete or move it"
    )
    return (*remarks, _remark(message, stray[0], recording))


def _remark(message: str, key: str, recording: Recording) -> Remark:
    pointer = (*recording.prefix, key)
    location = recording.locate((pointer,))[pointer] if recording.locate else None
    return Remark(reading.STRAY_KEY, message, (), location)


def _restore(value: Any) -> object:
    """Turn placebo's objects into the Python values that they encode. Invalid ones stay, so that validation finds them."""
    if isinstance(value, list):
        return [_restore(item) for item in cast("list[object]", value)]
    if not isinstance(value, dict):
        return value
    members = cast("dict[str, Any]", value)
    match members.get("__class__"):
        case "datetime":
            try:
                # placebo keeps no zone; boto3's times are UTC.
                return datetime(**{unit: int(members.get(unit, 0)) for unit in _TIME_UNITS}, tzinfo=UTC)
            except (TypeError, ValueError, OverflowError):
                return members
        case "bytes" | "StreamingBody":
            body = members.get("body", members.get("data"))
            return _decode(body) if isinstance(body, str) else members
        case _:
            return {key: _restore(item) for key, item in members.items()}


def _decode(body: str) -> bytes:
    try:
        return base64.b64decode(body, validate=True)
    except ValueError:
        return body.encode()
