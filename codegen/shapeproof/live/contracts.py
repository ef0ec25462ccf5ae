"""The contract that a live response is checked against: the project's own, else one built from the client's model."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, Self, cast

from shapeproof.capture.model import OperationModel
from shapeproof.contract import Contract
from shapeproof.errors import needs_extra
from shapeproof.registry import ContractRegistry

__all__ = ["LiveContracts"]


class LiveContracts:
    """Finds the contracts of operations that clients call, and keeps them."""

    def __init__(self, registry: ContractRegistry, version: str) -> None:
        """Create the finder.

        Args:
            registry: knows the project's own contracts.
            version: the version of the botocore that loads the clients' models: the edition of contracts built from them.
        """
        self._registry = registry
        self._version = version
        self._contracts: dict[tuple[str, str, str], Contract] = {}

    @classmethod
    def of_installed_botocore(cls, registry: ContractRegistry) -> Self:
        """Create the finder for clients of the installed botocore.

        Args:
            registry: knows the project's own contracts.

        Raises:
            MissingExtraError: botocore is not installed.
        """
        with needs_extra("listening to boto3", extra="aws", modules={"botocore"}):
            botocore = import_module("botocore")
        return cls(registry, botocore.__version__)

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
        return self._registry.build(
            OperationModel.from_service(service.service_name, self._version, document, operation)
        )
