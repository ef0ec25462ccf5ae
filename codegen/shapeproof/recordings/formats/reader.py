"""The bytes of one file -> the responses in it, whatever form they were written down in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain
from typing import Any, Final, cast

from shapeproof.contract import Pointer
from shapeproof.errors import MissingExtraError
from shapeproof.recordings.formats.placebo import named_operation, unwrapped
from shapeproof.recordings.formats.recording_lines import is_recording_line, read_recording_line
from shapeproof.recordings.model import Exchange, FormName, Location, ReadFailure, Recording
from shapeproof.recordings.syntax.json_text import parse, split_mark
from shapeproof.recordings.syntax.unreadable import UnreadableText
from shapeproof.validation.catalog import reading

__all__ = ["LINES_ENDINGS", "Content", "first_line_is_whole", "is_candidate", "read", "read_line", "read_lines"]

LINES_ENDINGS: Final = (".jsonl", ".ndjson")
_PRINTED_ENDINGS: Final = (".txt", ".py")
_PICKLE_ENDINGS: Final = (".pickle", ".pkl")
_YAML_ENDINGS: Final = (".yaml", ".yml")
_ENDINGS: Final = (".json", ".har", *LINES_ENDINGS, *_PRINTED_ENDINGS, *_YAML_ENDINGS)
_JSON_NAMES: Final[dict[type, str]] = {
    list: "a list",
    str: "a text",
    int: "a number",
    float: "a number",
    bool: "true or false",
    type(None): "null",
}
_MARKED: Final = ReadFailure(
    reading.BYTE_ORDER_MARK, "The text starts with a byte order mark. Save it as UTF-8 without one.", line=1, column=1
)
_NO_RECORDING: Final = ReadFailure(
    reading.NO_RESPONSE,
    "This is no recording: it holds neither JSON nor a printed dict. Name a file that does.",
    line=1,
    column=1,
)
_NO_CASSETTE: Final = ReadFailure(
    reading.NO_RESPONSE,
    "This YAML is no cassette: it has no list of interactions. Name a file that has.",
    line=1,
    column=1,
)
_TRAFFIC_KEYS: Final = frozenset({"interactions", "http_interactions", "log", "examples"})
_JSON_START: Final = re.compile(rb'[\[{\s]*"|\s*<')

Content = Iterator[Recording | Exchange | ReadFailure]


def is_candidate(file_name: str) -> bool:
    """Whether a file met in a folder may hold recordings, by its name; a pickle only where placebo's name claims so."""
    name = file_name.removesuffix(".gz")
    return name.endswith(_ENDINGS) or (name.endswith(_PICKLE_ENDINGS) and named_operation(file_name) is not None)


def read(data: bytes, path: str, *, asked_for: bool) -> Content | None:
    """The responses in a file's (unpacked) bytes, the HTTP exchanges, and the places where reading failed.

    `path` tells the form by its ending, and may tell a service by its folders. `asked_for` says that the user named the
    file itself; one that was met in a folder is left alone (None) if its text is no recording at all, such as a Python
    module or a workflow in YAML.
    """
    name = path.removesuffix(".gz")
    if _is_pickle(data) or name.endswith(_PICKLE_ENDINGS):
        return iter(
            (ReadFailure(reading.PICKLE, "This is a pickle, and loading one runs code. Record as JSON instead."),)
        )
    if name.endswith((".json", ".har")):
        return _read_json(data, path)
    if name.endswith(_YAML_ENDINGS):
        return _read_yaml(data, asked_for=asked_for)
    if name.endswith(LINES_ENDINGS):
        return read_lines(data)
    return _read_sniffed(data, path, asked_for=asked_for)


def _is_pickle(data: bytes) -> bool:
    return data[:1] == b"\x80" and data[1:2] in {b"\x02", b"\x03", b"\x04", b"\x05"}


def _read_sniffed(data: bytes, path: str, *, asked_for: bool) -> Content | None:
    from shapeproof.recordings.formats import cassettes
    from shapeproof.recordings.printed import reader as printed_python

    if first_line_is_whole(data) or _is_json(data):
        return _read_json(data, path)
    if cassettes.looks_like_cassette(data):  # on standard input, say
        return _read_yaml(data, asked_for=asked_for)
    if not (asked_for or printed_python.looks_like_printed_python(data)):
        return None
    if _is_prose(data):
        return iter((_NO_RECORDING,))
    found = list(printed_python.read(data))
    if _JSON_START.match(data) and all(isinstance(one, ReadFailure) and not one.keys for one in found):
        return _read_json(data, path)  # neither of the two; what is wrong with the JSON says more
    return iter(found)


