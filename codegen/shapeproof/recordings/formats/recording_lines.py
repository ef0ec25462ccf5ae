"""Reads recording lines: responses that declare their contract and their representation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, get_args

from shapeproof.contract import Part, Representation
from shapeproof.recordings.model import ReadFailure, Recording
from shapeproof.validation.catalog import reading

__all__ = ["is_recording_line", "read_recording_line"]

_REQUIRED_KEYS: Final = ("contract", "representation", "response")
_PARTS: Final[tuple[Part, ...]] = ("response", "error")


def is_recording_line(members: Mapping[str, Any]) -> bool:
    """Whether an object is a recording line, or is meant to be one. A contract's own files have `shapeproof` too."""
    return "shapeproof" in members and any(key in members for key in _REQUIRED_KEYS)


def read_recording_line(members: Mapping[str, Any], recording: Recording) -> Recording | ReadFailure:
    """Read the response in a recording line.

    Args:
        members: the members of the line.
        recording: the whole line as a recording.
    """
    if message := _fault(members):
        return ReadFailure(
            reading.INVALID_RECORDING_LINE,
            message,
            recording.index,
            recording.line,
            1,
            recording.prefix,
            "recording line",
        )
    return replace(
        recording,
        value=members["response"],
        form="recording line",
        representation=members["representation"],
        contract=members["contract"],
        part=members.get("part"),
        error_name=members.get("error_name"),
        prefix=(*recording.prefix, "response"),
    )


def _fault(members: Mapping[str, Any]) -> str | None:
    if isinstance(members["shapeproof"], bool) or members["shapeproof"] != 1:
        return "unsupported version of a recording line: `shapeproof` must be 1"
    missing = [key for key in _REQUIRED_KEYS if key not in members]
    if missing:
        return f"the recording line has no `{missing[0]}`"
    if not isinstance(members["contract"], str):
        return "`contract` must be the name of a contract"
    if members["representation"] not in (None, *get_args(Representation)):
        return "`representation` must be wire, cli or sdk, or null to have it detected"
    if "part" in members and members["part"] not in _PARTS:
        return "`part` must be response or error; omit it to have it detected"
    if "error_name" in members and (members.get("part") != "error" or not isinstance(members["error_name"], str)):
        return "`error_name` must be a string, the error's name in the HTTP headers; it requires `part` to be error"
    return None
