"""What went wrong between here and a URL, in plain words that hold no part of the URL: it may be secret."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from shapeproof.files import FileTooLargeError
from shapeproof.recordings.discovery.units import TOO_LARGE
from shapeproof.recordings.model import ReadFailure
from shapeproof.validation.catalog import reading

__all__ = ["CHANGED", "failure_of", "is_transient", "unreadable"]

_REFUSED: Final = frozenset({401, 403})
_MISSING: Final = frozenset({404, 410})
_BUSY: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_UNREACHABLE_NAMES: Final = ("Connect", "Timeout", "Disconnected", "DNS", "SSL", "Payload", "IncompleteRead")
"""Words in the names of exceptions that libraries raise where the network fails."""


def unreadable(message: str) -> ReadFailure:
    """The failure to read a file."""
    return ReadFailure(reading.PATH_NOT_READABLE, message)


CHANGED: Final = unreadable("the file has changed since it was listed; check it again")


def failure_of(error: Exception) -> ReadFailure:
    """The failure to read a file or to list a directory."""
    if isinstance(error, FileTooLargeError):
        return TOO_LARGE
    causes = list(_causes(error))
    statuses = {status for cause in causes if (status := _status(cause))}
    if statuses & _REFUSED or any(isinstance(cause, PermissionError) for cause in causes):
        return unreadable("permission denied; check the credentials, and what they give access to")
    if any("Credential" in type(cause).__name__ for cause in causes):
        return unreadable("no credentials were found; log in as the file system's library expects it")
    if is_transient(error):
        return unreadable(f"cannot be reached ({type(causes[-1]).__name__}); check the network, or try again later")
    if statuses & _MISSING or any(isinstance(cause, FileNotFoundError) for cause in causes):
        return unreadable("no such file, directory or bucket; check the URL")
    detail = f"HTTP status {min(statuses)}" if statuses else _os_reason(error) or type(error).__name__
    return unreadable(f"cannot be read: {detail}")


def is_transient(error: Exception) -> bool:
    """Whether trying again may help: the network failed, or the server was busy."""
    for cause in _causes(error):
        if _status(cause) in _BUSY or isinstance(cause, ConnectionError | TimeoutError):
            return True
        if any(word in type(cause).__name__ for word in _UNREACHABLE_NAMES):
            return True
    return False


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error, what caused it, and so on. Some libraries raise FileNotFoundError whatever happened."""
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        yield cause
        seen.add(id(cause))
        cause = cause.__cause__


def _status(error: BaseException) -> int | None:
    """The HTTP status that an error tells of; None if it tells none."""
    for name in ("status", "code"):
        value: object = getattr(error, name, None)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
    return None


def _os_reason(error: Exception) -> str | None:
    return error.strerror if isinstance(error, OSError) and error.errno else None
