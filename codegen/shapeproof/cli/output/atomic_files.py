"""Files that appear only when they are complete."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from itertools import count
from types import TracebackType
from typing import Final, Self, TextIO

__all__ = ["AtomicFile"]

_COUNTER: Final = count()


class AtomicFile:
    """A text file that is written under a temporary name beside its target, and moved there by `finish`.

    Leaving the context without `finish` leaves nothing behind. A symbolic link is kept, and its target replaced. A
    device or a pipe is written to directly.
    """

    def __init__(self, path: str) -> None:
        """Open the temporary file, or the device or pipe itself. Raises OSError."""
        # Before links are followed: those of the system to pipes (/dev/stdout) lead to no path that can be opened.
        is_stream = _is_stream(path)
        self.target = path if is_stream else os.path.realpath(path)
        self.temporary: str | None = None
        if not is_stream:
            name = f".shapeproof-{os.getpid()}-{next(_COUNTER)}.part"
            self.temporary = os.path.join(os.path.dirname(self.target), name)
        # Open until `finish` or `discard`.
        self._stream: TextIO = open(  # noqa: SIM115
            self.temporary or path, "w", encoding="utf-8", errors="backslashreplace", newline="\n"
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.discard()

    def write(self, text: str) -> None:
        """Write to the file. Raises OSError."""
        self._stream.write(text)

    def finish(self) -> None:
        """Move the file to its target. Raises OSError."""
        self._stream.close()
        if self.temporary:
            os.replace(self.temporary, self.target)
            self.temporary = None

    def discard(self) -> None:
        """Remove the temporary file."""
        with suppress(OSError):  # what could not be written before can't be written now
            self._stream.close()
        if self.temporary:
            with suppress(OSError):
                os.unlink(self.temporary)


def _is_stream(path: str) -> bool:
    try:
        mode = os.stat(path).st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode)
