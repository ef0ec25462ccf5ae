"""The releases of botocore: their versions, their dates, and the models in them."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final

from shapeproof.capture.model import OperationModel
from shapeproof.capture.model_files import newest_entry
from shapeproof.capture.sources import ModelSource, open_source
from shapeproof.errors import ReleaseError, UnknownContractError
from shapeproof.releases.model_cache import ModelCache
from shapeproof.releases.pip_downloads import PipDownloads
from shapeproof.releases.wheel_directory import WheelDirectory
from shapeproof.releases.wheels import Wheels

__all__ = ["Releases"]

_LIST_SECONDS: Final = 60 * 60
"""How long a list of all releases is used before pip is asked again."""


class Releases:
    """Releases of botocore, from a directory of wheels or from pip.

    A wheel is there only while it is read. What was asked of it is kept in the user's cache: the model of an operation,
    or that there is none, and the date of the release. So asking the same again needs neither wheels nor the network.

    Attributes:
        read: the versions whose wheels were read, in this order.
    """

    def __init__(
        self,
        wheels: Path | None = None,
        *,
        cache: ModelCache | None = None,
        on_read: Callable[[str], object] | None = None,
    ) -> None:
        """Create it. Nothing is read or downloaded before it is needed.

        Args:
            wheels: a directory of botocore's wheels; None to download them with pip.
            cache: what is kept; default: that of the user.
            on_read: called with the version before a wheel is read, or downloaded.
        """
        self.read: list[str] = []
        self._wheels: Wheels = PipDownloads() if wheels is None else WheelDirectory(wheels)
        self._cache = cache or ModelCache()
        self._on_read = on_read
        self._dates: dict[str, date] = {}
        self._open: dict[str, ModelSource] = {}

    @property
    def problem(self) -> str | None:
        """Why nothing is kept; None if nothing is wrong, or not yet."""
        return self._cache.problem

    def versions(self) -> tuple[str, ...]:
        """The versions that can be had, oldest first.

        What pip lists is kept for an hour, and used longer while pip can't be asked.

        Raises:
            ReleaseError: the directory has no wheels, or pip can't be asked.
        """
        if self._wheels.is_local:
            return self._wheels.versions()
        kept = self._cache.versions()
        now = time.time()
        if kept and 0 <= now - kept[0] < _LIST_SECONDS:
            return kept[1]
        try:
            versions = self._wheels.versions()
        except ReleaseError:
            if kept:
                return kept[1]
            raise
        self._cache.keep_versions(now, versions)
        return versions

    def date(self, version: str) -> date:
        """The day of a release: that of the newest file in its wheel.

        Args:
            version: its version.

        Raises:
            ReleaseError: there is no such release, or it can't be had.
            CaptureError: its wheel can't be read.
        """
        if version not in self._dates:
            known = self._cache.date_of(self._wheels.origin(version), version)
            if known is None:
                with self.source(version):  # which notes it
                    return self._dates[version]
            self._dates[version] = known
        return self._dates[version]

    def model(self, service: str, operation: str, version: str) -> OperationModel | None:
        """The model of an operation in a release; None if the release has no such service or operation.

        Args:
            service: the name of the service.
            operation: the name of the operation, in either spelling.
            version: the version of the release.

        Raises:
            ReleaseError: there is no such release, or it can't be had.
            CaptureError: its wheel or the model can't be read.
        """
        origin = self._wheels.origin(version)
        known = self._cache.model(origin, version, service, operation)
        if known is not None:
            return None if isinstance(known, str) else known
        with self.source(version) as source:
            try:
                model = source.find(service, operation)
            except UnknownContractError:
                model = None
        self._cache.keep_model(origin, version, service, operation, model)
        return model

    @contextmanager
    def source(self, version: str) -> Generator[ModelSource]:
        """All service models of a release. The wheel is there only while the context lasts.

        Args:
            version: the version of the release.

        Raises:
            ReleaseError: there is no such release, or it can't be had.
            CaptureError: its wheel can't be read.
        """
        if version in self._open:
            yield self._open[version]
            return
        if self._on_read:
            self._on_read(version)
        with self._wheels.wheel(version) as wheel:
            source = open_source(wheel)
            if source.version != version:
                raise ReleaseError(f"this wheel has version {source.version}, not {version}", where=str(wheel))
            self._dates[version] = newest_entry(wheel)
            self._cache.keep_date(self._wheels.origin(version), version, self._dates[version])
            self.read.append(version)
            self._open[version] = source
            try:
                yield source
            finally:
                del self._open[version]
