"""Reads YAML: cassettes. Nearly all other YAML is recognised without parsing it."""

from __future__ import annotations

from itertools import chain
from typing import Final

from shapeproof.errors import MissingExtraError
from shapeproof.recordings.formats import cassettes
from shapeproof.recordings.formats.read_result import BYTE_ORDER_MARK, Content, failure_from
from shapeproof.recordings.model import ReadFailure
from shapeproof.recordings.syntax.embedded_locations import YamlLocations
from shapeproof.recordings.syntax.json_diagnosis import decode
from shapeproof.recordings.syntax.json_parser import split_bom
from shapeproof.recordings.syntax.line_index import LineIndex
from shapeproof.recordings.syntax.parse_error import ParseError
from shapeproof.recordings.syntax.yaml_parser import parse_yaml
from shapeproof.validation.catalog import reading

__all__ = ["read_yaml"]

_NO_CASSETTE: Final = ReadFailure(
    reading.NO_RESPONSE,
    "not a cassette: the YAML has no list of interactions; name a file that has one",
    line=1,
    column=1,
)


def read_yaml(data: bytes, *, is_explicit: bool) -> Content | None:
    """Read a cassette.

    Args:
        data: the bytes of the file.
        is_explicit: whether the user named the file itself.

    Returns:
        Exchanges and read failures; None for a file from a directory that is not a cassette.
    """
    data, has_bom = split_bom(data)
    if not cassettes.looks_like_cassette(data):
        return iter((_NO_CASSETTE,)) if is_explicit else None
    content = _read_cassette(data)
    return chain((BYTE_ORDER_MARK,), content) if has_bom else content


def _read_cassette(data: bytes) -> Content:
    try:
        text = decode(data)
        lines = LineIndex(text)
        root = parse_yaml(text, lines)
    except ParseError as error:
        yield failure_from(error, form="vcr")
        return
    except MissingExtraError as error:
        yield ReadFailure(reading.EXTRA_NOT_INSTALLED, f"{error.message}; {error.hint}", line=1, column=1, form="vcr")
        return
    if cassettes.is_cassette(root.value):
        yield from cassettes.iter_exchanges(root.value, YamlLocations(text, root, lines))
    else:
        yield _NO_CASSETTE
