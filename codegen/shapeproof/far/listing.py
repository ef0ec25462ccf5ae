"""Lists the files at URLs: one directory after the other, so that memory is that of the largest directory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from operator import itemgetter
from typing import Final, Self, cast

from shapeproof.errors import ShapeproofError
from shapeproof.far.failures import failure_of, unreadable
from shapeproof.far.filesystems import FileSystem, Info, open_url, size_of, version_of
from shapeproof.far.units import FarFile
from shapeproof.far.urls import UrlGlob, name_of, split_glob
from shapeproof.recordings.discovery.planner import PACKAGE_DIRECTORIES
from shapeproof.recordings.discovery.selection import Selection
from shapeproof.recordings.discovery.units import Skipped, Unusable
from shapeproof.recordings.discovery.urls import is_url
from shapeproof.recordings.formats.reader import is_candidate

__all__ = ["PARQUET_EXTENSION", "FarRoot", "Listed", "list_urls"]

Listed = FarFile | Skipped | Unusable
PARQUET_EXTENSION: Final = ".parquet"


@dataclass(frozen=True, slots=True)
class FarRoot:
    """Where files are looked for.

    Attributes:
        url: the URL of a file or a directory, or a glob of files.
        name: what messages call it; a local path is called as it was typed.
        selections: apply to the files that are found there; each selection has to include them.
    """

    url: str
    name: str
    selections: tuple[Selection, ...] = ()


def list_urls(roots: Iterable[FarRoot]) -> Iterator[Listed]:
    """List the files at and below some URLs, in their order, directories in alphabetical order.

    Args:
        roots: where to look. What lies below several of them is listed once.

    Raises:
        ShapeproofError: there is no file system for a URL.
    """
    before: list[_Walk] = []
    for root in roots:
        try:
            walk = _Walk.of(root)
        except ShapeproofError:
            raise
        except Exception as error:  # noqa: BLE001 - libraries raise their own kinds
            yield Unusable(root.name, failure_of(error))
            continue
        for listed in walk.listed():
            if not (isinstance(listed, FarFile) and any(earlier.covers(listed.url) for earlier in before)):
                yield listed
        before.append(walk)


@dataclass(frozen=True, slots=True)
class _Walk:
    """A file or a directory at a URL, and which files below it are wanted."""

    file_system: FileSystem
    path: str
    url: str
    name: str
    glob: UrlGlob | None
    selections: Sequence[Selection]

    @classmethod
    def of(cls, root: FarRoot) -> Self:
        """Find the file system. Raises ShapeproofError."""
        glob = split_glob(root.url) if is_url(root.name) else None
        url = glob.root if glob else root.url
        file_system, path = open_url(url)
        is_directory = url.endswith("/") or glob is not None
        name = name_of(url) if is_url(root.name) else root.name
        if is_directory or not is_url(root.name):
            path, url, name = path.rstrip("/"), url.rstrip("/"), name.rstrip("/")
        return cls(file_system, path, url, name, glob, root.selections)

    def covers(self, url: str) -> bool:
        """Whether it lists the file at a URL."""
        if self.glob is None:
            return url == self.url or url.startswith(f"{self.url}/")
        return url.startswith(f"{self.url}/") and self.glob.matches(url[len(self.url) + 1 :])

    def listed(self) -> Iterator[Listed]:
        """The files, and why others are skipped or can't be read."""
        if self.glob is None:
            try:
                info = self.file_system.info(self.path)
            except Exception as error:  # noqa: BLE001 - libraries raise their own kinds
                yield Unusable(self.name, failure_of(error))
                return
            if info["type"] != "directory":
                yield self._far_file(self.url, self.name, info, is_explicit=True)
                return
        yield from self.entries()

    def entries(self) -> Iterator[Listed]:
        """The files below, and why others are skipped."""
        found = False
        for listed in self._below("", 0):
            found = True
            yield listed
        if not found:
            what = "no file matches" if self.glob else "no files"
            yield Unusable(self.name + (self.glob.glob if self.glob else ""), unreadable(f"{what}; check the URL"))

    def _below(self, relative: str, depth: int) -> Iterator[Listed]:
        """What is in a directory; `relative` is its path, with a slash at its end unless it is the root itself."""
        try:
            infos = self.file_system.ls(f"{self.path}/{relative}".rstrip("/"), detail=True)
        except Exception as error:  # noqa: BLE001 - libraries raise their own kinds
            yield Unusable(f"{self.name}/{relative}".rstrip("/"), failure_of(error))
            return
        for name, info in sorted(((_name(info), info) for info in infos), key=itemgetter(0)):
            path = f"{relative}{name}"
            if not name or path.rstrip("/") == relative.rstrip("/"):  # object stores list a directory in itself
                continue
            if info.get("islink"):  # it comes with the directory, and may lead anywhere
                yield Skipped(f"{self.name}/{path}", "a link")
            elif info["type"] == "directory":
                if self.glob is None or self.glob.depth is None or depth < self.glob.depth:
                    if reason := self._reason_not_to_enter(name, path):
                        yield Skipped(f"{self.name}/{path}", reason)
                    else:
                        yield from self._below(f"{path}/", depth + 1)
            elif self.glob is None or self.glob.matches(path):
                yield self._file(name, path, info)

    def _reason_not_to_enter(self, name: str, path: str) -> str | None:
        if self.glob is None and name.startswith("."):
            return "a hidden directory"
        if self.glob is None and name in PACKAGE_DIRECTORIES:
            return "a directory of installed packages"
        reasons = (selection.reason_to_exclude(f"{self.name}/{path}", path) for selection in self.selections)
        return next(filter(None, reasons), None)

    def _file(self, name: str, path: str, info: Info) -> Listed:
        shown = f"{self.name}/{path}"
        for selection in self.selections:
            if reason := selection.reason_to_skip(shown, path):
                return Skipped(shown, reason)
        is_named = self.glob is not None or any(selection.include for selection in self.selections)
        if not is_named and name.startswith("."):
            return Skipped(shown, "a hidden file")
        if not (is_named or is_candidate(name) or name.endswith(PARQUET_EXTENSION)):
            return Skipped(shown, "not a recording, by its name")
        if size_of(info) is None or not version_of(info):  # what a web page links to, for example
            with suppress(Exception):  # whoever reads it says why it can't be read
                info = self.file_system.info(cast("str", info["name"]))
        return self._far_file(f"{self.url}/{path}", shown, info, is_explicit=False)

    def _far_file(self, url: str, name: str, info: Info, *, is_explicit: bool) -> FarFile:
        return FarFile(url, name, is_explicit, size_of(info), version_of(info))


def _name(info: Info) -> str:
    """The last step of the path of an entry."""
    return cast("str", info["name"]).rstrip("/").rpartition("/")[2]
