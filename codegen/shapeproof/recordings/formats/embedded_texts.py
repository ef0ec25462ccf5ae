"""Moves what was read from a text to where the text stands in its file: a cell's output, a block in Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from shapeproof.contract import Pointer
from shapeproof.recordings.location import Location
from shapeproof.recordings.model import ReadFailure, Recording, Remark

__all__ = ["Relocate", "moved_failure", "moved_recording", "without_colours"]

Relocate = Callable[[Collection[Location]], Mapping[Location, Location]]
"""Returns where places of a text stand in its file."""

_COLOURS: Final = re.compile(rb"\x1b\[[0-?]*+[ -/]*+[@-~]")


def without_colours(data: bytes) -> bytes:
    """A text without the escape sequences that colour it on a terminal: no form has them, not even in strings."""
    return _COLOURS.sub(b"", data) if b"\x1b[" in data else data


def moved_recording(recording: Recording, index: int, relocate: Relocate) -> Recording:
    """A response of a text as one of its file.

    Args:
        recording: the response.
        index: its number in the file.
        relocate: finds places of the text in the file.
    """
    line = _moved(Location(recording.line, 1), relocate).line
    locate = None if recording.locate is None else partial(_locate_members, recording, relocate)
    remarks = tuple(_moved_remark(remark, relocate) for remark in recording.remarks)
    return replace(recording, index=index, line=line, locate=locate, remarks=remarks)


def moved_failure(failure: ReadFailure, index: int, relocate: Relocate) -> ReadFailure:
    """What can't be read of a text as a failure of its file; see `moved_recording`."""
    line, column = _moved(Location(failure.line or 1, failure.column or 1), relocate)
    return replace(failure, index=index, line=line, column=column)


def _moved(location: Location, relocate: Relocate) -> Location:
    return relocate((location,))[location]


def _moved_remark(remark: Remark, relocate: Relocate) -> Remark:
    return remark if remark.location is None else replace(remark, location=_moved(remark.location, relocate))


def _locate_members(
    recording: Recording, relocate: Relocate, pointers: Collection[Pointer]
) -> Mapping[Pointer, Location]:
    in_text: Mapping[Pointer, Location] = recording.locate(pointers) if recording.locate else {}
    in_file = relocate(set(in_text.values()))
    return {pointer: in_file[location] for pointer, location in in_text.items()}
