"""Where what is made of a contract is written: names become paths here, and no path leads out of its directory."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from shapeproof.capture.name_grammar import MAX_NAME_LENGTH, excerpt
from shapeproof.errors import CaptureError

__all__ = ["path_below", "require_below"]

_SEPARATORS: Final = frozenset('/\\:*?"<>|')
_RESERVED: Final = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$"]
    + [f"{device}{number}" for device in ("com", "lpt") for number in "0123456789¹²³"]
)
"""The names of devices on Windows, with any suffix."""


def path_below(directory: Path, *names: str) -> Path:
    """The path of a file or directory below a directory.

    Args:
        directory: the directory.
        *names: the names of the directories and the file below it. They come from contracts.

    Raises:
        CaptureError: a name can't be that of a file everywhere, or the path leads out of the directory, through a
            symbolic link.
    """
    for name in names:
        if reason := _why_refused(name):
            raise CaptureError(f"{excerpt(name)} can't be the name of a file: {reason}", where=str(directory))
    path = directory.joinpath(*names)
    require_below(directory, path)
    return path


def require_below(directory: Path, path: Path) -> None:
    """Check that a path lies below a directory once symbolic links are followed. Raises CaptureError."""
    from shapeproof import atomic_files  # slower to import than a contract to read, and few need it

    try:
        atomic_files.require_below(path, directory)
    except OSError as error:
        raise CaptureError(
            f"{error.strerror}, through a symbolic link",
            where=error.filename,
            hint="remove the link, or name the place that it leads to",
        ) from error


def _why_refused(name: str) -> str | None:
    if name in {"", ".", ".."} or not _SEPARATORS.isdisjoint(name) or not name.isprintable():
        return "it has characters that files can't have on every system"
    if name[-1] in ". ":
        return "Windows drops a dot or space at the end"
    if name.partition(".")[0].rstrip().lower() in _RESERVED:
        return "Windows reserves it for a device"
    if len(name.encode("utf-8", "surrogatepass")) > MAX_NAME_LENGTH:
        return f"it has more than {MAX_NAME_LENGTH} bytes"
    return None
