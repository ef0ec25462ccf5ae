"""Reads JSON and JSON Lines: responses, lists of responses, and HTTP traffic in JSON."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import partial
from io import BytesIO
from typing import Any, Final, cast

from shapeproof.contract import Pointer
from shapeproof.recordings.formats.json_documents import are_documents, split_documents
from shapeproof.recordings.formats.other_tools import other_tool
from shapeproof.recordings.formats.placebo import unwrap
from shapeproof.recordings.formats.read_result import BYTE_ORDER_MARK, PART, Content, failure_from
from shapeproof.recordings.formats.recording_lines import is_recording_line, read_recording_line
from shapeproof.recordings.location import FIRST_LOCATION, Location
from shapeproof.recordings.model import FormName, Locator, NotRead, ReadFailure, Recording
from shapeproof.recordings.syntax.json_parser import parse_json, split_bom
from shapeproof.recordings.syntax.parse_error import ParseError
from shapeproof.recordings.syntax.recorded_values import json_type
from shapeproof.validation.catalog import reading

__all__ = ["first_line_is_object", "numbered_lines", "read_json", "read_line", "read_lines"]

_TRAFFIC_KEYS: Final = frozenset({"interactions", "http_interactions", "requests", "log", "examples"})


def read_json(data: bytes, path: str) -> Content:
    """Read one response, a list of them, or HTTP traffic; JSON Lines and documents that follow each other, too.

    Args:
        data: the bytes of the file.
        path: its path, whose directories may name the service.
    """
    data, has_bom = split_bom(data)
    if has_bom:
        yield BYTE_ORDER_MARK
    try:
        value = parse_json(data, allow_non_finite=True)
    except ParseError as error:
        if first_line_is_object(data):
            yield from read_lines(data)
        elif are_documents(data):
            yield from _read_documents(data)
        else:
            yield failure_from(error)
        return
    if reason := other_tool(value):
        yield NotRead(reason)
    else:
        yield from _read_traffic(value, data, path) or _read_responses(value, data)


def _read_traffic(value: object, data: bytes, path: str) -> Content | None:
    """Read the forms of JSON that are more than a response; None for any other."""
    if not isinstance(value, dict) or _TRAFFIC_KEYS.isdisjoint(cast("dict[str, object]", value)):
        return None
    from shapeproof.recordings.formats import botocore_examples, cassettes, har
    from shapeproof.recordings.syntax.embedded_locations import JsonLocations

    members = cast("dict[str, object]", value)
    if cassettes.is_cassette(members):
        return cassettes.iter_exchanges(members, JsonLocations(data, cassettes.exchange_pointers(members)))
    if har.is_har(members):
        return har.iter_exchanges(members, data)
    if botocore_examples.is_examples(members):
        return botocore_examples.iter_outputs(members, data, path)
    return None


def first_line_is_object(data: bytes) -> bool:
    """Whether a file is JSON Lines: its first line is a complete object, and more lines follow."""
    first, newline, rest = data.lstrip().partition(b"\n")
    if not newline or not rest.strip():
        return False
    try:
        return isinstance(parse_json(first, allow_non_finite=True), dict)
    except ParseError:
        return False


def read_lines(data: bytes) -> Content:
    """Read JSON Lines: one response per line. Blank lines are skipped."""
    data, has_bom = split_bom(data)
    if has_bom:
        yield BYTE_ORDER_MARK
    lines = ((number, line) for number, line in numbered_lines(data) if line.strip())
    for index, (number, line) in enumerate(lines):
        yield read_line(line, index, number)


def numbered_lines(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each line with its number, from 1. A list of all lines would be many times as large as short lines are."""
    for number, line in enumerate(BytesIO(data), start=1):
        yield number, line.removesuffix(b"\n")


def read_line(line: bytes, index: int, line_number: int) -> Recording | ReadFailure | NotRead:
    """Read the response in one line.

    Args:
        line: the line, which is not blank.
        index: the number of the response, from 0.
        line_number: the number of the line, from 1.
    """
    start = Location(line_number, 1)
    try:
        value = parse_json(line, allow_non_finite=True, start=start)
    except ParseError as error:
        return failure_from(error, index, start, "json lines")
    if reason := other_tool(value):
        return NotRead(reason, index, line_number, "json lines")
    return _recording(value, line, index=index, start=start, form="json lines")


def _read_documents(data: bytes) -> Content:
    """Read documents that follow each other: a fault in one leaves the others readable."""
    index = 0
    for document, start in split_documents(data):
        try:
            value = parse_json(document, allow_non_finite=True, start=start)
        except ParseError as error:
            yield failure_from(error, index, start)
            index += 1
            continue
        if reason := other_tool(value):
            yield NotRead(reason, index, start.line)
            continue
        for item in _read_responses(value, document, index, start):
            yield item
            index += 1


def _read_responses(
    value: object, data: bytes, index: int = 0, start: Location = FIRST_LOCATION
) -> Iterator[Recording | ReadFailure]:
    """The response that a document is, or those in a list; the first has an index, the document starts at a location."""
    items = _items(value)
    if value == []:
        yield ReadFailure(reading.RESPONSE_NOT_AN_OBJECT, "the list is empty: it holds no response", index, *start)
    elif any(isinstance(item, dict) for item in items):
        from shapeproof.recordings.syntax.json_locations import PartLocations

        locations = PartLocations(data, ((number,) for number in range(len(items))), start)
        for number, item in enumerate(items):
            yield _recording(item, data, prefix=(number,), index=index + number, start=start, locate=locations.locate)
    else:
        yield _recording(value, data, index=index, start=start)


def _items(value: object) -> list[object]:
    return cast("list[object]", value) if isinstance(value, list) else []


def _recording(
    value: object,
    data: bytes,
    *,
    prefix: Pointer = (),
    index: int = 0,
    start: Location = FIRST_LOCATION,
    form: FormName = "json",
    locate: Locator | None = None,
) -> Recording | ReadFailure:
    locate = locate or partial(_locate, data, start)
    recording = Recording(value, form, index, start.line, prefix=prefix, locate=locate)
    if not isinstance(value, dict):
        message = f"expected a JSON object as response, got {json_type(value)}; {PART}"
        return ReadFailure(reading.RESPONSE_NOT_AN_OBJECT, message, index, *locate((prefix,))[prefix], prefix, form)
    members = cast("dict[str, Any]", value)
    if is_recording_line(members):
        return read_recording_line(members, recording)
    return unwrap(recording) or recording if "status_code" in members else recording


def _locate(data: bytes, start: Location, pointers: Collection[Pointer]) -> Mapping[Pointer, Location]:
    from shapeproof.recordings.syntax.json_locations import locate_all

    return locate_all(data, pointers, start)
