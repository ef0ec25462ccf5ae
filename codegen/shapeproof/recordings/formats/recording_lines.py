"""Recording lines: responses that say themselves what they are of, and how they are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, get_args

from shapeproof.contract import Part, Representation
from shapeproof.recordings.model import ReadFailure, Recording
from shapeproof.validation.catalog import reading

__all__ = ["is_recording_line", "read_recording_line"]

_KEYS: Final = ("contract", "representation", "response")
_PARTS: Final[tuple[Part, ...]] = ("response", "error")


def is_recording_line(held: Mapping[str, Any]) -> bool:
    """Whether an object is one, or should be; a contract's own files bear the first key, too."""
    return "shapeproof" in held and any(key in held for key in _KEYS)


def read_recording_line(held: Mapping[str, Any], recording: Recording) -> Recording | ReadFailure:
    """The response in a recording line; `recording` is the line as it stands."""
    if fault := _fault(held):
        return ReadFailure(
            reading.INVALID_RECORDING_LINE,
            fault,
            recording.index,
            recording.line,
            1,
            recording.prefix,
            "recording line",
        )
    return replace(
        recording,
        value=held["response"],
        form="recording line",
        representation=held["representation"],
        contract=held["contract"],
        part=held.get("part"),
        error_name=held.get("error_name"),
        prefix=(*recording.prefix, "response"),
    )


def _fault(held: Mapping[str, Any]) -> str | None:
    if isinstance(held["shapeproof"], bool) or held["shapeproof"] != 1:
        return "This recording line is of another version: `shapeproof` must be 1."
    missing = [key for key in _KEYS if key not in held]
    if missing:
        return f"This recording line lacks `{missing[0]}`."
    if not isinstance(held["contract"], str):
        return "`contract` must be the name of a contract."
    if held["representation"] not in get_args(Representation):
        return "`representation` must be wire, cli or sdk."
    if "part" in held and held["part"] not in _PARTS:
        return "`part` must be response or error; without it, the response tells."
    if "error_name" in held and (held.get("part") != "error" or not isinstance(held["error_name"], str)):
        return "`error_name` must be a text, beside `part` error: what the headers call it."
    return None
