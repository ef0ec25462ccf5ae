"""All that decides about verdicts, as values that are sent to workers: options, contracts of the project, models."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, cached_property
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self, cast

from shapeproof.capture.sources import installed
from shapeproof.errors import ShapeproofError
from shapeproof.far.shipped_models import ModelPath, ShippedFiles, ShippedModels
from shapeproof.far.unit_check import FarCheckOptions
from shapeproof.recordings.checking.checker import Checker
from shapeproof.registry import ContractRegistry
from shapeproof.registry.roots import read_content, require_inside, shipped_directory

__all__ = ["PreparedRun", "ShippedRun", "contracts_fingerprint", "own_identity", "run_from_bytes"]


@dataclass(frozen=True, slots=True)
class ShippedRun:
    """What a worker needs to check units as this process does.

    Attributes:
        options: how to check.
        shapeproof: the version of Shapeproof, and the hash of the contracts that ship with it.
        directory: the files of the project's directory of contracts, by relative path; None if it has none.
        models: the service models.
    """

    options: FarCheckOptions
    shapeproof: tuple[str, str]
    directory: tuple[tuple[str, bytes], ...] | None
    models: ShippedModels

    @classmethod
    def of(cls, options: FarCheckOptions, directory: Path | None) -> Self:
        """What this process checks with.

        Args:
            options: how to check.
            directory: the project's directory of contracts; None if it has none.
        """
        is_shipped = directory is not None and directory == (shipped_directory() or Path()).resolve()
        files = None if directory is None or is_shipped else tuple(_files_below(directory))
        own = replace(options, check=replace(options.check, directory=None))
        return cls(own, own_identity(), files, ShippedModels.of_installed())

    def with_models(self, wanted: Iterable[ModelPath]) -> Self:
        """The same with more service models."""
        return replace(self, models=self.models.with_contents(wanted, installed().files))

    def to_bytes(self) -> bytes:
        """All of it, to be sent."""
        return pickle.dumps(self, protocol=5)

    def prepare(self) -> PreparedRun:
        """Make a checker of it, on the machine where it was sent.

        Raises:
            ShapeproofError: another Shapeproof is installed here.
        """
        here = own_identity()
        if here != self.shapeproof:
            what = f"Shapeproof {here[0]}" if here[0] != self.shapeproof[0] else "another build of Shapeproof"
            raise ShapeproofError(
                f"a worker has {what}, and this is {self.shapeproof[0]}",
                hint=f'install the same on the workers: pip install "shapeproof[far]=={self.shapeproof[0]}"',
            )
        return PreparedRun(self)


class PreparedRun:
    """A run that was sent, ready to check units.

    Attributes:
        options: how to check.
        files: notes the service models that were not sent, but are wanted.
    """

    def __init__(self, run: ShippedRun) -> None:
        self.options = run.options
        self._directory: TemporaryDirectory[str] | None = None
        if run.directory is not None:
            self._directory = TemporaryDirectory(prefix="shapeproof-contracts-")
            _write_files(Path(self._directory.name), run.directory)
        models, self.files = run.models.source()
        check = run.options.check
        self._registry = ContractRegistry(
            self._directory.name if self._directory else None, models=models, rules=check.rules
        )

    @cached_property
    def checker(self) -> Checker:
        """What checks units.

        Raises:
            ShapeproofError: an option names a contract that can't be read, perhaps for want of a model.
        """
        return Checker(self.options.check, self._registry)

    @property
    def wanted(self) -> frozenset[ModelPath]:
        """The service models that were not sent, but are wanted: what was found without them counts for nothing."""
        files: ShippedFiles = self.files
        return frozenset(files.wanted)


@cache
def own_identity() -> tuple[str, str]:
    """The version of this Shapeproof, and a hash of the contracts that ship with it."""
    return version("shapeproof"), _hash_of(shipped_directory())


def contracts_fingerprint(directory: Path | None) -> str:
    """A hash of all that contracts are looked up in: the project's, those of Shapeproof, and the version of botocore."""
    models = ShippedModels.of_installed()
    everything = (own_identity(), models.contents, models.paths, _hash_of(directory))
    return sha256(repr(everything).encode()).hexdigest()


def _hash_of(directory: Path | None) -> str:
    """A hash of the names and contents of the files of contracts in a directory."""
    hashed = sha256()
    for name, content in _files_below(directory) if directory else ():
        hashed.update(f"{name}\n{len(content)}\n".encode() + content)
    return hashed.hexdigest()


def _files_below(directory: Path) -> Iterable[tuple[str, bytes]]:
    for file in sorted(directory.rglob("*.json*")):
        if file.is_file():
            require_inside(directory, file)
            yield file.relative_to(directory).as_posix(), read_content(file)


def _write_files(directory: Path, files: Iterable[tuple[str, bytes]]) -> None:
    for name, content in files:
        path = directory / name
        os.makedirs(path.parent, exist_ok=True)
        path.write_bytes(content)


def run_from_bytes(content: bytes) -> ShippedRun:
    """What `to_bytes` made. It comes from the user's own cluster, as all that Dask sends."""
    return cast("ShippedRun", pickle.loads(content))  # noqa: S301 - Dask itself sends everything that way
