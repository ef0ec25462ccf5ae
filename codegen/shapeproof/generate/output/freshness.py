"""Compares generated files with those on disk, and writes what differs: the only module of the room that does IO."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from shapeproof.atomic_files import require_below, write_atomically

__all__ = ["Freshness", "as_it_is", "compare", "first_differences", "generated", "update"]

_BEGINNING: Final = 1_000
"""Bytes of a file that tell whether it was generated."""
_CONTEXT: Final = 1
_COMPARED_LINES: Final = 2_000
"""Of each text, from their first difference on: comparing whole modules of 100,000 lines takes minutes."""


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


def as_it_is(text: str) -> str:
    """The whole text counts in a comparison."""
    return text


def compare(
    files: Mapping[Path, str], existing: Iterable[Path] = (), *, what_counts: Callable[[str], str] = as_it_is
) -> Freshness:
    """Compare generated files with those on disk.

    Args:
        files: the text of each file by its path.
        existing: the files on disk that are orphans unless they are generated.
        what_counts: returns what of a text is compared.
    """
    found = {path: path.read_bytes() for path in files if path.is_file()}
    return Freshness(
        missing=tuple(path for path in files if path not in found),
        stale=tuple(path for path, content in found.items() if not _is_same(content, files[path], what_counts)),
        orphans=tuple(sorted(path for path in existing if path not in files)),
    )


def generated(paths: Iterable[Path], is_generated: Callable[[str], bool]) -> Iterator[Path]:
    """Those of some files that were generated. What isn't a file, such as a link, isn't among them.

    Args:
        paths: the files; they may not exist.
        is_generated: whether a file that begins so was generated.
    """
    for path in paths:
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                if is_generated(_text(file.read(_BEGINNING))):
                    yield path


def _is_same(content: bytes, text: str, what_counts: Callable[[str], str]) -> bool:
    return content == text.encode() or what_counts(_text(content)) == what_counts(text)


def _text(content: bytes) -> str:
    """Content as text; bytes that aren't UTF-8 become characters that no generated text has."""
    return content.decode(errors="surrogateescape")


def first_differences(
    path: Path, text: str, *, most: int, what_counts: Callable[[str], str] = as_it_is
) -> Iterator[str]:
    """The first lines of a unified diff between a file on disk and its generated text.

    Args:
        path: the file.
        text: what was generated.
        most: how many lines of the diff; an ellipsis follows if there are more.
        what_counts: returns what of a text is compared.
    """
    from difflib import unified_diff

    old, new = (what_counts(content).split("\n") for content in (_text(path.read_bytes()), text))
    begin = _common(old, new)
    end = _common(old[begin:][::-1], new[begin:][::-1])
    old, new = (lines[max(begin - _CONTEXT, 0) : len(lines) - max(end - _CONTEXT, 0)] for lines in (old, new))
    diff = list(unified_diff(old[:_COMPARED_LINES], new[:_COMPARED_LINES], n=_CONTEXT, lineterm=""))
    lines = [line for line in diff[2:] if not line.startswith("@@")]
    yield from lines[:most]
    if len(lines) > most or max(len(old), len(new)) > _COMPARED_LINES:
        yield "…"


def _common(first: Sequence[str], second: Sequence[str]) -> int:
    """How many lines two texts begin with in common."""
    pairs = enumerate(zip(first, second, strict=False))
    return next((index for index, (one, other) in pairs if one != other), min(len(first), len(second)))


def update(files: Mapping[Path, str], difference: Freshness, *, below: Path | None = None) -> None:
    """Write the files that are missing or stale, and remove orphans.

    Args:
        files: the text of each file by its path.
        difference: what `compare` said of them.
        below: a directory that no link may leave; None if a person named each file.

    Raises:
        OSError: a file can't be written or removed; it names the file.
    """
    for path in (*difference.missing, *difference.stale):
        write_atomically(path, files[path], below=below)
    for path in difference.orphans:
        require_below(path.parent, below)
        path.unlink()
