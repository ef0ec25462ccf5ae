"""Members that agree with others in every response of a service: lengths, statuses and counts."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Collection, Sequence
from typing import Any, Final, NamedTuple, cast

from shapeproof.contract import Schema, resolve, walk
from shapeproof.contract.json_values import copy_json
from shapeproof.contract.routes import has_path, is_inside, shape_at
from shapeproof.contract.wire import SDK_STREAM
from shapeproof.fuzz.core.counts import Counts, count_items
from shapeproof.representations.response_metadata import RESPONSE_METADATA

__all__ = ["HttpMembers", "agree_counts", "agree_http", "agree_stated_counts", "lists_and_counts", "member_owner"]

_LENGTH_HEADER: Final = "content-length"


class HttpMembers(NamedTuple):
    """The members of a response that HTTP decides.

    Attributes:
        streams: those that are a stream of bytes.
        lengths: those that are the header of its length, with which boto3 checks that it got everything.
        statuses: those that are the status.
    """

    streams: tuple[str, ...]
    lengths: tuple[str, ...]
    statuses: tuple[str, ...]

    @classmethod
    def of(cls, root: Schema, pinned: Sequence[str] = ()) -> HttpMembers:
        """Those of a schema that `sdk_schema` returns, without those that are pinned."""
        members: Schema = resolve(root, root)["properties"]
        wire = {name: node.get("x-wire", {}) for name, node in members.items() if name not in pinned}
        return cls(
            tuple(name for name, node in members.items() if node.get("x-sdk") == SDK_STREAM),
            tuple(name for name, place in wire.items() if place.get("name", name).lower() == _LENGTH_HEADER),
            tuple(name for name, place in wire.items() if place.get("in") == "statusCode"),
        )


def agree_http(response: Any, members: HttpMembers) -> Any:
    """A response in `cli`, changed so that a length is that of the stream, and a status that of the metadata."""
    for stream in members.streams:
        size = _size(response.get(stream))
        if size is not None:
            response.update({length: size for length in members.lengths if length in response})
    metadata = _structure(response, [RESPONSE_METADATA])
    if metadata and "HTTPStatusCode" in metadata:
        response.update(dict.fromkeys(members.statuses, metadata["HTTPStatusCode"]))
    return response


def _size(content: object) -> int | None:
    """The size of bytes, or of what base64 holds; None for what is neither, as a pinned strategy may draw."""
    try:
        return len(content) if isinstance(content, bytes) else len(b64decode(cast("str", content)))
    except (TypeError, ValueError):
        return None


def agree_counts(response: Any, items: str, counts: Sequence[str]) -> Any:
    """A page in `cli`, changed so that its counts say how many items it has.

    Args:
        response: the page.
        items: the path of the list.
        counts: the paths of the counts.
    """
    owner, name = member_owner(response, items)
    found = None if owner is None else owner.get(name)
    number = len(cast("list[object]", found)) if isinstance(found, list) else 0
    for path in counts:
        owner, name = member_owner(response, path)
        if owner is not None and name in owner:
            owner[name] = number
    return response


def agree_stated_counts(root: Schema, response: Any, pinned: Collection[str] = ()) -> Any:
    """A changed response in `cli`, in a copy whose counts are those that `x-counts` of the schema says.

    Args:
        root: the schema of the response.
        response: the response. A plan composes it so; a change of it may not be.
        pinned: the paths of the members that are pinned, and stay as they are with all that is in them.
    """
    if not any("x-counts" in definition for definition in root["$defs"].values()):
        return response
    response = copy_json(response)
    for visit in walk(root, response):
        value, stated = visit.value, cast("Counts", (visit.shape or {}).get("x-counts", {}))
        if stated and isinstance(value, dict):
            owner = f"{visit.path}." if visit.path else ""
            free = {count: lists for count, lists in stated.items() if not _is_fixed(f"{owner}{count}", pinned)}
            count_items(cast("dict[str, Any]", value), free)
    return response


def _is_fixed(path: str, pinned: Collection[str]) -> bool:
    return any(path == name or is_inside(path, name) for name in pinned)


def lists_and_counts(root: Schema, paths: Sequence[str]) -> tuple[list[str], list[str]]:
    """The paths of lists that a paginator merges, and those of numbers that it adds up: counts of what is in them."""
    found: dict[str, list[str]] = {"array": [], "integer": []}
    for path in paths:
        if has_path(root, path):
            found.get(shape_at(root, path).get("type", ""), []).append(path)
    return found["array"], found["integer"]


def member_owner(response: Any, path: str) -> tuple[dict[str, Any] | None, str]:
    """The structure in a response that may have the member at a path, and the member's name; None if it isn't there.

    Args:
        response: the response.
        path: the path of a member, through structures only.
    """
    *owners, name = path.split(".")
    return _structure(response, owners), name


def _structure(response: Any, names: Sequence[str]) -> dict[str, Any] | None:
    for name in names:
        response = cast("dict[str, object]", response).get(name) if isinstance(response, dict) else None
    return cast("dict[str, Any]", response) if isinstance(response, dict) else None
