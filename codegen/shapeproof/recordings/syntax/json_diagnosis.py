"""Why a JSON text can't be read: another encoding, binary content, or a fault of its grammar, with its place."""

from __future__ import annotations

import codecs
import re

from shapeproof.recordings.syntax.json_faults import Fault, first_fault
from shapeproof.recordings.syntax.json_locations import location_at
from shapeproof.recordings.syntax.unreadable import UnreadableText
from shapeproof.validation.catalog import reading

__all__ = ["decode", "diagnosis"]

_MAGICS = (
    (b"\x1f\x8b", "gzip-compressed data"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x28\xb5\x2f\xfd", "zstd-compressed data"),
)
_MARKS = (  # the UTF-32 mark first: it starts with the UTF-16 one
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_NUL_PATTERNS = (
    (re.compile(rb"\0\0\0[ -~]|[ -~\t\r\n]\0\0\0", re.DOTALL), "UTF-32"),
    (re.compile(rb"\0[ -~\t\r\n]|[ -~\t\r\n]\0", re.DOTALL), "UTF-16"),
)


def _other_encoding(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    return next((encoding for pattern, encoding in _NUL_PATTERNS if pattern.match(data)), None)


def decode(data: bytes) -> str:
    """Decode UTF-8 text. Raises UnreadableText for other encodings, binary content, and nothing but white space."""
    if not data.strip():
        raise UnreadableText(reading.NO_RESPONSE, "The text is empty: there is no response in it.", 1, 1)
    if encoding := _other_encoding(data):
        raise UnreadableText(reading.NOT_UTF8, f"The text is {encoding}, not UTF-8. Save it as UTF-8.", 1, 1)
    for magic, what in _MAGICS:
        if data.startswith(magic):
            raise UnreadableText(
                reading.NOT_UTF8, f"This is {what}, not text. Unpack it and check what is inside.", 1, 1
            )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        place = location_at(before, len(before))
        byte = f"The byte 0x{data[error.start]:02x} at offset {error.start}"
        raise UnreadableText(reading.NOT_UTF8, f"{byte} is not UTF-8. Save the text as UTF-8.", *place) from None
    if "\0" in text:
        message = (
            f"There is a NUL byte at offset {data.index(0)}: this is binary content. Check the text it was made from."
        )
        raise UnreadableText(reading.NOT_UTF8, message, *location_at(text, text.index("\0")))
    return text


def diagnosis(data: bytes, refusal: str) -> UnreadableText:
    try:
        text = decode(data)
    except UnreadableText as reason:
        return reason
    fault = first_fault(text) or _fault_by_refusal(text, refusal)
    return UnreadableText(fault.code, fault.message, *location_at(text, fault.offset), fault.pointer, fault.is_comment)


def _fault_by_refusal(text: str, refusal: str) -> Fault:
    """What the parser says itself, for a refusal that the second reading can't explain (one of another version, say)."""
    place = re.search(r" at line (\d+) column (\d+)$", refusal)
    reason, line, column = (refusal[: place.start()], int(place[1]), int(place[2])) if place else (refusal, 1, 1)
    lines = text.split("\n")[:line]
    in_line = len(lines[-1].encode()[: max(column - 1, 0)].decode("utf-8", "ignore"))
    offset = sum(len(before) + 1 for before in lines[:-1]) + in_line
    return Fault(
        reading.INVALID_SYNTAX,
        f"The text is not valid JSON: {reason}. Mend it, or write it anew with a JSON library.",
        offset,
    )
