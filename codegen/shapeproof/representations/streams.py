"""Streams in a response, as boto3 returns them: of bytes, and of events.

They are of botocore's own classes where it is installed, so that code reads, iterates and closes them as those of a service,
and show what is in them where Hypothesis prints them: as an expression that `@example` takes, after `from shapeproof import fuzz`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib import import_module
from io import BytesIO
from typing import Any

__all__ = ["event_stream", "streaming_body"]


def streaming_body(content: bytes) -> Any:
    """Return a stream of bytes: a `StreamingBody`, or a `BytesIO` where botocore isn't installed.

    Args:
        content: the bytes.
    """
    return _streaming_body_class()(content)


def event_stream(events: Sequence[object]) -> Any:
    """Return a stream of events: an `EventStream`, which can be iterated once, or an object like it.

    Args:
        events: the events in `sdk`: dicts with one member each.
    """
    return _event_stream_class()(events)


@cache
def _streaming_body_class() -> Any:
    base: Any = _botocore_class("response", "StreamingBody", BytesIO)

    class StreamingBody(base):  # type: ignore[misc]
        def __init__(self, content: bytes) -> None:
            base.__init__(self, *((content,) if base is BytesIO else (BytesIO(content), len(content))))
            self._content = content

        def __repr__(self) -> str:
            return f"fuzz.streaming_body({self._content!r})"

    return StreamingBody


@cache
def _event_stream_class() -> Any:
    base: Any = _botocore_class("eventstream", "EventStream", object)

    class EventStream(base):  # type: ignore[misc]
        def __init__(self, events: Sequence[object]) -> None:  # no events of a connection to parse
            self._events = events
            self._rest = iter(events)

        def __iter__(self) -> Iterator[object]:
            yield from self._rest

        def get_initial_response(self) -> None:
            """No event; botocore reads one of the connection."""

        def close(self) -> None:
            self._rest = iter(())

        def __repr__(self) -> str:
            return f"fuzz.event_stream({self._events!r})"

    return EventStream


def _botocore_class(module: str, name: str, substitute: type) -> Any:
    try:
        return getattr(import_module(f"botocore.{module}"), name)
    except ImportError:
        return substitute
