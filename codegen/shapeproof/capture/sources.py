"""Reads service models from the installed botocore, an unpacked copy or a wheel file. The only IO of this room."""

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
_METADATA_BYTES: Final = 4096
"""Every model starts with its metadata, which fit into this many bytes."""
_MODEL_FILES: Final = ("service-2.json", "service-2.json.gz")
_EXTRAS_FILE: Final = "service-2.sdk-extras.json"
_SOURCE_HINT: Final = "name a botocore wheel, or the directory of an unpacked botocore"
_UNREADABLE: Final = (OSError, EOFError, ValueError, zlib.error)


class PathLike(Protocol):
    """The methods of both `pathlib.Path` and `zipfile.Path` that are needed here."""

    @property
    def name(self) -> str: ...
    def iterdir(self) -> Iterable[PathLike]: ...
    def joinpath(self, name: str, /) -> PathLike: ...
    def is_file(self) -> bool: ...
    def is_dir(self) -> bool: ...
    def open(self, mode: Literal["rb"], /) -> IO[bytes]: ...


class ModelSource:
    """The service models of one botocore version.

    Attributes:
        version: the version of botocore.
        where: the name of the source in messages.
    """

    def __init__(self, data: PathLike, version: str, where: str) -> None:
        self._data = data
        self._models: dict[str, Mapping[str, Any]] = {}
        self.version = version
        self.where = where

    @cached_property
    def services(self) -> tuple[str, ...]:
        """The names of all services, which are those of their directories, sorted."""
        return tuple(sorted(entry.name for entry in self._data.iterdir() if entry.is_dir()))

    def operations(self, service: str) -> tuple[str, ...]:
        """The operations of a service in botocore's spelling, sorted."""
        return tuple(sorted(self.model(service)["operations"]))

    def require(self, service: str) -> None:
        """Raise UnknownContractError for an unknown service, with similar names as the hint."""
        if service not in self.services:
            hint = did_you_mean(service, self.services, limit=3)
            raise UnknownContractError(f"{self.where} has no service {service!r}", hint=hint)

    def find(self, service: str, operation: str) -> OperationModel:
        """The model of one operation.

        Args:
            service: the name of the service.
            operation: the name of the operation in either spelling (`DescribeThing`, `describe_thing`).

        Raises:
            UnknownContractError: there is no such service or operation; the hint has similar names.
            CaptureError: the model can't be read.
        """
        self.require(service)
        names = {operation_key(name): name for name in self.operations(service)}
        name = names.get(operation_key(operation))
        if name is None:
            hint = did_you_mean(operation_key(operation), names.values(), limit=3)
            raise UnknownContractError(f"{service} has no operation {operation!r} in {self.where}", hint=hint)
        return OperationModel.from_service(service, self.version, self.model(service), name)

    def descriptions(self, service: str, operation: str) -> Descriptions:
        """The documentation of one operation as plain text, by key (see `capture.descriptions`). Raises as `find` does."""
        model = self.find(service, operation)
        return prose(self.model(service), model)

    @cached_property
    def metadata(self) -> Mapping[str, Mapping[str, Any]]:
        """The `metadata` (protocols, endpoint prefix …) of each service's model, read without the rest of the model."""
        metadata: dict[str, Mapping[str, Any]] = {}
        for service in self.services:
            newest = self._newest(service)
            try:
                if newest:
                    metadata[service] = _metadata(_content(newest[1], _METADATA_BYTES).decode("utf-8", "ignore"))
            except _UNREADABLE:  # `model` reports it if the service is needed
                continue
        return metadata

    @cached_property
    def by_endpoint_prefix(self) -> Mapping[str, tuple[str, ...]]:
        """The services by endpoint prefix; several share one (elb and elbv2, rds and docdb …)."""
        services: dict[str, list[str]] = {}
        for service, metadata in self.metadata.items():
            if isinstance(prefix := metadata.get("endpointPrefix"), str):
                services.setdefault(prefix, []).append(service)
        return {prefix: tuple(names) for prefix, names in services.items()}

    def _newest(self, service: str) -> tuple[PathLike, PathLike] | None:
        """The directory of the newest API version that has a model, and the model's file."""
        versions = sorted(self._data.joinpath(service).iterdir(), key=lambda version: version.name, reverse=True)
        for version in versions:
            candidates = (version.joinpath(name) for name in _MODEL_FILES)
            if file := next((candidate for candidate in candidates if candidate.is_file()), None):
                return version, file
        return None

    def model(self, service: str) -> Mapping[str, Any]:
        """The whole model of a service, as botocore reads it. Raises CaptureError if it is missing or can't be read."""
        if service not in self._models:
            newest = self._newest(service)
            if newest is None:
                raise CaptureError(f"the service {service} has no model", where=self.where)
            directory, file = newest
            extras = directory.joinpath(_EXTRAS_FILE)
            try:
                model = _document(file, "metadata", "operations", "shapes")
                if extras.is_file():
                    _merge(model, _document(extras, "merge")["merge"])
            except _UNREADABLE as error:
                raise CaptureError(f"the model of {service} can't be read: {error}", where=self.where) from error
            self._models[service] = model
        return self._models[service]


