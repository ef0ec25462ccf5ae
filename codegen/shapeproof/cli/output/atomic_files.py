"""Files that are there when they are whole, and not before."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from itertools import count
from types import TracebackType
from typing import Final, Self, TextIO

__all__ = ["AtomicFile"]

_NUMBERS: Final = count()


class AtomicFile:
    """A text that is written beside its place, and moved there by `finish`; where this is left before, nothing stays.

    A symbolic link stays one: what it leads to is replaced. A device or a pipe is written to as it is.
    """

    def __init__(self, path: str) -> None:
        """Raises OSError."""
        # Before any link is followed: those of the system to pipes (/dev/stdout) lead to no path that could be opened.
        is_stream = _is_stream(path)
        self.target = path if is_stream else os.path.realpath(path)
        self.aside: str | None = None
        if not is_stream:
            name = f".shapeproof-{os.getpid()}-{next(_NUMBERS)}.part"
            self.aside = os.path.join(os.path.dirname(self.target), name)
        # Open until `finish` or `discard`.
        self._stream: TextIO = open(  # noqa: SIM115
            self.aside or path, "w", encoding="utf-8", errors="backslashreplace", newline="\n"
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.discard()

    def write(self, text: str) -> None:
        """Raises OSError."""
        self._stream.write(text)

    def finish(self) -> None:
        """Put the file in its place. Raises OSError."""
        self._stream.close()
        if self.aside:
            os.replace(self.aside, self.target)
            self.aside = None

    def discard(self) -> None:
        """Leave nothing behind of what isn't finished."""
        with suppress(OSError):  # what could not be written can't be written now
            self._stream.close()
        if self.aside:
            with suppress(OSError):
                os.unlink(self.aside)


def _is_stream(path: str) -> bool:
    try:
        mode = os.stat(path).st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode)
