"""What a client got, as one of botocore's events tells it -> a response and where it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from shapeproof.contract import Contract, Part, Representation
from shapeproof.recordings.http.responses import is_failure, json_answer, shows_structure
from shapeproof.recordings.syntax.unreadable import UnreadableText

__all__ = ["LiveResponse", "ResponseOrigin", "live_response"]

ResponseOrigin = Literal["moto", "placebo", "vcr", "stub", "wire"]
"""Who answered: one of these libraries, a handler in place of the service (botocore's Stubber, say), or a server."""

_LIBRARIES: Final[tuple[ResponseOrigin, ...]] = ("moto", "placebo", "vcr")
_JSON_PROTOCOLS: Final = frozenset({"json", "rest-json"})


@dataclass(frozen=True, slots=True)
class LiveResponse:
    """One answer that a client got.

    `value` is the body as it was sent (`wire`), of a service that speaks JSON; else what botocore made of it (`sdk`).
    `error_name` is what the headers of an error call it, `refusal` says why a body can't be read that should be JSON.
    """

    contract: Contract
    part: Part
    value: object
    representation: Representation
    source: ResponseOrigin
    error_name: str | None = None
    refusal: UnreadableText | None = None


def live_response(
    contract: Contract, model: Any, received: Mapping[str, Any] | None, http_response: Any, parsed: Any
) -> LiveResponse:
    """The answer that ends one call of a client.

    `model` is botocore's OperationModel; `received` the HTTP answer as botocore's `response_dict`, None where nothing
    was received; `http_response` and `parsed` what `after-call` hands over. Nothing of these is changed, and no stream
    is read.
    """
    source = _source(http_response, received)
    part: Part = "error" if is_failure(http_response.status_code) else "response"
    as_parsed = LiveResponse(contract, part, parsed, "sdk", source)
    if received is None or not isinstance(received["body"], bytes) or not _speaks_json(contract, model):
        return as_parsed
    status = received["status_code"]
    if not shows_structure(contract, status):
        return as_parsed
    try:
        answer = json_answer(contract, status, received["headers"], received["body"])
    except UnreadableText as refusal:
        # Errors come from whatever stands before a service, too, as pages of all kinds; botocore makes do with these.
        return as_parsed if part == "error" else replace(as_parsed, refusal=refusal)
    return replace(as_parsed, value=answer.value, representation=answer.representation, error_name=answer.error_name)


def _speaks_json(contract: Contract, model: Any) -> bool:
    """Whether this client reads JSON: of several protocols of a service, botocore may have chosen another."""
    protocol = getattr(model.service_model, "resolved_protocol", contract.json_protocol)  # botocore 1.36 and newer
    return protocol in _JSON_PROTOCOLS


def _source(http_response: Any, received: object) -> ResponseOrigin:
    raw = getattr(http_response, "raw", None)
    # vcrpy's answers are urllib3's, around a connection of its own.
    for one in (http_response, raw, getattr(raw, "_fp", None), getattr(raw, "_original_response", None)):
        library = type(one).__module__.partition(".")[0]
        if library in _LIBRARIES:
            return library
    return "stub" if received is None else "wire"
