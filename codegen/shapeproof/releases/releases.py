"""The releases of botocore: their versions, their dates, and the models in them."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import Final

from shapeproof.capture.model import OperationModel
from shapeproof.capture.sources import ModelSource, open_source
from shapeproof.errors import ReleaseError, UnknownContractError
from shapeproof.releases.model_cache import MISSING, ModelCache
from shapeproof.releases.pip_downloads import PipDownloads, importable
from shapeproof.releases.wheel_directory import WheelDirectory
from shapeproof.releases.wheels import Wheels

__all__ = ["Releases"]

_UNDATED: Final = date(1980, 1, 1)
"""The day of a release whose wheel doesn't tell: the first that its format knows."""
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
        self._kept_open: dict[str, ExitStack] = {}

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
        try:
            return self.find(service, operation, version)
        except UnknownContractError:
            return None

    def find(self, service: str, operation: str, version: str) -> OperationModel:
        """The model of an operation in a release, as `model`, for whoever wants to be told that there is none.

        Raises:
            UnknownContractError: the release has no such service or operation; the hint has similar names where the wheel
                was read.
        """
        origin = self._wheels.origin(version)
        known = self._cache.model(origin, version, service, operation)
        if isinstance(known, OperationModel):
            return known
        if known == MISSING:
            raise UnknownContractError(f"botocore {version} has no operation {service}.{operation}")
        with self.source(version) as source:
            try:
                model = source.find(service, operation)
            except UnknownContractError:
                self._cache.keep_model(origin, version, service, operation, None)
                raise
        self._cache.keep_model(origin, version, service, operation, model)
        return model

    @contextmanager
    def one_wheel(self, version: str) -> Generator[None]:
        """Read the wheel of a release once at most, for all that is asked of it while the context lasts.

        Args:
            version: the version of the release.
        """
        with ExitStack() as stack:
            self._kept_open[version] = stack
            try:
                yield
            finally:
                del self._kept_open[version]

    @contextmanager
    def importable(self, version: str) -> Generator[Path]:
        """A directory from which Python can import a release, without what that needs; there while the context lasts.

        Args:
            version: the version of the release.

        Raises:
            ReleaseError: there is no such release, or it can't be had or installed.
        """
        with self._wheels.wheel(version) as wheel, importable(wheel) as directory:
            yield directory

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
        elif version in self._kept_open:
            yield self._kept_open[version].enter_context(self._opened(version))
        else:
            with self._opened(version) as source:
                yield source

    @contextmanager
    def _opened(self, version: str) -> Generator[ModelSource]:
        if self._on_read:
            self._on_read(version)
        with self._wheels.wheel(version) as wheel:
            source = open_source(wheel, where=str(wheel) if self._wheels.is_local else f"botocore {version}")
            if source.version != version:
                raise ReleaseError(f"this wheel has version {source.version}, not {version}", where=source.where)
            self._dates[version] = source.released or _UNDATED
            self._cache.keep_date(self._wheels.origin(version), version, self._dates[version])
            self.read.append(version)
            self._open[version] = source
            try:
                yield source
            finally:
                del self._open[version]
