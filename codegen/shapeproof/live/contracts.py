"""The contract that a live response is checked against: the project's own, else one built from the client's model.

Tests mostly need the response of an operation, sometimes its errors, and never its request: of a contract that isn't the
project's own, each part is built when a response of its kind is seen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from typing import Any, Self, cast, get_args

from shapeproof.capture.model import OperationModel
from shapeproof.capture.model_check import check_operation, check_parts
from shapeproof.capture.model_parts import model_of_part
from shapeproof.contract import Contract, Part, Schema
from shapeproof.errors import needs_extra
from shapeproof.live.contract_cache import ContractCache
from shapeproof.registry import ContractRegistry

__all__ = ["LiveContracts"]


class LiveContracts:
    """Finds the contracts of operations that clients call, and keeps them."""

    def __init__(self, registry: ContractRegistry, version: str, cache: ContractCache | None = None) -> None:
        """Create the finder.

        Args:
            registry: knows the project's own contracts.
            version: the version of the botocore that loads the clients' models: the edition of contracts built from them.
            cache: keeps what is built; None to keep it only as long as this finder.
        """
        self._registry = registry
        self._version = version
        self._cache = cache
        self._contracts: dict[tuple[str, str, str], Contract] = {}

    @classmethod
    def of_installed_botocore(
        cls, registry: ContractRegistry, cache_of: Callable[[str], ContractCache] | None = None
    ) -> Self:
        """Create the finder for clients of the installed botocore.

        Args:
            registry: knows the project's own contracts.
            cache_of: returns what keeps the contracts built for a version of botocore.

        Raises:
            MissingExtraError: botocore is not installed.
        """
        with needs_extra("listening to boto3", extra="aws"):
            botocore = import_module("botocore")
        version: str = botocore.__version__
        return cls(registry, version, cache_of(version) if cache_of else None)

    @property
    def cache_problem(self) -> str | None:
        """Why contracts can't be kept for the next run; None if they are, or needn't be."""
        return self._cache.problem if self._cache else None

    def contract_of(self, model: Any) -> Contract:
        """Return the contract of an operation.

        Args:
            model: botocore's OperationModel.

        Raises:
            CaptureError: the model contradicts itself.
        """
        service = model.service_model
        key = (service.service_name, service.api_version, model.name)
        if key not in self._contracts:
            own = self._registry.project_contract(service.service_name, model.name)
            self._contracts[key] = own or self._build(service, model.name)
        return self._contracts[key]

    def _build(self, service: Any, operation: str) -> Contract:
        # The whole model as botocore loaded it, with botocore's own additions; it has no public name.
        document = cast("Mapping[str, Any]", service._service_description)  # noqa: SLF001
        name: str = service.service_name
        common = OperationModel.from_service(name, self._version, model_of_part(document, operation, None), operation)
        # Whatever part is needed first: a model without one of them is not one to rely on.
        entry = document["operations"][operation]
        check_operation(operation, entry, where=common.name, pointer=("operations", operation))
        check_parts(entry, document["shapes"], where=common.name)
        # Not the whole model: each session loads its own, and a contract would keep it.
        models = {part: model_of_part(document, operation, part) for part in get_args(Part)}
        return Contract.deferred(partial(self._schema, name, operation, models), **common.facts, through=None)

    def _schema(self, service: str, operation: str, models: Mapping[Part, Mapping[str, Any]], part: Part) -> Schema:
        model, key = models[part], None
        if self._cache is not None:
            overlays = self._registry.overlay_contents(service, operation)
            key = self._cache.key_of(model, service, operation, part, *overlays)
            if (kept := self._cache.get(key)) is not None:
                return kept
        read = OperationModel.from_service(service, self._version, model, operation)
        schema = self._registry.build_part(read, part)
        if self._cache is not None:
            self._cache.put(key, schema)
        return schema
