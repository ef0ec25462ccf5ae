"""Reads the XML body of an HTTP response as it was sent, so that nothing of it is hidden.

Roots and wrappers are checked as strictly as the SDK for Rust does, which refuses a response of Query or EC2 with others.
Roots of REST are not checked: the models don't know all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from typing import Any, Final, cast

from shapeproof.errors import needs_extra
from shapeproof.recordings.http.body_reading import BodyReading
from shapeproof.recordings.http.query_names import empty_lists, with_query_names
from shapeproof.recordings.http.responses import is_error_status
from shapeproof.recordings.http.xml_errors import ERROR_ROOTS, error_without_body, read_xml_error
from shapeproof.recordings.http.xml_headers import HeaderMembers, header_members
from shapeproof.recordings.http.xml_values import Members, XmlValues
from shapeproof.recordings.syntax.xml_parser import XmlElement, parse_xml
from shapeproof.representations.conversion import Converted
from shapeproof.representations.error_bodies import ERROR_CODE_PATH
from shapeproof.validation.catalog.wording import listed, quoted_name

__all__ = ["decode_xml_response", "read_xml_response"]


_REST: Final = "rest-xml"
_METADATA: Final = "ResponseMetadata"
_PROTOCOL_TAGS: Final = frozenset({_METADATA, "RequestId", "requestId", "return"})
"""Elements that are not members: they identify the response, or say (`return`, of EC2) that the request succeeded."""
_EMPTY_ROOT: Final = XmlElement("", {}, 0)


def decode_xml_response(
    service: str,
    model: Mapping[str, Any],
    operation: str,
    protocol: str,
    status: int,
    headers: Mapping[str, str],
    body: bytes,
) -> BodyReading:
    """Read a response with the model of its service.

    Args:
        service: the name of the service's directory in botocore.
        model: the service model, as botocore reads it.
        operation: the operation, in botocore's spelling.
        protocol: `query`, `ec2` or `rest-xml`.
        status: the HTTP status of the response.
        headers: its headers, by name in any case.
        body: its body, without chunks and compression, which has a structure.

    Raises:
        ParseError: the body is not valid XML, is nested too deep or has too many elements; or it is a page in HTML.
        MissingExtraError: botocore isn't installed.
    """
    with needs_extra("reading XML responses", extra="aws"):
        models: Any = import_module("botocore.model")  # botocore has no types
    metadata = model["metadata"]
    if protocol != "query" or protocol in {metadata.get("protocol"), *metadata.get("protocols", ())}:
        operation_model = models.ServiceModel(model, service).operation_model(operation)
        return read_xml_response(operation_model, protocol, status, headers, body)
    root = parse_xml(body)
    model = with_query_names(model, operation, root)
    operation_model = models.ServiceModel(model, service).operation_model(operation)
    read = _read_query(operation_model, protocol, status, headers, root, body)
    if read.part == "error":
        return replace(read, converted=_with_unknown_code(read.converted))
    value = {**empty_lists(model, operation), **cast("dict[str, object]", read.converted.value)}
    return replace(read, converted=replace(read.converted, value=value))


def _with_unknown_code(converted: Converted) -> Converted:
    """An error whose code is not looked at: errors had other codes in the former protocol, which no model keeps."""
    value = cast("dict[str, Any]", converted.value)
    error = {name: member for name, member in value["Error"].items() if name != "Code"}
    return replace(converted, value={**value, "Error": error}, unseen=converted.unseen | {ERROR_CODE_PATH})


def read_xml_response(
    operation: Any, protocol: str, status: int, headers: Mapping[str, str], body: bytes
) -> BodyReading:
    """Read a response with botocore's model of its operation. The other arguments are those of `decode_xml_response`.

    Raises:
        ParseError: the body is not valid XML, is nested too deep or has too many elements; or it is a page in HTML.
    """
    if protocol != _REST:
        return _read_query(operation, protocol, status, headers, parse_xml(body), body)
    output = operation.output_shape
    is_error = is_error_status(status)
    if is_error and not body.strip():
        return error_without_body()
    is_read = is_error or (output is not None and bool(body.strip()))
    root = parse_xml(body) if is_read else _EMPTY_ROOT
    if is_error or root.tag in ERROR_ROOTS:  # copying an object may fail after its 200 was sent
        return read_xml_error(operation, protocol, status, headers, root, body)
    values = XmlValues(root)
    if output is None:
        return _reading(Members({}, {}), HeaderMembers(), values, body)
    return _reading(_rest_value(output, root, values), header_members(output, status, headers), values, body)


def _read_query(
    operation: Any, protocol: str, status: int, headers: Mapping[str, str], root: XmlElement, body: bytes
) -> BodyReading:
    """Read a response of Query or EC2, whose body has been parsed."""
    if is_error_status(status):
        return read_xml_error(operation, protocol, status, headers, root, body)
    values = XmlValues(root)
    root_tag = f"{operation.name}Response"
    if root.tag in ERROR_ROOTS:
        read = read_xml_error(operation, protocol, status, headers, root, body)
        values.add_fault(f"expected the root `{root_tag}`, got an error with the HTTP status {status}", (), root)
        return replace(read, faults=(*read.faults, *values.faults))
    if root.tag != root_tag:
        values.add_fault(f"expected the root `{root_tag}`, got {quoted_name(root.tag)}", (), root)
    return _reading(_query_value(operation.output_shape, root, values), HeaderMembers(), values, body)


def _reading(members: Members, outside: HeaderMembers, values: XmlValues, body: bytes) -> BodyReading:
    in_cli = {**members.in_cli, **outside.in_cli}
    converted = Converted(in_cli, members.sent, values.moved, outside.from_headers, values.names, is_text=True)
    return BodyReading("response", converted, (*values.faults, *outside.faults), body, values.offsets)


def _query_value(output: Any, root: XmlElement, values: XmlValues) -> Members:
    """The members of a response of Query or EC2, in the wrapper that the model names."""
    wrapper = None if output is None else output.serialization.get("resultWrapper")
    known = values.tags_of(output).members.keys() if output is not None and wrapper is None else frozenset[str]()
    values.expect_once(root, {*_PROTOCOL_TAGS, *([] if wrapper is None else [wrapper])} - known)
    metadata = next((child for child in root.children if child.tag == _METADATA), _EMPTY_ROOT)
    values.expect_once(metadata, {child.tag for child in metadata.children}, (_METADATA,))
    if output is None:
        return Members({}, {})
    if wrapper is None:
        return values.members(output, root, ignored=_PROTOCOL_TAGS)
    result = next((child for child in root.children if child.tag == wrapper), None)
    if result is None:
        got = listed([quoted_name(child.tag) for child in root.children]) or "none"
        values.add_fault(f"expected the element `{wrapper}` in the root, got {got}", (), root)
        return values.members(output, root, ignored=_PROTOCOL_TAGS)
    for child in root.children:
        if child is not result and child.tag not in _PROTOCOL_TAGS:
            message = f"expected the members in `{wrapper}`, got {quoted_name(child.tag)} beside it"
            values.add_fault(message, (child.tag,), child)
    return values.members(output, result)


def _rest_value(output: Any, root: XmlElement, values: XmlValues) -> Members:
    """The members of a response of REST that are in the body: all that are not in headers, or the one that is the body."""
    payload = output.serialization.get("payload")
    if payload is not None:
        shape = output.members[payload]
        if shape.type_name != "structure":  # a stream, a blob or a string
            return Members({}, {})
        values.moved[payload,] = ()
        read = values.members(shape, root, (payload,), (), ignored=_PROTOCOL_TAGS)
        return Members({payload: read.in_cli}, read.sent)
    tags = values.tags_of(output).members
    if not tags:
        return Members({}, {})
    if len(tags) == 1 and root.tag in tags and not root.children:  # S3 sends the place of a bucket without a wrapper
        root = XmlElement("", {}, root.offset, children=[root] if root.text else [])
    return values.members(output, root, ignored=_PROTOCOL_TAGS)
