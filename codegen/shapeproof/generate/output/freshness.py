"""Generated files on disk against what they should hold. The room's only module that touches the outside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Freshness", "compared", "mended"]


@dataclass(frozen=True, slots=True)
class Freshness:
    """What differs: files that aren't there, files with another text, files that nothing makes."""

    missing: tuple[Path, ...]
    stale: tuple[Path, ...]
    orphans: tuple[Path, ...]

    @property
    def is_fresh(self) -> bool:
        return not (self.missing or self.stale or self.orphans)

    def by_kind(self) -> tuple[tuple[str, tuple[Path, ...]], ...]:
        """Each kind by its word, and its files."""
        return (("missing", self.missing), ("stale", self.stale), ("orphan", self.orphans))


def compared(files: Mapping[Path, str], found: Iterable[Path] = ()) -> Freshness:
    """Path -> text, as it should be, against the disk. `found` are the files among which orphans are looked for."""
    return Freshness(
        missing=tuple(path for path in files if not path.is_file()),
        stale=tuple(path for path, text in files.items() if path.is_file() and path.read_bytes() != text.encode()),
        orphans=tuple(sorted(path for path in found if path not in files)),
    )


def mended(files: Mapping[Path, str], difference: Freshness) -> None:
    """Write what is missing or stale, remove orphans."""
    for path in (*difference.missing, *difference.stale):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(files[path], encoding="utf-8", newline="\n")
    for path in difference.orphans:
        path.unlink()
