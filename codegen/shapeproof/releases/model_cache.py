"""What is kept of releases: the model of an operation, that a release has none, its date, and which releases there are."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Final, cast

from shapeproof.capture.model import OperationModel
from shapeproof.contract import operation_key
from shapeproof.errors import CaptureError
from shapeproof.user_cache.signed_files import SignedFiles

__all__ = ["MISSING", "ModelCache"]

_CAPTURE: Final = Path(__file__).parents[1] / "capture"
_SOURCES: Final = ("model.py", "paginators.py", "sources.py")
"""The modules that decide what a model looks like, and this one."""

MISSING: Final = "missing"
"""What is kept of a release that doesn't have an operation."""


class ModelCache:
    """Keeps models of operations in the user's cache. It never fails: what can't be kept is read again."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        """Create a cache. Nothing is read or written before it is used.

        Args:
            environment: the environment variables, which say where it is.
        """
        self._files = SignedFiles("releases", _generation, environment)

    @property
    def problem(self) -> str | None:
        """Why nothing is kept; None if nothing is wrong, or not yet."""
        return self._files.problem

    def model(self, origin: str, version: str, service: str, operation: str) -> OperationModel | str | None:
        """The model of an operation in a release; `MISSING` if the release has none; None if that isn't known.

        Args:
            origin: what tells the wheel of the release from others.
            version: the version of the release.
            service: the service.
            operation: the operation in either spelling.
        """
        document = self._get("model", origin, version, service, operation_key(operation))
        if not isinstance(document, dict):
            return cast("str | None", document)
        try:
            return OperationModel.from_json(
                cast("dict[str, object]", document), where=f"{service}.{operation}@{version}"
            )
        except CaptureError:  # read it again, which tells what is wrong
            return None

    def keep_model(self, origin: str, version: str, service: str, operation: str, model: OperationModel | None) -> None:
        """Keep the model of an operation; None if the release has none."""
        document = MISSING if model is None else model.to_json()
        self._put(document, "model", origin, version, service, operation_key(operation))

    def date_of(self, origin: str, version: str) -> date | None:
        """The date of a release; None if it isn't known."""
        text = self._get("date", origin, version)
        return date.fromisoformat(text) if isinstance(text, str) else None

    def keep_date(self, origin: str, version: str, released: date) -> None:
        """Keep the date of a release."""
        self._put(released.isoformat(), "date", origin, version)

    def versions(self) -> tuple[float, tuple[str, ...]] | None:
        """When the releases were listed, as a Unix time, and their versions; None if they weren't."""
        document = self._get("versions")
        if not isinstance(document, list):
            return None
        listed, versions = cast("tuple[float, list[str]]", tuple(cast("list[object]", document)))
        return listed, tuple(versions)

    def keep_versions(self, listed: float, versions: tuple[str, ...]) -> None:
        """Keep the list of all releases."""
        self._put([listed, versions], "versions")

    def _get(self, *key: str) -> object:
        text = self._files.get(_name(key))
        return None if text is None else cast("object", json.loads(text))

    def _put(self, document: object, *key: str) -> None:
        self._files.put(_name(key), json.dumps(document, separators=(",", ":")))


def _name(key: tuple[str, ...]) -> str:
    """The name of a file; it can have neither all characters nor the length of a key."""
    return sha256(json.dumps(key).encode()).hexdigest()


def _generation() -> str:
    digest = sha256()
    for source in (*(_CAPTURE / name for name in _SOURCES), Path(__file__)):
        digest.update(sha256(source.read_bytes()).digest())
    return digest.hexdigest()[:16]
