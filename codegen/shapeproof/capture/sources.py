"""Where service models come from: the installed botocore, an unpacked copy, a wheel file. The room's only IO."""

from __future__ import annotations

import gzip
import importlib.util
import json
import re
import zlib
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import IO, Any, Final, Literal, Protocol, cast

from shapeproof.capture.descriptions import Descriptions
from shapeproof.capture.model import OperationModel
from shapeproof.capture.prose import prose
from shapeproof.contract import operation_key
from shapeproof.errors import CaptureError, MissingExtraError, UnknownContractError, did_you_mean

__all__ = ["ModelSource", "installed", "open_source"]

_VERSION: Final = re.compile(r"""^__version__ = ['"]([^'"]+)['"]""", re.MULTILINE)
_METADATA: Final = re.compile(r'"metadata"\s*:\s*(?=\{)')
# The metadata stands first in every model, so that a glance at its start is enough to read it.
_GLANCE: Final = 4096
_MODELS: Final = ("service-2.json", "service-2.json.gz")
_EXTRAS: Final = "service-2.sdk-extras.json"
_UNREADABLE: Final = (OSError, EOFError, ValueError, zlib.error)


class Folder(Protocol):
    """What `pathlib.Path` and `zipfile.Path` have in common, as far as it is needed here."""

    @property
    def name(self) -> str: ...
    def iterdir(self) -> Iterable[Folder]: ...
    def joinpath(self, name: str, /) -> Folder: ...
    def is_file(self) -> bool: ...
    def is_dir(self) -> bool: ...
    def open(self, mode: Literal["rb"], /) -> IO[bytes]: ...


class ModelSource:
    """The service models of one botocore version. `where` names the source in messages."""

    def __init__(self, data: Folder, version: str, where: str) -> None:
        self._data = data
        self._read: dict[str, Mapping[str, Any]] = {}
        self.version = version
        self.where = where

    @cached_property
    def services(self) -> tuple[str, ...]:
        """The folder names of all services, sorted."""
        return tuple(sorted(entry.name for entry in self._data.iterdir() if entry.is_dir()))

    def operations(self, service: str) -> tuple[str, ...]:
        """The operations of a service in the model's spelling, sorted."""
        return tuple(sorted(self.model(service)["operations"]))

    def require(self, service: str) -> None:
        """Raise UnknownContractError for an unknown service, with the nearest names."""
        if service not in self.services:
            hint = did_you_mean(service, self.services, limit=3)
            raise UnknownContractError(f"{self.where} has no service {service!r}", hint=hint)

    def find(self, service: str, operation: str) -> OperationModel:
        """The model of one operation, its name in either spelling.

        Raises UnknownContractError for an unknown service or operation, with the nearest names; CaptureError for a
        model that can't be read.
        """
        self.require(service)
        names = {operation_key(name): name for name in self.operations(service)}
        found = names.get(operation_key(operation))
        if found is None:
            hint = did_you_mean(operation_key(operation), names.values(), limit=3)
            raise UnknownContractError(f"{service} has no operation {operation!r} in {self.where}", hint=hint)
        return OperationModel.from_service(service, self.version, self.model(service), found)

    def descriptions(self, service: str, operation: str) -> Descriptions:
        """What the models say in prose of one operation, as plain text by place. Raises as `find` does."""
        model = self.find(service, operation)
        return prose(self.model(service), model)

    @cached_property
    def metadata(self) -> Mapping[str, Mapping[str, Any]]:
        """Service -> the `metadata` of its model (protocols, endpoint prefix …), read without the rest of it."""
        found: dict[str, Mapping[str, Any]] = {}
        for service in self.services:
            newest = self._newest(service)
            try:
                if newest:
                    found[service] = _metadata(_content(newest[1], _GLANCE).decode("utf-8", "ignore"))
            except _UNREADABLE:  # whoever asks for this very service is told
                continue
        return found

    @cached_property
    def by_endpoint_prefix(self) -> Mapping[str, tuple[str, ...]]:
        """Endpoint prefix -> the services behind it; several share one (elb and elbv2, rds and docdb …)."""
        services: dict[str, list[str]] = {}
        for service, metadata in self.metadata.items():
            if isinstance(prefix := metadata.get("endpointPrefix"), str):
                services.setdefault(prefix, []).append(service)
        return {prefix: tuple(names) for prefix, names in services.items()}

    def _newest(self, service: str) -> tuple[Folder, Folder] | None:
        """The folder of the newest API version that has a model, and the model's file."""
        versions = sorted(self._data.joinpath(service).iterdir(), key=lambda folder: folder.name, reverse=True)
        for folder in versions:
            files = (folder.joinpath(name) for name in _MODELS)
            if found := next((file for file in files if file.is_file()), None):
                return folder, found
        return None

    def model(self, service: str) -> Mapping[str, Any]:
        """The whole model of a service, as botocore reads it. Raises CaptureError if there is none that can be read."""
        if service not in self._read:
            newest = self._newest(service)
            if newest is None:
                raise CaptureError(f"the service {service} has no model", where=self.where)
            folder, file = newest
            extras = folder.joinpath(_EXTRAS)
            try:
                model = _document(file, "metadata", "operations", "shapes")
                if extras.is_file():
                    _merge(model, _document(extras, "merge")["merge"])
            except _UNREADABLE as error:
                raise CaptureError(f"the model of {service} can't be read: {error}", where=self.where) from None
            self._read[service] = model
        return self._read[service]


