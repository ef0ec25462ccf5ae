"""The bytes of one JSON text -> its value, read strictly; or the reason why it can't be read, with its place.

jiter reads the text and is only believed when it succeeds. When it refuses, the text is read again here, slowly, for a
reason in plain words and the place where a person would look: jiter counts bytes, and often notices a fault behind it.
"""

from __future__ import annotations

import codecs
import math
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, cast

import jiter

from shapeproof.contract import Pointer
from shapeproof.recordings.json_faults import (
    NUMBER_MEND,
    SURROGATE,
    SURROGATE_MEND,
    TOO_DEEP,
    TOO_MANY_DIGITS,
    Fault,
    first_fault,
)
from shapeproof.recordings.positions import place_at
from shapeproof.recordings.recording import MAX_NESTING

__all__ = ["RefusedValue", "UnreadableText", "decode", "parse", "refused_values", "split_mark"]


class UnreadableText(Exception):
    """A text that can't be read: `code` is a reading code, `message` a sentence with the mend.

    `line` and `column` are the place in the text, from 1 and in characters; `pointer` is the member's, where there is one.
    """

    def __init__(self, code: str, message: str, line: int, column: int, pointer: Pointer = ()) -> None:
        super().__init__(code, message, line, column, pointer)
        self.code = code
        self.message = message
        self.line = line
        self.column = column
        self.pointer = pointer

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}: {self.message} [{self.code}]"


class RefusedValue(NamedTuple):
    """A value that a parser lets pass and a strict reader doesn't."""

    code: str
    pointer: Pointer
    message: str


def parse(data: bytes) -> object:
    """Read one JSON text (UTF-8, without a byte order mark) into dicts, lists, strings, numbers, booleans and None.

    Raises UnreadableText. What jiter lets pass all the same (1e400, an empty 201st level) is left to `refused_values`.
    """
    try:
        value: object = jiter.from_json(data, catch_duplicate_keys=True, allow_inf_nan=False)
    except ValueError as error:
        refusal = str(error)
    else:
        return value
    raise _diagnosis(data, refusal)


def split_mark(data: bytes) -> tuple[bytes, bool]:
    """Take a UTF-8 byte order mark off; the second value says whether there was one."""
    marked = data.startswith(codecs.BOM_UTF8)
    return (data[len(codecs.BOM_UTF8) :] if marked else data), marked


def decode(data: bytes) -> str:
    """Decode UTF-8 text. Raises UnreadableText for other encodings, binary content, and nothing but white space."""
    if not data.strip():
        raise UnreadableText("SP902", "The text is empty: there is no response in it.", 1, 1)
    if encoding := _other_encoding(data):
        raise UnreadableText("SP903", f"The text is {encoding}, not UTF-8. Save it as UTF-8.", 1, 1)
    for magic, what in _MAGICS:
        if data.startswith(magic):
            raise UnreadableText("SP903", f"This is {what}, not text. Unpack it and check what is inside.", 1, 1)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        place = place_at(before, len(before))
        byte = f"The byte 0x{data[error.start]:02x} at offset {error.start}"
        raise UnreadableText("SP903", f"{byte} is not UTF-8. Save the text as UTF-8.", *place) from None
    if "\0" in text:
        message = (
            f"There is a NUL byte at offset {data.index(0)}: this is binary content. Check the text it was made from."
        )
        raise UnreadableText("SP903", message, *place_at(text, text.index("\0")))
    return text


