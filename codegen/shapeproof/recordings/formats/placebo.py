"""Reads placebo's recordings: `{"status_code": …, "data": …}`, with times as objects."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final, cast

from shapeproof.recordings.model import Recording, Remark
from shapeproof.validation.catalog import reading

__all__ = ["unwrap"]

_KEYS: Final = frozenset({"status_code", "data"})
_TIME_UNITS: Final = ("year", "month", "day", "hour", "minute", "second", "microsecond")
_FIRST_ERROR_STATUS: Final = 400


def unwrap(recording: Recording) -> Recording | None:
    """The response in a recording of placebo's; None if it is not one of placebo's."""
    wrapper = recording.value
    members = cast("dict[str, object]", wrapper) if isinstance(wrapper, dict) else {}
    if not members.keys() >= _KEYS:
        return None
    status, data = members["status_code"], members["data"]
    if not isinstance(status, int) or not isinstance(data, dict):
        return None
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


def _remarks(members: dict[str, object], recording: Recording) -> tuple[Remark, ...]:
    """One remark about the keys that placebo passes over; none if there are none."""
    stray = [key for key in members if key not in _KEYS]
    if not stray:
        return ()
    from shapeproof.validation.quotations import quote_name  # few recordings have such keys

    more = f" and {len(stray) - 1} more" if len(stray) > 1 else ""
    message = (
        f"placebo doesn't read the key {quote_name(stray[0])}{more} beside status_code and data; delete or move it"
    )
    pointer = (*recording.prefix, stray[0])
    location = recording.locate((pointer,))[pointer] if recording.locate else None
    return (Remark(reading.STRAY_KEY, message, (), location),)


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
