"""Reads a file of any form: chooses the reader by the file's name, else by its content."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from functools import partial
from typing import Final

from shapeproof.recordings.formats.embedded_texts import without_colours
from shapeproof.recordings.formats.file_names import parse_file_name
from shapeproof.recordings.formats.json_documents import are_documents
from shapeproof.recordings.formats.json_reader import first_line_is_object, read_json, read_lines
from shapeproof.recordings.formats.other_tools import JEST, SYRUPY, other_tool_of_yaml
from shapeproof.recordings.formats.read_result import Content
from shapeproof.recordings.model import NotRead, ReadFailure, Recording
from shapeproof.recordings.syntax.json_parser import parse_json, split_bom
from shapeproof.recordings.syntax.labels import without_labels
from shapeproof.recordings.syntax.parse_error import ParseError
from shapeproof.validation.catalog import reading

__all__ = ["LINES_EXTENSIONS", "is_candidate", "read"]

LINES_EXTENSIONS: Final = (".jsonl", ".ndjson")
_PRINTED_EXTENSIONS: Final = (".txt", ".py")
_PICKLE_EXTENSIONS: Final = (".pickle", ".pkl")
_YAML_EXTENSIONS: Final = (".yaml", ".yml")
_XML_EXTENSION: Final = ".xml"
_NOTEBOOK_EXTENSION: Final = ".ipynb"
_MARKDOWN_EXTENSION: Final = ".md"
_SYRUPY_EXTENSION: Final = ".ambr"
_SYRUPY_START: Final = b"# serializer version:"
_JEST_EXTENSION: Final = ".snap"
_JEST_START: Final = re.compile(rb"// (?:Jest|Vitest) Snapshot v")
_EXTENSIONS: Final = (
    ".json",
    ".har",
    _XML_EXTENSION,
    _NOTEBOOK_EXTENSION,
    _SYRUPY_EXTENSION,
    _JEST_EXTENSION,
    *LINES_EXTENSIONS,
    *_PRINTED_EXTENSIONS,
    *_YAML_EXTENSIONS,
)
_NAMED_EXTENSIONS: Final = (*_PICKLE_EXTENSIONS, _MARKDOWN_EXTENSION)
_PICKLE: Final = ReadFailure(
    reading.PICKLE, "pickle files are not read, because loading one runs code; record as JSON instead"
)
_JSON_START: Final = re.compile(rb'[\[{\s]*"|\s*<')
_NO_RECORDING: Final = ReadFailure(
    reading.NO_RESPONSE,
    "no recording found: expected JSON or a printed dict; name a file that holds one",
    line=1,
    column=1,
)


def is_candidate(file_name: str) -> bool:
    """Whether a file in a directory may hold recordings, by its name; pickles and Markdown only if they are named as placebo's are."""
    name = file_name.removesuffix(".gz")
    return name.endswith(_EXTENSIONS) or (name.endswith(_NAMED_EXTENSIONS) and parse_file_name(file_name) is not None)


def read(data: bytes, path: str, *, is_explicit: bool) -> Content | None:
    """Read the responses and HTTP exchanges in a file.

    Args:
        data: the bytes of the file, unpacked.
        path: its path. The extension determines the form; directories may name the service.
        is_explicit: whether the user named the file itself.

    Returns:
        Recordings, exchanges, read failures and what isn't read; None for a file from a directory whose content is not a recording, such
        as a Python module or a workflow in YAML.
    """
    name = path.removesuffix(".gz")
    if _is_pickle(data) or name.endswith(_PICKLE_EXTENSIONS):
        return iter((_PICKLE,))
    if name.endswith(_SYRUPY_EXTENSION) or data.startswith(_SYRUPY_START):
        return iter((NotRead(SYRUPY),))
    if _JEST_START.match(data):
        return iter((NotRead(JEST),))
    if name.endswith(_XML_EXTENSION):
        return _read_xml(data, os.path.basename(name), is_explicit=is_explicit)
    if name.endswith(_NOTEBOOK_EXTENSION):
        from shapeproof.recordings.formats.notebooks import read_notebook

        return read_notebook(data, partial(_read_by_content, path="", is_explicit=True))
    if name.endswith(_MARKDOWN_EXTENSION):
        from shapeproof.recordings.formats.markdown import read_markdown

        return read_markdown(data, _read_block)
    if name.endswith((".json", ".har")):
        return read_json(data, path)
    if name.endswith(_YAML_EXTENSIONS):
        is_named = is_explicit or parse_file_name(os.path.basename(name)) is not None
        return _read_yaml(data, is_named=is_named)
    if name.endswith(LINES_EXTENSIONS):
        return read_lines(data)
    return _read_by_content(without_colours(data), path, is_explicit=is_explicit)


