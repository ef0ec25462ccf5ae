"""Reads XML bodies of HTTP responses that are files of their own, as libcloud, boto 2 and fog keep them.

The operation is that of the file's name (`ec2.DescribeVolumes_1.xml`), else that of the root's name and namespace.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import partial
from typing import Final

from shapeproof.contract import Pointer
from shapeproof.recordings.formats.file_names import OperationInName, parse_file_name
from shapeproof.recordings.location import FIRST_LOCATION, Location
from shapeproof.recordings.model import Exchange, OffsetFinder, ReadFailure
from shapeproof.recordings.syntax.json_parser import split_bom
from shapeproof.recordings.syntax.line_index import LineIndex
from shapeproof.validation.catalog import reading

__all__ = ["operation_of_root", "read_xml"]

_MAX_SEARCHED: Final = 4_096
# A comment with a `>` in it hides the root: the file's name tells the operation then.
_PROLOG: Final = re.compile(rb"\s*+(?:<[?!][^>]*+>\s*+)*+")
_ROOT: Final = re.compile(rb"<([\w.:-]++)")
_NAMESPACE: Final = re.compile(rb"""xmlns(?::\w+)?=["']https?://(?P<prefix>[a-z0-9.-]+)\.amazonaws\.com/doc/""")
_RESPONSE: Final = re.compile(r"(?P<operation>[A-Z][A-Za-z0-9]*)Response")
_ALIASES: Final = {"queue": "sqs"}
_ERROR_ROOTS: Final = frozenset({"ErrorResponse", "Error", "Response"})
_NO_OPERATION: Final = ReadFailure(
    reading.NO_RESPONSE,
    "cannot tell the operation of this XML; name the file as in ec2.DescribeVolumes_1.xml",
    line=1,
    column=1,
    form="xml",
)


def read_xml(data: bytes, file_name: str, *, is_explicit: bool) -> Exchange | ReadFailure | None:
    """Read the body of a response.

    Args:
        data: the bytes of the file.
        file_name: its name, without directories.
        is_explicit: whether the user named the file itself.

    Returns:
        The response, as if it had been recorded with its request; None for XML from a directory that is something else.
    """
    data, _ = split_bom(data)
    operation = parse_file_name(file_name) or operation_of_root(data)
    if operation is None:
        return _NO_OPERATION if is_explicit else None
    return Exchange(
        form="xml",
        index=0,
        method="",
        url="",
        request_headers={},
        request_body=b"",
        status=400 if _root(data)[0] in _ERROR_ROOTS else 200,
        headers={},
        body=data,
        locate=partial(_locate, data),
        operation=(operation.prefix, operation.operation),
    )


def operation_of_root(data: bytes) -> OperationInName | None:
    """The operation that the root of an XML body names: `DescribeVolumesResponse` in a namespace of AWS."""
    name, attributes = _root(data)
    namespace, response = _NAMESPACE.search(attributes), _RESPONSE.fullmatch(name)
    if namespace is None or response is None:
        return None
    prefix = namespace["prefix"].decode()
    return OperationInName(_ALIASES.get(prefix, prefix), response["operation"])


def _root(data: bytes) -> tuple[str, bytes]:
    """The name of the root, without its prefix, and its attributes; both empty if there is none."""
    prolog = _PROLOG.match(data, 0, _MAX_SEARCHED)
    root = _ROOT.match(data, prolog.end() if prolog else 0, _MAX_SEARCHED)
    if root is None:
        return "", b""
    attributes = data[root.end() : _MAX_SEARCHED].partition(b">")[0]
    return root[1].decode("ascii", "replace").rpartition(":")[2], attributes


def _locate(
    data: bytes, members: Collection[Pointer], offsets_of: OffsetFinder | None = None
) -> Mapping[Pointer, Location]:
    """The locations in the file, of elements; its start while nothing tells where they are."""
    if offsets_of is None:
        return dict.fromkeys(members, FIRST_LOCATION)
    text = data.decode("utf-8", "replace")
    lines = LineIndex(text)
    return {member: lines.location(offset) for member, offset in offsets_of(text, members).items()}