def _content(file: Folder, size: int = -1) -> bytes:
    with file.open("rb") as raw:
        return gzip.GzipFile(fileobj=raw).read(size) if file.name.endswith(".gz") else raw.read(size)


def _metadata(start: str) -> Mapping[str, Any]:
    """The object called `metadata`, out of the first characters of a model. Raises ValueError if it isn't whole."""
    found = _METADATA.search(start)
    value: object = json.JSONDecoder().raw_decode(start, found.end())[0] if found else {}
    return cast("Mapping[str, Any]", value)


def _document(file: Folder, *parts: str) -> dict[str, Any]:
    """The JSON object in a file. Raises ValueError if it lacks one of `parts`, which are objects too."""
    content: Any = json.loads(_content(file))
    document = cast("dict[str, Any]", content if isinstance(content, dict) else {})
    missing = [part for part in parts if not isinstance(document.get(part), dict)]
    if missing:
        raise ValueError(f"{file.name} lacks {missing[0]!r}")
    return document


def _merge(model: dict[str, Any], additions: Mapping[str, Any]) -> None:
    """Add what botocore adds to a model when it loads it, as deep as the additions go."""
    for key, value in additions.items():
        if isinstance(value, Mapping) and isinstance(model.get(key), dict):
            _merge(model[key], cast("Mapping[str, Any]", value))
        else:
            model[key] = value


@cache  # a process has one installed botocore
def installed() -> ModelSource:
    """The models of the botocore that this Python would import. Raises MissingExtraError if there is none."""
    # The package is found but not imported: its models are data, and importing it takes longer than reading one.
    spec = importlib.util.find_spec("botocore")
    if spec is None or not spec.submodule_search_locations:
        raise MissingExtraError("reading the installed botocore's models", extra="aws")
    return _from_package(Path(spec.submodule_search_locations[0]), where="the installed botocore")


def open_source(path: Path) -> ModelSource:
    """The models in a botocore wheel, or in an unpacked botocore: its root, its package, or its `data` folder.

    Raises CaptureError if there are none, or if the version can't be told.
    """
    where = str(path)
    if not path.exists():
        raise CaptureError("there is no such file or folder", where=where)
    if path.is_file():
        import zipfile

        try:
            package: Folder = cast("Folder", zipfile.Path(zipfile.ZipFile(path))).joinpath("botocore")
        except zipfile.BadZipFile:
            raise CaptureError(
                "this is no wheel", where=where, hint="name a botocore wheel or an unpacked botocore"
            ) from None
    else:
        roots = (path, path / "botocore", path.parent if path.name == "data" else path)
        package = next((root for root in roots if (root / "data").is_dir()), path)
    return _from_package(package, where=where)


def _from_package(package: Folder, where: str) -> ModelSource:
    data, code = package.joinpath("data"), package.joinpath("__init__.py")
    if not data.is_dir():
        raise CaptureError("there is no folder of models (botocore/data)", where=where)
    version = _VERSION.search(_content(code).decode()) if code.is_file() else None
    if version is None:
        raise CaptureError("there is no botocore/__init__.py that tells the version of these models", where=where)
    return ModelSource(data, version[1], where if where != "the installed botocore" else f"{where} ({version[1]})")
