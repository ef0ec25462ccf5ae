"""Reads service models from the installed botocore, an unpacked copy or a wheel file."""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from shapeproof.capture.descriptions import Descriptions
from shapeproof.capture.json_object import json_type_words
from shapeproof.capture.json_reading import parse_object
from shapeproof.capture.model import OperationModel
from shapeproof.capture.model_files import ModelFiles, UnpackedFiles, open_wheel
from shapeproof.capture.name_grammar import require_name
from shapeproof.capture.paginators import paginator_from_botocore
from shapeproof.capture.prose import prose
from shapeproof.capture.response_index import ResponseIndex
from shapeproof.contract import Paginator, operation_key
from shapeproof.errors import CaptureError, MissingExtraError, UnknownContractError, did_you_mean

if TYPE_CHECKING:
    from shapeproof.capture.response_shapes import ResponseShapes

__all__ = ["ModelSource", "installed", "open_source", "source_of"]

_VERSION: Final = re.compile(r"""^__version__ = ['"]([^'"]+)['"]""", re.MULTILINE)
_METADATA: Final = re.compile(r'"metadata"\s*:\s*(?=\{)')
_METADATA_BYTES: Final = 4096
"""Every model starts with its metadata, which fit into this many bytes."""
_MODEL_FILES: Final = ("service-2.json", "service-2.json.gz")
_PARTS: Final = ("metadata", "operations", "shapes")
_EXTRAS_FILE: Final = "service-2.sdk-extras.json"
_PAGINATOR_FILES: Final = ("paginators-1.json", "paginators-1.json.gz")
_PAGINATOR_EXTRAS: Final = "paginators-1.sdk-extras.json"
NO_SIMILAR_SERVICE: Final = "services are named as in boto3.client(SERVICE)"
"""The hint for an unknown service that no known one is like."""
_SOURCE_HINT: Final = "name a botocore wheel, or the directory of an unpacked botocore"


