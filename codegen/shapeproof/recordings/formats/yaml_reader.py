"""Reads YAML: cassettes, and responses. Nearly all other YAML is recognised without parsing it."""

from __future__ import annotations

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
from shapeproof.recordings.syntax.yaml_parser import parse_yaml
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
        content = _read_cassette(data)
    elif is_named or printed_yaml.looks_like_response(data):
        content = _read_responses(data)
    else:
        return None
    return chain((BYTE_ORDER_MARK,), content) if has_bom else content


def _read_cassette(data: bytes) -> Content:
    parsed = _parse(data, "vcr")
    if isinstance(parsed, ReadFailure):
        yield parsed
    elif cassettes.is_cassette(parsed.root.value):
        yield from cassettes.iter_exchanges(parsed.root.value, parsed)
    else:
        yield _NO_RESPONSE


def _read_responses(data: bytes) -> Content:
    parsed = _parse(data, "yaml")
    if isinstance(parsed, ReadFailure):
        yield replace(parsed, keys=printed_yaml.top_level_keys(data))
    elif reason := other_tool(parsed.root.value):
        yield NotRead(reason, form="yaml")
    elif parsed.root.children:
        yield from printed_yaml.iter_responses(parsed)
    else:
        yield _NO_RESPONSE


def _parse(data: bytes, form: FormName) -> YamlLocations | ReadFailure:
    try:
        text = decode(data)
        lines = LineIndex(text)
        return YamlLocations(text, parse_yaml(text, lines, is_core=form == "yaml"), lines)
    except ParseError as error:
        return failure_from(error, form=form)
    except MissingExtraError as error:
        return ReadFailure(reading.EXTRA_NOT_INSTALLED, f"{error.message}; {error.hint}", line=1, column=1, form=form)
