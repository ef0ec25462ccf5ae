"""VCR cassettes, Python's and Ruby's, in YAML and JSON -> the exchanges in them.

vcrpy: `{"interactions": [{"request": {method, uri, headers, body}, "response": {status, headers, body: {"string"}}}]}`.
Ruby's VCR, and betamax: `http_interactions`, bodies as `{"encoding", "string" | "base64_string"}`. pytest-recording keeps
vcrpy's; some projects keep a JSON body parsed, as `parsed_body`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Final, Protocol, cast

from shapeproof.contract import Pointer
from shapeproof.recordings.model import Exchange, Location, ReadFailure
from shapeproof.recordings.syntax.recorded_values import from_base64, headers_of, members_of
from shapeproof.validation.catalog import reading

__all__ = ["CassetteLocations", "exchanges", "is_cassette", "list_in", "looks_like_cassette"]

_LISTS: Final = ("interactions", "http_interactions")
_START: Final = re.compile(
    rb"""^["']?(?:http_)?interactions["']?\s*:|\A\s*\{[^{]*?["']?(?:http_)?interactions["']?\s*:""", re.MULTILINE
)
_BODIES: Final = (("body",), ("parsed_body",), ("content",))


class CassetteLocations(Protocol):
    """Where the values of a text stand, YAML or JSON."""

    def place_of(self, pointer: Pointer) -> Location:
        """The place of a value, or of its nearest ancestor."""
        ...

    def place_in(self, text: Pointer, body: bytes, member: Pointer) -> Location:
        """The place of a member of the JSON text `body`, which a scalar of this text holds."""
        ...


def is_cassette(value: object) -> bool:
    """Whether a parsed text is a cassette."""
    return any(isinstance(members_of(value).get(key), list) for key in _LISTS)


def list_in(cassette: Mapping[str, object]) -> str:
    """The name of the list that holds a cassette's exchanges."""
    return next(key for key in _LISTS if isinstance(cassette.get(key), list))


def looks_like_cassette(data: bytes) -> bool:
    """The same of a YAML text, without parsing it: nearly all YAML is something else."""
    return _START.search(data) is not None


def exchanges(cassette: Mapping[str, object], places: CassetteLocations) -> Iterator[Exchange | ReadFailure]:
    """Every exchange of a cassette; a Problem for what is none."""
    key = list_in(cassette)
    found = cast("list[object]", cassette[key])
    if not found:
        yield ReadFailure(
            reading.NO_RESPONSE, "This cassette is empty: there is no response in it.", 0, 1, 1, form="vcr"
        )
    for index, kept in enumerate(found):
        yield _exchange(kept, index, (key, index), places)


def _exchange(kept: object, index: int, at: Pointer, places: CassetteLocations) -> Exchange | ReadFailure:
    held = members_of(kept)
    request, response = members_of(held.get("request")), members_of(held.get("response"))
    status = _status(response)
    if not request or status is None:
        message = "This is no exchange: it needs a request, and a response with a status. Record it again."
        return ReadFailure(reading.RESPONSE_NOT_AN_OBJECT, message, index, *places.place_of(at), form="vcr")
    body_at = next((one for one in _BODIES if one[0] in response), ())
    try:
        body, text = _body(response, body_at)
    except ValueError as error:
        return ReadFailure(reading.INVALID_SYNTAX, f"{error} Record it again.", index, *places.place_of(at), form="vcr")
    locate = _locator((*at, "response", *body_at, *text), body, places, is_parsed=body_at == ("parsed_body",))
    return Exchange(
        form="vcr",
        index=index,
        method=str(request.get("method", "")).upper(),
        url=str(request.get("uri", request.get("url", ""))),
        request_headers=headers_of(request.get("headers")),
        request_body=_request_body(request),
        status=status,
        headers=headers_of(response.get("headers")),
        body=body,
        locate=locate,
    )


def _status(response: Mapping[str, object]) -> int | None:
    status = response.get("status", response.get("status_code"))
    code = members_of(cast("object", status)).get("code") if isinstance(status, Mapping) else status
    return code if isinstance(code, int) and not isinstance(code, bool) else None


def _body(response: Mapping[str, object], at: Pointer) -> tuple[bytes | None, Pointer]:
    """The answer's body, and where below `at` the text of it stands. Raises ValueError for one that is no body."""
    if not at:
        return None, ()
    kept = response[str(at[0])]
    if at == ("parsed_body",):
        try:
            return json.dumps(kept).encode(), ()
        except TypeError:
            raise ValueError("The parsed body holds what JSON hasn't.") from None
    if not isinstance(kept, Mapping):
        return _bytes(kept), ()
    held = cast("Mapping[str, object]", kept)
    if isinstance(packed := held.get("base64_string"), str):
        try:
            return from_base64(packed), ("base64_string",)
        except ValueError:
            raise ValueError("The body is no base64.") from None
    return (_bytes(held["string"]), ("string",)) if "string" in held else (b"", ())


def _bytes(kept: object) -> bytes:
    if isinstance(kept, bytes):
        return kept
    if kept is None:
        return b""
    if isinstance(kept, str):
        return kept.encode("utf-8", "surrogatepass")
    raise ValueError("The body is no text.")


def _request_body(request: Mapping[str, object]) -> bytes:
    try:
        return _body(request, ("body",))[0] or b"" if "body" in request else b""
    except ValueError:  # an upload, kept as an object: it says nothing of the operation
        return b""


def _locator(
    at: Pointer, body: bytes | None, places: CassetteLocations, *, is_parsed: bool
) -> Callable[[Pointer], Location]:
    if is_parsed:
        return lambda member: places.place_of((*at, *member))
    return partial(places.place_in, at, body or b"")
