"""Answers to the requests of boto3's clients, in place of those of a service."""

from __future__ import annotations

import io
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest

__all__ = ["answered_by"]


class _RawBody(io.BytesIO):
    def stream(self, *_: object, **__: object) -> Iterator[bytes]:
        yield self.read()


@contextmanager
def answered_by(
    client: Any, body: bytes, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Generator[None]:
    """Let every request of a client be answered with a body, instead of being sent."""
    awsrequest: Any = pytest.importorskip("botocore.awsrequest")

    def answer(**_: object) -> Any:
        return awsrequest.AWSResponse("http://x", status, dict(headers or {}), _RawBody(body))

    client.meta.events.register_first("before-send", answer)
    try:
        yield
    finally:
        client.meta.events.unregister("before-send", answer)
