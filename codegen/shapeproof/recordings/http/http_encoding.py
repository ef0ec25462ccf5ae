"""Decodes the body of an HTTP message: chunks and compression."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from typing import Final

from shapeproof.recordings.limits import MAX_DOCUMENT, MAX_ENCODINGS

__all__ = ["BodyDecodingError", "decode_body"]

_CHUNK_HEADER: Final = re.compile(rb"([0-9A-Fa-f]{1,8})(?:;[^\r\n]*)?\r\n")
_PLAIN_STARTS: Final = frozenset({b"{", b"[", b"<", b'"', b""})


class BodyDecodingError(Exception):
    """Raised for a body that can't be decoded; the message says why."""


def decode_body(body: bytes, headers: Mapping[str, str]) -> bytes:
    """Remove chunks and compression, if a body still has them: many recorders remove them.

    Args:
        body: the body as recorded.
        headers: the headers of the message, by their names in lower case.

    Raises:
        BodyDecodingError: the compression is unknown or broken, or the body decodes to too much.
    """
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _join_chunks(body)
    encodings = headers.get("content-encoding", "").lower().split(",")
    if len(encodings) > MAX_ENCODINGS:
        raise BodyDecodingError(f"it has more than {MAX_ENCODINGS} content encodings")
    for encoding in reversed(encodings):
        body = _decompress(body, encoding.strip())
    return body


def _join_chunks(body: bytes) -> bytes:
    """The content of the chunks, if the body consists of chunks from its start to its end."""
    chunks: list[bytes] = []
    position = 0
    while header := _CHUNK_HEADER.match(body, position):
        size = int(header[1], 16)
        if not size:
            return b"".join(chunks)
        chunks.append(body[header.end() : header.end() + size])
        position = header.end() + size + 2
        if body[position - 2 : position] != b"\r\n":
            break
    return body


def _decompress(body: bytes, encoding: str) -> bytes:
    if encoding in {"gzip", "x-gzip"}:
        return _inflate(body, zlib.MAX_WBITS | 16) if body.startswith(b"\x1f\x8b") else body
    if encoding == "deflate":
        if len(body) > 1 and body[0] & 0x0F == 8 and not (body[0] << 8 | body[1]) % 31:
            return _inflate(body, zlib.MAX_WBITS)
        return body if body[:1] in _PLAIN_STARTS else _inflate(body, -zlib.MAX_WBITS)
    if encoding in {"", "identity", "aws-chunked"} or body[:1] in _PLAIN_STARTS:
        return body
    raise BodyDecodingError(f"the content encoding {encoding} is not supported")


def _inflate(body: bytes, window_bits: int) -> bytes:
    decompressor = zlib.decompressobj(window_bits)
    try:
        data = decompressor.decompress(body, MAX_DOCUMENT)
    except zlib.error as error:
        raise BodyDecodingError("the compressed data is corrupt") from error
    if decompressor.unconsumed_tail:
        raise BodyDecodingError(f"it decodes to more than {MAX_DOCUMENT // 2**20} MiB")
    if not decompressor.eof:
        raise BodyDecodingError("the compressed data is truncated")
    return data
