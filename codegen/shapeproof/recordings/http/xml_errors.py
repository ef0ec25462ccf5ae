"""Reads the XML body of an error. Each protocol has its own elements around the error; boto3 reads any of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from shapeproof.contract import Pointer
from shapeproof.recordings.http.body_reading import BodyReading
from shapeproof.recordings.http.xml_headers import HeaderMembers, header_members
from shapeproof.recordings.http.xml_values import XmlValues, plain_value
from shapeproof.recordings.syntax.parse_error import ParseError
from shapeproof.recordings.syntax.xml_parser import XmlElement
from shapeproof.representations.conversion import Converted
from shapeproof.representations.error_bodies import ERROR_CODE_PATH
from shapeproof.validation.catalog import reading
from shapeproof.validation.catalog.wording import quoted_name

__all__ = ["ERROR_ROOTS", "error_without_body", "read_xml_error"]

_WRAPPED: Final = ("ErrorResponse", "Error")
_WRAPPED_TWICE: Final = ("Response", "Errors", "Error")
_NOT_WRAPPED: Final = ("Error",)
_FORMS: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "query": (_WRAPPED,),
    "ec2": (_WRAPPED_TWICE,),
    "rest-xml": (_WRAPPED, _NOT_WRAPPED),
}
"""The elements around the error, from the root to the error itself."""
# Facts that botocore's models lack: Smithy's `noErrorWrapping`, and the errors of a service that is older than Query.
_FORMS_OF_SERVICES: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {"s3": (_NOT_WRAPPED,), "sdb": (_WRAPPED_TWICE,)}
_ALL_FORMS: Final = (_WRAPPED, _WRAPPED_TWICE, _NOT_WRAPPED)

ERROR_ROOTS: Final = frozenset(form[0] for form in _ALL_FORMS)
"""The roots that the body of an error can have."""


def read_xml_error(
    operation: Any, protocol: str, status: int, headers: Mapping[str, str], root: XmlElement, body: bytes
) -> BodyReading:
    """Read an error.

    Args:
        operation: botocore's model of the operation.
        protocol: `query`, `ec2` or `rest-xml`.
        status: the HTTP status of the response.
        headers: its headers, by name in any case. REST has members of errors in them.
        root: the root of the body.
        body: the body.

    Raises:
        ParseError: the body is a page in HTML.
    """
    if root.tag.lower() == "html":
        raise ParseError(reading.INVALID_SYNTAX, "an HTML page, which no service writes; record it again", 1, 1)
    values = XmlValues(root)
    forms = _FORMS_OF_SERVICES.get(operation.service_model.service_name, _FORMS[protocol])
    error = _first(root, forms)
    is_elsewhere = error is None
    if error is None:
        expected = " or ".join(f"`{'/'.join(form)}`" for form in forms)
        values.add_fault(f"expected the error in {expected}, got the root {quoted_name(root.tag)}", (), root)
        error = _first(root, _ALL_FORMS) or root
    sent = _described(error, values.offsets)
    code = sent.get("Code")
    modelled = _shape_of(operation, code) if isinstance(code, str) else None
    members: Mapping[str, object] = {}
    outside = HeaderMembers()
    if modelled is not None:
        known = frozenset(child.tag for child in error.children)
        members = values.members(modelled, error, (), ("Error",), ignored=known).in_cli
        values.moved[()] = ("Error",)
        values.moved["Error",] = ("Error",)
        if protocol == "rest-xml":
            outside = header_members(modelled, status, headers)
            values.moved.update({(name,): (name,) for name in outside.in_cli})
    in_cli = {**members, **outside.in_cli, "Error": sent}
    is_nameless = is_elsewhere and code is None
    converted = Converted(
        in_cli,
        {"Error": sent},
        values.moved,
        outside.from_headers,
        unseen=frozenset({ERROR_CODE_PATH} if is_nameless else ()),
        is_text=True,
    )
    return BodyReading("error", converted, (*values.faults, *outside.faults), body, values.offsets)


def error_without_body() -> BodyReading:
    """An error of which the HTTP status says everything, as in the answer to a HEAD request."""
    converted = Converted({"Error": {}}, {}, unseen=frozenset({ERROR_CODE_PATH}))
    return BodyReading("error", converted, (), b"", {})


def _shape_of(operation: Any, code: str) -> Any:
    """The shape of an error; None if the model lacks it. boto3 reads errors that the operation doesn't list, too."""
    listed = (shape for shape in operation.error_shapes if code in {shape.error_code, shape.name})
    return next(listed, None) or operation.service_model.shape_for_error_code(code)


def _first(root: XmlElement, forms: Iterable[tuple[str, ...]]) -> XmlElement | None:
    """The error in the first of the forms that the body has."""
    return next((found for form in forms if (found := _follow(root, form))), None)


def _follow(root: XmlElement, form: tuple[str, ...]) -> XmlElement | None:
    element: XmlElement | None = root if root.tag == form[0] else None
    for tag in form[1:]:
        element = next((child for child in element.children if child.tag == tag), None) if element else None
    return element


def _described(error: XmlElement, offsets: dict[Pointer, int]) -> dict[str, object]:
    """What an error says about itself. Services add elements to errors, which no model lists."""
    offsets["Error",] = error.offset
    sent: dict[str, object] = {}
    for tag in dict.fromkeys(child.tag for child in error.children):
        elements = [child for child in error.children if child.tag == tag]
        sent[tag] = plain_value(elements)
        offsets["Error", tag] = elements[0].offset
    return sent