class ModelSource:
    """The service models of one botocore version.

    Attributes:
        version: the version of botocore.
        where: the name of the source in messages.
        released: the day when this version was released; None if the files don't tell.
    """

    def __init__(self, files: ModelFiles, data: tuple[str, ...], version: str, where: str) -> None:
        self._files = files
        self._data = data
        self._models: dict[str, Mapping[str, Any]] = {}
        self._paginators: dict[str, Mapping[str, Any]] = {}
        self.version = version
        self.where = where
        self.released = files.newest

    @property
    def files(self) -> ModelFiles:
        """The files that the models are read from."""
        return self._files

    @cached_property
    def services(self) -> tuple[str, ...]:
        """The names of all services, which are those of their directories, sorted."""
        return self._files.directories(*self._data)

    def operations(self, service: str) -> tuple[str, ...]:
        """The operations of a service in botocore's spelling, sorted."""
        return tuple(sorted(self.model(service)["operations"]))

    def require(self, service: str) -> None:
        """Raise UnknownContractError for an unknown service, with similar names as the hint."""
        if service not in self.services:
            hint = did_you_mean(service, self.services, limit=3) or NO_SIMILAR_SERVICE
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
        model = self.model(service)
        released = self.released.isoformat() if self.released else None
        return OperationModel.from_service(service, self.version, model, name, self._paginator(service, name), released)

    def descriptions(self, service: str, operation: str, *, with_links: bool = False) -> Descriptions:
        """The documentation of one operation as plain text, by key (see `capture.descriptions`). Raises as `find` does.

        Args:
            service: the name of the service.
            operation: the name of the operation, in either spelling.
            with_links: whether links are kept (see `capture.prose_links`), or their text alone.
        """
        model = self.find(service, operation)
        return prose(self.model(service), model, with_links=with_links)

    @cached_property
    def operations_by_service(self) -> Mapping[str, tuple[str, ...]]:
        """The operations of every service in botocore's spelling, sorted. It takes half a second for all of them."""
        names = {service: self.operation_names(service) for service in self.services}
        return {service: operations for service, operations in names.items() if operations}

    def operation_names(self, service: str) -> tuple[str, ...]:
        """The operations of a service in botocore's spelling, sorted, from a model that is read without its checks.

        Args:
            service: the name of the service.

        Returns:
            The names; none if there is no such service, or if the model can't be read: `model` says why.
        """
        from jiter import from_json  # twice as fast as Python's own

        file = self._newest(service)
        try:
            return tuple(sorted(from_json(self._files.read(*file))["operations"])) if file else ()
        except (OSError, ValueError, LookupError, TypeError):
            return ()

    @cached_property
    def metadata(self) -> Mapping[str, Mapping[str, Any]]:
        """The `metadata` (protocols, endpoint prefix …) of each service's model, read without the rest of the model."""
        metadata: dict[str, Mapping[str, Any]] = {}
        for service in self.services:
            file = self._newest(service)
            try:
                if file:
                    metadata[service] = _metadata(
                        self._files.read(*file, size=_METADATA_BYTES).decode("utf-8", "ignore")
                    )
            except (OSError, ValueError, RecursionError):  # `model` reports it if the service is needed
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

    @cached_property
    def responses(self) -> ResponseIndex:
        """Which operations' responses have given members."""
        return ResponseIndex(self.services, lambda service: self._files.read(*(self._newest(service) or ())))

    def response_shapes(self, service: str, operation: str) -> ResponseShapes | None:
        """The shapes of an operation's response, from a model that is read without its checks, which take the most time.

        Args:
            service: the name of the service.
            operation: the operation in botocore's spelling.

        Returns:
            The shapes; None if there is no such operation, or if the model can't be read: `model` says why.
        """
        from shapeproof.capture.response_shapes import ResponseShapes

        file = self._newest(service)
        if file is None:
            return None
        try:
            model: dict[str, Any] = json.loads(self._files.read(*file))
            if self._files.has(*file[:-1], _EXTRAS_FILE):
                _merge(model, json.loads(self._files.read(*file[:-1], _EXTRAS_FILE))["merge"])
            return ResponseShapes.of(model["operations"][operation], model["shapes"])
        except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            return None

    def _newest(self, service: str) -> tuple[str, ...] | None:
        """The path of the model's file in the directory of the newest API version that has one."""
        for version in reversed(self._files.directories(*self._data, service)):
            for name in _MODEL_FILES:
                if self._files.has(*self._data, service, version, name):
                    return (*self._data, service, version, name)
        return None

    def model(self, service: str) -> Mapping[str, Any]:
        """The whole model of a service, as botocore reads it. Raises CaptureError if it is missing or can't be read."""
        if service not in self._models:
            file = self._newest(service)
            if file is None:
                raise CaptureError(f"the service {service} has no model", where=self.where)
            extras = (*file[:-1], _EXTRAS_FILE)
            try:
                model = self._document(file, *_PARTS)
                if self._files.has(*extras):
                    _merge(model, self._document(extras, "merge")["merge"])
                    _require_parts(model, *_PARTS, name=_EXTRAS_FILE)
            except (OSError, ValueError) as error:
                raise CaptureError(f"the model of {service} can't be read: {error}", where=self.where) from error
            self._models[service] = model
        return self._models[service]

    def forget(self, service: str) -> None:
        """Forget the model of a service, for those who go through all services: together they take gigabytes."""
        self._models.pop(service, None)
        self._paginators.pop(service, None)

    def paginated(self, service: str) -> tuple[str, ...]:
        """The operations of a service that have a paginator, sorted. Raises as `find` does."""
        self.require(service)
        return tuple(name for name in self.operations(service) if self._paginator(service, name) is not None)

    def _paginator(self, service: str, operation: str) -> Paginator | None:
        """The paginator of an operation; None if it has none. Raises CaptureError if its file can't be read."""
        entry = self._paginators_of(service).get(operation)
        return paginator_from_botocore(cast("Mapping[str, Any]", entry)) if isinstance(entry, dict) else None

    def _paginators_of(self, service: str) -> Mapping[str, Any]:
        if service not in self._paginators:
            directory = (self._newest(service) or ())[:-1]  # the model is there
            document: dict[str, Any] = {"pagination": {}}
            try:
                for name in _PAGINATOR_FILES:
                    if self._files.has(*directory, name):
                        document = self._document((*directory, name), "pagination")
                if self._files.has(*directory, _PAGINATOR_EXTRAS):
                    _merge(document, self._document((*directory, _PAGINATOR_EXTRAS), "merge")["merge"])
                    _require_parts(document, "pagination", name=_PAGINATOR_EXTRAS)
            except (OSError, ValueError) as error:
                raise CaptureError(f"the paginators of {service} can't be read: {error}", where=self.where) from error
            self._paginators[service] = document["pagination"]
        return self._paginators[service]

    def _document(self, file: tuple[str, ...], *parts: str) -> dict[str, Any]:
        """The JSON object in a file. Raises ValueError if one of `parts` is missing or isn't an object."""
        document = parse_object(self._files.read(*file))
        _require_parts(document, *parts, name=file[-1])
        return document


