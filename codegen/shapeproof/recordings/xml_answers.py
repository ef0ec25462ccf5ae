"""An HTTP answer in XML -> the response in it, by botocore's own parser: what boto3 would have handed over."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, Final, cast

from shapeproof.errors import MissingExtraError
from shapeproof.recordings.answers import Answer
from shapeproof.recordings.json_text import UnreadableText

__all__ = ["xml_answer"]

_FIRST_FAILURE: Final = 300
_STRUCTURES: Final = ("structure", "list", "map")


def xml_answer(
    model: Mapping[str, Any], operation: str, protocol: str, status: int, headers: Mapping[str, str], body: bytes
) -> Answer | None:
    """The answer of a service that speaks XML (`query`, `ec2`, `rest-xml`), in `sdk`.

    `model` is the service's, as botocore reads it; `body` is unpacked. None where the body is no XML by its contract: a
    stream, a blob or a text that is the whole body. Raises UnreadableText for what is no XML, MissingExtraError without
    botocore.
    """
    try:
        awsrequest: Any = import_module("botocore.awsrequest")  # botocore has no types
        models: Any = import_module("botocore.model")
        parsers: Any = import_module("botocore.parsers")
    except ImportError:
        raise MissingExtraError("reading answers in XML", extra="aws") from None
    shape = models.ServiceModel(model).operation_model(operation).output_shape
    is_error = status >= _FIRST_FAILURE
    payload = shape.serialization.get("payload") if shape else None
    if payload and not is_error and not _is_structure(shape.members[payload]):
        return None
    answer = {"body": body, "headers": awsrequest.HeadersDict(headers), "status_code": status}
    try:
        parsed = parsers.create_parser(protocol).parse(answer, shape)
    except parsers.ResponseParserError as error:
        reason = str(error).split(", invalid XML")[0].splitlines()[0]
        raise UnreadableText("SP901", f"The body is no valid XML: {reason}. Record it again.", 1, 1) from None
    except (ValueError, TypeError, LookupError, AttributeError) as error:  # a number that is none, say
        message = f"boto3 itself can't read this body ({type(error).__name__}: {error}). Compare it with the service's."
        raise UnreadableText("SP901", message, 1, 1) from None
    return Answer(cast("object", parsed), "sdk", is_error)


def _is_structure(shape: Any) -> bool:
    return shape.type_name in _STRUCTURES and not shape.serialization.get("eventstream")