def _is_prose(data: bytes) -> bool:
    """Whether this is some text without a single object or list in it. Other encodings and binary data are no text."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return False
    is_markup = text.lstrip().startswith("<")  # an error page, say: the JSON reader has a word for it
    return bool(text.strip()) and not is_markup and not {"{", "[", "\0"} & set(text)


def _is_json(data: bytes) -> bool:
    try:
        parse(split_mark(data)[0])
    except UnreadableText:
        return False
    return True


def _read_yaml(data: bytes, *, asked_for: bool) -> Content | None:
    """A cassette; nearly all other YAML is told by a glance."""
    from shapeproof.recordings.formats import cassettes

    data, marked = split_mark(data)
    if not cassettes.looks_like_cassette(data):
        return iter((_NO_CASSETTE,)) if asked_for else None
    content = _read_cassette(data)
    return chain((_MARKED,), content) if marked else content


def _read_cassette(data: bytes) -> Content:
    from shapeproof.recordings.formats import cassettes
    from shapeproof.recordings.syntax.embedded_locations import YamlLocations
    from shapeproof.recordings.syntax.json_diagnosis import decode
    from shapeproof.recordings.syntax.yaml_text import read_yaml

    try:
        text = decode(data)
        root = read_yaml(text)
    except UnreadableText as refusal:
        yield _problem(refusal, form="vcr")
        return
    except MissingExtraError as missing:
        yield ReadFailure(
            reading.EXTRA_NOT_INSTALLED, f"{missing.message}. {missing.hint}", line=1, column=1, form="vcr"
        )
        return
    if cassettes.is_cassette(root.value):
        yield from cassettes.exchanges(root.value, YamlLocations(text, root))
    else:
        yield _NO_CASSETTE


def _read_json(data: bytes, path: str) -> Content:
    """One response, a list of them, or HTTP traffic; JSON Lines too, whatever the file is called."""
    data, marked = split_mark(data)
    if marked:
        yield _MARKED
    try:
        value = parse(data)
    except UnreadableText as refusal:
        if first_line_is_whole(data):
            yield from read_lines(data)
        else:
            yield _problem(refusal)
        return
    yield from _traffic(value, data, path) or _responses(value, data)


def _traffic(value: object, data: bytes, path: str) -> Content | None:
    """What a JSON text holds that is more than responses; None for any other."""
    if not isinstance(value, dict) or _TRAFFIC_KEYS.isdisjoint(cast("dict[str, object]", value)):
        return None
    from shapeproof.recordings.formats import botocore_examples, cassettes, har
    from shapeproof.recordings.syntax.embedded_locations import JsonLocations

    held = cast("dict[str, object]", value)
    if cassettes.is_cassette(held):
        return cassettes.exchanges(held, JsonLocations(data, (cassettes.list_in(held),)))
    if har.is_har(held):
        return har.exchanges(held, data)
    if botocore_examples.is_examples(held):
        return botocore_examples.outputs(held, data, path)
    return None


def first_line_is_whole(data: bytes) -> bool:
    """Whether a text is JSON Lines: its first line is an object of its own, and more follows."""
    first, newline, rest = data.lstrip().partition(b"\n")
    if not newline or not rest.strip():
        return False
    try:
        return isinstance(parse(first), dict)
    except UnreadableText:
        return False


def read_lines(data: bytes) -> Content:
    """JSON Lines: one response a line; blank lines are no responses."""
    data, marked = split_mark(data)
    if marked:
        yield _MARKED
    lines = (line for line in enumerate(data.split(b"\n"), start=1) if line[1].strip())
    for index, (number, line) in enumerate(lines):
        yield read_line(line, index, number)


def read_line(line: bytes, index: int, number: int) -> Recording | ReadFailure:
    """The response in one line that isn't blank; `number` is the line's in its text, from 1."""
    try:
        value = parse(line)
    except UnreadableText as refusal:
        return _problem(refusal, index, number, "json lines")
    return _recording(value, line, index=index, line=number, form="json lines")


def _responses(value: object, text: bytes) -> Content:
    if value == []:
        yield ReadFailure(reading.RESPONSE_NOT_AN_OBJECT, "This list is empty: there is no response in it.", 0, 1, 1)
    elif isinstance(value, list):
        from shapeproof.recordings.syntax.json_locations import ListLocations

        places = ListLocations(text)
        for index, item in enumerate(cast("list[object]", value)):
            yield _recording(item, text, prefix=(index,), index=index, locate=places.locate)
    else:
        yield _recording(value, text)


def _recording(
    value: object,
    text: bytes,
    *,
    prefix: Pointer = (),
    index: int = 0,
    line: int = 1,
    form: FormName = "json",
    locate: Callable[[Pointer], Location] | None = None,
) -> Recording | ReadFailure:
    locate = locate or partial(_place, text, line)
    recording = Recording(value, form, index, line, prefix=prefix, locate=locate)
    if not isinstance(value, dict):
        message = f"A response is a JSON object, not {_JSON_NAMES.get(type(value), 'a value of another type')}."
        return ReadFailure(reading.RESPONSE_NOT_AN_OBJECT, message, index, *locate(prefix), prefix, form)
    held = cast("dict[str, Any]", value)
    if is_recording_line(held):
        return read_recording_line(held, recording)
    return unwrapped(recording) or recording if "status_code" in held else recording


def _place(text: bytes, line: int, pointer: Pointer) -> Location:
    from shapeproof.recordings.syntax.json_locations import locate

    return locate(text, pointer, start_line=line)


def _problem(refusal: UnreadableText, index: int = 0, line: int = 1, form: FormName = "json") -> ReadFailure:
    return ReadFailure(
        refusal.code,
        refusal.message,
        index,
        line + refusal.line - 1,
        refusal.column,
        refusal.pointer,
        form,
        is_comment=refusal.is_comment,
    )
