"""Decodes the XML body of an HTTP response with botocore's own parsers, as boto3 would return it."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, Final, cast
from xml.parsers import expat

from shapeproof.errors import needs_extra
from shapeproof.recordings.http.botocore_rejection import botocore_rejection
from shapeproof.recordings.http.query_names import empty_lists, with_query_names
from shapeproof.recordings.http.responses import DecodedResponse, is_error_status
from shapeproof.recordings.limits import MAX_TIMESTAMP, MAX_VALUES
from shapeproof.recordings.syntax.parse_error import ParseError
from shapeproof.validation.catalog import reading
from shapeproof.validation.refused_values import MAX_NESTING, TOO_DEEP

__all__ = ["decode_xml_response"]

_TOO_LONG: Final = f"a timestamp of more than {MAX_TIMESTAMP} characters; record the response again"
_TOO_MANY_ELEMENTS: Final = f"more than {MAX_VALUES:,} XML elements; record a smaller response"


def decode_xml_response(
    model: Mapping[str, Any], operation: str, protocol: str, status: int, headers: Mapping[str, str], body: bytes
) -> DecodedResponse:
    """Decode the body of a response into `sdk`.

    Args:
        model: the service model, as botocore reads it.
        operation: the operation, in botocore's spelling.
        protocol: `query`, `ec2` or `rest-xml`.
        status: the HTTP status of the response.
        headers: its headers.
        body: its body, without chunks and compression, which has a structure.

    Raises:
        ParseError: the body is not valid XML, is nested too deep, has a timestamp that is too long, or can't be read by
            botocore.
        MissingExtraError: botocore isn't installed.
    """
    with needs_extra("reading XML responses", extra="aws", modules={"botocore"}):
        utils: Any = import_module("botocore.utils")
        awsrequest: Any = import_module("botocore.awsrequest")  # botocore has no types
        models: Any = import_module("botocore.model")
        parsers: Any = import_module("botocore.parsers")
    _refuse_excess(body)
    metadata = model["metadata"]
    absent: dict[str, list[object]] = {}
    if protocol == "query" and protocol not in {metadata.get("protocol"), *metadata.get("protocols", ())}:
        model = with_query_names(model, operation, body)
        absent = {} if is_error_status(status) else empty_lists(model, operation)
    service = models.ServiceModel(model)

    def parse_timestamp(value: str) -> object:
        if len(value) > MAX_TIMESTAMP:
            raise ParseError(reading.TOO_LARGE, _TOO_LONG, 1, 1)
        return utils.parse_timestamp(value)

    factory = parsers.ResponseParserFactory()
    factory.set_parser_defaults(timestamp_parser=parse_timestamp)
    response = {"body": body, "headers": awsrequest.HeadersDict(headers), "status_code": status}
    parser = factory.create_parser(protocol)
    try:
        parsed = parser.parse(response, service.operation_model(operation).output_shape)
        code = parsed.get("Error", {}).get("Code") if is_error_status(status) else None
        error_shape = service.shape_for_error_code(code)
        if error_shape is not None:  # boto3 adds the members that the model gives to this error
            parsed |= parser.parse(response, error_shape)
    except ParseError:
        raise
    except Exception as error:
        raise botocore_rejection(error) from error
    return DecodedResponse({**absent, **cast("dict[str, object]", parsed)}, "sdk")


def _refuse_excess(body: bytes) -> None:
    """Raise ParseError for too many elements, or nested too deep: botocore's parser recurses once per level, or more."""
    depth = count = 0
    parser = expat.ParserCreate("utf-8")

    def start_element(_name: str, _attributes: object) -> None:
        nonlocal depth, count
        depth += 1
        count += 1
        if count > MAX_VALUES:
            raise ParseError(
                reading.TOO_LARGE, _TOO_MANY_ELEMENTS, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1
            )
        if depth > MAX_NESTING:
            raise ParseError(
                reading.NESTED_TOO_DEEP, TOO_DEEP, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1
            )

    def end_element(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartElementHandler, parser.EndElementHandler = start_element, end_element
    try:
        parser.Parse(body, True)
    except expat.ExpatError:
        return  # botocore's own parser says what is wrong
