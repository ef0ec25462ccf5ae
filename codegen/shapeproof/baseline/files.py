"""The file of a baseline: found, read, and written whole or not at all."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from shapeproof.atomic_files import AtomicFile
from shapeproof.baseline.file_format import Baseline, OptionNames, parse, to_text
from shapeproof.errors import ShapeproofError, UsageError
from shapeproof.files import read_file

__all__ = ["DEFAULT_NAME", "NO_ENTRIES", "BaselineFile", "exists"]

DEFAULT_NAME: Final = "shapeproof-baseline.json"
NO_ENTRIES: Final = Baseline({}, frozenset())
_MAX_BYTES: Final = 2**30
"""A baseline of a million entries has about 200 MB."""


@dataclass(frozen=True, slots=True)
class BaselineFile:
    """The file of a baseline.

    Attributes:
        path: its path.
        root: a directory that no link may leave when the file is written; None if the user named the file.
        options: the names of options, for hints.
    """

    path: Path
    root: Path | None
    options: OptionNames

    @classmethod
    def find(
        cls, option: Path | None, setting: Path | None, directory: Path, options: OptionNames, *, is_written: bool
    ) -> Self | None:
        """Find the baseline of a run: the option's, else the setting's, else the default one if the run writes it.

        Args:
            option: the file that an option names.
            setting: the file that the settings name.
            directory: the directory of the project, for the default file.
            options: the names of options, for hints.
            is_written: whether the run writes its baseline.

        Returns:
            The file; None if the run has none.
        """
        path = option or setting or (directory / DEFAULT_NAME if is_written else None)
        return cls(path, None if option else directory, options) if path else None

    def read(self) -> Baseline:
        """Read the baseline.

        Raises:
            UsageError: the file doesn't exist, or is not a baseline.
        """
        data = self._data()
        if data is None:
            hint = f"create it with {self.options.write}"
            raise UsageError("this baseline does not exist", where=str(self.path), hint=hint)
        return parse(data, str(self.path), self.options)

    def read_for_update(self) -> tuple[Baseline, str]:
        """Read the baseline that a run replaces.

        Returns:
            The baseline, empty if there is none yet, and why none of its entries are kept; "" if they are.

        Raises:
            UsageError: the file holds something else, which must not be overwritten, or can't be read.
        """
        data = (self._data() or b"").strip()
        if data and b'"shapeproof_baseline"' not in data:
            raise UsageError(
                "this file is not a baseline, so it is not overwritten",
                where=str(self.path),
                hint=f"name another file: {self.options.file} FILE",
            )
        try:
            return (parse(data, str(self.path), self.options) if data else NO_ENTRIES), ""
        except UsageError as error:  # after a bad merge, for instance; writing it anew repairs it
            return NO_ENTRIES, f"none of its entries are kept: {error.message}"

    def write(self, baseline: Baseline) -> None:
        """Write the baseline. Raises ShapeproofError."""
        try:
            with AtomicFile(self.path, below=self.root) as file:
                file.write(to_text(baseline))
                file.finish()
        except OSError as error:
            raise ShapeproofError(
                f"the baseline can't be written: {error.strerror}",
                where=str(self.path),
                hint="make sure that its directory exists and is writable, "
                f"or name another file: {self.options.file} FILE",
            ) from error

    def _data(self) -> bytes | None:
        try:
            return read_file(self.path, _MAX_BYTES)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise UsageError(f"this can't be read: {error.strerror}", where=str(self.path)) from error


def exists(directory: Path, name: str) -> bool:
    """Whether a file exists, by its path relative to a directory; True if that can't be known."""
    try:
        os.lstat(directory / name)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False
    except OSError:
        pass
    return True
