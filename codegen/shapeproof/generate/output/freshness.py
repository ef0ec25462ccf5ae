"""Compares generated files with those on disk, and writes what differs: the only module of the room that does IO."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from shapeproof.atomic_files import write_atomically

__all__ = ["Freshness", "compare", "update"]


@dataclass(frozen=True, slots=True)
class Freshness:
    """The differences between generated files and those on disk.

    Attributes:
        missing: files that aren't on disk.
        stale: files that have other content on disk.
        orphans: files on disk that aren't generated.
    """

    missing: tuple[Path, ...]
    stale: tuple[Path, ...]
    orphans: tuple[Path, ...]

    @property
    def is_fresh(self) -> bool:
        return not (self.missing or self.stale or self.orphans)

    def by_kind(self) -> tuple[tuple[str, tuple[Path, ...]], ...]:
        """The name of each kind of difference, and its files."""
        return (("missing", self.missing), ("stale", self.stale), ("orphan", self.orphans))


def compare(files: Mapping[Path, str], existing: Iterable[Path] = ()) -> Freshness:
    """Compare generated files with those on disk.

    Args:
        files: the text of each file by its path.
        existing: the files on disk that are orphans unless they are generated.
    """
    return Freshness(
        missing=tuple(path for path in files if not path.is_file()),
        stale=tuple(path for path, text in files.items() if path.is_file() and path.read_bytes() != text.encode()),
        orphans=tuple(sorted(path for path in existing if path not in files)),
    )


def update(files: Mapping[Path, str], difference: Freshness, *, below: Path | None = None) -> None:
    """Write the files that are missing or stale, and remove orphans.

    Args:
        files: the text of each file by its path.
        difference: what `compare` said of them.
        below: a directory that no link may leave; None if a person named each file.

    Raises:
        OSError: a file can't be written; it names the file.
    """
    for path in (*difference.missing, *difference.stale):
        write_atomically(path, files[path], below=below)
    for path in difference.orphans:
        path.unlink()
