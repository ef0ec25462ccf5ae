"""The body of an HTTP exchange, without its chunks and its compression."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from typing import Final

__all__ = ["UnpackingError", "unpacked"]

_MOST_UNPACKED: Final = 64 * 2**20
_CHUNK: Final = re.compile(rb"([0-9A-Fa-f]{1,8})(?:;[^\r\n]*)?\r\n")


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
