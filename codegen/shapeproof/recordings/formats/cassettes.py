"""Reads VCR cassettes, those of Python, Ruby and Go, parsed from YAML or JSON.

vcrpy: `{"interactions": [{"request": {method, uri, headers, body}, "response": {status, headers, body: {"string"}}}]}`.
Ruby's VCR, and betamax: `http_interactions`, bodies as `{"encoding", "string" | "base64_string"}`. pytest-recording
writes vcrpy's; some projects keep a JSON body parsed, as `parsed_body`. go-vcr keeps the status as `code`, beside the line
`status`. langchain-tests keeps two lists: `{"requests": […], "responses": […]}`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from functools import partial
from itertools import zip_longest
from typing import Final, NamedTuple, Protocol, cast

from shapeproof.contract import Pointer
from shapeproof.recordings.location import Location
from shapeproof.recordings.model import BodyLocator, Exchange, OffsetFinder, ReadFailure
from shapeproof.recordings.syntax.recorded_values import decode_base64, headers_of, json_type, members_of, scalar_string
from shapeproof.validation.catalog import reading

__all__ = ["CassetteLocations", "exchange_pointers", "is_cassette", "iter_exchanges", "looks_like_cassette"]

_EXCHANGE_KEYS: Final = ("interactions", "http_interactions")
_START: Final = re.compile(
    rb"""^["']?(?:http_)?interactions["']?\s*:|\A\s*\{[^{]*?["']?(?:http_)?interactions["']?\s*:""", re.MULTILINE
)
_SIDE_BY_SIDE: Final = ("requests", "responses")
_SIDE_BY_SIDE_STARTS: Final = tuple(re.compile(rb"^%s\s*:" % key.encode(), re.MULTILINE) for key in _SIDE_BY_SIDE)
_BODY_KEYS: Final = ("body", "parsed_body", "content")
_STATUS_KEYS: Final = ("code", "status", "status_code")
_HINT: Final = "record it again"


class CassetteLocations(Protocol):
    """Locations of the values in a cassette, YAML or JSON."""

    def locate(self, pointers: Collection[Pointer]) -> Mapping[Pointer, Location]:
        """The locations of values, or of their nearest ancestors."""
        ...

    def location_of(self, pointer: Pointer) -> Location:
        """The location of one value."""
        ...

    def locate_in_body(
        self,
        body_pointer: Pointer,
        body: bytes,
        members: Collection[Pointer],
        offsets_of: OffsetFinder | None = None,
    ) -> Mapping[Pointer, Location]:
        """The locations of members of the text `body`, which the scalar at `body_pointer` holds."""
        ...


def is_cassette(value: object) -> bool:
    """Whether a parsed file is a cassette."""
    members = members_of(value)
    is_single = any(isinstance(members.get(key), list) for key in _EXCHANGE_KEYS)
    return is_single or all(isinstance(members.get(key), list) for key in _SIDE_BY_SIDE)


def exchange_pointers(cassette: Mapping[str, object]) -> Iterator[Pointer]:
    """The pointers of a cassette's exchanges, or of their responses if these have a list of their own."""
    return (entry.pointer for entry in _entries(cassette))


class _Entry(NamedTuple):
    """A request and its response, as recorded, with the pointer of what holds the response."""

    request: object
    response: object
    pointer: Pointer
    response_pointer: Pointer
    recorded_at: object = None


def _entries(cassette: Mapping[str, object]) -> Iterator[_Entry]:
    key = next((key for key in _EXCHANGE_KEYS if isinstance(cassette.get(key), list)), None)
    if key is not None:
        for index, entry in enumerate(cast("list[object]", cassette[key])):
            exchange = members_of(entry)
            pointer = (key, index)
            yield _Entry(
                exchange.get("request"),
                exchange.get("response"),
                pointer,
                (*pointer, "response"),
                exchange.get("recorded_at"),
            )
        return
    requests, responses = (cast("list[object]", cassette[key]) for key in _SIDE_BY_SIDE)
    for index, (request, response) in enumerate(zip_longest(requests, responses)):
        pointer = (_SIDE_BY_SIDE[1], index)
        yield _Entry(request, response, pointer, pointer)


def looks_like_cassette(data: bytes) -> bool:
    """Whether YAML may be a cassette, without parsing it: nearly all YAML is something else."""
    return _START.search(data) is not None or all(key.search(data) for key in _SIDE_BY_SIDE_STARTS)


