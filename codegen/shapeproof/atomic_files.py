"""Files that are written whole or not at all, and only where they were asked for.

A file is written under a random name beside its target, and moved there when it is complete: a full disk, or the end of
this process, leaves the earlier file as it was. Whoever may put links where files are written (a pull request, say) must
not choose where they are written:

- A path that a person named is theirs: a link is followed and kept, and a pipe or a device is written to directly. But
  links below the working directory come with a checkout: a path below it doesn't leave it.
- Any other path lies `below` a directory that a person named. A link on the way may lead to another place below it, but
  not out of it.
"""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import PurePath
from types import TracebackType
from typing import Final, Self, TextIO

from shapeproof.operating_system.descriptors import make_blocking, set_mode
from shapeproof.operating_system.open_flags import CREATE_NEW, WRITE_STREAM

__all__ = ["AtomicFile", "create_exclusively", "make_directories", "require_below", "write_atomically"]

StrPath = str | os.PathLike[str]

_PERMISSIONS: Final = 0o777
_READER_TIMEOUT: Final = 10.0
"""Seconds that a pipe's reader has to open it."""
_PAUSE: Final = 0.01


class AtomicFile:
    """A UTF-8 file that takes its place on `finish`. Leaving the context without `finish` leaves nothing behind.

    The mode of a file that is replaced is kept. Every OSError names the file that was asked for.
    """

    def __init__(self, path: StrPath, *, below: StrPath | None = None) -> None:
        """Open the temporary file, or the pipe or device itself.

        Args:
            path: the file.
            below: a directory that the file must not leave through a link; None if a person named `path` itself, which
                then must not leave the working directory if it lies below it.

        Raises:
            OSError: the file can't be written there.
        """
        self.path = os.fspath(path)
        self.target = self.path
        self.temporary: str | None = None
        with _naming(self.path):
            require_below(self.path, below)
            # Before links are followed: those of the system to pipes (/dev/stdout) lead to no path that can be opened.
            if _is_stream(self.path):
                if below is not None:
                    raise OSError(errno.EINVAL, "expected a file, got a pipe, a socket or a device")
                descriptor = _open_stream(self.path)
            else:
                self.target = os.path.realpath(self.path)
                self.temporary, descriptor = _create_beside(self.target)
            # Open until `finish` or `discard`.
            self._stream: TextIO = open(  # noqa: SIM115
                descriptor, "w", encoding="utf-8", errors="backslashreplace", newline="\n"
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.discard()

    def write(self, text: str) -> None:
        """Write to the file. Raises OSError."""
        with _naming(self.path):
            self._stream.write(text)

    def finish(self) -> None:
        """Move the file to its target. Raises OSError."""
        with _naming(self.path):
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
            self.temporary = None


def write_atomically(path: StrPath, text: str, *, below: StrPath | None = None) -> None:
    """Write a file, and the directories that it needs.

    Args:
        path: the file.
        text: what it is to hold.
        below: as for `AtomicFile`.

    Raises:
        OSError: the file can't be written; it names the file.
    """
    make_directories(os.path.dirname(os.fspath(path)), below=below)
    with AtomicFile(path, below=below) as file:
        file.write(text)
        file.finish()


def create_exclusively(path: StrPath, text: str) -> None:
    """Write a file that doesn't exist yet. What has its name is neither followed nor replaced.

    Raises:
        FileExistsError: something has this name, even if it is a link that leads nowhere.
        OSError: the file can't be written; it names the file.
    """
    target = os.fspath(path)
    with _naming(target):
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
        temporary, descriptor = _create_beside(target)
        try:
            with open(descriptor, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
                stream.write(text)
            os.link(temporary, target, follow_symlinks=False)  # unlike a move, it fails if the name is taken
        finally:
            os.unlink(temporary)


def make_directories(directory: StrPath, *, below: StrPath | None = None) -> None:
    """Make a directory and those above it. `below` is as for `AtomicFile`. Raises OSError."""
    path = os.fspath(directory) or os.curdir
    with _naming(path):
        require_below(path, below)
        os.makedirs(path, exist_ok=True)


def require_below(path: StrPath, below: StrPath | None = None) -> None:
    """Raise OSError if a path leaves a directory through a link.

    Args:
        path: the path.
        below: the directory; None for the working directory, which a path that names another place may leave.
    """
    if below is None:
        below = os.getcwd()
        if not _is_below(os.path.abspath(path), below):
            return
    else:
        require_below(below)
    if not _is_below(os.path.realpath(path), os.path.realpath(below)):
        raise OSError(errno.EPERM, f"it leads out of the directory {os.path.abspath(below)}", os.fspath(path))


def _is_below(path: str, directory: str) -> bool:
    return PurePath(path).is_relative_to(directory)  # also for paths on different drives


def _create_beside(target: str) -> tuple[str, int]:
    """A temporary file in the directory of a target, with the mode of the target if it exists."""
    temporary = os.path.join(os.path.dirname(target), f".shapeproof-{os.urandom(8).hex()}.part")
    descriptor = os.open(temporary, CREATE_NEW, 0o666)
    try:
        with suppress(FileNotFoundError):
            set_mode(descriptor, temporary, stat.S_IMODE(os.lstat(target).st_mode) & _PERMISSIONS)
    except BaseException:
        os.close(descriptor)
        os.unlink(temporary)
        raise
    return temporary, descriptor


def _open_stream(path: str) -> int:
    """Open a pipe or a device. A pipe that nothing reads is an error: its reader might never come."""
    deadline = time.monotonic() + _READER_TIMEOUT
    while True:
        try:
            descriptor = os.open(path, WRITE_STREAM)
        except OSError as error:
            if error.errno != errno.ENXIO:
                raise
            if time.monotonic() > deadline:
                raise OSError(errno.ENXIO, "nothing reads this pipe") from error
            time.sleep(_PAUSE)
        else:
            make_blocking(descriptor)
            return descriptor


def _is_stream(path: str) -> bool:
    try:
        mode = os.stat(path).st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode)


@contextmanager
def _naming(path: str) -> Generator[None]:
    """Have every OSError name this path: those of writes name none, and others the temporary file."""
    try:
        yield
    except OSError as error:
        error.filename, error.filename2 = path, None
        raise
