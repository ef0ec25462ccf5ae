"""Reads HAR 1.2, the format in which browsers and proxies save their traffic."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Final, cast
from urllib.parse import urlencode

from shapeproof.contract import Pointer
from shapeproof.recordings.model import Exchange, ReadFailure
from shapeproof.recordings.syntax.embedded_locations import JsonLocations
from shapeproof.recordings.syntax.json_parser import parse_json
from shapeproof.recordings.syntax.parse_error import ParseError
from shapeproof.recordings.syntax.recorded_values import decode_base64, members_of, scalar_string
from shapeproof.validation.catalog import reading

__all__ = ["is_har", "iter_exchanges"]

_ENTRIES: Final = ("log", "entries")
_HINT: Final = "export it again"
_HEX: Final = re.compile("(?:[0-9a-f]{2})*")


def is_har(value: object) -> bool:
    """Whether parsed JSON is a HAR archive."""
    log = members_of(value).get("log")
    return isinstance(members_of(log).get("entries"), list)


def iter_exchanges(archive: Mapping[str, object], data: bytes) -> Iterator[Exchange | ReadFailure]:
    """Yield every exchange of an archive, or a failure for an entry that is not an exchange.

    Args:
        archive: the parsed file.
        data: its bytes.
    """
    entries = cast("list[object]", members_of(archive["log"])["entries"])
    locations = JsonLocations(data, ((*_ENTRIES, index) for index in range(len(entries))))
    if not entries:
        yield ReadFailure(reading.NO_RESPONSE, "the archive is empty: it holds no response", 0, 1, 1, form="har")
    for index, entry in enumerate(entries):
        yield _exchange(members_of(entry), index, (*_ENTRIES, index), locations)


def _exchange(
    entry: Mapping[str, object], index: int, pointer: Pointer, locations: JsonLocations
) -> Exchange | ReadFailure:
    request, response = members_of(entry.get("request")), members_of(entry.get("response"))
    status, content = response.get("status"), members_of(response.get("content"))
    if not request or not isinstance(status, int):
        message = f"not an HTTP exchange: expected a request, and a response with a status; {_HINT}"
        return ReadFailure(reading.RESPONSE_NOT_AN_OBJECT, message, index, *locations.location_of(pointer), form="har")
    content_pointer = (*pointer, "response", "content")
    try:
        body = _body(content)
    except ValueError:
        message = f"the body is declared as base64, but is not valid base64; {_HINT}"
        return ReadFailure(reading.INVALID_SYNTAX, message, index, *locations.location_of(content_pointer), form="har")
    return Exchange(
        form="har",
        index=index,
        method=scalar_string(request.get("method", "")).upper(),
        url=scalar_string(request.get("url", "")),
        request_headers=_headers(request.get("headers")),
        request_body=_request_body(members_of(request.get("postData"))),
        status=status,
        headers=_headers(response.get("headers")),
        body=body,
        locate=partial(locations.locate_in_body, (*content_pointer, "text"), body or b""),
        recorded_at=scalar_string(entry.get("startedDateTime", "")),
    )


def _headers(recorded: object) -> dict[str, str]:
    entries = cast("list[object]", recorded) if isinstance(recorded, list) else []
    values_by_name: dict[str, list[str]] = {}
    for name, value in map(_name_and_value, entries):
        values_by_name.setdefault(name.lower(), []).append(value)
    return {name: ", ".join(values) for name, values in values_by_name.items()}


def _name_and_value(entry: object) -> tuple[str, str]:
    members = members_of(entry)
    return scalar_string(members.get("name", "")), scalar_string(members.get("value", ""))


def _body(content: Mapping[str, object]) -> bytes | None:
    """The body of a response; None if it was left out, as browsers do with content that they no longer have."""
    text = content.get("text")
    if not isinstance(text, str):
        return None if content.get("size") else b""
    if content.get("_isBinary") is True or text.startswith("["):
        chunks = _polly_chunks(text, content)
        if chunks is not None:
            return b"".join(chunks)
    return decode_base64(text) if content.get("encoding") == "base64" else text.encode("utf-8", "surrogatepass")


def _polly_chunks(text: str, content: Mapping[str, object]) -> list[bytes] | None:
    """The pieces in which Polly.JS keeps a body that is compressed or binary: in hex, since version 5 in base64.

    Raises:
        ValueError: they are neither.
    """
    is_old = "encoding" not in content
    if content.get("encoding") != "base64" and not (is_old and content.get("_isBinary") is True):
        return None
    chunks: object = [text]
    if text.startswith("["):
        try:
            chunks = parse_json(text.encode("utf-8", "surrogatepass"))
        except ParseError as error:
            raise ValueError(error.message) from error
    if not isinstance(chunks, list) or not all(isinstance(chunk, str) for chunk in cast("list[object]", chunks)):
        raise ValueError("not a list of strings")
    strings = cast("list[str]", chunks)
    is_hex = is_old or (text.startswith("[") and all(_HEX.fullmatch(chunk) for chunk in strings))
    return [bytes.fromhex(chunk) if is_hex else decode_base64(chunk) for chunk in strings]


def _request_body(post_data: Mapping[str, object]) -> bytes:
    text, params = post_data.get("text"), post_data.get("params")
    if isinstance(text, str):
        return text.encode("utf-8", "surrogatepass")
    entries = cast("list[object]", params) if isinstance(params, list) else []
    return urlencode([_name_and_value(entry) for entry in entries]).encode()
