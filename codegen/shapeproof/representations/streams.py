"""The body of a response that is a stream, as boto3 returns it."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from io import BytesIO
from typing import Any

__all__ = ["streaming_body"]


def streaming_body(content: bytes) -> Any:
    """Return a stream of bytes: botocore's own class, so that code reads, iterates and closes it as one of a service.

    Where botocore isn't installed, it is a `BytesIO`, which has the same methods for reading, lines and closing.
    """
    try:
        streaming_class = _streaming_class()
    except ImportError:
        return BytesIO(content)
    return streaming_class(BytesIO(content), len(content))


@cache
def _streaming_class() -> Any:
    botocore_class: Any = import_module("botocore.response").StreamingBody

    class StreamingBody(botocore_class):  # type: ignore[misc]
        """One that shows its content where Hypothesis prints it."""

        def __repr__(self) -> str:
            return f"StreamingBody({self._raw_stream.getvalue()!r})"

    return StreamingBody