def _require_parts(document: Mapping[str, Any], *parts: str, name: str) -> None:
    for part in parts:
        if not isinstance(document.get(part), dict):
            found = f"got {json_type_words(document[part])}" if part in document else "got nothing"
            message = f"{name}: /{part}: expected an object, {found}"
            raise ValueError(message)  # noqa: TRY004 - a fault of the document, not of the caller


def _metadata(start: str) -> Mapping[str, Any]:
    """The `metadata` object at the start of a model. Raises ValueError if it is cut off."""
    match = _METADATA.search(start)
    value: object = json.JSONDecoder().raw_decode(start, match.end())[0] if match else {}
    return cast("Mapping[str, Any]", value)


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
    return source_of(UnpackedFiles(Path(spec.submodule_search_locations[0])))


def source_of(files: ModelFiles) -> ModelSource:
    """The models of an installed botocore, here or on another machine.

    Args:
        files: the files of its package.

    Raises:
        CaptureError: they are not those of a botocore.
    """
    return _from_package(files, "the installed botocore", shows_version=True)


def open_source(path: Path, *, where: str | None = None) -> ModelSource:
    """Open the service models of a botocore.

    Args:
        path: a botocore wheel, or an unpacked botocore: its root, its package, or its `data` directory.
        where: the name of the source in messages; default: the path.

    Raises:
        CaptureError: there are no models, or their version is unknown.
    """
    where = where or str(path)
    if not path.exists():
        raise CaptureError("no such file or directory", where=where, hint=_SOURCE_HINT)
    if path.is_file():
        return _from_package(open_wheel(path, "botocore", hint=_SOURCE_HINT), where)
    roots = (path, path / "botocore", path.parent if path.name == "data" else path)
    package = next((root for root in roots if (root / "data").is_dir()), path)
    return _from_package(UnpackedFiles(package), where)


def _from_package(package: ModelFiles, where: str, *, shows_version: bool = False) -> ModelSource:
    if "data" not in package.directories():
        raise CaptureError("no directory of service models (botocore/data)", where=where, hint=_SOURCE_HINT)
    try:
        code = package.read("__init__.py").decode() if package.has("__init__.py") else ""
    except (OSError, ValueError) as error:
        raise CaptureError(f"botocore/__init__.py can't be read: {error}", where=where) from error
    match = _VERSION.search(code)
    if match is None:
        raise CaptureError("no botocore/__init__.py states the version of these models", where=where)
    version = require_name("edition", match[1], where=f"{where}: botocore/__init__.py")
    return ModelSource(package, ("data",), version, f"{where} ({version})" if shows_version else where)
