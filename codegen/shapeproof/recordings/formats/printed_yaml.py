"""Reads what the AWS CLI prints with `--output yaml` (a response) and `--output yaml-stream` (a list of them)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from shapeproof.contract import Pointer
from shapeproof.recordings.model import ReadFailure, Recording
from shapeproof.recordings.syntax.embedded_locations import YamlLocations
from shapeproof.recordings.syntax.recorded_values import json_type
from shapeproof.validation.catalog import reading

__all__ = ["iter_responses", "looks_like_response", "top_level_keys"]

_FORM: Final = "yaml"
_KEY: Final = re.compile(rb"^(?:- )?([A-Z][A-Za-z0-9]*):(?=\s|\Z)", re.MULTILINE)
_OTHER_LINE: Final = re.compile(rb"^(?!(?:- )?[A-Z][A-Za-z0-9]*:(?:\s|\Z)|- |---|[ #\r\n]|\Z)", re.MULTILINE)
_MAX_KEYS: Final = 1_000


def looks_like_response(data: bytes) -> bool:
    """Whether YAML may be a response, without parsing it: each key that is not indented is named as members are."""
    return _KEY.search(data) is not None and _OTHER_LINE.search(data) is None


def top_level_keys(data: bytes) -> tuple[str, ...]:
    """The names of members that are not indented: they can identify the contract of YAML that is not valid."""
    keys = dict.fromkeys(match[1].decode() for match, _ in zip(_KEY.finditer(data), range(_MAX_KEYS), strict=False))
    return tuple(keys)


def iter_responses(locations: YamlLocations) -> Iterator[Recording | ReadFailure]:
    """Yield the response in a parsed file, or each response of a list.

    Args:
        locations: the parsed file.
    """
    root = locations.root
    is_list = root.key_locations is None
    for index, node in enumerate((root.children or {}).values() if is_list else (root,)):
        prefix: Pointer = (index,) if is_list else ()
        if node.key_locations is not None:
            yield Recording(node.value, _FORM, index, node.location.line, prefix=prefix, locate=locations.locate)
        else:
            message = f"expected a mapping as response, got {json_type(node.value)}"
            yield ReadFailure(reading.RESPONSE_NOT_AN_OBJECT, message, index, *node.location, prefix, _FORM)
