"""placebo's recordings: `{"status_code": …, "data": …}` with times as objects, the operation in the file's name.

The name alone, `<endpoint prefix>.<Operation>_<n>.json`, serves plain JSON files too: many projects name fixtures so.
"""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple, cast

from shapeproof.recordings.model import Recording

__all__ = ["NamedOperation", "named_operation", "unwrapped"]

_FILE_NAME: Final = re.compile(
    r"(?P<prefix>[A-Za-z0-9][\w.-]*)\.(?P<operation>[A-Z][A-Za-z0-9]*)(?:_\d+)?\.(?:json|pickle)(?:\.gz)?"
)
_TIME: Final = ("year", "month", "day", "hour", "minute", "second", "microsecond")
_FIRST_FAILURE: Final = 400


class NamedOperation(NamedTuple):
    """What a file's name says: the service by its endpoint prefix or its folder in botocore, and the operation."""

    prefix: str
    operation: str


def named_operation(file_name: str) -> NamedOperation | None:
    """`api.ecr.DescribeImages_1.json` -> (`api.ecr`, `DescribeImages`); None for a name of another form."""
    match = _FILE_NAME.fullmatch(file_name)
    return NamedOperation(match["prefix"], match["operation"]) if match else None


def unwrapped(recording: Recording) -> Recording | None:
    """The response that placebo wrapped; None if the recording isn't placebo's."""
    wrapping = recording.value
    parts = cast("dict[str, object]", wrapping) if isinstance(wrapping, dict) else {}
    if parts.keys() != {"status_code", "data"}:
        return None
    status, data = parts["status_code"], parts["data"]
    if not isinstance(status, int) or not isinstance(data, dict):
        return None
    held = cast("dict[str, object]", data)
    return replace(
        recording,
        value={key: _restored(value) for key, value in held.items()},
        form="placebo",
        representation="sdk",
        part="error" if status >= _FIRST_FAILURE else None,
        prefix=(*recording.prefix, "data"),
    )


def _restored(value: Any) -> object:
    """placebo's objects as the Python values that they stand for; others stay, to be found."""
    if isinstance(value, list):
        return [_restored(item) for item in cast("list[object]", value)]
    if not isinstance(value, dict):
        return value
    held = cast("dict[str, Any]", value)
    match held.get("__class__"):
        case "datetime":
            try:
                # placebo keeps no zone; boto3's times are UTC.
                return datetime(**{unit: int(held.get(unit, 0)) for unit in _TIME}, tzinfo=UTC)
            except (TypeError, ValueError, OverflowError):
                return held
        case "bytes" | "StreamingBody":
            body = held.get("body", held.get("data"))
            return _bytes(body) if isinstance(body, str) else held
        case _:
            return {key: _restored(item) for key, item in held.items()}


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return text.encode()
