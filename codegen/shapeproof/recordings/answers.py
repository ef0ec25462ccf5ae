"""An HTTP answer -> the response in it, in the representation in which it can be checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast

from shapeproof.contract import Contract, Representation, is_stream
from shapeproof.recordings.json_text import parse
from shapeproof.recordings.wire_names import payload_member

__all__ = ["Answer", "json_answer"]

_FIRST_FAILURE: Final = 300
_ERROR_NAME: Final = "x-amzn-errortype"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service answered: `value` in `representation`; `is_error` says that it is one of the operation's errors."""

    value: object
    representation: Representation
    is_error: bool


def json_answer(contract: Contract, status: int, headers: Mapping[str, str], body: bytes) -> Answer | None:
    """The answer of a service that speaks JSON, its body as it stands, so that nothing of it is hidden.

    `body` is unpacked; the names of `headers` may be in any case. None where the body is no JSON by its contract: a
    stream, a blob or a text that is the whole body. Raises UnreadableText.
    """
    is_error = status >= _FIRST_FAILURE
    if not is_error:
        payload = payload_member(contract.schema())
        if payload is not None and (is_stream(payload[1]) or not {"$ref", "anyOf"} & payload[1].keys()):
            return None
    value: object = parse(body) if body.strip() else {}
    return Answer(_named_error(value, status, headers) if is_error else value, "wire", is_error)


def _named_error(value: object, status: int, headers: Mapping[str, str]) -> object:
    """REST services name the error in a header, or by another key; gateways before them not at all.

    As a member, the name stands where the others have it.
    """
    if not isinstance(value, dict):
        return value
    body = cast("dict[str, object]", value)
    if "__type" in body:
        return body
    named = [text for key, text in headers.items() if key.lower() == _ERROR_NAME]
    named += [str(body[key]) for key in ("code", "Code") if key in body]
    return {"__type": named[0] if named else str(status), **body}
