"""The releases whose wheels are in a directory."""

from __future__ import annotations

import re
from collections.abc import Generator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Final

from shapeproof.capture.name_grammar import is_name
from shapeproof.capture.versions import version_key
from shapeproof.errors import ReleaseError, did_you_mean

__all__ = ["WheelDirectory"]

_WHEEL: Final = re.compile(r"botocore-([^-]+)-[^/]+\.whl")


class WheelDirectory:
    """Releases from a directory of wheels; never the network."""

    is_local = True

    def __init__(self, directory: Path) -> None:
        """Name the directory.

        Args:
            directory: holds wheels called as pip calls them: `botocore-1.29.145-py3-none-any.whl`.
        """
        self._directory = directory

    @cached_property
    def _wheels(self) -> dict[str, Path]:
        try:
            entries = sorted(self._directory.iterdir())
        except OSError as error:
            raise ReleaseError(error.strerror or str(error), where=str(self._directory)) from error
        matches = ((_WHEEL.fullmatch(entry.name), entry) for entry in entries)
        wheels = {match[1]: entry for match, entry in matches if match and is_name("edition", match[1])}
        if not wheels:
            raise ReleaseError(
                "no botocore wheels in this directory",
                where=str(self._directory),
                hint="a wheel is called botocore-VERSION-py3-none-any.whl, as `pip download --no-deps` writes it",
            )
        return wheels

    def versions(self) -> tuple[str, ...]:
        """The versions whose wheels there are, oldest first. Raises ReleaseError if there are none."""
        return tuple(sorted(self._wheels, key=version_key))

    def origin(self, version: str) -> str:
        """The path, the size and the time of a version's wheel. Raises ReleaseError if the directory has none."""
        path = self._path(version)
        try:
            status = path.stat()
        except OSError as error:
            raise ReleaseError(error.strerror or str(error), where=str(path)) from error
        return f"{path.absolute()} {status.st_size} {status.st_mtime_ns}"

    @contextmanager
    def wheel(self, version: str) -> Generator[Path]:
        """The wheel of a version. Raises ReleaseError if the directory has none."""
        yield self._path(version)

    def _path(self, version: str) -> Path:
        path = self._wheels.get(version)
        if path is None:
            hint = did_you_mean(version, self._wheels, limit=3) or f"it has {len(self._wheels)} other releases"
            raise ReleaseError(f"no wheel of botocore {version}", where=str(self._directory), hint=hint)
        return path
