"""What is kept of an HTTP exchange -> its headers and its body, unpacked."""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    pass

__all__ = ["UnpackingError", "from_base64", "headers_of", "members_of", "unpacked"]

_MOST_UNPACKED: Final = 64 * 2**20
_CHUNK: Final = re.compile(rb"([0-9A-Fa-f]{1,8})(?:;[^\r\n]*)?\r\n")


def members_of(value: object) -> Mapping[str, object]:
    """The members of an object; none of anything else."""
    return cast("Mapping[str, object]", value) if isinstance(value, Mapping) else {}


def headers_of(kept: object) -> dict[str, str]:
    """Headers as recorders keep them (name -> text, bytes, or a list of such) by their names in lower case."""
    if not isinstance(kept, Mapping):
        return {}
    found: dict[str, str] = {}
    for name, values in cast("Mapping[object, object]", kept).items():
        several = cast("list[object]", values) if isinstance(values, list) else [values]
        found[_text(name).lower()] = ", ".join(_text(one) for one in several)
    return found


def _text(value: object) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def from_base64(text: str) -> bytes:
    """The bytes of a base64 text, which may be broken into lines. Raises ValueError for anything else."""
    return base64.b64decode("".join(text.split()), validate=True)


class UnpackingError(Exception):
    """A body that can't be unpacked; the text says why."""


def unpacked(body: bytes, headers: Mapping[str, str]) -> bytes:
    """A body without its chunks and its compression, where it still has them: many recorders take them off.

    Raises UnpackingError for a compression that isn't known, one that is broken, and what unpacks to too much.
    """
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _joined(body)
    for encoding in reversed(headers.get("content-encoding", "").lower().split(",")):
        body = _decompressed(body, encoding.strip())
    return body


def _joined(body: bytes) -> bytes:
    """The chunks' contents, if the body consists of chunks from its start to its end."""
    parts: list[bytes] = []
    at = 0
    while head := _CHUNK.match(body, at):
        size = int(head[1], 16)
        if not size:
            return b"".join(parts)
        parts.append(body[head.end() : head.end() + size])
        at = head.end() + size + 2
        if body[at - 2 : at] != b"\r\n":
            break
    return body


def _decompressed(body: bytes, encoding: str) -> bytes:
    if encoding in {"gzip", "x-gzip"}:
        return _inflated(body, zlib.MAX_WBITS | 16) if body.startswith(b"\x1f\x8b") else body
    if encoding == "deflate":
        if len(body) > 1 and body[0] & 0x0F == 8 and not (body[0] << 8 | body[1]) % 31:
            return _inflated(body, zlib.MAX_WBITS)
        return body if body[:1] in {b"{", b"[", b"<", b'"', b""} else _inflated(body, -zlib.MAX_WBITS)
    if encoding in {"", "identity", "aws-chunked"} or body[:1] in {b"{", b"[", b"<", b'"', b""}:
        return body
    raise UnpackingError(f"the body is compressed with {encoding}, which isn't read here")


def _inflated(body: bytes, window: int) -> bytes:
    inflater = zlib.decompressobj(window)
    try:
        data = inflater.decompress(body, _MOST_UNPACKED)
    except zlib.error:
        raise UnpackingError("the body's compression is broken") from None
    if inflater.unconsumed_tail:
        raise UnpackingError(f"the body unpacks to more than {_MOST_UNPACKED // 2**20} MiB")
    if not inflater.eof:
        raise UnpackingError("the body's compression is cut off")
    return data
