"""An HTTP answer in XML -> the response in it, by botocore's own parser: what boto3 would have handed over."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, cast
from xml.parsers import expat

from shapeproof.errors import needs_extra
from shapeproof.recordings.http.responses import DecodedResponse
from shapeproof.recordings.syntax.unreadable import UnreadableText
from shapeproof.validation.catalog import reading
from shapeproof.validation.refused_values import MAX_NESTING, TOO_DEEP

__all__ = ["xml_answer"]


def xml_answer(
    model: Mapping[str, Any], operation: str, protocol: str, status: int, headers: Mapping[str, str], body: bytes
) -> DecodedResponse:
    """The answer of a service that speaks XML (`query`, `ec2`, `rest-xml`), in `sdk`.

    `model` is the service's, as botocore reads it; `body` is unpacked, and one that shows a structure. Raises
    UnreadableText for what is no XML, is nested too deep or can't be read by botocore, MissingExtraError without it.
    """
    with needs_extra("reading answers in XML", extra="aws", modules={"botocore"}):
        awsrequest: Any = import_module("botocore.awsrequest")  # botocore has no types
        models: Any = import_module("botocore.model")
        parsers: Any = import_module("botocore.parsers")
    _refuse_deep(body)
    shape = models.ServiceModel(model).operation_model(operation).output_shape
    answer = {"body": body, "headers": awsrequest.HeadersDict(headers), "status_code": status}
    try:
        parsed = parsers.create_parser(protocol).parse(answer, shape)
    except parsers.ResponseParserError as error:
        reason = str(error).split(", invalid XML")[0].partition("\n")[0]
        raise UnreadableText(
            reading.INVALID_SYNTAX, f"The body is no valid XML: {reason}. Record it again.", 1, 1
        ) from None
    except Exception as error:  # noqa: BLE001  a number that is none, say: whatever trips botocore is told of the body
        message = f"boto3 itself can't read this body ({type(error).__name__}: {error}). Compare it with the service's."
        raise UnreadableText(reading.INVALID_SYNTAX, message, 1, 1) from None
    return DecodedResponse(cast("object", parsed), "sdk")


def _refuse_deep(body: bytes) -> None:
    """Raise UnreadableText for elements nested too deep: botocore calls itself once a level, and more."""
    depth = 0
    parser = expat.ParserCreate("utf-8")

    def opened(_name: str, _attributes: object) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_NESTING:
            raise UnreadableText(
                reading.NESTED_TOO_DEEP, TOO_DEEP, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1
            )

    def closed(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    try:
        parser.Parse(body, True)
    except expat.ExpatError:
        return  # botocore's own parser says what is wrong