def _content(file: PathLike, size: int = -1) -> bytes:
    with file.open("rb") as raw:
        return gzip.GzipFile(fileobj=raw).read(size) if file.name.endswith(".gz") else raw.read(size)


def _metadata(start: str) -> Mapping[str, Any]:
    """The `metadata` object at the start of a model. Raises ValueError if it is cut off."""
    match = _METADATA.search(start)
    value: object = json.JSONDecoder().raw_decode(start, match.end())[0] if match else {}
    return cast("Mapping[str, Any]", value)


def _document(file: PathLike, *parts: str) -> dict[str, Any]:
    """The JSON object in a file. Raises ValueError if one of `parts` is missing or isn't an object."""
    content: Any = json.loads(_content(file))
    document = cast("dict[str, Any]", content if isinstance(content, dict) else {})
    missing = [part for part in parts if not isinstance(document.get(part), dict)]
    if missing:
        raise ValueError(f"{file.name} lacks {missing[0]!r}")
    return document


def _merge(model: dict[str, Any], additions: Mapping[str, Any]) -> None:
    """Merge additions into a model at any depth, as botocore does when it loads the model."""
    for key, value in additions.items():
        if isinstance(value, Mapping) and isinstance(model.get(key), dict):
            _merge(model[key], cast("Mapping[str, Any]", value))
        else:
            model[key] = value


@cache  # a process has one installed botocore
def installed() -> ModelSource:
    """The models of the botocore that this Python would import. Raises MissingExtraError if botocore isn't installed."""
    # The package is located but not imported: its models are data, and importing it takes longer than reading one.
    spec = importlib.util.find_spec("botocore")
    if spec is None or not spec.submodule_search_locations:
        raise MissingExtraError("reading the installed botocore's models", extra="aws")
    return _from_package(Path(spec.submodule_search_locations[0]), "the installed botocore", shows_version=True)


def open_source(path: Path) -> ModelSource:
    """Open the service models of a botocore.

    Args:
        path: a botocore wheel, or an unpacked botocore: its root, its package, or its `data` directory.

    Raises:
        CaptureError: there are no models, or their version is unknown.
    """
    where = str(path)
    if not path.exists():
        raise CaptureError("no such file or directory", where=where)
    if path.is_file():
        import zipfile

        try:
            package: PathLike = cast("PathLike", zipfile.Path(zipfile.ZipFile(path))).joinpath("botocore")
        except zipfile.BadZipFile as error:
            raise CaptureError("this file is not a wheel", where=where, hint=_SOURCE_HINT) from error
    else:
        roots = (path, path / "botocore", path.parent if path.name == "data" else path)
        package = next((root for root in roots if (root / "data").is_dir()), path)
    return _from_package(package, where)


def _from_package(package: PathLike, where: str, *, shows_version: bool = False) -> ModelSource:
    data, code = package.joinpath("data"), package.joinpath("__init__.py")
    if not data.is_dir():
        raise CaptureError("no directory of service models (botocore/data)", where=where, hint=_SOURCE_HINT)
    version = _VERSION.search(_content(code).decode()) if code.is_file() else None
    if version is None:
        raise CaptureError("no botocore/__init__.py states the version of these models", where=where)
    return ModelSource(data, version[1], f"{where} ({version[1]})" if shows_version else where)
