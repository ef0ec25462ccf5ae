"""An HTTP answer -> the response in it, in the representation in which it can be checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from shapeproof.contract import Contract, Representation, is_stream, resolve
from shapeproof.recordings.syntax.json_text import parse
from shapeproof.representations.error_bodies import name_in_headers
from shapeproof.representations.wire_names import payload_member

__all__ = ["DecodedResponse", "is_failure", "json_answer", "shows_structure"]

_FIRST_FAILURE: Final = 300


@dataclass(frozen=True, slots=True)
class DecodedResponse:
    """What a service answered: `value` in `representation`.

    `error_name` is what headers call an error, which stands nowhere in its body.
    """

    value: object
    representation: Representation
    error_name: str | None = None


def is_failure(status: int) -> bool:
    """Whether an answer of this status is one of the operation's errors: boto3 raises it."""
    return status >= _FIRST_FAILURE


def shows_structure(contract: Contract, status: int) -> bool:
    """Whether a body of this status can be read: not one that is a stream, a blob or a text as a whole."""
    root = contract.schema()
    payload = payload_member(root)
    if is_failure(status) or payload is None:
        return True
    return not is_stream(payload[1]) and resolve(root, payload[1]).get("type") != "string"


def json_answer(contract: Contract, status: int, headers: Mapping[str, str], body: bytes) -> DecodedResponse:
    """The answer of a service that speaks JSON, its body as it stands, so that nothing of it is hidden.

    `body` is unpacked, and one that shows a structure; the names of `headers` may be in any case. Raises UnreadableText.
    """
    value: object = parse(body) if body.strip() else {}
    if value is None and not contract.members():  # an operation that answers nothing: nobody reads the body
        value = {}
    return DecodedResponse(value, "wire", name_in_headers(contract, headers) if is_failure(status) else None)
