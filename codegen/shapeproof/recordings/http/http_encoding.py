"""Decodes the body of an HTTP message: chunks and compression."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from typing import Final

from shapeproof.recordings.limits import MAX_DECODED, MAX_ENCODINGS

__all__ = ["BodyDecodingError", "DecodingBudget", "decode_body"]

_CHUNK_HEADER: Final = re.compile(rb"([0-9A-Fa-f]{1,8})(?:;[^\r\n]*)?\r\n")
_PLAIN_STARTS: Final = frozenset({b"{", b"[", b"<", b'"', b""})


_BLOCK_SIZE: Final = 2**20
_TOO_MUCH: Final = f"the bodies of this file decode to more than {MAX_DECODED // 2**20} MiB: split the file"


class BodyDecodingError(Exception):
    """Raised for a body that can't be decoded; the message says why."""


class DecodingBudget:
    """What the compressed bodies of one file may decode to, together: small files may hold as much as large ones.

    Attributes:
        remaining: the number of bytes that are left of it.
    """

    def __init__(self) -> None:
        self.remaining = MAX_DECODED


def decode_body(body: bytes, headers: Mapping[str, str], budget: DecodingBudget) -> bytes:
    """Remove chunks and compression, if a body still has them: many recorders remove them.

    Args:
        body: the body as recorded.
        headers: the headers of the message, by their names in lower case.
        budget: the budget of the file, from which each pass takes what it decodes.

    Raises:
        BodyDecodingError: the compression is unknown or broken, or nothing is left of the budget.
    """
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _join_chunks(body)
    encodings = headers.get("content-encoding", "").lower().split(",")
    if len(encodings) > MAX_ENCODINGS:
        raise BodyDecodingError(f"it has more than {MAX_ENCODINGS} content encodings")
    for encoding in reversed(encodings):
        body = _decompress(body, encoding.strip(), budget)
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


def _decompress(body: bytes, encoding: str, budget: DecodingBudget) -> bytes:
    if encoding in {"gzip", "x-gzip"}:
        return _inflate(body, zlib.MAX_WBITS | 16, budget) if body.startswith(b"\x1f\x8b") else body
    if encoding == "deflate":
        if len(body) > 1 and body[0] & 0x0F == 8 and not (body[0] << 8 | body[1]) % 31:
            return _inflate(body, zlib.MAX_WBITS, budget)
        return body if body[:1] in _PLAIN_STARTS else _inflate(body, -zlib.MAX_WBITS, budget)
    if encoding in {"", "identity", "aws-chunked"} or body[:1] in _PLAIN_STARTS:
        return body
    from shapeproof.validation.quotations import quote_code  # few bodies have such an encoding

    raise BodyDecodingError(f"the content encoding {quote_code(encoding)} is not supported")


def _inflate(body: bytes, window_bits: int, budget: DecodingBudget) -> bytes:
    decompressor = zlib.decompressobj(window_bits)
    blocks: list[bytes] = []
    while not decompressor.eof:
        try:  # block by block, so that data which is corrupt after many of them has been counted
            block = decompressor.decompress(body, min(_BLOCK_SIZE, budget.remaining + 1))
        except zlib.error as error:
            raise BodyDecodingError("the compressed data is corrupt") from error
        if len(block) > budget.remaining:
            budget.remaining = 0  # or each of a thousand such bodies would be decoded up to here
            raise BodyDecodingError(_TOO_MUCH)
        if not block and not decompressor.eof:
            raise BodyDecodingError("the compressed data is truncated")
        budget.remaining -= len(block)
        blocks.append(block)
        body = decompressor.unconsumed_tail
    return b"".join(blocks)
