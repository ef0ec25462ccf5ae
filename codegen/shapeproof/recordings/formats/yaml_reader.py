"""Reads YAML: cassettes, and responses. Nearly all other YAML is recognised without parsing it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Final

from shapeproof.errors import MissingExtraError
from shapeproof.recordings.formats import cassettes, printed_yaml
from shapeproof.recordings.formats.other_tools import other_tool
from shapeproof.recordings.formats.read_result import BYTE_ORDER_MARK, Content, failure_from
from shapeproof.recordings.model import FormName, NotRead, ReadFailure
from shapeproof.recordings.syntax.embedded_locations import YamlLocations
from shapeproof.recordings.syntax.json_diagnosis import decode
from shapeproof.recordings.syntax.json_parser import split_bom
from shapeproof.recordings.syntax.line_index import LineIndex
from shapeproof.recordings.syntax.parse_error import ParseError
from shapeproof.recordings.syntax.yaml_documents import document_spans
from shapeproof.recordings.syntax.yaml_parser import YamlNode, parse_yaml
from shapeproof.validation.catalog import reading

__all__ = ["read_yaml"]

_NO_RESPONSE: Final = ReadFailure(
    reading.NO_RESPONSE,
    "no recording found: the YAML is neither a cassette, with a list of interactions, nor a mapping that the AWS CLI "
    "printed; name a file that is",
    line=1,
    column=1,
)


def read_yaml(data: bytes, *, is_named: bool) -> Content | None:
    """Read a cassette, or what the AWS CLI printed.

    Args:
        data: the bytes of the file.
        is_named: whether the user named the file itself, or its name is that of an operation.

    Returns:
        Recordings, exchanges and read failures; None for a file from a directory that is something else.
    """
    data, has_bom = split_bom(data)
    if cassettes.looks_like_cassette(data):
        content = _read(data, "vcr", _of_cassette)
    elif is_named or printed_yaml.looks_like_response(data):
        content = _read(data, "yaml", _of_responses)
    else:
        return None
    return chain((BYTE_ORDER_MARK,), content) if has_bom else content


def _read(data: bytes, form: FormName, content_of: Callable[[YamlLocations], Content]) -> Content:
    """What is in each document, numbered through the file."""
    index = 0
    for parsed in _documents(data, form):
        first = index
        for item in (parsed,) if isinstance(parsed, ReadFailure) else content_of(parsed):
            yield replace(item, index=first + item.index)
            index += 1


def _of_cassette(parsed: YamlLocations) -> Content:
    if cassettes.is_cassette(parsed.root.value):
        return cassettes.iter_exchanges(parsed.root.value, parsed)
    return iter((_no_response(parsed.root),))


def _of_responses(parsed: YamlLocations) -> Content:
    if reason := other_tool(parsed.root.value):
        return iter((NotRead(reason, line=parsed.root.location.line, form="yaml"),))
    return printed_yaml.iter_responses(parsed)


def _no_response(root: YamlNode) -> ReadFailure:
    return replace(_NO_RESPONSE, line=root.location.line, column=root.location.column)


def _documents(data: bytes, form: FormName) -> Iterator[YamlLocations | ReadFailure]:
    """Parse each document: a fault in one leaves the others readable."""
    try:
        text = decode(data)
    except ParseError as error:
        yield failure_from(error, form=form)
        return
    lines, is_core = LineIndex(text), form == "yaml"
    is_blank = True
    for start, end in document_spans(text):
        is_blank = False
        document = text[start:end]
        try:
            yield YamlLocations(text, parse_yaml(document, lines, offset=start, is_core=is_core), lines)
        except ParseError as error:
            keys = printed_yaml.top_level_keys(document.encode()) if is_core else ()
            yield replace(failure_from(error, form=form), keys=keys)
        except MissingExtraError as error:
            message = f"{error.message}; {error.hint}"
            yield ReadFailure(reading.EXTRA_NOT_INSTALLED, message, line=1, column=1, form=form)
            return
    if is_blank:
        yield _NO_RESPONSE
