"""HAR 1.2, what browsers and proxies write of their traffic -> the exchanges in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Final, cast
from urllib.parse import urlencode

from shapeproof.contract import Pointer
from shapeproof.recordings.model import Exchange, Location, ReadFailure
from shapeproof.recordings.syntax.embedded_locations import JsonLocations
from shapeproof.recordings.syntax.recorded_values import from_base64, members_of
from shapeproof.validation.catalog import reading

__all__ = ["exchanges", "is_har"]

_ENTRIES: Final = ("log", "entries")


def is_har(value: object) -> bool:
    """Whether a parsed text is a HAR."""
    log = members_of(value).get("log")
    return isinstance(members_of(log).get("entries"), list)


def exchanges(archive: Mapping[str, object], text: bytes) -> Iterator[Exchange | ReadFailure]:
    """Every exchange of an archive; a Problem for what is none."""
    places = JsonLocations(text, _ENTRIES)
    entries = cast("list[object]", members_of(archive["log"])["entries"])
    if not entries:
        yield ReadFailure(
            reading.NO_RESPONSE, "This archive is empty: there is no response in it.", 0, 1, 1, form="har"
        )
    for index, entry in enumerate(entries):
        yield _exchange(members_of(entry), index, (*_ENTRIES, index), places)


def _exchange(entry: Mapping[str, object], index: int, at: Pointer, places: JsonLocations) -> Exchange | ReadFailure:
    request, response = members_of(entry.get("request")), members_of(entry.get("response"))
    status, content = response.get("status"), members_of(response.get("content"))
    if not request or not isinstance(status, int):
        message = "This is no exchange: it needs a request, and a response with a status. Export it again."
        return ReadFailure(reading.RESPONSE_NOT_AN_OBJECT, message, index, *places.place_of(at), form="har")
    try:
        body = _body(content)
    except ValueError:
        message = "The body is no base64, though it is said to be. Export it again."
        return ReadFailure(
            reading.INVALID_SYNTAX, message, index, *places.place_of((*at, "response", "content")), form="har"
        )
    return Exchange(
        form="har",
        index=index,
        method=str(request.get("method", "")).upper(),
        url=str(request.get("url", "")),
        request_headers=_headers(request.get("headers")),
        request_body=_posted(members_of(request.get("postData"))),
        status=status,
        headers=_headers(response.get("headers")),
        body=body,
        locate=partial(_locate, places, (*at, "response", "content", "text")),
    )


def _locate(places: JsonLocations, body: Pointer, _: Pointer) -> Location:
    return places.place_of(body)


def _headers(kept: object) -> dict[str, str]:
    listed = cast("list[object]", kept) if isinstance(kept, list) else []
    found: dict[str, str] = {}
    for one in map(members_of, listed):
        name, value = str(one.get("name", "")).lower(), str(one.get("value", ""))
        found[name] = f"{found[name]}, {value}" if name in found else value
    return found


def _body(content: Mapping[str, object]) -> bytes | None:
    """The answer's body; None where it was left out, which browsers do with what is long gone from memory."""
    text = content.get("text")
    if not isinstance(text, str):
        return None if content.get("size") else b""
    return from_base64(text) if content.get("encoding") == "base64" else text.encode("utf-8", "surrogatepass")


def _posted(data: Mapping[str, object]) -> bytes:
    text, fields = data.get("text"), data.get("params")
    if isinstance(text, str):
        return text.encode("utf-8", "surrogatepass")
    listed = map(members_of, cast("list[object]", fields) if isinstance(fields, list) else [])
    return urlencode([(str(one.get("name", "")), str(one.get("value", ""))) for one in listed]).encode()
