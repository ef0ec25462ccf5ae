"""Reads what the AWS CLI prints with `--output yaml` (a response) and `--output yaml-stream` (a list of them)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from shapeproof.contract import Pointer
from shapeproof.recordings.formats.read_result import PART
from shapeproof.recordings.model import ReadFailure, Recording
from shapeproof.recordings.syntax.embedded_locations import YamlLocations
from shapeproof.recordings.syntax.labels import count_labels, has_python_label
from shapeproof.recordings.syntax.recorded_values import json_type
from shapeproof.recordings.syntax.yaml_parser import YamlNode
from shapeproof.validation.catalog import reading

__all__ = ["iter_responses", "looks_like_response", "top_level_keys"]

_FORM: Final = "yaml"
_KEY: Final = re.compile(rb"^(?:- )?([A-Za-z][A-Za-z0-9]*):(?=\s|\Z)", re.MULTILINE)
_LOWER_KEY: Final = re.compile(rb"^(?:- )?[a-z][A-Za-z0-9]*:(?=\s|\Z)", re.MULTILINE)
_OTHER_LINE: Final = re.compile(
    rb"^(?!(?:- )?[A-Za-z][A-Za-z0-9]*:(?:\s|\Z)|- |(?:---|\.\.\.)(?:\s|\Z)|[ #\r\n]|\Z)", re.MULTILINE
)
_MAX_KEYS: Final = 1_000


def looks_like_response(data: bytes, *, is_any_case: bool = False) -> bool:
    """Whether YAML may be a response, without parsing it: each key that is not indented is named as members are.

    Args:
        data: the bytes of the file.
        is_any_case: whether names may start with a small letter, as those of some services, and of most other YAML, do.
    """
    is_shaped = _KEY.search(data) is not None and _OTHER_LINE.search(data) is None
    return is_shaped and (is_any_case or _LOWER_KEY.search(data) is None) and not _is_labelled(data)


def _is_labelled(data: bytes) -> bool:
    """Whether these are dicts behind labels, and not YAML that has a member in braces."""
    labels = count_labels(data)
    return labels > 0 and (has_python_label(data) or labels == sum(1 for _ in _KEY.finditer(data)))


def top_level_keys(data: bytes) -> tuple[str, ...]:
    """The names of members that are not indented: they can identify the contract of YAML that is not valid."""
    keys = dict.fromkeys(match[1].decode() for match, _ in zip(_KEY.finditer(data), range(_MAX_KEYS), strict=False))
    return tuple(keys)


def iter_responses(locations: YamlLocations) -> Iterator[Recording | ReadFailure]:
    """Yield the response in a parsed document, or each response of a list.

    Args:
        locations: the parsed document.
    """
    root = locations.root
    items = list((root.children or {}).values()) if isinstance(root.value, list) else []
    if not any(node.key_locations is not None for node in items):
        yield _response(locations, root)
        return
    for index, node in enumerate(items):
        yield _response(locations, node, index, prefix=(index,))


def _response(
    locations: YamlLocations, node: YamlNode, index: int = 0, prefix: Pointer = ()
) -> Recording | ReadFailure:
    if node.key_locations is None:
        message = f"expected a mapping as response, got {json_type(node.value)}; {PART}"
        return ReadFailure(reading.RESPONSE_NOT_AN_OBJECT, message, index, *node.location, prefix, _FORM)
    locate, is_page = locations.locate, bool(prefix)
    return Recording(node.value, _FORM, index, node.location.line, prefix=prefix, locate=locate, is_page=is_page)