def iter_exchanges(cassette: Mapping[str, object], locations: CassetteLocations) -> Iterator[Exchange | ReadFailure]:
    """Yield every exchange of a cassette, or a failure for an entry that is not an exchange.

    Args:
        cassette: the parsed file.
        locations: the locations of its values.
    """
    is_empty = True
    for index, entry in enumerate(_entries(cassette)):
        is_empty = False
        yield _exchange(entry, index, locations)
    if is_empty:
        yield ReadFailure(reading.NO_RESPONSE, "the cassette is empty: it holds no response", 0, 1, 1, form="vcr")


def _exchange(entry: _Entry, index: int, locations: CassetteLocations) -> Exchange | ReadFailure:
    pointer = entry.pointer
    request, response = members_of(entry.request), members_of(entry.response)
    status = _status(response)
    if not request or status is None:
        message = f"not an HTTP exchange: expected a request, and a response with a status; {_HINT}"
        return ReadFailure(reading.RESPONSE_NOT_AN_OBJECT, message, index, *locations.location_of(pointer), form="vcr")
    body_key = next((key for key in _BODY_KEYS if key in response), None)
    try:
        body, inner_pointer = _body(response, body_key)
    except ValueError as error:
        return ReadFailure(
            reading.INVALID_SYNTAX, f"{error}; {_HINT}", index, *locations.location_of(pointer), form="vcr"
        )
    body_pointer = (*entry.response_pointer, *(() if body_key is None else (body_key,)), *inner_pointer)
    return Exchange(
        form="vcr",
        index=index,
        method=scalar_string(request.get("method", "")).upper(),
        url=scalar_string(request.get("uri", request.get("url", ""))),
        request_headers=headers_of(request.get("headers")),
        request_body=_request_body(request),
        status=status,
        headers=headers_of(response.get("headers")),
        body=body,
        locate=_locator(body_pointer, body, locations, is_parsed=body_key == "parsed_body"),
        recorded_at="" if entry.recorded_at is None else str(entry.recorded_at),
    )


def _status(response: Mapping[str, object]) -> int | None:
    status = next((response[key] for key in _STATUS_KEYS if key in response), None)
    code = members_of(cast("object", status)).get("code") if isinstance(status, Mapping) else status
    return code if isinstance(code, int) and not isinstance(code, bool) else None


def _body(message: Mapping[str, object], key: str | None) -> tuple[bytes | None, Pointer]:
    """The body of a request or response, and the pointer of its string below `key`. Raises ValueError for any other."""
    if key is None:
        return None, ()
    recorded = message[key]
    if key == "parsed_body":
        try:
            return json.dumps(recorded).encode(), ()
        except TypeError as error:
            raise ValueError("the parsed body holds values that JSON does not have") from error
    if not isinstance(recorded, Mapping):
        return _to_bytes(recorded), ()
    members = cast("Mapping[str, object]", recorded)
    if isinstance(encoded := members.get("base64_string"), str):
        try:
            return decode_base64(encoded), ("base64_string",)
        except ValueError as error:
            raise ValueError("the body is not valid base64") from error
    return (_to_bytes(members["string"]), ("string",)) if "string" in members else (b"", ())


def _to_bytes(recorded: object) -> bytes:
    if isinstance(recorded, bytes):
        return recorded
    if recorded is None:
        return b""
    if isinstance(recorded, str):
        return recorded.encode("utf-8", "surrogatepass")
    raise ValueError(f"expected a string as body, got {json_type(recorded)}")


def _request_body(request: Mapping[str, object]) -> bytes:
    try:
        return _body(request, "body")[0] or b"" if "body" in request else b""
    except ValueError:  # an upload, recorded as an object: it doesn't identify the operation
        return b""


def _locator(pointer: Pointer, body: bytes | None, locations: CassetteLocations, *, is_parsed: bool) -> BodyLocator:
    if is_parsed:
        return partial(_locate_below, locations, pointer)
    return partial(locations.locate_in_body, pointer, body or b"")


def _locate_below(
    locations: CassetteLocations,
    pointer: Pointer,
    members: Collection[Pointer],
    offsets_of: OffsetFinder | None = None,  # noqa: ARG001
) -> Mapping[Pointer, Location]:
    in_file = {member: (*pointer, *member) for member in members}
    found = locations.locate(in_file.values())
    return {member: found[below] for member, below in in_file.items()}
