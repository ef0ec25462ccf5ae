"""Why JSON can't be parsed: another encoding, binary data, or a fault of grammar; with the location."""

from __future__ import annotations

import codecs
import re

from shapeproof.recordings.location import FIRST_LOCATION, Location
from shapeproof.recordings.syntax.json_faults import find_fault
from shapeproof.recordings.syntax.json_locations import location_at
from shapeproof.recordings.syntax.json_token_faults import Fault
from shapeproof.recordings.syntax.parse_error import ParseError
from shapeproof.validation.catalog import reading

__all__ = ["decode", "diagnose"]

_MAGIC_NUMBERS = (
    (b"\x1f\x8b", "gzip-compressed data"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x28\xb5\x2f\xfd", "zstd-compressed data"),
)
_BYTE_ORDER_MARKS = (  # UTF-32 first: its mark starts with that of UTF-16
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_NUL_PATTERNS = (
    (re.compile(rb"\0\0\0[ -~]|[ -~\t\r\n]\0\0\0", re.DOTALL), "UTF-32"),
    (re.compile(rb"\0[ -~\t\r\n]|[ -~\t\r\n]\0", re.DOTALL), "UTF-16"),
)


def decode(data: bytes) -> str:
    """Decode UTF-8.

    Args:
        data: the bytes of a file, or of a part of one.

    Raises:
        ParseError: the data is blank (SP902), in another encoding, or binary (SP903).
    """
    if not data.strip():
        raise ParseError(reading.NO_RESPONSE, "the file is empty", 1, 1)
    if encoding := _other_encoding(data):
        raise ParseError(reading.NOT_UTF8, f"expected UTF-8, got {encoding}; save the file as UTF-8", 1, 1)
    for magic, content in _MAGIC_NUMBERS:
        if data.startswith(magic):
            raise ParseError(reading.NOT_UTF8, f"expected text, got {content}; unpack it first", 1, 1)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        valid = data[: error.start].decode("utf-8")
        location = location_at(valid, len(valid))
        byte = f"byte 0x{data[error.start]:02x} at offset {error.start}"
        raise ParseError(reading.NOT_UTF8, f"{byte} is not valid UTF-8; save the file as UTF-8", *location) from error
    if "\0" in text:
        message = f"expected text, got binary data: NUL byte at offset {data.index(0)}; check what wrote this file"
        raise ParseError(reading.NOT_UTF8, message, *location_at(text, text.index("\0")))
    return text


def _other_encoding(data: bytes) -> str | None:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return encoding
    return next((encoding for pattern, encoding in _NUL_PATTERNS if pattern.match(data)), None)


def diagnose(data: bytes, jiter_message: str, start: Location = FIRST_LOCATION) -> ParseError:
    """The reason why jiter refused some data that starts at a location; its own message is the last resort."""
    try:
        text = decode(data)
    except ParseError as error:
        return error
    fault = find_fault(text, start) or _fault_from_message(text, jiter_message)
    return ParseError(fault.code, fault.message, *location_at(text, fault.offset), fault.pointer, fault.is_comment)


def _fault_from_message(text: str, jiter_message: str) -> Fault:
    """jiter's own reason, for a fault that the second scan doesn't find, perhaps with another version of jiter."""
    suffix = re.search(r" at line (\d+) column (\d+)$", jiter_message)
    reason, line, column = (
        (jiter_message[: suffix.start()], int(suffix[1]), int(suffix[2])) if suffix else (jiter_message, 1, 1)
    )
    lines = text.split("\n")[:line]
    characters_before = len(lines[-1].encode()[: max(column - 1, 0)].decode("utf-8", "ignore"))
    offset = sum(len(previous) + 1 for previous in lines[:-1]) + characters_before
    return Fault(
        reading.INVALID_SYNTAX, f"not valid JSON: {reason}; fix it, or write it again with a JSON library", offset
    )