def _read_block(data: bytes, extension: str) -> Content | None:
    """Read a block of Markdown in a language whose files have an extension; empty if its content tells."""
    if extension == ".json":
        return read_json(data, "")
    if extension in _YAML_EXTENSIONS:
        return _read_yaml(data, is_named=True)
    from shapeproof.recordings.formats.printed_yaml import looks_like_response

    if looks_like_response(data, is_any_case=True) and not looks_like_response(data):
        return None  # settings, or lines of a report
    return _read_by_content(data, extension, is_explicit=True)


def _is_pickle(data: bytes) -> bool:
    return data[:1] == b"\x80" and data[1:2] in {b"\x02", b"\x03", b"\x04", b"\x05"}


def _read_by_content(data: bytes, path: str, *, is_explicit: bool) -> Content | None:
    from shapeproof.recordings.formats.cassettes import looks_like_cassette
    from shapeproof.recordings.formats.printed_yaml import looks_like_response
    from shapeproof.recordings.formats.xml_bodies import operation_of_root
    from shapeproof.recordings.printed import reader as printed_python

    if first_line_is_object(data) or _is_json(data):
        return read_json(data, path)
    if data.lstrip()[:1] == b"<" and operation_of_root(data):
        return _read_xml(data, "", is_explicit=is_explicit)
    if looks_like_cassette(data):  # on standard input, for example
        return _read_yaml(data, is_named=is_explicit)
    if looks_like_response(data):
        return _read_yaml(data, is_named=is_explicit)
    is_printed = printed_python.looks_like_printed_python(data)
    is_named = is_explicit or parse_file_name(os.path.basename(path.removesuffix(".gz"))) is not None
    if is_named and not is_printed and looks_like_response(data, is_any_case=True):
        return _read_yaml(data, is_named=True)
    if not (is_explicit or is_printed):
        return None
    if _is_prose(data):
        return iter((_NO_RECORDING,))
    unlabelled = without_labels(data)
    if unlabelled != data and (first_line_is_object(unlabelled) or _is_json(unlabelled)):
        return read_json(unlabelled, path)
    results = list(printed_python.read(data))
    if _JSON_START.match(data) and all(map(_is_unrecognised, results)):
        return read_json(data, path)  # neither of the two; the error of the JSON parser is more helpful
    if are_documents(unlabelled) and _failures(read_json(unlabelled, path)) <= _failures(results):
        return read_json(unlabelled, path)
    return iter(results)


def _failures(content: Iterable[object]) -> int:
    return sum(map(_has_failed, content))


def _has_failed(item: object) -> bool:
    is_faulty = isinstance(item, Recording) and any(remark.is_fault for remark in item.remarks)
    return is_faulty or isinstance(item, ReadFailure)


def _is_unrecognised(result: Recording | ReadFailure) -> bool:
    return isinstance(result, ReadFailure) and not result.keys and result.code != reading.TOO_LARGE


def _is_json(data: bytes) -> bool:
    try:
        parse_json(split_bom(data)[0], allow_non_finite=True)
    except ParseError:
        return False
    return True


def _is_prose(data: bytes) -> bool:
    """Whether this is text without a single object or list. Other encodings and binary data are not text."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return False
    is_markup = text.lstrip().startswith("<")  # an error page, for example: the JSON reader has a hint for it
    return bool(text.strip()) and not is_markup and not {"{", "[", "\0"} & set(text)


def _read_xml(data: bytes, file_name: str, *, is_explicit: bool) -> Content | None:
    from shapeproof.recordings.formats.xml_bodies import read_xml

    body = read_xml(data, file_name, is_explicit=is_explicit)
    return None if body is None else iter((body,))


def _read_yaml(data: bytes, *, is_named: bool) -> Content | None:
    if reason := other_tool_of_yaml(data):
        return iter((NotRead(reason),))
    from shapeproof.recordings.formats.yaml_reader import read_yaml

    return read_yaml(data, is_named=is_named)
