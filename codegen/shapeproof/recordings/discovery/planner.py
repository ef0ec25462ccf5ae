"""Plans units of work: walks directories, chooses files, cuts long JSON Lines files into parts."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from shapeproof.atomic_files import require_below
from shapeproof.errors import did_you_mean
from shapeproof.files import SPECIAL_FILE, names_beside, open_regular
from shapeproof.operating_system.directory_entries import file_identity, is_link
from shapeproof.recordings.discovery.selection import Selection
from shapeproof.recordings.discovery.streams import plan_compressed_file, plan_standard_input
from shapeproof.recordings.discovery.units import (
    LEAVES_DIRECTORY,
    NOT_A_PATH,
    SPECIAL,
    STANDARD_INPUT,
    TOO_LARGE,
    Planned,
    Skipped,
    Unit,
    Unusable,
    failure_from_os,
)
from shapeproof.recordings.formats.json_reader import first_line_is_object
from shapeproof.recordings.formats.reader import LINES_EXTENSIONS, is_candidate
from shapeproof.recordings.limits import MAX_DOCUMENT
from shapeproof.recordings.model import ReadFailure
from shapeproof.validation.catalog import reading

__all__ = ["PACKAGE_DIRECTORIES", "plan_units"]

_PART_SIZE: Final = 8 * 2**20
PACKAGE_DIRECTORIES: Final = frozenset({"node_modules", "__pycache__", "site-packages"})
"""The names of directories with what others have written."""


def plan_units(paths: Iterable[str], selections: Sequence[Selection] = ()) -> Iterator[Planned]:
    """Plan all files at and below some paths, in their order, directories in alphabetical order.

    Args:
        paths: files and directories; `-` is standard input. What lies below several of them is planned once.
        selections: apply to files found in directories; each selection has to include them. Files that are named
            themselves are always read.
    """
    roots = tuple(dict.fromkeys(paths))
    planned_paths: set[str] = set()
    for root in roots:
        below_root: set[str] = set()
        for planned in _plan_path(root, selections):
            if len(roots) > 1:
                path = os.path.abspath(planned.path)
                if path in planned_paths:
                    continue
                below_root.add(path)
            yield planned
        planned_paths |= below_root


def _plan_path(path: str, selections: Sequence[Selection]) -> Iterator[Planned]:
    if path == STANDARD_INPUT:
        yield from plan_standard_input()
        return
    try:
        if _leaves(path, None):
            yield Unusable(path, LEAVES_DIRECTORY)
            return
        status = os.stat(path)
        if not stat.S_ISDIR(status.st_mode):
            yield from _plan_file(path, status, is_explicit=True)
            return
    except OSError as error:
        yield Unusable(path, _missing(path) if error.errno == errno.ENOENT else failure_from_os(error))
        return
    except ValueError:  # a NUL character in a path of the settings
        yield Unusable(path, NOT_A_PATH)
        return
    yield from _plan_directories(path, (status.st_dev, status.st_ino), selections)


def _missing(path: str) -> ReadFailure:
    """The failure to find a path that was named, with the similar name that there is."""
    hint = did_you_mean(os.path.basename(path), names_beside(path)) or "check the path"
    return ReadFailure(reading.PATH_NOT_READABLE, f"no such file or directory; {hint}")


def _plan_directories(root: str, identity: tuple[int, int], selections: Sequence[Selection]) -> Iterator[Planned]:
    """Plan a directory and those below it, however deep; `identity` is its device and its number there."""
    visited = {identity}
    # Of each directory that is entered: the entries that are left, and its path below the root, with a slash at its end.
    entered = [(iter(_entries(root)), "")]
    while entered:
        entries, relative = entered[-1]
        entry = next(entries, None)
        if entry is None:
            entered.pop()
        elif isinstance(entry, Unusable):
            yield entry
        else:
            try:
                if is_link(entry) and _leaves(entry.path, root):
                    yield Skipped(entry.path, "a link that leads out of the directory")
                elif not entry.is_dir():
                    yield from _plan_entry(entry, relative, selections)
                elif reason := _reason_not_to_enter(entry, relative, selections):
                    yield Skipped(entry.path, reason)
                elif (identity := file_identity(entry.path)) in visited:
                    yield Skipped(entry.path, "a link to a directory that was visited before")
                else:
                    visited.add(identity)
                    entered.append((iter(_entries(entry.path)), f"{relative}{entry.name}/"))
            except OSError as error:
                yield Unusable(entry.path, failure_from_os(error))


def _leaves(path: str, directory: str | None) -> bool:
    """Whether a path leads out of a directory through a link; None is the working directory, if the path lies below it.

    A link comes with a checkout, and what it leads to may be none of those who wrote it.
    """
    try:
        require_below(path, directory)
    except OSError as error:
        return error.errno == errno.EPERM
    return False


def _entries(directory: str) -> Sequence[os.DirEntry[str] | Unusable]:
    """The entries of a directory, in alphabetical order; if it can't be read, the reason."""
    try:
        with os.scandir(directory) as iterator:
            entries = sorted(iterator, key=lambda entry: entry.name)
    except OSError as error:
        return [Unusable(directory, failure_from_os(error))]
    return entries


def _reason_not_to_enter(entry: os.DirEntry[str], relative: str, selections: Sequence[Selection]) -> str | None:
    for selection in selections:
        if reason := selection.reason_to_exclude(entry.path, relative + entry.name):
            return reason
    if entry.name.startswith("."):
        return "a hidden directory"
    if entry.name in PACKAGE_DIRECTORIES or os.path.exists(os.path.join(entry.path, "pyvenv.cfg")):
        return "a directory of installed packages"
    return None


def _plan_entry(entry: os.DirEntry[str], relative: str, selections: Sequence[Selection]) -> Iterator[Planned]:
    """Plan a file that was found in a directory."""
    if entry.name.startswith("."):
        yield Skipped(entry.path, "a hidden file")
        return
    for selection in selections:
        if reason := selection.reason_to_skip(entry.path, relative + entry.name):
            yield Skipped(entry.path, reason)
            return
    # A file that is included by its path needs no known extension.
    if not (any(selection.include for selection in selections) or is_candidate(entry.name)):
        yield Skipped(entry.path, "not a recording, by its name")
    else:
        yield from _plan_file(entry.path, entry.stat(), is_explicit=False)


def _plan_file(path: str, status: os.stat_result, *, is_explicit: bool) -> Iterator[Planned]:
    size = status.st_size
    if not stat.S_ISREG(status.st_mode):  # reading a pipe or a device may never end
        yield Unusable(path, SPECIAL) if is_explicit else Skipped(path, SPECIAL_FILE)
    elif path.endswith(".gz"):
        yield from plan_compressed_file(path, is_explicit=is_explicit)
    elif path.endswith(LINES_EXTENSIONS) or (size > MAX_DOCUMENT and _starts_with_line(path)):
        for offset in range(0, size, _PART_SIZE) or (0,):
            yield Unit(path, is_explicit, True, offset, min(_PART_SIZE, size - offset))
    elif size > MAX_DOCUMENT:
        yield Unusable(path, TOO_LARGE)
    else:
        yield Unit(path, is_explicit)


def _starts_with_line(path: str) -> bool:
    with os.fdopen(open_regular(path), "rb") as file:
        return first_line_is_object(file.read(MAX_DOCUMENT))
