"""The service models of the botocore that a run uses, on a machine that may have another one, or none."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, Self

from shapeproof.capture.model_files import ModelFiles, UnpackedFiles
from shapeproof.capture.sources import ModelSource, installed, source_of
from shapeproof.errors import MissingExtraError

__all__ = ["ModelPath", "ShippedFiles", "ShippedModels"]

ModelPath = tuple[str, ...]
"""The parts of the path of a file, below the package botocore."""
_CODE: ModelPath = ("__init__.py",)
_READ_TOGETHER: Final = ("service-2.", "paginators-1.")
"""The starts of the names of files about a service."""


@dataclass(frozen=True, slots=True)
class ShippedModels:
    """The names of all files with models, and the content of those that are needed so far.

    Attributes:
        paths: the paths of all files.
        contents: what some of them hold, packed by zlib.
        missing: why there are no models; None if there are.
    """

    paths: tuple[ModelPath, ...] = ()
    contents: Mapping[ModelPath, bytes] = field(default_factory=dict[ModelPath, bytes])
    missing: MissingExtraError | None = None

    @classmethod
    def of_installed(cls) -> Self:
        """Those of the installed botocore, without the content of any model."""
        try:
            files = installed().files
        except MissingExtraError as missing:
            return cls(missing=missing.with_traceback(None))
        assert isinstance(files, UnpackedFiles)  # noqa: S101 - that is how it is installed
        return cls((_CODE, *files.below("data"))).with_contents({_CODE}, files)

    def with_contents(self, wanted: Iterable[ModelPath], files: ModelFiles) -> Self:
        """The same with the content of more files, and of those that are read with them."""
        directories = {path[:-1] for path in wanted}
        needed = {path for path in self.paths if path[:-1] in directories and path[-1].startswith(_READ_TOGETHER)}
        more = {path: zlib.compress(files.read(*path)) for path in sorted({*wanted, *needed} - self.contents.keys())}
        return replace(self, contents=dict(sorted({**self.contents, **more}.items())))

    def source(self) -> tuple[ModelSource | MissingExtraError, ShippedFiles]:
        """The models, or why there are none; and the files, which note what is wanted of them."""
        files = ShippedFiles(self)
        return self.missing or source_of(files), files


class ShippedFiles:
    """Files of which some are here (see `capture.model_files.ModelFiles`).

    Attributes:
        newest: no date: it isn't known.
        wanted: the paths of those that were to be read, but are not here.
    """

    newest: date | None = None

    def __init__(self, models: ShippedModels) -> None:
        self.wanted: set[ModelPath] = set()
        self._contents = models.contents
        self._paths = frozenset(models.paths)
        self._directories: dict[ModelPath, set[str]] = {}
        for path in models.paths:
            for depth in range(1, len(path)):
                self._directories.setdefault(path[: depth - 1], set()).add(path[depth - 1])

    def directories(self, *parts: str) -> tuple[str, ...]:
        """The names of the directories in a directory, sorted."""
        return tuple(sorted(self._directories.get(parts, ())))

    def has(self, *parts: str) -> bool:
        """Whether there is a file."""
        return parts in self._paths

    def read(self, *parts: str, size: int | None = None) -> bytes:
        """The content of a file. Raises OSError, and notes it, if it is not here."""
        packed = self._contents.get(parts)
        if packed is None:
            self.wanted.add(parts)
            raise FileNotFoundError(f"{'/'.join(parts)} was not sent")
        return zlib.decompress(packed)[:size]