def refused_values(value: object) -> Iterator[RefusedValue]:
    """Yield what a strict reader refuses in a value of any form, in the order of the value.

    Infinities and NaN are SP906, lone surrogates SP907, containers nested too deep SP908 (nothing more is read, for they
    may be nested without end), keys that are no text SP915.
    """
    if _is_sound(value):
        return
    waiting: list[tuple[Pointer, object]] = [((), value)]
    while waiting:
        pointer, here = waiting.pop()
        if isinstance(here, dict | list) and len(pointer) >= MAX_NESTING:
            yield RefusedValue("SP908", pointer, TOO_DEEP)
            return
        elif isinstance(here, dict):
            members = cast("dict[str, object]", here)
            for key in filter(_is_no_text, members):
                yield RefusedValue("SP915", (*pointer, str(key)), f"The key {key!r} is no text. Write it as one.")
            for key in filter(_has_surrogate, members):
                yield RefusedValue(
                    "SP907", (*pointer, key), f"The key {key!a} holds a lone surrogate. {SURROGATE_MEND}"
                )
            waiting.extend(((*pointer, key), member) for key, member in reversed(members.items()))
        elif isinstance(here, list):
            items = cast("list[object]", here)
            waiting.extend(((*pointer, index), items[index]) for index in reversed(range(len(items))))
        elif isinstance(here, float) and not math.isfinite(here):
            yield RefusedValue("SP906", pointer, f"The number is {_number_name(here)}. {NUMBER_MEND}")
        elif _has_surrogate(here):
            yield RefusedValue("SP907", pointer, f"The text holds a lone surrogate. {SURROGATE_MEND}")


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


def _is_no_text(key: object) -> bool:
    return not isinstance(key, str)


def _has_surrogate(value: object) -> bool:
    return isinstance(value, str) and not value.isascii() and SURROGATE.search(value) is not None


def _number_name(number: float) -> str:
    return "NaN" if math.isnan(number) else f"{'-' if number < 0 else ''}infinite (or too large for a 64-bit float)"


_WIDEST = 1_000_000
_SCRUTINISED = (dict, list, str, float)  # a tuple: building a union for each value would cost more than the check


def _is_sound(value: object) -> bool:
    """The quick answer for the usual case, level by level: pointers and `isinstance` would cost several times as much.

    False may also mean "look more closely" (a subclass of a plain type, say).
    """
    level: list[Iterable[Any]] = [[value]]
    for _ in range(MAX_NESTING + 1):
        if len(level) > _WIDEST:  # something nested in itself, several times over
            return False
        deeper: list[Iterable[Any]] = []
        texts: list[str] = []
        for container in level:
            for here in container:
                kind = here.__class__
                if kind is str:
                    texts.append(here)
                elif kind is dict:
                    for key in here:
                        if key.__class__ is not str:
                            return False
                    texts += here
                    deeper.append(here.values())
                elif kind is list:
                    deeper.append(here)
                elif kind is float:
                    if not math.isfinite(here):
                        return False
                elif isinstance(here, _SCRUTINISED):
                    return False
        together = "".join(texts)
        if not together.isascii() and SURROGATE.search(together):
            return False
        if not deeper:
            return True
        level = deeper
    return False


def _diagnosis(data: bytes, refusal: str) -> UnreadableText:
    try:
        text = decode(data)
    except UnreadableText as reason:
        return reason
    fault = first_fault(text) or _fault_by_refusal(text, refusal)
    return UnreadableText(fault.code, fault.message, *place_at(text, fault.offset), fault.pointer)


def _fault_by_refusal(text: str, refusal: str) -> Fault:
    """What the parser says itself, for a refusal that the second reading can't explain (one of another version, say)."""
    place = re.search(r" at line (\d+) column (\d+)$", refusal)
    reason, line, column = (refusal[: place.start()], int(place[1]), int(place[2])) if place else (refusal, 1, 1)
    lines = text.split("\n")[:line]
    in_line = len(lines[-1].encode()[: max(column - 1, 0)].decode("utf-8", "ignore"))
    offset = sum(len(before) + 1 for before in lines[:-1]) + in_line
    if "recursion limit" in reason:
        return Fault("SP908", TOO_DEEP, offset)
    if "out of range" in reason:
        return Fault("SP909", TOO_MANY_DIGITS, offset)
    return Fault(
        "SP901", f"The text is not valid JSON: {reason}. Mend it, or write it anew with a JSON library.", offset
    )
